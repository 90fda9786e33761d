"""Check of meetings against each other: two cannot be at one time.

In: the vault. Out: a problem for the later of two that overlap. Never: a meeting that was held or fell through.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from vaultkit.people.checks.registry import Found, of_vault
from vaultkit.people.interview import Interview

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.index.vault import Vault


@of_vault("meetings-overlap")
def overlap(vault: Vault) -> Iterator[Found]:
    talks = (Interview(note, vault) for note in vault.of_kind("interview"))
    spans = [span for talk in talks if talk.stage == "scheduled" and (span := _span(talk)) is not None]
    for (_, end, _, one), (begin, _, path, two) in pairwise(sorted(spans, key=lambda span: span[:3])):
        if begin < end:
            message = f"the meeting begins before {one.name} is over"
            yield Found(two.note.line("start"), message, "move one of the two", path=path)


def _span(talk: Interview) -> tuple[datetime, datetime, str, Interview] | None:
    if talk.starts_at is None or talk.end is None:
        return None
    return talk.starts_at.astimezone(UTC), talk.end.astimezone(UTC), talk.path, talk
