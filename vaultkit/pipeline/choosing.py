"""Which notes have outputs to be rendered now.

In: a run. Out: jobs, one a note.
Never: an output that nobody asked for and nothing touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index import outputs
from vaultkit.index.schema import ORPHANS, VAULT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.index.outputs import Job
    from vaultkit.pipeline.run import Run

CONTESTED = ("two-outputs", "name-taken", "path-taken")
"""Codes of problems that another output's leaving may mend: these outputs are asked anew in every run that renders."""


def next_jobs(run: Run, *, first: bool) -> tuple[Job, ...]:
    """The jobs of the next round; none when the run is done.

    A run that joins a vault looks at everything, whatever was asked: what is missing must be noted down in one go.
    """
    store = run.opened.store
    if first and (run.joined or (run.ask.forces and run.scope.abouts is None)):
        return outputs.jobs_of(store, _everything(run))
    if first and run.scope.abouts is not None:
        return outputs.jobs_of(store, run.scope.abouts | run.scope.owners)
    fresh = [job for job in outputs.stale_jobs(store) if run.tried.get(job.about, -1) < job.stale]
    if run.scope.abouts is not None:
        fresh = [job for job in fresh if job.about in run.scope.abouts | run.scope.owners]
    if not fresh:
        return ()
    return _merged(fresh, outputs.jobs_of(store, _contested(run)))


def _everything(run: Run) -> set[int]:
    sql = (
        "SELECT id FROM note WHERE kind IN ('contact', 'interview') "
        "UNION SELECT about FROM output UNION SELECT about FROM job WHERE stale"
    )
    return {VAULT, ORPHANS, *(row[0] for row in run.opened.store.all(sql))}


def _contested(run: Run) -> set[int]:
    """Notes with an output that was refused its place."""
    told = outputs.told(run.opened.store)
    return {one.about for one in told if any(p["code"] in CONTESTED for p in one.report.get("problems", ()))}


def _merged(jobs: Iterable[Job], more: Iterable[Job]) -> tuple[Job, ...]:
    known = list(jobs)
    abouts = {job.about for job in known}
    return (*known, *(job for job in more if job.about not in abouts))
