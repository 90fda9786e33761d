"""What a reader of the note does not see as text: code, comments and math.

In: text. Out: the spans of code, of `%%` and HTML comments and of math, in order and apart from each other.
Never: time that grows faster than the text; a comment inside code, or code inside a comment.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

Kind = Literal["code", "comment", "math"]


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to `end`, in characters."""

    start: int
    end: int
    kind: Kind


TOKEN_LIMIT = 20_000
"""So many marks that might hide something are followed; what stands behind the last is not looked at."""

FILLER = "\ufdd0"
"""Stands for each character of a comment: no letter, no blank, and no character that text may hold."""

_SUSPECTS = ("`", "$", "%%", "<!--", "~~~", "\t", "\n    ")
_TOKEN = re.compile(r"\\.|`+|%%|<!--|\$\$?|\n", re.DOTALL)
_MARK = re.compile(r"\\.|`+|%%|<!--|\$\$?", re.DOTALL)
_CODE_LINE = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:```|~~~)|^(?: {4}| {0,3}\t)", re.MULTILINE
)
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`\n]*(?:\n|\Z))|~{3,})")
_BLOCK_END = re.compile(r"\n(?=[ \t]*(?:\n|\Z|[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|>|```|~~~))")
_LIST_LINE = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_INDENT = 200  # blanks in front of a mark on its line that are looked at
_INLINE_MATH = re.compile(r"\$(?=[^\s$])[^$\n]*?(?<=[^\s\\])\$(?!\d)")


def hidden(text: str) -> tuple[Span, ...]:
    """Find the hidden spans of a text."""
    return hidden_and_seen(text)[0]


def hidden_and_seen(text: str) -> tuple[tuple[Span, ...], int]:
    """Find the hidden spans, and how far the text was looked at (all of it, but for a text made to hurt)."""
    if not text.startswith("    ") and not any(mark in text for mark in _SUSPECTS):
        return (), len(text)
    scanner = _Scanner(text)
    return tuple(scanner.run()), scanner.at


def hides(spans: tuple[Span, ...], at: int) -> bool:
    """Whether what stands at an offset is hidden."""
    return any(span.start <= at < span.end for span in spans)


def mask(text: str, spans: tuple[Span, ...]) -> str:
    """Put FILLER in place of comments; line ends stay, and so does every position."""
    parts, at = [], 0
    for span in spans:
        if span.kind == "comment":
            parts.append(text[at : span.start])
            lines = text[span.start : span.end].split("\n")
            parts.append("\n".join(FILLER * len(line) for line in lines))
            at = span.end
    parts.append(text[at:])
    return "".join(parts)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.spans: list[Span] = []
        self._runs: dict[int, list[int]] | None = None
        self._comment_marks: list[int] | None = None
        self._block_end = -1
        self._none_left: set[str] = set()
        self._blank_before = True
        self._in_list = False

    def run(self) -> list[Span]:
        """Go through the text line by line, and within a line from mark to mark."""
        end, left = len(self.text), TOKEN_LIMIT
        if _CODE_LINE.search(self.text) is None:
            self._inline(left, _MARK)
            return self.spans
        while self.at < end and left > 0:
            if self._line_is_code():
                left -= 1
                continue
            left = self._inline(left)
        return self.spans

    def _line_is_code(self) -> bool:
        """At the start of a line: take a fenced block or an indented line whole."""
        start = self.at
        line_end = self.text.find("\n", start)
        line_end = len(self.text) if line_end < 0 else line_end + 1
        line = self.text[start:line_end]
        if not line.strip():
            self._blank_before, self.at = True, line_end
            return True
        fence = _FENCE.match(line)
        indented = line.expandtabs(4).startswith("    ")
        if fence and not (indented and not self._in_list and self._blank_before):
            self._fenced(start, line_end, fence.group(1))
            return True
        if indented and self._blank_before and not self._in_list:
            self._add(start, line_end, "code")
            return True
        self._follow_list(line)
        return False

    def _follow_list(self, line: str) -> None:
        if _LIST_LINE.match(line):
            self._in_list = True
        elif line.startswith("#") or (self._blank_before and not line[0].isspace()):
            self._in_list = False
        self._blank_before = line.startswith("#")

    def _fenced(self, start: int, line_end: int, marks: str) -> None:
        closing = self._closing(marks)
        match = closing.search(self.text, line_end - 1) if line_end <= len(self.text) else None
        self._add(start, match.end() if match else len(self.text), "code")
        self._blank_before = True

    @staticmethod
    def _closing(marks: str) -> re.Pattern[str]:
        size = min(len(marks), 1000)
        return re.compile(rf"\n[ \t>]*{re.escape(marks[0])}{{{size},}}[ \t]*(?=\n|\Z)")

    def _add(self, start: int, end: int, kind: Kind) -> None:
        self.spans.append(Span(start, end, kind))
        self.at = end

    def _inline(self, left: int, marks: re.Pattern[str] = _TOKEN) -> int:
        """Follow the marks from here to the end of the line; give how many may still be followed.

        With marks that leave line ends out: to the end of the text.
        """
        while left > 0:
            token = marks.search(self.text, self.at)
            if token is None:
                self.at = len(self.text)
                return left
            left -= 1
            mark = token.group()
            if mark in {"\n", "\\\n"} and marks is _TOKEN:
                self.at = token.end()
                return left + 1
            if not self._hides(mark, token.start()):
                self.at = token.end()
        return left

    def _hides(self, mark: str, start: int) -> bool:
        if mark[0] == "`":
            return self._code_span(start, len(mark))
        if mark == "%%":
            return self._percents(start)
        if mark == "<!--":
            return self._until(start, "-->", "comment")
        if mark == "$$":
            return self._until(start, "$$", "math")
        if mark == "$":
            math = _INLINE_MATH.match(self.text, start)
            if math:
                self._add(start, math.end(), "math")
            return math is not None
        return False

    def _until(self, start: int, closer: str, kind: Kind) -> bool:
        opener = 4 if closer == "-->" else 2
        end = -1 if closer in self._none_left else self.text.find(closer, start + opener)
        if end >= 0:
            self._add(start, end + len(closer), kind)
            return True
        self._none_left.add(closer)
        if kind == "comment" and self._begins_line(start):
            self._add(start, len(self.text), kind)  # left open on a line of its own: hidden to the end
            return True
        return False

    def _begins_line(self, at: int) -> bool:
        before = self.text[max(0, at - _INDENT) : at]
        line = before.rpartition("\n")[2]
        return not line.strip() and (line != before or at < _INDENT)

    def _percents(self, start: int) -> bool:
        """A comment may span blocks; but the two signs in `100%% sure` must not open one that swallows
        the prompts below: where an odd number is left and none in its own block, they are themselves.
        """
        if self._comment_marks is None:
            self._comment_marks = [match.start() for match in re.finditer("%%", self.text)]
        index = bisect_left(self._comment_marks, start)
        rest = len(self._comment_marks) - index
        odd = rest % 2 == 1 and rest > 1 and not self._begins_line(start)
        if odd and self._comment_marks[index + 1] >= self._end_of_block(start):
            return False
        return self._until(start, "%%", "comment")

    def _end_of_block(self, at: int) -> int:
        if at >= self._block_end:
            end = _BLOCK_END.search(self.text, at)
            self._block_end = end.start() if end else len(self.text)
        return self._block_end

    def _code_span(self, start: int, size: int) -> bool:
        """A run of backticks hides up to the next run of its length in the same paragraph."""
        if self._runs is None:
            self._runs = {}
            for run in re.finditer("`+", self.text):
                self._runs.setdefault(len(run.group()), []).append(run.start())
        places = self._runs.get(size, [])
        index = bisect_left(places, start + size)
        if index < len(places) and places[index] < self._end_of_block(start):
            self._add(start, places[index] + size, "code")
            return True
        return False
