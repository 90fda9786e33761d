"""Rules of a relationship: stay-in-touch and announce.

In: a contact. Out: its items. Never: the clock, and never somebody who is merely in the address book.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vaultkit.english import whole_date
from vaultkit.people.agenda.item import AgendaItem, Times, command
from vaultkit.people.agenda.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.people.agenda.sight import Sight
    from vaultkit.people.contact import Contact

_OPEN = ("asked", "granted", "replied", "scheduled")


def announce(sight: Sight, contact: Contact) -> Iterator[AgendaItem]:
    """Once for each role found."""
    found, told = sight.me.role_found, contact.announced
    if found is None or not contact.helpful or (told is not None and told >= found):
        return
    due = sight.days.until(found, sight.numbers("announce", "due"))
    text = f"Tell {contact.name}, who helped you, that you found a role on {whole_date(found)}."
    said = (text, sight.command("done", contact.note, "announced"), "announced")
    times = Times(sight.days.begins(found), due, due)
    yield sight.item("announce", contact.note, (contact.name,), times, said=said)


def stay_in_touch(sight: Sight, contact: Contact) -> Iterator[AgendaItem]:
    """From the last real contact on; an open interview is contact enough."""
    cadence, last = _cadence(sight, contact), contact.last_contact
    if cadence is None or last is None or any(i.stage in _OPEN and not i.history for i in contact.interviews):
        return
    day = last + timedelta(days=cadence)
    if contact.snooze_until is not None:
        day = max(day, contact.snooze_until)
    late = sight.numbers("stay-in-touch", "overdue")
    more = Span(cadence * late.amount // 100, "d") if late.unit == "%" else late
    times = Times(sight.days.begins(day), sight.days.ends(day), sight.days.until(day, more))
    text = f"Write to {contact.name}: the last contact was on {whole_date(last)}, and you want one every {_every(cadence)}."
    clear = command("log", sight.reference(contact.note), "Wrote to them.")
    yield sight.item(
        "stay-in-touch",
        contact.note,
        (contact.name,),
        times,
        said=(text, clear, "a Log line, or last_contact"),
    )


def _cadence(sight: Sight, contact: Contact) -> int | None:
    """Days; None for those who get no such reminder."""
    if contact.keep_in_touch == "never":
        return None
    if contact.keep_in_touch is not None:
        return contact.keep_in_touch
    return sight.numbers("stay-in-touch", "cadence").amount if contact.marked_helpful else None


def _every(cadence: int) -> str:
    return "day" if cadence == 1 else f"{cadence} days"
