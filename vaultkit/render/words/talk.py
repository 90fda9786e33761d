"""What a letter may say of a talk: its day, who else was there, what went before, what will be remembered.

In: an interview, a person, me. Out: a weekday, names, yes or no; "" and no where the fact is missing.
Never: a guess. A day that might be another one for the reader is not named.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from vaultkit.render.words import seen
from vaultkit.render.words.choose import STEPS, numbered
from vaultkit.render.words.texts import text_of
from vaultkit.render.words.times import in_zone, same_clock, the_day, weekday, zone


def number(about: object, person: object = None) -> int:
    """The number by which a letter chooses its words.

    For an interview: its first person's name, the talks held with them before, the reader's place in
    `people`. For a contact: the name, and the talks held so far.
    """
    people = seen.many(about, "people")
    if not people:
        return numbered(seen.name_of(about), talks(about))
    first = people[0]
    before = seen.get(about, "talks_before", None)
    if not isinstance(before, int):
        before = seen.talks_before(about, first)
    return numbered(seen.name_of(first), before + seen.place_of(about, first if person is None else person))


def turn(contact: object) -> tuple[int, int, int]:
    """What moves on with each contact: how many there were, a trace of the latest, how many since the talks."""
    count, trace, since = (*seen.many(contact, "turn"), 0, 0, 0)[:3]
    return int(count), int(trace), int(since)


def hello_number(contact: object) -> int:
    """The number of a hello: each contact moves it on, so that none repeats the one before, talk or no talk."""
    step, trace, _ = turn(contact)
    return numbered(seen.name_of(contact), step, trace * STEPS + talks(contact))


def talks(person: object) -> int:
    """How many talks were held with somebody."""
    known = seen.get(person, "talks", None)
    if isinstance(known, int):
        return known
    return sum(1 for interview in seen.many(person, "interviews") if seen.held_day(interview) is not None)


def again(interview: object, person: object) -> bool:
    """Whether an earlier talk with this person was held."""
    return seen.talks_before(interview, person) > 0


def their_zone(interview: object, person: object, me: object = None) -> str:
    """The reader's zone: that of their note, else the meeting's own where it is not mine; "" unknown."""
    own = text_of(seen.get(person, "timezone"))
    if zone(own) is not None:
        return own
    meeting = text_of(seen.get(interview, "timezone"))
    mine = text_of(seen.get(me, "timezone"))
    return meeting if zone(meeting) is not None and meeting != mine else ""


def day_of(interview: object, person: object, me: object = None) -> str:
    """The weekday of the talk as its reader lived it; "" where it might have been another day for them."""
    start, held = seen.start_of(interview), the_day(seen.get(interview, "held", None))
    there = text_of(seen.get(person, "timezone"))
    mine = text_of(seen.get(me, "timezone"))
    if isinstance(start, datetime):
        moved = held is not None and abs((held - the_day(in_zone(start, mine) or start)).days) > 1  # type: ignore[operator]
        if not moved:
            return weekday(in_zone(start, there))
    day = held or (start if isinstance(start, date) else None)
    if day is None:
        return ""
    known = zone(there) is not None
    return weekday(day) if not known or same_clock(day, mine, there) else ""


def others(interview: object, person: object) -> tuple[str, ...]:
    """How the other people of the meeting are called."""
    return tuple(seen.called(one) for one in seen.many(interview, "people") if not seen.same(one, person))


def has_thanks(interview: object, person: object) -> bool:
    """Whether this person has had the letter already (`thanked_people`)."""
    thanked = seen.many(interview, "thanked_people")
    names = seen.link_names(person)
    return any(seen.same(one, person) or seen.folded(_target(one)) in names for one in thanked)


def _target(link: object) -> str:
    text = link if isinstance(link, str) else text_of(seen.get(link, "target"))
    return text.strip().removeprefix("[[").removesuffix("]]").split("|")[0].split("#")[0].removesuffix(".md")


def thanked_before(interview: object, person: object) -> tuple[str, ...]:
    """How those are called who stand before the reader in `people` and have had their letter."""
    people = seen.many(interview, "people")[: seen.place_of(interview, person)]
    return tuple(seen.called(one) for one in people if has_thanks(interview, one))


def reminded(person: object) -> bool:
    """Whether the agenda will remind of this person, so that a letter may promise to write."""
    cadence = seen.get(person, "keep_in_touch", None)
    return bool(seen.get(person, "helpful", False)) or (bool(cadence) and cadence != "never")


def last_talk(contact: object) -> Any:
    """The latest asking interview held with a contact that has a takeaway to share, else the latest; or ""."""
    held = [
        interview
        for interview in seen.many(contact, "interviews")
        if seen.held_day(interview) is not None and seen.get(interview, "direction", "asking") == "asking"
    ]
    held.sort(key=lambda one: (seen.held_day(one) or date.min, text_of(seen.get(one, "path"))), reverse=True)
    written = [one for one in held if any(seen.shareable(item) for item in seen.many(one, "takeaways"))]
    return (written or held or [""])[0]
