"""One run over jobs with the process that renders, which may die or fall silent over any of them.

In: jobs. Out: an answer for each, in order, while the process goes on with the next ones.
Never: a wait without an end. A process that is silent too long is killed, and only its job is lost.
"""

from __future__ import annotations

import contextlib
from collections import Counter, deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vaultkit.model import Problem
from vaultkit.render import wire
from vaultkit.render.candidate import Candidate, Reads, all_from_json, few, said
from vaultkit.render.job import Answer, Job, fits, line
from vaultkit.render.process import Gone, Seat, Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from vaultkit.config import Config
    from vaultkit.render.templates import Template, Templates

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


class Session:
    """A window of the jobs is with the worker, the first unanswered one is at work.

    `seconds`: how long the worker may be silent over one. `left_alone`: templates of the vault that an earlier run
    gave up, with their digest; those that this one gives up are added.
    """

    def __init__(
        self,
        seat: Seat,
        seconds: float,
        left_alone: dict[str, str],
        *,
        config: Config,
        store: Path,
        templates: Templates,
    ) -> None:
        self.seat = seat
        self.seconds = seconds
        self.left_alone = left_alone
        self.config = config
        self.store = store
        self.templates = templates
        self.waiting: Iterator[Job] = iter(())
        self.unanswered: deque[tuple[int, Job]] = deque()
        self.flying = 0
        self.sizes: dict[int, int] = {}
        self.number = 0
        self.begun = False
        self.false_starts = 0
        self.fault = ""
        self.silences: Counter[str] = Counter()
        self.out: dict[str, Reads] = {t.name: {} for t in templates if left_alone.get(t.name) == t.digest}
        """Templates that are left alone, with what hung on in the render over which they were given up."""

    def start(self, jobs: Iterable[Job]) -> None:
        """Send the first jobs, so that the process is at work before anybody waits for it."""
        self.waiting = iter(jobs)
        self._send_some()
        if self.unanswered and self.seat.worker is not None:
            with contextlib.suppress(Gone):  # whoever waits for the answer finds out
                self.seat.worker.say(b"")

    def answers(self) -> Iterator[Answer]:
        while self.unanswered:
            yield self._next()
            if len(self.unanswered) <= IN_FLIGHT // 2:  # many at once: each line sent wakes a process
                self._send_some()

    def _send_some(self) -> None:
        while len(self.unanswered) < IN_FLIGHT and self.flying < IN_FLIGHT_BYTES:
            job = next(self.waiting, None)
            if job is None:
                return
            self._send(job)

    def _send(self, job: Job) -> None:
        self.number += 1
        self.unanswered.append((self.number, job))
        with contextlib.suppress(Gone):  # whoever waits for the answer finds out
            self._say(self.number, job)

    def _say(self, number: int, job: Job) -> None:
        data = line(number, self._without_out(job))
        self._ready().say(data, now=False)
        self.sizes[number] = len(data)
        self.flying += len(data)

    def _ready(self) -> Worker:
        """The worker, with this run's session begun. One that ended while it had nothing to do is replaced."""
        if self.begun and (self.seat.worker is None or not self.seat.worker.alive()):
            raise Gone("the render process ended")
        while not self.begun:
            if self.false_starts >= FALSE_STARTS:
                raise Gone(self.fault)
            self._try_to_begin()
        assert self.seat.worker is not None
        return self.seat.worker

    def _try_to_begin(self) -> None:
        if self.seat.worker is None or not self.seat.worker.alive():
            self.seat.end()
            self.seat.worker = Worker()
        try:
            self._begin(self.seat.worker)
        except Gone as gone:
            self.false_starts += 1
            self.fault = gone.why
            self.seat.end()

    def _begin(self, worker: Worker) -> None:
        known = worker.templates == self.templates.digests()
        begin = {
            "config": wire.config_to_json(self.config),
            "store": str(self.store),
            "templates": None if known else wire.templates_to_json(self.templates),
            "hurried": self.silences.total() >= HURRIED_SILENCES,
        }
        worker.say(wire.line({"begin": begin}))
        answer = worker.hear(START_SECONDS)
        if not answer.get("begun"):
            raise Gone(f"the render process cannot read the index: {answer.get('error')}")
        self.false_starts = 0
        worker.templates = self.templates.digests()
        self.begun = True

    def _next(self) -> Answer:
        """The answer to the first unanswered job, at the worst that there is none."""
        number, job = self.unanswered[0]
        try:
            message = self._ready().hear(self.seconds)
        except Gone as gone:
            return self._without(job, gone)
        if message.get("job") != number:
            return self._without(job, Gone("the render process lost its thread"))
        self.unanswered.popleft()
        self.flying -= self.sizes.pop(number, 0)
        answer = self._read(self._without_out(job), message)
        return replace(answer, job=job, candidates=(*answer.candidates, *self._left_out(job)))

    def _read(self, job: Job, message: dict[str, Any]) -> Answer:
        if "error" in message:
            return self._lost(job, str(message["error"]))
        try:
            return Answer(job, all_from_json(message["candidates"]))
        except (KeyError, TypeError, ValueError, AttributeError):
            return self._lost(job, "the render process gave an answer that makes no sense")

    def _without(self, job: Job, gone: Gone) -> Answer:
        """The worker is gone over the first job: find the template at fault, then go on with the rest.

        One that was killed from outside is at nobody's fault: its job is done again by the next.
        """
        self.unanswered.popleft()
        self._restart()
        fitting = [template for template in self.templates if fits(template, self._without_out(job))]
        left_out = self._left_out(job)
        again = len(fitting) > 1 or not gone.silent or gone.of_itself
        if again and self.false_starts < FALSE_STARTS:
            answer = self._one_by_one(job, fitting)
        else:
            answer = self._lost(self._without_out(job), gone.why)
            self._given_up(gone, fitting, {})
        answer = replace(answer, job=job, candidates=(*answer.candidates, *left_out))
        for number, other in self.unanswered:
            with contextlib.suppress(Gone):
                self._say(number, other)
        return answer

    def _one_by_one(self, job: Job, fitting: list[Template]) -> Answer:
        """The same job, one template at a time, so that the sound ones render."""
        found: list[Candidate] = []
        for template in fitting:
            alone = replace(job, only=frozenset({template.name}), aloud=True)
            heard: dict[str, set[str]] = {}
            self.number += 1
            try:
                self._say(self.number, alone)
                message = self._ready().hear(self.seconds, heard)
                found.extend(self._read(alone, message).candidates)
            except Gone as gone:
                self._restart()
                heard.setdefault(f"t:{template.name}", set())
                reads = said(heard) if gone.of_itself and self.begun_well else {}
                found.extend(self._lost(alone, gone.why, {template.name: reads}).candidates)
                self._given_up(gone, [template], reads)
        self._landed()
        return Answer(job, tuple(found))

    def _given_up(self, gone: Gone, templates: list[Template], reads: Reads) -> None:
        """Over one template alone the process was silent until it was killed, or ended: the other notes must not wait
        for it as long. They are given up for what that one note read.
        """
        if (gone.silent or gone.of_itself) and len(templates) == 1 and self.begun_well:
            (template,) = templates
            self.silences[template.name] += 1
            if self.silences[template.name] >= (SHIPPED_SILENCES if template.shipped else SILENCES):
                self.out[template.name] = few(reads)
                if not template.shipped:
                    self.left_alone[template.name] = template.digest

    def _without_out(self, job: Job) -> Job:
        """The job without the templates that are left alone by now."""
        if not self.out or not any(
            fits(template, job) for template in self.templates if template.name in self.out
        ):
            return job
        return replace(job, only=frozenset(t.name for t in self.templates if fits(t, job)) - self.out.keys())

    def _left_out(self, job: Job) -> tuple[Candidate, ...]:
        """A failed candidate for each template that the job was for, and that is left alone by now."""
        if self._without_out(job) == job:
            return ()
        why = "a note had to be given up over it, so that it is left alone for now"
        only = frozenset(self.out) if job.only is None else job.only & self.out.keys()
        return self._lost(replace(job, only=only), why, self.out).candidates

    @property
    def begun_well(self) -> bool:
        """Whether the last process began: one that does not is at no template's fault."""
        return not self.false_starts

    def _restart(self) -> None:
        self.seat.end()
        self.begun = False
        self._landed()

    def _landed(self) -> None:
        """Nothing is with the worker any more."""
        self.flying = 0
        self.sizes.clear()

    def _lost(self, job: Job, why: str, reads: Mapping[str, Reads] | None = None) -> Answer:
        """A failed candidate for each template that the job was for. Without `reads` it is tried again by the next run."""
        found = []
        for template in self.templates:
            if fits(template, job):
                message = f"{why} (for {job.about or 'the vault'})"
                problem = Problem(template.source, template.line, 0, "render", "error", message, HINT)
                one = Candidate(template.name, job.about, None, holds=True, failed=True, problems=(problem,))
                found.append(replace(one, reads=(reads or {}).get(template.name, {})))
        return Answer(job, tuple(found))
