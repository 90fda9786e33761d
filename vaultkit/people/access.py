"""Typed looks at one note's properties, for the readers of contacts, interviews and Me.

In: a note as the vault hands it out, or none, and a property's canonical name. Out: text, days, numbers, links.
Never: a value of another type: whatever the schema did not let through is empty here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar, overload

from vaultkit.people import dates
from vaultkit.people.schema import MILESTONES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from vaultkit.index.vault import Reading
    from vaultkit.model import Item, Link, Value


MOST_LINKS = 50
T = TypeVar("T")


class HasProps(Protocol):
    def prop(self, key: str) -> Value: ...


class HasNote(Protocol):
    @property
    def note(self) -> Reading | None: ...


class FromNote(Generic[T]):
    """An attribute that says what the note has under the attribute's own name."""

    def __init__(self, read: Callable[[Reading | None, str], T]) -> None:
        self.read = read

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, reader: None, owner: type) -> Self: ...

    @overload
    def __get__(self, reader: HasNote, owner: type) -> T: ...

    def __get__(self, reader: HasNote | None, owner: type) -> Self | T:
        return self if reader is None else self.read(reader.note, self.name)


def text(note: HasProps | None, key: str) -> str:
    value = note.prop(key) if note else None
    return value if isinstance(value, str) else ""


def texts(note: HasProps | None, key: str) -> tuple[str, ...]:
    value = note.prop(key) if note else None
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, tuple) else ()


def number(note: HasProps | None, key: str) -> int | None:
    value = note.prop(key) if note else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def yes(note: HasProps | None, key: str) -> bool | None:
    """True or false as written, None where nothing is."""
    value = note.prop(key) if note else None
    return value if isinstance(value, bool) else None


def true(note: HasProps | None, key: str) -> bool:
    return yes(note, key) is True


def day(note: HasProps | None, key: str) -> date | None:
    return dates.day(text(note, key))


def milestones(note: HasProps) -> dict[str, date]:
    """The milestones that are written, in their order."""
    return {name: on for name in MILESTONES if (on := day(note, name)) is not None}


def items(note: Reading | None, section: str) -> tuple[Item, ...]:
    return note.section(section).items if note else ()


def links(note: Reading, key: str) -> tuple[Link, ...]:
    """The links under a property, bare names included; asking for the property records the read.

    Of a crowd the first: each person may have letters that read of all the others.
    """
    return note.links(key)[:MOST_LINKS] if note.prop(key) is not None else ()
