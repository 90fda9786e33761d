"""What other programs take and bring: an invitation that its note remembers, people out of address books.

In: the words of a command or the cards of files, and the vault. Out: what goes out; notes that were made or filled.
Never: sends anything, or changes a value that the user has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.edits.write import create, set_properties
from vaultkit.errors import Refused
from vaultkit.exchange import adapting, books
from vaultkit.exchange.outcomes import Created
from vaultkit.people import find
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.people.me import Me

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from vaultkit.exchange.card import Source
    from vaultkit.exchange.invitation import Invitation
    from vaultkit.exchange.links import CalendarLinks
    from vaultkit.exchange.outcomes import Matched, Plan
    from vaultkit.index.vault import Vault


def invite(
    vault: Vault, text: str, form: Callable[[Invitation], bytes | CalendarLinks | None], *, cancel: bool
) -> tuple[Invitation, bytes | CalendarLinks | None]:
    """The invitation to an interview and what `form` makes of it; only once that is made, the note is told."""
    note = find.interview(vault, text)
    made = adapting.invite(Interview(note, vault), cancel=cancel)
    given = form(made)
    if made.changes:
        set_properties(vault, note.path, made.changes)
    return made, given


def plan(vault: Vault, sources: Sequence[tuple[str, Source]]) -> Plan:
    """What an import of these files, each with its name, would do to the vault."""
    return books.plan(
        sources,
        [adapting.known(Contact(note, vault)) for note in vault.of_kind("contact")],
        folder=vault.config.new.people,
        taken=[note.path for note in vault.every()],
        me=[Me(vault).email],
    )


def carry_out(vault: Vault, plan: Plan) -> Iterator[str]:
    """Make and fill, a note a step: "" where it went well, else why not; what one refuses stops no other."""
    work: tuple[Created | Matched, ...] = (*plan.created, *plan.filled)
    for one in work:
        try:
            if isinstance(one, Created):
                create(vault.config.root, one.path, books.note_text(one))
            else:
                set_properties(vault, one.path, one.fills)
        except Refused as reason:
            yield str(reason)
        else:
            yield ""
