"""The renames that the store has seen, until whoever has to follow one has followed.

In: refreshes. Out: pairs of paths.
Never: decides who follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index.store import many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.index.store import Store


def pending_renames(store: Store) -> tuple[tuple[str, str], ...]:
    """Renames that a refresh saw and of which no base has been told yet, in their order: (old, new)."""
    return tuple(store.all("SELECT old, new FROM rename WHERE number > 0 ORDER BY number, old"))


def waiting_renames(store: Store) -> tuple[tuple[str, str], ...]:
    """Renames of which the bases have been told, but for some that could not follow yet: (old, new)."""
    return tuple(store.all("SELECT old, new FROM rename WHERE number = 0 ORDER BY old"))


def settle_renames(store: Store, number: int, waiting: Mapping[str, str] | None = None) -> None:
    """The bases have taken along every rename up to this refresh's; from now on only these wait (old to new)."""
    with store.writing() as db:
        db.execute("DELETE FROM rename WHERE number <= ?", (number,))
        many(db, "INSERT INTO rename VALUES (?, ?, 0)", (waiting or {}).items())
