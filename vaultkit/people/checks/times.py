"""Checks of times and zones that other notes decide, and of what a scheduled meeting still lacks.

In: an interview. Out: problems. Never: the time of day; what is over is known by its milestones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.people.checks.alone import clock_change
from vaultkit.people.checks.registry import Found, of_interview
from vaultkit.people.when import to_zone
from vaultkit.people.zones import same_zone

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from vaultkit.people.interview import Interview
    from vaultkit.people.zones import ClockProblem


@of_interview("zone-missing")
def zone_missing(talk: Interview) -> Iterator[Found]:
    """Information while everybody's clock says the same, a warning with both readings where theirs differs."""
    start = talk.start
    if start is None or start.wall is None or talk.zone_source == "note" or talk.history:
        return
    whose = {"me": "yours", "contact": "theirs"}.get(talk.zone_source, "since nobody's zone is known")
    here = f"start {start.wall:%Y-%m-%d %H:%M} is read in {talk.zone_name}, {whose}"
    other = _differing(talk)
    hint = f"add timezone: {talk.zone_name}"
    if other is None:
        yield Found(talk.note.line("start"), here, hint)
        return
    there = start.wall.replace(tzinfo=other)
    mine = to_zone(there, talk.zone)
    message = f"{here}; read in {other.key}, theirs, it would be {mine:%Y-%m-%d %H:%M} in {talk.zone_name}"
    yield Found(talk.note.line("start"), message, f"{hint}, or timezone: {other.key}", severity="warning")


def _differing(talk: Interview) -> ZoneInfo | None:
    """The first of their zones in which the wall time is another instant."""
    at = talk.starts_at
    if at is None:
        return None
    zones = (person.zone for person in talk.people if person.zone is not None)
    return next((there for there in zones if at.replace(tzinfo=there).utcoffset() != at.utcoffset()), None)


@of_interview("zone-neither")
def zone_of_neither(talk: Interview) -> Iterator[Found]:
    if talk.zone_source != "note" or talk.history or not talk.text("timezone"):
        return
    mine = talk.me.known_zone
    theirs = [person.zone for person in talk.people]
    if mine is None or not theirs or any(where is None for where in theirs):
        return  # somebody's zone is unknown, and it may be that one
    known = [mine, *(where for where in theirs if where is not None)]
    if not any(same_zone(talk.zone, where) for where in known):
        names = ", ".join(dict.fromkeys(where.key for where in known[1:]))
        message = f"timezone {talk.zone_name} is neither theirs ({names}) nor yours ({mine.key})"
        yield Found(talk.note.line("timezone"), message, "give the zone in which start is meant")


@of_interview("start-gap")
def start_in_gap(talk: Interview) -> Iterator[Found]:
    yield from _clock_change(talk, "gap")


@of_interview("start-twice")
def start_twice(talk: Interview) -> Iterator[Found]:
    yield from _clock_change(talk, "fold")


def _clock_change(talk: Interview, problem: ClockProblem) -> Iterator[Found]:
    """Where the zone is not the note's own: that case is the note's own problem already."""
    if talk.start is not None and talk.start.problem == problem and talk.zone_source != "note":
        yield clock_change(talk.note.line("start"), talk.start, problem, talk.zone)


def _needs_invitation(talk: Interview) -> bool:
    """Scheduled, online, by our own arrangement."""
    scheduled = talk.stage == "scheduled" and not talk.history
    return scheduled and talk.mode == "online" and talk.booked_via != "them"


@of_interview("no-link")
def no_link(talk: Interview) -> Iterator[Found]:
    if _needs_invitation(talk) and not talk.link:
        yield Found(
            talk.note.line("start"), "the online meeting has no link", "add link: and the address of the call"
        )


@of_interview("not-invited")
def not_invited(talk: Interview) -> Iterator[Found]:
    if _needs_invitation(talk) and talk.milestone("invited") is None:
        hint = f'send one (vaultkit invite "{talk.name}"), or set booked_via: them'
        yield Found(talk.note.line("start"), "no calendar invitation went out for the online meeting", hint)
