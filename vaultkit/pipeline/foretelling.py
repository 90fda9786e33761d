"""A dry run: it writes nothing, and foretells what a run would do.

In: a run, its jobs. Out: outcomes as they would be.
Never: a write, also not in the index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index import outputs
from vaultkit.pipeline import rivals
from vaultkit.pipeline.aftermath import aftermath
from vaultkit.pipeline.gathering import cases
from vaultkit.pipeline.telling import tell
from vaultkit.pipeline.writing import as_decided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.index.outputs import Job, Output
    from vaultkit.pipeline.run import Run


def foretell(run: Run, jobs: Sequence[Job]) -> None:
    """One round, together with those whom a second one would concern; that would see what the first has written."""
    while True:
        gathered, _ = cases(run, jobs)  # a dry run tells of each output
        ends = [aftermath(run, as_decided(case)) for case in gathered]
        kept: dict[int, list[Output]] = {job.about: [] for job in jobs if run.scope.settles(job.about)}
        for one in ends:
            kept.setdefault(one.about, []).append(one.output)
        left, joined = rivals.left_and_joined(run, kept)
        more = rivals.concerned(run, left, joined, kept) - {job.about for job in jobs}
        if not more or run.ask.limited:
            break
        jobs = (*jobs, *outputs.jobs_of(run.opened.store, more))
    for one in ends:
        tell(run, one)
    run.foretold = {job.about for job in jobs if run.scope.settles(job.about)}
    written = [one.done.move_from or one.done.path for one in ends if one.done.writes]
    run.writes = len(written) + sum(not is_base and path not in written for is_base, path in run.carried)
