"""Days, hours and zones as people write them.

In: dates and moments (or their ISO text), IANA zone names. Out: "Thursday 12 November", "2:30 pm", "Oslo".
Never: a locale, a year in a letter, or the present time.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vaultkit import english

_LONGER_CITIES = {"Ho_Chi_Minh": "Ho Chi Minh City", "Saigon": "Ho Chi Minh City"}


def moment(value: object) -> datetime | date | None:
    """`value` as a datetime or a date; ISO text is read, anything else is None."""
    if isinstance(value, (datetime, date)):
        return value
    if not isinstance(value, str):
        return None
    text = value.strip().replace(" ", "T", 1)
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-09") else datetime.fromisoformat(text)
    except ValueError:
        return None


def the_day(value: object) -> date | None:
    """The calendar day of `value`, in the zone that it is in."""
    when = moment(value)
    return when.date() if isinstance(when, datetime) else when


def zone(name: object) -> ZoneInfo | None:
    """The zone of an IANA name, or None for what is none."""
    if isinstance(name, ZoneInfo):
        return name
    if not isinstance(name, str) or not name.strip():
        return None
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def in_zone(value: object, where: object) -> datetime | date | None:
    """A moment as clocks in `where` show it; a date, a moment without a zone, an unknown zone: unchanged."""
    when, there = moment(value), zone(where)
    if isinstance(when, datetime) and when.tzinfo is not None and there is not None:
        return when.astimezone(there)
    return when


def weekday(value: object) -> str:
    """ "Thursday" """
    day = the_day(value)
    return english.weekday(day) if day else ""


def date_words(value: object) -> str:
    """ "12 November" """
    day = the_day(value)
    return english.day_and_month(day) if day else ""


def date_year(value: object) -> str:
    """ "12 November 2026", for sheets that are kept."""
    day = the_day(value)
    return english.whole_date(day) if day else ""


def day_words(value: object) -> str:
    """ "Thursday 12 November" """
    return f"{weekday(value)} {date_words(value)}".strip()


def short_day(value: object) -> str:
    """ "Thu 12 November", for tables."""
    return f"{weekday(value)[:3]} {date_words(value)}".strip()


def clock(value: object) -> str:
    """ "9 am", "2:30 pm", "noon", "midnight"; "" for a day without an hour. No dots, they end sentences."""
    when = moment(value)
    if not isinstance(when, datetime):
        return ""
    return "midnight" if (when.hour, when.minute) == (0, 0) else english.clock(when)


def city(name: object) -> str:
    """The city in an IANA name: "America/Mexico_City" is "Mexico City"; "UTC" stays as it is."""
    where = zone(name)
    if where is None or where.key is None:
        return ""
    area, _, last = where.key.rpartition("/")
    if area == "Etc":
        return last
    return _LONGER_CITIES.get(last, english.city(last))


def same_clock(when: object, here: object, there: object) -> bool:
    """Whether clocks in both zones show the same at that moment (on that day, for a date)."""
    one, other = zone(here), zone(there)
    if one is None or other is None:
        return False
    value = moment(when)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(one).utcoffset() == value.astimezone(other).utcoffset()
    day = the_day(value)
    if day is None:
        return one.key == other.key
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=one)
    return noon.utcoffset() == noon.astimezone(other).utcoffset()


def apart(when: object, there: object, here: object) -> str:
    """How far the clocks of `there` are from those of `here`: "7 hours behind", "30 minutes ahead of", "".

    Fits before a name: "Oslo is 7 hours ahead of you".
    """
    value = moment(when)
    one, other = zone(there), zone(here)
    if not isinstance(value, datetime) or value.tzinfo is None or one is None or other is None:
        return ""
    gap = (value.astimezone(one).utcoffset() or timedelta()) - (
        value.astimezone(other).utcoffset() or timedelta()
    )
    minutes = abs(int(gap.total_seconds())) // 60
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    parts += [f"{rest} minutes"] if rest else []
    return " and ".join(parts) + (" ahead of" if gap > timedelta() else " behind")
