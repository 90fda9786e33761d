"""Blocks gathered under the headings that vaultkit knows.

In: the blocks of a body and the user's own names for headings. Out: Section by canonical name.
Never: an item of one section in another; a paragraph as an item anywhere but under Takeaways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultkit.model import GROUPS, SECTIONS, Item, Section
from vaultkit.notes.inline import without_markup
from vaultkit.notes.items import counted, item_of, log_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.notes.blocks import Block

_NAMES = {name.replace("_", " "): name for name in (*SECTIONS, *GROUPS)}
_NAMES |= {"take aways": "takeaways", "followups": "follow_ups", "wrapup": "wrap_up"}
_NO_LETTER = re.compile(r"[\W_]+")
_SIGNS = r"(?:[^\w\n]|_)"
_ANY_NAME = "|".join(sorted(_NAMES, key=len, reverse=True)).replace(" ", _SIGNS + "{1,20}")
_LIKELY = re.compile(rf"^{_SIGNS}{{0,80}}(?:{_ANY_NAME}){_SIGNS}{{0,80}}$", re.IGNORECASE | re.MULTILINE)


_LONGEST_NAME = 200

ITEM_LIMIT = 6000
"""More items than these are not taken from one note."""


@lru_cache(2048)
def folded(heading: str) -> str:
    """Reduce a heading to what is compared: its words, without case, marks and signs."""
    if len(heading) > _LONGEST_NAME:
        return ""
    shown = without_markup(heading) if not heading.replace(" ", "").isalnum() else heading
    return _NO_LETTER.sub(" ", shown.casefold()).strip()


def likely(text: str, sections: Mapping[str, str]) -> bool:
    """Tell whether a body can have a section at all: most notes of a vault have none."""
    if sections:
        return "#" in text or "\n=" in text or "\n-" in text
    return _LIKELY.search(text) is not None


def canonical(heading: str, sections: Mapping[str, str]) -> tuple[str, bool]:
    """Give the canonical name of a heading ("" for none) and whether the user's own mapping gave it."""
    if len(heading) > _LONGEST_NAME:
        return "", False
    own = _NO_LETTER.sub(" ", heading.casefold()).strip()
    name = folded(heading)
    native = _NAMES.get(name, "")
    for key, meant in sections.items():
        if heading.strip().casefold() == key or _NO_LETTER.sub(" ", key.casefold()).strip() in (own, name):
            return meant, meant != native
    return native, False


@dataclass(slots=True)
class _Growing:
    name: str
    line: int
    mapped: bool = False
    items: list[Item] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where reading stands: below a heading of `rank`, in a section, a group of it, a day of the log."""

    rank: int
    section: str = ""
    group: str = ""
    day: str = ""


_TOP = _Place(0)


class Gatherer:
    """Takes the blocks in order. `first_line` is the note's line on which the body begins."""

    def __init__(
        self, lines: list[str], masked: list[str], first_line: int, sections: Mapping[str, str]
    ) -> None:
        self._lines, self._masked, self._first = lines, masked, first_line
        self._own = sections
        self._found: dict[str, _Growing] = {}
        self._places: list[_Place] = [_TOP]
        self._text_from = 0
        self._count = 0
        self.stopped = 0  # the line, from 1, of the first item that was one too many

    def gather(self, blocks: list[Block]) -> dict[str, Section]:
        for block in blocks:
            if block.kind == "heading":
                self._heading(block)
            else:
                self._item(block)
        self._end_text(len(self._lines))
        return {name: _closed(growing) for name, growing in self._found.items()}

    def _heading(self, block: Block) -> None:
        heading = block.parts[0][1]
        name, mapped = canonical(heading, self._own)
        before = self._places[-1]
        while self._places[-1].rank >= block.level:
            self._places.pop()
        place = self._below(self._places[-1], block, heading, name)
        self._places.append(place)
        begins = bool(name) and name not in GROUPS
        if begins or place.section != before.section:
            self._end_text(block.line, before.section)
            self._text_from = block.line + 1
        if begins:
            growing = self._found.setdefault(name, _Growing(name, self._first + block.line))
            growing.mapped = growing.mapped or mapped

    @staticmethod
    def _below(parent: _Place, block: Block, heading: str, name: str) -> _Place:
        if name in GROUPS:
            if parent.section == "questions":
                return _Place(block.level, parent.section, name)
            return _Place(block.level, parent.section, "", parent.day)
        if name:
            return _Place(block.level, name)
        day = log_day(heading)[0] if parent.section == "log" else ""
        return _Place(block.level, parent.section, parent.group, day or parent.day)

    def _end_text(self, line: int, section: str | None = None) -> None:
        section = self._places[-1].section if section is None else section
        if section and section in self._found:
            self._found[section].texts.append("\n".join(self._lines[self._text_from : line]).strip("\n"))

    def _item(self, block: Block) -> None:
        place = self._places[-1]
        listed = block.kind == "item"
        if not place.section or not (listed or place.section == "takeaways"):
            return
        self._count += 1
        if self._count > ITEM_LIMIT:
            self.stopped = self.stopped or self._first + block.line
            return
        item = item_of(
            " ".join(text for _, text in block.parts),
            " ".join(self._as_written(line, text) for line, text in block.parts),
            self._first + block.line,
            listed=listed,
            log=place.section == "log",
            day=place.day,
            group=place.group,
            number=counted(self._masked[block.line]) if listed else "",
        )
        if item is not None:
            self._found[place.section].items.append(item)

    def _as_written(self, line: int, text: str) -> str:
        """Give what stands in the note where the masked text was read: columns are the same in both."""
        masked, written = self._masked[line], self._lines[line]
        if masked == written:
            return text
        at = masked.rfind(text)
        return written[at : at + len(text)] if at >= 0 else text


def _closed(growing: _Growing) -> Section:
    text = "\n\n".join(text for text in growing.texts if text)
    return Section(growing.name, growing.line, tuple(growing.items), text, growing.mapped)
