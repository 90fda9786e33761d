"""A render's report as text and as the documented JSON.

In: a Report. Out: text of what was written, kept back, refused or foreign, the rest counted; or one object.
Never: an output of the JSON left out that is not unchanged.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from vaultkit.english import counted, listed
from vaultkit.index.names import stem
from vaultkit.report import problems as told
from vaultkit.report.text import shown, wrapped

if TYPE_CHECKING:
    from vaultkit.pipeline import Outcome, Report

DONE = {"create": "created", "update": "updated", "merged": "merged", "moved": "moved"}
STOOD = {
    "kept": "kept with your edits",
    "deleted": "deleted by you and left so",
    "retired": "retired and left as they are",
    "refused": "left alone because of a problem",
    "foreign": "foreign",
}
SAID = (*DONE, "refused", "foreign")


def as_object(report: Report) -> dict[str, Any]:
    outputs = []
    for one in report.outcomes:
        made = {"path": one.path, "action": one.action, **_whose(one)}
        if one.kept_back:
            made["kept_back"] = [asdict(place) for place in one.kept_back]
        outputs.append(made)
    found = {"outputs": outputs, "unchanged": report.unchanged, "problems": told.as_objects(report.problems)}
    whys = [{"path": one.path, **_whose(one), "reads": list(one.why)} for one in report.whys]
    return {**found, "why": whys} if whys else found


def _whose(one: Outcome) -> dict[str, Any]:
    return {"template": one.template, "about": one.about, "to": one.to}


def as_text(report: Report, *, dry: bool = False) -> str:
    """A line for each output that was touched or is in trouble, then the counts."""
    said = [_line(one) for one in report.outcomes if one.kept_back or one.action in SAID]
    lines = list(dict.fromkeys(said))  # a broken note refuses one for each of its templates
    return "\n".join([*lines, *([""] if lines else []), _counts(report, dry=dry)])


def _line(one: Outcome) -> str:
    places = f"  ({counted(len(one.kept_back), 'place')} of yours kept back)" if one.kept_back else ""
    return f"{one.action:8} {shown(_what(one))}{places}"


def _what(one: Outcome) -> str:
    """The rendered note. One of which there is no path yet, since its template fails, is named by template and note:
    the note that it is about is sound, and would be taken for the one that was refused.
    """
    if one.about and one.path == one.about and any(problem.code == "template" for problem in one.problems):
        return f"{one.template} for {stem(one.about)}"
    return one.path or one.template


def _counts(report: Report, *, dry: bool) -> str:
    found = report.counts
    parts = [_count(found[action], word) for action, word in {**DONE, **STOOD}.items() if found.get(action)]
    parts += [f"{report.unchanged:,} unchanged"] if report.unchanged or not parts else []
    lead = "Nothing was written; it would be: " if dry else ""
    return wrapped(f"{lead}{listed(parts)}; {counted(report.notes, 'note')} in the vault.")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word.replace('they are', 'it is') if number == 1 else word}"


def whys(report: Report) -> str:
    """What each output read, unchanged ones too."""
    return "\n\n".join(_why(one) for one in report.whys)


def _why(one: Outcome) -> str:
    lines = (wrapped(line, first=2, indent=4) for line in one.why)
    return "\n".join([f"{shown(one.path or one.template)} ({shown(one.template)})", *lines])


def diffs(report: Report) -> str:
    """Unified diffs of all that was or would be written."""
    return "\n".join(
        diff(one.before or "", one.after, one.path) for one in report.outcomes if one.after is not None
    )


def diff(before: str, after: str, path: str, *, names: tuple[str, str] = ("now", "render")) -> str:
    import difflib  # noqa: PLC0415 - only who asks for lines needs it

    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), f"{path} ({names[0]})", f"{path} ({names[1]})", lineterm=""
    )
    return "\n".join(shown(line) for line in lines)
