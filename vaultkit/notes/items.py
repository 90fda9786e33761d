"""One list item as the model has it: its box, tags, dates and links, and the words that are left.

In: the lines of a block. Out: Item, or None where no word stands in it.
Never: a comment's words; what a date means.
"""

from __future__ import annotations

import re

from vaultkit.model import Item
from vaultkit.notes.hidden import FILLER, Span, hidden, hides
from vaultkit.notes.links import links_in

BOX = re.compile(r"\[(.)\](?:\s+|$)")
TAG = re.compile(r"(?:(?<=^)|(?<=\s)|(?<=\())#((?=[\d/\-]*+[^\W\d])[\w/\-]++|\d++[/\-][\w/\-]*+)")
_DAY = r"(\d{4}-\d{2}-\d{2})"
_DUE = re.compile(rf"(?:📅|📆|🗓)\ufe0f?\s*{_DAY}|[\[(]due::\s*{_DAY}\s*[\])]")
_TICKED = re.compile(rf"✅\ufe0f?\s*{_DAY}|[\[(]completion::\s*{_DAY}\s*[\])]")
_OTHER_DATES = re.compile(
    rf"(?:➕|⏳|🛫|❌)\ufe0f?\s*{_DAY}|[\[(](?:created|scheduled|start|cancelled)::\s*{_DAY}\s*[\])]"
)
_RANKS = re.compile("(?:🔺|⏫|🔼|🔽|⏬)\ufe0f?")
_BLOCK_ID = re.compile(r"(?:^|\s)\^[A-Za-z0-9\-]+\s*$")
_LOG_DAY = re.compile(
    rf"(?:\[\[(?:[^\[\]|#]*/)?{_DAY}(?:[|#][^\[\]]*)?\]\]|{_DAY})(?=$|[\s:,;.–—\-])[\s:,;–—\-]*"
)
_BLANK_BEFORE_SIGN = re.compile(r"(?<![ \t])[ \t]++(?=[.,;:!?)](?:\s|$))")
_WORD = re.compile(r"[^\W_]")
_COUNTED = re.compile(r"^\s*(?:[-*+]\s+)?(1([.)]))\s(?=.*\s2\2\s)")


def counted(line: str) -> str:
    """The number that begins a line which counts on in itself, as in "1. look 2. listen"; "" for any other line.

    Markdown takes it for the mark of a list, but it belongs to the sentence: without it the 2 stands alone.
    """
    match = _COUNTED.match(line) if " 2. " in line or " 2) " in line else None
    return f"{match.group(1)} " if match else ""


def log_day(text: str) -> tuple[str, str]:
    """Split the date that begins a text from the rest; ("", text) where none does."""
    match = _LOG_DAY.match(text)
    if match is None:
        return "", text
    return match.group(1) or match.group(2), text[match.end() :]


def item_of(
    seen: str, raw: str, line: int, *, listed: bool, log: bool, day: str, group: str, number: str
) -> Item | None:
    """Make an item. `seen` is the text with comments masked, `raw` as written; `line` counts from 1.

    `listed`: a list item, which may have a box; `log`: a date that begins it is its day, else `day` is;
    `number`: what `counted` gave for its line.
    """
    box = None
    if listed and (match := BOX.match(seen)):
        box = match.group(1)
        seen, raw = seen[match.end() :], raw[match.end() :]
    words = seen.replace(FILLER, "").strip()
    if number and words:
        words = number + words
    if not _WORD.search(words):
        return None
    code = hidden(words) if "`" in words or "$" in words else ()
    due, ticked = _first(_DUE, words), _first(_TICKED, words)
    tags = _tags(words, code) if "#" in words else ()
    text = _cleaned(words, tags, protected=bool(code))
    if log:
        own, rest = log_day(text)
        day, text = own or day, rest if own else text
    if not _WORD.search(text):
        return None
    links = tuple(link.target for link in links_in(words)) if "[" in words else ()
    return Item(text, raw.strip(), line, box, due, ticked, day or None, group, tags, links)


def _tags(words: str, code: tuple[Span, ...]) -> tuple[str, ...]:
    found = [match.group(1).lower() for match in TAG.finditer(words) if not hides(code, match.start())]
    return tuple(dict.fromkeys(found))


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text) if "::" in text or not text.isascii() else None
    return next((day for day in match.groups() if day), None) if match else None


def _cleaned(words: str, tags: tuple[str, ...], *, protected: bool) -> str:
    text = words
    if "::" in text or not text.isascii():
        for pattern in (_DUE, _TICKED, _OTHER_DATES, _RANKS):
            text = pattern.sub("", text)
    if "^" in text:
        text = _BLOCK_ID.sub("", text)
    if tags:
        text = _without_tags(text, protected=protected)
    return " ".join(text.split()) if not protected else text.strip()


def _without_tags(text: str, *, protected: bool) -> str:
    code = hidden(text) if protected else ()
    text = TAG.sub(lambda tag: tag.group() if hides(code, tag.start()) else "", text).replace("()", "")
    return _BLANK_BEFORE_SIGN.sub("", text)
