"""A note read: front matter, sections, links and tags, with every problem beside what could be had.

In: bytes and the path to name in problems. Out: Parsed.
Never: raises, whatever the bytes; disk or clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.model import Parsed, Problem, Section, Value
from vaultkit.notes import body as bodies
from vaultkit.notes.fences import READ_LIMIT, decode
from vaultkit.notes.front_matter import examine
from vaultkit.notes.items import TAG
from vaultkit.notes.links import LINK_LIMIT, find_links, property_links
from vaultkit.notes.sections import ITEM_LIMIT, Gatherer, likely

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.notes.body import Body

NO_SECTIONS: Mapping[str, str] = {}


def read(data: bytes, path: str, *, sections: Mapping[str, str] = NO_SECTIONS, body: bool = True) -> Parsed:
    """Read a note. `path` goes into the problems as given.

    `sections` maps the user's headings, casefolded, to canonical names ("takeaways", "essential").
    Without `body` the front matter is read and nothing else. Lines and columns count from 1.
    """
    decoded = decode(data, READ_LIMIT)
    if decoded.bad_line:
        return Parsed(readable=False, problems=(_not_utf8(path, decoded.bad_line, decoded.bad_column),))
    front = examine(decoded.text, path)
    links = property_links(front.properties, front.lines, front.head)
    tags = _property_tags(front.properties)
    found: dict[str, Section] = {}
    problems = list(front.problems)
    if body:
        seen = bodies.looked_at(decoded.text[front.body_start :])
        found = _sections(seen, front.body_line, path, sections, problems)
        body_links = find_links(seen.text, seen.spans, front.body_line)
        if len(body_links) >= LINK_LIMIT:
            last = body_links[-1].line
            problems.append(_limit(path, last, f"only the first {LINK_LIMIT} links are read"))
        links += body_links
        tags += [tag for mark in bodies.tag_lines(seen) for tag in _tag(mark)]
    return Parsed(
        properties=front.properties,
        lines=front.lines,
        front=front.state,
        head=front.head,
        body_line=front.body_line,
        sections=found,
        links=links,
        tags=tuple(dict.fromkeys(tags)),
        problems=tuple(problems),
    )


def _sections(
    seen: Body, first_line: int, path: str, own: Mapping[str, str], problems: list[Problem]
) -> dict[str, Section]:
    if seen.cut:
        line = first_line + seen.text.count("\n")
        problems.append(_limit(path, line, "the note is too long: it is read up to here"))
    if not likely(seen.text, own):
        return {}
    blocks, masked, guessed_from = bodies.blocks_of(seen)
    if guessed_from >= 0:
        message = "the note is too intricate: from here on it is read line by line"
        problems.append(_limit(path, first_line + guessed_from, message))
    gatherer = Gatherer(seen.text.split("\n"), masked, first_line, own)
    found = gatherer.gather(blocks)
    if gatherer.stopped:
        problems.append(_limit(path, gatherer.stopped, f"only the first {ITEM_LIMIT} items are read"))
    return found


def _limit(path: str, line: int, message: str) -> Problem:
    return Problem(path, line, 0, "body-too-long", "warning", message, "split the note in two")


def _not_utf8(path: str, line: int, column: int) -> Problem:
    return Problem(
        path, line, column, "not-utf8", "error", "the note is not UTF-8", "save it as UTF-8 in your editor"
    )


def _property_tags(properties: Mapping[str, Value]) -> list[str]:
    found: list[str] = []
    for key, value in properties.items():
        if key.lower() in ("tags", "tag"):
            values = value if isinstance(value, tuple) else (value,)
            for each in values:
                if isinstance(each, str):
                    found += [tag.lower() for tag in each.replace(",", " ").replace("#", " ").split()]
    return found


def _tag(mark: str) -> list[str]:
    match = TAG.fullmatch(mark)
    return [match.group(1).lower()] if match else []
