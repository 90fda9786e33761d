"""Facts as JSON and back, in parts, so that a reader of properties never pays for sections.

In: Facts, or the four texts of a row. Out: the other of the two; round trips are exact.
Never: pickle, which would run what a damaged file says.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vaultkit.model import Facts, Item, Link, Problem, Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.model import Value

_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False, default=dict).encode


def packed(facts: Facts) -> tuple[str, str, str, str]:
    """The texts of `props`, `rest`, `sections` and `links`."""
    rest = (dict(facts.raw), dict(facts.lines), dict(facts.keys), facts.names, facts.tags)
    return (
        _encode(dict(facts.props)) if facts.props else "{}",
        _encode(rest),
        _encode({name: _section(one) for name, one in facts.sections.items()}) if facts.sections else "{}",
        _encode([_link(link) for link in facts.links]) if facts.links else "[]",
    )


def packed_problems(problems: tuple[Problem, ...]) -> str | None:
    """Problems as one text, None for none."""
    if not problems:
        return None
    return _encode([(p.path, p.line, p.column, p.code, p.severity, p.message, p.hint) for p in problems])


def unpacked_problems(text: str | None) -> tuple[Problem, ...]:
    return tuple(Problem(*one) for one in json.loads(text)) if text else ()


def props_of(text: str) -> dict[str, Value]:
    """The canonical properties out of the first text."""
    return {key: frozen(value) for key, value in json.loads(text).items()}


def sections_in(text: str) -> dict[str, list[Any]]:
    """The sections out of the third text by name, each still to be made by `section_of`."""
    return dict(json.loads(text).items())


def sections_of(text: str) -> dict[str, Section]:
    return {name: section_of(fields) for name, fields in sections_in(text).items()}


def section_of(fields: list[Any]) -> Section:
    name, line, items, body, mapped = fields
    return Section(name, line, tuple(_item_of(item) for item in items), body, mapped)


def links_of(text: str) -> tuple[Link, ...]:
    return tuple(Link(*one) for one in json.loads(text))


def rest_of(text: str) -> dict[str, Any]:
    """`raw`, `lines`, `keys`, `names` and `tags` out of the second text, as Facts takes them."""
    raw, lines, keys, names, tags = json.loads(text)
    return {
        "raw": {key: frozen(value) for key, value in raw.items()},
        "lines": lines,
        "keys": keys,
        "names": tuple((name, how) for name, how in names),
        "tags": tuple(tags),
    }


def frozen(value: Any) -> Any:
    """JSON's lists as the tuples they were."""
    if isinstance(value, list):
        return tuple(frozen(one) for one in value)
    if isinstance(value, dict):
        return {key: frozen(one) for key, one in value.items()}
    return value


def _section(section: Section) -> tuple[Any, ...]:
    return section.name, section.line, [_item(item) for item in section.items], section.text, section.mapped


def _item(item: Item) -> tuple[Any, ...]:
    return (
        item.text, item.raw, item.line, item.box, item.due, item.ticked, item.day, item.group,
        item.tags, item.links,
    )  # fmt: skip


def _item_of(fields: list[Any]) -> Item:
    text, raw, line, box, due, ticked, day, group, tags, links = fields
    return Item(text, raw, line, box, due, ticked, day, group, tuple(tags), tuple(links))


def _link(link: Link) -> tuple[Any, ...]:
    return (
        link.target, link.line, link.column, link.heading, link.shown, link.prop, link.form, link.embed,
    )  # fmt: skip


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Equal, and in the same order: a template that lists them would show a difference."""
    return list(one.items()) == list(other.items())
