"""An engine whose sentences the test chooses: every pair of neighbours meets in sixteen runs.

In: the number of a run. Out: letters in which each slot takes the option of that run.
Never: a hash of a name; which sentence stands where is the test's to say.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tests.letters.memory import letters, templates
from vaultkit.render import names
from vaultkit.render.engine import Engine
from vaultkit.render.words import frames

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.letters.memory import Letter

RUNS = 16
_TIMES = ((0, 0, 0, 0), (0, 1, 2, 3), (0, 2, 3, 1), (0, 3, 1, 2))
"""Multiplication of the field with four members; addition is exclusive or."""


class Chooser:
    """Stands for `pick`. Slots take the columns of an orthogonal array in the order of their first asking."""

    def __init__(self) -> None:
        self.run = 0
        self.columns: dict[str, int] = {}

    def level(self, slot: str) -> int:
        column = self.columns.setdefault(slot, len(self.columns)) % 5
        first, second = divmod(self.run, 4)
        return second if column == 4 else first ^ _TIMES[column][second]

    def __call__(self, n: int, slot: str, options: Sequence[Any]) -> Any:
        del n
        return options[self.level(slot) % len(options)]


@lru_cache(maxsize=1)
def _asking() -> tuple[Engine, Chooser]:
    """One engine for all tests: to compile the templates takes ten times as long as to render one."""
    chooser, engine = Chooser(), Engine(templates())
    for environment in (engine.compiler.text, engine.compiler.paths):
        environment.globals["pick"] = chooser
        environment.close(names.BROUGHT_BY)
    return engine, chooser


@contextmanager
def chosen() -> Iterator[tuple[Engine, Chooser]]:
    """The engine that asks a chooser, and this chooser, as fresh as on its first day."""
    engine, chooser = _asking()
    chooser.run = 0
    chooser.columns.clear()
    before = vars(frames)["pick"]
    setattr(frames, "pick", chooser)  # noqa: B010 - mypy holds an import for no attribute
    try:
        yield engine, chooser
    finally:
        setattr(frames, "pick", before)  # noqa: B010 - as above


def every(notes: dict[str, str], template: str) -> list[Letter]:
    """The one letter of a template in all sixteen runs."""
    found = []
    with chosen() as (engine, chooser):
        for run in range(RUNS):
            chooser.run = run
            found += letters(notes, template, using=engine)
    return found
