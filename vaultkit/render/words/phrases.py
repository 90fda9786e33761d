"""Small phrases out of single facts: a length of time, a place, a list, a count.

In: one value. Out: a few words that fit into a sentence, or "" when the value gives none.
Never: a guess at what is not in the value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit import english
from vaultkit.render.words.texts import text_of
from vaultkit.render.words.wash import unstopped, wash

if TYPE_CHECKING:
    from collections.abc import Iterable

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
HOUR = 60
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_DURATIONS = {
    15: "a quarter of an hour", 30: "half an hour", 60: "an hour", 75: "an hour and a quarter", 90: "an hour and a half",
}  # fmt: skip
_STREET = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|square|sq|court|row|quay|rue|via|calle"
    r"|avenida|rua|plaza|piazza|platz|weg|allee|gasse|gata|gatan|vej|straat|laan|ulica|ul)\b\.?"
    r"|(?:straße|strasse|str\.|weg|platz|gasse|gata|gatan|gade|straat|laan)(?=\s|$)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\d+\s?\w?[\s,]|\s\d+\s?[a-zA-Z]?$")
_SOMEBODYS = re.compile(r"^(?:my|our|your|her|his|their|she|he|the reader)\b", re.IGNORECASE)


def number_words(value: object) -> str:
    """0 to 99 in words ("forty-five"), larger ones in figures."""
    n = int(value) if isinstance(value, (int, float)) else -1
    if 0 <= n < len(_ONES):
        return _ONES[n]
    if 0 <= n < 10 * len(_TENS):
        return _TENS[n // 10] + (f"-{_ONES[n % 10]}" if n % 10 else "")
    return text_of(value)


def duration_words(minutes: object) -> str:
    """Minutes as said: "half an hour", "forty minutes", "two hours"; "" for none or nonsense."""
    if isinstance(minutes, bool) or not isinstance(minutes, (int, float)) or minutes <= 0:
        return ""
    n = int(minutes)
    if n in _DURATIONS:
        return _DURATIONS[n]
    hours, rest = divmod(n, HOUR)
    if rest == 0:
        return f"{number_words(hours)} hours"
    if hours and rest * 2 == HOUR:
        return f"{number_words(hours)} and a half hours"
    return "one minute" if n == 1 else f"{number_words(n)} minutes"


def place_name(place: object) -> str:
    """What one calls a place: up to the first comma; "" when that is an address, a link or "her office"."""
    name = unstopped(wash(place, tags=True).split(",")[0])
    if re.search(r"https?://|www\.|[:;!?]", name) or _SOMEBODYS.match(name):
        return ""
    is_address = _NUMBERED.match(name) or _STREET.search(name)
    return "" if is_address else name


def town(location: object) -> str:
    """The town of a location: up to its first comma, "Bristol" of "Bristol, UK"."""
    return unstopped(wash(location, tags=True).split(",")[0])


def listed(parts: Iterable[object], last: str = "and") -> str:
    """ "A, B and C", "A or B": with a comma in one of them, semicolons part them: "A, b; and C"."""
    texts = [text_of(part) for part in parts if part is not None and text_of(part).strip()]
    if len(texts) > 1 and any("," in text for text in texts):
        return "; ".join(texts[:-1]) + f"; {last} {texts[-1]}"
    return english.listed(texts, last)


def oneline(value: object) -> str:
    """Any value as one line without runs of blanks; None is ""."""
    return " ".join(text_of(value).split())


def cell(value: object) -> str:
    """Any value as a table's cell: one line, its bars escaped."""
    return re.sub(r"(?<!\\)\|", r"\\|", oneline(value))
