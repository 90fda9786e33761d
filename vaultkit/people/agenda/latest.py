"""The vault's own latest day, which stands in for today where no clock may write.

In: a vault. Out: a day, or None.
Never: the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.model import SECTIONS
from vaultkit.people.contact import Contact
from vaultkit.people.dates import day as read_day
from vaultkit.people.interview import Interview
from vaultkit.people.schema import MILESTONES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from vaultkit.index.vault import Reading, Vault


def latest_day(vault: Vault) -> date | None:
    """The vault's own latest day: its last milestone, Log line or tick; None where nothing has a day."""
    return max(_days(vault), default=None)


def _days(vault: Vault) -> Iterator[date]:
    for note in vault.of_kind("interview"):
        interview = Interview(note, vault)
        yield from (day for name in MILESTONES if (day := interview.milestone(name)) is not None)
        yield from _ticks(note)
    for note in vault.of_kind("contact"):
        contact = Contact(note, vault)
        yield from contact.log_days
        if contact.announced is not None:
            yield contact.announced
        yield from _ticks(note)


def _ticks(note: Reading) -> Iterator[date]:
    for name in SECTIONS:
        ticked = (item.ticked for item in note.section(name).items)
        yield from (day for text in ticked if text and (day := read_day(text)) is not None)
