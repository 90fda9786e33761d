"""Rules of single lines: introduction, introduced, promise, personal. Each open line is an item of its own.

In: a Talk, or a contact. Out: items. Never: the clock, and never the words of a line tagged #private.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from vaultkit.english import whole_date
from vaultkit.index.names import stem
from vaultkit.model import Item, Link, Missing, Resolved
from vaultkit.people.agenda.item import AgendaItem, Times, command, ended
from vaultkit.people.agenda.sight import ALWAYS, Sight, Talk, line_text, open_lines, tick
from vaultkit.people.contact import Contact
from vaultkit.people.dates import day as read_day
from vaultkit.people.find import interviews_named
from vaultkit.people.names import fold, person_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.index.vault import Reading
    from vaultkit.people.interview import Interview


def introduction(talk: Talk) -> Iterator[AgendaItem]:
    held = talk.held
    if held is None:
        return
    days, ahead = talk.sight.days, talk.sight.numbers("introduction", "appears")
    since = talk.on("thanked") or held
    late = days.until(since, talk.sight.numbers("introduction", "overdue"))
    times = Times(days.opens(since, ahead), days.until(since, ahead), late)
    for item in open_lines(talk.note, "introductions"):
        text = ended(
            f"You met {talk.who} on {whole_date(held)}; ask gently about the introduction: {line_text(item)}"
        )
        said = (text, tick(talk.sight, talk.note, item), "a tick on the line")
        yield talk.item("introduction", times, said, line=item.line)


def introduced(talk: Talk) -> Iterator[AgendaItem]:
    """One for each person whom a ticked line links and whom no interview past an idea names."""
    days, numbers = talk.sight.days, talk.sight.numbers
    for item in talk.note.section("introductions").items:
        since = _day(item.ticked) or talk.on("thanked") or talk.held
        if not item.done or since is None:
            continue
        due, late = (
            days.until(since, numbers("introduced", "due")),
            days.until(since, numbers("introduced", "overdue")),
        )
        for name, clear in _unmet(talk, item):
            text = f"Write to {name}: {talk.who} made the introduction by {whole_date(since)}, and no talk is asked for yet."
            said = (text, clear, "asked in an interview with them, or introduced in skip")
            yield talk.item(
                "introduced", Times(days.begins(since), due, late), said, people=(name,), line=item.line
            )


def _unmet(talk: Talk, item: Item) -> Iterator[tuple[str, str]]:
    """Name and command for each; a link to an interview or to a note that is nobody's counts for none."""
    own = {fold(person.name) for person in talk.interview.people}
    seen: set[str] = set()
    for target in item.links:
        found = talk.sight.vault.resolve(Link(target, item.line), talk.note.path)
        name, talks = _somebody(talk.sight, found, target)
        if name is None or fold(name) in own | seen:
            continue
        seen.add(fold(name))
        if all(other.stage == "idea" for other in talks):
            yield name, _asking(talk.sight, name, talks)


def _somebody(sight: Sight, found: object, target: str) -> tuple[str | None, tuple[Interview, ...]]:
    if isinstance(found, Resolved):
        note = sight.vault.note(found.path)
        if note is None or note.kind != "contact":
            return None, ()
        contact = Contact(note, sight.vault)
        return (None if contact.do_not_contact else contact.name), contact.interviews
    if not isinstance(found, Missing):
        return None, ()
    name = person_name(stem(target))
    return name, interviews_named(sight.vault, name)


def _asking(sight: Sight, name: str, ideas: tuple[Interview, ...]) -> str:
    if len(ideas) == 1:
        return sight.command("done", ideas[0].note, "asked")
    return command("new", "interview", name, "--set", "asked=today")


def promises(talk: Talk) -> Iterator[AgendaItem]:
    yield from _promises(talk.sight, talk.note, talk.people, talk.who, talk.held)


def promises_to(sight: Sight, contact: Contact) -> Iterator[AgendaItem]:
    yield from _promises(sight, contact.note, (contact.name,), contact.name, None)


def _promises(
    sight: Sight, note: Reading, people: tuple[str, ...], who: str, held: date | None
) -> Iterator[AgendaItem]:
    days, numbers = sight.days, sight.numbers
    for item in open_lines(note, "follow_ups"):
        dated = _day(item.due)
        if dated is None and held is None:
            continue
        due = days.ends(dated) if dated else days.until(held or date.max, numbers("promise", "due"))
        late = days.eve(days.day_of(due), numbers("promise", "overdue"))
        appears = days.begins(held) if held else ALWAYS
        why = f"for {whole_date(dated)}" if dated else f"from your talk on {whole_date(held or date.max)}"
        text = ended(f"Keep your promise to {who}, {why}: {line_text(item)}")
        said = (text, tick(sight, note, item), "a tick on the line")
        yield sight.item(
            "promise", note, people, Times(min(appears, due), due, late), said=said, line=item.line
        )


def personal(talk: Talk) -> Iterator[AgendaItem]:
    yield from _personal(talk.sight, talk.note, talk.people, talk.who)


def personal_of(sight: Sight, contact: Contact) -> Iterator[AgendaItem]:
    yield from _personal(sight, contact.note, (contact.name,), contact.name)


def _personal(sight: Sight, note: Reading, people: tuple[str, ...], who: str) -> Iterator[AgendaItem]:
    days, numbers = sight.days, sight.numbers
    for item in open_lines(note, "personal"):
        dated = _day(item.due)
        if dated is None:
            continue
        times = Times(
            days.opens(dated, numbers("personal", "appears"), before=True),
            days.ends(dated),
            None,
            days.gone(dated, numbers("personal", "gone")),
        )
        text = ended(f"Think of {who} on {whole_date(dated)}: {line_text(item)}")
        said = (text, tick(sight, note, item), "a tick on the line")
        yield sight.item("personal", note, people, times, said=said, line=item.line)


def _day(text: str | None) -> date | None:
    return read_day(text) if text else None
