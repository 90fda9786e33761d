"""Two machines whose files come one by one, late and in any order: no word is lost, and in the end both are equal."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.writeback.states import OTHER, PATH, note
from tests.writeback.world import backups, hidden, notes, run, stored
from vaultkit.config import RENDERS
from vaultkit.writeback.state import Render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.writeback.apply import Applied

SOURCE = "source.json"
LINES = ["a", "b", "c. d", "e"]
PLACES = (PATH, OTHER)


@dataclass(frozen=True)
class Copy:
    """A file as a sync tool knows it: its bytes, None once it is deleted; how often each machine has changed it."""

    data: bytes | None = None
    version: tuple[int, int] = (0, 0)
    when: int = 0

    def knows(self, other: Copy) -> bool:
        return all(mine >= theirs for mine, theirs in zip(self.version, other.version, strict=True))


@dataclass
class Machine:
    root: Path
    number: int
    known: dict[str, Copy] = field(default_factory=dict)

    def files(self) -> dict[str, bytes]:
        found = (p for p in self.root.rglob("*") if p.is_file() and p.suffix in (".md", ".json", ".copy"))
        every = {p.relative_to(self.root).as_posix(): p.read_bytes() for p in found}
        return {path: data for path, data in every.items() if not path.startswith(".vaultkit/backups")}

    def scan(self, when: int) -> None:
        """Notice what was changed here."""
        there = self.files()
        for path in there.keys() | self.known.keys():
            old, data = self.known.get(path, Copy()), there.get(path)
            if data != old.data:
                mine = (old.version[0] + (self.number == 0), old.version[1] + (self.number == 1))
                self.known[path] = Copy(data, mine, when)

    def put(self, path: str, data: bytes | None) -> None:
        place = self.root / path
        if data is None:
            place.unlink(missing_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)

    # Its user, and vaultkit

    def render(self) -> list[Applied]:
        lines, place = json.loads((self.root / SOURCE).read_bytes())
        return run(self.root, Render(PLACES[place], note(*lines)))

    def change(self, number: int, words: str) -> None:
        """The source: a line of it changed, or the path."""
        lines, place = json.loads((self.root / SOURCE).read_bytes())
        if number % 5 == 4:
            place = 1 - place
        else:
            lines[number % len(lines)] = words
        self.put(SOURCE, json.dumps([lines, place]).encode())

    def type(self, number: int, words: str) -> bool:
        for path, text in list(notes(self.root).items())[:1]:
            lines = text.split("\n")
            lines.insert(4 + number % (len(lines) - 4), words)
            self.put(path, "\n".join(lines).encode())
            return True
        return False

    def delete(self) -> set[str]:
        for path, text in list(notes(self.root).items())[:1]:
            self.put(path, None)
            return set(text.split("\n"))
        return set()

    def words(self) -> set[str]:
        copies = [path.read_bytes().decode() for path in self.root.rglob("*.copy")]
        return {
            one
            for text in (*notes(self.root).values(), *copies, *backups(self.root))
            for one in text.split("\n")
        }


@dataclass
class World:
    """Two machines, and a tool that carries one file at a time as Syncthing does, hidden ones too."""

    machines: tuple[Machine, Machine]
    clock: int = 0
    typed: set[str] = field(default_factory=set)

    def scan(self) -> None:
        self.clock += 1
        for one in self.machines:
            one.scan(self.clock)

    def due(self, to: int) -> list[str]:
        """What the other machine has that this one does not know of."""
        self.scan()
        here, there = self.machines[to], self.machines[1 - to]
        return sorted(p for p, one in there.known.items() if not here.known.get(p, Copy()).knows(one))

    def carry(self, to: int, path: str) -> None:
        here, coming = self.machines[to], self.machines[1 - to].known[path]
        mine = here.known.get(path, Copy())
        both = (max(mine.version[0], coming.version[0]), max(mine.version[1], coming.version[1]))
        if coming.knows(mine) or coming.data == mine.data:
            here.put(path, coming.data)
            here.known[path] = Copy(coming.data, both, coming.when)
        elif (coming.data is not None, coming.when, 1 - to) > (mine.data is not None, mine.when, to):
            if mine.data is not None and not path.startswith(RENDERS) and path != SOURCE:
                here.put(f"{path}.{self.clock}.{to}.copy", mine.data)
            here.put(path, coming.data)
            here.known[path] = Copy(coming.data, both, coming.when)
            # A conflict that was lost; what the other has wins there too.

    def carry_all(self) -> None:
        for to in (0, 1):
            for path in self.due(to):
                self.carry(to, path)

    def render(self, who: int) -> list[Applied]:
        one = self.machines[who]
        before = one.words() & self.typed
        done = one.render()
        assert before <= one.words(), before - one.words()
        return done

    def step(self, what: str, who: int, number: int) -> None:
        one = self.machines[who]
        if what == "render":
            self.render(who)
        elif what == "carry":
            due = self.due(who)
            if due:
                self.carry(who, due[number % len(due)])
        elif what == "carry all":
            self.carry_all()
        elif what == "change":
            one.change(number, f"source {self.clock}")
        elif what == "delete":
            self.typed -= one.delete()
        elif one.type(number, f"typed {self.clock}"):
            self.typed.add(f"typed {self.clock}")
        self.scan()

    def come_to_rest(self, most: int = 8) -> None:
        """Everything is carried and rendered until nobody writes."""
        for _ in range(most):
            self.carry_all()
            wrote = [done.written for who in (0, 1) for done in self.render(who)]
            self.scan()
            if not any(wrote) and not self.due(0) and not self.due(1):
                return
        raise AssertionError(f"no end of it: {[one.files() for one in self.machines]}")


@contextmanager
def world() -> Iterator[World]:
    """Both have the source, and the note that was rendered from it."""
    top = Path(tempfile.mkdtemp())
    try:
        made = World((Machine(top / "a", 0), Machine(top / "b", 1)))
        for one in made.machines:
            one.root.mkdir()
        made.machines[0].put(SOURCE, json.dumps([LINES, 0]).encode())
        made.machines[0].render()
        made.carry_all()
        yield made
    finally:
        shutil.rmtree(top)


steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["render", "render", "carry", "carry", "carry", "carry all", "change", "type", "delete"]
        ),
        st.integers(0, 1),
        st.integers(0, 40),
    ),
    max_size=16,
)


def live(life: list[tuple[str, int, int]]) -> None:
    with world() as both:
        for what, who, number in life:
            both.step(what, who, number)
        both.come_to_rest()
        assert_equal(both)


def assert_equal(both: World) -> None:
    a, b = both.machines
    assert notes(a.root) == notes(b.root)
    assert stored(a.root) == stored(b.root)
    assert hidden(a.root) == hidden(b.root) == []
    assert both.typed <= a.words() | b.words()


@settings(max_examples=12)
@given(steps)
def test_files_that_come_one_by_one_in_any_order(life: list[tuple[str, int, int]]) -> None:
    live(life)


@pytest.mark.soak
@settings(max_examples=500)
@given(steps)
def test_many_more_of_them(life: list[tuple[str, int, int]]) -> None:
    live(life)


BASE = f"{RENDERS}/{PATH}"


@pytest.mark.parametrize("order", list(permutations((SOURCE, PATH, BASE))), ids=" then ".join)
def test_each_order_in_which_a_change_can_come(order: tuple[str, ...]) -> None:
    """Its user's line stands on the other machine, and a render runs there after each file that comes."""
    with world() as both:
        here, there = both.machines
        here.type(0, "typed")
        both.typed = {"typed"}
        both.carry_all()
        here.change(0, "another")
        both.render(0)
        for path in order:
            both.scan()
            if path in both.due(1):
                both.carry(1, path)
            both.render(1)
        both.come_to_rest()
        assert_equal(both)
        assert list(notes(there.root)) == [PATH]
        assert {"typed", "another"} <= there.words()
        assert not list(there.root.rglob("*.copy"))


@pytest.mark.parametrize("rendered", [False, True])
def test_a_deletion_that_comes_after_its_source(rendered: bool) -> None:
    """It stays one; unless a render there was quicker. Then a note was changed here and deleted there: the tool decides,
    as for any note, and both machines go by that.
    """
    with world() as both:
        here, there = both.machines
        here.delete()
        here.change(0, "another")
        both.render(0)
        both.scan()
        assert both.due(1) == [PATH, SOURCE], "the base stays as it is"
        both.carry(1, SOURCE)
        if rendered:
            assert [one.action for one in both.render(1)] == ["update"]
        both.come_to_rest()
        assert_equal(both)
        assert list(notes(there.root)) == ([PATH] if rendered else [])


def test_an_old_text_that_comes_back_is_taken_for_its_user_s_and_told_where_it_stands_in_the_way() -> None:
    """As from a backup, or by a tool that keeps no order: nobody can tell it from an edit, so nothing of it goes."""
    with world() as both:
        here, _ = both.machines
        old = notes(here.root)[PATH]
        here.change(0, "another")
        here.render()
        here.put(PATH, old.encode())
        assert [one.action for one in here.render()] == ["kept"]
        here.change(0, "a third")
        (done,) = here.render()
        assert notes(here.root)[PATH] == old
        assert [(place.yours, place.render) for place in done.decision.kept_back] == [("a", "a third")]
