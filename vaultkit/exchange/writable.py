"""A stranger's card as a note may hold it.

In: a Card. Out: the same person in texts that no plugin runs, with a sign by which the next import knows them.
Never: a decision on whose card it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vaultkit.exchange import card as cards
from vaultkit.notes import marks, web

if TYPE_CHECKING:
    from vaultkit.exchange.card import Card


def writable(one: Card) -> Card:
    """The card as it may be written, with a sign: without one of its own it gets one that the next import
    finds again."""
    one = _defused(cards.tidy(one))
    return one if one.uid or one.linkedin or one.emails else replace(one, uid=cards.of_content(one))


def _defused(one: Card) -> Card:
    """The card with every text such that no plugin of Obsidian runs or hides it. The note is done when written."""

    def safe(text: str) -> str:
        return marks.parted(marks.joined(text))

    return replace(
        one,
        name=safe(one.name),
        aliases=tuple(map(safe, one.aliases)),
        greeting=safe(one.greeting),
        pronouns=safe(one.pronouns),
        pronunciation=safe(one.pronunciation),
        phones=tuple(map(safe, one.phones)),
        org=safe(one.org),
        title=safe(one.title),
        location=safe(one.location),
        platform=safe(one.platform),
        uid=safe(one.uid),
        linkedin=cards.profile(one.linkedin) or web.url(one.linkedin),
        scheduling_url=web.url(one.scheduling_url),
    )
