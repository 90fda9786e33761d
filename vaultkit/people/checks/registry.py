"""The register of checks: a check is one small function below a decorator that names its code.

In: functions. Out: the problems that they find, with the severity that codes.py gives.
Never: an order that matters; checks know nothing of each other.

To add one: a row in codes.py, and in a module of this folder

    @of_interview("my-code")
    def says_why(talk: Interview) -> Iterator[Found]:
        if something:
            yield Found(talk.note.line("start"), "what is wrong", "what to do about it")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from vaultkit.model import Problem, Severity
from vaultkit.people.checks.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.index.vault import Vault
    from vaultkit.model import Facts
    from vaultkit.people.contact import Contact
    from vaultkit.people.interview import Interview


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: a line of the note (0: none in particular), what is wrong, what to do.

    `severity` only where it differs from that of the code, `path` only where it is another note.
    """

    line: int
    message: str
    hint: str = ""
    severity: Severity | None = None
    path: str = ""
    column: int = 0

    def problem(self, path: str, code: str) -> Problem:
        severity = self.severity or CODES[code].severity
        where = self.path or path
        return Problem(where, self.line, self.column, code, severity, self.message, self.hint)


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it stands in the vault: a rendered note of audience `them`.

    `text` is the whole file, `marks` what its template marks as done ("thanked").
    """

    path: str
    text: str
    marks: str = ""


Subject = TypeVar("Subject")
_Check = TypeVar("_Check", bound=Callable[..., Iterable[Found]])


class Checks(Generic[Subject]):
    """All checks of one kind of subject; as a decorator, with its code, it adds one."""

    def __init__(self) -> None:
        self.rules: list[tuple[str, Callable[[Subject], Iterable[Found]]]] = []

    def __call__(self, code: str) -> Callable[[_Check], _Check]:
        assert code in CODES, code

        def register(check: _Check) -> _Check:
            self.rules.append((code, check))
            return check

        return register

    def problems(self, subject: Subject, path: str = "") -> Iterator[Problem]:
        return (found.problem(path, code) for code, check in self.rules for found in check(subject))


of_note: Checks[Facts] = Checks()
"""Of one note of the user's without the others: the problems are stored, and shown on every run."""
of_interview_note: Checks[Facts] = Checks()
"""The same, of interviews alone."""
of_interview: Checks[Interview] = Checks()
"""Of an interview that asks other notes too."""
of_either: Checks[Contact | Interview] = Checks()
of_me: Checks[Vault] = Checks()
"""Of the notes of type me; each Found names its path."""
of_vault: Checks[Vault] = Checks()
"""Of all contacts or all interviews together; each Found names its path. What such a check finds is counted by
pipeline/counting.py, without a look at every note.
"""
of_draft: Checks[Draft] = Checks()
"""Of a letter as its user left it."""
