"""Days and wall times: text as it stands in notes, with a type.

In: text. Out: dates and naive datetimes.
Never: a zone, or today's date.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WALL: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt]|[ ]+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
)
_OFFSET: Final = re.compile(r"[Zz]$|[+-][0-9]{2}:?[0-9]{2}$")
_LINKED: Final = re.compile(r"\[\[([^\[\]|#]*)(?:[|#][^\[\]]*)?\]\]")
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
# Outside of these a day is a slip of the hand, and its sums with zones and cadences would overflow.


def _bare(text: str) -> str:
    """The text of a date, out of a link to a daily note where it stands in one."""
    text = text.strip()
    linked = _LINKED.fullmatch(text)
    return linked[1].strip().rsplit("/", 1)[-1] if linked else text


def day(text: str) -> date | None:
    """A day written `2026-03-09`, also `[[2026-03-09]]` or with a time behind it; None if it is none."""
    when = wall(text)
    return when.date() if isinstance(when, datetime) else when


@lru_cache(maxsize=4096)
def wall(text: str) -> datetime | date | None:
    """A wall time `2026-03-09T14:00` (a blank for the T, seconds allowed), or a day alone; else None."""
    bare = _bare(text)
    if whole := _DAY.fullmatch(bare):
        return _date(whole)
    if not (found := _WALL.fullmatch(bare)):
        return None
    on = _date(_DAY.fullmatch(found[1]))
    try:
        hour = time(int(found[2]), int(found[3]), int(found[4] or 0))
    except ValueError:
        return None
    return None if on is None else datetime.combine(on, hour)


def _date(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    try:
        on = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return on if FIRST_YEAR <= on.year <= LAST_YEAR else None


def looks_dated(text: str) -> bool:
    """Whether a text has the shape of a day or a wall time, though it may not exist."""
    bare = _bare(text)
    return bool(_DAY.fullmatch(bare) or _WALL.fullmatch(bare))


def has_offset(text: str) -> bool:
    """Whether a wall time carries an offset (`+01:00`, `Z`), which belongs into `timezone`."""
    bare = _bare(text)
    cut = _OFFSET.sub("", bare)
    return cut != bare and wall(cut) is not None and not _DAY.fullmatch(cut)


def written(when: date) -> str:
    """As notes write it: `2026-03-09`, or `2026-03-09T14:00` with seconds only where there are any."""
    if not isinstance(when, datetime):
        return when.isoformat()
    return when.isoformat(timespec="seconds" if when.second else "minutes")
