"""What cannot be true: milestones in the wrong order, or after an outcome that closed the talk.

In: an interview, a milestone, its day. Out: nothing, or Refused with the reason.
Never: the clock; a day in the future is refused before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.errors import Refused
from vaultkit.people import stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from vaultkit.people.interview import Interview

BEFORE: Mapping[str, tuple[str, ...]] = {
    "granted": ("asked",),
    "replied": ("asked", "granted"),
    "invited": ("asked", "granted"),
    "confirmed": ("asked", "granted"),
    "held": ("asked", "granted", "replied"),
    "thanked": ("asked", "granted", "replied", "held"),
    "gift_sent": ("asked", "granted", "replied", "held"),
    "gift_noticed": ("asked", "granted", "replied", "held", "gift_sent"),
}
"""For each milestone those that cannot come after it."""

NEEDS_TALK = ("held", "thanked", "gift_sent", "gift_noticed")
SAID: Mapping[str, str] = {
    "held": "the talk",
    "thanked": "the thank-you",
    "gift_sent": "the gift",
    "gift_noticed": "the note on the gift",
}


def check_order(interview: Interview, name: str, day: date) -> None:
    """Raises Refused where `name` on `day` contradicts what the note says; equal days never do."""
    if name in NEEDS_TALK and interview.outcome in stage.NOT_HELD:
        raise Refused(
            f"{interview.name} has the outcome {interview.outcome}, so {name} makes no sense; "
            "an empty outcome reopens it."
        )
    if name == "gift_noticed" and interview.written_milestone("gift_sent") is None:
        raise Refused(
            f"{interview.name}: no gift was sent yet, so nobody can be told of it; set gift_sent first."
        )
    if name in ("thanked", "gift_sent", "gift_noticed"):
        _check_meeting(interview, name, day)
    for other, when in _others(interview, name):
        early, late = (other, name) if name in BEFORE and other in BEFORE[name] else (name, other)
        first, second = (when, day) if early == other else (day, when)
        if first > second:
            raise Refused(f"{interview.name}: {late} on {second} would lie before {early} on {first}.")


def _check_meeting(interview: Interview, name: str, day: date) -> None:
    met = interview.written_milestone("held") or interview.start_day
    if met is not None and day < met:
        raise Refused(
            f"{interview.name}: {SAID[name]} on {day} would come before the meeting, which is on {met}."
        )


def _others(interview: Interview, name: str) -> Iterator[tuple[str, date]]:
    """The dates that are written and stand in an order to `name`."""
    for other, when in interview.written.dates.items():
        if other in BEFORE.get(name, ()) or name in BEFORE.get(other, ()):
            yield other, when
