"""Each output's State: what is wanted, what was, what is, and who else wants its place.

In: a run, its jobs with their candidates, the index, the files of the vault. Out: Cases, each with its State for plan.
Never: a write, or a decision.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.index.carried import Carried, carried_by
from vaultkit.index.diff import MEMBERS
from vaultkit.index.names import key_of, stem
from vaultkit.index.outputs import Output
from vaultkit.index.rules import rules_of, what_is
from vaultkit.model import Problem
from vaultkit.pipeline import foreseen, rivals
from vaultkit.pipeline.candidates import rendered
from vaultkit.pipeline.case import Case, Key
from vaultkit.pipeline.standing import Unreadable, found_at
from vaultkit.writeback import bases
from vaultkit.writeback.plan import choose
from vaultkit.writeback.state import Base, Found, Render, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultkit.index.outputs import Job
    from vaultkit.model import Kind
    from vaultkit.pipeline.run import Run
    from vaultkit.render.candidate import Candidate

WORDS: dict[Kind, str] = {
    "contact": "the note of a contact",
    "interview": "the note of an interview",
    "me": "your own note",
    "rendered": "another rendered note",
    "other": "a note of yours",
}
DELETED = "the place of another rendered note, which was deleted or moved"
NOTHING = {"action": "none"}
"""What is remembered of an output that nobody wants and of which nothing stands."""
UNKNOWN = "a file that vaultkit does not know"
"""What stands where the index does not look: no refresh tells when it goes."""


def cases(run: Run, jobs: Sequence[Job]) -> tuple[list[Case], list[Output]]:
    """Render the jobs, and gather the state of each of their outputs while the renders go on.

    Apart from them come outputs about which there is nothing to decide or to tell: nobody wants them, and nothing of
    them stands. In a large vault most are so.
    """
    gatherer = _Gatherer(run)
    made = [case for job, found in rendered(run, jobs) for case in gatherer.cases(job, found)]
    rivals.meet(run, jobs, made)
    return [case for case in made if case.covered], gatherer.unwanted


# States


@dataclass(slots=True)
class _Things:
    """What carries one identity: files, bases, and files that cannot be read."""

    files: list[Found] = field(default_factory=list)
    bases: list[Base] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        return [*(one.path for one in self.files), *(one.path for one in self.bases), *self.unread]


class _Gatherer:
    """Builds the cases of one round."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.opened = run.opened
        self.top = str(run.opened.root)
        self.vault = run.opened.snapshot()
        self.anything = run.opened.store.one("SELECT 1 FROM identity LIMIT 1") is not None
        self.rules = rules_of(run.opened.config)
        self.tells = run.ask.why or run.ask.dry
        self.unwanted: list[Output] = []
        self.spelt: dict[str, str] = {}

    def cases(self, job: Job, candidates: Sequence[Candidate]) -> list[Case]:
        """Every output of a job: those that templates make now, and those that stand in the vault or did."""
        carried: dict[Key, list[Carried]] = {}
        for one in self._carried(job):
            carried.setdefault(_key(one, candidates), []).append(one)
        about = job.path if job.about > 0 else None
        made = {Key(c.template, about, c.person or ""): c for c in candidates if not self._for_all(c)}
        for c in candidates:
            if self._for_all(c) and not any(c.covers(k.template, k.about, k.person or None) for k in carried):
                made[Key(c.template, about, "")] = c  # else nobody would tell, or know when it is mended
        template = None if self.run.joining else self.run.scope.template
        keys = [key for key in {*made, *carried} if template in (None, key.template)]
        found: list[Case] = []
        for key in sorted(keys, key=lambda key: key.order):
            candidate, standing = made.get(key) or _covering(key, candidates), carried.get(key, ())
            if candidate is None or candidate.holds or standing:
                found.append(self._case(job, key, candidate, standing))
            elif self._covers(job, key, ()):
                found += self._unwanted(job, key, candidate)
        return found

    def _unwanted(self, job: Job, key: Key, candidate: Candidate) -> tuple[Case, ...]:
        """What nobody wants and of which nothing stands: no case, unless this run tells of each output."""
        if self.tells:
            state = State(template=key.template, about=key.about, wanted=False)
            return (Case(key, job, state, candidate, candidate.problems),)
        row = Output(key.template, job.about, key.person, report=NOTHING, reads=candidate.reads)
        self.unwanted.append(row)
        return ()

    def _carried(self, job: Job) -> Iterable[Carried]:
        found = carried_by(self.vault, job.about) if self.anything else ()
        return foreseen.carried_in_dry_run(self.run, job.about, found) if self.run.carried else found

    def _for_all(self, candidate: Candidate) -> bool:
        """Whether a failed candidate stands for all people of its note, whose names could not be told."""
        if not candidate.failed or candidate.person is not None:
            return False
        template = self.opened.templates.get(candidate.template)
        return template is not None and template.per_person

    def _case(self, job: Job, key: Key, candidate: Candidate | None, carried: Sequence[Carried]) -> Case:
        things = self._things(carried)
        own = things.files[0].path if len(things.files) == 1 else None
        base, extra = choose(things.bases, own, candidate.path if candidate else None)
        file, twins = choose(things.files, base.path if base else None)
        left_out = self._left_out(candidate) if candidate is not None else ()
        problems = (*(candidate.problems if candidate else ()), *map(_unreadable, things.unread), *left_out)
        covered = self._covers(job, key, (*things.paths, candidate.path if candidate else None))
        state = replace(
            self._state(key, candidate, flags=covered),
            failed=bool(things.unread or left_out) or (candidate is not None and candidate.failed),
            base=base,
            file=file,
            at_base=self._at_base(base) if base is not None and file is None else None,
            twins=twins,
            extra_bases=extra,
        )
        if candidate is not None and not things.paths and _broken(candidate):
            state = replace(state, idle=True)  # nothing stands that could be refused; the problem is told
        placed = self._placed(state, candidate)
        made = Case(key, job, placed, candidate, problems, covered or self.run.joining)
        there = self.vault.note(placed.new.path) if placed.new and placed.obstacle else None
        return replace(made, watched={f"n:{there.id}": (MEMBERS,)}) if there is not None else made

    def _covers(self, job: Job, key: Key, paths: Iterable[str | None]) -> bool:
        return self.run.scope.covers(job.about, key.template, paths)

    def _state(self, key: Key, candidate: Candidate | None, *, flags: bool) -> State:
        """What holds for the output whatever stands in the vault."""
        ask, run = self.run.ask, self.run
        return State(
            template=key.template,
            about=key.about,
            wanted=candidate is not None and candidate.holds,
            idle=candidate is not None and candidate.request and candidate.holds,
            requested=flags and key.template in run.scope.asked and self._on_request(key.template),
            joined=run.joining,
            older=run.older,
            watching=ask.watching,
            recreate=flags and ask.recreate,
            adopt=flags and ask.adopt,
            overwrite=flags and ask.overwrite,
            fresh=flags and ask.fresh,
        )

    def _on_request(self, name: str) -> bool:
        template = self.opened.templates.get(name)
        return template is not None and template.request and name not in self.opened.config.always

    def _things(self, carried: Iterable[Carried]) -> _Things:
        things = _Things()
        for one in carried:
            foreseen = self.run.carried.get((one.base, one.path))
            if one.base:
                base = Base(one.path, foreseen) if foreseen else bases.read(self.opened.root, one.path)
                things.bases += [base] if base else []
                continue
            try:
                file = found_at(self.opened.root, one.path)
            except Unreadable:
                things.unread.append(one.path)
                continue
            if file is not None:
                things.files.append(replace(file, text=foreseen) if foreseen else file)
        return things

    def _at_base(self, base: Base) -> Found | None:
        """What stands at the base's path and does not carry the identity; of what is left out, only that it is there."""
        stranger = Found(base.path, "\ufffd")  # no text of ours
        if self.vault.note(base.path) is None:
            return stranger if os.path.lexists(self.opened.root / base.path) else None
        try:
            return found_at(self.opened.root, base.path)
        except Unreadable:
            return stranger

    # Places

    def _placed(self, state: State, candidate: Candidate | None) -> State:
        """The state with the render, and with who stands at its place."""
        if candidate is None or candidate.path is None or candidate.text is None or not state.wanted:
            return state
        path = files.as_on_disk(self.opened.root, candidate.path, self.spelt)
        own = {found.path for found in (state.file, state.at_base) if found is not None}
        taken = self._base_of_another(path, state)
        obstacle = None if path in own else self._obstacle(path) or (DELETED if taken else None)
        same = tuple(other for other in self._named_like(path) if other != path and other not in own)
        new, mend = Render(path, candidate.text), self._mend(candidate.template)
        return replace(state, new=new, obstacle=obstacle, taken=taken, same_name=same, mend=mend)

    def _mend(self, name: str) -> str:
        """A shipped template has no file in the vault yet, and whoever meets this has seldom made one."""
        template = self.opened.templates.get(name)
        if template is None or not template.shipped:
            return f"change `path` in {template.source if template else 'the template'}"
        file = f"{self.opened.config.templates}/{name}.md"
        return (
            f"switch this one off: make a note {file} with the properties `renders: {template.renders}`,"
            " `when: false` and `path: x.md`"
        )

    def _left_out(self, candidate: Candidate) -> tuple[Problem, ...]:
        """Whether the template's path leads where no note is looked for: what is written there is never seen again."""
        path, template = candidate.path, self.opened.templates.get(candidate.template)
        if path is None or template is None:
            return ()
        if what_is(path.rpartition("/")[2]) == "note" and not self.rules.covers(path):
            return ()
        message = (
            f"the path “{path}” lies where vaultkit looks for no notes (for {candidate.about or 'the vault'})"
        )
        hint = "Change `path` in the template, or take the folder out of `exclude` in vaultkit.toml."
        return (
            Problem(template.source, template.lines.get("path", 1), 0, "template", "error", message, hint),
        )

    def _obstacle(self, path: str) -> str | None:
        note = self.vault.note(path)
        if note is not None:
            return WORDS[note.kind]
        return UNKNOWN if os.path.lexists(f"{self.top}/{path}") else None

    def _base_of_another(self, path: str, state: State) -> bool:
        ours = {state.base.path, *state.extra_bases} if state.base else set(state.extra_bases)
        return (
            path not in ours and self.opened.store.one("SELECT 1 FROM base WHERE path = ?", path) is not None
        )

    def _named_like(self, path: str) -> list[str]:
        rows = self.opened.store.all(
            "SELECT path FROM name JOIN note ON id = name.note WHERE folded = ? AND how = 'file' ORDER BY path",
            key_of(stem(path)),
        )
        return [other for (other,) in rows]


def _key(one: Carried, candidates: Iterable[Candidate]) -> Key:
    """The identity meant. A name as `to` is as good as the path of the note that has it."""
    named = [c.person for c in candidates if c.template == one.template and c.person]
    person = one.person
    if person not in named:
        person = next((name for name in named if key_of(stem(name)) == key_of(stem(person))), person)
    return Key(one.template, one.about_path or (one.about or None), person)


def _covering(key: Key, candidates: Iterable[Candidate]) -> Candidate | None:
    return next((c for c in candidates if c.covers(key.template, key.about, key.person or None)), None)


def _broken(candidate: Candidate) -> bool:
    """Whether a broken note, of which the index tells, kept it from being told if the output is wanted at all."""
    return candidate.failed and all(problem.code == "broken-note" for problem in candidate.problems)


def _unreadable(path: str) -> Problem:
    message = "this rendered note cannot be read as text, so it is left alone"
    return Problem(path, 0, 0, "unreadable", "error", message, "save it as UTF-8, or delete it")
