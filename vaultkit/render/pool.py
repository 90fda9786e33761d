"""The parent's side of rendering: keeps one worker busy, and does without it when it fails.

In: jobs, one a note. Out: an answer for each, in order, while the worker goes on with the next ones.
Never: a wait without an end. A worker that is silent too long is killed, and only its job is lost.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter, deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from vaultkit.model import Problem
from vaultkit.render import wire
from vaultkit.render.candidate import Candidate, from_json
from vaultkit.render.limits import WALL_SECONDS
from vaultkit.render.process import Gone, Worker

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from vaultkit.config import Config
    from vaultkit.render.templates import Template, Templates

IDLE_SECONDS = 60.0
IN_FLIGHT = 64
IN_FLIGHT_BYTES = 32_000
"""Jobs sent ahead always fit into a pipe's buffer, so that parent and worker never wait for each other."""
START_SECONDS = 60.0
SILENCES = 1
SHIPPED_SILENCES = 3
"""Notes over which a template may be silent until it is killed (so it was twice for each, alone at last) before
it is left alone for the rest of the run; of those that come with vaultkit more, since there the note is at fault."""
HURRIED_SILENCES = 4
"""Kills for silence in a run, after which the templates of the vault get less time."""
FALSE_STARTS = 3
"""Workers in a row that may fail to begin before a run goes without."""
HINT = "Look at what the template does with this note; nothing was written."


@dataclass(frozen=True, slots=True)
class Job:
    """One note to render (None: the vault as a whole), by these templates (None: all that fit).

    `kind` is the note's kind, "vault" for None; `asked`: templates asked for by name. `apart`: each answer tells
    what its own template read, and not what the conditions of all together did.
    """

    about: str | None
    kind: str
    only: frozenset[str] | None = None
    asked: frozenset[str] = frozenset()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a job. `problems` are those of the run itself; a candidate has its own."""

    job: Job
    candidates: tuple[Candidate, ...]
    problems: tuple[Problem, ...] = ()


class Pool:
    """One worker, started when it is first needed, started again when it dies, ended when idle or closed.

    `seconds`: how long the worker may be silent over one job; `idle`: after how long without any it ends.
    """

    def __init__(self, *, seconds: float = WALL_SECONDS, idle: float = IDLE_SECONDS) -> None:
        self.seconds = seconds
        self.idle = idle
        self._worker: Worker | None = None
        self._second: Self | None = None
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._busy = False
        self.out: dict[str, str] = {}
        """Templates of the vault that were left alone, with their digest: under watch, not each round waits for them."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker. The pool can be used again all the same."""
        with self._lock:
            self._stop_timer()
            self._end()
        if self._second is not None:
            self._second.close()

    @property
    def second(self) -> Self:
        """One more, to share with where there are very many jobs; it is closed with this one."""
        if self._second is None:
            self._second = type(self)(seconds=self.seconds, idle=self.idle)
        return self._second

    @property
    def pid(self) -> int | None:
        """The worker's process, None while there is none."""
        return None if self._worker is None else self._worker.process.pid

    def warm(self) -> None:
        """Start the process ahead of the first job: it loads on the second core while its parent reads notes."""
        with self._lock, contextlib.suppress(OSError):  # a run that needs it says what is wrong
            if self._worker is None and not self._busy:
                self._worker = Worker()
                self._start_timer()

    def run(
        self, jobs: Iterable[Job], *, config: Config, store: Path, templates: Templates
    ) -> Generator[Answer, None, None]:
        """Answer the jobs in their order. `store` is the index's file. One run at a time.

        Nothing in here raises for what a template did; a worker that cannot even start is an answer with
        a failed candidate for each template of the note.
        """
        with self._lock:
            self._stop_timer()
            self._busy = True
        run = _Run(self, config, store, templates)
        try:
            yield from run.answers(jobs)
        finally:
            with self._lock:
                self._busy = False
                if run.unanswered:  # the caller went away: what was sent ahead is nobody's any more
                    self._end()
                self._start_timer()

    def check(self, templates: Templates) -> tuple[Problem, ...]:
        """What does not compile in the templates, sorted; what discovery found already is not repeated.

        It is the worker that compiles: a template may be made to take all time and memory doing so.
        """
        with self._lock:
            self._stop_timer()
            self._end()
            self._worker = worker = Worker()
            try:
                worker.say(wire.line({"check": wire.templates_to_json(templates)}))
                found = worker.hear(START_SECONDS)["problems"]
                return tuple(Problem(**problem) for problem in found)
            except (Gone, KeyError, TypeError) as error:
                message = f"the templates could not be checked: {error}"
                return (Problem("", 0, 0, "render", "error", message, HINT),)
            finally:
                self._end()

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()

    def _start_timer(self) -> None:
        if self._worker is not None:
            self._timer = threading.Timer(self.idle, self._end_idle)
            self._timer.daemon = True
            self._timer.start()

    def _end_idle(self) -> None:
        with self._lock:
            if not self._busy:
                self._end()

    def _stop_timer(self) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()


class _Run:
    """One run over jobs: a window of them is with the worker, the first unanswered one is at work."""

    def __init__(self, pool: Pool, config: Config, store: Path, templates: Templates) -> None:
        self.pool = pool
        self.config = config
        self.store = store
        self.templates = templates
        self.unanswered: deque[tuple[int, Job]] = deque()
        self.flying = 0
        self.number = 0
        self.begun = False
        self.false_starts = 0
        self.fault = ""
        self.silences: Counter[str] = Counter()
        self.out = frozenset(t.name for t in templates if pool.out.get(t.name) == t.digest)

    def answers(self, jobs: Iterable[Job]) -> Iterator[Answer]:
        waiting = iter(jobs)
        more = True
        while True:
            while more and len(self.unanswered) < IN_FLIGHT and self.flying < IN_FLIGHT_BYTES:
                job = next(waiting, None)
                more = job is not None
                if job is not None:
                    self._send(job)
            if not self.unanswered:
                return
            yield self._next()

    def _send(self, job: Job) -> None:
        self.number += 1
        self.unanswered.append((self.number, job))
        with contextlib.suppress(Gone):  # whoever waits for the answer finds out
            self._say(self.number, job)

    def _say(self, number: int, job: Job) -> None:
        data = _job_line(number, self._without_out(job))
        self._ready().say(data)
        self.flying += len(data)

    def _ready(self) -> Worker:
        """The worker, with this run's session begun."""
        worker = self.pool._worker  # noqa: SLF001 - a part of the pool
        if self.false_starts >= FALSE_STARTS:
            raise Gone(self.fault)
        if worker is None or not worker.alive():
            if self.begun:
                raise Gone("the render process ended")
            self.pool._worker = worker = Worker()  # noqa: SLF001
        if not self.begun:
            self._begin(worker)
        return worker

    def _begin(self, worker: Worker) -> None:
        known = worker.templates == self.templates.digests()
        begin = {
            "config": wire.config_to_json(self.config),
            "store": str(self.store),
            "templates": None if known else wire.templates_to_json(self.templates),
            "hurried": self.silences.total() >= HURRIED_SILENCES,
        }
        try:
            worker.say(wire.line({"begin": begin}))
            answer = worker.hear(START_SECONDS)
            if not answer.get("begun"):
                raise Gone(f"the render process cannot read the index: {answer.get('error')}")  # noqa: TRY301
        except Gone as gone:
            self.false_starts += 1
            self.fault = gone.why
            raise
        self.false_starts = 0
        worker.templates = self.templates.digests()
        self.begun = True

    def _next(self) -> Answer:
        """The answer to the first unanswered job, at the worst that there is none."""
        number, job = self.unanswered[0]
        try:
            message = self._ready().hear(self.pool.seconds)
        except Gone as gone:
            return self._without(job, gone)
        if message.get("job") != number:
            return self._without(job, Gone("the render process lost its thread"))
        self.unanswered.popleft()
        self.flying = max(0, self.flying - len(_job_line(number, self._without_out(job))))
        answer = self._read(self._without_out(job), message)
        return replace(answer, job=job, candidates=(*answer.candidates, *self._left_out(job)))

    def _read(self, job: Job, message: dict[str, Any]) -> Answer:
        if "error" in message:
            return self._lost(job, str(message["error"]))
        try:
            return Answer(job, tuple(from_json(member) for member in message["candidates"]))
        except (KeyError, TypeError, ValueError, AttributeError):
            return self._lost(job, "the render process gave an answer that makes no sense")

    def _without(self, job: Job, gone: Gone) -> Answer:
        """The worker is gone over the first job: find the template at fault, then go on with the rest.

        One that was killed from outside is at nobody's fault: its job is done again by the next.
        """
        self.unanswered.popleft()
        self._restart()
        fitting = [template for template in self.templates if _fits(template, self._without_out(job))]
        left_out = self._left_out(job)
        again = (len(fitting) > 1 or not gone.silent) and self.false_starts < FALSE_STARTS
        if again:
            answer = self._one_by_one(job, fitting)
        else:
            answer = self._lost(self._without_out(job), gone.why)
            self._silent(gone, fitting)
        answer = replace(answer, job=job, candidates=(*answer.candidates, *left_out))
        for number, other in self.unanswered:
            with contextlib.suppress(Gone):
                self._say(number, other)
        return answer

    def _one_by_one(self, job: Job, fitting: list[Template]) -> Answer:
        """The same job, one template at a time, so that the sound ones render."""
        found: list[Candidate] = []
        for template in fitting:
            alone = replace(job, only=frozenset({template.name}))
            self.number += 1
            try:
                self._say(self.number, alone)
                message = self._ready().hear(self.pool.seconds)
                found.extend(self._read(alone, message).candidates)
            except Gone as gone:
                self._restart()
                found.extend(self._lost(alone, gone.why).candidates)
                self._silent(gone, [template])
        self.flying = 0
        return Answer(job, tuple(found))

    def _silent(self, gone: Gone, templates: list[Template]) -> None:
        """One template alone was silent until it was killed: the other notes must not wait for it as long."""
        if gone.silent and len(templates) == 1:
            (template,) = templates
            self.silences[template.name] += 1
            if self.silences[template.name] >= (SHIPPED_SILENCES if template.shipped else SILENCES):
                self.out |= {template.name}
                if not template.shipped:
                    self.pool.out[template.name] = template.digest

    def _without_out(self, job: Job) -> Job:
        """The job without the templates that are left alone by now."""
        if not any(_fits(template, job) for template in self.templates if template.name in self.out):
            return job
        return replace(job, only=frozenset(t.name for t in self.templates if _fits(t, job)) - self.out)

    def _left_out(self, job: Job) -> tuple[Candidate, ...]:
        """A failed candidate for each template that the job was for, and that is left alone by now."""
        if self._without_out(job) == job:
            return ()
        why = "a note had to be given up over it, so that it is left alone for now"
        return self._lost(
            replace(job, only=self.out if job.only is None else job.only & self.out), why
        ).candidates

    def _restart(self) -> None:
        self.pool._end()  # noqa: SLF001
        self.begun = False
        self.flying = 0

    def _lost(self, job: Job, why: str) -> Answer:
        """A failed candidate for each template that the job was for."""
        found = []
        for template in self.templates:
            if _fits(template, job):
                message = f"{why} (for {job.about or 'the vault'})"
                problem = Problem(template.source, template.line, 0, "render", "error", message, HINT)
                found.append(
                    Candidate(template.name, job.about, None, holds=True, failed=True, problems=(problem,))
                )
        return Answer(job, tuple(found))


def _fits(template: Template, job: Job) -> bool:
    return template.renders == job.kind and (job.only is None or template.name in job.only)


def _job_line(number: int, job: Job) -> bytes:
    message: dict[str, Any] = {"job": number, "about": job.about}
    if job.only is not None:
        message["only"] = sorted(job.only)
    if job.asked:
        message["asked"] = sorted(job.asked)
    if job.apart:
        message["apart"] = True
    return wire.line(message)
