"""The pieces in which a body is merged: sentences, and the blanks and line ends between them.

In: a body with `\\n` line ends. Out: tokens whose texts put together give the body again.
Never: a token that spans two lines, nor half a word.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

NEWLINE = "\n"

# A sentence ends with its mark and what closes behind it, where a blank follows; in scripts that set no
# blanks the mark is enough. Not behind a title, an initial or a number, so that no name is cut.
_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]*_]*(?=[ \t])|(?<=[。！？])")
_NO_END = re.compile(
    r"(?:(?:^|[\s(\[\"'“‘*_])(?:\w|\d+|Dr|Mr|Mrs|Ms|Mx|Prof|St|Sr|Jr|No|vs|etc|Inc|Ltd|Co|Corp|approx|[A-Za-z]\.[A-Za-z]))\.$"
)
_REACH = 32  # characters before a mark that tell whether it ends a sentence
_BLANKS = re.compile(r"\s*")
_EXACT = 600  # tokens; beyond, the matcher may skip what is frequent, or it would take seconds


class Token(NamedTuple):
    """`key` is compared, `text` is written: they differ by blanks at the end of a line."""

    key: str
    text: str


def tokens(body: str) -> list[Token]:
    """Cut a body up. Line ends and blanks between sentences are tokens, so that neighbours stay apart."""
    found: list[Token] = []
    lines = body.split("\n")
    for number, line in enumerate(lines):
        content = line.rstrip()
        found.extend(Token(piece if piece.strip() else " ", piece) for piece in _sentences(content))
        trail = line[len(content) :]
        if number < len(lines) - 1:
            found.append(Token(NEWLINE, trail + "\n"))
        elif trail:
            found.append(Token(" ", trail))
    return found


def _sentences(line: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for match in _END.finditer(line):
        end = match.end()
        # Only a short way back, and nothing copied: a line may be the whole of a long note.
        before = line[max(start, match.start() - _REACH) : match.start()]
        if end <= start or end >= len(line) or _NO_END.search(before):
            continue
        on = _blanks_end(line, end)
        pieces += [line[start:end], *([line[end:on]] if on > end else [])]
        start = on
    return [*pieces, line[start:]] if line[start:] else pieces


def _blanks_end(line: str, at: int) -> int:
    """Where the blanks that begin at `at` end."""
    found = _BLANKS.match(line, at)
    return at if found is None else found.end()


class Matcher:
    """What merge3 asks for, with equal ends taken off first and frequent tokens matched while that is cheap."""

    def __init__(self, _: None, a: Sequence[str], b: Sequence[str]) -> None:
        self.a, self.b = a, b

    def get_matching_blocks(self) -> list[tuple[int, int, int]]:
        """(start in a, start in b, length) of each run of equal tokens, closed by an empty one."""
        a, b = self.a, self.b
        low = 0
        while low < len(a) and low < len(b) and a[low] == b[low]:
            low += 1
        high = 0
        while high < min(len(a), len(b)) - low and a[-1 - high] == b[-1 - high]:
            high += 1
        left, right = a[low : len(a) - high], b[low : len(b) - high]
        # Line ends and blanks stand everywhere: words are matched, and what lies between goes with them.
        frequent = max(len(left), len(right)) > _EXACT
        inner = SequenceMatcher(str.isspace, left, right, autojunk=frequent)
        blocks = [(0, 0, low)] if low else []
        blocks += [(i + low, j + low, n) for i, j, n in inner.get_matching_blocks() if n]
        if high:
            blocks.append((len(a) - high, len(b) - high, high))
        return _settled([*blocks, (len(a), len(b), 0)], a, b)


def _settled(
    blocks: list[tuple[int, int, int]], a: Sequence[str], b: Sequence[str]
) -> list[tuple[int, int, int]]:
    """The blocks, each pure insertion or deletion between them as far down as it can stand.

    `x, NEW x, y` may be read as an insertion of `NEW x` or of `x NEW`. Two comparisons with one base must read it
    alike, or what both sides brought would come in twice.
    """
    found = [(0, 0, 0)]
    for block in blocks:
        i, j, size = block
        old_i, old_j, old_size = found[-1]
        if old_i + old_size == i and size:
            slid = _slides(b, old_j + old_size, j, size)
        elif old_j + old_size == j and size:
            slid = _slides(a, old_i + old_size, i, size)
        else:
            slid = 0
        found[-1] = (old_i, old_j, old_size + slid)
        found.append((i + slid, j + slid, size - slid))
    return [block for block in found[:-1] if block[2]] + found[-1:]


def _slides(text: Sequence[str], start: int, stop: int, most: int) -> int:
    """By how many tokens `text[start:stop]` can move down and stay the same insertion; `most` stand below it."""
    steps = 0
    while start < stop and steps < most and text[start + steps] == text[stop + steps]:
        steps += 1
    return steps
