"""Somebody whom a note names: by a note of their own, or by a bare name.

In: a link as written, and the vault that resolves it. Out: Person.
Never: a guess between two notes; who is in doubt has the name that was written and no note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.index.names import stem
from vaultkit.model import Link, Resolved
from vaultkit.people.names import fold, person_name
from vaultkit.people.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from vaultkit.index.vault import Reading, Vault


@dataclass(frozen=True, slots=True)
class Person:
    """`path` is that of the note that the link finds, whatever its kind; `profile` only where it is a contact's."""

    name: str
    profile: Profile | None
    link: Link
    path: str | None = None

    @property
    def greeting_name(self) -> str:
        return self.name if self.profile is None else self.profile.greeting

    @property
    def key(self) -> str:
        """Who it is, for comparing: the note's path, else the folded name."""
        return self.path if self.path is not None else fold(self.name)

    @property
    def zone(self) -> ZoneInfo | None:
        return None if self.profile is None else self.profile.zone


def written_name(link: Link) -> str:
    """The name that a link shows or ends in."""
    return link.shown.strip() or person_name(stem(link.target)) or link.target


def person(link: Link, source: Reading, vault: Vault) -> Person | None:
    """Whom a link means; None where it is the user."""
    found = vault.resolve(link, source.path)
    note = vault.note(found.path) if isinstance(found, Resolved) else None
    if note is None:
        name = written_name(link)
        return Person(name, None, link)
    if note.kind == "me":
        return None
    if note.kind != "contact":
        name = person_name(note.name)
        return Person(name, None, link, note.path)
    own = Profile(note, vault)
    return Person(own.name, own, link, note.path)


def people(links: Iterable[Link], source: Reading, vault: Vault) -> tuple[Person, ...]:
    """Everybody whom the links mean, each once, in the order in which they stand."""
    found: dict[str, Person] = {}
    for link in links:
        if (one := person(link, source, vault)) is not None:
            found.setdefault(one.key, one)
    return tuple(found.values())


def is_among(person: Person, others: Iterable[Person]) -> bool:
    """Whether others name this person too, if need be by another of the names."""
    return any(
        one.key == person.key or (person.profile is not None and same_person(one, person.profile))
        for one in others
    )


def same_person(one: Person, contact: Profile) -> bool:
    """Whether a person is this contact: by the note, or, without one, by one of the names."""
    if one.path is not None:
        return one.path == contact.path
    known = (contact.name, *contact.aliases, contact.greeting)
    return fold(one.name) in {fold(name) for name in known}
