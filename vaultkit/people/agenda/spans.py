"""Lengths of time as `vaultkit.toml` writes them, and where they lead from a day or an instant.

In: "24h", "3bd", a zone, a day or an instant. Out: instants with a fixed offset, safe to compare.
Never: the clock, or a rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

Unit = Literal["min", "h", "d", "bd", "%"]

UNITS: dict[Unit, str] = {
    "min": "minutes, absolute time",
    "h": "hours, absolute time",
    "d": "calendar days in your own zone",
    "bd": "business days, Monday to Friday, in your own zone",
    "%": "per cent of the cadence",
}

_SHAPE = re.compile(r"(\d{1,5})\s*(min|h|d|bd|%)?", re.ASCII)
_FIRST, _LAST = date(2, 1, 1), date(9998, 12, 30)  # so that no step below leaves the calendar
_SECOND = timedelta(seconds=1)
_FRIDAY = 4

Anchor: TypeAlias = date | datetime
"""What a length is counted from: a day (for hours its last second, and its first where they lead back), or an instant."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: whole minutes, hours, days, business days, or per cent of another."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def delta(self) -> timedelta | None:
        """The length in absolute time; None where it counts days."""
        if self.unit == "h":
            return timedelta(hours=self.amount)
        return timedelta(minutes=self.amount) if self.unit == "min" else None


def span(value: str | int, unit: Unit | None = None) -> Span | None:
    """Read `24h`, `30 min`, `3d`, `2bd`, `25%`; a bare number has `unit`. None when it is none of these."""
    found = _SHAPE.fullmatch(str(value).strip().lower())
    if found is None or isinstance(value, bool):
        return None
    named = cast("Unit | None", found[2]) or unit
    return None if named is None else Span(int(found[1]), named)


def step(day: date, length: Span, sign: int = 1) -> date:
    """The day that lies `length` after (or, with -1, before) `day`; held within the calendar.

    One business day after a Friday, a Saturday or a Sunday is the Monday.
    """
    try:
        if length.unit != "bd":
            return day + timedelta(days=sign * length.amount)
        weeks, rest = divmod(length.amount, 5)
        for _ in range(rest + (5 if weeks else 0)):
            day = _next_business(day, sign)
        return day + timedelta(days=sign * 7 * max(weeks - 1, 0))
    except OverflowError:
        return _LAST if sign > 0 else _FIRST


def _next_business(day: date, sign: int) -> date:
    day += timedelta(days=sign)
    while day.weekday() > _FRIDAY:
        day += timedelta(days=sign)
    return day


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days in one zone, the user's own.

    Every instant that comes out carries a fixed offset: two datetimes of one ZoneInfo compare by the
    clock on the wall and add up by it too, which is wrong on the two nights a year when it is moved.
    """

    zone: ZoneInfo

    def settle(self, instant: datetime) -> datetime:
        """The same instant, written with the offset that the zone has then."""
        here = instant.astimezone(self.zone)
        offset = here.utcoffset() or timedelta()
        return here.replace(tzinfo=timezone(offset), fold=0)

    def day_of(self, anchor: Anchor) -> date:
        """The calendar day on which it lies here."""
        return anchor.astimezone(self.zone).date() if isinstance(anchor, datetime) else anchor

    def begins(self, day: date) -> datetime:
        """The first instant of the day; 01:00 where the clock jumps over midnight."""
        day = min(max(day, _FIRST), _LAST)
        return self.settle(datetime.combine(day, time.min, self.zone).astimezone(UTC))

    def ends(self, day: date) -> datetime:
        """The last second of the day."""
        return self.settle(self.after(day) - _SECOND)

    def after(self, day: date) -> datetime:
        """The first instant behind the day."""
        return self.begins(min(day, _LAST) + timedelta(days=1))

    def opens(self, anchor: Anchor, length: Span, *, before: bool = False) -> datetime:
        """Where something appears that does so `length` after (or before) `anchor`: days, from their beginning."""
        return self._away(anchor, length, self.begins, before=before)

    def until(self, anchor: Anchor, length: Span, *, before: bool = False) -> datetime:
        """The last moment of a limit `length` after (or before) `anchor`: a day that is named ends at midnight."""
        return self._away(anchor, length, self.ends, before=before)

    def eve(self, anchor: Anchor, length: Span, *, before: bool = False) -> datetime:
        """The last moment before the day that lies `length` after (or before) `anchor`."""
        return self._away(anchor, length, lambda day: self.settle(self.begins(day) - _SECOND), before=before)

    def gone(self, anchor: Anchor, length: Span) -> datetime:
        """The first moment at which something is gone that lasts `length` after `anchor`, that day included."""
        return self._away(anchor, length, self.after)

    def _away(
        self, anchor: Anchor, length: Span, of_day: Callable[[date], datetime], *, before: bool = False
    ) -> datetime:
        """Absolute time from the anchor, or days, of which `of_day` gives the moment."""
        sign = -1 if before else 1
        if length.delta is None:
            return of_day(step(self.day_of(anchor), length, sign))
        if not isinstance(anchor, datetime):
            anchor = self.begins(anchor) if before else self.ends(anchor)
        return self._later(anchor, sign * length.delta)

    def _later(self, instant: datetime, delta: timedelta) -> datetime:
        try:
            return self.settle(instant.astimezone(UTC) + delta)
        except OverflowError:
            return self.begins(_LAST if delta > timedelta() else _FIRST)
