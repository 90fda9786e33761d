"""Address books, in and out: which kind of file it is, what it would do, and the file of the vault's own contacts.

In: the bytes of files, what the vault's contacts already say, cards. Out: a Plan, the text of new notes, bytes.
Never: a change to a value that the user has, nor what the vault alone should know: logs, cadences, who helped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from vaultkit.errors import WrongUse
from vaultkit.exchange import csvfiles, vcard, vcard_writing
from vaultkit.exchange.matching import Planner

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultkit.exchange.card import Card, Source
    from vaultkit.exchange.outcomes import Created, Known, Plan

EXPECTED = (
    "expected a vCard file (2.1, 3.0 or 4.0), LinkedIn's Connections.csv, a Google Contacts CSV, "
    "or what `vaultkit export contacts` wrote"
)


def read(data: bytes, name: str) -> Source:
    """The cards of one file, whatever its form; WrongUse (exit 2) when it has no form or no row.

    `name` is the file's, for the message.
    """
    source = vcard.read(data) if vcard.looks_like(data) else csvfiles.read(data)
    if source is None:
        raise WrongUse(f"{name}: {EXPECTED}; found neither a vCard nor a header row that is known")
    if not source.cards and not source.skipped:
        raise WrongUse(f"{name}: a {source.form} without a single row; {EXPECTED}")
    if not source.cards:
        first = source.skipped[0]
        raise WrongUse(
            f"{name}: no row of this {source.form} gives a person (line {first.line}: {first.reason}); {EXPECTED}"
        )
    return source


def plan(
    sources: Sequence[tuple[str, Source]],
    known: Iterable[Known],
    *,
    folder: str,
    taken: Iterable[str] = (),
    me: Iterable[str] = (),
) -> Plan:
    """Decide on every card. `sources` are pairs of a file's name and what it holds.

    `folder` is where new contacts go ("" for the root), `taken` the paths of all notes in the vault, whose
    names no new note repeats, `me` the user's own addresses.
    """
    return Planner(folder, known, taken, me).decide(sources)


def note_text(one: Created) -> str:
    """The whole text of a new contact note."""
    from vaultkit import notes  # noqa: PLC0415 - a dry run does without the YAML writer

    return notes.note_text(one.properties, one.body)


def write(cards: Iterable[Card], form: Literal["vcf", "csv"]) -> bytes:
    """vCard 4.0, or CSV with the names of the properties as its header; in the order given."""
    return vcard_writing.write(cards) if form == "vcf" else csvfiles.write(cards)
