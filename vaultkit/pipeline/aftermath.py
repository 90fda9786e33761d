"""What is left of an output once a decision about it was carried out.

In: what landed. Out: the state it is in now, what is to be said of it from now on, and the row that remembers it.
Never: a write.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from vaultkit.index import outputs
from vaultkit.index.outputs import Output
from vaultkit.pipeline import memory
from vaultkit.pipeline.gathering import UNKNOWN
from vaultkit.pipeline.standing import busy
from vaultkit.writeback import plan
from vaultkit.writeback.state import Base, Found

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.pipeline.case import Case
    from vaultkit.pipeline.run import Run
    from vaultkit.pipeline.writing import Landed
    from vaultkit.writeback.state import Decision, State


@dataclass(frozen=True, slots=True)
class Aftermath:
    """`done`: what was decided, as far as it was done; `stands`: what the table says of `state`, which is left."""

    landed: Landed
    state: State
    done: Decision
    stands: Decision
    output: Output

    @property
    def case(self) -> Case:
        return self.landed.case

    @property
    def about(self) -> int:
        return self.landed.case.job.about

    @property
    def round_again(self) -> bool:
        """Whether this run has more to do about it."""
        return self.landed.retry or self.stands.writes

    @property
    def open(self) -> bool:
        """Whether the next run has to look at it, although nothing that it knows of changes."""
        case = self.landed.case
        cut_short = case.candidate is not None and case.candidate.failed and not case.candidate.reads
        unfinished = self.landed.applied.again or not self.landed.whole or self.stands.writes
        return unfinished or cut_short or case.state.obstacle == UNKNOWN


def aftermath(run: Run, one: Landed) -> Aftermath:
    """What one case has come to."""
    state = _left(one)
    stands = _stands(one, state)
    return Aftermath(one, state, _done(one), stands, _row(run, one, state, stands))


def _done(one: Landed) -> Decision:
    if one.retry:
        problems = (busy(one.decision.path or ""), *one.decision.problems)
        return replace(one.decision, action="kept", write=None, problems=problems)
    return one.decision if one.whole else replace(one.decision, action=one.applied.action)


def _stands(one: Landed, state: State) -> Decision:
    """Decided once more; what could not be done stands as it was decided, with its trouble."""
    if one.retry:
        return replace(_done(one), move_from=None)
    if not one.whole:
        return replace(_done(one), write=None, move_from=None)
    settled = one.applied.again or state is one.case.state
    return one.decision if settled else plan.decide(state)


_FLAGS = ("recreate", "adopt", "overwrite", "fresh", "requested", "watching", "joined")


def _left(one: Landed) -> State:
    """The state that is left; the flags of the run hold for that run alone, and so does joining."""
    state, decision = one.case.state, one.decision
    changes: dict[str, Any] = {flag: False for flag in _FLAGS if getattr(state, flag)}
    if one.whole and decision.writes and decision.path is not None:
        text = decision.write if decision.write is not None else decision.expected or ""
        changes |= {"file": Found(decision.path, text), "at_base": None}
    if one.whole and decision.base is not None:
        changes |= {"base": Base(decision.base.path, decision.base.text), "extra_bases": ()}
    return replace(state, **changes) if changes else state


def _row(run: Run, one: Landed, state: State, stands: Decision) -> Output:
    template, about, person = one.case.place
    return Output(
        template=template,
        about=about,
        person=person,
        holds=state.wanted,
        path=state.new.path if state.new else None,
        file=state.file.path if state.file else None,
        report=memory.remembered(stands, state, one.case, one.trouble),
        reads=_reads(run, one),
    )


def _reads(run: Run, one: Landed) -> Mapping[str, Sequence[str]]:
    """What the render read, and what kind of note stands in its way; of one that was cut short, what the last did."""
    case = one.case
    if case.candidate is None:
        return {}
    if case.candidate.failed and not case.candidate.reads:
        return outputs.reads_of(run.opened.store, Output(*case.place))
    return {**case.candidate.reads, **case.watched}
