"""What the index remembers of a settled output, so that it is reported on every run without being rendered.

In: a Decision or Applied. Out: a mapping that JSON holds, and an Outcome back.
Never: anything about an output that is as it should be.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from vaultkit.model import Problem
from vaultkit.pipeline.asking import Outcome
from vaultkit.writeback.merge import KeptBack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.writeback.state import Decision

QUIET = ("unchanged", "none")


def remembered(
    decision: Decision, about: str | None, to: str | None, problems: Iterable[Problem]
) -> dict[str, Any]:
    """The report of an output that was decided and needs nothing more; `problems` are those of its render."""
    told = [*decision.problems, *problems]
    made: dict[str, Any] = {"action": decision.action}
    if decision.action in QUIET and not told:
        return made
    made |= {"path": decision.path, "about": about, "to": to}
    if decision.kept_back:
        made["kept_back"] = [asdict(place) for place in decision.kept_back]
    if told:
        made["problems"] = [asdict(problem) for problem in told]
    return made


def problems_in(report: Mapping[str, Any]) -> list[Problem]:
    return [Problem(**problem) for problem in report.get("problems", ())]


def outcome(template: str, report: Mapping[str, Any], wanted: str | None) -> Outcome:
    """The Outcome of a stored report."""
    places = tuple(KeptBack(**place) for place in report.get("kept_back", ()))
    return Outcome(
        report.get("path") or wanted or "",
        report.get("action", "unchanged"),
        template,
        report.get("about"),
        report.get("to"),
        places,
        tuple(problems_in(report)),
    )
