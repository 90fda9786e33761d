"""Outputs that want one place, or two places of one name: none of them gets it.

In: the cases of a round, what the index remembers of others. Out: cases that know their rivals.
Never: a choice between two outputs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vaultkit.index import outputs
from vaultkit.index.names import file_key
from vaultkit.spelling import caseless
from vaultkit.writeback import plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultkit.index.outputs import Job, Output
    from vaultkit.pipeline.case import Case
    from vaultkit.pipeline.run import Run
    from vaultkit.pipeline.writing import Landed

REFUSED = ("two-outputs", "name-taken")


def meet(run: Run, jobs: Iterable[Job], cases: Sequence[Case]) -> None:
    """Tell each case that would create or move who else would, to the same path or under the same file name.

    Of those that would not (deleted ones), only one could have its base at the path: then none has.
    """
    wanting: dict[str, list[Case]] = {}
    for case in cases:
        if case.state.new is not None and not _stands_there(case):
            wanting.setdefault(file_key(case.state.new.path), []).append(case)
    if not wanting:
        return
    at_work = {job.about for job in jobs if run.scope.settles(job.about)}
    stored = [one for one in _refused(run) if one.about not in at_work]
    for key, group in wanting.items():
        refused = [one for one in stored if one.path is not None and file_key(one.path) == key]
        taking = [case for case in group if plan.takes_place(case.state)]
        for case in group:
            if plan.takes_place(case.state):
                _refuse(case, [one for one in taking if one is not case], refused)
            elif _wanted_by_others(run, case, group, at_work):
                case.state = replace(case.state, taken=True)


def _stands_there(case: Case) -> bool:
    state = case.state
    places = {thing.path for thing in (state.file, state.at_base, state.base) if thing is not None}
    return state.new is not None and state.new.path in places


def _refuse(case: Case, rivals: Sequence[Case], refused: Sequence[Output]) -> None:
    state = case.state
    assert state.new is not None
    others = [(_called(*one.key), one.state.new.path) for one in rivals if one.state.new is not None]
    others += [
        (_called(one.template, one.report.get("about"), one.person), one.path)
        for one in refused
        if one.path is not None and _other(one, case)
    ]
    same = [name for name, path in others if caseless(path) == caseless(state.new.path)]
    if same:
        case.state = replace(state, rival=min(same))
    elif others:
        namesakes = {*state.same_name, *(path for _, path in others)}
        case.state = replace(state, same_name=tuple(sorted(namesakes)))


def _wanted_by_others(run: Run, case: Case, group: Sequence[Case], at_work: set[int]) -> bool:
    new = case.state.new
    assert new is not None
    path = caseless(new.path)
    if any(one is not case and one.state.new and caseless(one.state.new.path) == path for one in group):
        return True
    rows = outputs.wanting(run.opened.store, new.path)
    return any(_other(one, case) and one.about not in at_work and one.file != one.path for one in rows)


def _other(one: Output, case: Case) -> bool:
    return (one.template, one.about, one.person) != case.place


def _called(template: str, about: str | None, person: str) -> str:
    name = f"{template} of {about}" if about else template
    return f"{name} for {person}" if person else name


def _refused(run: Run) -> list[Output]:
    return [one for one in outputs.told(run.opened.store, loud=True) if one.holds and _is_refused(one)]


def _is_refused(one: Output) -> bool:
    return any(problem["code"] in REFUSED for problem in one.report.get("problems", ()))


def left_and_joined(run: Run, kept: Mapping[int, Iterable[Output]]) -> tuple[set[str], set[str]]:
    """File names, folded, that outputs wanted until now and want no more; and those that they are refused now."""
    left: set[str] = set()
    joined: set[str] = set()
    known = run.opened.store.one("SELECT 1 FROM output LIMIT 1") is not None
    for about, mine in kept.items():
        now = {(one.template, one.person): one for one in mine}
        for old in outputs.outputs_of(run.opened.store, about) if known else ():
            new = now.get((old.template, old.person))
            if old.path and (new is None or _claim(new) != _claim(old)):
                left.add(file_key(old.path))
        joined.update(file_key(one.path) for one in now.values() if one.path and _is_refused(one))
    return left, joined


def emptied(landed: Iterable[Landed]) -> set[str]:
    """File names, folded, of places that a round has cleared."""
    found: set[str] = set()
    for one in landed:
        decision = one.decision
        if one.whole:
            gone = (*decision.drop_bases, *([decision.move_from] if decision.move_from else []))
            found.update(map(file_key, gone))
    return found


def concerned(run: Run, left: set[str], joined: set[str], but: Iterable[int]) -> set[int]:
    """Notes with outputs that want a name which was left, or, those in `but` apart, is wanted by one more."""
    store = run.opened.store
    return outputs.wanting_name(store, left) | (outputs.wanting_name(store, joined) - set(but))


def _claim(one: Output) -> tuple[str | None, object]:
    """What others are told of an output that wants their place."""
    return one.path, one.report.get("about")
