"""Looks at a rendered letter for everything that would embarrass its sender.

In: a letter, the words in it that its user wrote. Out: a list of faults, empty for a good one.
Never: a judgement of the user's own words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.render.words.counting import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.letters.memory import Letter

BAD_MARKS = {
    "two stops": r"\.\.", "mark and stop": r"[!?,;:]\.", "two colons": "::", "empty brackets": r"\(\s*\)|\[\s*\]",
    "two blanks": r"  ", "blank before a mark": r" [.,;!?:](?:\s|$)", "comma twice": r",\s*,", "blank at the end": r" $",
    "template code": r"\{[{%#]|[%#}]\}|<%|%%", "no value": r"\bNone\b|[Uu]ndefined|\bnan\b|\bTrue\b|\bFalse\b",
    "markup": r"\[\[|\]\]|^#|^>", "empty list item": r"^[-*]\s*$", "three line breaks": r"\n\n\n",
    "dangling": r"\b(?:at|and|or|with|near|from|than) ?[.,;:?!]", "vaultkit path": r"\.md\b", "dear nobody": r"^(?:Dear|Hello) ?,",
}  # fmt: skip
BAD_OWN = {
    "our exclamation mark": "!", "our dash": r" [-–—] |\w[–—]\w|--", "our ellipsis": r"…|\.\.\.",
    "year": r"\b(?:19|20)\d\d\b", "three adjectives": r"\b\w+, \w+,? and \w+ (?:talk|call|time|conversation)\b",
    "not just but": r"\bnot (?:just|only)\b.*\bbut\b",
}  # fmt: skip
LINE = re.compile(r"^\S.*,$")


@lru_cache(maxsize=1)
def machine_words() -> re.Pattern[str]:
    text = (Path(__file__).parent / "data" / "machine_words.txt").read_text(encoding="utf-8")
    rows = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_word, rows))})", re.IGNORECASE)


def _word(row: str) -> str:
    return re.escape(row.rstrip("*")) + ("" if row.endswith("*") else r"(?![\w-])")


def own_text(text: str, theirs: Iterable[str]) -> str:
    """The letter without what its user wrote, each bit replaced by a sentence of one letter."""
    for bit in sorted((bit for bit in theirs if bit), key=len, reverse=True):
        core = bit.strip().rstrip('.!?…,;:-" ').strip()
        text = re.sub(re.escape(core) + r'[.!?…]*"?', "X.", text, flags=re.IGNORECASE)
    return text


def parts(letter: Letter) -> tuple[str, str, str]:
    """Greeting, body, closing block ("" when it has none)."""
    blocks = letter.text.split("\n\n")
    closing = blocks[-1] if "," in blocks[-1].split("\n")[0] and "\n" in blocks[-1] else ""
    return blocks[0], "\n\n".join(blocks[1:-1] if closing else blocks[1:]), closing


def own_sentences(letter: Letter) -> set[str]:
    """The sentences of a body, folded, for comparing two letters."""
    _, body, _ = parts(letter)
    lines = (line.removeprefix("- ") for line in body.split("\n") if line.strip())
    return {" ".join(s.split()).casefold() for line in lines for s in sentences(line)}


def faults(letter: Letter, theirs: Iterable[str] = (), *, most: int = 150, least: int = 60) -> list[str]:
    """All that is wrong; `theirs` are the user's words in it."""
    theirs = tuple(theirs)
    text = letter.text
    found = [name for name, pattern in BAD_MARKS.items() if re.search(pattern, text, re.MULTILINE)]
    own = own_text(text, theirs)
    found += [f"{name}: {m[0]!r}" for name, pattern in BAD_OWN.items() if (m := re.search(pattern, own))]
    found += [f"machine word: {word}" for word in machine_words().findall(own)]
    count = len(text.split())
    if not least <= count <= most:
        found.append(f"{count} words")
    if text.casefold().count("thank") > 3:
        found.append("thanked too often")
    if own.count("?") > 2:
        found.append("too many questions")
    if sum(text.count(m) for m in "([") != sum(text.count(m) for m in ")]"):
        found.append("brackets")
    return found + _shape(letter, own) + _subject(letter)


def _shape(letter: Letter, own: str) -> list[str]:
    greeting, body, closing = parts(letter)
    found = []
    if not LINE.match(greeting) or "\n" in greeting:
        found.append(f"greeting: {greeting!r}")
    if letter.text.rstrip().endswith((",", ":", ";", "-")):
        found.append("dangling end")
    if closing and not re.match(r"^[A-Z][\w ,']*,\n\S", closing):
        found.append(f"closing: {closing!r}")
    starts = [
        s.split()[0].split("'")[0]
        for paragraph in own.split("\n\n")
        for s in sentences(paragraph)
        if s.split()
    ]
    if any(starts[at : at + 3] == ["I"] * 3 for at in range(len(starts))):
        found.append("three sentences begin with I")
    last = (sentences(body.split("\n\n")[-1]) or ("",))[-1]
    if "thank" in last.casefold() and "thank" in closing.casefold():
        found.append("thanks twice at the end")
    return found


def _subject(letter: Letter) -> list[str]:
    subject = letter.subject
    found = (
        [] if 2 <= len(subject.split()) <= 7 else [f"subject of {len(subject.split())} words: {subject!r}"]
    )
    words = subject.casefold().split()
    found += [f"subject: {word}" for word in ("gift", "free", "opportunity", "none") if word in words]
    found += [f"subject: {mark!r}" for mark in ("{", "  ", "following up") if mark in subject.casefold()]
    return found
