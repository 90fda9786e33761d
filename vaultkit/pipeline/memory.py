"""What the index remembers of a settled output, so that it is reported on every run without being rendered.

In: a decision about a case. Out: a mapping that JSON holds, and an Outcome back.
Never: anything about an output that is as it should be.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from vaultkit.model import Problem
from vaultkit.pipeline.asking import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.pipeline.case import Case
    from vaultkit.writeback.state import Decision, KeptBack, State

QUIET = ("unchanged", "none")


def path_of(decision: Decision, state: State) -> str:
    """Where an output's file stands, stood or would; for one that never had a path, the note that it is about."""
    if decision.path:
        return decision.path
    return state.base.path if state.base else state.new.path if state.new else state.about or ""


def remembered(decision: Decision, state: State, case: Case, trouble: Iterable[Problem]) -> dict[str, Any]:
    """The report of an output that was decided and needs nothing more; `state` is the one it was decided in."""
    told = tuple(dict.fromkeys((*decision.problems, *case.problems, *trouble)))
    made: dict[str, Any] = {"action": decision.action}
    if decision.action in QUIET and not told:
        return made
    made |= {"path": path_of(decision, state), "about": case.key.about, "to": case.to}
    if decision.kept_back:
        made["kept_back"] = [asdict(place) for place in decision.kept_back]
    if decision.foreign:
        made["foreign"] = list(decision.foreign)
    if told:
        made["problems"] = [asdict(problem) for problem in told]
    return made


def problems_in(report: Mapping[str, Any]) -> list[Problem]:
    return [Problem(**problem) for problem in report.get("problems", ())]


def outcome(template: str, report: Mapping[str, Any]) -> Outcome:
    """The Outcome of a stored report."""
    places: list[KeptBack] = []
    if "kept_back" in report:
        from vaultkit.writeback.state import KeptBack  # noqa: PLC0415 - rarely is anything kept back

        places = [KeptBack(**place) for place in report["kept_back"]]
    return Outcome(
        path=report.get("path", ""),
        action=report.get("action", "unchanged"),
        template=template,
        about=report.get("about"),
        to=report.get("to"),
        kept_back=tuple(places),
        problems=tuple(problems_in(report)),
        foreign=tuple(report.get("foreign", ())),
    )
