"""One output at work.

In: its job, its state, what its render said. Out: Case, known by its Key.
Never: how any of it was found out, or what becomes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from vaultkit.index.schema import ORPHANS

if TYPE_CHECKING:
    from vaultkit.index.outputs import Job
    from vaultkit.model import Problem
    from vaultkit.render.candidate import Candidate, Reads
    from vaultkit.writeback.state import State

Place: TypeAlias = tuple[str, int, str]
"""What tells stored outputs apart: template, id of the note that it is about, person."""


class Key(NamedTuple):
    """The identity of an output: `about` a path or None, `person` a path, a plain name or ""."""

    template: str
    about: str | None
    person: str

    @property
    def order(self) -> tuple[str, str, str]:
        return self.template, self.about or "", self.person


@dataclass(slots=True)
class Case:
    """`covered`: the run is about it; any other is only looked at for wanting a place too. `watched`: what it depends
    on beside its render's reads: the kind of the note that stands in its way.
    """

    key: Key
    job: Job
    state: State
    candidate: Candidate | None = None
    problems: tuple[Problem, ...] = ()
    covered: bool = True
    watched: Reads = field(default_factory=dict)

    @property
    def to(self) -> str | None:
        return self.key.person or None

    @property
    def place(self) -> Place:
        """What the index knows it by. Of orphans, what they are about tells them apart."""
        orphan = self.job.about == ORPHANS
        person = f"{self.key.about}\n{self.key.person}" if orphan else self.key.person
        return self.key.template, self.job.about, person
