"""A small vault with one output, run as the pipeline runs it, and a hand that kills it at any call."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Self

from vaultkit import files
from vaultkit.files import swap, syncing
from vaultkit.index.identity import identity_in
from vaultkit.writeback import bases, healing, rendered_here
from vaultkit.writeback.apply import Applied, apply
from vaultkit.writeback.plan import choose, decide
from vaultkit.writeback.state import Base, Found, Render, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

    from vaultkit.model import Problem


def notes(root: Path) -> dict[str, str]:
    """Every visible note of the vault, by path."""
    found = {}
    for path in sorted(root.rglob("*.md")):
        relative = path.relative_to(root).as_posix()
        if not any(part.startswith(".") for part in relative.split("/")):
            found[relative] = path.read_bytes().decode()
    return found


def stored(root: Path) -> dict[str, str]:
    """Every base, by path."""
    return {path: base.text for path in bases.paths(root) if (base := bases.read(root, path))}


def hidden(root: Path) -> list[str]:
    """What must not be left after a run: temporary files and bases aside."""
    found = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    return [path for path in found if path.endswith((".tmp", ".aside"))]


def backups(root: Path) -> list[str]:
    """The texts of all backups."""
    return [path.read_bytes().decode() for path in sorted((root / ".vaultkit/backups").rglob("*.md"))]


def look(root: Path, new: Render, **flags: Any) -> State:
    """The state of the output that `new` is, as it stands on disk."""
    mark = identity_in(new.text)
    texts, kept = notes(root), stored(root)
    own = [Base(path, text) for path, text in kept.items() if identity_in(text) == mark]
    carriers = tuple(Found(path, text) for path, text in texts.items() if identity_in(text) == mark)
    by_path = [base for base in own if any(base.path == found.path for found in carriers)]
    base, extra = choose(own, by_path[0].path if by_path else None, new.path)
    file, twins = choose(carriers, base.path if base else None)
    at_base = Found(base.path, texts[base.path]) if base and base.path in texts else None
    taken = new.path in texts and not (file and file.path == new.path)
    return State(
        template="t",
        about="a.md",
        new=new,
        base=base,
        file=file,
        twins=twins,
        extra_bases=extra,
        at_base=None if file and at_base and file.path == at_base.path else at_base,
        obstacle="a note of yours" if taken and not (at_base and at_base.path == new.path) else None,
        joined=rendered_here.joined(root) and bool(carriers),
        **flags,
    )


def heal(root: Path) -> tuple[Problem, ...]:
    """As a run heals that has seen every temporary file."""
    found = root.rglob(f"{files.TEMPORARY}*.tmp")
    return healing.heal(root, sorted(path.relative_to(root).as_posix() for path in found))


def run(root: Path, *renders: Render, **flags: Any) -> list[Applied]:
    """Heal, look, decide, apply, sync: one run."""
    heal(root)
    states = [look(root, new, **flags) for new in renders]
    done = apply(root, [decide(state) for state in states], joining=any(state.joined for state in states))
    if any(one.written for one in done):
        syncing.sync(root)
    return done


class Killed(BaseException):
    """The process is gone: nothing catches this, and every later call meets it again."""


CALLS = [(os, name) for name in ("open", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir")]
CALLS += [(swap, name) for name in ("exchange", "rename_new")]


class Hand:
    """Kills at the call of the given number, before it is done or after; counts them."""

    def __init__(self, number: int, *, after: bool) -> None:
        self.number, self.after = number, after
        self.count = 0

    @property
    def dead(self) -> bool:
        return self.count > self.number

    def strikes(self) -> bool:
        self.count += 1
        if self.count > self.number + 1:
            raise Killed
        return self.count == self.number + 1

    def call(self, real: Callable[..., Any], *given: Any, **more: Any) -> Any:
        struck = self.strikes()
        if struck and not self.after:
            raise Killed
        result = real(*given, **more)
        if struck:
            if isinstance(result, int) and not isinstance(result, bool):
                os.close(result)  # a process that is gone has no file open
            raise Killed
        return result

    def opened(self, real: Callable[..., Any], handle: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        file = real(handle, mode, *rest, **more)
        return Pen(file, self) if "w" in mode else file


class Pen:
    """A file to be written in, of which a kill leaves half of the bytes."""

    def __init__(self, file: IO[bytes], hand: Hand) -> None:
        self.file, self.hand = file, hand

    def __enter__(self) -> Self:
        self.file.__enter__()
        return self

    def __exit__(self, *given: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, data: bytes) -> None:
        if self.hand.strikes():
            self.file.write(data if self.hand.after else data[: len(data) // 2])
            self.file.flush()
            raise Killed
        self.file.write(data)


def _wrapped(hand: Hand, real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given, **more: hand.call(real, *given, **more)


@contextmanager
def killed(patch: pytest.MonkeyPatch, number: int, *, after: bool) -> Iterator[Hand]:
    """Within, the process dies at call `number` of those that touch the disk."""
    hand = Hand(number, after=after)
    fdopen, io_open = os.fdopen, io.open
    with patch.context() as at:
        for module, name in CALLS:
            at.setattr(module, name, _wrapped(hand, getattr(module, name)))
        at.setattr(os, "fdopen", lambda *given, **more: hand.opened(fdopen, *given, **more))
        at.setattr(io, "open", lambda *given, **more: hand.opened(io_open, *given, **more))
        try:
            yield hand
        except Killed:
            assert hand.dead
