"""Names of people: out of file names and links, as letters use them, and the word of which another is a slip.

In: text. Out: text. Never: a split of a name into first and last.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.index.names import stem
from vaultkit.spelling import caseless

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRACKET = re.compile(r"(?<!\s)\s*+[(\[（［【][^()\[\]（）［］【】]*[)\]）］】]\s*$")
_WIKI = re.compile(r"!?\[\[([^\[\]|]*?)(?:\\?\|([^\[\]]*))?\]\]")
_MARKDOWN = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_SHORT = 3
_LONG = 5


def fold(text: str) -> str:
    """As names of people are compared: without regard to case, blanks at the ends and in runs.

    Names of files are compared by `index.names.fold`, which leaves runs of blanks: Obsidian does.
    """
    return " ".join(caseless(text).split())


def person_name(text: str) -> str:
    """The name in a file's name: a leading `@` and a bracket at the end dropped, unless nothing is left."""
    bare = text.strip().removeprefix("@").strip()
    return _BRACKET.sub("", bare).strip() or bare or text


def link_words(target: str, words: str | None) -> str:
    """What a reader sees of a wikilink: its own words, else the note's name without folder and heading."""
    if words and words.strip():
        return words.strip()
    return stem(target.removesuffix("\\").split("#", 1)[0]).strip() or target.lstrip("#^ ")


def shown(text: str) -> str:
    """A property's text without links: `[[Acme Inc.]]` reads `Acme Inc.`."""
    if "[" not in text:
        return " ".join(text.split())
    text = _WIKI.sub(lambda m: link_words(m[1], m[2]), text)
    return " ".join(_MARKDOWN.sub(lambda m: m[1], text).split())


def greeting(name: str, written: str, aliases: Iterable[str]) -> str:
    """How a letter addresses somebody: `greeting`, else the one alias that is a word of the name, else all of it."""
    if written:
        return written
    words = {fold(word) for word in name.split()}
    short = {fold(a): a.strip() for a in aliases if fold(a) in words and fold(a) != fold(name)}
    return next(iter(short.values())) if len(short) == 1 else name


def distance(one: str, two: str, limit: int) -> int:
    """Letters to add, drop, change or swap to get from one to the other; anything over `limit` is limit + 1."""
    if abs(len(one) - len(two)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(two, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def slips(word: str) -> int:
    """How many slips of the hand a word of that length may hold and still be known."""
    return 0 if len(word) <= _SHORT else 1 if len(word) <= _LONG else 2


def slip_of(word: str, words: Iterable[str]) -> str:
    """The one of the words of which this is a slip of the hand; "" for none. Short words are slips of nothing."""
    wanted = fold(word)
    limit = slips(wanted)
    found = [(distance(wanted, fold(other), limit), other) for other in words]
    return min(((far, other) for far, other in found if 0 < far <= limit), default=(0, ""))[1]
