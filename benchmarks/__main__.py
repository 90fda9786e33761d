"""`python -m benchmarks make|run|watch|plot`; docs/performance.md says what they measure."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from benchmarks import measure, plot, watching
from benchmarks.generate import vault

SIZES = [1_000, 10_000, 100_000]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    commands = parser.add_subparsers(required=True, dest="command")
    make = commands.add_parser("make", help="write a generated vault")
    make.add_argument("folder", type=Path)
    make.add_argument("--notes", type=int, default=10_000)
    run = commands.add_parser("run", help="time commands beside a bare walk and the peers that are installed")
    run.add_argument("--runs", type=int, default=5)
    watch = commands.add_parser("watch", help="time from a save to what was made of it; memory and idle time")
    watch.add_argument("--saves", type=int, default=40)
    for one in (run, watch):
        one.add_argument("--notes", type=int, nargs="+", default=SIZES)
        one.add_argument("--npm", type=Path, help="where `npm install @11ty/eleventy mddb` was run")
        one.add_argument("--all-peers", action="store_true", help="also those that take hours")
        one.add_argument("--out", type=Path, help="the figures as JSON, for plot")
    draw = commands.add_parser("plot", help="draw what `run --out` wrote")
    draw.add_argument("figures", type=Path)
    draw.add_argument("--to", type=Path, default=Path("docs/performance.svg"))
    words = parser.parse_args()
    if words.command in ("run", "watch") and not hasattr(os, "wait4"):
        parser.error("processes are measured on Linux and macOS; Windows tells nobody what one has cost")
    if words.command == "make":
        vault(words.folder, words.notes)
    elif words.command == "run":
        measure.run(words.notes, words.runs, words.npm, words.out, everyone=words.all_peers)
    elif words.command == "watch":
        watching.run(words.notes, words.saves, words.npm, words.out, everyone=words.all_peers)
    else:
        plot.draw(words.figures, words.to)


main()
