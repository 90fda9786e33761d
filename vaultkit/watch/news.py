"""What a watch tells: it began, a round was run, something is wrong, it is well again, it ended.

In: nothing. Out: frozen types, handed to the function that the caller of the watch gave it.
Never: words for a terminal; report has those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from vaultkit.model import Problem
    from vaultkit.pipeline import Outcome

Mode: TypeAlias = Literal["events", "polling"]


@dataclass(frozen=True, slots=True)
class Started:
    """`why` says why it polls, where that was not asked for; told again when the mode changes."""

    at: datetime
    root: Path
    mode: Mode
    why: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One round that found or did something, or the first.

    `changed`: notes that came, changed, went; `written`: the outputs that were written or moved; `appeared`
    and `mended`: problems that this round brought or ended; `standing`: all that stand. `notes` and `outputs`
    are how many there are now, `seconds` how long the round took.
    """

    at: datetime
    seconds: float
    changed: tuple[str, ...] = ()
    written: tuple[Outcome, ...] = ()
    appeared: tuple[Problem, ...] = ()
    mended: tuple[Problem, ...] = ()
    standing: tuple[Problem, ...] = ()
    notes: int = 0
    outputs: int = 0
    first: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A round could not be run: one sentence. `trace` is for the log, where the fault is vaultkit's own."""

    at: datetime
    text: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Well:
    """The trouble that was told last is over."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Stopped:
    at: datetime
    root: Path


News: TypeAlias = Started | Round | Trouble | Well | Stopped
