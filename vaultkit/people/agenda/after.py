"""Rules of a talk that was held: write-up, thank-you, gift, gift-note, report-back.

In: a Talk. Out: its items. Never: the clock, and never a word out of Notes.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from vaultkit.english import listed, whole_date
from vaultkit.people.agenda.item import AgendaItem, Times, command
from vaultkit.people.agenda.spans import Span
from vaultkit.people.contact import Contact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.people.agenda.sight import Talk
    from vaultkit.people.person import Person

_DAY = 24
_COMMENT = re.compile(r"%%.*?(?:%%|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_BARE = re.compile(r"^[ \t]*(?:#.*|[-*+] \[.\][ \t]*)$", re.MULTILINE)


def write_up(talk: Talk) -> Iterator[AgendaItem]:
    held = talk.held
    if held is None or any(_written(talk, name) for name in ("notes", "takeaways", "personal")):
        return
    days, numbers = talk.sight.days, talk.sight.numbers
    due, late = days.until(held, numbers("write-up", "due")), days.until(held, numbers("write-up", "overdue"))
    text = f"Write down what {talk.who} told you on {whole_date(held)}: Notes, Takeaways and Personal are all empty."
    said = (text, talk.skip("write-up"), "a line under Notes, Takeaways or Personal")
    yield talk.item("write-up", Times(days.begins(held), due, late), said)


def _written(talk: Talk, name: str) -> bool:
    """Whether a word stands in the section; a comment, such as the scaffold's prompt, or a heading is none."""
    section = talk.note.section(name)
    prose = _COMMENT.sub("", section.text)
    return bool(section.items) or any(letter.isalnum() for letter in _BARE.sub("", prose))


def thank_you(talk: Talk) -> Iterator[AgendaItem]:
    """Names those who are not thanked yet; from the end of the talk, or the day of `held` without an hour."""
    held = talk.held
    if held is None or talk.interview.is_thanked:
        return
    waiting = tuple(person.name for person in talk.reachable if not talk.interview.thanked_person(person))
    if talk.interview.people and not waiting:
        return
    text = f"Thank {listed(waiting) or talk.interview.name}: you met on {whole_date(held)}."
    said = (
        text,
        _thanking(talk, waiting),
        "thanked" if waiting == talk.people else "thanked_people or thanked",
    )
    yield talk.item("thank-you", _thank_times(talk, held), said, people=waiting)


def _thanking(talk: Talk, waiting: tuple[str, ...]) -> str:
    """One command for all, unless somebody is in the talk who must not be written to and was not thanked."""
    left = [person for person in talk.interview.people if not talk.interview.thanked_person(person)]
    if len(left) <= len(waiting) or not waiting:
        return talk.done("thanked")
    return talk.sight.command("done", talk.note, "thanked", "--person", waiting[0])


def _thank_times(talk: Talk, held: date) -> Times:
    days, numbers = talk.sight.days, talk.sight.numbers
    appears, due, late = (numbers("thank-you", name) for name in ("appears", "due", "overdue"))
    end = talk.end
    if end is not None:
        return Times(days.opens(end, appears), days.until(end, due), days.until(end, late))
    return Times(days.begins(held), days.until(held, _by_day(due)), days.until(held, _by_day(late)))


def _by_day(length: Span) -> Span:
    """Without an hour, 24 hours are a day: the end of the day after, also when the clock is moved."""
    whole = length.unit == "h" and length.amount % _DAY == 0
    return Span(length.amount // _DAY, "d") if whole else length


def gift(talk: Talk) -> Iterator[AgendaItem]:
    """Offered, with the thank-you; it goes away by itself."""
    held, days, numbers = talk.held, talk.sight.days, talk.sight.numbers
    refuses = any(
        person.profile is not None and person.profile.gift_ok is False for person in talk.interview.people
    )
    if held is None or talk.interview.mode != "online" or refuses or talk.on("gift_sent") is not None:
        return
    text = f"If you like, send {talk.who} a small token: you met online on {whole_date(held)}. No thank-you needs one."
    due, gone = days.until(held, numbers("gift", "due")), days.gone(held, numbers("gift", "gone"))
    times = Times(_thank_times(talk, held).appears, due, None, gone)
    yield talk.item("gift", times, (text, talk.done("gift_sent"), "gift_sent, or gift in skip"))


def gift_note(talk: Talk) -> Iterator[AgendaItem]:
    sent, days, numbers = talk.on("gift_sent"), talk.sight.days, talk.sight.numbers
    if sent is None or talk.on("gift_noticed") is not None:
        return
    ahead = numbers("gift-note", "appears")
    gone = days.gone(sent, numbers("gift-note", "gone"))
    text = f"Tell {talk.who} that something small is on its way: sent on {whole_date(sent)}, and such mail lands in spam."
    times = Times(days.opens(sent, ahead), days.until(sent, ahead), None, gone)
    yield talk.item("gift-note", times, (text, talk.done("gift_noticed"), "gift_noticed"))


def report_back(talk: Talk) -> Iterator[AgendaItem]:
    """To each who introduced somebody, once the first talk with that somebody was held."""
    held = talk.held
    if held is None:
        return
    told: dict[str, tuple[Person, list[str]]] = {}
    for person in talk.interview.people:
        contact = Contact.of(person)
        by = None if contact is None else contact.introduced_by
        if contact is not None and by is not None and _first_held(talk, contact) and not _own(talk, by):
            told.setdefault(by.key, (by, []))[1].append(person.name)
    for by, met in told.values():
        yield from _report(talk, held, by, met)


def _own(talk: Talk, by: Person) -> bool:
    return any(person.key == by.key for person in talk.interview.people)


def _first_held(talk: Talk, contact: Contact) -> bool:
    held = [other for other in contact.held_interviews if other.milestone("held") is not None]
    first = min(held, key=lambda other: (other.milestone("held") or date.max, other.path), default=None)
    return first is not None and first.path == talk.interview.path


def _report(talk: Talk, held: date, by: Person, met: list[str]) -> Iterator[AgendaItem]:
    contact, days, numbers = by.profile, talk.sight.days, talk.sight.numbers
    if contact is not None and (contact.do_not_contact or any(day >= held for day in contact.log_days)):
        return
    ahead = numbers("report-back", "appears")
    times = Times(
        days.opens(held, ahead), days.until(held, ahead), days.until(held, numbers("report-back", "overdue"))
    )
    text = f"Tell {by.name} how it went with {listed(met)}, whom you met on {whole_date(held)} through them."
    clear = talk.skip("report-back")
    if contact is not None:
        clear = command(
            "log", talk.sight.reference(contact.note), f"Told them how it went with {listed(met)}."
        )
    said = (text, clear, "a Log line")
    yield talk.item("report-back", times, said, people=(by.name,))
