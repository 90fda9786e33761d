"""Problems as lines and as JSON.

In: Problems in any order. Out: one sentence a problem with its place, then the remedy; or objects.
Never: a problem left out; the caller chooses what to show.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from vaultkit.english import counted, listed
from vaultkit.report.text import shown, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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
    words = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("hint", "hints")}
    parts = []
    for severity, (one, many) in words.items():
        number = sum(problem.severity == severity for problem in problems)
        if number:
            parts.append(counted(number, one, many))
    return listed(parts)


def one_line(problems: Sequence[Problem]) -> str:
    """What a command that only answers says of problems, on stderr."""
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
