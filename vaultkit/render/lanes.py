"""Many jobs, dealt out to two processes that render.

In: a pool, jobs. Out: an answer for each job, in order, as one pool would give it.
Never: a second process for a few jobs, which would be done before it has started.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from vaultkit.config import Config
    from vaultkit.render.job import Answer, Job
    from vaultkit.render.pool import Pool
    from vaultkit.render.templates import Templates

MANY = 1000
"""Jobs, or notes to be read before there are any, for which a second process is worth its start of a third of a second."""


def pays(number: int) -> bool:
    """Whether two processes would be done with so many jobs before one."""
    return number >= MANY and (os.cpu_count() or 1) > 1


def run(
    pool: Pool, jobs: Sequence[Job], *, config: Config, store: Path, templates: Templates
) -> Iterator[Answer]:
    """Answer the jobs in their order; where they are many, a second pool takes every other one and ends with them."""
    with ExitStack() as stack:
        pools = [pool]
        if pays(len(jobs)):
            pools.append(pool.second)
            stack.callback(pool.second.close)
        lanes = []
        for number, one in enumerate(pools):
            mine = one.at_work(jobs[number :: len(pools)], config=config, store=store, templates=templates)
            lanes.append(stack.enter_context(mine))
        for number in range(len(jobs)):
            yield next(lanes[number % len(lanes)])
