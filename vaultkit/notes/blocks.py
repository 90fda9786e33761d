"""A reader of lines for bodies that are plain: headings, items, paragraphs, code between fences.

In: the lines of a body, comments masked. Out: blocks with their lines, and how far it was sure.
Never: a guess, unless told to guess; what it is not sure of is markdown.py's to read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple


class Block(NamedTuple):
    """A heading, a list item or a paragraph. `line` counts from 0 in the body; `level` is a heading's rank.

    `parts` are its lines as (line, text): without marker and indentation; a heading has one.
    """

    kind: Literal["heading", "item", "paragraph"]
    line: int
    level: int
    parts: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Open:
    """A block while it grows."""

    kind: Literal["item", "paragraph"]
    line: int
    parts: list[tuple[int, str]]

    def closed(self) -> Block:
        return Block(self.kind, self.line, 0, tuple(self.parts))


HEADING = re.compile(r"(#{1,6})(?: (.*))?")
_CLOSING_MARKS = re.compile(r"(?:^| )#+ *$")
_ITEM = re.compile(r"( *)([-+*]|\d{1,9}[.)])(?:( +)(.*))?")
_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})(.*)")
_RULE = re.compile(r"([-*_])(?: *\1){2,} *")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+) *")
_TABLE = re.compile(r"(?=[ \-]*+[|:])[ |:\-]++")
_NESTED = re.compile(
    r"(?:[-+*]|\d{1,9}[.)])(?: |$)|[>|`~<]|\[(?:[^\]\\]*(?:\]:|$)|[^\]]*\\)|#{1,6}(?: |$)|    "
)
_START = re.compile(r" *(?:[<>|]|`{3}|~{3}|\[(?:[^\]\\]*(?:\]:|$)|[^\]]*\\)|#{1,6}(?: |$))")
_ODD = re.compile("[\t\x00\x0b\x0c\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


class Uncertain(Exception):
    """This line could be read in more than one way."""


class LineReader:
    """Reads lines from a heading (or the start) on, one after the other."""

    def __init__(self, lines: list[str], at: int, *, guess: bool) -> None:
        self.lines = lines
        self.at = at
        self._found: list[Block | Open] = []
        self._sure_at = at
        self._sure_blocks = 0
        self._guess = guess
        self._open: Open | None = None  # takes text while `_running`; an item also after a blank line
        self._running = False  # a paragraph is being read: the next line may go on with it
        self._stack: list[tuple[int, int, Open]] = []  # indent, content offset, item

    def run(self) -> tuple[list[Block], int]:
        """Read on; give the blocks before the last heading that was sure, and the line to go on from."""
        kept = None
        try:
            while self.at < len(self.lines):
                self._line(self.lines[self.at])
            self._close_all()
        except Uncertain:
            kept, self.at = self._sure_blocks, self._sure_at
        return [each if isinstance(each, Block) else each.closed() for each in self._found[:kept]], self.at

    def _doubt(self) -> None:
        if not self._guess:
            raise Uncertain

    def _line(self, line: str) -> None:
        if not line.strip(" \t"):
            self._running = False
            self.at += 1
            return
        if line[0] in " \t" and "\t" in line:  # Obsidian nests lists with tabs
            rest = line.lstrip(" \t")
            line = line[: len(line) - len(rest)].expandtabs(4) + rest
        if not (line.isascii() and line.isprintable()) and _ODD.search(line):
            self._doubt()
        first = line.lstrip(" ")[0]
        heading = HEADING.fullmatch(line) if line[0] == "#" else None
        if heading:
            self._heading(heading)
        elif line[0] in "`~" and (fence := _FENCE.fullmatch(line)):
            self._fence(fence.group(1))
        elif first in "-*_" and _RULE.fullmatch(line.strip(" ")):
            self._rule(line)
        elif first in "-+*0123456789" and (item := _ITEM.fullmatch(line)) is not None:
            self._item(item)
        else:
            self._text(line)
        self.at += 1

    def _close_all(self) -> None:
        self._close_paragraph()
        self._open, self._running = None, False
        self._stack.clear()

    def _close_paragraph(self) -> None:
        if self._open is not None and self._open.kind == "paragraph":
            self._found.append(self._open)
            self._open = None

    def _heading(self, match: re.Match[str]) -> None:
        self._close_all()
        self._sure_at, self._sure_blocks = self.at, len(self._found)
        text = _CLOSING_MARKS.sub("", (match.group(2) or "").strip(" ")).strip(" ")
        self._found.append(Block("heading", self.at, len(match.group(1)), ((self.at, text),)))

    def _fence(self, marks: str) -> None:
        self._close_all()
        closing = re.compile(rf" {{0,3}}{re.escape(marks[0])}{{{min(len(marks), 1000)},}}[ \t]*")
        self.at += 1
        while self.at < len(self.lines) and not closing.fullmatch(self.lines[self.at]):
            self.at += 1

    def _rule(self, line: str) -> None:
        if line[0] == " " or self._running or self._stack:
            self._doubt()
        self._close_all()

    def _item(self, match: re.Match[str]) -> None:
        spaces, marker, gap, text = match.groups()
        indent, text = len(spaces), (text or "").rstrip(" ")
        self._check_item(indent, marker, gap or "", text)
        if self._stack and not self._stack[-1][2].parts and indent > self._stack[-1][0]:
            self._doubt()  # an item below an empty one: a blank line between would part them
        depth = len(self._stack)
        while self._stack and indent < self._stack[-1][1]:
            sibling = self._stack.pop()
        parent = self._stack[-1][1] if self._stack else 0
        if depth > len(self._stack):
            if sibling[0] != indent:
                self._doubt()
        elif indent - parent > (0 if not self._stack else 3) or (self._running and marker[0] in "0123456789"):
            self._doubt()
        self._close_paragraph()
        item = Open("item", self.at, [(self.at, text)] if text else [])
        self._found.append(item)
        self._open, self._running = item, bool(text)
        width = len(gap) if gap and text else 1
        self._stack.append((indent, indent + len(marker) + width, item))

    def _check_item(self, indent: int, marker: str, gap: str, text: str) -> None:
        if text:
            if len(gap) > 4:  # noqa: PLR2004 - five make code
                self._doubt()
            if text[0].isalpha():
                return  # each mark below is none of letters
            if _NESTED.match(text) or _RULE.fullmatch(text):
                self._doubt()
            if _TABLE.fullmatch(text) or _UNDERLINE.fullmatch(text):
                self._doubt()
        elif self._running and not (self._stack and self._stack[-1][0] == indent):
            self._doubt()  # an empty item does not end a paragraph, and `-` may underline one
        elif self._running and marker == "-":
            self._doubt()

    def _text(self, line: str) -> None:
        if not line[0].isalpha() and (
            _START.match(line) or _UNDERLINE.fullmatch(line) or _TABLE.fullmatch(line)
        ):
            self._doubt()
        text = line.strip(" ")
        if self._running and self._open is not None:
            self._open.parts.append((self.at, text))
            return
        indent = len(line) - len(line.lstrip(" "))
        if self._stack and not self._stack[-1][2].parts:
            self._doubt()  # text below an empty item
        while self._stack and indent < self._stack[-1][1]:
            self._stack.pop()
        parent = self._stack[-1][1] if self._stack else 0
        if indent - parent > 3:  # noqa: PLR2004 - four make code
            self._doubt()
        self._close_paragraph()
        if self._stack:
            self._open = self._stack[-1][2]
            self._open.parts.append((self.at, text))
        else:
            self._open = Open("paragraph", self.at, [(self.at, text)])
        self._running = True


def read_lines(lines: list[str], at: int = 0, *, guess: bool = False) -> tuple[list[Block], int]:
    """Read from line `at` on. Give the blocks that are sure, and the line from which another must read.

    With `guess` every line is taken for what it most looks like, and all of them are read.
    """
    return LineReader(lines, at, guess=guess).run()
