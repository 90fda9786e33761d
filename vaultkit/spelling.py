"""How words are compared: without regard to case and to how a letter is stored, and the nearest to a wrong one.

In: words. Out: words. Never: a guess that is taken; what is near is only ever shown.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def caseless(text: str) -> str:
    """NFC without case. Composed before and after: what casefold makes of one letter may be two, and the reverse."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a wrong one was most likely meant to be; "" when none is near.

    For a message about a word that is certainly wrong. Whether a word is wrong at all is for
    `people.names.slip_of`, which is stricter.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only a slip of the hand needs it

    folded = {_folded(name): name for name in sorted(known) if name != word}
    found = get_close_matches(_folded(word), folded, n=1)
    return folded[found[0]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean x?` to go behind what is wrong, "" when nothing is near."""
    found = nearest(word, known)
    return f"; did you mean {found}?" if found else ""


def _folded(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")
