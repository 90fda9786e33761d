"""The pieces in which a body is merged: sentences, and the blanks and line ends between them.

In: a body with `\\n` line ends. Out: tokens whose texts put together give the body again.
Never: a token that spans two lines, nor half a word.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NEWLINE = "\n"

# A sentence ends with its mark and what closes behind it, where a blank follows; in scripts that set no
# blanks the mark is enough. Not behind a title, an initial or a number, so that no name is cut.
_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]*_]*(?=[ \t])|(?<=[。！？])")
_NO_END = re.compile(
    r"(?:(?:^|[\s(\[\"'“‘*_])(?:\w|\d+|Dr|Mr|Mrs|Ms|Mx|Prof|St|Sr|Jr|No|vs|etc|Inc|Ltd|Co|Corp|approx|[A-Za-z]\.[A-Za-z]))\.$"
)
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
        if end <= start or end >= len(line) or _NO_END.search(line[start : match.start()]):
            continue
        rest = line[end:]
        blanks = len(rest) - len(rest.lstrip())
        pieces += [line[start:end], *([rest[:blanks]] if blanks else [])]
        start = end + blanks
    return [*pieces, line[start:]] if line[start:] else pieces


class Matcher:
    """What merge3 asks for, with equal ends taken off first and frequent tokens matched while that is cheap."""

    def __init__(
        self,
        isjunk: Callable[[str], bool] | None = None,
        a: Sequence[str] = (),
        b: Sequence[str] = (),
        autojunk: bool = True,
    ) -> None:
        self.a, self.b = a, b
        self.isjunk, self.autojunk = isjunk, autojunk

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
        inner = SequenceMatcher(None, left, right, autojunk=max(len(left), len(right)) > _EXACT)
        blocks = [(0, 0, low)] if low else []
        blocks += [(i + low, j + low, n) for i, j, n in inner.get_matching_blocks() if n]
        if high:
            blocks.append((len(a) - high, len(b) - high, high))
        return [*blocks, (len(a), len(b), 0)]
