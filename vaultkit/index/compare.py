"""Which notes have to be looked into: the listing of the disk against the rows of the store.

In: folders as they stand, or paths that an event named, and the store. Out: Work.
Never: opens a note, and never loads the rows of a folder whose digest is unchanged.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultkit.config import RENDERS
from vaultkit.files.looking import is_junction
from vaultkit.index.names import file_key, folder_of, folders_above
from vaultkit.index.rows import NoteRow, base_rows, note_rows
from vaultkit.index.rules import what_is
from vaultkit.index.scan import EVERYTHING, Entry, Folder, Listing, look, walk

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from vaultkit.index.rules import Rules


@dataclass(slots=True)
class Work:
    """What a refresh has to do for the notes, or for the bases, of a vault.

    `seen`: notes whose stamp is new or in doubt; `rows`: what the store has of them; `gone`: rows without a
    file; `folders`: to be stored anew, with their digest; `absent`: folders that are no more; `doubted`:
    folders of which only some notes were looked at, so that their digest no longer counts.
    """

    seen: dict[str, Entry] = field(default_factory=dict)
    rows: dict[str, NoteRow] = field(default_factory=dict)
    gone: dict[str, NoteRow] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.seen or self.gone or self.folders or self.absent)


class Comparison:
    """Builds the Work for one of the two trees: the notes, or with `base` what was last rendered."""

    def __init__(self, db: sqlite3.Connection, root: Path, rules: Rules, *, base: bool) -> None:
        self.db = db
        self.base = base
        self.root = root / RENDERS if base else root
        self.rules = EVERYTHING if base else rules
        self.work = Work()

    def whole(self, found: Mapping[str, Folder], *, everything: bool) -> Work:
        """Every folder; with `everything` every note in them, whatever its stamp says."""
        listing = Listing(found, {})
        stored = dict(self.db.execute("SELECT path, digest FROM folder WHERE base = ?", (self.base,)))
        for path, folder in found.items():
            if everything or folder.digest is None or stored.get(path) != folder.digest:
                self.folder(folder, everything=everything)
        for path in stored.keys() - found.keys():
            if not listing.unlisted(path):
                self._absent(path)
        for path, row in self._rows("racy").items():
            entry = listing.entry(path)
            if entry is not None:
                self._see(path, entry, row)
        return self.work

    def paths(self, paths: Iterable[str]) -> Work:
        """Only what an event named: notes, and folders that came, went or moved."""
        for path in sorted(paths):
            self._path(path)
        return self.work

    def folder(self, folder: Folder, *, everything: bool = False) -> None:
        """One folder that may have changed."""
        self.work.folders[folder.path] = folder
        self.work.absent.discard(folder.path)
        if folder.digest is None:
            return
        rows = self._rows("folder = ?", folder.path)
        prefix = f"{folder.path}/" if folder.path else ""
        for entry in folder.notes:
            path = prefix + entry[0]
            row = rows.pop(path, None)
            if row is None or row.racy or everything or row.stamp != entry[1:]:
                self._see(path, entry, row)
        for path, row in rows.items():
            self._gone(path, row)

    def _rows(self, where: str, *values: str) -> dict[str, NoteRow]:
        return (base_rows if self.base else note_rows)(self.db, where, *values)

    def _see(self, path: str, entry: Entry, row: NoteRow | None) -> None:
        self.work.seen[path] = entry
        self.work.gone.pop(path, None)
        if row is not None:
            self.work.rows[path] = row

    def _gone(self, path: str, row: NoteRow) -> None:
        self.work.gone[path] = row
        self.work.seen.pop(path, None)

    def _absent(self, path: str) -> None:
        self.work.absent.add(path)
        self.work.folders.pop(path, None)
        for note, row in self._rows("folder = ?", path).items():
            self._gone(note, row)

    def _absent_below(self, path: str) -> None:
        for inside in self._known_below(path):
            self._absent(inside)

    def _path(self, path: str) -> None:
        if any(part.startswith(".") for part in path.split("/")):
            return  # never indexed, so nothing of it can have gone
        hidden = self._hidden(path)
        found = None if hidden else _lstat(self.root / path)
        if found is not None and stat.S_ISDIR(found.st_mode):
            self._subtree(path)
            return
        self._absent_below(path)
        name, folder = path.rpartition("/")[2], folder_of(path)
        if what_is(name) != "note" or not self._known(folder):
            visible = self._visible(folder)
            if not hidden or not self._known(visible):
                self._look_at(visible)
            return
        self.work.doubted.add(folder)
        row = self._rows("path = ?", path).get(path)
        if found is not None and stat.S_ISREG(found.st_mode):
            stamp = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
            if row is None or row.racy or row.stamp != stamp:
                self._see(path, (name, *stamp), row)
        elif row is not None:
            self._gone(path, row)
        if not self.base and self._odd(folder, path):
            self._look_at(folder)

    def _hidden(self, path: str) -> bool:
        """Left out by rule, or reached through a link."""
        if not path:
            return False
        return self.rules.covers(path) or any(
            _leads_away(self.root / folder) for folder in folders_above(path)
        )

    def _subtree(self, path: str) -> None:
        if self.rules.skips_folder(path) and path:
            self._absent_below(path)
            return
        found = dict(walk(self.root, path, self.rules))
        blind = Listing(found, {})
        for inside in self._known_below(path):
            if inside not in found and not blind.unlisted(inside):
                self._absent(inside)
        for folder in found.values():
            self.folder(folder)
        if path and found:
            self.work.doubted.add(folder_of(path))
            if not self._known(folder_of(path)):
                self._look_at(folder_of(path))

    def _visible(self, folder: str) -> str:
        """The folder, or the nearest one above it that is not left out."""
        while folder and self._left_out(folder):
            folder = folder_of(folder)
        return folder

    def _left_out(self, folder: str) -> bool:
        return _leads_away(self.root / folder) or self._hidden(folder) or self.rules.skips_folder(folder)

    def _look_at(self, folder: str) -> None:
        """A folder's names have to be seen together; one that is not known yet comes with all below it."""
        if not self._known(folder):
            above = folder
            while above and not self._known(folder_of(above)):
                above = folder_of(above)
            if _lstat(self.root / above) is not None:
                for _, inner in walk(self.root, above, self.rules):
                    self.folder(inner)
            return
        found = look(self.root, folder, self.rules)
        if found is not None:
            self.folder(found)
            return
        self._absent_below(folder)

    def _known(self, folder: str) -> bool:
        if folder in self.work.folders:
            return True
        sql = "SELECT 1 FROM folder WHERE base = ? AND path = ?"
        return self.db.execute(sql, (self.base, folder)).fetchone() is not None

    def _known_below(self, path: str) -> Iterator[str]:
        sql = "SELECT path FROM folder WHERE base = ? AND (path = ? OR path >= ? AND path < ?)"
        if not path:
            sql = "SELECT path FROM folder WHERE base = ?"
        values = (self.base, path, path + "/", path + "0") if path else (self.base,)
        return iter([row[0] for row in self.db.execute(sql, values).fetchall()])

    def _odd(self, folder: str, path: str) -> bool:
        """Whether the names of the folder have a problem, or this note brings one: a twin."""
        told = "SELECT 1 FROM folder WHERE base = 0 AND path = ? AND problems IS NOT NULL"
        if self.db.execute(told, (folder,)).fetchone():
            return True
        twin = (
            "SELECT 1 FROM name JOIN note ON note.id = name.note "
            "WHERE folded = ? AND how = 'file' AND folder = ? AND path != ?"
        )
        return self.db.execute(twin, (file_key(path), folder, path)).fetchone() is not None


def _leads_away(folder: Path) -> bool:
    return folder.is_symlink() or is_junction(folder)


def _lstat(path: Path) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except OSError:
        return None
