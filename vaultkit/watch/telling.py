"""Tells what is new: rounds that did something, problems as they come and go, trouble once.

In: reports of rounds, troubles. Out: news to the function that the watch was given.
Never: the same line twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vaultkit.watch.news import Round, Started, Stopped, Trouble, Well

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vaultkit.model import Problem
    from vaultkit.pipeline import Report
    from vaultkit.watch.news import Mode, News


class Teller:
    """Remembers what was told."""

    def __init__(self, tell: Callable[[News], None]) -> None:
        self.tell = tell
        self._problems: dict[tuple[str, str, str], Problem] = {}
        self._trouble = ""
        self._mode: tuple[str, str] = ("", "")

    def mode(self, root: Path, mode: Mode, why: str) -> None:
        """That it watches, or polls and why; again only when that is another."""
        if self._mode != (mode, why):
            self._mode = (mode, why)
            self.tell(Started(_now(), root, mode, why))

    def round(self, report: Report, seconds: float, counts: tuple[int, int], *, first: bool) -> None:
        """A round, unless it found and did nothing that anybody could see. `counts`: of notes and of outputs."""
        problems = {
            (one.path, one.code, one.message): one for one in report.problems if one.severity != "info"
        }
        before, self._problems = self._problems, problems
        news = Round(
            at=_now(),
            seconds=seconds,
            changed=report.changed,
            written=tuple(one for one in report.outcomes if one.after is not None or one.action == "moved"),
            appeared=tuple(one for key, one in problems.items() if key not in before),
            mended=tuple(one for key, one in before.items() if key not in problems),
            standing=tuple(problems.values()),
            notes=counts[0],
            outputs=counts[1],
            first=first,
        )
        if first or news.changed or news.written or news.appeared or news.mended:
            self.tell(news)

    def trouble(self, text: str, trace: str = "") -> None:
        if text != self._trouble:
            self._trouble = text
            self.tell(Trouble(_now(), text, trace))

    def well(self, text: str) -> None:
        if self._trouble:
            self._trouble = ""
            self.tell(Well(_now(), text))

    def stopped(self, root: Path) -> None:
        self.tell(Stopped(_now(), root))

    def log(self, trace: str) -> None:
        """For the log alone."""
        if trace:
            self.tell(Trouble(_now(), "", trace))


def _now() -> datetime:
    return datetime.now().astimezone()
