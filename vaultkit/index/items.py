"""The agenda's items in the store: instants that need no clock, made anew like outputs when what they read changes.

In: items as people/ gives them, with what was read for them. Out: stale notes, stored items.
Never: knows a rule, or the time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.index.outputs import ITEMS, Output, Rows, changes_since, sorted_jobs, tidy
from vaultkit.index.store import many

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.index.outputs import Job
    from vaultkit.index.store import Store


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An agenda item as instants: seconds since 1970, UTC, None for never. `data` is whatever JSON holds."""

    about: int
    rule: str
    appears: float
    due: float
    overdue: float | None
    gone: float | None
    data: Mapping[str, Any]


def stale_items(store: Store) -> tuple[Job, ...]:
    """Every note of which the agenda items are stale, by path; a note that is gone with path None."""
    sql = (
        "SELECT about, path, max(stale) FROM ("
        "  SELECT about, stale FROM output WHERE stale AND template = ?"
        "  UNION ALL SELECT about, items FROM job WHERE items AND about > 0"
        ") LEFT JOIN note ON id = about GROUP BY about"
    )
    return sorted_jobs(store.all(sql, ITEMS))


def save_items(
    store: Store, number: int, jobs: Mapping[int, tuple[Sequence[StoredItem], Mapping[str, Any]]]
) -> None:
    """The same for agenda items: for each note its items, and what was read for them. Clears their marks."""
    with store.writing() as db:
        rows = Rows(db, changes_since(db, number), items=True)
        for about, (items, reads) in jobs.items():
            db.execute("DELETE FROM item WHERE about = ?", (about,))
            mine = (
                (about, i.rule, i.appears, i.due, i.overdue, i.gone, json.dumps(dict(i.data))) for i in items
            )
            sql = "INSERT INTO item (about, rule, appears, due, overdue, gone, data) VALUES (?, ?, ?, ?, ?, ?, ?)"
            many(db, sql, mine)
            there = db.execute("SELECT 1 FROM note WHERE id = ?", (about,)).fetchone()
            outputs = [Output(ITEMS, about, reads=reads)] if there else []
            db.execute(
                "UPDATE output SET stale = 0 WHERE about = ? AND template = ? AND stale <= ?",
                (about, ITEMS, number),
            )
            rows.replace(about, outputs)
            db.execute("UPDATE job SET items = 0 WHERE about = ? AND items <= ?", (about, number))
        rows.write()
        tidy(db)


def items_between(store: Store, appeared: float, gone_after: float) -> tuple[StoredItem, ...]:
    """The items that have appeared at one instant and are not gone at the other, in the order of `due`."""
    sql = (
        "SELECT about, rule, appears, due, overdue, gone, data FROM item "
        "WHERE appears <= ? AND (gone IS NULL OR gone > ?) ORDER BY due, about, rule, id"
    )
    rows = store.all(sql, appeared, gone_after)
    return tuple(
        StoredItem(about, rule, appears, due, overdue, gone, json.loads(data))
        for about, rule, appears, due, overdue, gone, data in rows
    )
