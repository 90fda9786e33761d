"""An interview: one talk that was asked for, agreed, held, thanked for.

In: an interview's note and the vault. Out: its people, times, stage, questions, read when asked for.
Never: today's date. Make a new one for each recorded reader: what was read once is kept.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeVar

from vaultkit.lazily import kept
from vaultkit.people import access, dates, stage
from vaultkit.people.me import Me
from vaultkit.people.noted import Logistics
from vaultkit.people.person import Person, is_among, people
from vaultkit.people.when import UTC_ZONE, Start, ZoneSource, instants, start, to_zone
from vaultkit.people.zones import zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from zoneinfo import ZoneInfo

    from vaultkit.index.vault import Vault
    from vaultkit.model import Item
    from vaultkit.people.profile import Profile


_Found = TypeVar("_Found")


class Interview(Logistics):
    """One interview note."""

    @property
    def name(self) -> str:
        return self.note.name

    # ---- who

    @kept
    def me(self) -> Me:
        return Me(self.vault)

    @kept
    def people(self) -> tuple[Person, ...]:
        """Whom the talk is with, each once, in the order of the note; never the user."""
        return people(access.links(self.note, "people"), self.note, self.vault)

    @kept
    def people_keys(self) -> tuple[str, ...]:
        """What tells its people apart: the path of the note that is linked, else the name as it is written."""
        return self._once("people", lambda talk: tuple(one.path or one.name for one in talk.people))

    @kept
    def thanked_people(self) -> tuple[Person, ...]:
        return people(access.links(self.note, "thanked_people"), self.note, self.vault)

    def thanked_person(self, person: Person) -> bool:
        """Whether this one has had thanks: with everybody, or listed."""
        return self.is_thanked or self._lists(person)

    def _lists(self, person: Person) -> bool:
        return is_among(person, self.thanked_people)

    def thanked_contact(self, contact: Profile) -> bool:
        """The same, for somebody with a note; false where the talk is not with them."""
        return any(one.path == contact.path and self.thanked_person(one) for one in self.people)

    # ---- what was agreed

    @property
    def minutes(self) -> int:
        """Minutes: `duration`, else the configured ones, 30."""
        return self.duration or self.vault.config.defaults.duration

    # ---- when

    @kept
    def _zone(self) -> tuple[ZoneInfo, ZoneSource]:
        """Each is asked only where those before it say nothing."""
        if self.timezone and (own := zone(self.timezone)):
            return own, "note"
        if mine := self.me.known_zone:
            return mine, "me"
        return (self.their_zone, "contact") if self.their_zone else (UTC_ZONE, "utc")

    @property
    def zone(self) -> ZoneInfo:
        """In which `start` and `proposed` are: the note's, else mine, else the contact's, else UTC."""
        return self._zone[0]

    @property
    def zone_name(self) -> str:
        return self.zone.key

    @property
    def zone_source(self) -> ZoneSource:
        return self._zone[1]

    @kept
    def their_zone(self) -> ZoneInfo | None:
        """The zone of the first of its people who has one."""
        return next((one.zone for one in self.people if one.zone is not None), None)

    @kept
    def start(self) -> Start | None:
        return start(self.text("start"), self.zone)

    @property
    def starts_at(self) -> datetime | None:
        """The start as an instant, in the meeting's zone; None while the hour is open."""
        return None if self.start is None else self.start.at

    @kept
    def mine(self) -> datetime | None:
        """The start in my zone; None while the hour is open."""
        return self.in_zone(self.me.zone)

    @property
    def theirs(self) -> datetime | None:
        """The start in their zone; None while the hour is open or nobody's zone is known."""
        return None if self.their_zone is None else self.in_zone(self.their_zone)

    def in_zone(self, where: ZoneInfo) -> datetime | None:
        return None if self.starts_at is None else to_zone(self.starts_at, where)

    def _once(self, what: str, find: Callable[[Interview], _Found]) -> _Found:
        """Found by a reader that has read nothing yet, once for all whom it concerns: a person may have many talks."""
        if self.vault.recorder is None:
            return find(self)
        return self.vault.once(self.note, what, lambda note: find(Interview(note, self.vault)))

    @kept
    def start_day(self) -> date | None:
        """The day of the start in my zone; the day as written while the hour is open."""
        return self._once("start_day", Interview._start_day)

    def _start_day(self) -> date | None:
        if self.mine is not None:
            return self.mine.date()
        return None if self.start is None else self.start.day

    @property
    def end(self) -> datetime | None:
        """The end as an instant, in the meeting's zone."""
        if self.starts_at is None:
            return None
        utc = self.starts_at.astimezone(UTC) + timedelta(minutes=self.minutes)
        return utc.astimezone(self.zone)

    @property
    def proposed(self) -> tuple[datetime, ...]:
        return instants(access.texts(self.note, "proposed"), self.zone)

    # ---- how far

    @kept
    def written(self) -> stage.Written:
        """What the note itself says of its progress, for stage.py's rules."""
        return self._once("written", Interview._written)

    def _written(self) -> stage.Written:
        takeaways = any(not item.dropped for item in self.takeaways)
        return stage.Written(
            access.milestones(self.note), self.start_day, self.outcome, takeaways, self._listed()
        )

    def _listed(self) -> Literal["none", "some", "all"]:
        if not self.thanked_people:
            return "none"
        return "all" if self.people and all(self._lists(one) for one in self.people) else "some"

    @kept
    def stage(self) -> str:
        return stage.stage(self.written)

    @property
    def was_held(self) -> bool:
        """Whether the talk took place, whatever came after."""
        return stage.held(self.written)

    @property
    def is_thanked(self) -> bool:
        """Whether everybody has been thanked."""
        return stage.thanked(self.written)

    @property
    def history(self) -> bool:
        """Whether the vault's `since` puts it into the past."""
        return stage.history(self.written, self.vault.config.since)

    def milestone(self, name: str) -> date | None:
        """The date of a milestone, written or implied by a later one."""
        return stage.milestone(self.written, name)

    def written_milestone(self, name: str) -> date | None:
        return self.written.dates.get(name)

    @kept
    def first_day(self) -> date | None:
        """By which a person's interviews are put in order: the start, else the talk, else the first milestone."""
        return self._once("first_day", Interview._first_day)

    def _first_day(self) -> date | None:
        return self.start_day or self.milestone("held") or min(self.written.dates.values(), default=None)

    def contact_days(self) -> Iterator[date | None]:
        """The days of real contact that this interview tells of."""
        if self.was_held:
            yield self.milestone("held")
        if self.is_thanked:
            yield self.written_milestone("thanked")
        yield self.written_milestone("gift_noticed")
        for item in self.follow_ups:
            if item.done and item.ticked:
                yield dates.day(item.ticked)

    # ---- what is in it

    def questions(self, group: str | None = None) -> tuple[Item, ...]:
        """The questions of a group ("essential", "nice_to_know", "" for unsorted), or all."""
        found = self.items("questions")
        return found if group is None else tuple(item for item in found if item.group == group)

    @property
    def asked_known(self) -> bool:
        """Whether anything is ticked or dropped: only then is it known what was not asked."""
        return any(not item.open for item in self.questions())

    @property
    def unasked(self) -> tuple[Item, ...]:
        """The essentials known not to have been asked."""
        return tuple(item for item in self.questions("essential") if item.open) if self.asked_known else ()


def talks_held(vault: Vault, direction: str | None = None) -> int:
    """How many talks were held with anybody, in one direction or both."""
    talks = (Interview(note, vault) for note in vault.of_kind("interview"))
    return sum(talk.was_held for talk in talks if direction in (None, talk.direction))
