"""What a note is: rendered, a contact, an interview, me, or another.

In: a parsed note, its path, the configuration and the names of templates. Out: a kind.
Never: a look at any other note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from vaultkit.index.names import stem
from vaultkit.people.coerce import as_text
from vaultkit.people.names import fold
from vaultkit.people.schema import by_key, folded

if TYPE_CHECKING:
    from vaultkit.config import Config, Recognise
    from vaultkit.model import Kind, Parsed, Value

TYPES: Final[Mapping[str, Kind]] = {
    "contact": "contact",
    "person": "contact",
    "interview": "interview",
    "me": "me",
}
TAGS: Final[Mapping[str, Kind]] = {word: kind for word, kind in TYPES.items() if kind != "me"}
_TYPE_LINE: Final = re.compile(
    r"""^[ \t"']*type["']?[ \t]*:[ \t]*["'\[]*(contact|person|interview|me)\b""", re.IGNORECASE | re.MULTILINE
)
_TEMPLATE_LINE: Final = re.compile(
    r"""^template[ \t]*:[ \t]*["']?([^"'#\n]+?)["']?[ \t]*(?:#.*)?$""", re.MULTILINE
)
_TAG_LINE: Final = re.compile(
    r"""^(?:tags?[ \t]*:.*?|[ \t]*-[ \t]*)[\s"'\[,#](contact|person|interview)["'\],]*(?:[\s,].*)?$""",
    re.IGNORECASE | re.MULTILINE,
)


def kind_of(path: str, parsed: Parsed, config: Config, templates: Mapping[str, str]) -> Kind:
    """The kind by the first sign that fits: a template's identity, `type`, a tag, a link, a folder.

    `templates` has each template's name with what it renders. Contacts go before interviews in each sign; what the
    note itself says goes before the folder in which it lies. A broken front matter is asked line by line.
    """
    if parsed.front == "broken":
        return _of_broken(path, parsed, config, templates)
    values = {key.casefold(): value for key, value in parsed.properties.items()}
    if _rendered(values, templates):
        return "rendered"
    for text in _texts(values.get("type")):
        if text.casefold() in TYPES:
            return TYPES[text.casefold()]
    return _by_tag(parsed.tags, config) or _by_link(parsed, config) or _by_folder(path, config) or "other"


def _rendered(values: Mapping[str, Value], templates: Mapping[str, str]) -> bool:
    names = _texts(values.get("template"))
    renders = templates.get(names[0]) if len(names) == 1 else None
    return renders is not None and (renders == "vault" or bool(_texts(values.get("about"))))


def _of_broken(path: str, parsed: Parsed, config: Config, templates: Mapping[str, str]) -> Kind:
    """What the lines of an unreadable front matter say, so that its error is one."""
    named = _TEMPLATE_LINE.search(parsed.head)
    if named and named[1].strip() in templates:
        return "rendered"
    if typed := _TYPE_LINE.search(parsed.head):
        return TYPES[typed[1].casefold()]
    if tagged := _TAG_LINE.search(parsed.head):
        return TAGS[tagged[1].casefold()]
    for kind, rule in _rules(config):
        named_in = (fold(f"[[{_target(text)}") for text in rule.links)
        if any(opening in fold(parsed.head) for opening in named_in):
            return kind
    return _by_tag(parsed.tags, config) or _by_folder(path, config) or _by_new_folder(path, config) or "other"


def _texts(value: Value) -> tuple[str, ...]:
    parts = value if isinstance(value, tuple) else (value,)
    flat = [inner for part in parts for inner in (part if isinstance(part, tuple) else (part,))]
    return tuple(text for part in flat if not isinstance(part, Mapping) and (text := as_text(part).strip()))


def _rules(config: Config) -> tuple[tuple[Kind, Recognise], ...]:
    return (("contact", config.contacts), ("interview", config.interviews))


def _by_tag(tags: Iterable[str], config: Config) -> Kind | None:
    mine = {tag.casefold().lstrip("#") for tag in tags}
    if not mine:
        return None
    for kind, rule in _rules(config):
        words = {tag for tag, of in TAGS.items() if of == kind} | {fold(tag).lstrip("#") for tag in rule.tags}
        if mine & words:
            return kind
    return None


def _by_link(parsed: Parsed, config: Config) -> Kind | None:
    for kind, rule in _rules(config):
        wanted = {_target(text) for text in rule.links}
        if any(link.prop and _places(link.prop) and _target(link.target) in wanted for link in parsed.links):
            return kind
    return None


def _places(key: str) -> bool:
    """Whether a link under that key puts the note somewhere; `people` and the like only name somebody."""
    row = by_key("interview").get(folded(key)) or by_key("contact").get(folded(key))
    return row is None or not row.is_link


def _target(text: str) -> str:
    """`[[People]]`, `People.md` and `Notes/People` alike: the folded name at the end."""
    inner = text.strip().removeprefix("categories:").strip().strip("\"'")
    inner = inner.removeprefix("[[").removesuffix("]]").split("|", 1)[0].split("#", 1)[0]
    return fold(stem(inner))


def _by_folder(path: str, config: Config) -> Kind | None:
    """The kind of the deepest configured folder that holds the note."""
    inside = fold(path)
    found: list[tuple[int, Kind]] = []
    for kind, rule in _rules(config):
        for folder in rule.folders:
            name = fold(folder.strip("/"))
            if name and inside.startswith(name + "/"):
                found.append((len(name), kind))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _by_new_folder(path: str, config: Config) -> Kind | None:
    """The folders in which commands make new notes tell what an unreadable one in them was to be."""
    top = fold(path)
    if top.startswith(fold(config.new.people) + "/"):
        return "contact"
    return "interview" if top.startswith(fold(config.new.interviews) + "/") else None
