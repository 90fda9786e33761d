"""`python -m benchmarks make DIR --notes 10000`, and `python -m benchmarks run`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.generate import vault
from benchmarks.measure import run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    commands = parser.add_subparsers(required=True, dest="command")
    make = commands.add_parser("make", help="write a generated vault")
    make.add_argument("folder", type=Path)
    make.add_argument("--notes", type=int, default=10_000)
    measure = commands.add_parser("run", help="time vaultkit beside a bare walk and, where installed, hugo")
    measure.add_argument("--notes", type=int, default=10_000)
    measure.add_argument("--runs", type=int, default=5)
    words = parser.parse_args()
    if words.command == "make":
        vault(words.folder, words.notes)
    else:
        run(words.notes, words.runs)


main()
