"""A rendered note in parts, and whether two texts say the same.

In: whole texts of rendered notes. Out: front matter by key, body, and equality that ignores mere form.
Never: changes a text; a front matter that cannot be split is left to be compared as plain lines.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vaultkit.model import Value

_KEY = re.compile(
    r"""(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<plain>[^\s#"'\-\[\]{}&*!|>%@`:][^\n]*?|-[^\s:][^\n]*?))[ \t]*:(?=[ \t\n]|$)"""
)
_LONGEST_KEY = 1200
"""Characters in which a key ends: a line of blanks takes time by the square of its length."""
_COMMENT = re.compile(r"(?:^|\s)#[^\n]*")
_NEWLINE = re.compile(r"\r\n|\r")


class Entry(NamedTuple):
    """One key of a front matter: `lead` are comments and blank lines above it, `lines` its own, all whole."""

    key: str
    lead: str
    lines: str


class Parts(NamedTuple):
    """`front` is the text between the fences or None; line endings are `\\n` in both."""

    bom: str
    front: str | None
    body: str


def parts(text: str) -> Parts:
    """Split a note's text; without a closing fence all of it is body."""
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    text = _NEWLINE.sub("\n", text.removeprefix("\ufeff"))
    opening, newline, rest = text.partition("\n")
    if opening.rstrip() != "---" or not newline:
        return Parts(bom, None, text)
    end = re.search(r"^---[ \t]*(?:\n|\Z)", rest, re.MULTILINE)
    if end is None:
        return Parts(bom, None, text)
    return Parts(bom, rest[: end.start()], rest[end.end() :])


def entries(front: str | None) -> tuple[Entry, ...] | None:
    """The keys of a front matter in their order; None when it is not plain `key:` lines, each key once.

    Comments and blank lines below the last key come as an entry with the key "".
    """
    found: list[tuple[str, str, list[str]]] = []
    lead = ""
    for line in StringIO(front or ""):  # splitlines would cut at U+2028 too
        if not line.strip() or line.startswith("#"):
            lead += line
        elif line[0] in " \t" or (line[0] == "-" and line[1:2] in ("", " ", "\t", "\n")):
            if not found:
                return None
            found[-1][2].extend((lead, line))
            lead = ""
        else:
            match = _KEY.match(line, 0, _LONGEST_KEY)
            if match is None:
                return None
            key = match["double"] or match["single"] or match["plain"] or ""
            found.append((key, lead, [line]))
            lead = ""
    if lead:
        found.append(("", lead, []))
    if len({key for key, _, _ in found}) < len(found):
        return None
    return tuple(Entry(key, above, "".join(own)) for key, above, own in found)


def value(entry: Entry) -> object:
    """What a key says, whatever its quotes and list style; the bare text where that cannot be read."""
    from vaultkit import notes  # noqa: PLC0415 - most texts are equal to the byte and need no parser

    parsed = notes.read(f"---\n{entry.lines}---\n".encode(), "", body=False)
    if parsed.front != "read" or len(parsed.properties) != 1:
        return entry.lines.strip()
    return _typed(next(iter(parsed.properties.values())))


def _typed(found: Value) -> object:
    """A value that compares by type too: `1`, `1.0` and `true` are three things in a note."""
    if isinstance(found, tuple):
        return tuple(_typed(one) for one in found)
    if isinstance(found, str | bool | int | float) or found is None:
        return (type(found).__name__, found)
    return tuple((key, _typed(one)) for key, one in found.items())


def remarks(entry: Entry) -> tuple[str, ...]:
    """What may be comments in the entry's own lines: words that a rewritten value would drop."""
    return tuple(found.strip() for found in _COMMENT.findall(entry.lines))


def same(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but form.

    Form is: line endings, blanks at the end of lines, blank lines at both ends of the body, a byte order
    mark, and how the front matter is written (quotes, list style, order, comments).
    """
    if one == other:
        return True
    left, right = parts(one), parts(other)
    return _plain(left.body) == _plain(right.body) and _same_front(left.front, right.front)


def _plain(body: str) -> str:
    return "\n".join(line.rstrip() for line in body.split("\n")).strip("\n")


def _same_front(one: str | None, other: str | None) -> bool:
    if one == other:
        return True
    left, right = entries(one), entries(other)
    if one is None or other is None or left is None or right is None:
        return one is not None and other is not None and _plain(one) == _plain(other)
    mine = {entry.key: entry for entry in left if entry.key}
    theirs = {entry.key: entry for entry in right if entry.key}
    return mine.keys() == theirs.keys() and all(
        entry.lines == theirs[key].lines or value(entry) == value(theirs[key]) for key, entry in mine.items()
    )


def torn(text: str) -> bool:
    """Empty or nothing but NUL: what a crash of the system leaves of a file that was being written."""
    return not text.strip("\x00")
