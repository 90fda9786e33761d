"""The watch itself: wakes, waits until it is quiet, runs a round, and looks each second whether all is in place.

In: a vault's root, and a function that is told what happens. Out: rendered notes that follow every save.
Never: two threads in the index: everything but waking happens in the thread that calls `run`.
"""

from __future__ import annotations

import queue
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from vaultkit.config import RENDERS
from vaultkit.files import being_written
from vaultkit.index.refresh import relative
from vaultkit.watch import checkout, relief
from vaultkit.watch.events import Heard
from vaultkit.watch.ground import Ground
from vaultkit.watch.hints import hint, is_coming
from vaultkit.watch.pace import Sleep, poll_pause, safety_pause
from vaultkit.watch.telling import Teller
from vaultkit.watch.tending import Tender
from vaultkit.watch.waiting import Waiting
from vaultkit.watch.waking import Waking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vaultkit.watch.news import News
    from vaultkit.watch.waiting import Look

TICK = 1.0
"""Seconds between looks at the observer, the vault's folder and the wish to end."""
NEW_FOLDER = 0.5
"""Seconds after which a new folder is looked at again: what came before the library watches it has no event."""


class Watch:
    """`tell` hears all news, in the thread of `run`. `ends` is asked every second whether to end."""

    def __init__(
        self,
        root: Path,
        tell: Callable[[News], None],
        *,
        polling: bool = False,
        ends: Callable[[], bool] = lambda: False,
        murmur: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.root = root
        self._heard: queue.SimpleQueue[Heard | None] = queue.SimpleQueue()
        self._waking = Waking(root, self._heard, murmur, asked=polling)
        self._ground = Ground(root)
        self._teller = Teller(tell)
        self._waiting = Waiting(self._waking.most_events)
        self._tender = Tender(root, self._waiting, self._teller)
        self._ends = ends
        self._ending = False
        self._cost = 0.0
        self._busy = 0.0
        self._swollen = False

    def stop(self) -> None:
        """End after the round that runs. May be called from a signal handler or another thread."""
        self._ending = True
        self._heard.put(Heard("", folder=True))

    def run(self) -> None:
        """Watch until `stop` is called. Raises WrongConfiguration and other refusals of the very first opening."""
        self._tender.open(fresh=False)
        try:
            self._wake()  # first: what is saved while everything is looked at would be missed otherwise
            self._waiting.whole_at(time.monotonic())
            self._go()
        finally:
            self._waking.stop()
            self._tender.close()
        self._teller.stopped(self.root)

    def _go(self) -> None:
        sleep = Sleep(time.monotonic(), time.time())
        tick = time.monotonic() + TICK
        while not self._ending:
            due = self._waiting.next_at() if self._ground.there else None
            self._listen(tick if due is None else min(tick, due))
            now = time.monotonic()
            if now >= tick:
                self._tick(now, slept=sleep.over(now, time.time(), busy=self._busy))
                tick, self._busy = now + TICK, 0.0
            look = self._waiting.due(now) if self._ground.there and not self._ending else None
            if look is not None:
                self._round(look)
                self._busy += time.monotonic() - now

    def _listen(self, until: float) -> None:
        """Wait for news until a time, then take all that is there by then: more may come for as long as one listens."""
        with suppress(queue.Empty):
            self._take(self._heard.get(timeout=max(0.0, until - time.monotonic())))
            for _ in range(self._heard.qsize()):
                self._take(self._heard.get_nowait())

    def _take(self, heard: Heard | None) -> None:
        now = time.monotonic()
        if heard is None:
            self._waiting.lost(now)
            return
        path = relative(self.root, heard.path) if heard.path else ""
        if not path or self._tender.config is None:
            return
        self._waking.heard()
        if is_coming(path):
            self._tender.doubts.more_is_coming(now)
        what = hint(path, self._tender.config, folder=heard.folder)
        if what is None:
            return
        path = RENDERS if path == ".vaultkit" else path
        self._waiting.hear(path, now, settings=what == "settings", saved=heard.saved)
        if heard.folder and what == "look":
            self._waiting.later(path, now + NEW_FOLDER)

    def _tick(self, now: float, *, slept: bool) -> None:
        """Is an end wished, is the vault there and the same, do events still come?"""
        if self._swollen:
            relief.give_back()
            self._swollen = False
        if self._ends():
            self._ending = True
            return
        self._look_at_ground()
        if self._ground.there and not self._waking.alive():
            self._wake()
            self._waiting.whole_at(now)
        elif self._ground.there and self._waking.again(now):
            self._tell_mode()
            self._waiting.whole_at(now)
        elif slept:
            self._waiting.whole_at(now)

    def _look_at_ground(self) -> None:
        was = self._ground.there
        if not self._ground.look():
            return
        self._waking.stop()
        self._tender.close()
        if not self._ground.there:
            self._teller.trouble(f"the vault {self.root} is not there; waiting for it")
            self._waiting.forget()
        elif not was:
            self._teller.well(f"the vault {self.root} is back")

    def _wake(self) -> None:
        self._waking.start()
        self._tell_mode()

    def _tell_mode(self) -> None:
        self._teller.mode(self.root, self._waking.mode, self._waking.why)

    def _comes_too_soon(self, look: Look) -> bool:
        """Whether files are being checked out, or somebody has the one note of a quick look still open."""
        if not (look.whole or look.quick) or not self._tender.begun:
            return False
        open_elsewhere = look.quick and any(being_written(self.root / path) for path in look.paths)
        return open_elsewhere or checkout.under_way(self.root)

    def _put_off(self, look: Look) -> None:
        """To when it is quiet; of a checkout, one look at everything serves then."""
        if look.whole:
            self._waiting.lost(time.monotonic())
        for path in look.paths:
            self._waiting.hear(path, time.monotonic())

    def _round(self, look: Look) -> None:
        if self._comes_too_soon(look):
            self._put_off(look)
            return
        done = self._tender.round(look)
        if done is None:
            self._look_at_ground()
            return
        self._swollen |= relief.is_large(done.report)
        if done.cost is not None or look.whole:
            self._cost = done.cost or self._cost
            self._ground.remember()
            pause = poll_pause if self._waking.mode == "polling" else safety_pause
            self._waiting.safety_at(time.monotonic() + pause(self._cost))
        missed = done.report is not None and bool(done.report.changed)
        settled = look.safety and not done.later and done.whole is None
        folders = self._tender.folders() if settled else 0
        if self._waking.doubted(safety=look.safety, missed=missed, folders=folders):
            self._wake()
            self._waiting.whole_at(time.monotonic())
