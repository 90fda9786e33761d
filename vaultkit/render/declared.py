"""What the front matter of a template declares, checked against what a template can declare.

In: a template, and its front matter as parsed. Out: the same with what it declares, and a problem for each fault.
Never: an exception for something that was typed.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from vaultkit.english import listed
from vaultkit.model import Problem
from vaultkit.people.schema import MILESTONES, OUTCOMES, STAGES
from vaultkit.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.model import Parsed, Severity, Value
    from vaultkit.render.templates import Audience, Renders, Template

OWN_KEYS = ("renders", "per", "when", "path", "audience", "marks")
IDENTITY = ("template", "about", "to")
RENDERS = ("interview", "contact", "vault")
AUDIENCES = ("them", "me")
MARKS: Mapping[str, tuple[str, ...]] = {
    "interview": MILESTONES,
    "contact": ("announced", "last_contact"),
    "vault": (),
}
REFERENCE = "docs/reference/templates.md"
_FEW = 12
_TELLING = 3
_STAGE = re.compile(r"""\binterview\.stage\s*[=!]=\s*(["'])(.*?)\1""")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """As everywhere, in quotation marks: names of templates' parts are words of a sentence too often.

    The beginning of one name only means that name.
    """
    known = tuple(known)
    begun = [name for name in known if len(word) >= _TELLING and name.startswith(word)]
    found = nearest(word, known) or (begun[0] if len(begun) == 1 else "")
    return f'; did you mean "{found}"?' if found else ""


def near_or_all(word: str, known: Iterable[str]) -> str:
    """The nearest name; where none is near, all of them, or the page that has them where they are many."""
    names = sorted(known)
    some = f"; there is {listed(names)}" if 0 < len(names) <= _FEW else f"; {REFERENCE} lists all names"
    return did_you_mean(word, names) or some


class _Reader:
    """The keys of one front matter without regard to case, and the problems found on the way."""

    def __init__(self, parsed: Parsed, source: str) -> None:
        self.source = source
        self.lines = {key.casefold(): line for key, line in parsed.lines.items()}
        self.values: dict[str, Value] = {key.casefold(): value for key, value in parsed.properties.items()}
        self.written = {key.casefold(): key for key in parsed.properties}
        self.problems = [problem for problem in parsed.problems if problem.severity == "error"]

    def fault(self, key: str, message: str, hint: str, severity: Severity = "error") -> None:
        line = self.lines.get(key, 1)
        self.problems.append(Problem(self.source, line, 0, "template", severity, message, hint))

    def word(self, key: str, known: tuple[str, ...], default: str) -> str:
        """One of a few words; a problem and "" for any other."""
        value = self.values.get(key)
        if value is None:
            return default
        if isinstance(value, str) and value.strip().casefold() in known:
            return value.strip().casefold()
        shown = str(value)
        choice = ", ".join(known[:-1]) + f" or {known[-1]}" if len(known) > 1 else known[0]
        self.fault(key, f'"{key}: {shown}" is not known{did_you_mean(shown, known)}', f"It may be {choice}.")
        return ""

    def jinja(self, key: str) -> str | None:
        """The text of an expression; a scalar of another type as YAML would write it, None for nothing."""
        value = self.values.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (str, int, float)):
            return str(value)
        self.fault(key, f'"{key}" is a list or a mapping, where a text belongs', "Put it between quotes.")
        return None


def declared(template: Template, parsed: Parsed) -> Template:
    """The template with what its front matter declares. Anything wrong is in `problems`; the rest is still read."""
    reader = _Reader(parsed, template.source)
    if parsed.front != "broken":  # what else is missing is not the point then
        template = _read(template, reader)
    broken = any(problem.severity == "error" for problem in reader.problems)
    return replace(template, lines=reader.lines, broken=broken, problems=tuple(sorted(set(reader.problems))))


def _read(template: Template, reader: _Reader) -> Template:
    renders = reader.word("renders", RENDERS, "")
    if "renders" not in reader.values or reader.values["renders"] is None:
        reader.fault("renders", '"renders" is missing', "It says interview, contact or vault.")
    per = reader.word("per", ("people",), "")
    if per and renders not in ("interview", ""):
        reader.fault("per", f'"per: people" has no meaning with "renders: {renders}"', "Take the line out.")
    path = reader.jinja("path") or ""
    if not path:
        reader.fault("path", '"path" is missing', 'It says where the note goes, such as "Drafts/{{ … }}.md".')
    when = reader.jinja("when")
    request = when is not None and when.strip() == "request"
    _stages(reader, when or "")
    return replace(
        template,
        renders=cast("Renders", renders or template.renders),
        per_person=bool(per),
        when=None if request else when,
        path=path,
        audience=cast("Audience", reader.word("audience", AUDIENCES, "me") or "them"),
        marks=_marks(reader, renders),
        request=request,
        extra=_extra(reader),
    )


def _stages(reader: _Reader, when: str) -> None:
    """A stage that no interview has would make a note that is never written, and nobody hears why."""
    known = (*STAGES, *OUTCOMES)
    for _, stage in _STAGE.findall(when):
        if stage not in known:
            message = f'no interview has the stage "{stage}"{did_you_mean(stage, known)}'
            reader.fault("when", message, f"It may be {', '.join(known)}.", "warning")


def _marks(reader: _Reader, renders: str) -> str | None:
    marks = reader.jinja("marks")
    known = MARKS.get(renders)
    if marks is None or known is None or marks.strip() in known:
        return marks.strip() if marks else None
    hint = "It may be " + ", ".join(known) + "." if known else "Take the line out: a vault has no milestones."
    reader.fault("marks", f'"marks: {marks}" is not known{did_you_mean(marks, known)}', hint)
    return None


def _extra(reader: _Reader) -> dict[str, object]:
    """The keys that become properties of the rendered note, as written and in order."""
    extra: dict[str, object] = {}
    for key, value in reader.values.items():
        if key in OWN_KEYS:
            continue
        if key in IDENTITY:
            hint = "vaultkit writes it into every rendered note itself: take the line out."
            reader.fault(key, f'"{key}" is not a template\'s to set', hint)
            continue
        meant = difflib.get_close_matches(key, OWN_KEYS, n=1, cutoff=0.8)
        if meant and meant[0] not in reader.values:
            message = f'"{key}" becomes a property of the rendered note'
            reader.fault(key, message, f'Did you mean "{meant[0]}"?', "warning")
        extra[reader.written[key]] = value
    return extra
