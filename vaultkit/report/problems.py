"""Problems as lines and as JSON.

In: Problems in any order. Out: one sentence a problem with its place, then the remedy; or objects.
Never: a problem left out; the caller chooses what to show.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from vaultkit.english import counted, listed
from vaultkit.report.text import shown, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from vaultkit.model import Problem

ORDER = {"error": 0, "warning": 1, "info": 2}


def as_objects(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """The documented JSON form; `line` and `column` are 0 where there is none."""
    return [asdict(problem) for problem in ordered(problems)]


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(
        set(problems), key=lambda p: (p.path, p.line, p.column, ORDER[p.severity], p.code, p.message)
    )


def as_text(problems: Iterable[Problem]) -> str:
    """Two lines a problem: where and what, then the remedy."""
    lines: list[str] = []
    for problem in ordered(problems):
        lines.append(wrapped(f"{problem.severity}: {place(problem)}: {problem.message}", indent=2, first=0))
        if problem.hint:
            lines.append(wrapped(problem.hint, indent=2))
    return "\n".join(lines)


def place(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}" if problem.line else problem.path or "vault"


def tally(problems: Sequence[Problem]) -> str:
    """`1 error, 2 warnings`, or nothing."""
    return _tallied(Counter(problem.severity for problem in problems))


def _tallied(counts: Mapping[str, int]) -> str:
    words = {"error": "error", "warning": "warning", "info": "hint"}
    return listed(counted(counts[severity], one) for severity, one in words.items() if counts[severity])


def how_many(counts: Mapping[str, int]) -> str:
    """What a command that only answers says on stderr: how many problems `check` would show."""
    total = sum(counts.values())
    them = "it" if total == 1 else "them"
    return (
        f"{counted(total, 'problem')} ({_tallied(counts)}): `vaultkit check` shows {them}." if total else ""
    )


def one_line(problems: Sequence[Problem]) -> str:
    """What is said of problems beside other news."""
    serious = worth_a_word(problems)
    return f"{shown(tally(serious))}: `vaultkit check` shows more." if serious else ""


def failing(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """Whether the exit code is 1: an error, a place kept back, a foreign note; with `strict` a warning too."""
    return any(
        problem.severity == "error"
        or problem.code in ("kept-back", "foreign", "duplicate-output")
        or (strict and problem.severity == "warning")
        for problem in problems
    )


def worth_a_word(problems: Iterable[Problem]) -> list[Problem]:
    """What a render says aloud: errors and warnings; hints wait for `check`."""
    return [problem for problem in problems if problem.severity != "info"]


def aloud(problems: Iterable[Problem], of_others: Callable[[str], bool]) -> str:
    """What a render says of problems; front matter of notes that are neither people nor talks is only counted.

    `of_others` tells of a path whether such a note lies there: a vault of years may hold hundreds.
    """
    told = worth_a_word(problems)
    unread = {
        p for p in told if p.code.startswith("front-matter") and p.severity == "warning" and of_others(p.path)
    }
    lines = [as_text(problem for problem in told if problem not in unread)]
    if unread:
        notes = counted(len({problem.path for problem in unread}), "other note")
        lines.append(f"warning: {notes} with front matter that cannot be read: `vaultkit check` lists them.")
    return "\n".join(filter(None, lines))
