"""One vault, and all who work in it: a person, runs, a watch and commands, each at any moment of another.

In: what somebody does, and at which moment of what another does. Out: the vault; what must still be there, checked.
Never: a thread or a process. Who comes second acts within a call of the first.
"""

from __future__ import annotations

import fcntl
import re
import sqlite3
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.faults.failing import failing
from tests.hand import Hand
from tests.pipeline.test_crash import furnish
from tests.pipeline.test_histories import equal_to_one_that_was_never_rendered
from tests.pipeline.vaults import JO, TALK
from tests.pipeline.world import World
from tests.watch.running import in_place, temporary_over
from tests.writeback.world import backups, hidden
from vaultkit.edits import write
from vaultkit.errors import VaultkitError
from vaultkit.files import places, swap
from vaultkit.index import outputs, seal, store
from vaultkit.pipeline import Ask, gathering, open_vault, render, settling, writing
from vaultkit.writeback import apply, bases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pytest

WAYS: Final = {"in place": in_place, "by rename": temporary_over}
GAPS: Final[dict[str, tuple[Any, str, bool]]] = {
    "when all is gathered": (gathering, "cases", True),
    "when a command has read a note": (write, "facts_as_read", True),
    "before anything is applied": (apply, "apply", False),
    "between base and file": (apply, "_prepare", True),
    "before two files change places": (swap, "exchange", False),
    "when two files have changed places": (swap, "exchange", True),
    "before a name is taken": (swap, "rename_new", False),
    "between file and base": (bases, "put_in_place", False),
    "before the outputs are saved": (outputs, "save", False),
    "between outputs and notes of the index": (writing, "remember", False),
    "before the marks are cleared": (outputs, "clear", False),
    "when all is settled": (settling, "settle", True),
}
"""A moment's name: the function, and whether the moment is after it."""
CALLS: Final = 420
"""Calls that touch the disk, of a run at most: each is a moment as well."""
COMMANDS_LINES: Final = ("duration:", "held:")
ENDS: Final = ("Be on time.", "Yours")


class Shared:
    """What they do. `own`: what the person last saved of their notes; `typed`: their words in rendered ones; `gone`:
    rendered notes that they deleted."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.world, self.patch = World(folder / "vault", folder / "cache"), patch
        self.talk, self.followed, self.count = TALK, TALK, 0
        self.typed, self.gone = set[str](), set[str]()
        self.held: tuple[str, str] | None = None
        self.looking = False
        furnish(self.world)
        self.own = {path: self.world.read(path) for path in (JO, TALK)}
        self.stack = ExitStack()
        self.stack.enter_context(self.world._at_home())
        self.opened = self.stack.enter_context(open_vault(self.world.root))
        self.seen = self.world.tree()

    # Runs

    def render(self) -> None:
        self._runs()

    def fresh(self) -> None:
        self._runs(fresh=True)

    def recreate(self) -> None:
        self._runs(recreate=True)
        self.gone.clear()

    def _runs(self, **asked: bool) -> None:
        began = self.talk
        self.world.report(**asked)
        self.followed = began

    def watch(self) -> None:
        """A round over all that changed since the last began: what came under way is told to the next."""
        before, self.seen = self.seen, self._looks()
        paths = {path for path in before.keys() | self.seen.keys() if before.get(path) != self.seen.get(path)}
        found = render(self.opened, Ask(watching=True), paths)
        for _ in range(5):
            if found.again:
                self._looks()
                found = render(self.opened, Ask(watching=True), set(found.again))

    def _looks(self) -> dict[str, bytes]:
        """What stands there, all of it quiet from now on. These calls are no moments."""
        self.looking = True
        try:
            self.world.rest()
            return self.world.tree()
        finally:
            self.looking = False

    # Commands

    def lasts(self) -> None:
        self._say("set", self.talk, f"duration={self._next()}")

    def done(self) -> None:
        self._say("done", self.talk, "held")

    def _say(self, *words: str) -> None:
        env = {"VAULTKIT_CACHE": str(self.world.cache)}
        Hand(self.world.root, env=env, now="2026-03-12T12:00:00+01:00").run(*words)

    # The person

    def changes_firm(self, way: str = "") -> None:
        self._saves(JO, re.sub("org: .*", f"org: Firm {self._next()}", self.world.read(JO)), way)

    def changes_goal(self, way: str = "") -> None:
        self._saves(
            self.talk, re.sub("goal: .*", f"goal: end {self._next()}", self.world.read(self.talk)), way
        )

    def takes_back(self) -> None:
        """It was not held after all."""
        self._saves(self.talk, re.sub("held: .*\n", "", self.world.read(self.talk)), "")

    def _saves(self, path: str, text: str, way: str) -> None:
        self._save(path, text, way)
        self.own[path] = text

    def _save(self, path: str, text: str, way: str) -> None:
        """In one of the ways, by turns where none is named."""
        WAYS[way or sorted(WAYS)[self.count % 2]](self.world.root / path, text)

    def types(self, way: str = "") -> None:
        for path in self.rendered()[:1]:
            self._into(path, self.world.read(path), way)

    def opens(self) -> None:
        """An editor reads a rendered note, and holds it."""
        for path in self.rendered()[-1:]:
            self.held = path, self.world.read(path)

    def saves(self, way: str = "") -> None:
        """And saves what it holds, whatever has become of the file. What was typed there meanwhile its user overwrites."""
        if self.held is None:
            self.opens()
            return
        path, text = self.held
        if (self.world.root / path).exists():
            self.typed -= _words(self.world.read(path)) - _words(text)
        self.gone.discard(_identity(text))
        (self.world.root / path).parent.mkdir(parents=True, exist_ok=True)
        self._into(path, text, way)

    def _into(self, path: str, text: str, way: str) -> None:
        word = f"word {self._next()}."
        self._save(path, f"{text}\n{word}\n", way)
        self.typed.add(word)

    def deletes(self) -> None:
        """A twin of it (an editor may have saved one) stays, and is the note from then on. Where the talk was renamed
        and edited since the last run, nobody can tell afterwards of what this was the rendered note."""
        for path in self.rendered()[:1]:
            text = self.world.read(path)
            self.world.remove(path)
            self.typed -= _words(text)
            twins = {_identity(self.world.read(other)) for other in self.rendered()}
            if self.followed == self.talk and _identity(text) not in twins:
                self.gone.add(_identity(text))

    def moves(self) -> None:
        """In a file manager: no link follows."""
        self.renames(in_obsidian=False)

    def renames(self, *, in_obsidian: bool = True) -> None:
        old, self.talk = self.talk, f"Interviews/Talk {self._next()}.md"
        self.world.move(old, self.talk)
        self.own[self.talk] = self.own.pop(old)
        self.gone.clear()
        for path in self.rendered() if in_obsidian else ():
            text = self.world.read(path)
            in_place(
                self.world.root / path, text.replace(f"[[{Path(old).stem}]]", f"[[{Path(self.talk).stem}]]")
            )

    def rendered(self) -> list[str]:
        found = self.world.notes().items()
        return [path for path, text in found if re.search("^template: (sheet|letter)$", text, re.MULTILINE)]

    def _next(self) -> int:
        self.count += 1
        return self.count

    # One at a moment of another

    def within(self, first: Callable[[], None], others: Mapping[int | str, Callable[[], None]]) -> None:
        """`first`, and each of the others at its moment; those whose moment does not come, afterwards."""
        left = dict(others)
        calls = [0]

        def meets(moment: int | str) -> None:
            if (act := left.pop(moment, None)) is not None:
                with suppress(VaultkitError, store.Damaged):
                    act()

        def strike(_: str, __: int) -> None:
            if not self.looking:
                calls[0] += 1
                meets(calls[0] - 1)

        with _gaps(self.patch, meets), failing(self.patch, strike):
            first()
        for act in left.values():
            act()

    # What must hold

    def check(self) -> None:
        root = self.world.root
        notes = self.world.notes()
        left = [self.world.read(path) for path in hidden(root) if path.endswith(".tmp")]
        kept = "\n".join([*notes.values(), *backups(root), *left])
        assert [word for word in self.typed if word not in kept] == [], "words of the person's are lost"
        for path, text in self.own.items():
            assert _but_commands(notes[path]) == _but_commands(text), "a save of a note is lost"
        for path in self.rendered():
            whole = notes[path].startswith("---\n") and any(end in notes[path] for end in ENDS)
            assert whole, "a torn note"
            assert _identity(notes[path]) not in self.gone, "a deleted note is back"

    def clean(self) -> None:
        """After work that nobody disturbed no leftover is there, be it somebody's save: that is a backup by now."""
        self.check()
        assert hidden(self.world.root) == [], "temporary files are left"

    def end(self) -> None:
        self.stack.close()
        self.world.report()
        self.clean()
        told, tree = self.world.json(), self.world.tree()
        assert self.world.afresh().json() == told
        assert self.world.tree() == tree
        equal_to_one_that_was_never_rendered(self.world, self.world.root.parent / "other")


@contextmanager
def _gaps(patch: pytest.MonkeyPatch, meets: Callable[[str], None]) -> Iterator[None]:
    with patch.context() as at:
        for name, (module, function, late) in GAPS.items():
            at.setattr(module, function, _met(name, getattr(module, function), meets, late=late))
        yield


def _met(
    name: str, real: Callable[..., Any], meets: Callable[[str], None], *, late: bool
) -> Callable[..., Any]:
    def call(*given: Any, **more: Any) -> Any:
        if not late:
            meets(name)
        found = real(*given, **more)
        if late:
            meets(name)
        return found

    return call


def _words(text: str) -> set[str]:
    return set(re.findall(r"^word \d+\.$", text, re.MULTILINE))


def _identity(text: str) -> str:
    return "\n".join(re.findall("^(?:template|about|to): .*", text, re.MULTILINE))


def _but_commands(text: str) -> list[str]:
    """The lines of a note of the person's own, without those that commands may set."""
    return [line for line in text.splitlines() if not line.startswith(COMMANDS_LINES)]


def impatient(patch: pytest.MonkeyPatch) -> None:
    """The second one runs within the first: where it would wait, it gives up."""

    def at_once(handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise sqlite3.OperationalError("locked") from error

    patch.setattr(seal, "_wait_for", at_once)
    patch.setattr(store, "PATIENCE", 0.0)
    patch.setattr(places.lock.__wrapped__, "__defaults__", (0.0,))  # type: ignore[attr-defined]
