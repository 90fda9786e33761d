"""Rules of a meeting that is scheduled: invite, confirm, prepare, today, did-it-happen.

In: a Talk with a start. Out: its items. Never: the clock; whether it took place is the user's to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.people.agenda.item import AgendaItem, Times
from vaultkit.people.agenda.sight import ALWAYS, Talk
from vaultkit.people.invited import fits

if TYPE_CHECKING:
    from collections.abc import Iterator


def invite(talk: Talk) -> Iterator[AgendaItem]:
    """Until an invitation for this time and place is out and, online, the link is in the note."""
    interview, days, numbers = talk.interview, talk.sight.days, talk.sight.numbers
    far = interview.mode in ("online", "phone") and interview.booked_via != "them"
    if not talk.scheduled or talk.at is None or talk.day is None or not far:
        return
    said = _invitation(talk)
    if said is None:
        return
    replied = talk.on("replied")
    due = days.until(talk.at, numbers("invite", "latest"), before=True)
    due = due if replied is None else min(due, days.until(replied, numbers("invite", "due")))
    appears = ALWAYS if replied is None else min(days.begins(replied), due)
    yield talk.item("invite", Times(appears, due, due, talk.begins), said)


def _invitation(talk: Talk) -> tuple[str, str, str] | None:
    interview = talk.interview
    lacks_link = interview.mode == "online" and not interview.link
    said = str(talk.note.prop("invited_for") or "")
    why = f"you meet on {talk.when}"
    if talk.on("invited") is None:
        more = ", with the link, which the note lacks too" if lacks_link else ""
        text = f"Send {talk.who} a calendar invitation{more}: {why}."
        return text, talk.done("invited"), "invited and link" if lacks_link else "invited"
    if said and not fits(said, interview):
        text = f"Send {talk.who} a new invitation: {why}, and the last one said otherwise."
        return text, talk.sight.command("invite", talk.note), "invited_for"
    if lacks_link:
        text = f"Give {talk.who} the link of the call: {why}, and the note has none."
        return text, talk.sight.command("set", talk.note, "link=https://…"), "link"
    return None


def confirm(talk: Talk) -> Iterator[AgendaItem]:
    if not talk.scheduled or talk.day is None or talk.on("confirmed") is not None:
        return
    days, ahead = talk.sight.days, talk.sight.numbers("confirm", "appears")
    anchor = talk.at or talk.day
    appears = days.opens(anchor, ahead, before=True)
    times = Times(appears, days.ends(days.day_of(appears)), None, talk.begins)
    text = f"Confirm the meeting with {talk.who}: it is on {talk.when}."
    yield talk.item("confirm", times, (text, talk.done("confirmed"), "confirmed"))


def prepare(talk: Talk) -> Iterator[AgendaItem]:
    essential = any(not question.dropped for question in talk.interview.questions("essential"))
    if not talk.scheduled or talk.day is None or essential:
        return
    days, numbers, anchor = talk.sight.days, talk.sight.numbers, talk.at or talk.day
    times = Times(
        days.opens(anchor, numbers("prepare", "appears"), before=True),
        days.until(anchor, numbers("prepare", "due"), before=True),
        days.eve(anchor, numbers("prepare", "overdue"), before=True),
        talk.begins,
    )
    text = f"Write down what you must ask {talk.who}: you meet on {talk.when}, and Essential is empty."
    yield talk.item("prepare", times, (text, talk.skip("prepare"), "a question under Essential"))


def today(talk: Talk) -> Iterator[AgendaItem]:
    if not talk.scheduled or talk.day is None:
        return
    days = talk.sight.days
    times = Times(days.begins(talk.day), talk.at or days.ends(talk.day), None, days.after(talk.day))
    text = f"Meet {talk.who} on {talk.when}{_where(talk)}."
    yield talk.item("today", times, (text, talk.done("held"), "held"))


def _where(talk: Talk) -> str:
    interview = talk.interview
    if interview.mode == "in-person":
        place = interview.place or interview.venue
        return f", in person: {place}" if place else ", in person"
    if interview.mode == "phone":
        return f", by phone: {interview.dial_in}" if interview.dial_in else ", by phone"
    if interview.mode == "online" or interview.link:
        by = f", online by {interview.platform}" if interview.platform else ", online"
        return f"{by}: {interview.link}" if interview.link else by
    return f", {interview.place}" if interview.place else ""


def did_it_happen(talk: Talk) -> Iterator[AgendaItem]:
    if not talk.scheduled or talk.day is None:
        return
    days, numbers = talk.sight.days, talk.sight.numbers
    over = talk.end or days.ends(talk.day)
    day = days.day_of(over)
    times = Times(
        days.opens(over, numbers("did-it-happen", "appears")),
        days.ends(day),
        days.until(day, numbers("did-it-happen", "overdue")),
    )
    text = f"Did the talk with {talk.who} take place? It was to be on {talk.when}, and the note does not say."
    yield talk.item("did-it-happen", times, (text, talk.done("held"), "held or outcome"))
