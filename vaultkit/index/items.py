"""What commands ask of every person and talk: agenda items as instants that need no clock, a row of `list`, counts.

In: both as people/ gives them, with what was read for them. Out: notes of which they are stale, items, rows.
Never: knows a rule, or the time.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from vaultkit.index.outputs import ITEMS, Output, Rows, changes_since, sorted_jobs, tidy
from vaultkit.index.pack import frozen
from vaultkit.index.schema import VAULT
from vaultkit.index.store import many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.index.outputs import Job
    from vaultkit.index.store import Store
    from vaultkit.model import Kind, Value


class StoredItem(NamedTuple):
    """An agenda item: when it appears and is gone, in seconds since 1970, UTC, None for never. `data` is whatever
    JSON holds.
    """

    about: int
    appears: float
    gone: float | None
    data: Any


class Checked(NamedTuple):
    """How many problems there are of one note, and what all notes are compared by: a name, or the time from when to
    when, in seconds since 1970, UTC.
    """

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    name: str | None = None
    begins: float | None = None
    ends: float | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one note: its agenda items, its row of `list` (None: none), what was read for all that is kept,
    and what `check` finds of it beside other notes.
    """

    items: Sequence[StoredItem] = ()
    row: Sequence[Any] | None = None
    reads: Mapping[str, Sequence[str]] = field(default_factory=dict)
    checked: Checked | None = None


def stale_items(store: Store) -> tuple[Job, ...]:
    """Every note of which the agenda items are stale, by path; a note that is gone with path None. The vault's own job
    is for what is kept of it as a whole.
    """
    sql = (
        "SELECT about, path, max(stale) FROM ("
        "  SELECT about, stale FROM output WHERE stale AND +template = ?"  # by the index of the few that are stale
        "  UNION ALL SELECT about, items FROM job WHERE items AND about > 0"
        ") LEFT JOIN note ON id = about GROUP BY about"
    )
    found = store.all(sql, ITEMS)
    if store.one("SELECT 1 FROM output WHERE about = ? AND template = ?", VAULT, ITEMS) is None:
        found.append((VAULT, None, store.number))
    return sorted_jobs(found)


def save_items(store: Store, number: int, jobs: Mapping[int, Kept]) -> None:
    """Keep what was made of each note in place of what was kept before. Clears their marks."""
    with store.writing() as db:
        rows = Rows(db, changes_since(db, number), items=True)
        for about, kept in jobs.items():
            db.execute("DELETE FROM item WHERE about = ?", (about,))
            mine = (
                (about, i.appears, math.inf if i.gone is None else i.gone, json.dumps(i.data))
                for i in kept.items
            )
            many(db, "INSERT INTO item (about, appears, gone, data) VALUES (?, ?, ?, ?)", mine)
            db.execute("DELETE FROM listed WHERE about = ?", (about,))
            if kept.row is not None:
                db.execute("INSERT INTO listed VALUES (?, ?)", (about, json.dumps(kept.row)))
            db.execute("DELETE FROM checked WHERE about = ?", (about,))
            if kept.checked is not None:
                db.execute("INSERT INTO checked VALUES (?, ?, ?, ?, ?, ?, ?)", (about, *kept.checked))
            there = about == VAULT or db.execute("SELECT 1 FROM note WHERE id = ?", (about,)).fetchone()
            outputs = [Output(ITEMS, about, reads=kept.reads)] if there else []
            db.execute(
                "UPDATE output SET stale = 0 WHERE about = ? AND template = ? AND stale <= ?",
                (about, ITEMS, number),
            )
            rows.replace(about, outputs)
            db.execute("UPDATE job SET items = 0 WHERE about = ? AND items <= ?", (about, number))
        rows.write()
        tidy(db)


def items_between(store: Store, appeared: float, gone_after: float) -> list[Any]:
    """The data of the items that have appeared at one instant and are not gone at the other, in no order."""
    texts = store.all("SELECT data FROM item WHERE gone > ? AND appears <= ?", gone_after, appeared)
    found: list[Any] = json.loads(f"[{','.join(text for (text,) in texts)}]")
    return found


def rows_of(store: Store, kind: Kind) -> list[tuple[Value, ...]]:
    """The row of `list` of each note of a kind, by path."""
    sql = "SELECT data FROM note CROSS JOIN listed ON about = id WHERE kind = ? ORDER BY path"
    texts = ",".join(text for (text,) in store.all(sql, kind))
    return [tuple(map(frozen, row)) for row in json.loads(f"[{texts}]")]
