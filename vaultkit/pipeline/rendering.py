"""One run: look, render what is stale, decide, write, remember.

In: an open vault and what is asked. Out: a Report.
Never: a write outside the lock, or a mark cleared of an output that was not settled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.pipeline import choosing, looking, telling
from vaultkit.pipeline.run import Run

if TYPE_CHECKING:
    from vaultkit.index.outputs import Job
    from vaultkit.pipeline.asking import Ask, Report
    from vaultkit.pipeline.opening import OpenVault

ROUNDS = 5
"""A round may make names that others link to, which the next one renders; more than a few mean a circle."""


def render(opened: OpenVault, ask: Ask, paths: set[str] | None = None) -> Report:
    """Bring every rendered note up to date, or what `ask` names; with `paths` only those are looked at on disk.

    Raises VaultkitError where the whole run is refused. One output's trouble is a problem in the report.
    """
    run = Run(opened, ask, aimed=paths is not None)
    looking.look(run, paths)
    for number in range(ROUNDS):
        jobs = choosing.next_jobs(run, first=number == 0)
        if not jobs:
            break
        if ask.dry:
            _foretell(run, jobs)
            break
        _round(run, jobs)
    return telling.report(run)


def _round(run: Run, jobs: tuple[Job, ...]) -> None:
    """Render the jobs, decide about their outputs, write what was decided, and remember what it came to."""
    from vaultkit.pipeline import gathering, settling, writing  # noqa: PLC0415 - most runs find nothing to do

    cases, unwanted = gathering.cases(run, jobs)
    with run.opened.lock():
        landed = writing.write_back(run, cases)
        settling.settle(run, jobs, landed, unwanted)


def _foretell(run: Run, jobs: tuple[Job, ...]) -> None:
    from vaultkit.pipeline import foretelling  # noqa: PLC0415 - as above

    foretelling.foretell(run, jobs)
