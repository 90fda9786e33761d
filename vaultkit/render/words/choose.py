"""Which of several ways to say a thing a letter takes: by who it is and which talk, never by the notes' words.

In: a name, how many talks went before, a place in the list. Out: a number, and the option it stands for.
Never: chance, the clock, a file name, or the interpreter's own hash, which changes from run to run.
"""

from __future__ import annotations

import unicodedata
import zlib
from typing import TYPE_CHECKING, TypeVar

from vaultkit.render.words.texts import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

STEPS = 1024
"""Talks and places a number can tell apart for one name."""
_WORD = 1 << 32


def fixed(name: object) -> int:
    """The same number for the same name, on every machine and for ever (CRC-32 of its NFC, without case)."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text_of(name)).casefold())
    return zlib.crc32(" ".join(folded.split()).encode())


def numbered(name: object, step: int, mark: int = 0) -> int:
    """The number of a letter: `name` is that of the meeting's first person, `step` talks before plus place.

    Letters of two marks differ in about half of their places even where name and step are the same.
    """
    return (mark * _WORD + fixed(name)) * STEPS + step % STEPS


def pick(n: int, slot: str, options: Sequence[T]) -> T | str:
    """The option for letter `n` in the place called `slot` ("opening", "closing" and so on).

    The slot's name shuffles where a person starts, so that not all first options meet in one letter; from
    there each further talk or place takes the next one. With four options, four letters in a row differ.
    A mark moves about half of the slots on by two, so that one step more differs everywhere all the same.
    """
    if not options:
        return ""
    start, step = divmod(int(n), STEPS)
    mark, name = divmod(start, _WORD)
    moved = 2 * (_mixed(f"{mark} {slot}") & 1) if mark else 0
    return options[(_mixed(f"{name} {slot}") + step + moved) % len(options)]


def _mixed(text: str) -> int:
    """`fixed`, its bits stirred: a bare checksum lets slots with names of one length go through life in pairs."""
    n = fixed(text)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        n = (n ^ n >> shift) * factor % _WORD
    return n ^ n >> 16
