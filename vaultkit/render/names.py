"""The one list of what a template can name: each name, its line in the reference, and who gets it.

In: typed readers from people. Out: tables for View; the docs and `render --why` print the same lines.
Never: a name for `audience: them` that the design does not allow to be shared.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from vaultkit.errors import Refused
from vaultkit.people import sharing
from vaultkit.people.contact import offers_meal
from vaultkit.people.schema import MILESTONES, PROPERTIES
from vaultkit.render.fields import (
    ITEM,
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

# Interviews


def _milestone(name: str, says: str) -> Name:
    return both(says + "; also when a later one implies it", lambda i, _s: i.milestone(name))


def _start(interview: Any, _scope: object) -> object:
    start = interview.start
    if start is None:
        return None
    return start.at or (start.wall if start.wall is not None else start.day)


def _of_start(name: str) -> Getter:
    return lambda i, _s: None if i.start is None else getattr(i.start, name)


def _event_page(name: str) -> Getter:
    """Nothing where no invitation can be made: no hour, nobody named, an address that is none."""

    def get(interview: Any, _scope: object) -> object:
        from vaultkit.exchange import adapting, links  # noqa: PLC0415 - asked by sheets alone

        start = interview.start
        if start is None or start.at is None:
            return ""
        try:
            return getattr(links.links(adapting.meeting(interview, start.at)), name)
        except Refused:
            return ""

    return get


_GROUPS: Mapping[str, tuple[str, ...]] = {
    "essential": ("essential",), "nice_to_know": ("nice_to_know",), "unsorted": ("",),
    "all": ("essential", "", "nice_to_know"),
}  # fmt: skip


def _questions(name: str, says: str) -> Name:
    def me(interview: Any, _scope: object) -> object:
        found = (item for group in _GROUPS[name] for item in interview.questions(group))
        return lines(interview.note, found)

    def them(interview: Any, _scope: object) -> object:
        section = interview.note.section("questions")
        may = sharing.shared("interview", section)
        return lines(interview.note, (i for group in _GROUPS[name] for i in may if i.group == group))

    return Name(says, me, them)


def _unasked(interview: Any, _scope: object) -> object:
    return lines(interview.note, interview.unasked)


def _unasked_shared(interview: Any, _scope: object) -> object:
    may = sharing.shared("interview", interview.note.section("questions"))
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
        **{
            name: _milestone(name, says.about)
            for name in MILESTONES
            for says in PROPERTIES
            if says.name == name
        },
        "start": both(
            "the moment it starts in the note's zone; a day while the hour is open; or empty", _start
        ),
        "start_day": both("the day of the start, in the note's zone", _of_start("day")),
        "start_problem": both(
            "gap or fold: that time does not exist, or happens twice", _of_start("problem")
        ),
        "timed": both(
            "whether the hour is set and certain",
            lambda i, _s: i.start is not None and i.start.at is not None,
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


# People

_NAME = both("the name", attribute("name"))
_GREETING = both("how letters address them", attribute("greeting"))
_PERSON = "a contact"


def _contact(path: str, empty: object = "") -> Getter:
    """Of the contact's reader; `empty` for a person who has no note."""
    get = attrgetter(path)
    return lambda someone, _scope: empty if someone.contact is None else get(someone.contact)


PERSON = Table(
    _PERSON,
    {
        **properties("contact"),
        **LISTS,
        "name": _NAME,
        "greeting": _GREETING,
        "path": both("the note's path in the vault, empty without a note", attribute("path")),
        "has_note": both("whether there is a note about them", lambda p, _s: bool(p.path)),
        "timezone": both("the zone in which they live, an IANA name, or empty", _contact("zone")),
        "helpful": Name(
            "whether they count as helpful; in letters: whether `helpful: true` is set",
            _contact("helpful", empty=False),
            _contact("marked_helpful", empty=False),
        ),
        "marked_helpful": both("whether `helpful: true` is set", _contact("marked_helpful", empty=False)),
        "title": both("what they do", _contact("title")),
        "keep_in_touch": Name(
            "days between contacts, or never; in letters: whether you mean to keep in touch",
            _contact("keep_in_touch"),
            lambda p, _s: p.contact is not None and p.contact.keep_in_touch not in (None, "never"),
        ),
        "introduced_by": mine("who introduced you", _contact("introduced_by")),
        "introduced": mine("the contacts who say that this one introduced you", _contact("introduced", ())),
        "last_contact": mine("the day of the last real contact", _contact("last_contact")),
        "interviews": Name(
            "the interviews with them, by path",
            _contact("interviews", ()),
            lambda p, s: s.shared_interviews(p),
        ),
        "talks_held": both("how many talks were held with them", lambda p, s: s.talks_with(p)),
        "talks": both("the same as talks_held", lambda p, s: s.talks_with(p)),
        "personal": section_items("personal", "personal things; in letters those tagged #ask", shared=True),
        "log": section_items("log", "the lines of the Log", shared=False),
        "notes": section_items("notes", "the lines of Notes", shared=False),
        "introductions": section_items("introductions", "the lines of Introductions", shared=False),
        "follow_ups": section_items("follow_ups", "what you promised", shared=False),
        "properties": OWN,
    },
    key=lambda someone: someone.key,
    own=raw,
)

OTHER_PERSON = Table(_PERSON, {"name": _NAME, "greeting": _GREETING}, key=PERSON.key)
"""Somebody else than the reader of a letter: a name and a greeting."""

ME = Table(
    "me",
    {
        **properties("me"),
        **LISTS,
        "name": both("your name, empty without Me.md", attribute("name")),
        "timezone": both(
            "your zone, an IANA name; empty while it is not known",
            lambda m, _s: m.zone if m.zone_known else "",
        ),
        "signature": both("what stands under Signature", attribute("signature")),
        "has_note": both("whether there is a Me.md", lambda m, _s: m.note is not None),
        "properties": both("every key of the note as it is written", raw),
    },
    key=lambda _me: "me",
    own=raw,
    own_shared=True,
)


# The vault

NOTE = Table(
    "a note",
    {
        "name": mine("the file name", attribute("name")),
        "path": mine("the path in the vault", attribute("path")),
        "type": mine("contact, interview, me or other", attribute("kind")),
        "tags": mine("its tags, in lower case", attribute("facts.tags")),
        "properties": mine("every key as it is written", lambda note, _s: note.raw()),
    },
    key=lambda note: note.path,
    own=lambda note: note.raw(),
)
AGENDA_ITEM = Table(
    "an agenda item",
    {
        "rule": mine("the rule that made it", attribute("rule")),
        "text": mine("what to do", attribute("text")),
        "about": mine("the path of the note it is about", attribute("about")),
        "name": mine("the name of that note", attribute("name")),
        "people": mine("the names of the people", attribute("people")),
        "clear": mine("the command that clears it", attribute("clear")),
        "clears": mine("the property or act that clears it", attribute("clears")),
        "appears": mine("the moment at which it comes up", attribute("appears")),
        "due": mine("the moment up to which it is due", attribute("due")),
        "gone": mine("the moment at which it goes by itself, or empty", attribute("gone")),
        "day": mine("the day under which the agenda note lists it", lambda item, s: s.day_of(item)),
        "line": mine("the line it is about, or 0", attribute("line")),
    },
    shown="text",
    key=lambda item: (item.rule, item.about, item.text),
)
PROBLEM = Table(
    "a problem",
    {name: mine(says, attribute(name)) for name, says in (
        ("path", "the note"), ("line", "the line, or 0"), ("code", "the stable word for it"),
        ("severity", "error, warning or info"), ("message", "what is wrong"), ("hint", "what to do"),
    )},
    shown="message",
    key=lambda problem: problem,
)  # fmt: skip

VAULT = Table(
    "the vault",
    {
        "contacts": both(
            "all contacts by path; in a letter, others than its reader have name and greeting",
            lambda v, _s: v.contacts(),
        ),
        "interviews": both(
            "all interviews by path; in a letter, those with its reader", lambda v, _s: v.interviews()
        ),
        "notes": mine("all notes that a person wrote, by path", lambda v, _s: v.notes()),
        "agenda": mine("what there is to do, by day", lambda v, _s: v.agenda()),
        "problems": mine("the problems of contacts and interviews", lambda v, _s: v.problems()),
        "talks_held": both("how many talks were held with anybody", lambda v, _s: v.talks_held()),
        "asking_held": both("how many of them you had asked for", lambda v, _s: v.talks_held("asking")),
    },
    shown="talks_held",
    key=lambda _vault: "vault",
)

GLOBALS: Mapping[str, Table] = {
    "me": ME, "interview": INTERVIEW, "contact": PERSON, "person": PERSON, "vault": VAULT,
}  # fmt: skip
"""The names that a template starts from."""

BROUGHT_BY: Mapping[str, str] = {
    "me": "every template has it",
    "vault": "every template has it",
    "interview": 'it takes "renders: interview"',
    "contact": 'it takes "renders: contact" or "per: people"',
    "person": 'it takes "per: people" or "renders: contact"',
}
"""What a template must say to have each of them."""

PARTS: Mapping[str, Table] = {
    "question list": QUESTIONS, "item": ITEM, "note": NOTE, "agenda item": AGENDA_ITEM, "problem": PROBLEM,
}  # fmt: skip


def reference() -> tuple[tuple[str, str, bool, str], ...]:
    """Every name for the docs: (object, name, whether letters see it, its line), in order."""
    tables = {**{name: table for name, table in GLOBALS.items() if name != "contact"}, **PARTS}
    return tuple(
        (owner, name, row.them is not None, row.says)
        for owner, table in tables.items()
        for name, row in table.names.items()
    )
