"""An invitation's pages and what an import does, as text and as the documented JSON.

In: an Invitation with its pages, a Plan with what failed of it. Out: text, or objects.
Never: a card of a file left out.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from vaultkit.english import counted
from vaultkit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.exchange.invitation import Invitation
    from vaultkit.exchange.links import CalendarLinks
    from vaultkit.exchange.outcomes import Created, Matched, Passed, Plan, Question


def pages_object(made: Invitation, pages: CalendarLinks | None) -> dict[str, Any]:
    return {
        "links": asdict(pages) if pages else {},
        "uid": made.identity.uid,
        "sequence": made.identity.sequence,
        "cancelled": made.cancelled,
    }


def pages_text(pages: CalendarLinks) -> str:
    return f"Google:  {pages.google}\nOutlook: {pages.outlook}\nOffice:  {pages.office}\n"


def plan_object(plan: Plan, failed: Sequence[str], *, applied: bool) -> dict[str, Any]:
    return {
        "applied": applied,
        "created": [{"path": one.path, "name": one.name, **_from(one)} for one in plan.created],
        "matched": [
            {"path": one.path, "name": one.name, "by": one.by, "fills": sorted(one.fills), **_from(one)}
            for one in plan.matched
        ],
        "ambiguous": [
            {"name": one.name, "paths": list(one.paths), "reason": one.reason, "hint": one.hint, **_from(one)}
            for one in plan.questions
        ],
        "skipped": [{"name": one.name, "reason": one.reason, **_from(one)} for one in plan.skipped],
        "failed": list(failed),
    }


def _from(one: Created | Matched | Question | Passed) -> dict[str, Any]:
    return {"file": one.file, "line": one.line}


def plan_text(plan: Plan, failed: Sequence[str], *, applied: bool) -> str:
    """A line for each note, question and row that is left out, then the counts."""
    made, filled = ("new", "filled") if applied else ("would make", "would fill")
    lines = [f"{made}   {shown(one.path)}" for one in plan.created]
    lines += [
        f"{filled}  {shown(one.path)}: {', '.join(map(shown, one.fills))} (by {one.by})"
        for one in plan.filled
    ]
    for one in plan.questions:
        lines += [f"question  {_place(one)}: {shown(one.reason)}", f"  {shown(one.hint)}"]
    lines += [
        f"{'remark' if one.remark else 'skipped'}   {_place(one)}: {shown(one.reason)}"
        for one in plan.skipped
    ]
    lines += [f"failed    {shown(reason)}" for reason in failed]
    verb = "created" if applied else "would be created"
    matched = f"{len(plan.matched)} matched ({len(plan.filled)} with something to fill)"
    skipped = sum(not one.remark for one in plan.skipped)
    counts = f"{len(plan.created)} {verb}, {matched}, {counted(len(plan.questions), 'question')}, {skipped} skipped."
    return "\n".join([*lines, counts])


def _place(one: Question | Passed) -> str:
    return f"{shown(one.file)}:{one.line} {shown(one.name)}"
