"""One round: a Look becomes a survey, what is believed is rendered, and what came of it is told.

In: an open vault, a Look, a steady time. Out: what was done, and what has to be looked at again, when.
Never: a thread, or a wait.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultkit.config import NAME
from vaultkit.files import being_written
from vaultkit.index import outputs
from vaultkit.index.rules import SETTINGS
from vaultkit.pipeline import Ask, render
from vaultkit.pipeline.discovering import own_stamps
from vaultkit.watch.doubts import AGAIN, DELIVERY, PATIENCE, Doubts
from vaultkit.watch.pace import SAFETY
from vaultkit.watch.survey import Survey, survey
from vaultkit.watch.waiting import MANY
from vaultkit.writeback.rendered_here import joined
from vaultkit.writeback.state import QUIET

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.index.outputs import Job
    from vaultkit.pipeline import OpenVault, Report
    from vaultkit.watch.doubts import Verdict
    from vaultkit.watch.waiting import Look

ASK = Ask(watching=True)
SOON = QUIET + 0.05
LONGEST = max(longest for _, longest in DELIVERY.values())
"""Seconds that the first round waits for a delivery; of one that goes on, the rest comes later."""
FIRST_DELIVERY = 5.0
"""Seconds of quiet that end the delivery of a vault without a record of renders: what was rendered may come last."""
NOWHERE = "."
"""A path at which nothing stands: what could not be settled is tried again, and nothing else looked at."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a look came to: `report` None when there was nothing to do. `later`: paths by the seconds until they
    are looked at again; `whole`: everything has to be, in as many seconds; `stuck`: outputs could not be settled.
    `cost`: seconds that a survey of everything took, None where none was made.
    """

    report: Report | None = None
    later: dict[str, float] = field(default_factory=dict)
    whole: float | None = None
    stuck: bool = False
    cost: float | None = None


@dataclass(slots=True)
class Rounds:
    """The rounds over one open vault. `fresh`: it was opened or read anew, and nothing rendered since."""

    opened: OpenVault
    doubts: Doubts
    fresh: bool = False
    _mark: object = None
    _stuck: frozenset[Job] = frozenset()
    _patience: dict[str, float] = field(default_factory=dict)
    _asked: float | None = None

    def first(self, now: float) -> Done:
        """Bring everything up to date, as a plain render does, once nothing is being delivered any more."""
        doubts = survey(self.opened).doubts
        delivery = Survey(frozenset(doubts), doubts={p: one for p, one in doubts.items() if one in DELIVERY})
        self._asked = now if self._asked is None else self._asked
        waiting = bool(self.doubts.judge(delivery, now, 0).waiting)
        if delivery.doubts and joined(self.opened.root):
            waiting = waiting or now < self.doubts.delivered + FIRST_DELIVERY
        if waiting and now < self._asked + LONGEST:
            return Done(whole=AGAIN)
        self.doubts.since.clear()
        self._mark = settings_mark(self.opened)
        return self._done(render(self.opened, ASK), {}, None, None)

    def look(self, look: Look, now: float) -> Done:
        """Do what a look asks. Raises VaultkitError, OSError where the vault or the cache cannot be used."""
        if self._are_open_still(look):
            return Done(later=dict.fromkeys(look.paths, SOON))
        self.fresh |= (look.settings or look.whole) and self._reload()
        everything = look.whole or self.fresh
        began = time.perf_counter()
        found = survey(self.opened, None if everything else look.paths)
        cost = time.perf_counter() - began if everything else None
        self._patience = {path: wait for path, wait in self._patience.items() if path not in found.seen}
        verdict = self.doubts.judge(found, now, self.notes(), None if everything else look.paths)
        later, whole = _again(verdict, everything=everything)
        if verdict.hold:
            held = {} if everything else dict.fromkeys(look.paths | found.seen | found.gone, AGAIN)
            return Done(later=held, whole=AGAIN if everything else None, cost=cost)
        if not (verdict.believed or found.other or self.fresh or self._waiting(retry=NOWHERE in look.paths)):
            return Done(later=later, whole=whole, cost=cost)
        paths = None if everything and not verdict.waiting else _believed(look, verdict)
        return self._done(render(self.opened, ASK, paths), later, whole, cost)

    def _done(self, report: Report, later: dict[str, float], whole: float | None, cost: float | None) -> Done:
        self.fresh = False
        stale = self.opened.has_own() and outputs.stale_jobs(self.opened.store)
        stuck = bool(stale) and not report.again
        self._stuck = frozenset(stale or ()) if stuck else frozenset()
        # Where the system does not tell who has a note open, a round tries; ever more rarely, it may be for hours.
        again = {path: min(2 * self._patience.get(path, SOON / 2), SAFETY) for path in report.again}
        self._patience = again
        return Done(report, {**later, **again}, whole, stuck, cost)

    def _are_open_still(self, look: Look) -> bool:
        """Whether all that is looked at waits until another program closes it. A close has no event, and asking
        the system costs next to nothing, where a round would render."""
        asked = not (look.whole or look.settings or self.fresh) and look.paths
        return bool(asked) and all(
            path in self._patience and being_written(self.opened.root / path) for path in look.paths
        )

    def _waiting(self, *, retry: bool) -> bool:
        """Whether outputs wait to be rendered. What the last round could not settle has a time of its own, or each
        look would take as long over it again."""
        waiting = set(outputs.stale_jobs(self.opened.store))
        return bool(waiting if retry else waiting - self._stuck)

    def _reload(self) -> bool:
        """Read configuration and templates anew if one changed. Raises WrongConfiguration, then and at the next look."""
        mark = settings_mark(self.opened)
        if mark == self._mark:
            return False
        self.opened.reload()
        self._mark = settings_mark(self.opened)
        return True

    def notes(self) -> int:
        """How many notes the index knows, rendered ones too."""
        return int(self.opened.store.meta("notes") or 0)

    def outputs(self) -> int:
        """How many rendered notes stand in the vault."""
        row = self.opened.store.one("SELECT count(*) FROM output WHERE file IS NOT NULL")
        return int(row[0]) if row else 0

    def folders(self) -> int:
        """How many folders the index knows, without hidden ones."""
        row = self.opened.store.one("SELECT count(*) FROM folder")
        return int(row[0]) if row else 0


def _again(verdict: Verdict, *, everything: bool) -> tuple[dict[str, float], float | None]:
    """When to look again at what is doubtful; and, once that is believed, at all that waited with it."""
    if not verdict.waiting:
        return {}, None
    if len(verdict.waiting) > MANY:
        return {}, AGAIN
    return dict.fromkeys(verdict.waiting, AGAIN), PATIENCE + AGAIN if everything else None


def _believed(look: Look, verdict: Verdict) -> set[str]:
    """What the render looks at on disk: nothing that would make it believe a doubtful note."""
    doubtful = tuple(path + "/" for path in verdict.waiting)
    asked = {path for path in look.paths if not any(one.startswith(path + "/") for one in doubtful)}
    return asked | verdict.believed


def settings_mark(opened: OpenVault) -> object:
    """What configuration and templates look like from outside; another mark, and they are read anew."""
    settings = [_stamp(opened.root / path) for path in (NAME, *(path for path, _ in SETTINGS))]
    return settings, own_stamps(opened.config)


def _stamp(path: Path) -> tuple[int, ...]:
    with suppress(OSError):
        seen = path.stat()  # a link's target counts
        return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino
    return ()
