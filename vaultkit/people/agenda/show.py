"""The agenda of one moment, its groups for reading, and the one that no clock writes.

In: items, an aware moment. Out: entries in order, groups, and days with what falls on them.
Never: the clock itself; `now` is the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from vaultkit.people.agenda.item import AgendaItem, Entry
from vaultkit.people.agenda.rules import RULES, Group
from vaultkit.people.agenda.spans import Days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from vaultkit.people.me import Me

TITLES: dict[Group, str] = {
    "meetings": "Meetings",
    "replies": "Replies, thanks and promises",
    "people": "People",
}
SHOWN_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Grouped:
    """A group of the text report; `more` counts the entries that it leaves out."""

    title: str
    entries: tuple[Entry, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class OnDay:
    """A day of the clockless agenda, and what is due on it."""

    day: date
    items: tuple[AgendaItem, ...]


def agenda(items: Iterable[AgendaItem], now: datetime, days: int, zone: ZoneInfo) -> tuple[Entry, ...]:
    """What `now` (aware) shows: overdue first, then by due time, then by name.

    `days` looks ahead: what appears by the end of that many days from today, in `zone`, is shown as well.
    """
    calendar = Days(zone)
    now = calendar.settle(now)
    today = calendar.day_of(now)
    ahead = min(days, 36_500, (date.max - today).days)
    horizon = calendar.ends(today + timedelta(days=ahead)) if ahead > 0 else now
    shown = _once(
        item for item in items if item.appears <= horizon and (item.gone is None or now < item.gone)
    )
    entries = (
        Entry(item, item.overdue is not None and now > item.overdue, item.appears > now) for item in shown
    )
    return tuple(sorted(entries, key=_order))


def _order(entry: Entry) -> tuple[bool, datetime, str, str, str, int, tuple[str, ...]]:
    item = entry.item
    due = item.due.astimezone(UTC)
    return (not entry.overdue, due, item.who, item.about, item.rule, item.line, item.people)


def _once(items: Iterable[AgendaItem]) -> Iterable[AgendaItem]:
    """One item for a rule and its line, the earliest: looking ahead must not show both halves of no-answer."""
    found: dict[tuple[object, ...], AgendaItem] = {}
    for item in items:
        first = found.setdefault((item.about, item.rule, item.line, item.people), item)
        if item.appears < first.appears:
            found[item.about, item.rule, item.line, item.people] = item
    return found.values()


def grouped(entries: Iterable[Entry]) -> tuple[Grouped, ...]:
    """Meetings; replies, thanks and promises; people, of whom five are shown and the others counted."""
    every = tuple(entries)
    found = []
    for group, title in TITLES.items():
        mine = tuple(entry for entry in every if RULES[entry.item.rule].group == group)
        shown = mine[:SHOWN_PEOPLE] if group == "people" else mine
        if mine:
            found.append(Grouped(title, shown, len(mine) - len(shown)))
    return tuple(found)


def opened(items: Iterable[AgendaItem], latest: date | None, zone: ZoneInfo) -> tuple[OnDay, ...]:
    """For the note that no clock writes: all that the facts have opened, by the day on which it is due.

    What was gone by the end of `latest`, the vault's own latest day, is left out.
    """
    calendar = Days(zone)
    end = None if latest is None else calendar.ends(latest)
    kept = [item for item in items if end is None or item.gone is None or item.gone > end]
    by_day: dict[date, list[AgendaItem]] = {}
    for item in sorted(kept, key=lambda i: (i.due.astimezone(UTC), i.who, i.about, i.rule, i.line)):
        by_day.setdefault(calendar.day_of(item.due), []).append(item)
    return tuple(OnDay(day, tuple(found)) for day, found in sorted(by_day.items()))


def zone_remark(me: Me) -> str:
    """What the agenda says where it had to take UTC for the user's zone; else nothing."""
    return "" if me.zone_known else "Days are counted in UTC: Me.md names no timezone."
