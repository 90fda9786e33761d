"""Events where they can be had and come through, polling where not.

In: the vault's root, a queue. Out: what wakes now, and why it polls.
Never: silent about what it found out; `why` says it in words.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from vaultkit.watch import limits
from vaultkit.watch.events import Events

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from queue import SimpleQueue

    from vaultkit.watch.events import Heard
    from vaultkit.watch.news import Mode

DEAF = 2
"""Safety looks in a row that found changes of which no event had come."""
RETRY = 600.0
"""Seconds of polling after which events are tried again."""
SLOW = 1.0
"""Seconds that the library has to watch every folder after its start."""


class Waking:
    """`asked`: polling is wanted. `mode` and `why` are as of the last start."""

    def __init__(
        self,
        root: Path,
        heard: SimpleQueue[Heard | None],
        murmur: Callable[[str], None] = lambda _: None,
        *,
        asked: bool = False,
    ) -> None:
        self.root = root
        self.mode: Mode = "polling"
        self.why = ""
        self._asked = asked
        self._queue = heard
        self._murmur = murmur
        self._events: Events | None = None
        self._any = False
        self._deaf = 0
        self._retry: float | None = None

    @property
    def most_events(self) -> int:
        """So many events in one burst mean that some may have been dropped."""
        return max(1, (limits.queue() or 16_384) // 2)

    def start(self) -> None:
        """Begin anew, with events if they can be had."""
        self.stop()
        self.why = "" if self._asked else self.why if self._deaf >= DEAF else limits.reason_to_poll(self.root)
        self.mode = "polling"
        if self._asked or self.why or not self._listen():
            return
        self.mode = "events"
        needed = limits.folders(self.root)
        if not self._watches(needed):
            self._poll(f"the system let it watch {limits.watched() or 0:,} of {needed:,} folders")

    def _listen(self) -> bool:
        events = Events(self.root, self._queue, self._murmur)
        try:
            events.start()
        except OSError as error:
            self.why = f"the system gives no events ({error.strerror or error})"
            return False
        self._events = events
        return True

    def again(self, now: float) -> bool:
        """Asked again and again: whether events can be had once more; tried after every RETRY seconds of polling.

        Where they once did not come they are only listened to at first, and polling goes on: see `_proved`.
        """
        if self.mode == "events" or self._asked:
            self._retry = None
            return False
        self._retry = now + RETRY if self._retry is None else self._retry
        if now < self._retry:
            return False
        self._retry = now + RETRY
        if self._deaf < DEAF:
            self.start()
            return self._events is not None
        if self._events is None:
            self._any = False
            self._listen()
        return False

    def stop(self) -> None:
        events, self._events = self._events, None
        if events is not None:
            events.stop()

    def alive(self) -> bool:
        """Whether what wakes still can; polling always can."""
        return self.mode == "polling" or (self._events is not None and self._events.alive())

    def heard(self) -> None:
        """An event came."""
        self._any = True
        if self.mode == "events":
            self._deaf = 0

    def doubted(self, *, safety: bool, missed: bool, folders: int) -> bool:
        """After each round: whether to start anew. `missed`: it found changes, a safety look what no event told."""
        if self.mode == "polling":
            return self._proved(found=missed)
        if not safety:
            return False
        silent, self._any = not self._any, False
        held = limits.watched()
        if held is not None and held < folders:
            return True  # one that is new, or one too many; the start finds out
        if not (missed and silent):
            return False
        self._deaf += 1
        if self._deaf >= DEAF:
            self._poll("changes were found of which the system had told nothing")
        return True

    def _proved(self, *, found: bool) -> bool:
        """Whether events come again: one came before the first changes that were found since they are listened to."""
        heard, self._any = self._any, False
        if self._events is None or not found:
            return False
        self.stop()
        self._deaf = 0 if heard else DEAF
        return heard

    def _watches(self, needed: int) -> bool:
        """Whether all folders are watched, as soon as the library has come to them."""
        end = time.monotonic() + SLOW
        while (held := limits.watched()) is not None and held < needed:
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
            needed = limits.folders(self.root)
        return True

    def _poll(self, why: str) -> None:
        self.stop()
        self.mode, self.why, self._deaf = "polling", why, DEAF
