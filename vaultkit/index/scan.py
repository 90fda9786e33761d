"""Looks at every file of the vault without opening one.

In: the configuration. Out: a sorted listing with one digest for each folder, and what is wrong with names.
Never: reads a note, follows a link, or believes that a folder it cannot list is empty.
"""

from __future__ import annotations

import errno
import hashlib
import marshal
import os
from collections import defaultdict
from dataclasses import dataclass, field
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from unicodedata import normalize

from vaultkit.config import RENDERS
from vaultkit.errors import VaultkitError
from vaultkit.files.looking import is_junction, is_temporary
from vaultkit.index.names import fold
from vaultkit.index.rules import Rules, is_text, rules_of, what_is
from vaultkit.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from vaultkit.config import Config

EVERYTHING = Rules((), ())
CHUNK = 1 << 20
BATCH = 256
"""Notes of which the stamps are held as objects: those of a whole folder would cost more memory than time."""
LARGEST = 1 << 28
"""Bytes of a file beyond which it is no note: its text would take the memory of everything else."""
OPENING = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY", "O_CLOEXEC"):
    OPENING |= getattr(os, _flag, 0)  # a pipe must not block, and a link that slipped in is not followed

Entry: TypeAlias = tuple[str, int, int, int, int]
"""A note as `lstat` sees it: name, size, mtime, ctime (nanoseconds since 1970, UTC), inode."""


class Folder(NamedTuple):
    """One folder. `digest` is None when it cannot be listed: `fault` says why, and nothing in it is gone.
    `packed` are its notes as the digest takes them, since of a folder that did not change nobody asks for them.
    `leftovers` are temporary files of ours, of no weight in the digest: mostly somebody is writing just now.
    """

    path: str
    digest: bytes | None
    packed: tuple[bytes, ...] = ()
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    odd: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    leftovers: tuple[str, ...] = ()

    @property
    def notes(self) -> list[Entry]:
        """The notes by name; unpacked anew each time."""
        return sorted(entry for part in self.packed for entry in marshal.loads(part))  # noqa: S302 - our own bytes


@dataclass(frozen=True, slots=True)
class Listing:
    """The vault's folders and those of the bases, by path. The root is ""."""

    folders: Mapping[str, Folder]
    bases: Mapping[str, Folder]
    _entries: dict[str, dict[str, Entry]] = field(default_factory=dict, init=False, repr=False)

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
        if folder not in self._entries:
            notes = self.folders[folder].notes if folder in self.folders else ()
            self._entries[folder] = {entry[0]: entry for entry in notes}
        return self._entries[folder].get(name)


def _inside(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def scan(config: Config) -> Listing:
    """The vault and `.vaultkit/renders` as they stand. Raises VaultkitError when the vault is not there, or when a
    folder of last renders cannot be listed.
    """
    folders = dict(walk(config.root, "", rules_of(config)))
    root = folders.get("")
    if root is None or root.digest is None:
        reason = root.fault if root else "there is no such folder"
        raise VaultkitError(f"The vault {config.root} cannot be read: {reason}.")
    bases = dict(walk(config.root / RENDERS, "", EVERYTHING))
    blind = next((one for one in bases.values() if one.digest is None), None)
    if blind is not None:  # without them what was deleted or edited would seem never to have been rendered
        where = f"{RENDERS}/{blind.path}".rstrip("/")
        raise VaultkitError(
            f"The last renders in {where} cannot be read: {blind.fault}. Make the folder readable."
        )
    return Listing(folders, bases)


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
    """What one listing shows. The loop is written for speed: it is most of what a command costs in a large vault."""
    notes: list[Entry] = []
    packed: list[bytes] = []
    hidden: list[str] = []
    folders: list[str] = []
    others: list[tuple[str, str]] = []
    prefix, by_pattern = f"{path}/" if path else "", rules.by_pattern
    for entry in entries:
        name = entry.name
        if name[0] == ".":
            hidden.append(name)
            continue
        if entry.is_dir(follow_symlinks=False):
            if not is_junction(entry):  # it leads out of the vault, as a link does
                folders.append(name)
            continue
        what = what_is(name)
        if what is None or (by_pattern and rules.skips(prefix + name)):
            continue
        if what != "note":
            others += [(name, what)] if entry.is_file(follow_symlinks=False) else []
            continue
        try:
            found = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        if S_ISREG(found.st_mode):  # a link leads to what is indexed anyway, or out of the vault
            notes.append((name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino))
            if len(notes) == BATCH:
                packed.append(_packed(notes))
                notes.clear()
    packed.append(_packed(notes))
    others += [(name, "bytes") for name in folders if not is_text(name)]
    inside = [name for name in folders if is_text(name) and not rules.skips_folder(prefix + name)]
    return _digested(path, packed, sorted(inside), sorted(others), filter(is_temporary, hidden))


def _digested(
    path: str,
    packed: list[bytes],
    folders: list[str],
    others: list[tuple[str, str]],
    leftovers: Iterable[str],
) -> Folder:
    """The digest is of the notes in the order in which the system lists them: in a folder that nobody touched
    that stays as it was, and another one costs no more than a comparison with the rows.
    """
    mark = hashlib.blake2b(_packed((folders, others)), digest_size=16)
    for part in packed:
        mark.update(part)
    return Folder(
        path,
        mark.digest(),
        tuple(packed),
        files=tuple(name for name, what in others if what == "file"),
        folders=tuple(folders),
        odd=tuple(one for one in others if one[1] != "file"),
        leftovers=tuple(sorted(leftovers)),
    )


def _packed(values: Any) -> bytes:
    # Version 2 of marshal depends on values alone; later ones on which objects are shared.
    return marshal.dumps(values, 2)


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
        path, *others = sorted(paths)
        if others:
            message = "; ".join(_apart(path, other) for other in others)
            hint = "rename one: macOS, Windows and sync tools take them for one file"
            found.append(Problem(path, 0, 0, "twin-names", "warning", message, hint))
    return tuple(sorted(found))


def _apart(path: str, other: str) -> str:
    """What tells one name from another that looks like it."""
    if path.lower() == other.lower():
        return f"only case tells this name from {other}"
    whole = normalize("NFC", path)
    letter = next((one for one in whole if (one in path) != (one in other)), "")
    if not letter or whole != normalize("NFC", other):
        return f"only case or the spelling of a letter tells this name from {other}"
    parts = len(normalize("NFD", letter))
    here, there = ("one character", parts) if letter in path else (f"{parts} characters", "one")
    return f"another name looks the same, {other}: {letter} is {here} here and {there} there"


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
        if not S_ISREG(found.st_mode):
            raise FileNotFoundError(errno.ENOENT, "no longer a file", path)
        if found.st_size > LARGEST:
            raise OSError(errno.EFBIG, f"larger than {LARGEST >> 20} MB, which is no note", path)
        parts = [os.read(handle, CHUNK)]
        while parts[-1]:
            parts.append(os.read(handle, CHUNK))
        return b"".join(parts)
    finally:
        os.close(handle)
