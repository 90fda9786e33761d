"""The words of the house as types: what notes say, before anybody asks what it means.

In: nothing. Out: frozen values that every room shares: Item, Section, Link, Parsed, Facts, Problem.
Never: disk, clock, terminal, or a rule about people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Value: TypeAlias = "bool | int | float | str | tuple[Value, ...] | Mapping[str, Value] | None"
"""A YAML 1.2 core value. Dates and times are text here; people/ gives them a type."""

Severity = Literal["error", "warning", "info"]
Kind = Literal["contact", "interview", "me", "rendered", "other"]
ABOUT: tuple[Kind, ...] = ("contact", "interview")
"""Kinds of notes that a template can be about."""
OWN: tuple[Kind, ...] = (*ABOUT, "me")
"""Kinds of notes that a person writes and whose properties mean something."""

NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something in the vault that its user should know. Shown on every run until it is mended.

    `path` is relative to the vault with `/`; `line` and `column` count from 1, 0 where there is none.
    `message` says what is wrong, `hint` what to do about it; `code` is the stable word for it.
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str = ""


LinkForm = Literal["wiki", "markdown", "unquoted", "plain"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is written; index/ resolves it on use.

    `target` has neither heading, block nor shown text and is percent-decoded. `prop` is the key (as
    written) of the property it stands in, or None in the body. `form`: `[[x]]`, `[x](y)`, an unquoted
    `[[x]]` in YAML (a list in a list), or bare text where a link belongs (`people: Jo Kim`).
    """

    target: str
    line: int
    column: int = 1
    heading: str = ""
    shown: str = ""
    prop: str | None = None
    form: LinkForm = "wiki"
    embed: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One list item, task or (where the section allows) paragraph.

    `raw` is the text behind bullet and box, continuation lines joined by a blank. `text` is `raw` without
    tags, dates, ticks, `%%comments%%` and block id. `box` is None without a checkbox, else the character
    in it. `due`, `ticked` and `day` are ISO dates as text: `📅 2026-05-20` or `[due:: …]`; `✅ 2026-05-21`;
    and the date that begins the line, or the heading above it (a Log line). `group` is the canonical
    subheading below Questions: "essential", "nice_to_know" or "". `tags` are lower case, without `#`.
    `links` are the targets of the links in it, as written.
    """

    text: str
    raw: str
    line: int
    box: str | None = None
    due: str | None = None
    ticked: str | None = None
    day: str | None = None
    group: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Ticked: asked, kept, over."""
        return self.box in ("x", "X")

    @property
    def dropped(self) -> bool:
        return self.box == "-"

    @property
    def open(self) -> bool:
        return not (self.done or self.dropped)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that vaultkit knows, and what stands below it up to the next heading of its rank or above.

    `name` is canonical ("talking_points"), `line` that of the heading (0: the note has no such section),
    `text` the body below it as written, `mapped` true where the user's own heading was mapped to it.
    """

    name: str
    line: int = 0
    items: tuple[Item, ...] = ()
    text: str = ""
    mapped: bool = False


SECTIONS: tuple[str, ...] = (
    "questions", "talking_points", "notes", "takeaways", "personal", "introductions",
    "follow_ups", "wrap_up", "debrief", "log", "signature",
)  # fmt: skip
GROUPS: tuple[str, ...] = ("essential", "nice_to_know")
"""Of questions, each below a subheading of its own."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A note as the notes layer reads it: no meaning yet.

    `properties` has the keys as written, in order; `lines` gives each key's line. `front` says how the
    front matter came out: "none", "read", or "broken" (the parser rejected it, or it is over a limit;
    `properties` is then what could be had, often nothing). `head` is the block's text between the fences
    (for guesses about a broken one). `body_line` is the line on which the body begins, from 1.
    `tags` are those of the `tags` property and of body lines that hold nothing but tags, lower case, no `#`.
    `readable` is false for bytes that are no UTF-8: nothing else is then set but `problems`.
    """

    properties: Mapping[str, Value] = field(default_factory=lambda: NOTHING)
    lines: Mapping[str, int] = field(default_factory=dict)
    front: Literal["none", "read", "broken"] = "none"
    head: str = ""
    body_line: int = 1
    sections: Mapping[str, Section] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What the index keeps of a note: parsed, and told what it is. JSON can hold all of it.

    `props` has canonical keys ("org" for a written `company`) and values coerced by the schema: a date is
    ISO text, a list a tuple; a value of the wrong type is absent, with a problem. `raw` has the keys and
    values as written. `names` are the names that a link may use beside the file's own: (name, how), how
    being "name" or "alias". `broken`: no render may read it.
    """

    path: str
    kind: Kind
    name: str
    props: Mapping[str, Value] = field(default_factory=lambda: NOTHING)
    raw: Mapping[str, Value] = field(default_factory=lambda: NOTHING)
    lines: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)  # canonical key -> the key as written
    sections: Mapping[str, Section] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    broken: bool = False

    def prop(self, key: str) -> Value:
        return self.props.get(key)


@dataclass(frozen=True, slots=True)
class Resolved:
    """`path` is the note meant; `how` is the rule that found it: "path", "folder", "name" or "alias".

    `rivals`: namesakes that only the rule of the shortest path put second.
    """

    path: str
    how: Literal["path", "folder", "name", "alias"]
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """No note is meant; `nearest` are names that may have been."""

    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several notes are meant alike; `paths` are theirs."""

    paths: tuple[str, ...]


Resolution: TypeAlias = Resolved | Missing | Ambiguous
