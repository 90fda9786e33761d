"""How much of the machine one render may take: time, memory, length of what it makes.

In: figures. Out: a limit that holds while it stands, or an exception when it is passed.
Never: a limit on anything but this process.
"""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CPU_SECONDS = 2.0
GRACE_SECONDS = 1.0
"""Of computing beyond a limit, in which the process may still come to hear of it by itself."""
WALL_SECONDS = 10.0
MEMORY_BYTES = 512 * 1024 * 1024
MAX_TEXT = 1_000_000
"""Characters of one rendered note, and of any text on the way to it."""
MAX_ITEMS = 100_000
"""Members of a list made by a template, and steps of a `range`."""


class TooMuch(Exception):
    """A template made more than it may; its text says what."""


class TimeUp(BaseException):
    """The render's own time is used up. No handler for ordinary exceptions may swallow it."""

    seconds = CPU_SECONDS


def bounded(chunks: Iterable[str], limit: int = MAX_TEXT) -> str:
    """The chunks as one text; raises TooMuch once they are longer than `limit` characters."""
    out: list[str] = []
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooMuch(f"the text is longer than {limit:,} characters")
        out.append(chunk)
    return "".join(out)


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise TimeUp in this block after `seconds` of the process's own computing, where the system can.

    The alarm rings again until the block is left: one that falls into a destructor would be lost.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    if not _heard:
        signal.signal(signal.SIGPROF, _ring)  # for good: to change it costs more than many a render
        _heard.append(True)
    _limits.append(seconds)
    if _mortal:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds + GRACE_SECONDS)
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.05)
    try:
        yield
    finally:
        while True:
            try:
                _limits.clear()
                signal.setitimer(signal.ITIMER_PROF, 0)
                if _mortal:
                    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
                break
            except TimeUp:  # it rang on the way out: the clearing is done again
                continue


def die_of_limits() -> None:
    """From now on the system kills this process when it passes a limit by far and has not heard of it.

    One step of Python may take ages, such as to compare two lists that hold themselves over and over, and no
    alarm is heard before it is over.
    """
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
        _mortal.append(True)


def died_of_limits(code: int | None) -> bool:
    """Whether a process that ended with `code` was killed by that."""
    return hasattr(signal, "setitimer") and code == -signal.SIGVTALRM


_mortal: list[bool] = []
_heard: list[bool] = []
_limits: list[float] = []


def _ring(_signal: int, _frame: Any) -> None:
    if _limits:
        raise TimeUp


def limit_memory(more: int = MEMORY_BYTES) -> bool:
    """Let this process grow by `more` bytes at most, and leave no core behind; False where it cannot be."""
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - not every system has it

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = _size() + more
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    except (OSError, ValueError):
        return False
    return True


def _size() -> int:
    """Bytes of address space in use now; a round figure where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 1024 * 1024 * 1024
    import resource  # noqa: PLC0415 - not every system has it

    return pages * resource.getpagesize()
