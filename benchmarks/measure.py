"""Whole processes, timed in turn: ratios first, medians of several runs, peak memory.

In: a number of notes and of runs. Out: a Markdown table on stdout.
Never: a figure without the peer that was measured beside it in the same run.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.generate import vault

if TYPE_CHECKING:
    from collections.abc import Callable

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
    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0  # MB

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def process(words: list[str], env: dict[str, str], timed: Timed, *, codes: tuple[int, ...] = (0,)) -> None:
    """Run one process to its end; add its wall time, and its peak memory with that of its children."""
    before = time.perf_counter()
    child = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    timed.seconds.append(time.perf_counter() - before)
    timed.peak = max(timed.peak, usage.ru_maxrss / 1024)
    if child.returncode not in codes:
        raise SystemExit(f"{' '.join(words)} ended with {child.returncode}")


def hugo_site(folder: Path, content: Path) -> list[str]:
    """A site of the least: every note a page, one list."""
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (folder / "hugo.toml").write_text(
        f'title = "notes"\ncontentDir = "{content}"\ndisableKinds = ["taxonomy", "term", "RSS"]\n'
    )
    (layouts / "single.html").write_text("<h1>{{ .Title }}</h1>{{ .Content }}")
    (layouts / "list.html").write_text(
        "{{ range .Pages }}<a href='{{ .Permalink }}'>{{ .Title }}</a>{{ end }}"
    )
    return ["hugo", "--quiet", "--source", str(folder), "--destination", str(folder / "public")]


def run(notes: int, runs: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        env = {**os.environ, "VAULTKIT_CACHE": str(base / "cache")}
        pristine, work = base / "pristine", base / "work"
        vault(pristine, notes)
        render = [sys.executable, "-m", "vaultkit", "render", "--vault", str(work)]
        results: dict[str, Timed] = {}

        def timed(name: str, words: list[str], prepare: Callable[[], None] = lambda: None) -> None:
            prepare()
            process(words, env, results.setdefault(name, Timed()))

        def fresh() -> None:
            shutil.rmtree(work, ignore_errors=True)
            shutil.rmtree(base / "cache", ignore_errors=True)
            shutil.copytree(pristine, work)

        def touch() -> None:
            note = next(iter(sorted((work / "People").glob("*.md"))))
            note.write_text(note.read_text("utf-8") + "- one line more\n", "utf-8")

        for number in range(runs):
            timed("first render", render, fresh)
            timed("render, nothing changed", render)
            timed("render, one contact changed", render, touch)
            timed("bare walk with stat", [sys.executable, "-c", WALK, str(work)])
            timed("bare walk with read", [sys.executable, "-c", READ, str(work)])
            if shutil.which("hugo"):
                site = base / f"site{number}"
                timed("hugo, the same notes", hugo_site(site, pristine))
                shutil.rmtree(site)
    report(notes, runs, results)


def report(notes: int, runs: int, results: dict[str, Timed]) -> None:
    hugo, walk = results.get("hugo, the same notes"), results["bare walk with stat"]
    print(f"{notes:,} notes, medians of {runs} runs\n")
    print("| what | against hugo | against a bare walk | seconds | peak MB |\n|---|---|---|---|---|")
    for name, timed in results.items():
        against = f"{timed.median / hugo.median:.2f}" if hugo else "-"
        print(
            f"| {name} | {against} | {timed.median / walk.median:.2f} | {timed.median:.3f} | {timed.peak:.0f} |"
        )
