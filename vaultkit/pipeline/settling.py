"""What a round came to, remembered: outputs with what they read, and marks taken off.

In: a run, its jobs, what landed. Out: rows of the index; the run knows what was done.
Never: a mark taken off where something is left to do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vaultkit.config import RENDERS
from vaultkit.index import outputs
from vaultkit.pipeline import rivals, telling, writing
from vaultkit.pipeline.aftermath import aftermath

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultkit.index.outputs import Job, Output
    from vaultkit.pipeline.aftermath import Aftermath
    from vaultkit.pipeline.run import Run
    from vaultkit.pipeline.writing import Landed


def settle(run: Run, jobs: Sequence[Job], landed: Sequence[Landed], unwanted: Sequence[Output]) -> None:
    """Store what the outputs came to, `unwanted` ones too, and clear the marks of notes with which the run is done."""
    store = run.opened.store
    ends = [aftermath(run, one) for one in landed]
    kept: dict[int, list[Output]] = {job.about: [] for job in jobs}
    telling.forget(run, kept.keys(), {one.case.place for one in ends})
    for one in ends:
        telling.tell(run, one)
        kept[one.about].append(one.output)
    for output in unwanted:
        kept[output.about].append(output)
    _with_others(run, kept)
    left, joined = rivals.left_and_joined(run, kept)
    outputs.save(store, run.number, kept)
    writing.remember(run, landed)
    waiting = rivals.concerned(run, left | rivals.emptied(landed), joined, kept)
    outputs.clear(store, [job for job in jobs if run.scope.settles(job.about)])
    _mark(run, jobs, ends, waiting)
    run.joining = False
    # Of a write that failed halfway the index knows nothing yet: the file may have moved, and lack its new text.
    changed = {path for one in landed if one.retry or one.trouble for path in _places(one)}
    if changed:
        run.heard(run.opened.refresh(changed))
    run.opened.forget_snapshot()


def _places(one: Landed) -> Iterator[str]:
    """Where something is no longer as it was decided upon. Of the rest of the vault a watch may be in doubt."""
    decision = one.decision
    yield from (path for path in (decision.path, decision.move_from) if path is not None)
    for base in (decision.base, one.case.state.base):
        if base is not None:
            yield f"{RENDERS}/{base.path}"


def _mark(run: Run, jobs: Sequence[Job], ends: Sequence[Aftermath], waiting: set[int]) -> None:
    """Mark anew what is not settled, what wants a place that another has left (`waiting`), and what was asked for by
    name: of that a plain run remembers something else. The last is for the next run, of the rest what can be done now.
    """
    store = run.opened.store
    asked = {one.about for one in ends if one.case.state.requested}
    unsettled = {one.about for one in ends if one.open}
    again = {one.about for one in ends if one.round_again}
    outputs.mark(store, asked | unsettled | waiting)
    for job in jobs:
        later = job.about in asked | unsettled
        run.settled[job.about] = max(job.stale, store.number) if later else job.stale
    for about in again | waiting - asked:
        run.settled.pop(about, None)


def _with_others(run: Run, kept: dict[int, list[Output]]) -> None:
    """Outputs that this run was not about stay as they are remembered."""
    if run.joining:
        return
    for about, mine in kept.items():
        if run.scope.settles(about):
            continue
        known = {(one.template, one.person) for one in mine}
        for other in outputs.outputs_of(run.opened.store, about):
            paths = (other.path, other.file, other.report.get("path"))
            ours = (other.template, other.person) in known or run.scope.covers(about, other.template, paths)
            if not ours:
                mine.append(replace(other, reads=outputs.reads_of(run.opened.store, other)))
