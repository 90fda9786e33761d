"""Whole processes as the system accounts for them.

In: words of a command, an environment. Out: wall and CPU seconds, peak memory.
Never: a process of Python's measured while it compiles its own modules: these are kept as an installation has them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
VAULTKIT = [sys.executable, "-m", "vaultkit"]
WALK = """
import os, sys
def walk(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            walk(entry.path)
        else:
            entry.stat(follow_symlinks=False)
walk(sys.argv[1])
"""
READ = WALK.replace("entry.stat(follow_symlinks=False)", "open(entry.path, 'rb').read()")


@dataclass
class Timed:
    """All runs of one command. `peak` is that of its largest process, in MB."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: float = 0.0

    def median(self, what: Literal["wall", "cpu"] = "wall") -> float:
        return statistics.median(self.wall if what == "wall" else self.cpu)


def environment(base: Path) -> dict[str, str]:
    """The caller's, with every cache of ours and of Python's below `base`."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    places = {"VAULTKIT_CACHE": "cache", "VAULTKIT_STATE": "state", "PYTHONPYCACHEPREFIX": "compiled"}
    return {**env, "PYTHONPATH": str(ROOT), **{key: str(base / name) for key, name in places.items()}}


def compile_all(env: dict[str, str]) -> None:
    """Every module of ours, and what the render process imports, which writes no file itself."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", ROOT / "vaultkit"], env=env, check=True)
    modules = "vaultkit.render.worker, vaultkit.exchange.attending, vaultkit.exchange.links"
    subprocess.run([sys.executable, "-c", f"import {modules}"], env=env, check=True)


def process(
    words: Sequence[str],
    env: dict[str, str],
    timed: Timed,
    *,
    cwd: Path | None = None,
    codes: Sequence[int] = (0,),
) -> None:
    """Run one process to its end, and add what it took."""
    before = time.perf_counter()
    child = subprocess.Popen(words, env=env, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    timed.wall.append(time.perf_counter() - before)
    timed.cpu.append(usage.ru_utime + usage.ru_stime)
    timed.peak = max(timed.peak, usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024))
    if child.returncode not in codes:
        raise SystemExit(f"{' '.join(words)} ended with {child.returncode}")
