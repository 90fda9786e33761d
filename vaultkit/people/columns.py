"""The columns that `list` shows of a person or a talk, and their values.

In: the reader of a note. Out: values that JSON holds, in the order of the columns.
Never: the clock; a row is kept until what it read changes.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.model import Kind
    from vaultkit.people.contact import Contact
    from vaultkit.people.interview import Interview

COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    "contact": ("name", "org", "title", "timezone", "last_contact"),
    "interview": ("name", "stage", "start", "people"),
}


def columns_of(kind: Kind | None) -> tuple[str, ...]:
    """Of notes of every kind (None) the two that all have."""
    return COLUMNS[kind] if kind else ("path", "type")


def values(who: Contact | Interview) -> list[Any]:
    """A day as ISO text; everything else as `look` gives it."""
    from vaultkit.people.lookup import look  # noqa: PLC0415 - a kept row needs only the names of the columns

    found = (look(who.note, who.vault, column, who) for column in COLUMNS[who.note.kind])
    return [value.isoformat() if isinstance(value, date) else value for value in found]
