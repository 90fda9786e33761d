"""Random lives of one rendered note, kills among them: every line that its user typed is somewhere."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.writeback.state import Render

from .states import note
from .world import backups, hidden, killed, notes, run, stored

PLACES = ["Drafts/Jo - prep.md", "Letters/Jo - prep.md"]
LINES = ["a", "b", "c", "d. e", "f"]

Step = tuple[str, int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "render",
                "render",
                "type",
                "type",
                "cut",
                "killed",
                "killed",
                "fresh",
                "shuffle",
                "delete",
                "recreate",
            ]
        ),
        st.integers(0, 40),
        st.integers(0, 3),
    ),
    max_size=14,
)


class Life:
    """One vault, its user's typed lines, and the render as its source stands."""

    def __init__(self, root: Path) -> None:
        self.root, self.typed, self.count = root, set[str](), 0
        self.source, self.place = list(LINES), 0

    @property
    def render(self) -> Render:
        return Render(PLACES[self.place], note(*self.source))

    def file(self) -> Path | None:
        found = list(notes(self.root))
        assert len(found) <= 1, found
        return self.root / found[0] if found else None

    def change(self, number: int, kind: int) -> None:
        """The source goes on: a line changed, added or dropped, or another path."""
        at = number % (len(self.source) + 1)
        if kind == 0 and self.source:
            self.source[at % len(self.source)] = f"render {self.count}"
        elif kind == 1:
            self.source.insert(at, f"render {self.count}")
        elif kind == 2 and self.source:
            self.source.pop(at % len(self.source))
        else:
            self.place = 1 - self.place
        self.count += 1

    def edit(self, what: str, number: int) -> None:
        if what == "type":
            self.type(number)
        elif what == "cut":
            self.cut(number)
        elif what == "delete":
            self.delete()
        else:
            self.shuffle()

    def type(self, number: int) -> None:
        file = self.file()
        if file is not None:
            lines = file.read_text().split("\n")
            self.typed.add(f"typed {self.count}")
            lines.insert(4 + number % (len(lines) - 4), f"typed {self.count}")
            file.write_text("\n".join(lines))
            self.count += 1

    def cut(self, number: int) -> None:
        file = self.file()
        if file is not None:
            lines = file.read_text().split("\n")
            gone = lines.pop(4 + number % (len(lines) - 4)) if len(lines) > 5 else ""
            self.typed.discard(gone)
            file.write_text("\n".join(lines))

    def delete(self) -> None:
        file = self.file()
        if file is not None:
            self.typed -= set(file.read_text().split("\n"))
            file.unlink()

    def shuffle(self) -> None:
        file = self.file()
        if file is not None:
            file.rename(self.root / ("mine.md" if file.parent != self.root else "yours.md"))

    def check(self) -> None:
        there = {
            line for text in [*notes(self.root).values(), *backups(self.root)] for line in text.split("\n")
        }
        assert self.typed <= there, self.typed - there


@settings(max_examples=120, deadline=None)
@given(steps)
def test_no_typed_line_is_lost_whatever_happens(life: list[Step]) -> None:
    with _folder() as root, pytest.MonkeyPatch.context() as patch:
        one = Life(root)
        for what, number, kind in life:
            if what in ("render", "killed"):
                one.change(number, kind)
            if what == "killed":
                with killed(patch, number, after=bool(kind % 2)):
                    run(root, one.render)
            elif what in ("render", "fresh", "recreate"):
                run(root, one.render, **({} if what == "render" else {what: True}))
            else:
                one.edit(what, number)
            one.check()
        run(root, one.render)
        one.check()
        assert hidden(root) == []
        assert len(stored(root)) <= 1
        before = notes(root)
        assert [done.written for done in run(root, one.render)] == [False]
        assert notes(root) == before


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1), st.booleans(), st.integers(0, 40), st.integers(0, 2)), max_size=8)
)
def test_two_synced_machines_with_bases_of_their_own_come_to_equal_trees(
    life: list[tuple[int, bool, int, int]],
) -> None:
    """The visible files travel after each step; `.vaultkit` never does. In the end neither writes."""
    with _folder() as one, _folder() as two:
        lives = Life(one), Life(two)
        run(one, lives[0].render)
        for who, types, number, kind in life:
            mine, other = lives[who], lives[1 - who]
            travel(mine.root, other.root)
            mine.type(number) if types else mine.change(number, kind)
            other.source, other.place, other.count = list(mine.source), mine.place, mine.count
            run(mine.root, mine.render)
            travel(mine.root, other.root)
            run(other.root, other.render)
            travel(other.root, mine.root)
        typed = lives[0].typed | lives[1].typed
        for _ in range(3):
            wrote = []
            for mine, other in (lives, lives[::-1]):
                travel(other.root, mine.root)
                wrote += [done.written for done in run(mine.root, mine.render)]
        assert wrote == [False, False]
        assert notes(one) == notes(two)
        assert typed <= {line for text in notes(one).values() for line in text.split("\n")}


def travel(here: Path, there: Path) -> None:
    """What a sync tool without hidden folders does: the visible files of `here` are those of `there`."""
    for path in set(notes(there)) - set(notes(here)):
        (there / path).unlink()
    for path, text in notes(here).items():
        (there / path).parent.mkdir(parents=True, exist_ok=True)
        (there / path).write_bytes(text.encode())


class _folder:  # noqa: N801 - used as a function
    """A folder that goes again; hypothesis runs many examples within one tmp_path."""

    def __enter__(self) -> Path:
        self.path = Path(tempfile.mkdtemp())
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path)
