"""What sheets and lists show beyond single facts: the end of a talk, personal things, links, labels.

In: views of `audience: me`. Out: moments, texts, wikilinks.
Never: Notes, Debrief or Log; those stay in their note.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from vaultkit.render.words import seen
from vaultkit.render.words.choose import fixed
from vaultkit.render.words.phrases import oneline
from vaultkit.render.words.texts import text_of
from vaultkit.render.words.times import clock, in_zone, short_day

DEFAULT_MINUTES = 30
_BREAKS_LINK = re.compile(r"[\[\]|\\]")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
_ENDS_ADDRESS = re.compile(r"[()<>|\\]")
_LISTED = re.compile(r"^(\d+)\.|^([-+*])(?=\s)")
_CODES = {
    "#": "#35;", "&": "#amp;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;", "[": "#91;", "]": "#93;", "%": "#37;",
    "*": "#42;", "_": "#95;",
}  # fmt: skip
"""Marks that end a label, begin an entity or are Markdown to Mermaid, and how it wants them written."""


def minutes_of(interview: object) -> int:
    """The planned minutes, 30 where nothing is planned."""
    value = seen.get(interview, "duration", None) or seen.get(interview, "minutes", None)
    return int(value) if isinstance(value, (int, float)) and value > 0 else DEFAULT_MINUTES


def start_in(interview: object, zone_name: object = "") -> Any:
    """The start as clocks in a zone show it; a date while the hour is open; "" without a start."""
    return in_zone(seen.start_of(interview), zone_name) or ""


def end_in(interview: object, zone_name: object = "", before: int = 0) -> Any:
    """The planned end, `before` minutes earlier if asked; "" without an hour."""
    start = start_in(interview, zone_name)
    if not isinstance(start, datetime):
        return ""
    moment = start + timedelta(minutes=minutes_of(interview) - before)
    return in_zone(moment, zone_name)


def note_link(thing: object, heading: str = "") -> str:
    """A wikilink to a note by its file name, shown as the person's name; the bare name without a note.

    A name that would end the link (a bracket, a bar) is not shown: the file name is.
    """
    name = oneline(seen.name_of(thing))
    stem = text_of(seen.get(thing, "path")).removesuffix(".md").rsplit("/", 1)[-1]
    if not stem:
        return name
    shown = f"|{name}" if name and name != stem and not heading and not _BREAKS_LINK.search(name) else ""
    return f"[[{stem}{'#' + heading if heading else ''}{shown}]]"


def personal_things(interview: object) -> tuple[str, ...]:
    """What is known of the people beside their work and still open: contact, this and earlier notes, once each.

    What may be asked about (`#ask`) stands first.
    """
    found: dict[str, str] = {}
    asked: set[str] = set()
    for person in seen.many(interview, "people"):
        earlier = [one for one in seen.many(person, "interviews") if one != interview]
        earlier.sort(key=seen.when_of, reverse=True)
        for source in (person, interview, *earlier):
            for item in seen.many(source, "personal"):
                text = oneline(seen.get(item, "text"))
                if text and not seen.get(item, "done", False) and not seen.get(item, "dropped", False):
                    found.setdefault(seen.folded(text), text)
                    asked |= {seen.folded(text)} if seen.has_tag(item, "ask") else set()
    return tuple(found[name] for name in sorted(found, key=lambda name: name not in asked))


def texts(items: object) -> tuple[str, ...]:
    """The words of the items that are not dropped, in the note's order."""
    members = items if isinstance(items, (tuple, list)) else (items,)
    kept = (oneline(seen.get(item, "text")) for item in members if not seen.get(item, "dropped", False))
    return tuple(text for text in kept if text)


def items_open(items: object) -> tuple[str, ...]:
    """The words of the items that are neither ticked nor dropped."""
    members = items if isinstance(items, (tuple, list)) else (items,)
    return texts([item for item in members if not seen.get(item, "done", False)])


def graph_label(text: object) -> str:
    """A name as a quoted label of a Mermaid graph: no mark in it can end the label or the block."""
    label = "".join(_CODES.get(character, character) for character in oneline(text))
    label = _LISTED.sub(lambda at: f"{at[1]}#46;" if at[1] else f"#{ord(at[2])};", label)
    return f'"{label}"'


def graph_name(person: object) -> str:
    """An identifier for a person in a graph: the same note (or name, without one), the same one."""
    return f"p{fixed(seen.get(person, 'path') or seen.name_of(person)):x}"


def graph_notes(contacts: object) -> tuple[str, ...]:
    """The identifiers of those whose name is their note's, introducers too, each once: Obsidian links the name."""
    found: dict[str, None] = {}
    for contact in contacts if isinstance(contacts, (tuple, list)) else ():
        for one in (seen.get(contact, "introduced_by", None), contact):
            stem = text_of(seen.get(one, "path")).removesuffix(".md").rsplit("/", 1)[-1] if one else ""
            if stem and seen.folded(stem) == seen.folded(seen.name_of(one)):
                found.setdefault(graph_name(one))
    return tuple(found)


def path_link(path: object, shown: object = "") -> str:
    """A wikilink by path, which finds the note from anywhere, shown as its file name."""
    bare = oneline(path).removesuffix(".md")
    name = oneline(shown) or bare.rsplit("/", 1)[-1]
    return f"[[{bare}|{name}]]" if name != bare else f"[[{bare}]]"


def web_link(address: object, shown: object = "") -> str:
    """A link to an address, whatever marks are in it; words, or an address with words behind it, as they are written."""
    text, name = oneline(address), oneline(shown)
    if not _ADDRESS.fullmatch(text):
        return ": ".join(filter(None, (name, text)))
    return f"[{name or text}]({_ENDS_ADDRESS.sub(lambda mark: f'%{ord(mark[0]):02X}', text)})"


def last_held(interview: object, person: object) -> date | None:
    """The day of the last talk held with a person before this one."""
    here = seen.when_of(interview)
    others = [one for one in seen.many(person, "interviews") if one != interview]
    days = [day for one in others if (day := seen.held_day(one)) and date.min < day <= here]
    return max(days, default=None)


def slot_words(value: object) -> str:
    """ "Thu 12 November, 3 pm" """
    hour = clock(value)
    return f"{short_day(value)}, {hour}" if hour else short_day(value)
