"""One render process and its two pipes, as its parent holds them.

In: lines to say. Out: the lines that come back, or the news that there will be none.
Never: a wait without an end, or a process left behind.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO, Any

import vaultkit
from vaultkit.render import wire
from vaultkit.render.limits import CPU_SECONDS, died_of_limits

KEPT = frozenset(
    (
        "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "PYTHONHOME", "PYTHONTZPATH", "PYTHONPYCACHEPREFIX",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
    )
)  # fmt: skip
"""What of the environment the process gets: where libraries, compiled modules and zones are, nothing of the user."""
FATAL = frozenset(
    getattr(signal, name, 0) for name in ("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT", "SIGTRAP")
) - {0}
"""Signals by which a process ends of its own doing."""
UNREAD = 128
"""Answers that may wait for the parent before the worker has to."""


class Gone(Exception):
    """`silent`: it lived and did not answer, so that asking again would only take as long again. `of_itself`: it ended of
    what it computed, so that it would again: no clock on the wall, and nobody outside, has ended it.
    """

    def __init__(self, why: str, *, silent: bool = False, of_itself: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.silent = silent
        self.of_itself = of_itself


class Worker:
    """The process and its two pipes; a thread reads, so that waiting can end on every system."""

    def __init__(self) -> None:
        self.murmur = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-m", "vaultkit.render.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.murmur,
            env=_environment(),
            cwd=Path(vaultkit.__file__).parent,
        )
        self.templates: dict[str, str] | None = None
        self.unsent = False
        self.heard: queue.Queue[bytes] = queue.Queue(maxsize=UNREAD)
        assert self.process.stdout is not None
        self.reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self.reader.start()

    def _read(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):
            for data in pipe:
                self.heard.put(data)
        self.heard.put(b"")

    def alive(self) -> bool:
        return self.reader.is_alive() or not self.heard.empty()

    def has_said(self) -> bool:
        """Whether `hear` would have something at once, be it the end."""
        return not self.heard.empty()

    def say(self, data: bytes, *, now: bool = True) -> None:
        """Unless `now`, it may wait until somebody wants to hear. Raises Gone."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(data)
            if now:
                self.process.stdin.flush()
            self.unsent = not now
        except (OSError, ValueError) as error:
            raise Gone("the render process ended") from error

    def hear(self, seconds: float, reads: dict[str, set[str]] | None = None) -> dict[str, Any]:
        """The next answer. Raises Gone after `seconds` without one, or when there will be none.

        What a job that is done aloud tells of its reads on the way goes into `reads`.
        """
        if self.unsent:
            self.say(b"")
        end = time.monotonic() + seconds
        while True:
            try:
                data = self.heard.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise Gone(f"the render took longer than {seconds:g} seconds", silent=True) from None
            if not data.endswith(b"\n"):
                raise self._ended()
            try:
                message = wire.read_line(data)
                if reads is None or "heard" not in message:
                    return message
                subject, aspect = message["heard"]
                reads.setdefault(str(subject), set()).add(str(aspect))
            except ValueError:
                raise Gone("the render process said something that is no answer") from None

    def _ended(self) -> Gone:
        code = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self.process.wait(timeout=1)
        if died_of_limits(code):
            return Gone(f"the render took longer than {CPU_SECONDS:g} seconds", silent=True, of_itself=True)
        return Gone(
            f"the render process ended{self._last_words()}",
            of_itself=code is not None and (code > 0 or -code in FATAL),
        )

    def _last_words(self) -> str:
        """What the process printed last: the reason, when Python had one."""
        with contextlib.suppress(OSError, ValueError):
            self.murmur.seek(max(0, self.murmur.seek(0, os.SEEK_END) - 500))
            words = self.murmur.read().decode("utf-8", "replace").split("\n")
            said = [line for line in words if line.strip()]
            return f": {said[-1].strip()}" if said else ", as it does when a render takes too much memory"
        return ""

    def end(self) -> None:
        """Kill it: it holds nothing that could be lost."""
        self.process.kill()
        self.process.wait()
        self.murmur.close()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError, ValueError):
                    if pipe is self.process.stdout:
                        self._drain()
                    pipe.close()

    def _drain(self) -> None:
        """Let the reading thread come to its end before its pipe is closed."""
        while self.reader.is_alive():
            with contextlib.suppress(queue.Empty):
                self.heard.get(timeout=0.05)


class Seat:
    """Where one worker sits, or nobody yet. Who works with it may put a new one there."""

    def __init__(self) -> None:
        self.worker: Worker | None = None

    def end(self) -> None:
        worker, self.worker = self.worker, None
        if worker is not None:
            worker.end()


def _environment() -> dict[str, str]:
    """What a Python process needs and no more: no home, and no module out of the folder one stands in."""
    kept = {name: value for name, value in os.environ.items() if name.upper() in KEPT}
    inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    places = [str(Path(vaultkit.__file__).resolve().parent.parent), *filter(os.path.isabs, inherited)]
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(places),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
