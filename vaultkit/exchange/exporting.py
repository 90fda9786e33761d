"""The contacts of the vault for an address book.

In: cards, as adapting.card makes them of contacts. Out: the bytes of one file.
Never: what the vault alone should know: logs, notes, cadences, who helped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from vaultkit.exchange import csvfiles, vcard_writing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.exchange.card import Card


def contacts(cards: Iterable[Card], form: Literal["vcf", "csv"]) -> bytes:
    """vCard 4.0, or CSV with the names of the properties as its header; in the order given."""
    return vcard_writing.write(cards) if form == "vcf" else csvfiles.write(cards)
