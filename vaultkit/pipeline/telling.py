"""What a run reports: what it did, and what stands from earlier ones.

In: a run, decisions, what the index remembers. Out: Outcomes and the Report.
Never: an output that is as it should be, other than by number.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from vaultkit.index import outputs
from vaultkit.model import Problem
from vaultkit.pipeline import memory
from vaultkit.pipeline.asking import WHY_NOT, Outcome, Report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from vaultkit.index.outputs import Output
    from vaultkit.pipeline.aftermath import Aftermath
    from vaultkit.pipeline.case import Case, Place
    from vaultkit.pipeline.run import Run

WRITING = ("create", "update", "merged", "moved")
_JOINED = (
    "this vault has rendered notes but no record of them (.vaultkit/renders): those that are missing here are"
    " not made again; --recreate makes them, --adopt takes those that differ as they are"
)
_OLDER = (
    "a newer vaultkit has rendered in this vault: this one creates, but updates, merges and moves nothing;"
    " bring it up to date"
)


def tell(run: Run, one: Aftermath) -> None:
    """Note down what a run did about an output. What an earlier round wrote is not taken back by a later one."""
    made = _outcome(run, one)
    earlier = run.outcomes.get(one.case.place)
    if earlier is not None and earlier.action in WRITING and made.action not in WRITING:
        made = replace(earlier, problems=made.problems, kept_back=made.kept_back)
    run.outcomes[one.case.place] = made
    if one.landed.retry or one.landed.applied.again:
        run.again.add(made.path)


def forget(run: Run, abouts: Collection[int], places: Collection[Place]) -> None:
    """Of notes that were looked at once more, outputs that are not among `places` are none any more."""
    for place, one in [*run.outcomes.items()]:
        gone = (
            place[1] in abouts
            and place not in places
            and run.scope.covers(place[1], one.template, [one.path])
        )
        if gone and one.action not in WRITING:
            del run.outcomes[place]


def _outcome(run: Run, one: Aftermath) -> Outcome:
    case, decision = one.case, one.done
    wrote = decision.write is not None and decision.action in WRITING
    return Outcome(
        path=memory.path_of(decision, one.state),
        action=decision.action,
        template=case.key.template,
        about=case.key.about,
        to=case.to,
        kept_back=decision.kept_back,
        problems=tuple(dict.fromkeys((*decision.problems, *case.problems, *one.landed.trouble))),
        before=decision.expected if wrote else None,
        after=decision.write if wrote else None,
        why=_why(run, case) if run.ask.why else (),
        foreign=decision.foreign,
    )


def _why(run: Run, case: Case) -> tuple[str, ...]:
    from vaultkit.render.why import explain  # noqa: PLC0415 - only --why asks

    if case.candidate is None:
        return ()
    reason = WHY_NOT.get(case.candidate.why_not)
    lines = explain(case.candidate, run.opened.snapshot())
    return (f"not rendered: {reason}", *lines) if reason else lines


# The report


def report(run: Run) -> Report:
    """What this run did; and unless it was about some outputs only, what stands from earlier ones."""
    told = outputs.told(run.opened.store, loud=_some(run) or not run.ask.listed)
    stored = [memory.outcome(one.template, one.report) for one in told if not _known(run, one)]
    mine = list(run.outcomes.values())
    listed = [made for one in (mine if _some(run) else [*mine, *stored]) for made in _with_twins(one)]
    problems = {*run.problems, *run.opened.note_problems(), *_of_the_run(run)}
    problems.update(problem for one in (*mine, *stored) for problem in one.problems)
    return Report(
        outcomes=_sorted(one for one in listed if one.action not in memory.QUIET),
        counts=_counts(run, mine, stored),
        problems=tuple(sorted(problems)),
        writes=run.writes,
        notes=run.opened.own_notes(),
        changed=tuple(sorted(run.changed)),
        again=tuple(sorted(run.again - {""})),
        whys=_sorted(one for one in mine if one.why),
    )


def _known(run: Run, one: Output) -> bool:
    """Whether this run knows something newer of a stored output."""
    return (one.template, one.about, one.person) in run.outcomes or one.about in run.foretold


def _counts(run: Run, mine: Iterable[Outcome], stored: Iterable[Outcome]) -> Counter[str]:
    found = Counter(made.action for one in mine for made in _with_twins(one))
    if not _some(run):
        found += outputs.counts(run.opened.store, run.outcomes.keys(), run.foretold)
        found.update("foreign" for one in stored for _ in one.foreign)
    del found["none"]
    return found


def _some(run: Run) -> bool:
    """Whether the report is about the outputs of this run alone."""
    return run.ask.limited or run.ask.watching


def _of_the_run(run: Run) -> list[Problem]:
    found = []
    if run.joined:
        found.append(Problem(".vaultkit/renders", 0, 0, "joined", "warning", _JOINED))
    if run.older:
        found.append(Problem(".vaultkit/version", 0, 0, "older-vaultkit", "warning", _OLDER))
    return found


def _with_twins(outcome: Outcome) -> Iterator[Outcome]:
    """Files that carry an identity too are named beside the one that counts."""
    yield outcome
    for path in outcome.foreign:
        yield Outcome(path, "foreign", outcome.template, outcome.about, outcome.to)


def _sorted(found: Iterable[Outcome]) -> tuple[Outcome, ...]:
    return tuple(sorted(found, key=lambda one: one.place))
