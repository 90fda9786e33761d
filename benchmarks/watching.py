"""From a save to what was made of it, on the disk: `vaultkit watch` beside `hugo --watch` and Eleventy's.

In: sizes of generated vaults, a number of saves. Out: Markdown tables on stdout, and the figures as JSON.
Never: a figure of one without the others' from the same minutes; saves take turns.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import peers
from benchmarks.generate import CROWD, crowd, vault
from benchmarks.timing import VAULTKIT, Timed, compile_all, environment, process

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PATIENCE, AGAIN = 600.0, 5.0
IDLE = 60.0
OURS = "vaultkit watch"
SHARED, ALL = "one contact changed that 50 interviews name", "every letter changed"
TURNS = 3


@dataclass
class Watched:
    """One program: milliseconds of each save; MB of all its processes when idle, and how busy they are then."""

    took: list[float] = field(default_factory=list)
    resident: float = 0.0
    idle: float = 0.0  # percent of one processor

    @property
    def late(self) -> float:
        ordered = sorted(self.took)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def run(sizes: Sequence[int], saves: int, npm: Path | None, out: Path | None, *, everyone: bool) -> None:
    every: dict[int, dict[str, Watched]] = {}
    for notes in sizes:
        every[notes] = measure(notes, saves, npm, everyone=everyone)
        print(f"{notes:,} notes, {saves} saves\n")
        print(
            "| what | against | median ms | 95th percentile ms | resident MB | idle % of a processor |\n"
            "|---|---|---|---|---|---|"
        )
        ours = statistics.median(every[notes][OURS].took)
        shared, letters = (statistics.median(every[notes][name].took) for name in (SHARED, ALL))
        for name, one in every[notes].items():
            if name in (SHARED, ALL):
                continue
            median = statistics.median(one.took)
            against = "" if name == OURS else f"{ours / median:.3f} of it"
            print(
                f"| {name} | {against} | {median:.0f} | {one.late:.0f} | {one.resident:.0f} | {one.idle:.2f} |"
            )
        print(
            f"\n{SHARED}: {shared:.0f} ms; {ALL}: {letters:.0f} ms; ratio {shared / letters:.3f} (aim ≤ 0.05)"
        )
        print(flush=True)
        if out is not None:
            out.write_text(
                json.dumps({size: {n: vars(w) for n, w in of.items()} for size, of in every.items()})
            )
    if len(sizes) > 1:
        first, last = (statistics.median(every[size][OURS].took) for size in (min(sizes), max(sizes)))
        print(f"A save at {max(sizes):,} notes against one at {min(sizes):,}: {last / first:.2f} (aim ≤ 1.5)")


def measure(notes: int, saves: int, npm: Path | None, *, everyone: bool) -> dict[str, Watched]:
    """What came of each save, by who made it."""
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        pristine, ours = base / "pristine", base / "ours"
        for folder in (pristine, ours):
            vault(folder, notes)
            crowd(folder)
        env = environment(base)
        compile_all(env)
        process([*VAULTKIT, "render", "--vault", str(ours)], env, Timed())
        others = [
            peers.peer(name, base / name, pristine, npm)
            for name in peers.present(npm, notes, everyone=everyone)
            if name != peers.MARKDOWNDB  # it watches, and makes nothing that a reader could see arrive
        ]
        said = base / "said"
        children = {OURS: _started([*VAULTKIT, "watch", "--vault", str(ours)], base, env, said)}
        for other in others:
            children[other.name] = _started(other.watch, other.site, env)
        try:
            found = _saves(saves, ours, others)
            for name, child in children.items():
                found[name].resident, found[name].idle = _at_rest(child.pid)
            found |= _rounds(ours, said)
        finally:
            for child in children.values():
                child.terminate()
                child.wait()
    return found


def _started(
    words: Sequence[str], cwd: Path, env: Mapping[str, str], said: Path | None = None
) -> subprocess.Popen[bytes]:
    with (said or Path(os.devnull)).open("wb") as out:
        return subprocess.Popen(words, cwd=cwd, env=env, stdout=out, stderr=subprocess.DEVNULL)


def _rounds(ours: Path, said: Path) -> dict[str, Watched]:
    """Changes that concern many, until the watch says that its round is done; its render process runs already."""
    found = {SHARED: Watched(), ALL: Watched()}
    places = {SHARED: (f"People/{CROWD}.md", "greeting: Wide"), ALL: ("Me.md", "name: Pia Solberg")}
    for number in range(-1, TURNS):  # the first ones warm it up
        for name, (path, line) in places.items():
            text = (ours / path).read_text("utf-8")
            start = text.index(line)
            changed = f"{text[:start]}{line} {number + 2}{text[text.index(chr(10), start) :]}"
            done, began = said.read_text("utf-8").count(f"{path}:"), time.monotonic()
            (ours / path).write_text(changed, "utf-8", newline="\n")
            while said.read_text("utf-8").count(f"{path}:") == done:
                time.sleep(0.002)
            if number >= 0:
                found[name].took.append((time.monotonic() - began) * 1000)
            time.sleep(2)
    return found


def _saves(saves: int, ours: Path, others: Sequence[peers.Peer]) -> dict[str, Watched]:
    found = {OURS: Watched(), **{other.name: Watched() for other in others}}
    chosen = [path for path in sorted((ours / "Interviews").glob("*.md")) if sheet(path, ours).exists()]
    for number in range(-3, saves):  # the first ones warm all of them up
        note = chosen[(number * 37) % len(chosen)]
        places = {OURS: (note, sheet(note, ours))}
        for other in others:
            places[other.name] = (other.notes / "Interviews" / note.name, page(note, other))
        for name, (saved, made) in places.items():
            mark = f"wondering about number {number + 1000}"
            took = arrival(saved, mark, made, warming=number < 0)
            if number >= 0:
                found[name].took.append(took * 1000)
        time.sleep(0.3)
    return found


def sheet(note: Path, root: Path) -> Path:
    return root / "Sheets" / f"{note.stem} - prep.md"


def page(note: Path, peer: peers.Peer) -> Path:
    """Where a peer puts what it makes of an interview. Eleventy takes the date in front of a name off."""
    if peer.name == peers.HUGO:
        return peer.public / "interviews" / note.stem.lower().replace(" ", "-") / "index.html"
    return peer.public / "Interviews" / note.stem / "index.html"


def arrival(note: Path, mark: str, target: Path, *, warming: bool) -> float:
    """Save a note with a question that was not there, and wait until what is made of it has it too.

    While `warming` up it is saved again: what came before a watch began is not its business.
    """
    text = note.read_text("utf-8").replace("### Essential\n", f"### Essential\n- [ ] Are you {mark}?\n")
    began = time.monotonic()
    note.write_text(text, "utf-8", newline="\n")
    again = began + AGAIN
    while mark not in _read(target):
        if warming and time.monotonic() > again:
            note.write_text(text, "utf-8", newline="\n")
            again = time.monotonic() + AGAIN
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"nothing came of {note} in {target}")
        time.sleep(0.002)
    return time.monotonic() - began


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""


def _at_rest(pid: int) -> tuple[float, float]:
    """Resident MB and the percentage of a processor over some idle seconds, with all children; 0 where not Linux."""
    if not Path("/proc/self/task").is_dir():
        return 0.0, 0.0
    before = _ticks(pid)
    time.sleep(IDLE)
    busy = (_ticks(pid) - before) / os.sysconf("SC_CLK_TCK")
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in _family(pid))
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20), 100 * busy / IDLE


def _ticks(pid: int) -> int:
    stats = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in _family(pid))
    return sum(sum(map(int, fields[11:15])) for fields in stats)  # with those of children that have ended


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += _family(int(child))
    return found
