"""A meeting as an invitation tells it: when by every clock, where, with whom.

In: the logistics of one interview, all of which its people may see. Out: title, place and description.
Never: a goal, a note, or a phone number of theirs; calendars are shared with whole offices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from vaultkit.english import city, clock, day_and_month, listed, weekday
from vaultkit.exchange import clean
from vaultkit.exchange.addresses import NOBODY, Who
from vaultkit.people.place import is_online, link, place


@dataclass(frozen=True, slots=True)
class Meeting:
    """`start` is aware, in a zone of the IANA list; `minutes` lasts it.

    `clocks` are further zones (IANA names) whose time is told as well; `known` is a day on which the
    meeting was certainly being planned, for the stamp; `phone` is mine. Empty text: not known.
    """

    start: datetime
    minutes: int
    people: tuple[Who, ...]
    me: Who = NOBODY
    mode: str = ""
    platform: str = ""
    link: str = ""
    dial_in: str = ""
    venue: str = ""
    place: str = ""
    phone: str = ""
    clocks: tuple[str, ...] = ()
    known: date | None = None

    @property
    def zone(self) -> str:
        """The IANA name of the zone that `start` stands in."""
        return getattr(self.start.tzinfo, "key", "UTC")

    @property
    def end(self) -> datetime:
        """`minutes` after the start by the sun, whatever the clock does meanwhile."""
        moment = self.start.astimezone(UTC) + timedelta(minutes=self.minutes)
        return moment.astimezone(self.start.tzinfo)


def title(meeting: Meeting, *, own: bool = False) -> str:
    """What the calendar shows. `own`: in my calendar, where my name says nothing."""
    others = listed(clean.one_line(who.name) for who in meeting.people)
    me = clean.one_line(meeting.me.name)
    if own or not me:
        return f"Talk with {others}" if others else "Talk"
    return f"Talk: {listed([*(clean.one_line(who.name) for who in meeting.people), me])}"


def where(meeting: Meeting) -> str:
    """The one line that says where."""
    return clean.one_line(place(meeting))


def description(meeting: Meeting) -> str:
    """Lines that say when by each clock and where; a slip of the zone shows at once."""
    told = [*when(meeting), "", *_where(meeting)]
    return "\n".join(told).strip()


def when(meeting: Meeting) -> tuple[str, ...]:
    """One line a clock: `Friday 6 November 2026, 9 am (Helsinki)`; clocks that agree share theirs."""
    told: dict[str, list[str]] = {}
    for zone in dict.fromkeys((meeting.zone, *meeting.clocks)):
        moment = meeting.start.astimezone(ZoneInfo(zone))
        told.setdefault(f"{day(moment)} {moment.year}, {clock(moment)}", []).append(city(zone))
    return tuple(f"{moment} ({', '.join(dict.fromkeys(cities))})" for moment, cities in told.items())


def _where(meeting: Meeting) -> list[str]:
    platform, dial_in = clean.one_line(meeting.platform), clean.one_line(meeting.dial_in)
    told = []
    if is_online(meeting):
        by = f"Online, by {platform}" if platform else "Online"
        told.append(f"{by}: {link(meeting)}" if link(meeting) else by)
    elif meeting.mode == "phone":
        told.append("By phone")
    else:
        told.append(where(meeting))
        if link(meeting):
            told.append(f"Link: {link(meeting)}")
    if dial_in:
        told.append(f"Number to dial: {dial_in}")
    if meeting.mode == "phone" and meeting.phone:
        told.append(
            f"Number of {clean.one_line(meeting.me.name) or 'the caller'}: {clean.one_line(meeting.phone)}"
        )
    return [line for line in told if line]


def day(moment: datetime | date) -> str:
    """`Friday 6 November`."""
    return f"{weekday(moment)} {day_and_month(moment)}"
