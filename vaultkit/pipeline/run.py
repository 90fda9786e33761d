"""What one run knows and has done so far.

In: an open vault, what is asked. Out: Run, which the phases of a render hand on.
Never: a phase of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultkit.pipeline.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from vaultkit.index.refresh import Refreshed
    from vaultkit.model import Problem
    from vaultkit.pipeline.asking import Ask, Outcome
    from vaultkit.pipeline.case import Place
    from vaultkit.pipeline.opening import OpenVault


@dataclass
class Run:
    """`number` is that of the refresh that the renders follow; `settled`: note → the number at which its outputs were.

    `aimed`: only some paths were looked at on disk. `joined`: a machine that has rendered notes and no record of them,
    `joining` until it has one. `carried`: of a dry run, the texts that rendered notes and bases would have once they
    followed a rename, by (whether it is a base, path). `held`: notes whose rendered notes have to follow a rename first,
    and are at work. `outcomes`: of what was done about outputs, by place; `foretold`: notes of a dry run all outputs of
    which it has looked at.
    """

    opened: OpenVault
    ask: Ask
    scope: Scope = EVERYTHING
    number: int = 0
    joined: bool = False
    joining: bool = False
    aimed: bool = False
    older: bool = False
    problems: list[Problem] = field(default_factory=list)
    outcomes: dict[Place, Outcome] = field(default_factory=dict)
    foretold: set[int] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    again: set[str] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    settled: dict[int, int] = field(default_factory=dict)
    carried: dict[tuple[bool, str], str] = field(default_factory=dict)
    writes: int = 0

    def heard(self, found: Refreshed) -> None:
        """A refresh has looked at the disk."""
        self.number = found.number
        self.changed.update(found.added, found.changed, found.removed, (new for _, new in found.renamed))
