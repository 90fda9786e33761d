"""Templates compiled, each part once and when it is first needed, with the words that they may use.

In: the templates. Out: two sandboxes, for texts and for paths; compiled parts; what does not compile, as problems.
Never: a render.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vaultkit.render import names, trouble, words
from vaultkit.render.limits import TimeUp, cpu_limit
from vaultkit.render.sandbox import PathSandbox, Sandbox
from vaultkit.render.trouble import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import Template as Compiled

    from vaultkit.model import Problem
    from vaultkit.render.templates import Partial, Template, Templates


@dataclass(slots=True)
class Parts:
    """The parts of one template, compiled when they are first needed."""

    when: Any = None
    path: Compiled | None = None
    extra: dict[str, object] = field(default_factory=dict)


class Compiler:
    """`loaded` collects the names of the templates that were taken in since somebody cleared it; `told` hears each."""

    def __init__(self, templates: Templates) -> None:
        self.templates = templates
        self.loaded: set[str] = set()
        self.told: Callable[[str], None] | None = None
        self.text = self._sandbox(Sandbox)
        self.paths = self._sandbox(PathSandbox)
        self.parts: dict[str, Parts] = {}

    def _sandbox(self, kind: type[Sandbox]) -> Sandbox:
        made = kind(self.templates, self._taken_in)
        words.register(made)
        made.close(names.BROUGHT_BY)
        return made

    def _taken_in(self, name: str) -> None:
        if self.told is not None:
            self.told(name)
        self.loaded.add(name)

    def parts_of(self, template: Template) -> Parts:
        return self.parts.setdefault(template.name, Parts())

    def check(self, seconds: float) -> tuple[Problem, ...]:
        """Compile every part of every template and partial; the problems, sorted, those of discovery not repeated."""
        found: set[Problem] = set()
        for template in self.templates:
            if not template.broken:
                found.update(self._faults(template, _parts(template), seconds))
        for partial in self.templates.partials.values():
            found.update(self._faults(partial, [("", partial.name)], seconds))
        return tuple(sorted(found))

    def _faults(
        self, template: Template | Partial, parts: Iterable[tuple[str, Any]], seconds: float
    ) -> Iterator[Problem]:
        for key, source in parts:
            part = Part(self.templates, template, key)
            try:
                with cpu_limit(seconds):
                    self._compile(key, source)
            except (Exception, TimeUp) as error:  # noqa: BLE001 - whatever it is, it is told
                yield self.problem(error, part, None)

    def _compile(self, key: str, source: str | None) -> None:
        if source is None:
            return
        if not key:
            self.text.get_template(source)
        elif key == "when":
            self.text.compile_expression(source, undefined_to_none=False)
        else:
            self.text.from_string(source)

    def problem(self, error: BaseException, part: Part, note: str | None) -> Problem:
        return trouble.problem(error, part, note, (*self.text.filters, *self.text.tests))


def _parts(template: Template) -> Iterator[tuple[str, Any]]:
    """What is Jinja in a template, by the key under which it stands; "" for the body, by the template's name."""
    yield from (("", template.name), ("path", template.path), ("when", template.when))
    yield from ((key, text) for key, value in template.extra.items() for text in _texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from _texts(member)
