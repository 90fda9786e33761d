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


def fixed(name: object) -> int:
    """The same number for the same name, on every machine and for ever (CRC-32 of its NFC, without case)."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text_of(name)).casefold())
    return zlib.crc32(" ".join(folded.split()).encode())


def numbered(name: object, step: int) -> int:
    """The number of a letter: `name` is that of the meeting's first person, `step` talks before plus place."""
    return fixed(name) * STEPS + step % STEPS


def pick(n: int, slot: str, options: Sequence[T]) -> T | str:
    """The option for letter `n` in the place called `slot` ("opening", "closing" and so on).

    The slot's name shuffles where a person starts, so that not all first options meet in one letter; from
    there each further talk or place takes the next one. With four options, four letters in a row differ.
    """
    if not options:
        return ""
    start, step = divmod(int(n), STEPS)
    return options[(fixed(f"{start} {slot}") + step) % len(options)]
