"""One candidate on its way: first whether it holds, then its path and its text.

In: the compiler, one template, the note as its Subject, the place of one person. Out: a Candidate.
Never: a guard of its own; the engine limits each step and turns what it raises into a problem.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.files import output_path
from vaultkit.index.diff import ALL
from vaultkit.model import Problem
from vaultkit.people.interview import Interview
from vaultkit.render import compose
from vaultkit.render.candidate import Candidate, Reads, WhyNot, few, said
from vaultkit.render.trouble import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.index.vault import BrokenNote, Reading
    from vaultkit.model import Value
    from vaultkit.render.compiler import Compiler
    from vaultkit.render.sandbox import Sandbox
    from vaultkit.render.subject import Place, Subject
    from vaultkit.render.templates import Template


@dataclass(slots=True)
class Way:
    """One template on one note: for each person there is a Making. `spent`: what all of them computed, in seconds."""

    template: Template
    subject: Subject
    asked: bool
    spent: float = 0.0


class Making:
    """`at` is the part at work, for the problem if it fails."""

    def __init__(self, compiler: Compiler, way: Way, place: Place) -> None:
        self.compiler = compiler
        self.way = way
        self.template, self.subject, self.asked = way.template, way.subject, way.asked
        self.place = place
        self.about: Reading | None = way.subject.about
        self.part = "when"
        self.person: str | None = None
        self.why_not: WhyNot = ""
        self.holds = False
        self.problems: tuple[Problem, ...] | None = None
        self.path: str | None = None
        self.text: str | None = None
        self.looked: Subject | None = None
        self.blamed: tuple[Reads, ...] = ()

    @property
    def note(self) -> str | None:
        return None if self.about is None else self.about.path

    @property
    def at(self) -> Part:
        return Part(self.compiler.templates, self.template, self.part)

    def leave(self, problem: Problem, blamed: Iterable[Reads]) -> None:
        """Not tried, for what other notes did to this template: it hangs on what they read."""
        self.blamed = tuple(blamed)
        self.fail((problem,))

    def fail(self, problems: tuple[Problem, ...]) -> None:
        self.problems, self.holds, self.path, self.text = problems, False, None, None

    def candidate(self, loaded: set[str]) -> Candidate:
        """What came of it, with the record: the templates taken in, and what was read of which subject."""
        failed = self.problems is not None
        return Candidate(
            template=self.template.name,
            about=self.note,
            person=self.person,
            holds=failed or not self.why_not,
            request=not failed and not self.why_not and self.text is None,
            why_not="" if failed else self.why_not,
            path=self.path,
            text=self.text,
            failed=failed,
            problems=self.problems or (),
            reads=self._left() if self.blamed else self._heard(loaded),
        )

    def _left(self) -> Reads:
        found: dict[str, set[str]] = {}
        for reads in self.blamed:
            for subject, aspects in reads.items():
                found.setdefault(subject, set()).update(aspects or (ALL,))
        return few(said(found))

    def so_far(self, loaded: set[str]) -> Reads:
        """What was read when something went wrong, and the note itself, which others then hang on too."""
        own = {} if self.about is None else {f"n:{self.about.id}": ()}
        reads = said((self.looked or self.subject).reads)
        return {**reads, **own, **{f"t:{name}": () for name in {self.template.name, *loaded}}}

    def _heard(self, loaded: set[str]) -> dict[str, tuple[str, ...]]:
        heard = self.subject.heard if self.looked is None else said(self.looked.reads)
        return dict(sorted({**heard, **{f"t:{name}": () for name in {self.template.name, *loaded}}}.items()))

    # Whether

    def judge(self) -> None:
        """Find out whether it holds. Raises what the template or its notes raise."""
        self.subject.listen()
        if self.template.per_person and self.about is not None:
            to = self.subject.to(self.place)
            self.person = None if to is None else to.key
        self.why_not = self._why_not()
        request = self.template.request and not self.asked
        always = self.template.name in self.subject.vault.config.always
        self.holds = not self.why_not and (always or not request)

    def _why_not(self) -> WhyNot:
        """The first reason against rendering: history costs nothing to tell, a person's wish needs a note."""
        who, since = self.subject.who, self.subject.vault.config.since
        if since is not None and isinstance(who, Interview) and who.history:
            return "history"
        if not self._when():
            return "when"
        if self.template.audience == "them" and any(
            reader.do_not_contact for reader in self.subject.readers(self.place)
        ):
            return "do not contact"
        return ""

    def _when(self) -> bool:
        if self.template.when is None:
            return True
        parts = self.compiler.parts_of(self.template)
        if parts.when is None:
            parts.when = self.compiler.text.compile_expression(self.template.when, undefined_to_none=False)
        compiled = parts.when._template  # noqa: SLF001 - called through, its errors would lose their line
        context = compiled.new_context(self.subject.context(self.place, "me"))
        for _ in compiled.root_render_func(context):
            pass
        return bool(context.vars["result"])

    # What

    def make(self) -> None:
        """Render what holds: its path, then its text."""
        looked = self.looked = self.subject.taken()
        looked.listen()
        self.path, self.text = self._path(looked), self._text(looked)

    def _path(self, looked: Subject) -> str:
        self.part = "path"
        parts = self.compiler.parts_of(self.template)
        if parts.path is None:
            parts.path = self.compiler.paths.from_string(self.template.path)
        text = _rendered(self.compiler.paths, parts.path, looked.context(self.place, "me"))
        safe = output_path(" ".join(text.split()))
        if safe.path is None:
            raise ValueError(safe.why)
        folder = looked.vault.config.templates.strip("/")
        if folder and (safe.path + "/").casefold().startswith(f"{folder}/".casefold()):
            raise ValueError(f'the path "{safe.path}" lies in the templates folder')
        return safe.path

    def _text(self, looked: Subject) -> str:
        context = looked.context(self.place, self.template.audience)
        properties = {**self._identity(looked), **self._extra(context)}
        self.part = ""
        body = self.compiler.text.get_template(self.template.name)
        return compose.note_text(properties, compose.tidy(_rendered(self.compiler.text, body, context)))

    def _identity(self, looked: Subject) -> dict[str, Value]:
        made: dict[str, Value] = {"template": self.template.name}
        vault, to = looked.vault, looked.to(self.place)
        if self.about is not None:
            made["about"] = compose.link_to(self.about.path, vault)
        if to is not None:
            made["to"] = compose.link_to(to.path, vault) if to.path else to.name
        return made

    def _extra(self, context: Mapping[str, Any]) -> dict[str, Value]:
        made: dict[str, Value] = {}
        for key, value in self.template.extra.items():
            self.part = key
            made[key] = self._value(value, context)
        return made

    def _value(self, value: Any, context: Mapping[str, Any]) -> Value:
        """A property of the rendered note: each text in it is Jinja and becomes one line."""
        if isinstance(value, tuple):
            return tuple(self._value(member, context) for member in value)
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]  # YAML gave it: a number, yes or no, nothing
        parts = self.compiler.parts_of(self.template).extra
        if value not in parts:
            parts[value] = self.compiler.text.from_string(value)
        text = _rendered(self.compiler.text, parts[value], context)
        return " ".join(text.split())


def _rendered(environment: Sandbox, compiled: Any, context: Mapping[str, Any]) -> str:
    return environment.concat(compiled.root_render_func(compiled.new_context(context)))


def broken_note(error: BrokenNote, about: str | None) -> tuple[Problem, ...]:
    """A note that cannot be read says so itself; what else would have read it has to say which note it was."""
    path = str(error.path)
    if path == about:
        return ()
    message = (
        f"its front matter cannot be read, so it is not rendered into anything about {about or 'the vault'}"
    )
    return (Problem(path, 1, 0, "broken-note", "error", message, "Mend it; what was rendered before stays."),)
