"""Each output's State: what is wanted, what was, what is, and who else wants its place.

In: a job's candidates, the index, the files of the vault. Out: Cases, each with a State for plan.
Never: a write, or a decision.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.index.carried import Carried, carried_by
from vaultkit.index.names import key_of, stem
from vaultkit.index.outputs import Job, Output, outputs_of
from vaultkit.index.schema import ORPHANS, VAULT
from vaultkit.model import Problem
from vaultkit.writeback import bases, plan
from vaultkit.writeback.state import QUIET, Found, Render, State, choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultkit.index.vault import Vault
    from vaultkit.model import Kind
    from vaultkit.pipeline.asking import Ask
    from vaultkit.pipeline.opening import OpenVault
    from vaultkit.render.candidate import Candidate

WORDS: dict[Kind, str] = {
    "contact": "the note of a contact",
    "interview": "the note of an interview",
    "me": "your own note",
    "rendered": "another rendered note",
    "other": "a note of yours",
}


@dataclass(frozen=True, slots=True)
class Key:
    """The identity of an output: `about` a path or None, `person` a path, a plain name or ""."""

    template: str
    about: str | None
    person: str


@dataclass(slots=True)
class Case:
    """One output at work: the job it belongs to, its state, and what its render said."""

    key: Key
    job: Job
    state: State
    candidate: Candidate | None = None
    problems: tuple[Problem, ...] = ()
    stored: Output | None = None

    @property
    def to(self) -> str | None:
        return self.key.person or None


@dataclass(slots=True)
class Gatherer:
    """Builds the cases of one run. `joined` and `older` hold for all of them."""

    opened: OpenVault
    vault: Vault
    ask: Ask
    joined: bool
    older: bool
    now: float = field(default_factory=time.time)

    def cases(self, job: Job, candidates: Sequence[Candidate]) -> list[Case]:
        """Every output of a job: those that templates make now, and those that stand in the vault or did."""
        carried: dict[Key, list[Carried]] = {}
        for one in carried_by(self.vault, job.about):
            carried.setdefault(self._key(one, candidates), []).append(one)
        about = job.path if job.about > 0 else None
        wanted = {
            Key(c.template, about, c.person or ""): c for c in candidates if not _for_all(c, self.opened)
        }
        known = {(one.template, one.person): one for one in outputs_of(self.opened.store, job.about)}
        made = []
        for key in sorted({*wanted, *carried}, key=lambda k: (k.template, k.about or "", k.person)):
            if self.ask.template is not None and key.template != self.ask.template:
                continue
            candidate = wanted.get(key) or self._covering(key, candidates)
            made.append(self._case(job, key, candidate, carried.get(key, ())))
            made[-1].stored = known.get((key.template, key.person))
        return made

    def _key(self, one: Carried, candidates: Iterable[Candidate]) -> Key:
        """A name as `to` is as good as the path of the note that it means."""
        about = one.about_path or (one.about or None)
        person = one.person
        named = [c.person for c in candidates if c.template == one.template and c.person]
        if person not in named:
            person = next((p for p in named if key_of(stem(p)) == key_of(stem(person))), person)
        return Key(one.template, about, person)

    def _covering(self, key: Key, candidates: Iterable[Candidate]) -> Candidate | None:
        return next((c for c in candidates if c.covers(key.template, key.about, key.person or None)), None)

    def _case(self, job: Job, key: Key, candidate: Candidate | None, carried: Iterable[Carried]) -> Case:
        found_bases = [
            base for one in carried if one.base and (base := bases.read(self.opened.root, one.path))
        ]
        found, unread = [], []
        for one in carried:
            if not one.base:
                file = self._found(one.path)
                (found if file else unread).append(file or one.path)
        file_paths = [file.path for file in found if isinstance(file, Found)]
        wanted_path = candidate.path if candidate else None
        base, extra = bases.choose(found_bases, file_paths[0] if len(file_paths) == 1 else None, wanted_path)
        file, twins = choose(tuple(one for one in found if isinstance(one, Found)), base)
        problems = candidate.problems if candidate else ()
        if unread:
            problems += tuple(_unreadable(str(path)) for path in unread)
        state = State(
            template=key.template,
            about=key.about,
            wanted=candidate is not None and candidate.holds,
            failed=bool(unread) or (candidate is not None and candidate.failed),
            idle=candidate is not None and candidate.request and candidate.text is None and candidate.holds,
            requested=self.ask.template == key.template and self._on_request(key.template),
            base=base,
            file=file,
            twins=twins,
            extra_bases=extra,
            joined=self.joined,
            older=self.older,
            watching=self.ask.watching,
            recreate=self.ask.recreate,
            adopt=self.ask.adopt,
            overwrite=self.ask.overwrite,
            fresh=self.ask.fresh,
        )
        if base is not None and file is None:
            state = replace(state, at_base=self._found(base.path))
        return Case(key, job, self._placed(state, candidate), candidate, problems)

    def _on_request(self, name: str) -> bool:
        template = self.opened.templates.get(name)
        return template is not None and template.request

    def _placed(self, state: State, candidate: Candidate | None) -> State:
        """The state with the render, and with who stands at its place."""
        if candidate is None or candidate.path is None or candidate.text is None or not state.wanted:
            return state
        path = files.settle(self.opened.root, candidate.path)
        state = replace(state, new=Render(path, candidate.text))
        own = {state.file.path} if state.file else set()
        own |= {state.at_base.path} if state.at_base else set()
        return replace(state, obstacle=self._obstacle(path, own, state), same_name=self._same_name(path, own))

    def _obstacle(self, path: str, own: set[str], state: State) -> str | None:
        if path in own:
            return None
        head = self.vault.note(path)
        if head is not None:
            return WORDS[head.kind]
        if (self.opened.root / path).exists() or (self.opened.root / path).is_symlink():
            return "a file that vaultkit does not know"
        ours = {state.base.path, *state.extra_bases} if state.base else set(state.extra_bases)
        taken = self.opened.store.one("SELECT 1 FROM base WHERE path = ?", path) is not None
        return (
            "the place of another rendered note, which was deleted or moved"
            if taken and path not in ours
            else None
        )

    def _same_name(self, path: str, own: set[str]) -> tuple[str, ...]:
        rows = self.opened.store.all(
            "SELECT path FROM name JOIN note ON id = name.note WHERE folded = ? AND how = 'file' ORDER BY path",
            key_of(stem(path)),
        )
        return tuple(other for (other,) in rows if other != path and other not in own)

    def _found(self, path: str) -> Found | None:
        place = self.opened.root / path
        try:
            stamp = files.stamp(place)
            text = files.read(place).decode()
        except (OSError, UnicodeDecodeError):
            return None
        quiet = stamp is None or not 0 <= self.now - stamp.mtime_ns / 1e9 < QUIET
        return Found(path, text, quiet)


def _for_all(candidate: Candidate, opened: OpenVault) -> bool:
    """Whether a failed candidate stands for all people of its note, whose names could not be told."""
    template = opened.templates.get(candidate.template)
    return candidate.failed and candidate.person is None and template is not None and template.per_person


def _unreadable(path: str) -> Problem:
    return Problem(path, 0, 0, "unreadable", "error", "this rendered note cannot be read as text, so it is left alone",
                   "save it as UTF-8, or delete it")  # fmt: skip


def with_rivals(cases: Sequence[Case], opened: OpenVault) -> None:
    """Tell each case that would create or move who else would, to the same path."""
    wanting: dict[str, list[Case]] = {}
    for case in cases:
        if case.state.new is not None and plan.takes_place(case.state):
            wanting.setdefault(files.fold(case.state.new.path), []).append(case)
    for rivals in wanting.values():
        for case in rivals:
            other = next((one for one in rivals if one is not case), None)
            name = _called(other) if other else _stored_rival(case, opened)
            if name:
                case.state = replace(case.state, rival=name)


def _called(case: Case) -> str:
    return f"{case.key.template} of {case.key.about}" if case.key.about else case.key.template


def _stored_rival(case: Case, opened: OpenVault) -> str | None:
    """An output that is not at work in this run, was refused a place, and wants this one."""
    assert case.state.new is not None
    sql = (
        "SELECT template, about, person, report, (SELECT path FROM note WHERE id = output.about) FROM output "
        "WHERE path = ? AND holds AND file IS NULL AND report LIKE '%two-outputs%'"
    )
    for template, about, person, _, path in opened.store.all(sql, case.state.new.path):
        if (template, about, person) != (case.key.template, case.job.about, case.key.person):
            return f"{template} of {path}" if about not in (VAULT, ORPHANS) else str(template)
    return None
