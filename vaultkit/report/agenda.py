"""The agenda as text in three groups, and as the documented JSON.

In: entries in their order. Out: text for 80 columns, or objects.
Never: an entry left out, but for people beyond the fifth, who are counted.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from vaultkit.english import MONTHS, counted, weekday
from vaultkit.report.text import shown, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from vaultkit.people.agenda import Entry, Grouped


def as_objects(entries: Iterable[Entry]) -> list[dict[str, object]]:
    """7-agenda's order; `due` in the user's zone."""
    return [
        {
            "rule": entry.item.rule,
            "due": entry.item.due.isoformat(timespec="seconds"),
            "overdue": entry.overdue,
            "about": entry.item.about,
            "people": list(entry.item.people),
            "text": entry.item.text,
            "clear": entry.item.clear,
        }
        for entry in entries
    ]


def as_text(groups: Iterable[Grouped], now: datetime) -> str:
    """Each entry: when, what and why, and the command that clears it."""
    blocks = []
    for group in groups:
        lines = [group.title]
        for entry in group.entries:
            lines.append(wrapped(f"{_when(entry, now)}: {entry.item.text}", first=2, indent=4))
            lines.append(f"      {shown(entry.item.clear)}")
        if group.more:
            lines.append(
                f"  and {counted(group.more, 'person', 'people')} more: `vaultkit agenda --json` has all."
            )
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) or "Nothing to do. Enjoy the day."


def _when(entry: Entry, now: datetime) -> str:
    due = entry.item.due
    day = due.date()
    if entry.overdue:
        return f"overdue since {_day(day)}"
    today = now.astimezone(due.tzinfo).date()
    if day == today:
        whole = (due.hour, due.minute, due.second) == (23, 59, 59)
        return "today" if whole else f"today, {due:%H:%M}"
    return ("was due " if day < today else "by ") + _day(day)


@lru_cache(maxsize=1024)
def _day(day: date) -> str:
    return f"{weekday(day)[:3]} {day.day} {MONTHS[day.month - 1][:3]}"
