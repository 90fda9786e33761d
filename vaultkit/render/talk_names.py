"""What a template can name of an interview and of its questions.

In: an Interview. Out: tables for View, a part of those in names.py.
Never: a name for `audience: them` that the design does not allow to be shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vaultkit.errors import Refused
from vaultkit.people import sharing
from vaultkit.people.contact import offers_meal
from vaultkit.people.schema import MILESTONES, PROPERTIES
from vaultkit.render.fields import (
    ITEM_SECTIONS,
    LISTS,
    OWN,
    attribute,
    both,
    lines,
    mine,
    properties,
    raw,
    section_items,
)
from vaultkit.render.view import Getter, Name, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.model import Item
    from vaultkit.people.schema import Property


def _milestone(row: Property) -> Name:
    return both(f"{row.about}; also when a later one implies it", lambda i, _s: i.milestone(row.name))


def _of_start(name: str) -> Getter:
    return lambda i, _s: None if i.start is None else getattr(i.start, name)


def _event_page(name: str) -> Getter:
    """Nothing where no invitation can be made: no hour, nobody named, an address that is none."""

    def get(interview: Any, _scope: object) -> object:
        from vaultkit.exchange import attending, links  # noqa: PLC0415 - asked by sheets alone

        if interview.starts_at is None:
            return ""
        try:
            return getattr(links.links(attending.meeting(interview, interview.starts_at)), name)
        except Refused:
            return ""

    return get


_GROUPS: Mapping[str, tuple[str, ...]] = {
    "essential": ("essential",), "nice_to_know": ("nice_to_know",), "unsorted": ("",),
    "all": ("essential", "", "nice_to_know"),
}  # fmt: skip


def _questions(name: str, says: str) -> Name:
    def of(interview: Any, items: tuple[Item, ...]) -> object:
        return lines(interview.note, (i for group in _GROUPS[name] for i in items if i.group == group))

    return Name(says, lambda i, _s: of(i, i.questions()), lambda i, _s: of(i, _shared_questions(i)))


def _shared_questions(interview: Any) -> tuple[Item, ...]:
    return sharing.shared("interview", interview.note.section("questions"))


def _unasked(interview: Any, _scope: object) -> object:
    return lines(interview.note, interview.unasked)


def _unasked_shared(interview: Any, _scope: object) -> object:
    may = _shared_questions(interview)
    return lines(interview.note, (item for item in interview.unasked if item in may))


QUESTIONS = Table(
    "the questions",
    {
        "essential": _questions("essential", "those under Essential"),
        "nice_to_know": _questions("nice_to_know", "those under Nice to know"),
        "unsorted": _questions("unsorted", "those under neither"),
        "all": _questions("all", "all of them: essential, unsorted, nice to know"),
        "unasked": Name(
            "essential ones left over, once any question is ticked or dropped", _unasked, _unasked_shared
        ),
        "asked_known": both("whether any question is ticked or dropped", attribute("asked_known")),
    },
    shown="all",
    key=lambda interview: interview.path,
    plural=True,
)

INTERVIEW = Table(
    "an interview",
    {
        **properties("interview"),
        **LISTS,
        "name": both("the file name", attribute("name")),
        "path": both("the note's path in the vault", attribute("path")),
        "people": both("the people, in the note's order", attribute("people")),
        "direction": both("asking, unless the note says giving", attribute("direction")),
        "stage": Name(
            "how far it has come, or its outcome; in letters empty where there is an outcome",
            attribute("stage"),
            lambda i, _s: "" if i.outcome else i.stage,
        ),
        **{row.name: _milestone(row) for row in PROPERTIES if row.name in MILESTONES},
        "start": both(
            "the moment it starts in the note's zone; a day while the hour is open; or empty",
            lambda i, _s: i.starts_at or _of_start("day")(i, _s),
        ),
        "start_day": both("the day of the start, in the note's zone", _of_start("day")),
        "start_problem": both(
            "gap or fold: that time does not exist, or happens twice", _of_start("problem")
        ),
        "timed": both(
            "whether the hour is set and certain",
            lambda i, _s: i.starts_at is not None,
        ),
        "mine": both("the start by my clock, when the hour is set", attribute("mine")),
        "theirs": both("the start by the first person's clock", attribute("theirs")),
        "end": both("the end, in the note's zone", attribute("end")),
        "minutes": both("the length in minutes, 30 when the note does not say", attribute("minutes")),
        "zone": both("the zone in which start and proposed are meant", attribute("zone_name")),
        "zone_source": both("note, me, contact or utc: where that zone comes from", attribute("zone_source")),
        "proposed": both("the times on offer, as moments in that zone", attribute("proposed")),
        "offer_meal": both("whether to offer a meal", lambda i, _s: offers_meal(i)),
        "google_calendar": mine("the address of Google's event page, filled in", _event_page("google")),
        "outlook_calendar": mine("the same of Outlook's", _event_page("outlook")),
        "thanked_people": both(
            "those of the people who have had the letter",
            lambda i, _s: tuple(person for person in i.people if i.thanked_person(person)),
        ),
        "questions": both(
            "essential, nice_to_know, unsorted, all, unasked, asked_known",
            lambda i, s: s.view(QUESTIONS, i),
        ),
        **{
            name: section_items(name, says, shared=name in ("takeaways", "personal", "introductions"))
            for name, says in ITEM_SECTIONS.items()
        },
        "takeaways_waiting": both(
            "whether lines of a heading of your own that stands for Takeaways wait for #thanks",
            lambda i, _s: i.note is not None and sharing.waiting("interview", i.note.section("takeaways")),
        ),
        "talks_before": both(
            "how many talks were held with the first person before this one",
            lambda i, s: s.talks_before(i),
        ),
        "history": mine("whether it lies before `since`", attribute("history")),
        "properties": OWN,
    },
    key=lambda interview: interview.path,
    own=raw,
)
