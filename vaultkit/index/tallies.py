"""How many problems `check` would show, as far as it is kept: of contacts and interviews by note, of letters by digest.

In: counts as pipeline/ makes them. Out: sums, and what is compared; the letters of which nothing is known.
Never: a problem's words, or a rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.index.store import many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.index.store import Store

Counts = tuple[int, int, int]
"""Errors, warnings, hints."""


def of_notes(store: Store) -> Counts:
    """Of contacts, interviews and Me."""
    return _counts(store, "SELECT sum(errors), sum(warnings), sum(infos) FROM checked")


def namesakes(store: Store) -> int:
    """How many bear a name that another before them bears."""
    row = store.one("SELECT count(*) - count(DISTINCT name) FROM checked WHERE name IS NOT NULL")
    return int(row[0]) if row else 0


def overlaps(store: Store) -> int:
    """How many scheduled meetings begin before the one that precedes them is over."""
    sql = (
        "SELECT count(*) FROM (SELECT begins, lag(ends) OVER (ORDER BY begins, ends) AS before "
        "FROM checked WHERE begins IS NOT NULL) WHERE begins < before"
    )
    row = store.one(sql)
    return int(row[0]) if row else 0


def uncounted_letters(store: Store) -> list[tuple[int, bytes]]:
    """The rendered notes, by id and digest, that are not known as they now stand."""
    sql = (
        "SELECT note.id, note.digest FROM note LEFT JOIN letter ON letter.note = note.id "
        "WHERE kind = 'rendered' AND letter.digest IS NOT note.digest ORDER BY path"
    )
    return [(note, digest) for note, digest in store.all(sql)]


def save_letters(store: Store, found: Iterable[tuple[int, bytes, Counts]]) -> None:
    """Keep what was found in letters of these digests."""
    rows: list[tuple[Any, ...]] = [(note, digest, *counts) for note, digest, counts in found]
    if rows:
        with store.writing() as db:
            many(db, "INSERT OR REPLACE INTO letter VALUES (?, ?, ?, ?, ?)", rows)
            db.execute("DELETE FROM letter WHERE note NOT IN (SELECT id FROM note)")


def forget_letters(store: Store) -> None:
    """What is looked for in letters is something else now."""
    with store.writing() as db:
        db.execute("DELETE FROM letter")


def of_letters(store: Store) -> Counts:
    """Of letters that are as they were when they were counted."""
    sql = (
        "SELECT sum(errors), sum(warnings), sum(infos) FROM letter JOIN note ON id = letter.note "
        "WHERE errors + warnings + infos > 0 AND letter.digest = note.digest AND kind = 'rendered'"
    )
    return _counts(store, sql)


def _counts(store: Store, sql: str) -> Counts:
    errors, warnings, infos = store.one(sql) or (0, 0, 0)
    return errors or 0, warnings or 0, infos or 0
