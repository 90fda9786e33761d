"""The blocks of a body as markdown-it-py sees them: the judge wherever the reader of lines is not sure.

In: lines of a body, comments masked. Out: the same blocks as blocks.py gives.
Never: inline parsing or HTML; imported before a body needs it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from vaultkit.notes.blocks import Block, Open

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CLOSING = re.compile(r" {0,3}(`+|~+)[ \t]*")


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables, its block rules alone."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 45 ms that commands which only answer do not pay

    made = MarkdownIt("commonmark").enable("table")
    made.core.ruler.enableOnly(["normalize", "block"])
    return made


def read_markdown(lines: list[str], first: int = 0) -> tuple[list[Block], bool]:
    """Parse lines of which the first is number `first` of the body.

    The second answer tells whether a block at the end was left open that a heading would not close.
    """
    tokens = parser().parse("\n".join(lines))
    return _Collector(first).blocks(tokens), _left_open(tokens, lines)


def _left_open(tokens: list[Token], lines: list[str]) -> bool:
    last = next((token for token in reversed(tokens) if token.level == 0), None)
    if last is None or last.map is None or last.type not in ("fence", "html_block"):
        return False
    filled = len(lines)
    while filled and not lines[filled - 1].strip():
        filled -= 1
    if last.map[1] < filled:
        return False
    closing = _CLOSING.fullmatch(lines[filled - 1])
    closed = last.type == "fence" and filled - 1 > last.map[0] and closing is not None
    return not (closed and closing is not None and closing.group(1).startswith(last.markup))


class _Collector:
    def __init__(self, first: int) -> None:
        self._first = first
        self._found: list[Block | Open] = []
        self._items: list[Open] = []
        self._quotes = 0
        self._opening: Token | None = None

    def blocks(self, tokens: list[Token]) -> list[Block]:
        for token in tokens:
            self._take(token)
        return [each.closed() if isinstance(each, Open) else each for each in self._found]

    def _take(self, token: Token) -> None:
        if token.type == "list_item_open":
            item = Open("item", self._first + (token.map[0] if token.map else 0), [])
            self._items.append(item)
            self._found.append(item)
        elif token.type == "list_item_close":
            self._items.pop()
        elif token.type in ("blockquote_open", "blockquote_close"):
            self._quotes += token.nesting
        elif token.type in ("heading_open", "paragraph_open"):
            self._opening = token
        elif token.type == "inline" and self._opening is not None:
            self._inline(self._opening, token)
            self._opening = None

    def _inline(self, opening: Token, token: Token) -> None:
        line = self._first + (token.map[0] if token.map else 0)
        parts = [(line + n, text.strip()) for n, text in enumerate(token.content.split("\n"))]
        if opening.type == "heading_open":
            if not self._items and not self._quotes:
                joined = " ".join(text for _, text in parts)
                self._found.append(Block("heading", line, int(opening.tag[1]), ((line, joined),)))
        elif self._items:
            self._items[-1].parts.extend(parts)
        elif not self._quotes:
            self._found.append(Block("paragraph", line, 0, tuple(parts)))
