"""Renders: every template that fits a note, for every person it is per, with each read recorded.

In: the templates, a vault with its recorder, one note or the vault as a whole. Out: Candidates.
Never: disk, the clock, or an exception: what fails comes out as a failed Candidate with a problem.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from vaultkit.index.vault import BrokenNote
from vaultkit.model import Problem
from vaultkit.render import trouble
from vaultkit.render.compiler import Compiler
from vaultkit.render.limits import CPU_SECONDS, TimeUp, cpu_limit
from vaultkit.render.making import Making, Way, broken_note
from vaultkit.render.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.index.vault import Reading, Recorder, Vault
    from vaultkit.render.candidate import Candidate, Reads
    from vaultkit.render.templates import Template, Templates

STRIKES = 3
"""Notes over which a template may run out of time or memory before it is left alone for the rest of the run."""
PATIENCE = 10
"""Limits' worth of time that all templates of the vault together may lose in a run; after that each has one note
and a quarter of the time. A sound one needs far less, and however many never end, the run does."""
SHIPPED_STRIKES = 30
"""The same for those that come with vaultkit: there the note is at fault, and must not stop the letters of others."""


class Engine:
    """Renders every template that fits, within the time that they may take. Not for two threads at once."""

    def __init__(self, templates: Templates, *, seconds: float = CPU_SECONDS) -> None:
        self.compiler = Compiler(templates)
        self.seconds = seconds
        self.begin()

    def begin(self, *, hurried: bool = False) -> None:
        """A new run. `hurried`: an earlier part of it lost too much time already."""
        self.strikes: dict[str, dict[str | None, Reads]] = {}
        self.lost = PATIENCE * self.seconds if hurried else 0.0

    def _seconds(self, template: Template) -> float:
        return self.seconds / 4 if self._hurries(template) else self.seconds

    def _hurries(self, template: Template) -> bool:
        return not template.shipped and self.lost >= PATIENCE * self.seconds

    def _most(self, template: Template) -> int:
        if template.shipped:
            return SHIPPED_STRIKES
        return 1 if self._hurries(template) else STRIKES

    def check(self) -> tuple[Problem, ...]:
        """What does not compile, sorted."""
        return self.compiler.check(self.seconds)

    def render(
        self,
        vault: Vault,
        recorder: Recorder,
        about: Reading | None,
        *,
        asked: frozenset[str] = frozenset(),
        only: frozenset[str] | None = None,
        apart: bool = False,
    ) -> list[Candidate]:
        """All candidates of one note, or with None those of `renders: vault`, by template and person.

        `asked`: templates asked for by name, so that `when: request` renders; `only`: no others at all.
        First every condition is asked, of one Subject, since most read the same; then what holds is made. `apart`:
        each template has a Subject of its own, so that its candidates tell what it read and no other did.
        """
        kind = "vault" if about is None else about.kind
        shared = Subject(vault, recorder, about)
        found: list[Making] = []
        for template in self.compiler.templates:
            if template.renders == kind and (only is None or template.name in only):
                alone = apart or (template.when is None and not template.per_person)
                subject = Subject(vault, recorder, about) if alone else shared
                way = Way(template, subject, template.name in asked)
                for place in self._places(way):
                    made = Making(self.compiler, way, place)
                    self._guarded(made, made.judge)
                    found.append(made)
        return [self._candidate(made) for made in found]

    def _places(self, way: Way) -> tuple[int | None, ...]:
        """One place for each person that the template is per, None where it is per nobody."""
        template, about = way.template, way.subject.about
        if not template.per_person or about is None or template.broken or about.broken:
            return (None,)
        way.subject.listen()
        try:
            return way.subject.places()
        except BrokenNote:
            return (0,)  # it is met again when the first of them is asked for, and told

    def _candidate(self, made: Making) -> Candidate:
        self.compiler.loaded.clear()
        if made.holds:
            self._guarded(made, made.make)
        return made.candidate(self.compiler.loaded)

    def _guarded(self, made: Making, step: Callable[[], None]) -> None:
        """One step towards a candidate; whatever goes wrong on the way becomes its problem."""
        template, about = made.template, made.about
        if template.broken:
            return made.fail(template.problems)
        if about is not None and about.broken:
            return made.fail(broken_note(BrokenNote(about.path), about.path))
        struck = self.strikes.get(template.name, {})
        if len(struck) >= self._most(template):
            return made.leave(self._given_up(template), struck.values())
        begun = time.process_time()
        try:
            # Condition, path and text of all its people share the time, and what is over is over at once.
            with cpu_limit(max(self._seconds(template) - made.way.spent, 0.001)):
                return step()
        except BrokenNote as error:
            return made.fail(broken_note(error, made.note))
        except (TimeUp, MemoryError) as error:
            self.strikes.setdefault(template.name, {})[made.note] = made.so_far(self.compiler.loaded)
            self.lost += 0 if template.shipped else time.process_time() - begun
            if isinstance(error, TimeUp):
                error.seconds = self._seconds(template)
            return made.fail((self.compiler.problem(error, made.at, made.note),))
        except Exception as error:  # noqa: BLE001 - a template may raise anything, and stops no other
            return made.fail((self.compiler.problem(error, made.at, made.note),))
        finally:
            made.way.spent += time.process_time() - begun

    def _given_up(self, template: Template) -> Problem:
        message = (
            f"it ran out of time or memory for {_notes(len(self.strikes[template.name]))} and is left alone"
        )
        return Problem(template.source, template.line, 0, "template", "error", message, trouble.HINT)


def _notes(number: int) -> str:
    return f"{number} notes" if number != 1 else "one note"
