"""A contact: the person's note, what the interviews say of them, and what follows from both.

In: a contact's note and the vault. Out: names, zone, helpful, real contact, read when asked for.
Never: today's date. Make a new one for each recorded reader: what was read once is kept.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from vaultkit.model import Item, Resolved
from vaultkit.people import access, dates, names
from vaultkit.people.noted import Noted
from vaultkit.people.person import Person, people
from vaultkit.people.zones import zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from vaultkit.index.vault import Vault
    from vaultkit.people.interview import Interview


class Contact(Noted):
    """Somebody with a note of their own. Two of them are equal when their notes are one."""

    @property
    def name(self) -> str:
        """`name`, else the file's name without a leading @ and a bracket at its end."""
        return access.text(self.note, "name") or self.note.name

    @property
    def aliases(self) -> tuple[str, ...]:
        return access.texts(self.note, "aliases")

    @cached_property
    def greeting(self) -> str:
        """How letters address them: `greeting`, else the one alias that is a word of the name, else the name."""
        return names.greeting(self.name, access.text(self.note, "greeting"), self.aliases)

    @property
    def known_by_greeting(self) -> bool:
        """Whether the greeting is something else than the whole name."""
        return names.fold(self.greeting) != names.fold(self.name)

    @property
    def pronouns(self) -> str:
        return self.text("pronouns")

    @property
    def pronunciation(self) -> str:
        return self.text("pronunciation")

    @property
    def email(self) -> str:
        return self.text("email")

    @property
    def phone(self) -> str:
        return self.text("phone")

    @property
    def org(self) -> str:
        return self.text("org")

    @property
    def title(self) -> str:
        """What they do; a title that is their name is none."""
        title = self.text("title")
        return "" if names.fold(title) == names.fold(self.name) else title

    @property
    def location(self) -> str:
        return self.text("location")

    @property
    def linkedin(self) -> str:
        return self.text("linkedin")

    @property
    def scheduling_url(self) -> str:
        return self.text("scheduling_url")

    @property
    def met(self) -> str:
        return self.text("met")

    @property
    def zone(self) -> ZoneInfo | None:
        return zone(self.timezone) if self.timezone else None

    @property
    def connected(self) -> date | None:
        return access.day(self.note, "connected")

    @property
    def announced(self) -> date | None:
        return access.day(self.note, "announced")

    @property
    def snooze_until(self) -> date | None:
        return access.day(self.note, "snooze_until")

    @property
    def gift_ok(self) -> bool | None:
        """True or false as written; None: nobody said."""
        return access.yes(self.note, "gift_ok")

    @property
    def hard_to_reach(self) -> bool:
        return access.yes(self.note, "hard_to_reach") is True

    @property
    def do_not_contact(self) -> bool:
        return access.yes(self.note, "do_not_contact") is True

    @property
    def keep_in_touch(self) -> int | Literal["never"] | None:
        """Days between contacts, "never", or None where nothing is set."""
        value = self.note.prop("keep_in_touch")
        if value == "never":
            return "never"
        return access.number(self.note, "keep_in_touch")

    @property
    def log(self) -> tuple[Item, ...]:
        return self.note.section("log").items

    @cached_property
    def introduced_by(self) -> Person | None:
        found = people(access.links(self.note, "introduced_by"), self.note, self.vault)
        return found[0] if found else None

    @cached_property
    def introduced(self) -> tuple[Contact, ...]:
        """The contacts whose `introduced_by` means this one, by path."""
        found: dict[str, Contact] = {}
        for link in self.vault.backlinks(self.note, "introduced_by"):
            if link.note.kind == "contact" and link.note.path != self.path:
                found[link.note.path] = Contact(link.note, self.vault)
        return tuple(found[path] for path in sorted(found))

    @cached_property
    def interviews(self) -> tuple[Interview, ...]:
        """The interviews that name them, the oldest first; one without any date comes last."""
        from vaultkit.people.interview import Interview  # noqa: PLC0415 - each needs the other

        found = [Interview(note, self.vault) for note in self.vault.interviews_of(self.note)]
        return tuple(sorted(found, key=lambda one: (one.first_day or date.max, one.path)))

    @property
    def held_interviews(self) -> tuple[Interview, ...]:
        return tuple(one for one in self.interviews if one.was_held)

    @property
    def marked_helpful(self) -> bool:
        """`helpful: true` itself: what the cadence and the offer of a meal need."""
        return access.yes(self.note, "helpful") is True

    @cached_property
    def helpful(self) -> bool:
        """Marked so, or thanked for an asking interview, or an introducer; never with `helpful: false`."""
        said = access.yes(self.note, "helpful")
        if said is not None:
            return said
        return self._thanked_for_asking() or bool(self.introduced)

    def _thanked_for_asking(self) -> bool:
        return any(one.direction == "asking" and one.thanked_contact(self) for one in self.interviews)

    @property
    def log_days(self) -> tuple[date, ...]:
        """The days of Log lines, as they stand; an open or dropped task is no Log line."""
        lines = (line for line in self.log if line.day is not None and (line.box is None or line.done))
        return tuple(day for line in lines if (day := dates.day(line.day or "")) is not None)

    @cached_property
    def contact_days(self) -> tuple[date, ...]:
        """The days of real contact, each once, in order: facts of one day are one contact."""
        return tuple(sorted({day for day in self._contacts() if day is not None}))

    @property
    def last_contact(self) -> date | None:
        """The latest day of real contact, the property of that name being one of them."""
        return self.contact_days[-1] if self.contact_days else None

    def _contacts(self) -> Iterator[date | None]:
        yield access.day(self.note, "last_contact")
        yield self.announced
        yield from self.log_days
        yield from _ticked(self.follow_ups)
        for talk in self.interviews:
            yield from talk.contact_days()


def _ticked(items: tuple[Item, ...]) -> Iterator[date | None]:
    return (dates.day(item.ticked) for item in items if item.done and item.ticked)


def same_person(one: Person, contact: Contact) -> bool:
    """Whether a person is this contact: by the note, or, without one, by one of the names."""
    if one.path is not None:
        return one.path == contact.path
    known = (contact.name, *contact.aliases, contact.greeting)
    return names.fold(one.name) in {names.fold(name) for name in known}


def contact_of(vault: Vault, path: str) -> Contact | None:
    """The contact whose note lies at that path, or that a name finds."""
    note = vault.note(path)
    if note is None:
        found = vault.resolve(path, "")
        note = vault.note(found.path) if isinstance(found, Resolved) else None
    return Contact(note, vault) if note is not None and note.kind == "contact" else None
