"""The process that renders, as its parent keeps it: started when it is needed, ended when it has nothing to do.

In: jobs, one a note. Out: an answer for each, in order.
Never: two runs at once, or a process that outlives its pool.
"""

from __future__ import annotations

import contextlib
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from vaultkit.model import Problem
from vaultkit.render import wire
from vaultkit.render.limits import WALL_SECONDS
from vaultkit.render.process import Gone, Seat, Worker
from vaultkit.render.session import HINT, START_SECONDS, Session

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from vaultkit.config import Config
    from vaultkit.render.job import Answer, Job
    from vaultkit.render.templates import Templates

IDLE_SECONDS = 60.0


class Pool:
    """One worker, started when it is first needed, started again when it dies, ended when idle or closed.

    `seconds`: how long the worker may be silent over one job; `idle`: after how long without any it ends.
    """

    def __init__(self, *, seconds: float = WALL_SECONDS, idle: float = IDLE_SECONDS) -> None:
        self.seconds = seconds
        self.idle = idle
        self._seat = Seat()
        self._second: Self | None = None
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._until = 0.0
        self._busy = False
        self._left_alone: dict[str, str] = {}
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
            timer, self._timer = self._timer, None
            if timer is not None:
                timer.cancel()
            self._seat.end()
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
        return None if self._seat.worker is None else self._seat.worker.process.pid

    def warm(self) -> None:
        """Start the process ahead of the first job: it loads on the second core while its parent reads notes."""
        with self._lock, contextlib.suppress(OSError):  # a run that needs it says what is wrong
            if self._seat.worker is None and not self._busy:
                self._seat.worker = Worker()
                self._rest()

    @contextmanager
    def lent(self) -> Iterator[Seat | None]:
        """The seat of a process that has rendered nothing yet, for other work; None where there is none.

        Whoever leaves a question of theirs unanswered ends the process.
        """
        self.warm()
        with self._lock:
            worker = self._seat.worker
            fresh = worker is not None and worker.templates is None and not self._busy
            if fresh:
                self._busy = True
        try:
            yield self._seat if fresh else None
        finally:
            if fresh:
                with self._lock:
                    self._busy = False
                    self._rest()

    def run(
        self, jobs: Iterable[Job], *, config: Config, store: Path, templates: Templates
    ) -> Generator[Answer, None, None]:
        """Answer the jobs in their order. `store` is the index's file. One run at a time.

        Nothing in here raises for what a template did; a worker that cannot even start is an answer with
        a failed candidate for each template of the note.
        """
        with self.at_work(jobs, config=config, store=store, templates=templates) as answers:
            yield from answers

    @contextmanager
    def at_work(
        self, jobs: Iterable[Job], *, config: Config, store: Path, templates: Templates
    ) -> Iterator[Iterator[Answer]]:
        """The same, and the process is at work before the first answer is waited for."""
        with self._lock:
            self._busy = True
        session = Session(
            self._seat, self.seconds, self._left_alone, config=config, store=store, templates=templates
        )
        try:
            session.start(jobs)
            yield session.answers()
        finally:
            with self._lock:
                self._busy = False
                if session.unanswered:  # the caller went away: what was sent ahead is nobody's any more
                    self._seat.end()
                self._rest()

    def check(self, templates: Templates) -> tuple[Problem, ...]:
        """What does not compile in the templates, sorted; what discovery found already is not repeated.

        It is the worker that compiles: a template may be made to take all time and memory doing so.
        """
        with self._lock:
            self._seat.end()
            self._seat.worker = worker = Worker()
            try:
                worker.say(wire.line({"check": wire.templates_to_json(templates)}))
                found = worker.hear(START_SECONDS)["problems"]
                return tuple(Problem(**problem) for problem in found)
            except (Gone, KeyError, TypeError) as error:
                message = f"the templates could not be checked: {error}"
                return (Problem("", 0, 0, "render", "error", message, HINT),)
            finally:
                self._seat.end()

    def _rest(self) -> None:
        """From now on the process is idle. One thread sees to it, however many runs there are: a save waits for none."""
        self._until = time.monotonic() + self.idle
        if self._timer is None and self._seat.worker is not None:
            self._look_in(self.idle)

    def _look_in(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end_idle)
        self._timer.daemon = True
        self._timer.start()

    def _end_idle(self) -> None:
        with self._lock:
            if self._timer is not threading.current_thread():
                return  # closed meanwhile
            self._timer = None
            left = self._until - time.monotonic()
            if left > 0 and not self._busy:
                self._look_in(left)
            elif not self._busy:
                self._seat.end()
