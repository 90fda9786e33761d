"""A contact: what their note says, what the interviews and other contacts say of them, and what follows.

In: a contact's note and the vault. Out: interviews, introductions, helpful, real contact, read when asked for.
Never: today's date. Make a new one for each recorded reader: what was read once is kept.
"""

from __future__ import annotations

from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING, Final
from zlib import crc32

from vaultkit.lazily import kept
from vaultkit.people import access, dates
from vaultkit.people.interview import Interview
from vaultkit.people.person import Person, people
from vaultkit.people.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.model import Item

MEAL_AFTER: Final = 2
"""Talks held with somebody helpful after which the reply offers a meal."""
FORTNIGHT: Final = 14
ROUND: Final = 12
"""A multiple of three and of four, the numbers of sentences that a letter chooses among."""
TRACES: Final = 61


class Contact(Profile):
    """Somebody with a note of their own. Two of them are equal when their notes are one."""

    @classmethod
    def of(cls, person: Person) -> Contact | None:
        """The contact that a person is; None for who has no note."""
        own = person.profile
        return None if own is None else cls(own.note, own.vault)

    @kept
    def introduced_by(self) -> Person | None:
        found = people(access.links(self.note, "introduced_by"), self.note, self.vault)
        return found[0] if found else None

    @kept
    def introduced(self) -> tuple[Contact, ...]:
        """The contacts whose `introduced_by` means this one, by path."""
        notes = self.vault.linking(self.note, "introduced_by")
        return tuple(
            Contact(one, self.vault) for one in notes if one.kind == "contact" and one.path != self.path
        )

    @kept
    def interviews(self) -> tuple[Interview, ...]:
        """The interviews that name them, the oldest first; one without any date comes last."""
        found = [Interview(note, self.vault) for note in self.vault.interviews_of(self.note)]
        return tuple(sorted(found, key=lambda one: (one.first_day or date.max, one.path)))

    @property
    def held_interviews(self) -> tuple[Interview, ...]:
        return tuple(one for one in self.interviews if one.was_held)

    @kept
    def helpful(self) -> bool:
        """Marked so, or thanked for an asking interview, or an introducer; never with `helpful: false`."""
        said = access.yes(self.note, "helpful")
        if said is not None:
            return said
        return self._thanked_for_asking() or bool(self.introduced)

    def _thanked_for_asking(self) -> bool:
        return any(one.direction == "asking" and one.thanked_contact(self) for one in self.interviews)

    @kept
    def contact_days(self) -> tuple[date, ...]:
        """The days of real contact, each once, in order: facts of one day are one contact."""
        return tuple(sorted({day for day in self._contacts() if day is not None}))

    @property
    def last_contact(self) -> date | None:
        """The latest day of real contact, the property of that name being one of them."""
        return self.contact_days[-1] if self.contact_days else None

    @property
    def turn(self) -> tuple[int, int, int]:
        """Small numbers of which each contact changes one, and that say nothing of when or what it was.

        The days of contact, counted round and round; a trace of the fortnight in `last_contact`, which
        holds the latest only; those days that came after all that talks tell of. Letters may see them.
        """
        latest = access.day(self.note, "last_contact")
        trace = 1 + crc32(str(latest.toordinal() // FORTNIGHT).encode()) % TRACES if latest else 0
        talked = max(
            (day for talk in self.interviews for day in talk.contact_days() if day), default=date.max
        )
        since = sum(day > talked for day in self.contact_days)
        return len(self.contact_days) % ROUND, trace, since % ROUND

    def _contacts(self) -> Iterator[date | None]:
        yield access.day(self.note, "last_contact")
        yield self.announced
        yield from self.log_days
        yield from _ticked(self.follow_ups)
        for talk in self.interviews:
            yield from talk.contact_days()

    def in_touch_after(self, talk: Interview, day: date | None) -> bool:
        """Whether there was contact after `day` (without one: after the talk) that the talk does not tell of."""
        told = {one for one in talk.contact_days() if one is not None}
        after = day or max(told, default=date.max)
        return any(one > after for one in self.contact_days if one not in told)

    def held_before(self, talk: Interview) -> int:
        """How many talks were held with them before this one."""
        earlier = takewhile(lambda one: one.path != talk.path, self.interviews)
        return sum(one.was_held for one in earlier)

    @property
    def deserves_meal(self) -> bool:
        """Whether they are hard to reach, or marked helpful with two talks held."""
        return self.hard_to_reach or (self.marked_helpful and len(self.held_interviews) >= MEAL_AFTER)


def _ticked(items: tuple[Item, ...]) -> Iterator[date | None]:
    return (dates.day(item.ticked) for item in items if item.done and item.ticked)


def contacts(talk: Interview) -> tuple[Contact, ...]:
    """The people of a talk who have a note, in its order."""
    return tuple(one for person in talk.people if (one := Contact.of(person)) is not None)


def offers_meal(talk: Interview) -> bool:
    """Whether the reply may offer a meal."""
    return any(one.deserves_meal for one in contacts(talk))
