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
from typing import TYPE_CHECKING, TypeVar

from vaultkit.model import OWN, Facts, Kind, Problem, Severity
from vaultkit.people.checks.codes import CODES

if TYPE_CHECKING:
    from vaultkit.index.vault import Vault
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


NoteCheck = Callable[[Facts], Iterable[Found]]
InterviewCheck = Callable[["Interview"], Iterable[Found]]
ContactCheck = Callable[["Contact"], Iterable[Found]]
VaultCheck = Callable[["Vault"], Iterable[Found]]
DraftCheck = Callable[[Draft], Iterable[Found]]

ALONE: list[tuple[str, frozenset[Kind], NoteCheck]] = []
INTERVIEWS: list[tuple[str, InterviewCheck]] = []
CONTACTS: list[tuple[str, ContactCheck]] = []
VAULT: list[tuple[str, VaultCheck]] = []
DRAFTS: list[tuple[str, DraftCheck]] = []

_F = TypeVar("_F", bound=Callable[..., Iterable[Found]])


def _known(code: str) -> str:
    assert code in CODES, code
    return code


def alone(code: str, *kinds: Kind) -> Callable[[_F], _F]:
    """A check of one note without the others: its problems are stored, and shown on every run."""

    def register(check: _F) -> _F:
        ALONE.append((_known(code), frozenset(kinds or OWN), check))
        return check

    return register


def of_interview(code: str) -> Callable[[_F], _F]:
    """A check of an interview that asks other notes too."""

    def register(check: _F) -> _F:
        INTERVIEWS.append((_known(code), check))
        return check

    return register


def of_contact(code: str) -> Callable[[_F], _F]:
    """A check of a contact that asks other notes too."""

    def register(check: _F) -> _F:
        CONTACTS.append((_known(code), check))
        return check

    return register


def of_vault(code: str) -> Callable[[_F], _F]:
    """A check of the vault as a whole; each Found names its path."""

    def register(check: _F) -> _F:
        VAULT.append((_known(code), check))
        return check

    return register


def of_draft(code: str) -> Callable[[_F], _F]:
    """A check of a letter as its user left it."""

    def register(check: _F) -> _F:
        DRAFTS.append((_known(code), check))
        return check

    return register
