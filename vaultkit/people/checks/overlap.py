"""Check of meetings against each other: two cannot be at one time.

In: the vault. Out: a problem for the later of two that overlap. Never: a meeting that was held or fell through.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from vaultkit.people.checks.registry import Found, of_vault
from vaultkit.people.interview import Interview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.index.vault import Vault


@of_vault("meetings-overlap")
def overlap(vault: Vault) -> Iterator[Found]:
    every = (Interview(note, vault) for note in vault.of_kind("interview"))
    spans = [(*span, talk.path, talk) for talk in every if (span := span_of(talk)) is not None]
    for (_, end, _, one), (begin, _, path, two) in pairwise(sorted(spans, key=lambda span: span[:3])):
        if begin < end:
            message = f"the meeting begins before {one.name} is over"
            yield Found(two.note.line("start"), message, "move one of the two", path=path)


def span_of(talk: Interview) -> tuple[float, float] | None:
    """From when to when a scheduled meeting lasts, in seconds since 1970, UTC."""
    if talk.stage != "scheduled" or talk.starts_at is None or talk.end is None:
        return None
    return talk.starts_at.timestamp(), talk.end.timestamp()
