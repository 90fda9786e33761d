"""Checks of letters as their user left them: what they ask for, and how long they are.

In: the text of rendered notes of audience `them`. Out: problems with their lines.
Never: a change to a letter; the words are the user's.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from vaultkit.notes.hidden import hidden
from vaultkit.people.checks.registry import Draft, Found, of_draft

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WORDS: Final = 150
MOST_ASKS: Final = 2
_FRONT: Final = re.compile(r"\A\ufeff?---[ \t]*\n.*?^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_RUN: Final = re.compile(r"\S+")
_LETTERS: Final = re.compile(r"\w")
_MARKS: Final = re.compile(r"[?？؟]+")
_LONGEST: Final = 50_000  # characters; what stands further down is looked at when the letter has been cut
_MOST_SAID: Final = 20
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
    """The letter alone: front matter and comments blanked out, so that lines keep their numbers.

    Of one that is as long as a book, the beginning.
    """
    text = text.replace("\r\n", "\n")
    if front := _FRONT.match(text):
        text = _blank(front[0]) + text[front.end() :]
    kept, at = "", 0
    for span in hidden(text):
        if span.kind == "comment" and at < _LONGEST:
            kept += text[at : span.start] + _blank(text[span.start : span.end])
            at = span.end
    return (kept + text[at:])[:_LONGEST]


def _blank(text: str) -> str:
    return "\n" * text.count("\n")


def words(text: str) -> int:
    """How many words a letter has, from the greeting to the signature."""
    return sum(_LETTERS.search(run) is not None for run in _RUN.findall(letter(text)))


def _questions(text: str) -> list[int]:
    """Where the question marks stand that end a word."""
    return [
        found.start() for run in _RUN.finditer(text) for found in _MARKS.finditer(text, _tail(run), run.end())
    ]


def _tail(run: re.Match[str]) -> int:
    """Where the signs begin that stand behind the last letter of a run of letters and signs."""
    at = run.end()
    while at > run.start() and not _LETTERS.match(run.string, at - 1):
        at -= 1
    return at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _first_line(text: str) -> int:
    return text.count("\n", 0, len(text) - len(text.lstrip())) + 1


@of_draft("letter-asks-for-job")
def asks_for_job(draft: Draft) -> Iterator[Found]:
    """A relationship, not a lead: the surest way to end one is to ask for a job in it."""
    text = letter(draft.text)
    for found in islice(_ASKS.finditer(text), _MOST_SAID):
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
    marks = _questions(text)
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
