"""How often to look for safety, how long to wait after trouble, and whether the machine slept.

In: seconds, measured by the caller. Out: seconds.
Never: a clock of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

SAFETY = 30.0
SAFETY_TIMES = 250.0
POLL = 0.5
POLL_TIMES = 20.0
FIRST_WAIT = 0.5
LONGEST_WAIT = 10.0
ASLEEP = 5.0
"""Seconds that the wall clock and the steady one may part by in one tick, or that a tick may be late."""


def safety_pause(cost: float) -> float:
    """The pause before the next look at everything, where events wake: at most 0.4 % of a core goes into it."""
    return max(SAFETY, SAFETY_TIMES * cost)


def poll_pause(cost: float) -> float:
    """The pause between looks where nothing wakes: at most a twentieth of a core."""
    return max(POLL, POLL_TIMES * cost)


@dataclass(slots=True)
class Backoff:
    """Waits that double while trouble lasts."""

    wait: float = 0.0

    def failed(self) -> float:
        """Seconds until the next attempt."""
        self.wait = min(max(self.wait * 2, FIRST_WAIT), LONGEST_WAIT)
        return self.wait

    def worked(self) -> None:
        self.wait = 0.0


@dataclass(slots=True)
class Sleep:
    """Tells a sleep of the machine from the two clocks, asked at every tick.

    Linux and macOS stop the steady clock meanwhile, so that the two part; Windows lets it run, so that a tick
    comes far too late. A wall clock that was set looks the same; one look too many does no harm.
    """

    steady: float
    wall: float

    def over(self, steady: float, wall: float, *, busy: float = 0.0) -> bool:
        """Whether a sleep lies between the last call and this one. `busy`: seconds of it spent in a round."""
        parted = abs((wall - self.wall) - (steady - self.steady))
        late = steady - self.steady - busy
        self.steady, self.wall = steady, wall
        return parted > ASLEEP or late > 2 * ASLEEP
