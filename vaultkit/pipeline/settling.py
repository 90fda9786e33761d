"""What a round came to, remembered: outputs with what they read, and marks taken off.

In: a run, its jobs, what landed. Out: rows of the index; the run knows what was done.
Never: a mark taken off where something is left to do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vaultkit.index import outputs
from vaultkit.index.outputs import Output
from vaultkit.model import Problem
from vaultkit.pipeline import memory, telling
from vaultkit.pipeline.gathering import UNKNOWN
from vaultkit.writeback import plan
from vaultkit.writeback.state import Base, Found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.index.outputs import Job
    from vaultkit.pipeline.run import Run
    from vaultkit.pipeline.writing import Landed
    from vaultkit.writeback.state import Decision, State


def settle(run: Run, jobs: Sequence[Job], landed: Sequence[Landed]) -> None:
    """Store what the outputs came to, and clear the marks of notes with which the run is done."""
    store = run.opened.store
    kept: dict[int, list[Output]] = {job.about: [] for job in jobs}
    unsettled: set[int] = set()
    retry: set[int] = set()
    for one in landed:
        about, stands = one.case.job.about, _stands(one)
        telling.tell(run, one, stands.action)
        kept[about].append(_output(run, one, stands))
        if _is_open(one):
            unsettled.add(about)
        if one.retry:
            retry.add(about)
    _with_others(run, kept)
    outputs.save(store, run.number, kept)
    outputs.clear(
        store, [job for job in jobs if run.scope.settles(job.about) and job.about not in unsettled]
    )
    asked = {one.case.job.about for one in landed if one.case.state.requested}
    if asked:  # what the asking made is not what a plain run remembers
        outputs.mark(store, asked)
    for job in jobs:
        run.tried[job.about] = store.number if job.about in asked else job.stale
    for about in retry:
        run.tried.pop(about)
    if retry:
        run.heard(run.opened.refresh())
    run.opened.forget_snapshot()


def _is_open(one: Landed) -> bool:
    """Whether the next run has to look at it, although nothing that it knows of changes."""
    unasked = one.case.candidate is not None and one.case.candidate.failed and not one.case.candidate.reads
    return one.applied.again or not one.whole or one.case.state.obstacle == UNKNOWN or unasked


def _with_others(run: Run, kept: dict[int, list[Output]]) -> None:
    """Outputs that this run was not about stay as they are remembered."""
    for about, mine in kept.items():
        if run.scope.settles(about) or run.joined:
            continue
        known = {(one.template, one.person) for one in mine}
        for other in outputs.outputs_of(run.opened.store, about):
            paths = (other.path, other.file, other.report.get("path"))
            if (other.template, other.person) not in known and not run.scope.covers(
                about, other.template, paths
            ):
                mine.append(replace(other, reads=outputs.reads_of(run.opened.store, other)))


def _stands(one: Landed) -> Decision:
    """What is to be said of the output from now on: decided once more, from the state that the write left."""
    if one.retry:
        return replace(one.decision, action="kept", problems=(_busy(one.decision), *one.decision.problems))
    if not one.whole:
        return replace(one.decision, action=one.applied.action)
    return one.decision if one.applied.again else plan.decide(_after(one.case.state, one.decision))


def _after(state: State, decision: Decision) -> State:
    """The state once a decision was carried out; the flags of the run hold for that run alone."""
    calm = replace(state, recreate=False, adopt=False, overwrite=False, fresh=False, requested=False, watching=False)
    if decision.writes and decision.path is not None:
        text = decision.write if decision.write is not None else decision.expected or ""
        calm = replace(calm, file=Found(decision.path, text), at_base=None)
    if decision.base is not None:
        base = Base(decision.base.path, decision.base.text)
        calm = replace(calm, base=base, extra_bases=(), joined=False)
    return calm


def _busy(decision: Decision) -> Problem:
    message = "somebody is writing this note just now, so it is left to the next run"
    return Problem(decision.path or "", 0, 0, "busy", "warning", message, "render again when it is saved")


def _output(run: Run, one: Landed, stands: Decision) -> Output:
    case = one.case
    file = _after(case.state, one.decision).file if one.whole else case.state.file
    return Output(
        template=case.key.template,
        about=case.job.about,
        person=case.key.person,
        holds=case.state.wanted,
        path=case.state.new.path if case.state.new else None,
        file=file.path if file else None,
        report=memory.remembered(stands, case, one.trouble),
        reads=_reads(run, one),
    )


def _reads(run: Run, one: Landed) -> Mapping[str, Sequence[str]]:
    """What the render read; of one that was cut short, what the last one did."""
    case = one.case
    if case.candidate is None:
        return {}
    if case.candidate.reads or not case.candidate.failed:
        return case.candidate.reads
    return outputs.reads_of(run.opened.store, Output(case.key.template, case.job.about, case.key.person))
