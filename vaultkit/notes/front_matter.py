"""Front matter as Obsidian sees it: properties, or a horizontal rule, or something broken that is said.

In: a note's text. Out: Front: how it came out, the properties with their lines, where the body begins.
Never: raises for what a note holds; changes a byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from vaultkit.model import NOTHING, Problem, Value
from vaultkit.notes.fences import Fenced, fenced, opens_like
from vaultkit.notes.loading import BLOCK_LIMIT, PROSE, Block, load_block
from vaultkit.notes.trouble import BlockError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Front:
    """What opens a note. Offsets count characters of the text, lines from 1 in the note.

    `start` and `end` hold the block between the fences; without front matter they and `body_start` are 0.
    """

    state: Literal["none", "read", "broken"] = "none"
    properties: Mapping[str, Value] = field(default_factory=lambda: NOTHING)
    lines: Mapping[str, int] = field(default_factory=dict)
    head: str = ""
    start: int = 0
    end: int = 0
    body_start: int = 0
    body_line: int = 1
    problems: tuple[Problem, ...] = ()


_NONE = Front()


def examine(text: str, path: str = "") -> Front:
    """Read what opens a note. `path` goes into the problems as given."""
    block = fenced(text)
    if block is None:
        return _NONE
    opening = opens_like(block.block)
    if opening == "prose" or (not block.closed and opening != "key"):
        return _NONE  # a horizontal rule, and no error
    if not block.closed:
        return _unclosed(block, path)
    try:
        loaded = load_block(block.block)
    except BlockError as error:
        if error.code == PROSE:
            return _NONE
        told = opening == "key" or error.code in ("front-matter-list", "front-matter-too-large")
        return _broken(block, error, path) if told or not _reads_as_prose(block.block) else _NONE
    return _read(block, loaded, path)


def _reads_as_prose(block: str) -> bool:
    """Tell whether a rejected block is what may stand between two rules: no line after the first is a property."""
    return not any(re.match(r"[\w\-]+[ \t]*:(?:\s|$)", line) for line in block.split("\n")[1:])


def _read(block: Fenced, loaded: Block, path: str) -> Front:
    problems = tuple(replace(each, path=path, line=each.line + 1) for each in loaded.skipped)
    lines = {key: line + 1 for key, line in loaded.lines.items()}
    return Front(
        "read",
        loaded.properties,
        lines,
        block.block,
        block.start,
        block.end,
        block.body_start,
        block.block.count("\n") + 3,
        problems,
    )


def _broken(block: Fenced, error: BlockError, path: str) -> Front:
    problem = Problem(
        path,
        error.line + 1,
        error.column,
        error.code,
        "error",
        f"the front matter cannot be read: {error.message}",
        error.hint,
    )
    return Front(
        "broken",
        head=block.block[:BLOCK_LIMIT],
        start=block.start,
        end=block.end,
        body_start=block.body_start,
        body_line=block.block.count("\n") + 3,
        problems=(problem,),
    )


_AFTER_HEAD = re.compile(r"^[ \t]*\r?\n|^#{1,6}[ \t]", re.MULTILINE)


def _unclosed(block: Fenced, path: str) -> Front:
    """Front matter without its second fence: what looks like it ends at a blank line or a heading."""
    after = _AFTER_HEAD.search(block.block)
    size = min(after.start() if after else len(block.block), BLOCK_LIMIT)
    head = block.block[:size]
    problem = Problem(
        path,
        1,
        1,
        "front-matter-unclosed",
        "error",
        "the front matter has no closing fence",
        f"put `---` alone on a line of its own after line {1 + len(head.splitlines())}",
    )
    body_start = block.start + size
    return Front(
        "broken",
        head=head,
        start=block.start,
        end=body_start,
        body_start=body_start,
        body_line=2 + head.count("\n"),
        problems=(problem,),
    )
