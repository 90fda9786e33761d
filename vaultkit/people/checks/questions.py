"""Checks of the questions before a talk: how many, how long, how often.

In: an interview. Out: suggestions; the time that somebody gives is a gift.
Never: a word on a talk that is over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.people.checks.registry import Found, of_interview
from vaultkit.people.contact import contacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.model import Item
    from vaultkit.people.interview import Interview

_MARKS: Final = re.compile(r"[?？؟]")
_NO_WORD: Final = re.compile(r"[^\w\s]+")


def to_ask(talk: Interview) -> tuple[Item, ...]:
    """The questions of a talk that can still be prepared; of any other none."""
    over = talk.was_held or talk.outcome or talk.history
    return () if over else talk.questions()


def asked_alike(item: Item) -> str:
    """A question without what makes two writings of it differ."""
    return " ".join(_NO_WORD.sub(" ", item.text.casefold()).split())


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")  # noqa: PLR2004 - enough to know it by


@of_interview("too-many-questions")
def too_many(talk: Interview) -> Iterator[Found]:
    asking = [item for item in to_ask(talk) if item.group == "essential" and not item.dropped]
    most = max(1, talk.minutes // talk.vault.config.defaults.question_minutes)
    if len(asking) > most:
        message = f"{len(asking)} essential questions are many for {talk.minutes} minutes"
        hint = f"keep the {most} that you need most, and move the others below Nice to know"
        yield Found(asking[most].line, message, hint)


@of_interview("question-long")
def too_long(talk: Interview) -> Iterator[Found]:
    most = talk.vault.config.defaults.question_words
    for item in to_ask(talk):
        if (words := len(item.text.split())) > most and item.open:
            message = f'the question "{_short(item.text)}" has {words} words'
            yield Found(item.line, message, f"say it in {most} or fewer")


@of_interview("question-double")
def double(talk: Interview) -> Iterator[Found]:
    most = talk.vault.config.defaults.question_marks
    for item in to_ask(talk):
        if len(_MARKS.findall(item.text)) > most and item.open:
            message = f'"{_short(item.text)}" asks more than one thing'
            yield Found(item.line, message, "make it two questions, or keep the better one")


@of_interview("question-repeated")
def repeated(talk: Interview) -> Iterator[Found]:
    first: dict[str, int] = {}
    for item in to_ask(talk):
        key = asked_alike(item)
        if key in first:
            message = f'"{_short(item.text)}" stands on line {first[key]} already'
            yield Found(item.line, message, "keep one of the two")
        first.setdefault(key, item.line)


@of_interview("question-asked")
def asked_before(talk: Interview) -> Iterator[Found]:
    open_ones = {asked_alike(item): item for item in reversed(to_ask(talk)) if item.open}
    if not open_ones:
        return
    for earlier in dict.fromkeys(other for one in contacts(talk) for other in one.held_interviews):
        for item in earlier.questions():
            again = open_ones.get(asked_alike(item))
            if item.done and again is not None and earlier.path != talk.path:
                message = f'"{_short(again.text)}" was asked already, in {earlier.name}'
                yield Found(again.line, message, "look up the answer, or ask what has changed since")
