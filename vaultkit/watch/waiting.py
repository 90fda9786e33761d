"""What a watch still has to look at, and when.

In: what was heard, and the time of a steady clock in seconds. Out: a Look once it is due.
Never: the disk, a thread, or a clock of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

QUIET = 0.015
"""Seconds without news that end a burst of events."""
SAVED = 0.004
"""The same for one note that was written in place, where nothing came shortly before: the usual save. One that came by
a rename may be one of many that a sync tool brings, with what belongs to it."""
CALM = 0.2
"""Seconds since the last burst after which a note that was written is taken for a save, not for one of many."""
LONGEST = 0.5
"""Seconds that an unending burst may put a look off."""
STORM_QUIET = 0.3
STORM_LONGEST = 5.0
"""The same once a burst has become a storm (a checkout): then one look at everything serves."""
SOME = 10
"""So many paths, and the quiet that ends a burst is twice as long."""
MANY = 500
"""Paths that are better looked at all together."""


@dataclass(frozen=True, slots=True)
class Look:
    """`paths`: to be looked at, relative to the vault; `whole`: look at everything instead; `settings`:
    configuration or templates may have changed; `safety`: nothing was heard, this is to make sure; `quick`: one
    note was written, and nobody waited whether more would come.
    """

    paths: frozenset[str] = frozenset()
    whole: bool = False
    settings: bool = False
    safety: bool = False
    quick: bool = False


@dataclass(slots=True)
class Waiting:
    """Events gather until it is quiet; other looks have their time. `events_for_whole`: so many overflow a queue."""

    events_for_whole: int = 8192
    _paths: set[str] = field(default_factory=set)
    _events: int = 0
    _settings: bool = False
    _whole: bool = False
    _first: float | None = None
    _last: float = 0.0
    _saved: bool = False
    _before: float = -CALM
    _later: dict[str, float] = field(default_factory=dict)
    _whole_at: float | None = None
    _safety_at: float | None = None

    def hear(self, path: str, now: float, *, settings: bool = False, saved: bool = False) -> None:
        """An event named `path`; `saved`: and said that something was written there."""
        self._events += 1
        if settings:
            self._settings = True
        elif not self._whole:
            self._paths.add(path)
        if len(self._paths) > MANY or self._events > self.events_for_whole:
            self._whole = True
            self._paths.clear()
        self._saved = saved and (self._saved or self._first is None)
        self._first = now if self._first is None else self._first
        self._last = now

    def lost(self, now: float) -> None:
        """Events were lost: look at everything as soon as it is quiet."""
        self._whole = True
        self._paths.clear()
        self._first = now if self._first is None else self._first
        self._last = now

    def later(self, path: str, at: float) -> None:
        """Look at `path` at that time, or earlier if it is wanted earlier."""
        self._later[path] = min(at, self._later.get(path, at))

    def whole_at(self, at: float) -> None:
        self._whole_at = at if self._whole_at is None else min(at, self._whole_at)

    def safety_at(self, at: float) -> None:
        """When to make sure next; replaces what was said before."""
        self._safety_at = at

    def forget(self) -> None:
        """Nothing that was heard matters any more; the times for later looks go too, the next safety look stays."""
        self._paths.clear()
        self._later.clear()
        self._settings = self._whole = False
        self._first = self._whole_at = None
        self._events = 0

    def next_at(self) -> float | None:
        """When the next look is due, None for never."""
        times = [self._burst_ends(), self._whole_at, self._safety_at, *self._later.values()]
        return min((at for at in times if at is not None), default=None)

    def due(self, now: float) -> Look | None:
        """The look whose time has come. It is forgotten here: whoever takes it must see to it."""
        burst = self._burst_ends()
        heard = burst is not None and burst <= now
        ripe = {path for path, at in self._later.items() if at <= now}
        asked = self._whole_at is not None and self._whole_at <= now
        safety = self._safety_at is not None and self._safety_at <= now
        if not (heard or ripe or asked or safety):
            return None
        whole = asked or safety or (heard and self._whole)
        paths = frozenset(ripe | (self._paths if heard else set()))
        look = Look(
            frozenset() if whole else paths,
            whole=whole,
            settings=heard and self._settings,
            safety=safety and not (heard or ripe or asked),
            quick=heard and self._is_one_save(),
        )
        self._take(ripe, heard=heard, whole=whole)
        return look

    def _take(self, ripe: set[str], *, heard: bool, whole: bool) -> None:
        for path in list(self._later) if whole else ripe:
            del self._later[path]
        if heard:
            self._paths.clear()
            self._settings = self._whole = False
            self._first, self._before = None, self._last
            self._events = 0
        if whole:
            self._whole_at = None
            self._safety_at = None

    def _burst_ends(self) -> float | None:
        if self._first is None:
            return None
        if self._is_one_save():
            return self._last + SAVED
        # The more has come, the more is likely to come.
        quiet = min(QUIET * (1 + len(self._paths) / SOME), STORM_QUIET)
        quiet, longest = (STORM_QUIET, STORM_LONGEST) if self._whole else (quiet, LONGEST)
        return min(self._last + quiet, self._first + longest)

    def _is_one_save(self) -> bool:
        """Whether all that was heard is one note, written in place after a time of calm."""
        calm = self._first is not None and self._first - self._before >= CALM
        return calm and self._saved and len(self._paths) == 1 and not self._settings
