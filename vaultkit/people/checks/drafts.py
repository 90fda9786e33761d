"""Checks of letters as their user left them: what they ask for, and how long they are.

In: the text of rendered notes of audience `them`. Out: problems with their lines.
Never: a change to a letter; the words are the user's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.people.checks.registry import Draft, Found, of_draft

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WORDS: Final = 150
MOST_ASKS: Final = 2
_FRONT: Final = re.compile(r"\A\ufeff?---[ \t]*\n.*?^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_COMMENT: Final = re.compile(r"%%.*?%%|<!--.*?-->", re.DOTALL)
_WORD: Final = re.compile(r"\S*\w\S*")
_THING: Final = (
    r"(?:jobs?|positions?|roles?|openings?|vacanc(?:y|ies)|internships?|traineeships?|opportunit(?:y|ies))"
)
_ASKS: Final = re.compile(
    rf"""\b(?:
      (?:are|is)\s+(?:you|your\s+\w+|there)\s+(?:\w+\s+){{0,2}}(?:hiring|recruiting)
    | (?:hire|employ|refer|recommend|endorse)\s+me\b
    | (?:give|write|provide|be|make)\s+(?:me\s+)?(?:\w+\s+){{0,2}}(?:reference|referral|recommendation)
    | (?:a|any|for|your)\s+(?:\w+\s+)?referrals?\b
    | put\s+in\s+a\s+(?:good\s+)?word | (?:a|your)\s+good\s+word\b
    | (?:any|a|an|open|other|suitable|entry-level|available)\s+(?:\w+\s+){{0,2}}{_THING}\s+
      (?:\w+\s+){{0,3}}(?:for\s+me|open|available|at\s+your|in\s+your|on\s+your|with\s+you|coming\s+up|that\s+(?:i|might|could))
    | (?:know|hear|heard|aware|think)\s+of\s+(?:any(?:thing|body|one)?|a|an|open|some)\b(?:\s+\w+){{0,4}}\s+(?:{_THING}|hiring)
    | (?:job|work)\s+(?:leads?|openings?|opportunit(?:y|ies)|offers?)\b
    | (?:advice\s+or|any)\s+leads\b
    | (?:considered?|consider\s+me|apply(?:ing)?|candidate|shortlist(?:ed)?)\s+(?:me\s+)?for\s+(?:a|an|the|any|your|this)\s+(?:\w+\s+){{0,3}}{_THING}
    | (?:my|attached|enclosed)\s+(?:r[ée]sum[ée]|cv|curriculum)\b
    | (?:pass|forward|send|hand)\s+(?:on\s+)?my\s+(?:r[ée]sum[ée]|cv|details|application|name)\b
    | (?:looking|searching|hoping|asking)\s+for\s+(?:a|an|any|new)\s+(?:\w+\s+){{0,2}}(?:job|position|vacancy|internship|traineeship)
    | (?:get|find|land|offer|give)\s+me\s+(?:a|an|the)\s+(?:\w+\s+){{0,2}}(?:job|position|role|internship|interview)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_GIFT: Final = re.compile(
    r"\b(?:gift\s*cards?|vouchers?|(?:small|little)\s+(?:gift|present)|(?:sent|send|sending)\s+you\s+a\s+(?:gift|present|token))\b",
    re.IGNORECASE,
)


def letter(text: str) -> str:
    """The letter alone: front matter and comments blanked out, so that lines keep their numbers."""
    text = text.replace("\r\n", "\n")
    if front := _FRONT.match(text):
        text = _blank(front[0]) + text[front.end() :]
    return _COMMENT.sub(lambda found: _blank(found[0]), text)


def _blank(text: str) -> str:
    return "\n" * text.count("\n")


def words(text: str) -> int:
    """How many words a letter has, from the greeting to the signature."""
    return len(_WORD.findall(letter(text)))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _first_line(text: str) -> int:
    return text.count("\n", 0, len(text) - len(text.lstrip())) + 1


@of_draft("letter-asks-for-job")
def asks_for_job(draft: Draft) -> Iterator[Found]:
    """A relationship, not a lead: the surest way to end one is to ask for a job in it."""
    text = letter(draft.text)
    for found in _ASKS.finditer(text):
        said = " ".join(found[0].split())
        yield Found(
            _line(text, found.start()),
            f'the letter asks for a job or a referral: "{said}"',
            "take it out; let them offer",
        )


@of_draft("letter-long")
def too_long(draft: Draft) -> Iterator[Found]:
    if (count := words(draft.text)) > MOST_WORDS:
        line = _first_line(letter(draft.text))
        yield Found(line, f"the letter has {count} words", f"cut it to {MOST_WORDS} or fewer")


@of_draft("letter-asks-much")
def asks_much(draft: Draft) -> Iterator[Found]:
    text = letter(draft.text)
    marks = [found.start() for found in re.finditer(r"[?？؟]+(?=\W*\s|\W*\Z)", text)]
    if draft.marks == "thanked" and len(marks) > MOST_ASKS:
        line = _line(text, marks[MOST_ASKS])
        yield Found(
            line, f"the thank-you asks {len(marks)} questions", f"keep {MOST_ASKS} at most; the rest can wait"
        )


@of_draft("letter-names-gift")
def names_gift(draft: Draft) -> Iterator[Found]:
    text = letter(draft.text)
    if draft.marks == "thanked" and (found := _GIFT.search(text)):
        hint = "leave it out: the gift note tells of it once it was sent"
        yield Found(_line(text, found.start()), f'the thank-you announces a gift: "{found[0]}"', hint)
