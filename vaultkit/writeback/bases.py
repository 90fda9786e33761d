"""The bases: the last render of each output, as plain text under `.vaultkit/renders/`.

In: the vault's root, paths and texts. Out: bases read, written aside, put in place, carried along.
Never: touches a file outside `.vaultkit`, or decides what becomes of an output.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from vaultkit import files
from vaultkit.config import RENDERS
from vaultkit.writeback.state import Base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

JOINING = ".vaultkit/renders.joining"

_ASIDE = re.compile(r"(?P<path>.+\.md)\.(?P<digest>[0-9a-f]{32})\.aside")


class Aside(NamedTuple):
    """`name` is its own, `path` that of the base; `coming` is the digest of the file to come."""

    name: str
    path: str
    coming: str


def begin(root: Path) -> None:
    """Make the folder, which says that this machine has rendered here. Raises OSError, Refused."""
    files.check_parents(root, root / RENDERS / "x")
    (root / RENDERS).mkdir(parents=True, exist_ok=True)


def paths(root: Path) -> Iterator[str]:
    """The path of every base, sorted within each folder."""
    for path in _walk(root / RENDERS):
        if path.endswith(".md"):
            yield path


def _walk(top: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(top):
        folders.sort()
        above = os.path.relpath(folder, top).replace(os.sep, "/")
        yield from (name if above == "." else f"{above}/{name}" for name in sorted(names))


def read(root: Path, path: str) -> Base | None:
    """The base of a path; None when there is none, or none that can be read as text."""
    try:
        return Base(path, files.read(root / RENDERS / path).decode())
    except (OSError, UnicodeDecodeError):
        return None


def digest(data: bytes) -> str:
    """The mark that the name of a base aside carries of the file to come."""
    return hashlib.sha256(data).hexdigest()[:32]


def put(root: Path, base: Base, *, folder: str = RENDERS) -> None:
    """Store a base at once, where its file is not to be written. Raises OSError, Refused."""
    place = _place(root, base.path, folder)
    files.put(place, base.text.encode())


def put_aside(root: Path, base: Base, coming: bytes, *, fsync: bool = False) -> Path:
    """Store a base beside its place, to count once its file has the bytes `coming`. Raises OSError, Refused."""
    place = _place(root, base.path, RENDERS)
    aside = place.with_name(f"{place.name}.{digest(coming)}.aside")
    files.put_once(aside, base.text.encode(), fsync=fsync)
    return aside


def put_in_place(root: Path, aside: Path, path: str) -> None:
    """The file is written: the base aside becomes the base. Raises OSError."""
    os.replace(aside, root / RENDERS / path)  # noqa: PTH105


def drop(root: Path, path: str) -> None:
    """Remove a base, and the folders that it leaves empty. Raises OSError other than that it is gone."""
    place = root / RENDERS / path
    with suppress(FileNotFoundError):
        os.unlink(place)  # noqa: PTH108
    _prune(place.parent, root / RENDERS)


def _prune(folder: Path, top: Path) -> None:
    with suppress(OSError):
        while folder != top:
            folder.rmdir()
            folder = folder.parent


def _place(root: Path, path: str, folder: str) -> Path:
    place = root / folder / path
    files.check_parents(root, place)
    return place


def asides(root: Path) -> list[Aside]:
    """The bases aside below `.vaultkit/renders/`. There are some only after a crash."""
    found = (_ASIDE.fullmatch(path) for path in _walk(root / RENDERS))
    return [Aside(one[0], one["path"], one["digest"]) for one in found if one]


def fill(root: Path, found: Iterable[Base]) -> None:
    """On a machine that joined, record all bases at once: aside, then one rename puts them in place.

    Killed before the rename there is still no record, and the next run joins anew. Raises OSError, Refused.
    """
    aside = root / JOINING
    if aside.is_dir() and not aside.is_symlink():
        shutil.rmtree(aside)
    files.check_parents(root, aside / "x")
    aside.mkdir(parents=True)
    for base in found:
        put(root, base, folder=JOINING)
    os.rename(aside, root / RENDERS)  # noqa: PTH104
