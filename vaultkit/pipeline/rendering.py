"""One run: refresh, render what is stale, decide, write, remember.

In: an open vault and what is asked. Out: a Report.
Never: a write outside the lock, or an output cleared that was not settled.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from vaultkit import __version__, files
from vaultkit.errors import Refused
from vaultkit.files.syncing import sync_written
from vaultkit.index import outputs
from vaultkit.index.outputs import Output
from vaultkit.index.record import Written, record
from vaultkit.index.schema import ORPHANS, VAULT
from vaultkit.model import Problem
from vaultkit.pipeline import memory
from vaultkit.pipeline.asking import Ask, Outcome, Report
from vaultkit.pipeline.carrying import carry_renames, may_rename
from vaultkit.pipeline.gathering import Case, Gatherer, with_rivals
from vaultkit.render.pool import Job as PoolJob
from vaultkit.writeback import apply as applying
from vaultkit.writeback import bases, healing, plan
from vaultkit.writeback.state import Base, Decision, Found, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultkit.index.outputs import Job
    from vaultkit.index.refresh import Refreshed
    from vaultkit.pipeline.opening import OpenVault
    from vaultkit.render.candidate import Candidate
    from vaultkit.writeback.apply import Applied

ROUNDS = 4
"""A round can make names that others link to; two rounds do for that, and more than four mean a circle."""


def render(opened: OpenVault, ask: Ask, paths: set[str] | None = None) -> Report:
    """Bring every rendered note up to date, or what `ask` names; with `paths` only those are looked at on disk.

    Raises VaultkitError where the whole run is refused. One output's trouble is a problem in the report.
    """
    run = _Run(opened, ask)
    run.start(paths)
    for number in range(ROUNDS):
        jobs = run.jobs(first=number == 0)
        if not jobs:
            break
        run.round(jobs)
        if ask.dry or not run.around:
            break
    return run.report()


@dataclass
class _Run:
    """What one run knows and has done so far."""

    opened: OpenVault
    ask: Ask
    problems: list[Problem] = field(default_factory=list)
    done: dict[tuple[str, int, str], Outcome] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    again: set[str] = field(default_factory=set)
    writes: int = 0
    around: bool = False
    joined: bool = False
    older: bool = False

    # The steps

    def start(self, paths: set[str] | None) -> None:
        """Put right what a killed run left, look at the disk, and let bases follow renames.

        With `paths` nobody was killed since the whole vault was looked at, so nothing has to be put right.
        """
        root = self.opened.root
        if not self.ask.dry and paths is None:
            with self.opened.lock():
                healed = healing.heal(root)
            self.problems += healed.problems
        found = self.opened.refresh(paths)
        self._heard(found)
        if (
            not self.ask.dry
            and (paths is None or may_rename(self.opened, found))
            and carry_renames(self.opened)
        ):
            self._heard(self.opened.refresh())
        self.older = bases.is_older(root, __version__)
        self.joined = bases.joined(root) and bool(
            self.opened.store.one("SELECT 1 FROM note WHERE kind = 'rendered' LIMIT 1")
        )

    def _heard(self, found: Refreshed) -> None:
        self.changed.update(found.added, found.changed, found.removed, (new for _, new in found.renamed))

    def jobs(self, *, first: bool) -> tuple[Job, ...]:
        store = self.opened.store
        if not (first and self.ask.forces):
            return self._asked(outputs.stale_jobs(store)) if self.ask.notes else outputs.stale_jobs(store)
        if self.ask.notes:
            return outputs.jobs_of(store, self._abouts(self.ask.notes))
        rows = store.all("SELECT id FROM note WHERE kind IN ('contact', 'interview')")
        return outputs.jobs_of(store, [VAULT, ORPHANS, *(row[0] for row in rows)])

    def _asked(self, jobs: Iterable[Job]) -> tuple[Job, ...]:
        wanted = set(self._abouts(self.ask.notes))
        return tuple(job for job in jobs if job.about in wanted)

    def _abouts(self, paths: Iterable[str]) -> list[int]:
        """The ids of the notes meant: a rendered note means the one that it is about."""
        vault, found = self.opened.snapshot(), []
        for path in paths:
            note = vault.note(path)
            if note is None:
                continue
            if note.kind == "rendered":
                sql = "SELECT about FROM output WHERE file = ? UNION SELECT about FROM output WHERE path = ?"
                rows = self.opened.store.all(sql, path, path)
                found += [row[0] for row in rows] or [ORPHANS]
            else:
                found.append(note.id)
        return found

    def round(self, jobs: Sequence[Job]) -> None:
        """Render the jobs, decide about each of their outputs, write, and remember."""
        assert self.opened.refreshed is not None
        number, self.around = self.opened.refreshed.number, False
        gatherer = Gatherer(self.opened, self.opened.snapshot(), self.ask, self.joined, self.older)
        cases = [case for job, found in self._rendered(jobs) for case in gatherer.cases(job, found)]
        with_rivals(cases, self.opened)
        decisions = [plan.decide(case.state) for case in cases]
        if self.ask.dry:
            for case, decision in zip(cases, decisions, strict=True):
                self._tell(case, decision, decision.action, case.problems)
            return
        with self.opened.lock():
            results = applying.apply(self.opened.root, decisions, joining=self.joined)
            self._recorded(results)
            self._settled(number, jobs, cases, results)

    def _rendered(self, jobs: Sequence[Job]) -> Iterable[tuple[Job, Sequence[Candidate]]]:
        """Jobs with their candidates, in order; those of notes that are gone, or of orphans, have none."""
        kinds = {job.about: self._kind(job) for job in jobs}
        asked = frozenset({self.ask.template} if self.ask.template else ())
        only = frozenset({self.ask.template}) if self.ask.template else None
        wanted = [job for job in jobs if kinds[job.about]]
        work = (PoolJob(job.path, str(kinds[job.about]), only, asked) for job in wanted)
        answers = {}
        if wanted:
            run = self.opened.pool.run(
                work, config=self.opened.config, store=self.opened.store.path, templates=self.opened.templates
            )
            for job, answer in zip(wanted, run, strict=True):
                self.problems += answer.problems
                answers[job.about] = answer.candidates
                yield job, answer.candidates
        for job in jobs:
            if job.about not in answers:
                yield job, ()

    def _kind(self, job: Job) -> str | None:
        if job.about == VAULT:
            return "vault"
        note = self.opened.snapshot().note(job.path) if job.path else None
        return note.kind if note is not None and note.kind in ("contact", "interview") else None

    # Remembering

    def _recorded(self, results: Sequence[Applied]) -> None:
        """Put what was written into the index, so that nobody reads it again."""
        root, read = self.opened.root, self.opened.read_note()
        notes, gone, stored, dropped = [], [], [], []
        for one in results:
            decision = one.decision
            if one.stamp is not None and decision.path is not None:
                text = decision.write if decision.write is not None else decision.expected or ""
                notes.append(_written(decision.path, one.stamp, text, read))
                if decision.move_from:
                    gone.append(decision.move_from)
            if decision.base is not None:
                stamp = files.stamp(root / bases.RENDERS / decision.base.path)
                if stamp is not None and one.action != "refused":
                    stored.append(_written(decision.base.path, stamp, decision.base.text, read))
            dropped += [
                path for path in decision.drop_bases if not os.path.lexists(root / bases.RENDERS / path)
            ]
        self.writes += len(notes)
        if notes or gone or stored or dropped:
            if notes:
                places = [root / one.path for one in notes] + [
                    root / bases.RENDERS / one.path for one in stored
                ]
                sync_written(root, places)
                bases.note_version(root, __version__)
            self.around = (
                record(self.opened.store, notes=notes, gone=gone, bases=stored, bases_gone=dropped) > 0
            )

    def _settled(
        self, number: int, jobs: Sequence[Job], cases: Sequence[Case], results: Sequence[Applied]
    ) -> None:
        kept: dict[int, list[Output]] = {job.about: [] for job in jobs}
        open_jobs: set[int] = set()
        for case, one in zip(cases, results, strict=True):
            problems = (*case.problems, *one.problems[len(one.decision.problems) :])
            self._tell(case, one.decision, one.action, problems)
            if one.again:
                self.again.add(one.decision.path or "")
            if one.again or one.action != one.decision.action:
                open_jobs.add(case.job.about)
            kept[case.job.about].append(_output(case, one))
        if self.ask.template is not None:
            self._with_others(kept)
        outputs.save(self.opened.store, number, kept)
        outputs.clear(
            self.opened.store, [job for job in jobs if job.about not in open_jobs and not self.ask.template]
        )
        self.around = self.around or any(one.again and one.decision.action != "kept" for one in results)
        self.opened._shared = None  # noqa: SLF001 - the snapshot is of the state before

    def _with_others(self, kept: dict[int, list[Output]]) -> None:
        """Outputs of other templates, which this run did not look at, stay as they are remembered."""
        for about, mine in kept.items():
            for other in outputs.outputs_of(self.opened.store, about):
                if other.template != self.ask.template:
                    mine.append(replace(other, reads=outputs.reads_of(self.opened.store, other)))

    # Telling

    def _tell(self, case: Case, decision: Decision, action: str, problems: Iterable[Problem]) -> None:
        told = tuple(dict.fromkeys((*decision.problems, *problems)))
        path = decision.path or (case.state.base.path if case.state.base else "")
        path = path or (case.state.new.path if case.state.new else "")
        why: tuple[str, ...] = ()
        if self.ask.why and case.candidate is not None:
            from vaultkit.render.why import explain  # noqa: PLC0415 - only --why asks

            why = explain(case.candidate, self.opened.snapshot())
        before, after = (decision.expected, decision.write) if decision.write is not None else (None, None)
        made = Outcome(
            path,
            action,
            case.key.template,
            case.key.about,
            case.to,
            decision.kept_back,
            told,
            before,
            after,
            why,
        )
        key = (case.key.template, case.job.about, case.key.person)
        earlier = self.done.get(key)
        if earlier is not None and earlier.after is not None and made.after is None:
            return  # what an earlier round wrote is what this run did
        self.done[key] = made

    def report(self) -> Report:
        """What this run did, and what stands from earlier ones."""
        found = dict(self.done)
        some = self.ask.watching or (self.ask.forces and (self.ask.notes or self.ask.template))
        remembered = [] if some else outputs.all_outputs(self.opened.store)
        for one in remembered:
            found.setdefault(
                (one.template, one.about, one.person), memory.outcome(one.template, one.report, one.path)
            )
        listed = [one for one in found.values() if one.action not in memory.QUIET]
        problems = {
            *self.problems,
            *self.opened.problems(without=found if self.ask.dry else ()),  # a dry run remembers nothing
            *(p for one in found.values() for p in one.problems),
        }
        if self.joined:
            problems.add(Problem(".vaultkit/renders", 0, 0, "joined", "warning", plan.JOINED))
        if self.older:
            problems.add(Problem(".vaultkit/version", 0, 0, "older-vaultkit", "warning", plan.OLDER))
        assert self.opened.refreshed is not None
        return Report(
            outcomes=tuple(
                sorted(listed, key=lambda one: (one.path, one.template, one.about or "", one.to or ""))
            ),
            unchanged=sum(one.action == "unchanged" for one in found.values()),
            problems=tuple(sorted(problems)),
            writes=self.writes
            or (
                sum(one.after is not None or one.action == "moved" for one in found.values())
                if self.ask.dry
                else 0
            ),
            notes=self.opened.refreshed.notes,
            changed=tuple(sorted(self.changed)),
            again=tuple(sorted(self.again - {""})),
        )


def _written(path: str, stamp: Sequence[int], text: str, read: Any) -> Written:
    data = text.encode()
    return Written(path, stamp, data, read(path, data))


def _output(case: Case, one: Applied) -> Output:
    """The output as it is remembered: decided once more, from the state that the write left."""
    after = (
        _after(case.state, one) if one.action != "refused" or one.decision.action == "refused" else case.state
    )
    settled = one.decision if one.again or one.action != one.decision.action else plan.decide(after)
    problems = (*case.problems, *one.problems[len(one.decision.problems) :])
    candidate = case.candidate
    return Output(
        template=case.key.template,
        about=case.job.about,
        person=case.key.person,
        holds=case.state.wanted,
        path=case.state.new.path if case.state.new else None,
        file=after.file.path if after.file else None,
        report=memory.remembered(settled, case.key.about, case.to, problems),
        reads=dict(candidate.reads) if candidate is not None else {},
    )


def _after(state: State, one: Applied) -> State:
    """The state once a decision was applied; the flags of the run hold for that run alone."""
    decision = one.decision
    calm = replace(
        state, recreate=False, adopt=False, overwrite=False, fresh=False, requested=False, watching=False
    )
    calm = replace(calm, rival=None) if decision.action != "refused" else calm
    if one.stamp is not None and decision.path is not None:
        text = decision.write if decision.write is not None else decision.expected or ""
        calm = replace(calm, file=Found(decision.path, text), at_base=None)
    if decision.base is not None:
        calm = replace(calm, base=Base(decision.base.path, decision.base.text), extra_bases=(), joined=False)
    return calm


def resolve_notes(opened: OpenVault, words: Iterable[str]) -> tuple[str, ...]:
    """The paths of the notes that the words of a command mean. Raises WrongUse."""
    from vaultkit.people import find  # noqa: PLC0415 - only a render of named notes asks

    return tuple(find.note(opened.snapshot(), word).path for word in words)


__all__ = ["Refused", "render", "resolve_notes"]
