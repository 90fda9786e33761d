"""The renders of a round: jobs to the process that renders, candidates back.

In: a run, its jobs. Out: jobs with their candidates, while the process goes on with the next.
Never: a render in this process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index.schema import VAULT
from vaultkit.model import ABOUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultkit.index.outputs import Job
    from vaultkit.pipeline.run import Run
    from vaultkit.render.candidate import Candidate
    from vaultkit.render.job import Answer


def rendered(run: Run, jobs: Sequence[Job]) -> Iterator[tuple[Job, Sequence[Candidate]]]:
    """Jobs with their candidates, in order; those of notes that are gone, or of orphans, have none."""
    kinds = {job.about: _kind(run, job) for job in jobs}
    wanted = [job for job in jobs if kinds[job.about]]
    if wanted:
        for job, answer in zip(wanted, _answers(run, wanted, kinds), strict=True):
            run.problems += answer.problems
            yield job, answer.candidates
    yield from ((job, ()) for job in jobs if not kinds[job.about])


def _answers(run: Run, jobs: Sequence[Job], kinds: dict[int, str]) -> Iterator[Answer]:
    from vaultkit.render import lanes  # noqa: PLC0415 - a run with nothing to do needs no process
    from vaultkit.render.job import Job as PoolJob  # noqa: PLC0415 - as above

    opened, scope = run.opened, run.scope
    only = frozenset({scope.template}) if scope.template and not run.joining else None
    work = [PoolJob(job.path, kinds[job.about], only, scope.asked, run.ask.why) for job in jobs]
    return lanes.run(
        opened.pool, work, config=opened.config, store=opened.store.path, templates=opened.templates
    )


def _kind(run: Run, job: Job) -> str:
    """What a template must render to fit; "" for a note that is gone, or is none of ours any more."""
    if job.about == VAULT:
        return "vault"
    note = run.opened.snapshot().note(job.path) if job.path else None
    return note.kind if note is not None and note.kind in ABOUT else ""
