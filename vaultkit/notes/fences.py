"""From bytes to text, and where the fences of the front matter stand.

In: a note's bytes. Out: its text with what was wrong, and the block between the fences with its offsets.
Never: YAML; whether a block is front matter or two horizontal rules is front_matter's business.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from vaultkit.errors import Refused
from vaultkit.notes.handler import FENCE, HANDLER

READ_LIMIT = 4 * 1024 * 1024
"""Bytes of a note that are looked at when reading; a body is cut much earlier (body.BODY_LIMIT)."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A note as text, without its byte order mark; `bad_line` and `bad_column` are 0 when it is UTF-8."""

    text: str
    bom: bool = False
    bad_line: int = 0
    bad_column: int = 0


def decode(data: bytes, limit: int | None = None) -> Decoded:
    """Decode UTF-8; of a note over `limit` bytes only so many are looked at."""
    bom = data.startswith(codecs.BOM_UTF8)
    start = len(codecs.BOM_UTF8) if bom else 0
    whole = limit is None or len(data) <= limit
    part = data[start:] if whole else data[start:limit]
    try:
        text, _ = codecs.utf_8_decode(part, "strict", whole)
    except UnicodeDecodeError as bad:
        line_start = part.rfind(b"\n", 0, bad.start) + 1
        column = len(part[line_start : bad.start].decode("utf-8", "replace")) + 1
        return Decoded("", bom, part.count(b"\n", 0, bad.start) + 1, column)
    return Decoded(text, bom)


def text_to_change(data: bytes) -> tuple[str, bytes]:
    """A note's text, and the byte order mark to write before it again. Raises Refused for what is not UTF-8."""
    decoded = decode(data)
    if decoded.bad_line:
        raise Refused(f"the note is not UTF-8 (line {decoded.bad_line}): nothing was written")
    return decoded.text, codecs.BOM_UTF8 if decoded.bom else b""


def newline_of(text: str) -> str:
    """Give the line end that a text uses first; `\\n` where it has none."""
    end = text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


@dataclass(frozen=True, slots=True)
class Fenced:
    """What stands between an opening fence and the next one; offsets in characters of the text.

    `closed` is false when there is no second fence: `block` is then the rest of the text.
    """

    block: str
    start: int
    end: int
    body_start: int
    closed: bool


_FIRST = re.compile(r"(?:[ \t]*#[^\n]*\n)*([^\n]*)")
_KEY = re.compile(
    r"""[ ]*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#\-\[\]{},|>&*!%@`][^\n]*?|-[^\s][^\n]*?)[ \t]*:(?=\s|$)"""
)
_NAME = re.compile(r"[ ]*(?!-[ ])(?:\"[^\"\n]*\"|'[^'\n]*'|[\w\-./]+(?: [\w\-./]+){0,3})[ \t]*:(?=\s|$)")
_PROSE = re.compile(r"^(?![\w\-]+[ \t]*:)[^\s#\-\[\]{}\"'&*!|>%@`?][^\n:]* [^\n]*$", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_OTHER_OPENING = re.compile(r"[ ]*(?:-(?=[ \t]|$)|\{|\[|\?(?=[ \t]|$)|[&!%]|---)")


def fenced(text: str) -> Fenced | None:
    """Find the block that opens the text, or None if the text does not begin with a fence."""
    if not HANDLER.detect(text):
        return None
    opening = FENCE.match(text)
    assert opening is not None
    start = opening.end()
    try:
        block, body = HANDLER.split(text)
    except ValueError:
        return Fenced(text[start:], start, len(text), start, closed=False)
    return Fenced(block, start, start + len(block), len(text) - len(body), closed=True)


def opens_like(block: str) -> str:
    """Tell how a block begins: "empty", "key", "other" (a list, JSON, an odd key) or "prose".

    What begins like "other" is front matter if it parses as properties, else it may be prose.
    """
    if not block:
        return "empty"
    first = _FIRST.match(block)
    line = first.group(1) if first else ""
    if not line.strip():
        comments = first is not None and first.start(1) > 0
        return "empty" if comments and not block[first.start(1) if first else 0 :].strip() else "prose"
    if _NAME.match(line[:1200]):
        return "other" if _runs_on(block) else "key"
    return "other" if _OTHER_OPENING.match(line) or _KEY.match(line[:1200]) else "prose"


def _runs_on(block: str) -> bool:
    """Tell whether only the first line looks like a property: `Note: this` and then paragraphs."""
    rest = block.partition("\n")[2]
    prose = _BLANK_LINE.search(block) is not None and _PROSE.search(rest) is not None
    return prose and not any(_NAME.match(line) for line in rest.split("\n"))
