"""Proposed times in the reader's words, with the sender's beside them where the two differ.

In: an interview with `proposed`, its reader, me. Out: "Thursday 12 November at 3 pm (9 am here)", a city.
Never: more than three, a year, or a zone named for people who share one.
"""

from __future__ import annotations

from datetime import datetime, time

from vaultkit.render.words import seen
from vaultkit.render.words.talk import their_zone
from vaultkit.render.words.texts import text_of
from vaultkit.render.words.times import city, clock, day_words, in_zone, moment, same_clock, weekday, zone

MOST = 3
_LUNCH = time(11, 30), time(13, 30)
_DAY = time(7), time(21)
"""Hours at which one may ask a stranger to talk."""


def slots(
    interview: object,
    person: object,
    me: object,
    joint: str = ", ",
    here: str = "here",
    *,
    city_after: bool = False,
) -> tuple[str, ...]:
    """The proposed times, three at most: "Tuesday 24 November, 9 am (Monday, 3 pm here)".

    `joint` stands between day and hour (" at " inside a sentence), `here` after the sender's hour. With
    `city_after` the first hour that differs from the sender's is followed by the reader's city.
    """
    there, mine = their_zone(interview, person, me), text_of(seen.get(me, "timezone"))
    named = slots_city(interview, person, me) if city_after else ""
    made: list[str] = []
    for value in seen.many(interview, "proposed")[:MOST]:
        suffix = f" in {named}" if named and _differ(value, there, mine) else ""
        made.append(_slot(value, (there, mine), (joint, suffix, here)))
        named = "" if suffix else named
    return tuple(made)


def _slot(value: object, zones: tuple[str, str], marks: tuple[str, str, str]) -> str:
    (there, mine), (joint, suffix, here) = zones, marks
    theirs = in_zone(value, there)
    if not isinstance(theirs, datetime):
        return day_words(theirs)
    text = f"{day_words(theirs)}{joint}{clock(theirs)}{suffix}"
    if not _differ(value, there, mine):
        return text
    ours = in_zone(value, mine)
    day = "" if weekday(ours) == weekday(theirs) else f"{weekday(ours)}, "
    return f"{text} ({day}{clock(ours)} {here})"


def _differ(value: object, there: str, mine: str) -> bool:
    both = zone(there) is not None and zone(mine) is not None
    return both and isinstance(moment(value), datetime) and not same_clock(value, there, mine)


def slots_city(interview: object, person: object, me: object) -> str:
    """The city that names the reader's zone, if any proposed hour differs from the sender's; else ""."""
    there, mine = their_zone(interview, person, me), text_of(seen.get(me, "timezone"))
    return (
        city(there) if any(_differ(v, there, mine) for v in seen.many(interview, "proposed")[:MOST]) else ""
    )


def is_lunch(interview: object, person: object, me: object) -> bool:
    """Whether every proposed hour is one for lunch where the reader is: 11:30 am to 1:30 pm."""
    there = their_zone(interview, person, me)
    hours = [in_zone(value, there) for value in seen.many(interview, "proposed")[:MOST]]
    return bool(hours) and all(
        isinstance(hour, datetime) and _LUNCH[0] <= hour.time() <= _LUNCH[1] for hour in hours
    )


def night_slots(interview: object, person: object, me: object) -> tuple[str, ...]:
    """The proposed times that lie in the reader's night: before 7 am or after 9 pm where they are known to be."""
    there = their_zone(interview, person, me)
    hours = [in_zone(value, there) for value in seen.many(interview, "proposed")[:MOST]] if there else []
    return tuple(
        f"{day_words(hour)}, {clock(hour)}"
        for hour in hours
        if isinstance(hour, datetime) and not _DAY[0] <= hour.time() <= _DAY[1]
    )
