"""Commands as whole processes, every peer in turn in the same run: ratios first, medians, peak memory.

In: numbers of notes and of runs. Out: Markdown tables on stdout, and the figures as JSON.
Never: a figure without the peer that was measured beside it in the same run.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import peers
from benchmarks.generate import CROWD, crowd, vault
from benchmarks.timing import READ, VAULTKIT, WALK, Timed, compile_all, environment, process

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST, NOTHING, ONE = "first render", "render, nothing changed", "render, one note changed"
SHARED, ALL = "render, one contact changed that 50 interviews name", "render, every letter changed"
STAT, WHOLE, HELP, CLICK = "bare walk with stat", "bare walk with read", "--help", "import click"
LISTS = {
    "agenda": ["agenda"],
    "list contacts": ["list", "contacts"],
    "list interviews": ["list", "interviews"],
}
AIMS = (
    (FIRST, peers.HUGO, 0.4), (NOTHING, STAT, 2.5), (SHARED, ALL, 0.05), *((name, STAT, 1.7) for name in LISTS),
    (HELP, CLICK, 1.6),
)  # fmt: skip


def run(sizes: Sequence[int], runs: int, npm: Path | None, out: Path | None, *, everyone: bool) -> None:
    every: dict[str, dict[str, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for notes in sizes:
            found = _One(Path(temporary) / str(notes), notes, npm, everyone=everyone).run(runs)
            report(notes, runs, found)
            every[str(notes)] = {
                name: {"wall": one.median(), "cpu": one.median("cpu"), "peak": one.peak}
                for name, one in found.items()
            }
            if out is not None:
                out.write_text(json.dumps(every, indent=1) + "\n")


class _One:
    """One size."""

    def __init__(self, base: Path, notes: int, npm: Path | None, *, everyone: bool) -> None:
        self.base, self.npm = base, npm
        self.env = environment(base)
        self.pristine, self.work = base / "pristine", base / "warming up"
        vault(self.pristine, notes)
        crowd(self.pristine)
        self.peers = peers.present(npm, notes, everyone=everyone)
        self.found: dict[str, Timed] = defaultdict(Timed)
        compile_all(self.env)
        self._render("warming up")
        self.found.clear()

    def run(self, runs: int) -> dict[str, Timed]:
        for number in range(runs):
            self._commands(number)
            self._timed(STAT, [sys.executable, "-c", WALK, str(self.work)])
            self._timed(WHOLE, [sys.executable, "-c", READ, str(self.work)])
            for name in self.peers:
                other = peers.peer(name, self.base / f"{name} {number}", self.pristine, self.npm)
                self._timed(name, other.words, cwd=other.site)
        return self.found

    def _commands(self, number: int) -> None:
        # Nothing is deleted before all is measured: for each new file ext4 may look past every inode that was freed in
        # the last minutes, one by one, which took longer than the render.
        self.work = self.base / f"work {number}"
        shutil.copytree(self.pristine, self.work)
        self._render(FIRST)
        self._render("settling")
        for words in LISTS.values():
            self._ask("warming the lists", words)
        for _ in range(3):
            self._render(NOTHING)
            for name, words in LISTS.items():
                self._ask(name, words)
            self._timed(HELP, [*VAULTKIT, "--help"])
            self._timed(CLICK, [sys.executable, "-c", "import click"])
        note = sorted((self.work / "Interviews").glob("*.md"))[number]
        self._edit(note, "## Notes\n", "## Notes\n- one line more\n")
        self._render(ONE)
        self._edit(self.work / "People" / f"{CROWD}.md", "greeting: Wide", f"greeting: Wider{number}")
        self._render(SHARED)
        self._edit(self.work / "Me.md", "name: Pia Solberg", f"name: Pia Solberg {number}")
        self._render(ALL)

    def _edit(self, note: Path, old: str, new: str) -> None:
        text = note.read_text("utf-8")
        assert old in text, note
        note.write_text(text.replace(old, new), "utf-8", newline="\n")

    def _render(self, name: str) -> None:
        self._ask(name, ["render"])

    def _ask(self, name: str, words: list[str]) -> None:
        self.work.mkdir(exist_ok=True)
        self._timed(name, [*VAULTKIT, *words, "--vault", str(self.work)])

    def _timed(self, name: str, words: list[str], cwd: Path | None = None) -> None:
        process(words, self.env, self.found[name], cwd=cwd)


def report(notes: int, runs: int, found: dict[str, Timed]) -> None:
    """The aims, then every row, as Markdown."""
    print(f"{notes:,} notes, medians of {runs} runs\n")
    print("| what | against | aim | ratio | ratio of CPU |\n|---|---|---|---|---|")
    for what, against, aim in AIMS:
        if what in found and against in found:
            one, other = found[what], found[against]
            wall, cpu = (one.median(how) / other.median(how) for how in ("wall", "cpu"))
            print(f"| {what} | {against} | ≤ {aim} | {wall:.2f} | {cpu:.2f} |")
    walk = found[STAT].median()
    print("\n| what | against a bare walk | seconds | CPU seconds | peak MB |\n|---|---|---|---|---|")
    for name, one in found.items():
        if not name.startswith(("warming", "settling")):
            wall, cpu = one.median(), one.median("cpu")
            print(f"| {name} | {wall / walk:.2f} | {wall:.3f} | {cpu:.3f} | {one.peak:.0f} |")
    print(flush=True)
