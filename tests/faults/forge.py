"""Runs commands as processes of their own that can be killed, without the start of Python for each.

In: the words of a command. Out: its process, to be killed at a moment, and what it ended with.
Never: a process killed that was not started here.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

import vaultkit

if not hasattr(os, "fork"):
    pytest.skip("processes of POSIX", allow_module_level=True)

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

_FORGE = """
import importlib, json, os, pkgutil, sys
import vaultkit
for found in pkgutil.walk_packages(vaultkit.__path__, "vaultkit."):
    if not found.name.endswith(("__main__", "worker")):
        importlib.import_module(found.name)
import icalendar, jinja2, markdown_it, merge3, platformdirs, filelock
from vaultkit import cli
def tell(word):
    os.writev(1, [f"{word}\\n".encode()])  # no `write`, of which each may be one that fails
tell("ready")
for line in sys.stdin:
    asked = json.loads(line)
    pid = os.fork()
    if pid == 0:
        os.environ.update(asked["env"])
        for number, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
            os.dup2(os.open(os.devnull if number != 2 else asked["said"], mode | os.O_CREAT), number)
        sys.argv = ["vaultkit", *asked["words"]]
        code = 99
        try:
            cli.main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    tell(pid)
    sys.stdin.readline()
    tell(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


class Forge:
    """One process that has loaded everything and forks for each command; none is reaped before it is asked for, so
    that no number can belong to somebody else when it is killed."""

    def __init__(self, folder: Path, under: Sequence[str] = ()) -> None:
        """`under`: the words of a program that runs it, such as strace."""
        self.said = folder / "said"
        self.running: int | None = None
        code = Path(vaultkit.__file__).parent.parent
        self.process = subprocess.Popen(
            [*under, sys.executable, "-c", _FORGE],
            cwd=code, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        if self._hear() != "ready":
            self.process.communicate()
            raise ChildProcessError("not begun")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if self.running is not None:
            os.kill(self.running, signal.SIGKILL)
            self.end()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)

    def _hear(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def _say(self, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def start(self, words: list[str], env: Mapping[str, str]) -> int:
        """Begin a command; the number of its process."""
        self.said.write_bytes(b"")
        self._say(json.dumps({"words": words, "env": dict(env), "said": str(self.said)}))
        self.running = int(self._hear())
        return self.running

    def end(self) -> int:
        """Wait for the command; its exit code, or minus the signal that ended it."""
        self._say("")
        self.running = None
        return int(self._hear())

    def run(self, words: list[str], env: Mapping[str, str]) -> int:
        """A whole command; its exit code."""
        self.start(words, env)
        return self.end()

    def lasts(self, words: list[str], env: Mapping[str, str]) -> float:
        """Seconds that a command takes which nobody disturbs."""
        began = time.perf_counter()
        assert self.run(words, env) in (0, 1), self.said.read_text()
        return time.perf_counter() - began

    def killed(self, words: list[str], env: Mapping[str, str], after: float) -> bool:
        """Kill a command `after` seconds; whether it still lived."""
        pid = self.start(words, env)
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
        return self.end() == -signal.SIGKILL


def moment(chance: random.Random, lasts: float) -> float:
    """A moment within a command, or a little after its usual end; mostly late, where it writes."""
    early = chance.random() < 1 / 3
    return chance.uniform(0 if early else lasts * 0.5, lasts * 1.1)
