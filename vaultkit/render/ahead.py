"""Notes read for the index by the processes that will render them, before these have heard of any template.

In: pools, paths, a function that reads one note here. Out: what was read of each, in the order of the paths.
Never: a wait while there is a note left to read here, or a note lost with the process that had it.
"""

from __future__ import annotations

import os
from collections import deque
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from vaultkit.index.columns import Columns, Read
from vaultkit.render import lanes, wire
from vaultkit.render.limits import WALL_SECONDS
from vaultkit.render.process import Gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from vaultkit.config import Config
    from vaultkit.render.pool import Pool
    from vaultkit.render.process import Seat

    Here = Callable[[str], Read | None]
    Portion = tuple[int, list[str]]

TWO = 2
"""Cores that one process and its parent fill."""
PORTION = 50
"""Notes sent in one line."""
IN_FLIGHT = 2
"""Portions with a process: one at work, and the next, so that it never waits."""


def read(
    pool: Pool, paths: list[str], here: Here, *, config: Config, names: Mapping[str, str]
) -> Iterator[Read | None]:
    """Read the notes at `paths`. `names`: templates by name, with what each renders."""
    if not lanes.pays(len(paths)):
        yield from map(here, paths)
        return
    portions = [(n, paths[n : n + PORTION]) for n in range(0, len(paths), PORTION)]
    with ExitStack() as stack:
        pools = [pool, pool.second] if (os.cpu_count() or 1) > TWO else [pool]
        seats = [stack.enter_context(one.lent()) for one in pools]
        helpers = [_Helper(seat, here, config, names) for seat in seats if seat is not None]
        for helper in helpers:
            stack.callback(helper.leave)
        yield from _in_order(portions, helpers, here)


def _in_order(portions: list[Portion], helpers: list[_Helper], here: Here) -> Iterator[Read | None]:
    waiting, done = deque(portions), dict[int, list[Read | None]]()
    for number, _ in portions:
        while number not in done:
            for helper in helpers:
                helper.work(waiting, done)
            if number in done:
                break
            if waiting:
                mine, portion = waiting.popleft()
                done[mine] = [here(path) for path in portion]
            else:
                next(helper for helper in helpers if helper.has(number)).wait(waiting, done)
        yield from done.pop(number)


class _Helper:
    """One process, and the portions that it has. Once it is gone it takes no more."""

    def __init__(self, seat: Seat, here: Here, config: Config, names: Mapping[str, str]) -> None:
        self.seat = seat
        self.here = here
        self.first: dict[str, Any] = {"config": wire.config_to_json(config), "names": dict(names)}
        self.sent: deque[Portion] = deque()

    def has(self, number: int) -> bool:
        return any(one == number for one, _ in self.sent)

    def work(self, waiting: deque[Portion], done: dict[int, list[Read | None]]) -> None:
        """Take what is answered, and give as much anew."""
        while self.sent and self.seat.worker is not None and self.seat.worker.has_said():
            self.wait(waiting, done)
        while waiting and len(self.sent) < IN_FLIGHT and self.seat.worker is not None:
            self.sent.append(waiting.popleft())
            try:
                self.seat.worker.say(wire.line({"read": self.sent[-1][1], **self.first}))
                self.first = {}
            except Gone:
                self._gone(waiting)

    def wait(self, waiting: deque[Portion], done: dict[int, list[Read | None]]) -> None:
        """The answer to the first portion. Without one all go back to those that wait."""
        number, paths = self.sent[0]
        assert self.seat.worker is not None
        try:
            found = self.seat.worker.hear(WALL_SECONDS)["notes"]
            read = [None if one is None else _read(one) for one in found]
            if [one.columns.path for one in read if one] != [
                path for path, one in zip(paths, read, strict=True) if one
            ]:
                raise Gone("it read other notes")  # noqa: TRY301 - as for all that is no answer
        except (Gone, KeyError, TypeError, ValueError):
            self._gone(waiting)
            return
        self.sent.popleft()
        done[number] = [one or self.here(path) for path, one in zip(paths, read, strict=True)]

    def _gone(self, waiting: deque[Portion]) -> None:
        waiting.extendleft(reversed(self.sent))
        self.sent.clear()
        self.seat.end()

    def leave(self) -> None:
        """Nobody listens any more."""
        if self.sent:
            self.seat.end()


def _read(answer: list[Any]) -> Read:
    digest, columns = answer
    return Read(bytes.fromhex(digest), False, Columns(*columns))
