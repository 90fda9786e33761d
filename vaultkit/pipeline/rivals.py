"""Outputs that want one place, or two places of one name: none of them gets it.

In: the cases of a round, what the index remembers of others. Out: cases that know their rivals.
Never: a choice between two outputs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.index import outputs
from vaultkit.index.names import file_key
from vaultkit.writeback import plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vaultkit.index.outputs import Output
    from vaultkit.pipeline.gathering import Case
    from vaultkit.pipeline.run import Run

REFUSED = ("two-outputs", "name-taken")


def meet(run: Run, cases: Sequence[Case]) -> None:
    """Tell each case that would create or move who else would, to the same path or under the same file name."""
    wanting: dict[str, list[Case]] = {}
    for case in cases:
        if case.state.new is not None and plan.takes_place(case.state):
            wanting.setdefault(file_key(case.state.new.path), []).append(case)
    if not wanting:
        return
    stored = _stored(run, cases)
    for key, rivals in wanting.items():
        others = [(_called(case), case.state.new.path, case) for case in rivals if case.state.new]
        waiting = [(name, path, None) for name, path in stored if file_key(path) == key]
        for case in rivals:
            _tell(case, [(name, path) for name, path, one in (*others, *waiting) if one is not case])


def _tell(case: Case, others: Sequence[tuple[str, str]]) -> None:
    state = case.state
    assert state.new is not None
    same = [name for name, path in others if files.fold(path) == files.fold(state.new.path)]
    if same:
        case.state = replace(state, rival=same[0])
    elif others:
        namesakes = tuple(path for _, path in others)
        case.state = replace(state, same_name=(*state.same_name, *namesakes))


def _called(case: Case) -> str:
    return f"{case.key.template} of {case.key.about}" if case.key.about else case.key.template


def _stored(run: Run, cases: Sequence[Case]) -> list[tuple[str, str]]:
    """What outputs that are not at work in this round, and were refused their place, are called and want."""
    at_work = {case.place for case in cases}
    return [
        (f"{one.template} of {about}" if (about := one.report.get("about")) else one.template, one.path)
        for one in _refused(run)
        if one.path is not None and (one.template, one.about, one.person) not in at_work
    ]


def _refused(run: Run) -> Iterator[Output]:
    for one in outputs.told(run.opened.store):
        if one.holds and any(p["code"] in REFUSED for p in one.report.get("problems", ())):
            yield one
