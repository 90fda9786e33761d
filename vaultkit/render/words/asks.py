"""What a letter may remind of and ask: offered introductions, questions not asked, personal things.

In: an interview or contact, and the reader. Out: washed texts, each for one person of a meeting only.
Never: more than the letter may hold, or one thing to two people.
"""

from __future__ import annotations

from typing import Any

from vaultkit.render.words import seen
from vaultkit.render.words.counting import cut, words
from vaultkit.render.words.takeaway import about_reader, jotting, names_reader_early, shortest, takeaway
from vaultkit.render.words.wash import asked, trimmed

LONGEST_OFFER = 20
LONGEST_QUESTION = 30
WITH_OFFER, WITHOUT = 26, 40
"""Words of the user's that a letter holds among its asks: an introduction and a question, or two questions."""
MOST_MARKS = 2
"""Question marks in a thank-you, those of the user's jottings among them."""
FREE = 12
"""Words of a takeaway that leave these untouched; a longer one takes the room of a question."""


def receiver(interview: object, item: object) -> object:
    """The one person of a meeting whom an item is for: the one it links or names, else the first."""
    people = seen.many(interview, "people")
    for person in people:
        if seen.links_to(item, person):
            return person
    text = f" {seen.folded(seen.get(item, 'text'))} "
    for person in people:
        names = (seen.folded(seen.name_of(person)), seen.folded(seen.called(person)))
        if any(name and _stands_in(name, text) for name in names):
            return person
    return people[0] if people else ""


def _stands_in(name: str, text: str) -> bool:
    at = text.find(name)
    while at >= 0:
        if not text[at - 1].isalnum() and not text[at + len(name)].isalnum():
            return True
        at = text.find(name, at + 1)
    return False


@seen.once
def offers(interview: object, person: object) -> tuple[Any, ...]:
    """The open introductions that `person` has offered, in the note's order."""
    items = seen.many(interview, "introductions")
    return tuple(
        item for item in items if seen.is_open(item) and seen.same(receiver(interview, item), person)
    )


def offer_text(interview: object, person: object) -> str:
    """The first offered introduction in words; "" when none is, or its words cannot stand in a letter."""
    return _quotable(offers(interview, person), person)


def made(interviews: object, person: object) -> tuple[Any, ...]:
    """The introductions that `person` has made: ticked in any of `interviews` (a list, the latest last).

    Those of before the last contact are thanked for by now.
    """
    found: list[Any] = []
    for interview in interviews if isinstance(interviews, (tuple, list)) else (interviews,):
        for item in seen.many(interview, "introductions"):
            ticked = (
                seen.shareable(item)
                and seen.get(item, "done", False)
                and not seen.get(item, "settled", False)
            )
            if ticked and seen.same(receiver(interview, item), person):
                found.append(item)
    return tuple(reversed(found))


def made_text(interviews: object, person: object) -> str:
    """The latest introduction made, in words, or ""."""
    return _quotable(made(interviews, person), person)


def _quotable(items: tuple[Any, ...], person: object) -> str:
    if not items:
        return ""
    text = jotting(items[0], person)
    short = trimmed(cut(text, LONGEST_OFFER))
    return "" if about_reader(text, person) or names_reader_early(text) else short


def unasked(interview: object) -> tuple[Any, ...]:
    """The essential questions known not to have been asked."""
    questions = seen.get(interview, "questions", None)
    items = seen.many(questions, "unasked") if questions is not None else ()
    return tuple(item for item in items or seen.many(interview, "unasked") if seen.is_open(item))


def asked_known(interview: object) -> bool:
    """Whether any question is ticked or dropped: only then is it known what was not asked."""
    questions = seen.get(interview, "questions", None)
    groups = [seen.many(questions, group) for group in ("essential", "nice_to_know", "unsorted")]
    return any(seen.get(i, "done", False) or seen.get(i, "dropped", False) for group in groups for i in group)


def asks_count(interview: object, person: object) -> int:
    """How many things the thank-you to `person` asks for: none, one or two."""
    return bool(offers(interview, person)) + len(leftovers(interview, person))


@seen.once
def leftovers(interview: object, person: object) -> tuple[str, ...]:
    """The questions that the letter to `person` asks: two at most, one beside an open introduction.

    A question that was learned, or offered, counts: nobody likes to open a letter with three of them.

    They go to the first person of a meeting, and only those that are short enough and not about the reader;
    what was learned comes first, so a long takeaway leaves less room for them.
    """
    people = seen.many(interview, "people")
    if not people or not seen.same(people[0], person):
        return ()
    offered = [item for item in seen.many(interview, "introductions") if seen.is_open(item)]
    most, found = (1 if offered else 2), list[str]()
    limit = WITH_OFFER if offers(interview, person) else WITHOUT
    used = words(offer_text(interview, person)) + max(0, shortest(interview, person) - FREE)
    used += words(seen.called(person))
    marks = _marks(takeaway(interview, person), offer_text(interview, person))
    for item in unasked(interview):
        text = jotting(item, person)
        if not text or about_reader(text, person) or names_reader_early(text):
            continue
        question = asked(text)
        fits = words(text) <= LONGEST_QUESTION and used + words(text) <= limit
        if fits and marks + max(1, _marks(question)) <= MOST_MARKS:
            found.append(question)
            used += words(text)
            marks += max(1, _marks(question))
        if len(found) == most:
            break
    return tuple(found)


def _marks(*texts: str) -> int:
    return sum(text.count(mark) for text in texts for mark in "?？؟")


def to_ask(contact: object) -> str:
    """The personal thing that may be asked about: the latest open `#ask` item that fits; "" for none."""
    interviews = sorted(seen.many(contact, "interviews"), key=seen.when_of, reverse=True)
    items: list[Any] = []
    for interview in interviews:
        people = seen.many(interview, "people")
        own = seen.many(interview, "personal")
        items += [i for i in own if len(people) < 2 or seen.same(receiver(interview, i), contact)]  # noqa: PLR2004
    for item in [*items, *seen.many(contact, "personal")]:
        text = jotting(item, contact) if seen.has_tag(item, "ask") and seen.is_open(item) else ""
        if (
            text
            and words(text) <= LONGEST_QUESTION
            and not about_reader(text, contact)
            and not names_reader_early(text)
        ):
            return text
    return ""
