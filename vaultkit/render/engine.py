"""Renders: every template that fits a note, for every person it is per, with each read recorded.

In: the templates, a vault with its recorder, one note or the vault as a whole. Out: Candidates.
Never: disk, the clock, or an exception: what fails comes out as a failed Candidate with a problem.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from vaultkit.files import output_path
from vaultkit.index.vault import BrokenNote
from vaultkit.model import Problem
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.render import compose, names, trouble, words
from vaultkit.render.candidate import Candidate, WhyNot
from vaultkit.render.context import Scope, Someone
from vaultkit.render.limits import CPU_SECONDS, TimeUp, cpu_limit
from vaultkit.render.sandbox import PathSandbox, Sandbox
from vaultkit.render.trouble import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jinja2 import Template as Compiled

    from vaultkit.index.vault import Reading, Recorder, Vault
    from vaultkit.model import Value
    from vaultkit.render.templates import Template, Templates

STRIKES = 3
"""Renders that may run out of time or memory before a template is left alone for the rest of the run."""


@dataclass(slots=True)
class _Parts:
    """The parts of one template, compiled when they are first needed."""

    when: Any = None
    path: Compiled | None = None
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Job:
    """One template, one note, one person: what a Candidate is made for."""

    template: Template
    about: Reading | None
    place: int = -1
    asked: bool = False

    @property
    def note(self) -> str | None:
        return None if self.about is None else self.about.path


class _Count:
    """How many people an interview is with, counted once for all templates."""

    def __init__(self, vault: Vault, recorder: Recorder, about: Reading | None) -> None:
        self.vault = vault
        self.recorder = recorder
        self.about = about

    @cached_property
    def count(self) -> int:
        """Raises BrokenNote, each time anew, with what was read until then in the recorder."""
        assert self.about is not None
        _listen(self.recorder, self.about)
        return len(Interview(self.about, self.vault).people)


class Engine:
    """Compiles each template once and renders as often as it is asked. Not for two threads at once."""

    def __init__(self, templates: Templates, *, seconds: float = CPU_SECONDS) -> None:
        self.templates = templates
        self.seconds = seconds
        self.loaded: set[str] = set()
        self.text = self._sandbox(Sandbox)
        self.paths = self._sandbox(PathSandbox)
        self.parts: dict[str, _Parts] = {}
        self.strikes: dict[str, int] = {}

    def _sandbox(self, kind: type[Sandbox]) -> Sandbox:
        made = kind(self.templates, self.loaded.add)
        words.register(made)
        made.close(names.BROUGHT_BY)
        return made

    # Whole notes

    def render(
        self,
        vault: Vault,
        recorder: Recorder,
        about: Reading | None,
        *,
        asked: frozenset[str] = frozenset(),
        only: frozenset[str] | None = None,
    ) -> list[Candidate]:
        """All candidates of one note, or with None those of `renders: vault`, by template and person.

        `asked`: templates asked for by name, so that `when: request` renders; `only`: no others at all.
        """
        kind = "vault" if about is None else about.kind
        people = _Count(vault, recorder, about)
        found: list[Candidate] = []
        for template in self.templates:
            if template.renders == kind and (only is None or template.name in only):
                jobs = self._jobs(template, people, template.name in asked)
                found.extend(j if isinstance(j, Candidate) else self._one(j, vault, recorder) for j in jobs)
        return found

    def _jobs(self, template: Template, people: _Count, asked: bool) -> Iterator[_Job | Candidate]:
        about = people.about
        if not template.per_person or about is None or template.broken or about.broken:
            yield _Job(template, about, asked=asked)
            return
        try:
            count = people.count
        except BrokenNote as error:
            reads = _heard(people.recorder, template, set())
            yield _failed(_Job(template, about), _broken(error, about.path), reads)
            return
        yield from (_Job(template, about, place, asked) for place in range(count))

    def _one(self, job: _Job, vault: Vault, recorder: Recorder) -> Candidate:
        """One candidate; whatever goes wrong on the way becomes its problem."""
        _listen(recorder, job.about)
        self.loaded.clear()
        made = self._guarded(job, vault)
        return replace(made, reads=_heard(recorder, job.template, self.loaded))

    def _guarded(self, job: _Job, vault: Vault) -> Candidate:
        template = job.template
        if template.broken:
            return _failed(job, template.problems)
        if job.about is not None and job.about.broken:
            return _failed(job, _broken(BrokenNote(job.about.path), job.about.path))
        if self.strikes.get(template.name, 0) >= STRIKES:
            return _failed(job, (self._given_up(template),))
        run = _Run(self, job, vault)
        try:
            with cpu_limit(self.seconds):
                return run.candidate()
        except BrokenNote as error:
            return run.failed(_broken(error, job.note))
        except (TimeUp, MemoryError) as error:
            self.strikes[template.name] = self.strikes.get(template.name, 0) + 1
            return run.failed((self.problem(error, run.place, job.note),))
        except Exception as error:  # noqa: BLE001 - a template may raise anything, and stops no other
            return run.failed((self.problem(error, run.place, job.note),))

    def _given_up(self, template: Template) -> Problem:
        message = f"it ran out of time or memory for {STRIKES} notes and is left alone"
        return Problem(template.source, template.line, 0, "template", "error", message, trouble.HINT)

    def problem(self, error: BaseException, place: Place, note: str | None) -> Problem:
        return trouble.problem(error, place, note, (*self.text.filters, *self.text.tests))

    # Compiling

    def compiled(self, template: Template) -> _Parts:
        return self.parts.setdefault(template.name, _Parts())

    def check(self) -> tuple[Problem, ...]:
        """Compile every part of every template; the problems, sorted. Those of discovery are not repeated."""
        found: set[Problem] = set()
        for template in self.templates:
            if not template.broken:
                found.update(self._faults(template))
        return tuple(sorted(found))

    def _faults(self, template: Template) -> Iterator[Problem]:
        parts: list[tuple[str, Any]] = [("", template.name), ("path", template.path), ("when", template.when)]
        parts += [(key, text) for key, value in template.extra.items() for text in _texts(value)]
        for key, source in parts:
            place = Place(self.templates, template, key)
            try:
                with cpu_limit(self.seconds):
                    self._compile(key, source)
            except (Exception, TimeUp) as error:  # noqa: BLE001 - whatever it is, it is told
                yield self.problem(error, place, None)

    def _compile(self, key: str, source: str | None) -> None:
        if source is None:
            return
        if not key:
            self.text.get_template(source)
        elif key == "when":
            self.text.compile_expression(source, undefined_to_none=False)
        else:
            self.text.from_string(source)


class _Run:
    """One candidate on its way: `place` is the part at work, for the problem if it fails."""

    def __init__(self, engine: Engine, job: _Job, vault: Vault) -> None:
        self.engine = engine
        self.job = job
        self.vault = vault
        self.template = job.template
        self.place = Place(engine.templates, job.template, "when")
        self.person: str | None = None

    def candidate(self) -> Candidate:
        job, template = self.job, self.template
        about = self._about()
        to = self._to(about)
        self.person = None if to is None else to.key
        scope = Scope(self.vault, template.audience, about, to)
        why_not = self._why_not(scope, about, to)
        made = Candidate(template.name, job.note, self.person, holds=not why_not, why_not=why_not)
        if why_not:
            return made
        if template.request and not job.asked and template.name not in self.vault.config.always:
            return replace(made, request=True)
        return replace(made, path=self._path(scope), text=self._text(scope, to))

    def failed(self, problems: tuple[Problem, ...]) -> Candidate:
        return replace(_failed(self.job, problems), person=self.person)

    def _about(self) -> Interview | Contact | None:
        note = self.job.about
        if note is None:
            return None
        return Interview(note, self.vault) if note.kind == "interview" else Contact(note, self.vault)

    def _to(self, about: Interview | Contact | None) -> Someone | None:
        if self.job.place < 0 or not isinstance(about, Interview):
            return None
        return Someone.of(about.people[self.job.place])

    def _why_not(self, scope: Scope, about: Interview | Contact | None, to: Someone | None) -> WhyNot:
        """The first reason against rendering: history costs nothing to tell, a person's wish needs a note."""
        if self.vault.config.since is not None and isinstance(about, Interview) and about.history:
            return "history"
        if not self._when(scope):
            return "when"
        if self.template.audience == "them" and any(c.do_not_contact for c in _readers(about, to)):
            return "do not contact"
        return ""

    def _when(self, scope: Scope) -> bool:
        if self.template.when is None:
            return True
        parts = self.engine.compiled(self.template)
        if parts.when is None:
            parts.when = self.engine.text.compile_expression(self.template.when, undefined_to_none=False)
        compiled = parts.when._template  # noqa: SLF001 - called through, its errors would lose their line
        context = compiled.new_context(scope.as_me().context())
        for _ in compiled.root_render_func(context):
            pass
        return bool(context.vars["result"])

    def _path(self, scope: Scope) -> str:
        self.place = replace(self.place, key="path")
        parts = self.engine.compiled(self.template)
        if parts.path is None:
            parts.path = self.engine.paths.from_string(self.template.path)
        text = _rendered(self.engine.paths, parts.path, scope.as_me().context())
        safe = output_path(" ".join(text.split()))
        if safe.path is None:
            raise ValueError(safe.why)
        folder = self.vault.config.templates.strip("/")
        if folder and (safe.path + "/").casefold().startswith(f"{folder}/".casefold()):
            raise ValueError(f'the path "{safe.path}" lies in the templates folder')
        return safe.path

    def _text(self, scope: Scope, to: Someone | None) -> str:
        context = scope.context()
        properties = {**self._identity(to), **self._extra(context)}
        self.place = replace(self.place, key="")
        body = self.engine.text.get_template(self.template.name)
        return compose.note_text(properties, compose.tidy(_rendered(self.engine.text, body, context)))

    def _identity(self, to: Someone | None) -> dict[str, Value]:
        made: dict[str, Value] = {"template": self.template.name}
        if self.job.about is not None:
            made["about"] = compose.link_to(self.job.about.path, self.vault)
        if to is not None:
            made["to"] = compose.link_to(to.path, self.vault) if to.path else to.name
        return made

    def _extra(self, context: Mapping[str, Any]) -> dict[str, Value]:
        made: dict[str, Value] = {}
        for key, value in self.template.extra.items():
            self.place = replace(self.place, key=key)
            made[key] = self._value(value, context)
        return made

    def _value(self, value: Any, context: Mapping[str, Any]) -> Value:
        """A property of the rendered note: each text in it is Jinja and becomes one line."""
        if isinstance(value, tuple):
            return tuple(self._value(member, context) for member in value)
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]  # YAML gave it: a number, yes or no, nothing
        parts = self.engine.compiled(self.template).extra
        if value not in parts:
            parts[value] = self.engine.text.from_string(value)
        text = _rendered(self.engine.text, parts[value], context)
        return " ".join(text.split())


def _readers(about: Interview | Contact | None, to: Someone | None) -> Iterator[Contact]:
    """The contacts to whom a letter goes."""
    if to is not None:
        people: Sequence[Any] = (to,)
    elif isinstance(about, Interview):
        people = about.people
    else:
        people = () if about is None else (Someone.of(about),)
    return (person.contact for person in people if person.contact is not None)


def _rendered(environment: Sandbox, compiled: Any, context: Mapping[str, Any]) -> str:
    return environment.concat(compiled.root_render_func(compiled.new_context(dict(context))))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from _texts(member)


def _failed(
    job: _Job, problems: tuple[Problem, ...], reads: Mapping[str, tuple[str, ...]] | None = None
) -> Candidate:
    return Candidate(
        job.template.name, job.note, None, holds=True, failed=True, problems=problems, reads=reads or {}
    )


def _broken(error: BrokenNote, about: str | None) -> tuple[Problem, ...]:
    """A note that cannot be read says so itself; what else would have read it has to say which note it was."""
    path = str(error.path)
    if path == about:
        return ()
    message = (
        f"its front matter cannot be read, so it is not rendered into anything about {about or 'the vault'}"
    )
    return (Problem(path, 1, 0, "broken-note", "error", message, "Mend it; what was rendered before stays."),)


def _listen(recorder: Recorder, about: Reading | None) -> None:
    """Begin a new record. What the note itself says needs none: its change makes all about it stale."""
    recorder.own = None if about is None else about.id
    recorder.reads.clear()


def _heard(recorder: Recorder, template: Template, loaded: set[str]) -> dict[str, tuple[str, ...]]:
    """The record: the templates taken in, and what was read of which subject, sorted."""
    heard = {subject: tuple(sorted(aspects)) for subject, aspects in recorder.reads.items()}
    for name in {template.name, *loaded}:
        heard[f"t:{name}"] = ()
    return dict(sorted(heard.items()))


def render_note(
    vault: Vault,
    templates: Templates,
    about: Reading | None,
    *,
    recorder: Recorder,
    asked: frozenset[str] = frozenset(),
    only: frozenset[str] | None = None,
) -> list[Candidate]:
    """Render one note once; who renders many keeps an Engine."""
    return Engine(templates).render(vault, recorder, about, asked=asked, only=only)
