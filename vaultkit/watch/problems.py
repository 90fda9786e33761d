"""Tells what is new: rounds that did something, problems as they come and go, trouble once.

In: reports of rounds, troubles. Out: news to the function that the watch was given.
Never: the same line twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from vaultkit.watch.news import Round, Trouble, Well

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.model import Problem
    from vaultkit.pipeline import Report
    from vaultkit.watch.news import News, Started

WRITTEN = ("create", "update", "merged", "moved")


class Teller:
    """Remembers what was told."""

    def __init__(self, tell: Callable[[News], None]) -> None:
        self.tell = tell
        self._problems: dict[tuple[str, str, str], Problem] = {}
        self._trouble = ""
        self._mode: tuple[str, str] = ("", "")

    def mode(self, news: Started) -> None:
        """That it watches, or polls and why; again only when that is another."""
        if self._mode != (news.mode, news.why):
            self._mode = (news.mode, news.why)
            self.tell(news)

    def round(self, report: Report, seconds: float, counts: tuple[int, int], *, first: bool) -> None:
        """A round, unless it found and did nothing that anybody could see. `counts`: of notes and of outputs."""
        problems = {
            (one.path, one.code, one.message): one for one in report.problems if one.severity != "info"
        }
        before, self._problems = self._problems, problems
        written = tuple(
            one for one in report.outcomes if one.action in WRITTEN and _wrote(one.action, one.after)
        )
        news = Round(
            at=_now(),
            seconds=seconds,
            changed=report.changed,
            written=written,
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

    def log(self, trace: str) -> None:
        """For the log alone."""
        if trace:
            self.tell(Trouble(_now(), "", trace))


def _wrote(action: str, after: str | None) -> bool:
    return after is not None or action == "moved"


def _now() -> datetime:
    return datetime.now().astimezone()
