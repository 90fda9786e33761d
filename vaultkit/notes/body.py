"""A body read within its limits: how much is looked at, and which reader takes which part.

In: a body's text. Out: Body: its lines, hidden spans, links' text and blocks, and where reading ended early.
Never: more work than a bounded share of 200 ms, whatever the bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vaultkit.notes.blocks import HEADING, Block, read_lines
from vaultkit.notes.hidden import Span, hidden_and_seen, hides, mask
from vaultkit.notes.markdown import read_markdown

BODY_LIMIT = 1024 * 1024
LINE_LIMIT = 20_000
MARKDOWN_LIMIT = 32 * 1024
"""Characters of one note that the full parser is given; behind them lines are read one by one."""


@dataclass(frozen=True, slots=True)
class Body:
    """`text` is what was looked at, with `\\n` as the only line end; `cut` tells that there was more."""

    text: str
    spans: tuple[Span, ...]
    cut: bool


def looked_at(text: str) -> Body:
    """Take as much of a body as is read, and find what is hidden in it."""
    kept = text if len(text) <= BODY_LIMIT else text[: text.rfind("\n", 0, BODY_LIMIT) + 1 or BODY_LIMIT]
    if "\r" in kept:
        kept = kept.replace("\r\n", "\n").replace("\r", " ")
    end = _end_of_line(kept, LINE_LIMIT) if len(kept) > LINE_LIMIT else len(kept)
    cut = end < len(kept) or len(text) > BODY_LIMIT
    kept = kept[:end]
    spans, seen = hidden_and_seen(kept)
    if seen < len(kept):
        kept, cut = kept[: kept.rfind("\n", 0, seen) + 1], True
    return Body(kept, spans, cut)


def _end_of_line(text: str, number: int) -> int:
    at = -1
    for _ in range(number):
        at = text.find("\n", at + 1)
        if at < 0:
            return len(text)
    return at + 1


def blocks_of(body: Body) -> tuple[list[Block], list[str], int]:
    """Give the blocks, the masked lines, and the line (from 0) from which lines were read one by one, or -1.

    The reader of lines goes first; from the last heading before the place where it is not sure up to the
    next heading the full parser reads.
    """
    lines = mask(body.text, body.spans).replace("\0", "\ufffd").split("\n")
    blocks: list[Block] = []
    at, left = 0, MARKDOWN_LIMIT
    while True:
        sure, at = read_lines(lines, at)
        blocks += sure
        if at >= len(lines):
            return blocks, lines, -1
        found, end = _by_markdown(lines, at, left)
        if found is None:
            guessed, _ = read_lines(lines, at, guess=True)
            return blocks + guessed, lines, at
        blocks += found
        left -= _size(lines, at, end)
        at = end


def _size(lines: list[str], start: int, end: int) -> int:
    return sum(len(line) + 1 for line in lines[start:end])


def _by_markdown(lines: list[str], at: int, left: int) -> tuple[list[Block] | None, int]:
    """Let the full parser read from a heading to the next; to the end where something stays open there."""
    end = next((n for n in range(at + 1, len(lines)) if HEADING.fullmatch(lines[n])), len(lines))
    if _size(lines, at, end) > left:
        return None, end
    found, left_open = read_markdown(lines[at:end], at)
    if left_open and end < len(lines):
        left -= _size(lines, at, end)
        end = len(lines)
        if _size(lines, at, end) > left:
            return None, end
        found, _ = read_markdown(lines[at:end], at)
    return found, end


TAG_LINE = re.compile(r"^[ \t]*#[^\s#]+(?:[ \t]+#[^\s#]+)*[ \t]*$", re.MULTILINE)


def tag_lines(body: Body) -> list[str]:
    """Give the tags, as written with their `#`, of lines that hold nothing else."""
    found: list[str] = []
    if "#" not in body.text:
        return found
    for match in TAG_LINE.finditer(body.text):
        if not hides(body.spans, match.start()):
            found += match.group().split()
    return found
