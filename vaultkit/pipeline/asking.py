"""What a render is asked, and what it reports.

In: nothing. Out: frozen types.
Never: a decision.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.model import Problem
    from vaultkit.writeback.state import KeptBack


WHY_NOT = {
    "when": "its condition (`when` in the template) does not hold",
    "history": "the interview lies before `since`",
    "do not contact": "do_not_contact is set",
}
"""Why a note has no such output, by what the render said of it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """`notes`: paths of notes, rendered or the user's own, to render whether stale or not; none: all that is stale.

    The path of a rendered note that was deleted counts too. `template`: this one alone, and `when: request`
    counts as asked. `dry`: decide and write nothing. `recreate`, `adopt`, `overwrite`, `fresh` as in the table of
    write-back. `watching`: what its user changed a moment ago is left until quiet, and the report tells of the outputs of
    this run alone. `why`: tell what each output read. `listed`: name every output but the unchanged; else those
    that this run touched, or that are in trouble.
    """

    notes: tuple[str, ...] = ()
    template: str | None = None
    dry: bool = False
    recreate: bool = False
    adopt: bool = False
    overwrite: bool = False
    fresh: bool = False
    watching: bool = False
    why: bool = False
    listed: bool = True

    @property
    def limited(self) -> bool:
        """Whether it is about some outputs only."""
        return bool(self.notes or self.template)

    @property
    def forces(self) -> bool:
        """Whether outputs that are not stale are looked at too."""
        return self.limited or self.recreate or self.adopt or self.overwrite or self.fresh or self.why


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one output. `path` is where its file stands, stood, or would; `about` and `to` are paths.

    `before` and `after` are its texts where a write was decided; `why` is one line for each read.
    `foreign`: files that carry the same identity, each of which is an outcome of its own.
    """

    path: str
    action: str
    template: str
    about: str | None = None
    to: str | None = None
    kept_back: tuple[KeptBack, ...] = ()
    problems: tuple[Problem, ...] = ()
    before: str | None = None
    after: str | None = None
    why: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[str, str, str, str]:
        """By this a report is sorted."""
        return self.path, self.template, self.about or "", self.to or ""


@dataclass(frozen=True, slots=True)
class Report:
    """One run: outcomes of all outputs but the unchanged, sorted by path, and every problem that stands.

    `counts`: action → how many outputs, the unchanged and those that are not listed too.
    `writes`: files of the vault that were written or moved (or, dry, would be). `notes`: how many the user has,
    rendered ones apart. `changed`: notes that the index found new, changed, renamed or gone. `again`: paths of
    rendered notes that wait until they are quiet. `whys`: asked for by `why`, every output that was looked at,
    with what it read.
    """

    outcomes: tuple[Outcome, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    writes: int = 0
    notes: int = 0
    changed: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    whys: tuple[Outcome, ...] = ()

    @property
    def unchanged(self) -> int:
        return self.counts.get("unchanged", 0)
