"""How far an interview is: the stage and the milestones, those that later ones imply included.

In: what is written in one interview note, its start as a day in my zone. Out: stage words and dates.
Never: today's date; that a day lies in the past says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

CHAIN: Final[tuple[str, ...]] = ("asked", "granted", "replied", "invited", "confirmed", "held", "thanked")
"""Milestones of which a later one implies the earlier ones. A gift stands beside: it implies held and no thanks."""

NOT_HELD: Final = frozenset({"declined", "cancelled", "no-show"})
"""Outcomes with which no talk took place, whatever stands under Takeaways."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an interview note says of its progress.

    `dates` are the milestones that are written; `start_day` is the day of `start` in my zone; `takeaways`
    tells of an item under Takeaways; `thanked` how many of its people `thanked_people` lists.
    """

    dates: Mapping[str, date] = field(default_factory=dict)
    start_day: date | None = None
    outcome: str = ""
    takeaways: bool = False
    thanked: Literal["none", "some", "all"] = "none"


def held(said: Written) -> bool:
    """Whether the talk took place: written, implied by thanks or a gift, or told by a takeaway after `start`."""
    if said.outcome in NOT_HELD:
        return False
    if said.thanked != "none" or any(
        name in said.dates for name in ("held", "thanked", "gift_sent", "gift_noticed")
    ):
        return True
    return said.start_day is not None and said.takeaways and not said.outcome


def thanked(said: Written) -> bool:
    """Whether everybody was thanked."""
    return said.outcome not in NOT_HELD and ("thanked" in said.dates or said.thanked == "all")


def stage(said: Written) -> str:
    """The outcome if there is one, else the furthest of idea, asked, granted, replied, scheduled, held, thanked."""
    if said.outcome:
        return said.outcome
    if thanked(said):
        return "thanked"
    if held(said):
        return "held"
    if said.start_day is not None:
        return "scheduled"
    reached = [name for name in CHAIN if name in said.dates]
    if not reached:
        return "idea"
    return reached[-1] if reached[-1] in ("asked", "granted") else "replied"


def milestone(said: Written, name: str) -> date | None:
    """The date of a milestone, written or implied; None if neither, or if nothing tells the day.

    An implied one has the date of the next that is there; `held` has the day of `start` in my zone if there is one.
    """
    if name in said.dates:
        return said.dates[name]
    if name == "held":
        return _implied_held(said)
    if name == "thanked":
        return milestone(said, "held") if thanked(said) else None
    if name == "gift_sent":
        return said.dates.get("gift_noticed")
    if name not in CHAIN:
        return None
    later = CHAIN[CHAIN.index(name) + 1 :]
    return next((day for day in (_reached(said, other) for other in later) if day is not None), None)


def _reached(said: Written, name: str) -> date | None:
    return milestone(said, "held") if name == "held" else said.dates.get(name)


def _implied_held(said: Written) -> date | None:
    if not held(said):
        return None
    if said.start_day is not None:
        return said.start_day
    later = [said.dates[name] for name in ("thanked", "gift_sent", "gift_noticed") if name in said.dates]
    if later:
        return min(later)
    earlier = [said.dates[name] for name in CHAIN if name in said.dates]
    return max(earlier, default=None)


def history(said: Written, since: date | None) -> bool:
    """Whether the vault's `since` puts the interview into the past: all its days lie before, or it has none."""
    if since is None:
        return False
    days = list(said.dates.values())
    if said.start_day is not None:
        days.append(said.start_day)
    return all(day < since for day in days)
