"""One line added to a section, or one task ticked; every other byte stays.

In: a note's bytes and the line. Out: new bytes, read again and compared; or Refused with the reason.
Never: a line within a comment, code or another section; a heading that is there already.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.errors import Refused
from vaultkit.model import GROUPS
from vaultkit.notes import body as bodies
from vaultkit.notes.fences import newline_of, text_to_change
from vaultkit.notes.front_matter import examine
from vaultkit.notes.items import BOX
from vaultkit.notes.reading import NO_SECTIONS, read
from vaultkit.notes.sections import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.model import Item, Section

_MARKER = re.compile(r"([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)")
_BLOCK_ID = re.compile(r"(?<![ \t])[ \t]++\^[A-Za-z0-9\-]+[ \t]*$")


def append_item(
    data: bytes,
    section: str,
    line: str,
    *,
    sections: Mapping[str, str] = NO_SECTIONS,
    before_subheading: bool = False,
) -> bytes:
    """Give the note with `line` (bullet and all) as the last of a section.

    `section` is canonical ("log"); where the note has none, its heading is made at the end. With `before_subheading`
    the line goes above the section's first subheading. Raises Refused.
    """
    text, bom = text_to_change(data)
    marker = _MARKER.match(line)
    if marker is None or "\n" in line or "\r" in line:
        raise Refused("what goes into a section must be one line, and a list item with some words")
    rest = line[marker.end() :]
    box = BOX.match(rest)
    raw = (rest[box.end() :] if box else rest).strip()
    newline = newline_of(text)
    place = _place(text, section, sections, before_subheading=before_subheading)
    before = read(data, "", sections=sections).sections
    for above, below in (("", ""), (newline, ""), ("", newline), (newline, newline)):
        # a blank line helps where a table stands above, or text below that would run on
        if place is None:
            new = _with_heading(text, section, line, newline)
        else:
            new = _inserted(text, place, above + line, newline, below)
        result = bom + new.encode()
        if _only_added(before, read(result, "", sections=sections).sections, section, raw):
            return result
    raise Refused("the line would not stand in its section, since code or a comment is left open above it")


def _place(text: str, section: str, own: Mapping[str, str], *, before_subheading: bool) -> int | None:
    """Find the offset behind the last line of the section that says something; None without the section."""
    front = examine(text)
    seen = bodies.looked_at(text[front.body_start :])
    if seen.cut:
        raise Refused("the note is too long to write into safely")
    headings = [block for block in bodies.blocks_of(seen)[0] if block.kind == "heading"]
    rows = text[front.body_start :].split("\n")
    names = [canonical(block.parts[0][1], own)[0] for block in headings]
    if section not in names:
        return None
    first = len(names) - 1 - names[::-1].index(section) if not before_subheading else names.index(section)
    rank, start = headings[first].level, headings[first].line + _height(rows, headings[first].line)
    end = len(rows)
    for block, name in zip(headings[first + 1 :], names[first + 1 :], strict=True):
        starts_other = bool(name) and name not in GROUPS
        if block.level <= rank or starts_other or before_subheading:
            end = block.line
            break
    while end > start and not rows[end - 1].strip():
        end -= 1
    return front.body_start + sum(len(row) + 1 for row in rows[:end])


def _height(rows: list[str], line: int) -> int:
    """How many lines a heading takes: one, or those of an underlined one."""
    if rows[line].lstrip().startswith("#"):
        return 1
    return next((n + 1 for n in range(1, len(rows) - line) if rows[line + n].strip(" \r-=") == ""), 1)


def _inserted(text: str, at: int, line: str, newline: str, below: str) -> str:
    if at > len(text):  # the last line has no line end: neither has the new one
        return text + newline + line
    return text[:at] + line + newline + below + text[at:]


def _with_heading(text: str, section: str, line: str, newline: str) -> str:
    body = text[examine(text).body_start :]
    if not text:
        gap = ""
    elif not text.endswith("\n"):
        gap = newline * 2
    else:
        blank = body.endswith(("\n\n", "\r\n\r\n")) or not body.strip()
        gap = "" if blank else newline
    return f"{text}{gap}## {section.replace('_', ' ').capitalize()}{newline}{line}{newline}"


def _only_added(before: Mapping[str, Section], after: Mapping[str, Section], name: str, raw: str) -> bool:
    """See that the section has its items and this one more, and that the others are as before."""
    old = [item.raw for item in before[name].items] if name in before else []
    new = [item.raw for item in after[name].items] if name in after else []
    if sorted(new) != sorted([*old, raw]) or not _is_part(old, new):
        return False
    rest = [key for key in after if key != name]
    return rest == [key for key in before if key != name] and all(
        [item.raw for item in before[key].items] == [item.raw for item in after[key].items] for key in rest
    )


def _is_part(part: list[str], whole: list[str]) -> bool:
    rest = iter(whole)
    return all(each in rest for each in part)


def tick(data: bytes, item: Item, day: str) -> bytes:
    """Give the note with a task ticked: `[x]`, and `✅ day` (an ISO date) at the end of its line.

    A bullet without box gets one; a ticked one stays as it is. Raises Refused where the line of the item no
    longer says what the item says, or is no list item.
    """
    text, bom = text_to_change(data)
    rows = text.split("\n")
    row = rows[item.line - 1] if 0 < item.line <= len(rows) else ""
    marker = _MARKER.match(row)
    if marker is None:
        raise Refused(f"line {item.line} is no list item, so it cannot be ticked")
    rest = row[marker.end() :]
    box = BOX.match(rest)
    words = rest[box.end() :] if box else rest
    if not words.strip() or not item.raw.startswith(words.strip()):
        raise Refused(f"line {item.line} no longer says `{item.raw}`: nothing was ticked")
    if box and box.group(1) in "xX":
        return data
    rows[item.line - 1] = f"{marker.group()}[x] {_stamped(words, day)}"
    return bom + "\n".join(rows).encode()


def _stamped(words: str, day: str) -> str:
    """Put the day of the tick last, but in front of a block id, trailing blanks and the line end."""
    bare = words.rstrip()
    tail = words[len(bare) :]
    if "✅" in bare:
        return words
    block_id = _BLOCK_ID.search(bare)
    if block_id:
        bare, tail = bare[: block_id.start()], block_id.group() + tail
    return f"{bare} ✅ {day}{tail}"
