"""One item of the agenda, and the words that all of them share: days, names, commands.

In: dates, names, words of a command. Out: AgendaItem, and text.
Never: the clock, and never Notes, Debrief or Log.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.english import weekday, whole_date

if TYPE_CHECKING:
    from datetime import date, datetime

_PLAIN = re.compile(r"[\w@%+=:,./-]+")
_LIVE = re.compile(r'["$`\\!\x00-\x1f\x7f]')


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """Something to do, as the facts alone have it: four instants, and the clock only compares.

    `about` is the path of the note, `name` its file name; `clear` a command line for a shell, `clears` the
    property or act behind it, for somebody with a phone. It is shown from `appears` until before `gone`,
    is due up to and including `due`, and overdue after `overdue`. All have a fixed offset, that of the
    user's zone at the time. `line`: where the line of the note stands that it is about, else 0.
    """

    rule: str
    about: str
    name: str
    people: tuple[str, ...]
    text: str
    clear: str
    clears: str
    appears: datetime
    due: datetime
    overdue: datetime | None = None
    gone: datetime | None = None
    line: int = 0

    @property
    def who(self) -> str:
        """What it is sorted by, after its times."""
        return (", ".join(self.people) or self.name).casefold()


class Entry(NamedTuple):
    """An item as one moment sees it; `ahead`: it has not appeared yet, but will within the days asked for."""

    item: AgendaItem
    overdue: bool
    ahead: bool


@dataclass(frozen=True, slots=True)
class Times:
    """When an item appears, is due, overdue, and gone."""

    appears: datetime
    due: datetime
    overdue: datetime | None = None
    gone: datetime | None = None


def quoted(word: str) -> str:
    """A word as a POSIX shell takes it for one: bare, in double quotes, else in single ones."""
    if _PLAIN.fullmatch(word):
        return word
    return f'"{word}"' if word and not _LIVE.search(word) else shlex.quote(word)


def command(*words: str) -> str:
    """A whole command line of vaultkit."""
    return " ".join(["vaultkit", *(quoted(word) for word in words)])


def ended(text: str) -> str:
    """A sentence that ends in somebody's own words, with one stop at its end."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def dated(day: date) -> str:
    """`Monday 9 March 2026`."""
    return f"{weekday(day)} {whole_date(day)}"


def clock(at: datetime) -> str:
    """`Monday 9 March 2026, 14:00`, in the zone that `at` carries."""
    return f"{dated(at.date())}, {at:%H:%M}"
