"""Which notes have outputs to be rendered now.

In: a run. Out: jobs, one a note.
Never: an output that nobody asked for and nothing touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index import outputs
from vaultkit.index.schema import ORPHANS, VAULT

if TYPE_CHECKING:
    from vaultkit.index.outputs import Job
    from vaultkit.pipeline.run import Run


FEW = 16
"""Jobs beside the vault's that are worth a round of their own."""


def next_jobs(run: Run, *, first: bool) -> tuple[Job, ...]:
    """The jobs of the next round; none when the run is done.

    A run that joins a vault looks at everything, whatever was asked: what is missing must be noted down in one go.
    """
    store = run.opened.store
    if run.ask.watching and not run.opened.has_own():
        return ()  # all of it is still to come, or to be written
    if first and (run.joined or (run.ask.forces and run.scope.abouts is None)):
        return outputs.jobs_of(store, _everything(run))
    if first and run.scope.abouts is not None:
        return outputs.jobs_of(store, run.scope.abouts | run.scope.owners)
    due = [job for job in outputs.stale_jobs(store) if job.about not in run.held]
    fresh = [job for job in due if run.settled.get(job.about, -1) < job.stale]
    if run.scope.abouts is not None:
        fresh = [job for job in fresh if job.about in run.scope.abouts | run.scope.owners]
    return tuple(_nearest_first(run, fresh))


def _nearest_first(run: Run, jobs: list[Job]) -> list[Job]:
    """Under watch the vault's own outputs come a round later: they loop over everything, and a save waits for its sheet.

    Only after a few saves, and while all of them stand in the vault: outputs that are still to be created have to
    meet their rivals in one round.
    """
    others = [job for job in jobs if job.about != VAULT]
    if not (run.ask.watching and run.aimed) or not 0 < len(others) <= FEW or len(others) == len(jobs):
        return jobs
    known = {one.template: one for one in outputs.outputs_of(run.opened.store, VAULT)}
    if any(one.renders == "vault" and one.name not in known for one in run.opened.templates):
        return jobs
    standing = all(one.path is None or one.file is not None for one in known.values() if one.holds)
    return others if standing else jobs


def _everything(run: Run) -> set[int]:
    sql = (
        "SELECT id FROM note WHERE kind IN ('contact', 'interview') "
        "UNION SELECT about FROM output UNION SELECT about FROM job WHERE stale"
    )
    return {VAULT, ORPHANS, *(row[0] for row in run.opened.store.all(sql))}
