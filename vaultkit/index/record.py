"""Puts into the store what the pipeline has just written, so that nobody reads it again.

In: notes and bases as they were written, with their stamps. Out: rows; marks for those whom a new name concerns.
Never: a file.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.index.columns import columns_of
from vaultkit.index.diff import note_changes
from vaultkit.index.folders import doubt, drop_base, put_base
from vaultkit.index.marks import Marks
from vaultkit.index.names import folder_of
from vaultkit.index.rows import Writer, facts_of
from vaultkit.index.update import digest_of, racy

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from vaultkit.index.store import Store
    from vaultkit.model import Facts


@dataclass(frozen=True, slots=True)
class Written:
    """A rendered note, or with `base` a base, as it now stands. `path` is relative, that of a base to its folder.

    `stamp` is size, mtime, ctime (nanoseconds since 1970, UTC) and inode, taken after the write; `facts`
    what `read_note` makes of `data`.
    """

    path: str
    stamp: Sequence[int]
    data: bytes
    facts: Facts
    base: bool = False


def record(
    store: Store,
    written: Iterable[Written] = (),
    *,
    gone: Sequence[str] = (),
    bases_gone: Sequence[str] = (),
) -> int:
    """Store what was written and removed, in one transaction; returns how many other outputs became stale.

    `written` is asked for one after the other, so that nobody has to hold them all. More than 0 outputs are than 0 where a name came or went that other notes link: the pipeline then goes round again.
    """
    looked = time.time_ns()
    marks, names = Marks(), Marks()
    with store.writing() as db:
        before = _stale(db)
        writer = Writer(db)
        for path in gone:
            _forget(db, writer, path, marks)
        notes, bases = set(gone), set(bases_gone)
        for one in written:
            if one.base:
                in_doubt = racy(one.stamp, looked)
                put_base(db, one.path, (one.stamp, digest_of(one.data)), one.facts, marks, in_doubt=in_doubt)
            else:
                _store(db, writer, one, (marks, names), looked)
            (bases if one.base else notes).add(one.path)
        writer.flush()
        for path in bases_gone:
            drop_base(db, path, marks)
        doubt(db, set(map(folder_of, notes)), base=False)
        doubt(db, set(map(folder_of, bases)), base=True)
        # Of what we wrote ourselves only the names are news, and to everybody but the outputs themselves; and a torn
        # file was no rendered note.
        names.subjects.update((key, value) for key, value in marks.subjects.items() if key.startswith("l:"))
        if names:
            number = store.number + 1
            names.apply(db, number, frozenset(notes))
            store.set_meta("number", number)
        return _stale(db) - before


def _store(
    db: sqlite3.Connection, writer: Writer, written: Written, marks: tuple[Marks, Marks], looked: int
) -> None:
    """`marks`: of a note as it should be, and of one that was something else before."""
    entry: tuple[Any, ...] = (written.path.rpartition("/")[2], *written.stamp)
    digest, in_doubt = digest_of(written.data), racy(written.stamp, looked)
    row = db.execute("SELECT id FROM note WHERE path = ?", (written.path,)).fetchone()
    old = facts_of(db, row[0]) if row else None
    if old is None:
        note = writer.add(None, columns_of(written.facts), entry, digest, racy=in_doubt)
        _count(db, 1)
    else:
        note = row[0]
        writer.change(note, old, columns_of(written.facts), entry, digest, racy=in_doubt)
    torn = old is not None and old.kind != written.facts.kind
    note_changes(note, old, written.facts, marks[torn].subjects)


def _forget(db: sqlite3.Connection, writer: Writer, path: str, marks: Marks) -> None:
    row = db.execute("SELECT id FROM note WHERE path = ?", (path,)).fetchone()
    old = facts_of(db, row[0]) if row else None
    if old is not None:
        writer.remove(row[0], old)
        note_changes(row[0], old, None, marks.subjects)
        _count(db, -1)


def _count(db: sqlite3.Connection, by: int) -> None:
    sql = "INSERT INTO meta VALUES ('notes', ?) ON CONFLICT DO UPDATE SET value = value + excluded.value"
    db.execute(sql, (by,))


def _stale(db: sqlite3.Connection) -> int:
    row = db.execute(
        "SELECT (SELECT count(*) FROM output WHERE stale) + (SELECT count(*) FROM job WHERE stale)"
    )
    return int(row.fetchone()[0])
