"""Which rules are asked about which note: direction, skip, history, outcome, do_not_contact, ageing.

In: a Vault. Out: every item that its facts give. Never: the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from vaultkit.index.vault import BrokenNote
from vaultkit.people.agenda import after, before, bonds, lines, meeting
from vaultkit.people.agenda.item import AgendaItem
from vaultkit.people.agenda.rules import RULES
from vaultkit.people.agenda.sight import Sight, Talk
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview

if TYPE_CHECKING:
    from vaultkit.index.vault import Vault

TalkRule: TypeAlias = Callable[[Talk], Iterator[AgendaItem]]
ContactRule: TypeAlias = Callable[[Sight, Contact], Iterator[AgendaItem]]

TALK: Mapping[str, TalkRule] = {
    "no-answer": before.no_answer,
    "reply": before.reply,
    "asked-of-me": before.asked_of_me,
    "set-time": before.set_time,
    "invite": meeting.invite,
    "confirm": meeting.confirm,
    "prepare": meeting.prepare,
    "today": meeting.today,
    "did-it-happen": meeting.did_it_happen,
    "write-up": after.write_up,
    "thank-you": after.thank_you,
    "gift": after.gift,
    "gift-note": after.gift_note,
    "introduction": lines.introduction,
    "introduced": lines.introduced,
    "report-back": after.report_back,
    "promise": lines.promises,
    "personal": lines.personal,
}
CONTACT: Mapping[str, ContactRule] = {
    "promise": lines.promises_to,
    "personal": lines.personal_of,
    "announce": bonds.announce,
    "stay-in-touch": bonds.stay_in_touch,
}


def items(vault: Vault) -> tuple[AgendaItem, ...]:
    """Every item that the vault's facts give, whenever it appears, by note and rule.

    Raises WrongConfiguration for an `[agenda]` table that cannot be used.
    """
    sight = Sight.of(vault)
    found: list[AgendaItem] = []
    for note in vault.of_kind("interview"):
        with suppress(BrokenNote):  # a render leaves out what hangs on a note that cannot be read
            found.extend(of_interview(sight, Interview(note, vault)))
    for note in vault.of_kind("contact"):
        with suppress(BrokenNote):
            found.extend(of_contact(sight, Contact(note, vault)))
    return tuple(found)


def items_of(note: Interview | Contact, vault: Vault) -> tuple[AgendaItem, ...]:
    """The items about one note."""
    sight = Sight.of(vault)
    return of_interview(sight, note) if isinstance(note, Interview) else of_contact(sight, note)


def of_interview(sight: Sight, interview: Interview) -> tuple[AgendaItem, ...]:
    """History and an outcome close what is about the interview; a personal line is about a person and stays."""
    talk = Talk(sight, interview)
    if talk.silent:
        return ()
    closed, direction = interview.history or talk.outcome, interview.direction
    off = interview.skip | sight.numbers.off
    wanted = [
        name
        for name in TALK
        if name not in off and RULES[name].sides(direction) and not (closed and RULES[name].ages)
    ]
    return tuple(_aged(sight, item) for name in wanted for item in TALK[name](talk))


def of_contact(sight: Sight, contact: Contact) -> tuple[AgendaItem, ...]:
    """An announcement to make hides stay-in-touch."""
    if contact.do_not_contact:
        return ()
    off = contact.skip | sight.numbers.off
    found: list[AgendaItem] = []
    for name, rule in CONTACT.items():
        hidden = name == "stay-in-touch" and any(item.rule == "announce" for item in found)
        if not hidden and name not in off:
            found.extend(rule(sight, contact))
    return tuple(found)


def _aged(sight: Sight, item: AgendaItem) -> AgendaItem:
    """What nobody did for half a year is let go."""
    if not RULES[item.rule].ages:
        return item
    days = sight.days
    end = days.gone(days.day_of(item.due), sight.numbers("interview", "gone"))
    return replace(item, gone=end if item.gone is None else min(item.gone, end))
