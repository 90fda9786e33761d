"""The first phase: look at the disk, put right what a killed run left, and let bases follow renames.

In: a run, perhaps the paths that an event named. Out: an index that is up to date, and what holds for all outputs.
Never: a rendered note's words changed; of a dry run, anything at all.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from vaultkit import __version__, files
from vaultkit.index import outputs
from vaultkit.pipeline.scope import scope_of
from vaultkit.writeback import rendered_here

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.pipeline.run import Run

OURS = ".vaultkit"
RENAMES = 3


def look(run: Run, paths: set[str] | None) -> None:
    """Bring the index up to date, then heal and carry where there is anything to heal or to carry."""
    opened, root = run.opened, run.opened.root
    found = opened.refresh(paths, to_render=True)
    run.heard(found)
    if not run.ask.dry:
        leftovers = [*found.leftovers, *_in_our_folder(run)]
        if leftovers:
            _heal(run, leftovers)
    _carry(run)
    run.older = _older(run)
    run.joined = run.joining = rendered_here.joined(root) and opened.has_rendered()
    run.scope = scope_of(opened, run.ask)


def _older(run: Run) -> bool:
    """Whether a newer vaultkit has rendered here. What was kept for that is asked about again when it ends."""
    store, older = run.opened.store, rendered_here.is_older(run.opened.root, __version__)
    if bool(store.meta("older")) != older:
        outputs.mark(store, [one.about for one in outputs.all_outputs(store)])
        with store.writing():
            store.set_meta("older", int(older))
    return older


def _in_our_folder(run: Run) -> list[str]:
    """Temporary files beside the bases, which no scan enters."""
    try:
        with os.scandir(run.opened.root / OURS) as entries:
            return [f"{OURS}/{entry.name}" for entry in entries if files.is_temporary(entry.name)]
    except OSError:
        return []


def _heal(run: Run, leftovers: Iterable[str]) -> None:
    from vaultkit.writeback import healing  # noqa: PLC0415 - only a killed run leaves anything

    temporary = sorted(path for path in leftovers if files.is_temporary(path.rpartition("/")[2]))
    with run.opened.lock():
        run.problems += healing.heal(run.opened.root, temporary)
    run.heard(run.opened.refresh())


def _carry(run: Run) -> None:
    """Only a run that has something to do meets a rename: a renamed note makes all about it stale.

    What follows one rename may show another: the link in a rendered note, which has led nowhere until then.
    """
    for _ in range(RENAMES):
        jobs = outputs.stale_jobs(run.opened.store)
        if not jobs:
            return
        from vaultkit.pipeline import carrying  # noqa: PLC0415 - as it says

        found = carrying.following(run.opened, [job.about for job in jobs])
        if run.ask.dry:
            run.carried = found.texts
            return
        busy = carrying.busy_in(run.opened, found, watching=run.ask.watching)
        run.problems += filter(None, (carrying.trouble(run.opened, path) for path in busy))
        run.again.update(busy)
        run.held.update(busy.values())
        touched = carrying.carry(run.opened, found, busy)
        if not touched:
            return
        run.heard(run.opened.refresh(touched))
