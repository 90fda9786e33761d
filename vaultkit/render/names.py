"""The one list of what a template can name: each name, its line in the reference, and who gets it.

In: typed readers from people. Out: tables for View; the reference prints their lines.
Never: a name for `audience: them` that the design does not allow to be shared.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from vaultkit.render.fields import (
    LISTS,
    OWN,
    attribute,
    both,
    mine,
    properties,
    raw,
    section_items,
)
from vaultkit.render.view import Getter, Name, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        "turn": both(
            "three numbers without meaning that contact with them changes, for choosing words",
            _contact("turn", (0, 0, 0)),
        ),
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

BROUGHT_BY: Mapping[str, str] = {
    "me": "every template has it",
    "vault": "every template has it",
    "interview": 'it takes "renders: interview"',
    "contact": 'it takes "renders: contact" or "per: people"',
    "person": 'it takes "per: people" or "renders: contact"',
}
"""What a template must say to have each of them."""
