"""The decisions carried out, and put into the index, so that nobody reads again what we wrote.

In: the cases of a round, under the lock. Out: what became of each, written to disk and recorded.
Never: a decision carried out whose grounds another vaultkit has changed meanwhile.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from vaultkit import __version__, files
from vaultkit.config import RENDERS
from vaultkit.files.syncing import sync_written
from vaultkit.index.record import Written, record
from vaultkit.writeback import apply as applying
from vaultkit.writeback import bases, plan, rendered_here
from vaultkit.writeback.state import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from vaultkit.model import Facts, Problem
    from vaultkit.pipeline.case import Case
    from vaultkit.pipeline.run import Run
    from vaultkit.writeback.apply import Applied


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of one case. `decision` is what was decided, `applied` what was done.

    `retry`: its grounds changed meanwhile, so that nothing was done; it goes round again.
    """

    case: Case
    decision: Decision
    applied: Applied
    retry: bool = False

    @property
    def trouble(self) -> tuple[Problem, ...]:
        """What went wrong in the writing, beside what was decided."""
        return self.applied.problems[len(self.applied.decision.problems) :]

    @property
    def whole(self) -> bool:
        """Whether all that was decided was done."""
        return not self.retry and not self.trouble and self.applied.action == self.decision.action


def as_decided(case: Case) -> Landed:
    """Of a dry run: as if it had been done."""
    decision = plan.decide(case.state)
    return Landed(case, decision, applying.Applied(decision, decision.action, problems=decision.problems))


def write_back(run: Run, cases: Sequence[Case]) -> list[Landed]:
    """Decide about the cases and carry the decisions out. Call it under the lock."""
    root = run.opened.root
    decided = [plan.decide(case.state) for case in cases]
    stands = [_stands(root, case, decision) for case, decision in zip(cases, decided, strict=True)]
    due = [
        decision if sure else Decision(decision.action, decision.path, decision.expected)
        for decision, sure in zip(decided, stands, strict=True)
    ]
    results = applying.apply(root, due, joining=run.joining)
    # At once: a run that is killed later may leave nothing that another would come back to.
    if any(one.written or one.decision.base for one in results):
        rendered_here.note_version(root, __version__)
    return [
        Landed(case, decision, one, not sure or (one.again and not decision.again))
        for case, decision, sure, one in zip(cases, decided, stands, results, strict=True)
    ]


def _stands(root: Path, case: Case, decision: Decision) -> bool:
    """Whether the base still is what was decided upon; a file that is not to be written must be so too.

    The file of a write is compared where it is replaced.
    """
    if decision.idle:
        return True
    state, base = case.state, decision.base
    if state.base is not None and bases.read(root, state.base.path) != state.base:
        return False
    new = state.base is None and base is not None and base.path not in state.extra_bases
    if new and base is not None and os.path.lexists(f"{root}/{RENDERS}/{base.path}"):
        return False
    if decision.writes or decision.path is None or decision.expected is None:
        return True
    return files.bytes_at(root / decision.path) == decision.expected.encode()


def remember(run: Run, landed: Iterable[Landed]) -> None:
    """Put what was written on disk and into the index. What is not certain to be as decided is left to the next look.

    Call it when the outputs are saved: who has read a name that is new or gone is found by what they have read.
    """
    done = _collected(run, landed)
    root = run.opened.root
    if any(not one.base for one in done.texts):
        sync_written(root, [f"{RENDERS}/{one.path}" if one.base else one.path for one in done.texts])
    if not (done.texts or done.bases_gone):
        return
    before = run.opened.store.number
    written = _read(run.opened.read_note(), done.texts)
    record(run.opened.store, written, gone=done.gone, bases_gone=done.bases_gone)
    if before == run.number and run.opened.store.number == before + 1:
        run.number += 1  # nobody else has changed anything, so that the next round knows of all


class _Text(NamedTuple):
    """What stands at a path now, of a note or of a base."""

    path: str
    stamp: Sequence[int]
    text: str
    base: bool


@dataclass(slots=True)
class _Done:
    texts: list[_Text] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    bases_gone: list[str] = field(default_factory=list)


def _collected(run: Run, landed: Iterable[Landed]) -> _Done:
    root, done = run.opened.root, _Done()
    for one in landed:
        decision = one.applied.decision
        run.writes += one.applied.written
        if not one.whole:
            continue
        if one.applied.stamp is not None and decision.path is not None:
            text = decision.write if decision.write is not None else decision.expected or ""
            done.texts.append(_Text(decision.path, one.applied.stamp, text, base=False))
            done.gone += [decision.move_from] if decision.move_from else []
        if decision.base is not None:
            stamp = files.stamp(f"{root}/{RENDERS}/{decision.base.path}")
            if stamp is not None:
                done.texts.append(_Text(decision.base.path, stamp, decision.base.text, base=True))
        dropped = (path for path in decision.drop_bases if not os.path.lexists(root / RENDERS / path))
        done.bases_gone += dropped
    return done


def _read(read: Callable[[str, bytes], Facts], texts: Iterable[_Text]) -> Iterator[Written]:
    """Read what was written as the index would; a note and its base, which mostly are one text, once."""
    last: tuple[str, bytes, Facts] | None = None
    for one in texts:
        data = one.text.encode()
        if last is None or last[:2] != (one.path, data):
            last = (one.path, data, read(one.path, data))
        yield Written(one.path, one.stamp, data, last[2], one.base)
