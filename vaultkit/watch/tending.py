"""Runs rounds and lives through trouble: whatever a round raises is told once, and everything tried again.

In: Looks, one at a time. Out: news, and in Waiting when to look again.
Never: an exception that ends the watch, or an index that was in doubt used on.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from vaultkit.pipeline import open_vault
from vaultkit.watch.doubts import Doubts
from vaultkit.watch.pace import Backoff
from vaultkit.watch.rounds import NOWHERE, Rounds
from vaultkit.watch.trouble import trouble_of

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.config import Config
    from vaultkit.watch.rounds import Done
    from vaultkit.watch.telling import Teller
    from vaultkit.watch.waiting import Look, Waiting


STUCK = 20
"""Times its own cost that a round waits before it tries again what it could not settle."""


class Tender:
    """`begun`: a first round was run. `config` is that of the last opening, for telling events apart."""

    def __init__(self, root: Path, waiting: Waiting, teller: Teller) -> None:
        self.root = root
        self.begun = False
        self.config: Config | None = None
        self._waiting = waiting
        self._teller = teller
        self._backoff = Backoff()
        self.doubts = Doubts()
        self._rounds: Rounds | None = None
        self._in_trouble = False

    def open(self, *, fresh: bool) -> Rounds:
        """Open the vault. Raises WrongConfiguration and the like."""
        self._rounds = Rounds(open_vault(self.root), self.doubts, fresh)
        self.config = self._rounds.opened.config
        return self._rounds

    def round(self, look: Look) -> Done | None:
        """Run one round; None when it failed, which is told and tried again."""
        began = time.monotonic()
        try:
            if self._in_trouble:
                self.close()
            rounds = self._rounds or self.open(fresh=self.begun)
            done = rounds.look(look, began) if self.begun else rounds.first(began)
            self.config = rounds.opened.config
            seconds = time.monotonic() - began
            if done.report is not None:
                counts = (rounds.notes(), rounds.outputs())
                self._teller.round(done.report, seconds, counts, first=not self.begun)
        except Exception as error:  # noqa: BLE001 - whatever it is, the watch lives and tries again
            self.fail(error)
            return None
        self._worked(done, seconds)
        return done

    def fail(self, error: Exception) -> None:
        """One clear line, once; then again and again, ever more rarely."""
        self._in_trouble = True
        if not self.root.is_dir():
            return  # the watch sees to that, and says so
        self._teller.trouble(*trouble_of(error))
        self._waiting.whole_at(time.monotonic() + self._backoff.failed())

    def _worked(self, done: Done, seconds: float) -> None:
        self.begun = self.begun or done.report is not None
        if self._in_trouble:
            self._in_trouble = False
            self._teller.well("all is well again")
            self._backoff.worked()
        now = time.monotonic()
        for path, wait in done.later.items():
            self._waiting.later(path, now + wait)
        if done.whole is not None:
            self._waiting.whole_at(now + done.whole)
        if done.stuck:
            # A template that never ends costs the same each time; once it is mended, that is news by itself.
            self._waiting.later(NOWHERE, now + max(self._backoff.failed(), seconds * STUCK))
        elif done.report is not None:  # a look that rendered nothing says nothing of what is stuck
            self._backoff.worked()

    def folders(self) -> int:
        """How many folders the index knows, 0 when it cannot be asked."""
        try:
            return self._rounds.folders() if self._rounds is not None else 0
        except Exception as error:  # noqa: BLE001 - the next round will tell the user
            self._teller.log(trouble_of(error)[1])
            return 0

    def close(self) -> None:
        """Give up what is open; the next round opens everything anew."""
        rounds, self._rounds = self._rounds, None
        if rounds is not None:
            try:
                rounds.opened.close()
            except Exception as error:  # noqa: BLE001 - it is thrown away
                self._teller.log(trouble_of(error)[1])
