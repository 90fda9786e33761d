"""Looks at every file of the vault without opening one.

In: the configuration. Out: a sorted listing with one digest for each folder, and what is wrong with names.
Never: reads a note, follows a link, or believes that a folder it cannot list is empty.
"""

from __future__ import annotations

import errno
import hashlib
import marshal
import os
import stat
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from vaultkit.errors import VaultkitError
from vaultkit.files.looking import is_temporary
from vaultkit.index.names import fold
from vaultkit.index.rules import Rules, is_text, rules_of, what_is
from vaultkit.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from vaultkit.config import Config

RENDERS = ".vaultkit/renders"
EVERYTHING = Rules((), ())
CHUNK = 1 << 20
LARGEST = 1 << 28
"""Bytes of a file beyond which it is no note: its text would take the memory of everything else."""
OPENING = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY", "O_CLOEXEC"):
    OPENING |= getattr(os, _flag, 0)  # a pipe must not block, and a link that slipped in is not followed

Entry: TypeAlias = tuple[str, int, int, int, int]
"""A note as `lstat` sees it: name, size, mtime, ctime (nanoseconds since 1970, UTC), inode."""


class Folder(NamedTuple):
    """One folder. `digest` is None when it cannot be listed: `fault` says why, and nothing in it is gone.
    `leftovers` are temporary files of ours, of no weight in the digest: mostly somebody is writing just now.
    """

    path: str
    digest: bytes | None
    notes: tuple[Entry, ...] = ()
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    odd: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    leftovers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The vault's folders and those of the bases, by path. The root is ""."""

    folders: Mapping[str, Folder]
    bases: Mapping[str, Folder]

    def unlisted(self, path: str) -> bool:
        """Whether `path` lies in or below a folder that could not be listed."""
        blind = [folder for folder, found in self.folders.items() if found.digest is None]
        return any(path == folder or path.startswith(folder + "/") for folder in blind)

    def leftovers(self) -> tuple[str, ...]:
        """What a killed run may have left: temporary files, and bases aside; relative to the vault, sorted."""
        found = [_inside(folder.path, name) for folder in self.folders.values() for name in folder.leftovers]
        for folder in self.bases.values():
            names = (*folder.leftovers, *(name for name in folder.files if name.endswith(".aside")))
            found += [_inside(RENDERS, _inside(folder.path, name)) for name in names]
        return tuple(sorted(found))

    def entry(self, path: str) -> Entry | None:
        """The stamp of one note."""
        folder, _, name = path.rpartition("/")
        notes = self.folders[folder].notes if folder in self.folders else ()
        return next((entry for entry in notes if entry[0] == name), None)


def _inside(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def scan(config: Config) -> Listing:
    """The vault and `.vaultkit/renders` as they stand. Raises VaultkitError when the vault is not there."""
    folders = dict(walk(config.root, "", rules_of(config)))
    root = folders.get("")
    if root is None or root.digest is None:
        reason = root.fault if root else "there is no such folder"
        raise VaultkitError(f"The vault {config.root} cannot be read: {reason}.")
    return Listing(folders, dict(walk(config.root / RENDERS, "", EVERYTHING)))


def walk(root: Path, start: str, rules: Rules) -> Iterator[tuple[str, Folder]]:
    """`start` and every folder below it that is not left out, relative to `root`; none if it is not there."""
    stack = [start]
    while stack:
        path = stack.pop()
        found = look(root, path, rules)
        if found is None:
            continue
        yield path, found
        stack.extend(f"{path}/{name}" if path else name for name in reversed(found.folders))


def look(root: Path, path: str, rules: Rules) -> Folder | None:
    """One folder, not those below it; None when there is none."""
    try:
        with os.scandir(f"{root}/{path}" if path else root) as entries:
            folder = _collected(path, entries, rules)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return None
        return Folder(path, None, fault=error.strerror or str(error))
    return folder


def _collected(path: str, entries: Iterator[os.DirEntry[str]], rules: Rules) -> Folder:
    notes: list[Entry] = []
    folders: list[str] = []
    others: list[tuple[str, str]] = []
    leftovers: list[str] = []
    prefix = f"{path}/" if path else ""
    for entry in entries:
        name = entry.name
        if name[0] == ".":
            leftovers += [name] if is_temporary(name) else []
            continue
        if entry.is_dir(follow_symlinks=False):
            if not is_text(name):
                others.append((name, "bytes"))
            elif not rules.skips_folder(prefix + name):
                folders.append(name)
            continue
        what = what_is(name)
        if what is None or (rules.by_pattern and rules.skips(prefix + name)):
            continue
        if what == "note":
            stamp = _stamp(entry)
            if stamp is not None:
                notes.append((name, *stamp))
        elif entry.is_file(follow_symlinks=False):
            others.append((name, what))
    found = _digested(path, sorted(notes), sorted(folders), sorted(others))
    return found._replace(leftovers=tuple(sorted(leftovers))) if leftovers else found


def _stamp(entry: os.DirEntry[str]) -> tuple[int, int, int, int] | None:
    """None for what is no regular file: a link leads to what is indexed anyway, or out of the vault."""
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _digested(path: str, notes: list[Entry], folders: list[str], others: list[tuple[str, str]]) -> Folder:
    # Version 2 of marshal depends on values alone; later ones on which objects are shared.
    digest = hashlib.blake2b(marshal.dumps((notes, folders, others), 2), digest_size=16).digest()
    files = tuple(name for name, what in others if what == "file")
    odd = tuple(one for one in others if one[1] != "file")
    return Folder(path, digest, tuple(notes), files, tuple(folders), odd)


def name_problems(folder: Folder) -> tuple[Problem, ...]:
    """What is wrong with the names in a folder, or with the folder itself."""
    prefix = f"{folder.path}/" if folder.path else ""
    found = [_odd_name(prefix + name, what) for name, what in folder.odd]
    if folder.fault:
        message = f"this folder cannot be listed ({folder.fault}); what vaultkit knew of its notes stands"
        found.append(Problem(folder.path, 0, 0, "unreadable", "error", message, "look at its permissions"))
    twins: dict[str, list[str]] = defaultdict(list)
    for name in (*(note[0] for note in folder.notes), *folder.folders):
        twins[fold(name)].append(prefix + name)
    for paths in twins.values():
        for path in paths if len(paths) > 1 else ():
            others = ", ".join(other for other in paths if other != path)
            message = f"only case or the spelling of a letter tells this name from {others}"
            hint = "rename one: macOS, Windows and sync tools take them for one file"
            found.append(Problem(path, 0, 0, "twin-names", "warning", message, hint))
    return tuple(sorted(found))


def _odd_name(path: str, what: str) -> Problem:
    if what == "conflict":
        message = "a sync tool made this copy when two machines changed one note; it is not indexed"
        hint = "carry over what you need, then delete it"
        return Problem(path, 0, 0, "conflict-copy", "warning", message, hint)
    shown = os.fsencode(path).decode("utf-8", "backslashreplace")
    message = "this file name is not UTF-8, so the file is skipped"
    return Problem(shown, 0, 0, "name-not-utf8", "warning", message, "rename it")


def read(root: Path, path: str) -> bytes:
    """The bytes of a note. Raises OSError; also where the name has become a link or a pipe meanwhile, or has no end."""
    try:
        handle = os.open(f"{root}/{path}", OPENING)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise FileNotFoundError(errno.ENOENT, "no longer a file", path) from error
        raise
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise FileNotFoundError(errno.ENOENT, "no longer a file", path)
        if found.st_size > LARGEST:
            raise OSError(errno.EFBIG, f"larger than {LARGEST >> 20} MB, which is no note", path)
        parts = [os.read(handle, CHUNK)]
        while parts[-1]:
            parts.append(os.read(handle, CHUNK))
        return b"".join(parts)
    finally:
        os.close(handle)
