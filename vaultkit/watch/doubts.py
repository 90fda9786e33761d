"""Patience with notes that look like half a save, or half a delivery: for how long, and what must wait with them.

In: surveys, and the time of a steady clock. Out: which paths to believe, and which to look at again.
Never: the disk or a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.watch.survey import Doubt, Survey

PATIENCE = 2.0
"""Seconds until an empty, cut or missing note is believed."""
MASS_PATIENCE = 5.0
"""The same where a good part of the vault is gone at once (an unmount, a checkout under way)."""
MASS_AT_LEAST = 20
MASS_PART = 0.25
AGAIN = 0.25
"""Seconds between looks meanwhile; events come in between."""
DELIVERY = {"arrived": (1.0, 20.0), "brought": (0.4, 5.0)}
"""Seconds since the last note came from another machine until it is believed that all is here that belongs to it, and
the longest that one may wait: what was rendered, edited or deleted there must not be made anew here meanwhile.
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`believed`: what may be indexed; `waiting`: what is looked at again; `hold`: nothing is rendered meanwhile."""

    believed: frozenset[str]
    waiting: frozenset[str]
    hold: bool


@dataclass(slots=True)
class Doubts:
    """Since when each doubtful path has been so, and when something last came from another machine."""

    since: dict[str, float] = field(default_factory=dict)
    delivered: float = 0.0

    def more_is_coming(self, now: float) -> None:
        """A sync tool is at work: what has arrived waits for that too."""
        self.delivered = now

    def judge(self, found: Survey, now: float, notes: int, looked: Iterable[str] | None = None) -> Verdict:
        """Sort a survey of `looked` (None: of everything) in a vault of `notes` notes.

        A base that is gone holds all back: without it, an output that its user deleted would be made anew.
        """
        self._forget(found, looked)
        for path, doubt in found.doubts.items():
            if path not in self.since:
                self.since[path] = now
                self.delivered = now if doubt in DELIVERY else self.delivered
        missing = [path for path, doubt in found.doubts.items() if doubt == "missing"]
        mass = len(missing) > max(MASS_AT_LEAST, MASS_PART * notes)
        ends = {path: self._end(path, doubt, mass=mass) for path, doubt in found.doubts.items()}
        waiting = frozenset(path for path, end in ends.items() if now < end)
        hold = not waiting.isdisjoint(missing if mass else found.bases_gone)
        for path, doubt in found.doubts.items():
            if doubt in DELIVERY and path not in waiting and not hold:
                del self.since[path]  # it may be delivered again
        return Verdict((found.seen | found.gone) - waiting, waiting, hold)

    def _end(self, path: str, doubt: Doubt, *, mass: bool) -> float:
        """When it is believed."""
        if doubt in DELIVERY:
            quiet, longest = DELIVERY[doubt]
            return min(self.delivered + quiet, self.since[path] + longest)
        return self.since[path] + (MASS_PATIENCE if mass else PATIENCE)

    def _forget(self, found: Survey, looked: Iterable[str] | None) -> None:
        """What was looked at and is no longer doubtful has proved whole."""
        seen = self.since if looked is None else (path for path in looked if path in self.since)
        for path in [path for path in seen if path not in found.doubts]:
            del self.since[path]
