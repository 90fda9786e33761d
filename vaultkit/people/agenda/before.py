"""Rules from the first mail to a settled time: no-answer, reply, asked-of-me, set-time.

In: a Talk. Out: its items. Never: the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.english import whole_date
from vaultkit.people.agenda.item import AgendaItem, Times

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.people.agenda.sight import Talk


def no_answer(talk: Talk) -> Iterator[AgendaItem]:
    """Twice: first to ask somebody else, then, in its place, to write once more."""
    asked, days, numbers = talk.on("asked"), talk.sight.days, talk.sight.numbers
    if asked is None or talk.interview.stage != "asked":
        return
    gone = days.gone(asked, numbers("no-answer", "gone"))
    again = days.opens(asked, numbers("no-answer", "again"))
    first = days.opens(asked, numbers("no-answer", "appears"))
    if first < again:
        times = Times(first, days.until(asked, numbers("no-answer", "appears")), None, min(again, gone))
        text = f"Ask somebody else as well: {talk.who} has not answered since {whole_date(asked)}."
        yield talk.item("no-answer", times, (text, talk.done("granted"), "granted"))
    times = Times(max(first, again), days.until(asked, numbers("no-answer", "again")), None, gone)
    text = f"Write to {talk.who} once more, and then let it rest: no answer since {whole_date(asked)}."
    clear = talk.sight.command("set", talk.note, "outcome=no-reply")
    yield talk.item("no-answer", times, (text, clear, "granted or outcome"))


def reply(talk: Talk) -> Iterator[AgendaItem]:
    granted, days, numbers = talk.on("granted"), talk.sight.days, talk.sight.numbers
    if granted is None or talk.interview.stage != "granted":
        return
    due = days.until(granted, numbers("reply", "due"))
    times = Times(days.begins(granted), due, days.until(granted, numbers("reply", "overdue")))
    text = f"Reply to {talk.who} and propose times: the yes came on {whole_date(granted)}."
    yield talk.item("reply", times, (text, talk.done("replied"), "replied"))


def asked_of_me(talk: Talk) -> Iterator[AgendaItem]:
    asked, days, numbers = talk.on("asked"), talk.sight.days, talk.sight.numbers
    if asked is None or talk.interview.stage not in ("asked", "granted"):
        return
    due = days.until(asked, numbers("asked-of-me", "due"))
    times = Times(days.begins(asked), due, days.until(asked, numbers("asked-of-me", "overdue")))
    text = f"Answer {talk.who}, who asked you for a talk on {whole_date(asked)}."
    yield talk.item("asked-of-me", times, (text, talk.done("replied"), "replied"))


def set_time(talk: Talk) -> Iterator[AgendaItem]:
    replied, days, numbers = talk.on("replied"), talk.sight.days, talk.sight.numbers
    if replied is None or talk.interview.stage != "replied":
        return
    due = days.until(replied, numbers("set-time", "appears"))
    late = days.until(replied, numbers("set-time", "overdue"))
    text = f"Settle a time with {talk.who}: you replied on {whole_date(replied)}, and no start is set."
    clear = talk.sight.command("set", talk.note, "start=YYYY-MM-DDTHH:MM")
    times = Times(days.opens(replied, numbers("set-time", "appears")), due, late)
    yield talk.item("set-time", times, (text, clear, "start"))
