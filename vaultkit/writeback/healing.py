"""What a killed run left behind: bases aside, and temporary files that may be somebody's save.

In: the vault's root. Out: everything in its place again, and a problem for each thing that was kept.
Never: deletes bytes that it does not know.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.config import RENDERS
from vaultkit.errors import ChangedMeanwhile, Refused
from vaultkit.model import Problem
from vaultkit.writeback import bases

if TYPE_CHECKING:
    from collections.abc import Sequence


def heal(root: Path, temporary: Sequence[str]) -> tuple[Problem, ...]:
    """Put right what a crash left, and say what was kept. Call it under the lock, before anything is decided.

    `temporary`: the paths of the temporary files that there are. A second call finds nothing to do.
    """
    waiting = bases.asides(root)
    known = _Known(root, waiting) if temporary else ()
    for aside in waiting:
        _heal_aside(root, aside)
    problems: list[Problem] = []
    for path in temporary:
        try:
            backup = _heal_temporary(root, path, known)
        except (OSError, Refused) as error:
            problems.append(_stuck(path, str(error)))
            continue
        if backup:
            problems.append(_kept(path, backup))
    return tuple(problems)


def _heal_aside(root: Path, aside: bases.Aside) -> None:
    """A base aside becomes the base if its file has come; else it is dropped."""
    place = root / RENDERS / aside.name
    with suppress(OSError):
        if _stands(root, aside.path, aside.coming):
            _part(root, aside.path)
            bases.put_in_place(root, place, aside.path)
        else:
            os.unlink(place)  # noqa: PTH108


def _part(root: Path, path: str) -> None:
    """Where files cannot be renamed onto nothing a move gives the file a second name, then takes the first.

    Killed in between, one file stands at the old base's path and at the new one: the move is finished.
    """
    here = root / path
    if not here.is_file() or os.lstat(here).st_nlink < 2:  # noqa: PLR2004 - more than one name
        return
    for old in bases.paths(root):
        there = root / old
        if old != path and not there.is_symlink() and there.is_file() and there.samefile(here):
            os.unlink(there)  # noqa: PTH108


def _stands(root: Path, path: str, mark: str) -> bool:
    """Whether a file with that digest is at the base's path, or wherever its user moved it.

    A file at another base's path does not count: it waits there to be moved, and has not come.
    """
    if _digest(root / path) == mark:
        return True
    others = {root / one for one in bases.paths(root)}
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            # Only a crash while a moved note was written comes here, so reading everything is affordable.
            place = Path(folder, name)
            if name.endswith(".md") and place not in others and _digest(place) == mark:
                return True
    return False


def _digest(path: Path) -> str | None:
    try:
        return bases.digest(files.read(path))
    except OSError:
        return None


class _Known:
    """The bytes that may be lost: those of bases, of renders under way, and beginnings of these."""

    def __init__(self, root: Path, waiting: list[bases.Aside]) -> None:
        self.marks = {one.coming for one in waiting}
        self.texts: set[bytes] = set()
        for name in [*bases.paths(root), *(one.name for one in waiting)]:
            with suppress(OSError):
                self.texts.add(files.read(root / RENDERS / name))

    def __contains__(self, data: bytes) -> bool:
        if not data or data in self.texts or bases.digest(data) in self.marks:
            return True
        return any(text.startswith(data) for text in self.texts)


def _heal_temporary(root: Path, path: str, known: _Known | tuple[()]) -> str:
    """Remove one leftover whose bytes are known, or keep it; the path of the backup, or ""."""
    place = root / path
    files.check_parents(root, place)
    if not files.is_abandoned(place):
        return ""
    try:
        found = os.lstat(place)
        if not stat.S_ISREG(found.st_mode):
            # None of ours is a link, a pipe or a folder, and what a link leads to is no part of the vault.
            raise Refused("it is no plain file, and vaultkit makes no other")
        data = files.read(place)
    except FileNotFoundError:
        return ""
    if found.st_nlink > 1:  # the file has come, and this is a second name for it
        os.unlink(place)  # noqa: PTH108
        return ""
    ours = path.startswith((RENDERS + "/", bases.JOINING + "/"))
    backup = "" if ours or data in known else files.back_up(root, _backup_name(path), data)
    with suppress(ChangedMeanwhile):
        files.remove(place, expected=data)
    return backup


def _backup_name(path: str) -> str:
    folder, _, name = path.rpartition("/")
    plain = "unfinished save " + name.removeprefix(files.TEMPORARY).removesuffix(".tmp") + ".md"
    folder = folder.removeprefix(".vaultkit").strip("/")
    return f"{folder}/{plain}" if folder else plain


def _kept(path: str, backup: str) -> Problem:
    message = (
        f"vaultkit was killed while a note in this folder was saved; what it held then is kept in {backup}"
    )
    return Problem(
        path.rpartition("/")[0] or ".", 0, 0, "leftover", "warning", message, "look whether you miss it"
    )


def _stuck(path: str, reason: str) -> Problem:
    message = f"a leftover of a killed run cannot be put away ({reason})"
    return Problem(path, 0, 0, "leftover", "warning", message, "look at it, and at the folder's permissions")
