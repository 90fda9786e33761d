"""Patience with notes that look like half a save: for how long, and what must wait with them.

In: surveys, and the time of a steady clock. Out: which paths to believe, and which to look at again.
Never: the disk or a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.watch.survey import Survey

PATIENCE = 2.0
"""Seconds until an empty, cut or missing note is believed."""
MASS_PATIENCE = 5.0
"""The same where a good part of the vault is gone at once (an unmount, a checkout under way)."""
MASS_AT_LEAST = 20
MASS_PART = 0.25
AGAIN = 0.25
"""Seconds between looks meanwhile; events come in between."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`believed`: what may be indexed; `waiting`: what is looked at again; `hold`: nothing is rendered meanwhile."""

    believed: frozenset[str]
    waiting: frozenset[str]
    hold: bool


@dataclass(slots=True)
class Doubts:
    """Since when each doubtful path has been so."""

    since: dict[str, float] = field(default_factory=dict)

    def judge(self, found: Survey, now: float, notes: int, looked: Iterable[str] | None = None) -> Verdict:
        """Sort a survey of `looked` (None: of everything) in a vault of `notes` notes.

        A base that is gone holds all back: without it, an output that its user deleted would be made anew.
        """
        self._forget(found, looked)
        for path in found.doubts:
            self.since.setdefault(path, now)
        missing = [path for path, doubt in found.doubts.items() if doubt == "missing"]
        mass = len(missing) > max(MASS_AT_LEAST, MASS_PART * notes)
        patience = MASS_PATIENCE if mass else PATIENCE
        waiting = frozenset(path for path in found.doubts if now - self.since[path] < patience)
        hold = bool(waiting) and (mass or not waiting.isdisjoint(found.bases_gone))
        return Verdict((found.seen | found.gone) - waiting, waiting, hold)

    def _forget(self, found: Survey, looked: Iterable[str] | None) -> None:
        """What was looked at and is no longer doubtful has proved whole."""
        seen = self.since if looked is None else (path for path in looked if path in self.since)
        for path in [path for path in seen if path not in found.doubts]:
            del self.since[path]
