"""From a save to what was made of it, on the disk: `vaultkit watch` and, where installed, `hugo --watch`.

In: sizes of generated vaults, a number of saves. Out: a Markdown table on stdout.
Never: a figure of one without the other's from the same minutes; saves take turns.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.generate import vault
from benchmarks.measure import hugo_site

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 120.0
AGAIN = 5.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watching")
    parser.add_argument("--notes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--saves", type=int, default=40)
    words = parser.parse_args()
    print("| notes | what | median ms | 95th percentile ms | slowest ms |\n|---|---|---|---|---|")
    for notes in words.notes:
        for name, took in measure(notes, words.saves).items():
            ordered = sorted(one * 1000 for one in took)
            late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
            print(
                f"| {notes:,} | {name} | {statistics.median(ordered):.0f} | {late:.0f} | {ordered[-1]:.0f} |",
                flush=True,
            )


def measure(notes: int, saves: int) -> dict[str, list[float]]:
    """Seconds from each save to its arrival, by what made it."""
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        ours, theirs = base / "ours", base / "theirs"
        vault(ours, notes)
        env = {**os.environ, "VAULTKIT_CACHE": str(base / "cache"), "VAULTKIT_STATE": str(base / "state")}
        render = [sys.executable, "-m", "vaultkit", "render", "--vault", str(ours)]
        subprocess.run(render, env=env, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        vault(theirs, notes)
        children = [subprocess.Popen([sys.executable, "-m", "vaultkit", "watch", "--vault", str(ours)], env=env,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)]  # fmt: skip
        results: dict[str, list[float]] = {"vaultkit watch": []}
        if shutil.which("hugo"):
            results["hugo --watch"] = []
            words = [*hugo_site(base / "site", theirs), "--watch"]
            children.append(subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        try:
            chosen = [
                path for path in sorted((ours / "Interviews").glob("*.md")) if sheet(path, ours).exists()
            ]
            for number in range(-3, saves):  # the first ones warm both up
                note = chosen[(number * 37) % len(chosen)]
                mark = f"wondering about number {number + 1000}"
                took = [arrival(note, mark, lambda note=note: sheet(note, ours), warming=number < 0)]
                if len(results) > 1:
                    took.append(arrival(theirs / "Interviews" / note.name, mark,
                                        lambda note=note: page(note, base / "site/public"), warming=number < 0))  # fmt: skip
                if number >= 0:
                    for name, seconds in zip(results, took, strict=True):
                        results[name].append(seconds)
                time.sleep(0.3)
        finally:
            for child in children:
                child.terminate()
                child.wait()
    return results


def sheet(note: Path, root: Path) -> Path:
    return root / "Sheets" / f"{note.stem} - prep.md"


def page(note: Path, public: Path) -> Path:
    return public / "interviews" / note.stem.lower().replace(" ", "-") / "index.html"


def arrival(note: Path, mark: str, place: Callable[[], Path], *, warming: bool) -> float:
    """Save a note with a question that was not there, and wait until what is made of it has it too.

    While `warming` up it is saved again: what came before a watch began is not its business.
    """
    text = note.read_text("utf-8").replace("### Essential\n", f"### Essential\n- [ ] Are you {mark}?\n")
    began = time.monotonic()
    note.write_text(text, "utf-8", newline="\n")
    target, again = place(), began + AGAIN
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


if __name__ == "__main__":
    main()
