"""Typed looks at one note's properties, for the readers of contacts, interviews and Me.

In: a note as the vault hands it out, and a property's canonical name. Out: text, days, numbers, links.
Never: a value of another type: whatever the schema did not let through is empty here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.people import dates

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.index.vault import Reading
    from vaultkit.model import Link


MOST_LINKS = 50


def text(note: Reading, key: str) -> str:
    value = note.prop(key)
    return value if isinstance(value, str) else ""


def texts(note: Reading, key: str) -> tuple[str, ...]:
    value = note.prop(key)
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, tuple) else ()


def number(note: Reading, key: str) -> int | None:
    value = note.prop(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def yes(note: Reading, key: str) -> bool | None:
    """True or false as written, None where nothing is."""
    value = note.prop(key)
    return value if isinstance(value, bool) else None


def day(note: Reading, key: str) -> date | None:
    return dates.day(text(note, key))


def links(note: Reading, key: str) -> tuple[Link, ...]:
    """The links under a property, bare names included; asking for the property records the read.

    Of a crowd the first: each person may have letters that read of all the others.
    """
    return note.links(key)[:MOST_LINKS] if note.prop(key) is not None else ()
