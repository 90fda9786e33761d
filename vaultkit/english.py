"""English that several rooms say: lists of names, numbers of things, days and hours, the cities of zones.

In: names, numbers, days, moments, IANA names. Out: words of a sentence, whatever the machine's language.
Never: a whole sentence, or the present time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NOON = 12


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`Jo`, `Jo and Ana`, `Jo, Ana and Sam`; empty ones are passed over. `last` may be "or"."""
    given = [part for part in parts if part]
    return f" {last} ".join(filter(None, [", ".join(given[:-1]), *given[-1:]]))


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 note`, `3 notes`, `2,000 notes`; `many` where an s does not make it."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def a_(noun: str) -> str:
    """`a contact`, `an interview`; by the letter, which is right for the words of this program."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def weekday(day: date) -> str:
    """`Monday`."""
    return WEEKDAYS[day.weekday()]


def day_and_month(day: date) -> str:
    """`9 March`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def whole_date(day: date) -> str:
    """`9 March 2026`."""
    return f"{day_and_month(day)} {day.year}"


def clock(moment: datetime) -> str:
    """`9 am`, `2:30 pm`, `noon`; midnight is `12 am`, since "midnight" leaves open which end of the day."""
    if (moment.hour, moment.minute) == (NOON, 0):
        return "noon"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % NOON or NOON}{minutes} {'am' if moment.hour < NOON else 'pm'}"


def city(zone: str) -> str:
    """An IANA name as people say it: `America/Mexico_City` is `Mexico City`."""
    return zone.rpartition("/")[2].replace("_", " ")
