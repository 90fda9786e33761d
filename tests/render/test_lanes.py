"""Two processes that share the jobs of a large run: the answers of one, in its order."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.render.bench import TALK, Bench, sheet
from vaultkit.index.refresh import refresh
from vaultkit.index.store import Store
from vaultkit.people import reader
from vaultkit.render import lanes
from vaultkit.render.discovery import discover
from vaultkit.render.job import Job
from vaultkit.render.pool import Pool

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_two_processes_give_what_one_gives_and_the_second_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "MANY", 8)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    made = Bench(tmp_path, x=sheet("{{ interview.name }}"), y=sheet("Hi", more="per: people\n"))
    paths = [f"Interviews/{number:04} Jo.md" for number in range(7)]
    for path in paths:
        made.write(path, TALK)
    config, templates = made.config, discover(made.config)
    jobs = [Job(path, "interview") for path in (*paths, "Interviews/Gone.md")]
    with Store.open(made.root, made.cache) as store, Pool() as pool:
        refresh(store, config, reader(config, templates.renders()), templates.digests())
        parts = {"config": config, "store": store.path, "templates": templates}
        alone = list(pool.run(jobs, **parts))  # type: ignore[arg-type]
        running = lanes.run(pool, jobs, **parts)  # type: ignore[arg-type]
        shared = [next(running)]
        assert None not in (pool.pid, pool.second.pid), "both are at work before the first is waited for"
        shared += running
        assert (pool.pid is None, pool.second.pid is None) == (False, True)
        left = lanes.run(pool, jobs, **parts)  # type: ignore[arg-type]
        next(left)
        left.close()  # type: ignore[attr-defined]
        assert pool.second.pid is None, "whoever goes away early leaves no process behind"
    assert shared == alone
    assert [len(answer.candidates) for answer in shared] == [len(alone[0].candidates)] * 7 + [0]


def test_few_jobs_do_not_pay() -> None:
    assert not lanes.pays(lanes.MANY - 1)
