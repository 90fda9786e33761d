"""Cards as vCard 4.0 (RFC 6350), the way address books read it.

In: cards. Out: the bytes of one file, the same for the same cards.
Never: a property that the note keeps private beyond an address book: no log, no notes, no cadence.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from vaultkit.exchange import clean
from vaultkit.exchange.card import Card, tidy
from vaultkit.notes import marks, web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LIMIT = 75  # octets in a line, its break left out
_ESCAPED = re.compile(r"([\\,;])")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def write(cards: Iterable[Card]) -> bytes:
    """One file with a card for each person, in the order given; "" for nobody."""
    lines = (line for card in cards for line in _lines(tidy(card)))
    return b"".join(_folded(line) for line in lines)


def _lines(card: Card) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    if card.uid:
        yield _uid(card.uid)
    yield f"FN:{_text(card.name)}"
    # Some phones show nothing without N. Names are never split: the whole of it stands as the given name.
    yield f"N:;{_text(card.name)};;;"
    if card.aliases:
        yield "NICKNAME:" + ",".join(map(_text, card.aliases))
    if card.pronouns:
        yield f"PRONOUNS:{_text(card.pronouns)}"
    yield from (f"EMAIL:{_text(email)}" for email in card.emails)
    yield from (f"TEL;VALUE=text:{_text(phone)}" for phone in card.phones)
    for name, value in (("ORG", card.org), ("TITLE", card.title), ("TZ", card.timezone)):
        if value:
            yield f"{name}:{_text(value)}"
    if card.location:
        yield f"ADR:;;;{_text(card.location)};;;"
    if card.linkedin:
        yield f"URL:{web.url(card.linkedin) or _text(card.linkedin)}"
    yield "END:VCARD"


def _uid(uid: str) -> str:
    try:
        return f"UID:urn:uuid:{uuid.UUID(uid)}"
    except ValueError:
        return f"UID:{uid}" if _URI.fullmatch(uid) else f"UID;VALUE=text:{_text(uid)}"


def _text(value: str) -> str:
    return _ESCAPED.sub(r"\\\1", clean.one_line(marks.joined(value)))


def _folded(line: str) -> bytes:
    """The line with its break, folded between letters: a folded byte would spoil one."""
    told, used = [], 0
    for letter in line:
        size = len(letter.encode())
        if used + size > _LIMIT:
            told.append("\r\n ")
            used = 1
        told.append(letter)
        used += size
    return ("".join(told) + "\r\n").encode()
