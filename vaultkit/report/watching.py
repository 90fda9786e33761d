"""A watch's news as lines: one a round, problems as they come and when they are mended.

In: news, a status. Out: (line, whether it is about something wrong), text of a status.
Never: a round that did nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from vaultkit.english import counted, listed
from vaultkit.report import problems as told
from vaultkit.report.rendering import DONE
from vaultkit.report.text import shown
from vaultkit.watch import Round, Started, Stopped, Trouble, Well

if TYPE_CHECKING:
    from vaultkit.model import Problem
    from vaultkit.pipeline import Outcome
    from vaultkit.watch import News

FEW = 3
"""Paths that a line names; more are counted."""
MOST_PROBLEMS = 10


def lines(news: News) -> list[tuple[str, bool]]:
    """The lines that this news is worth, each with whether it tells of something wrong."""
    match news:
        case Started():
            how = "on events" if news.mode == "events" else f"by polling{f': {news.why}' if news.why else ''}"
            return [(shown(f"Watching {news.root} {how}."), False)]
        case Round():
            return _round(news)
        case Trouble():
            return [(shown(f"Trouble: {news.text}."), True)] if news.text else []
        case Well():
            return [(shown(f"{news.text[:1].upper()}{news.text[1:]}."), False)]
        case Stopped():
            return [("Stopped; the last round was finished.", False)]


def _round(news: Round) -> list[tuple[str, bool]]:
    made: list[tuple[str, bool]] = []
    if news.first or news.changed or news.written:
        made.append((f"{_what(news)}: {_did(news.written)} ({_time(news.seconds)})", False))
    if news.first and len(news.appeared) > MOST_PROBLEMS:
        made.append((told.one_line(news.appeared), True))
    else:
        appeared = [_problem(one) for one in news.appeared]
        made += [(line, True) for line in _first(appeared, "{} more: `vaultkit check`")]
    mended = [shown(f"mended: {told.place(one)}: {one.message}") for one in news.mended]
    return made + [(line, False) for line in _first(mended, "mended: {} more")]


def _first(lines: list[str], more: str) -> list[str]:
    """Some, and how many there are beside."""
    left = len(lines) - MOST_PROBLEMS
    return [*lines[:MOST_PROBLEMS], more.format(counted(left, "problem"))] if left > 0 else lines


def _what(news: Round) -> str:
    if news.first:
        return counted(news.notes, "note")
    if not news.changed:
        return "Settled"
    if len(news.changed) <= FEW:
        return shown(listed(list(news.changed)))
    return f"{counted(len(news.changed), 'note')} changed"


def _did(written: tuple[Outcome, ...]) -> str:
    if not written:
        return "nothing to write"
    if len(written) <= FEW:
        return shown(listed([f"{DONE[one.action]} {one.path}" for one in written]))
    found = Counter(one.action for one in written)
    return listed([f"{number} {DONE[action]}" for action, number in sorted(found.items())])


def _problem(problem: Problem) -> str:
    hint = f" ({problem.hint})" if problem.hint else ""
    return shown(f"{problem.severity}: {told.place(problem)}: {problem.message}{hint}")


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def status(found: dict[str, Any]) -> str:
    """What `--status` says."""
    if not found.get("running"):
        last = f" The last one ended {_when(found['stopped'])}." if found.get("stopped") else ""
        return f"No watch runs for this vault.{last}"
    how = "polling" if found["mode"] == "polling" else "on events"
    why = f" ({found['mode_reason']})" if found.get("mode_reason") else ""
    text = [
        f"Watching {found['vault']} {how}{why}.",
        f"since      {_when(found['since'])}, process {found['pid']}",
        f"vault      {_held(found)}",
        f"rounds     {found['rounds']:,}; {_last(found['last_round'])}",
        f"problems   {counted(found['problems'], 'problem')}; {_latest(found['last_problem'])}",
        f"log        {found['log']}",
    ]
    if found.get("trouble"):
        text.insert(1, f"trouble    {found['trouble']}")
    return "\n".join(shown(line) for line in text)


def _held(found: dict[str, Any]) -> str:
    if not found["rounds"]:
        return "not read yet"
    return f"{counted(found['notes'], 'note')}, {counted(found['outputs'], 'rendered note')}"


def _last(found: dict[str, Any] | None) -> str:
    if not found:
        return "none yet"
    changed, written = counted(found["changed"], "change"), counted(found["written"], "rendered note")
    return f"the last {_when(found['at'])}: {changed}, {written} written in {_time(found['seconds'])}"


def _latest(found: dict[str, Any] | None) -> str:
    if not found:
        return "none came while it ran"
    place = f"{found['path']}: " if found["path"] else ""
    return f"the last {_when(found['at'])}: {place}{found['message']}"


def _when(text: object) -> str:
    return str(text).replace("T", " ")[:19]
