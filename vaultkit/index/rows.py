"""One note in and out of the tables.

In: facts, stamps, ids, inside a transaction of the caller's. Out: rows.
Never: compares, marks or decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.index import pack
from vaultkit.index.diff import unknown_keys
from vaultkit.index.names import folder_of
from vaultkit.index.store import Damaged, many
from vaultkit.model import Facts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from vaultkit.index.columns import Columns
    from vaultkit.index.scan import Entry

AT_ONCE = 1000
"""Notes of which the rows are collected: many for a statement, few beside what a large vault would take."""
NOTE = "id, path, size, mtime, ctime, ino, digest, racy"


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What the store knows of a note's file. `racy`: its stamp may hide a later change."""

    id: int
    path: str
    stamp: tuple[int, int, int, int]
    digest: bytes
    racy: bool


def note_rows(db: sqlite3.Connection, where: str, *values: Any) -> dict[str, NoteRow]:
    """Rows by path. `where` is a condition of ours over the table of notes."""
    found = db.execute(f"SELECT {NOTE} FROM note WHERE {where}", values)  # noqa: S608 - no text of anybody else's
    return {row[1]: NoteRow(row[0], row[1], row[2:6], row[6], bool(row[7])) for row in found}


def base_rows(db: sqlite3.Connection, where: str, *values: Any) -> dict[str, NoteRow]:
    """The same of the bases, which have no id."""
    found = db.execute(f"SELECT path, size, mtime, ctime, ino, digest, racy FROM base WHERE {where}", values)  # noqa: S608
    return {row[0]: NoteRow(0, row[0], row[1:5], row[5], bool(row[6])) for row in found}


def facts_of(db: sqlite3.Connection, note: int) -> Facts | None:
    """All that is known of one note, None when there is no such note."""
    row = db.execute(
        "SELECT path, kind, shown, broken, props, rest, sections, links, problems "
        "FROM note JOIN facts ON facts.note = id LEFT JOIN problem ON problem.note = id WHERE id = ?",
        (note,),
    ).fetchone()
    return None if row is None else _unpacked(row)


def _unpacked(row: tuple[Any, ...]) -> Facts:
    path, kind, shown, broken, props, rest, sections, links, problems = row
    try:
        return Facts(
            path=path,
            kind=kind,
            name=shown,
            props=pack.props_of(props),
            sections=pack.sections_of(sections),
            links=pack.links_of(links),
            problems=pack.unpacked_problems(problems),
            broken=bool(broken),
            **pack.rest_of(rest),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise Damaged(f"what it says of {path} cannot be read") from error


def stamp_row(db: sqlite3.Connection, note: int, entry: Entry, digest: bytes, *, racy: bool) -> None:
    """Only the stamp moved, or bytes that say nothing: the facts are what they were."""
    db.execute(
        "UPDATE note SET size = ?, mtime = ?, ctime = ?, ino = ?, digest = ?, racy = ? WHERE id = ?",
        (*entry[1:], digest, racy, note),
    )


class Writer:
    """Collects the rows of many notes, so that a first index is a few large statements."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._rows: dict[str, list[tuple[Any, ...]]] = {}
        self._keys: dict[str, int] = {}
        self._last: int | None = None

    def add(self, note: int | None, columns: Columns, entry: Entry, digest: bytes, *, racy: bool) -> int:
        """A note that had no rows. `note` is an id it had before, None for a new one; returns its id."""
        found = self._next() if note is None else note
        if len(self._rows.get("note", ())) >= AT_ONCE:
            self.flush()
        self._put("note", (found, columns.path, *_stamped(columns, entry, digest, racy)))
        self._fill(found, columns)
        return found

    def change(
        self, note: int, old: Facts, columns: Columns, entry: Entry, digest: bytes, *, racy: bool
    ) -> None:
        """A note whose facts are other ones now."""
        self._empty(note, old)
        self._db.execute(
            "UPDATE note SET path = ?, folder = ?, size = ?, mtime = ?, ctime = ?, ino = ?, digest = ?, "
            "kind = ?, broken = ?, shown = ?, racy = ? WHERE id = ?",
            (columns.path, *_stamped(columns, entry, digest, racy), note),
        )
        self._fill(note, columns)

    def remove(self, note: int, old: Facts) -> None:
        self._empty(note, old)
        self._db.execute("DELETE FROM note WHERE id = ?", (note,))

    def flush(self) -> None:
        """Write what was collected. Nothing of it can be read before."""
        for table, rows in self._rows.items():
            places = ", ".join("?" * len(rows[0]))
            way = "INSERT" if table == "note" else "INSERT OR REPLACE"
            many(self._db, f"{way} INTO {table} VALUES ({places})", rows)
        self._rows.clear()
        many(
            self._db,
            "INSERT INTO key VALUES (?, ?) ON CONFLICT DO UPDATE SET notes = notes + excluded.notes",
            [(key, count) for key, count in self._keys.items() if count],
        )
        self._keys.clear()

    def _next(self) -> int:
        """An id that no note ever had."""
        if self._last is None:
            row = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'note'").fetchone()
            self._last = int(row[0]) if row else 0
        self._last += 1
        return self._last

    def _empty(self, note: int, old: Facts) -> None:
        for table in ("facts", "problem", "name", "link"):
            self._db.execute(f"DELETE FROM {table} WHERE note = ?", (note,))  # noqa: S608 - as above
        self._db.execute("DELETE FROM identity WHERE base = 0 AND path = ?", (old.path,))
        self._count(unknown_keys(old), -1)

    def _fill(self, note: int, columns: Columns) -> None:
        self._put("facts", (note, *columns.parts))
        for key, how in columns.names:
            self._put("name", (key, note, how))
        for key, prop, target in columns.links:
            self._put("link", (key, note, prop, target))
        if columns.problems is not None:
            self._put("problem", (note, columns.problems))
        if columns.identity is not None:
            self._put("identity", (0, columns.path, *columns.identity))
        self._count(columns.unknown, 1)

    def _put(self, table: str, row: tuple[Any, ...]) -> None:
        self._rows.setdefault(table, []).append(row)

    def _count(self, keys: Iterable[str], by: int) -> None:
        for key in keys:
            self._keys[key] = self._keys.get(key, 0) + by


def _stamped(columns: Columns, entry: Entry, digest: bytes, racy: bool) -> tuple[Any, ...]:
    return (
        folder_of(columns.path), *entry[1:], digest, columns.kind, columns.broken, columns.shown, racy
    )  # fmt: skip
