"""How a name of a template is looked up: from an item, a property, a section, an attribute of a typed reader.

In: the subject of a View. Out: Name rows for the tables in names.py.
Never: an item or a property for `audience: them` that people.sharing does not share.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from vaultkit.people import sharing
from vaultkit.people.dates import day, wall
from vaultkit.people.names import shown
from vaultkit.people.schema import PROPERTIES, Property
from vaultkit.render.view import Getter, Name, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.index.vault import Reading
    from vaultkit.model import Item, Kind, Value
    from vaultkit.people.schema import Type

ITEM_SECTIONS: Mapping[str, str] = {
    "talking_points": "what you might tell them", "notes": "your notes of the talk",
    "takeaways": "what you learned", "personal": "personal things", "introductions": "introductions offered",
    "follow_ups": "what you promised", "wrap_up": "how you mean to end", "debrief": "your candid thoughts",
}  # fmt: skip


def attribute(path: str) -> Getter:
    """The attribute of the subject, for either audience."""
    get = attrgetter(path)
    return lambda subject, _scope: get(subject)


def both(says: str, get: Getter) -> Name:
    return Name(says, get, get)


def mine(says: str, get: Getter) -> Name:
    return Name(says, get)


# Items


@dataclass(frozen=True, slots=True)
class Line:
    """An item and the note in which it stands, from which its links are followed."""

    item: Item
    note: Reading


def lines(note: Reading | None, items: Iterable[Item]) -> tuple[Line, ...]:
    return () if note is None else tuple(Line(item, note) for item in items)


def section_items(name: str, says: str, *, shared: bool) -> Name:
    def me(subject: Any, _scope: object) -> object:
        return () if subject.note is None else lines(subject.note, subject.note.section(name).items)

    def them(subject: Any, _scope: object) -> object:
        note = subject.note
        return () if note is None else lines(note, sharing.shared(note.kind, note.section(name)))

    return Name(says, me, them if shared else None)


ITEM = Table(
    "an item",
    {
        "text": both("the words, without tags and dates", attribute("item.text")),
        "raw": both("the words as typed, links and tags too", attribute("item.raw")),
        "done": both("whether it is ticked", attribute("item.done")),
        "dropped": both("whether it is crossed out", attribute("item.dropped")),
        "open": both("neither ticked nor crossed out", attribute("item.open")),
        "due": both("its date, or empty", lambda line, _s: day(line.item.due or "")),
        "ticked": both("the day of its tick, or empty", lambda line, _s: day(line.item.ticked or "")),
        "day": both(
            "the date that begins it (a Log line), or empty", lambda line, _s: day(line.item.day or "")
        ),
        "box": both("the character in its box, or empty", attribute("item.box")),
        "group": both("essential or nice_to_know, of a question", attribute("item.group")),
        "tags": both("its tags, in lower case", attribute("item.tags")),
        "links": both("the targets of its links", attribute("item.links")),
        "people": both("the contacts whom it links", lambda line, s: s.people_in(line)),
        "settled": both(
            "whether you were in touch with its reader after it was ticked (undated: after its talk)",
            lambda line, s: s.settled(line),
        ),
        "line": mine("the line of the note on which it stands", attribute("item.line")),
    },
    shown="text",
    key=lambda line: (line.note.path, line.item.line, line.item.raw),
    meant=dict.fromkeys(("tick", "answered", "checked", "asked"), "done"),
)


# Properties


def _prop(subject: Any, name: str) -> Value:
    return None if subject.note is None else subject.note.prop(name)


def typed(value: Value, kind: Type) -> object:
    """A property's value as its type says: dates, lists as tuples, links as the words they show."""
    if value is None:
        return () if kind in ("texts", "links", "times") else ""
    match kind:
        case "date":
            return day(str(value)) or ""
        case "time":
            return wall(str(value)) or ""
        case "link":
            return shown(str(value))
        case "links" if isinstance(value, tuple):
            return tuple(shown(str(member)) for member in value)
        case _:
            return value


def _property(row: Property) -> Name:
    def me(subject: Any, _scope: object) -> object:
        return typed(_prop(subject, row.name), row.type)

    def them(subject: Any, scope: object) -> object:
        value = me(subject, scope)
        return shown(value) if isinstance(value, str) and row.type == "text" else value

    def fact(subject: Any, _scope: object) -> object:
        return _prop(subject, row.name) not in (None, False, "never", "")

    return Name(row.about, me, them if row.shared else fact if row.fact else None)


def properties(kind: Kind) -> dict[str, Name]:
    return {row.name: _property(row) for row in PROPERTIES if kind in row.kinds and len(row.kinds) == 1}


def raw(subject: Any, _scope: object = None) -> Mapping[str, object]:
    return {} if subject.note is None else subject.note.raw()


OWN = mine("every key of the note as it is written, your own too", raw)
LISTS = {
    "tags": mine("the note's tags, in lower case", lambda s, _: () if s.note is None else s.note.facts.tags),
    "aliases": mine("other names of the note", lambda s, _: typed(_prop(s, "aliases"), "texts")),
}
