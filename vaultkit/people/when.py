"""When a meeting is: a wall time in a zone, and what a clock change makes of it.

In: the text of `start` or `proposed`, and their zone. Out: Start, instants.
Never: a guess at what a time that happens twice was to mean; it is told, and the first is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from vaultkit.people import dates
from vaultkit.people.zones import ClockProblem, clock_problem

if TYPE_CHECKING:
    from collections.abc import Iterable

ZoneSource = Literal["note", "me", "contact", "utc"]
UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Start:
    """A start: `wall` and `at` are None while only the day is known.

    `wall` is naive, as written; `at` the instant, in the meeting's zone. With `problem` "gap" the wall time does not
    exist (`at` is then what the clock before the change would have called so), with "fold" it happens twice (`at` is
    the first).
    """

    wall: datetime | None
    day: date
    at: datetime | None
    problem: ClockProblem | None = None


def start(text: str, where: ZoneInfo) -> Start | None:
    """Read a start in its zone; None for text that is no time."""
    when = dates.wall(text)
    if isinstance(when, datetime):
        return Start(when, when.date(), when.replace(tzinfo=where), clock_problem(when, where))
    return None if when is None else Start(None, when, None)


def instants(texts: Iterable[str], where: ZoneInfo) -> tuple[datetime, ...]:
    """The proposed times that have an hour, in the meeting's zone, in the order in which they are written."""
    times = (dates.wall(text) for text in texts)
    return tuple(when.replace(tzinfo=where) for when in times if isinstance(when, datetime))


def to_zone(at: datetime, where: ZoneInfo) -> datetime:
    """An instant in another zone, by way of UTC, so that a time in a gap comes out as one that exists."""
    return at.astimezone(UTC).astimezone(where)
