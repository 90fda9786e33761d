"""Folders and bases in the tables: digests, problems with names, files that are no notes, what was rendered.

In: Work, the Update that it belongs to. Out: rows, and marks for whom they concern.
Never: a note; update.py does those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index import scan
from vaultkit.index.diff import ALL
from vaultkit.index.identity import identity_of
from vaultkit.index.names import fold, folder_of
from vaultkit.index.pack import packed_problems
from vaultkit.index.store import many
from vaultkit.index.update import digest_of, racy
from vaultkit.notes.conflicts import sides

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from pathlib import Path

    from vaultkit.index.compare import Work
    from vaultkit.index.marks import Marks
    from vaultkit.index.scan import Entry, Folder
    from vaultkit.index.update import Update
    from vaultkit.model import Facts


def store_folders(db: sqlite3.Connection, work: Work, marks: Marks) -> None:
    """Store the digests of the vault's folders, the problems with names, and the files that are no notes."""
    for path in sorted(work.absent):
        _store_folder(db, path, None, marks)
    for path, folder in sorted(work.folders.items()):
        _store_folder(db, path, folder, marks)
    doubt(db, work.doubted - work.folders.keys(), base=False)


def doubt(db: sqlite3.Connection, folders: Iterable[str], *, base: bool) -> None:
    """Rows of these folders were changed one by one: the next scan compares them with the disk.

    A folder that no scan has seen gets a row, or nobody would miss what it holds if it went before one does.
    """
    rows = ((base, folder) for folder in folders)
    sql = "INSERT INTO folder VALUES (?, ?, NULL, NULL) ON CONFLICT (base, path) DO UPDATE SET digest = NULL"
    many(db, sql, rows)


def _store_folder(db: sqlite3.Connection, path: str, folder: Folder | None, marks: Marks) -> None:
    problems = packed_problems(scan.name_problems(folder)) if folder else None
    old = db.execute("SELECT problems FROM folder WHERE base = 0 AND path = ?", (path,)).fetchone()
    if (old[0] if old else None) != problems:
        marks.subjects["problems"].add(ALL)
    if folder is None:
        db.execute("DELETE FROM folder WHERE base = 0 AND path = ?", (path,))
    else:
        db.execute("INSERT OR REPLACE INTO folder VALUES (0, ?, ?, ?)", (path, folder.digest, problems))
    if folder is None or folder.digest is not None:
        _store_files(db, path, folder.files if folder else (), marks)


def _store_files(db: sqlite3.Connection, folder: str, names: tuple[str, ...], marks: Marks) -> None:
    prefix = f"{folder}/" if folder else ""
    new = {prefix + name for name in names}
    old = {row[0] for row in db.execute("SELECT path FROM file WHERE folder = ?", (folder,))}
    many(db, "DELETE FROM file WHERE path = ?", ((path,) for path in old - new))
    rows = ((path, folder, fold(path.rpartition("/")[2])) for path in new - old)
    many(db, "INSERT INTO file VALUES (?, ?, ?)", rows)
    for path in old ^ new:
        marks.subjects[f"l:{fold(path.rpartition('/')[2])}"].add(ALL)


def store_bases(update: Update, work: Work, root: Path) -> set[tuple[str, str]]:
    """Bring the bases below `root` up to date; the (template, about) of those that changed."""
    touched: set[tuple[str, str]] = set()
    for path in sorted(work.seen):
        row = work.rows.get(path)
        touched |= _read_base(update, path, work.seen[path], row.digest if row else b"", root)
    for path in sorted(work.gone):
        touched |= drop_base(update.db, path, update.marks)
    many(update.db, "DELETE FROM folder WHERE base = 1 AND path = ?", ((path,) for path in work.absent))
    rows = ((path, folder.digest) for path, folder in work.folders.items())
    many(update.db, "INSERT OR REPLACE INTO folder VALUES (1, ?, ?, NULL)", rows)
    doubt(update.db, work.doubted - work.folders.keys(), base=True)
    return touched


def _read_base(update: Update, path: str, entry: Entry, known: bytes, root: Path) -> set[tuple[str, str]]:
    in_doubt = racy(entry[1:], update.looked)
    try:
        data = scan.read(root, path)
    except OSError:  # gone meanwhile, or not to be read: no base to go by
        return put_base(update.db, path, (entry[1:], b""), None, update.marks, in_doubt=True)
    digest = digest_of(data)
    if digest == known and not update.marks.everything:
        _stamp_base(update.db, path, entry[1:], digest, in_doubt=in_doubt)
        return set()
    facts = update.facts(path, _one_side(data))
    return put_base(update.db, path, (entry[1:], digest), facts, update.marks, in_doubt=in_doubt)


def _one_side(data: bytes) -> bytes:
    """A base that git could not merge still says whose it is."""
    if b"<<<<<<<" not in data:
        return data
    return sides(data.decode("utf-8", "surrogateescape"))[0].encode("utf-8", "surrogateescape")


def _stamp_base(
    db: sqlite3.Connection, path: str, stamp: Iterable[int], digest: bytes, *, in_doubt: bool
) -> None:
    row = (path, folder_of(path), *stamp, digest, in_doubt)
    db.execute("INSERT OR REPLACE INTO base VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def put_base(
    db: sqlite3.Connection,
    path: str,
    found: tuple[Iterable[int], bytes],
    facts: Facts | None,
    marks: Marks,
    *,
    in_doubt: bool,
) -> set[tuple[str, str]]:
    """A base that came or changed, with its stamp and digest: its old and new identity are both concerned."""
    touched = _forget(db, path, marks)
    _stamp_base(db, path, *found, in_doubt=in_doubt)
    identity = identity_of(facts) if facts else None
    if identity is not None:
        db.execute("INSERT INTO identity VALUES (1, ?, ?, ?, ?, ?, ?)", (path, *identity.columns()))
        marks.identities.add(identity.mark())
        touched.add((identity.template, identity.about))
    return touched


def drop_base(db: sqlite3.Connection, path: str, marks: Marks) -> set[tuple[str, str]]:
    """A base that went."""
    db.execute("DELETE FROM base WHERE path = ?", (path,))
    return _forget(db, path, marks)


def _forget(db: sqlite3.Connection, path: str, marks: Marks) -> set[tuple[str, str]]:
    sql = "DELETE FROM identity WHERE base = 1 AND path = ? RETURNING template, about, about_key"
    found = db.execute(sql, (path,)).fetchall()
    marks.identities.update(found)
    marks.paths.add(path)
    return {(template, about) for template, about, _ in found}


def carriers(db: sqlite3.Connection, touched: set[tuple[str, str]]) -> set[str]:
    """The notes that carry one of these identities: whether they are rendered may hang on the base."""
    sql = "SELECT path FROM identity WHERE base = 0 AND template = ? AND about = ?"
    return {row[0] for one in touched for row in db.execute(sql, one)}
