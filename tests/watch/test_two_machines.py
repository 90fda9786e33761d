"""One vault on two machines: real Syncthing, a watch on each, both edited. In the end both have the same, and rest."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.watch.running import GOAL, NAMES, contact, interview, note_of, sheet_of, small_vault
from tests.watch.syncing import Pair, until
from vaultkit.watch.survey import APART

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.watch.syncing import Machine

ANA, JO, NOOR = NAMES
NEW = "Sukhvinder Gill"
LATER = "Keahi Nakoa"
MINE = "\nMine, to be kept.\n"
HELPERS = "Helpful people.md"

pytestmark = [
    pytest.mark.programs,
    pytest.mark.skipif(shutil.which("syncthing") is None, reason="no syncthing"),
]


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = Pair(Path(tempfile.mkdtemp(prefix="vaultkit-pair-")))
    shutil.copytree(small_vault(made.top / "seed"), made.a.root, dirs_exist_ok=True)
    yield made
    made.end()


def both_run(pair: Pair) -> None:
    """Both have the whole vault, and both watch."""
    for one in pair.machines:
        one.sync()
    pair.converge(lambda: pair.b.read("vaultkit.toml") == "" and pair.b.read(note_of(NOOR)))
    for one in pair.machines:
        one.watch()
    pair.converge(lambda: pair.b.read(sheet_of(NOOR)))


def add(machine: Machine, name: str, goal: str = GOAL, extra: str = "") -> None:
    machine.save(f"People/{name}.md", contact(name))
    machine.save(note_of(name), interview(name, goal, extra=extra))


def type_into(machine: Machine, path: str, words: str = MINE) -> None:
    machine.save(path, machine.read(path) + words)


def has(machine: Machine, path: str, *words: str) -> bool:
    text = machine.read(path)
    return all(one in text for one in words)


def as_from_nothing(machine: Machine) -> None:
    """With an empty index a render of what stands there has nothing to write, and no problem to tell."""
    words = [sys.executable, "-m", "vaultkit", "render", "--vault", str(machine.root), "--dry-run", "--json"]
    env = {**machine.env, "VAULTKIT_CACHE": str(machine.home / "empty")}
    ran = subprocess.run(words, env=env, capture_output=True, timeout=60, check=False)
    found = json.loads(ran.stdout or "{}")
    assert ran.returncode == 0, (ran.stdout, ran.stderr)
    assert [one for one in found["outputs"] if one["action"] not in ("kept", "deleted", "retired")] == []
    assert [one for one in found["problems"] if one["severity"] != "info"] == []


def ends_well(pair: Pair) -> None:
    pair.converge()
    assert pair.a.copies() == pair.b.copies() == [], pair.logs()
    pair.assert_still(4)
    for one in pair.machines:
        as_from_nothing(one)


def test_both_are_edited_while_both_watch(pair: Pair) -> None:
    a, b = pair.machines
    both_run(pair)
    # A note here, a rendered note there, both at once.
    a.edit(note_of(ANA), GOAL, "to see it drawn")
    type_into(b, sheet_of(JO))
    pair.converge(lambda: has(b, sheet_of(ANA), "to see it drawn"), lambda: has(a, sheet_of(JO), MINE))
    # The source changes where the edit of its rendered note has just arrived, and the other way round.
    type_into(b, sheet_of(ANA))
    until(lambda: has(a, sheet_of(ANA), MINE), 30, pair.logs)
    a.edit(note_of(ANA), "to see it drawn", "to draw one")
    pair.converge(lambda: has(b, sheet_of(ANA), MINE, "to draw one"))
    b.edit(note_of(JO), GOAL, "to ask about ink")
    pair.converge(lambda: has(a, sheet_of(JO), MINE, "to ask about ink"))
    # Renamed, deleted, come anew.
    renamed = note_of(ANA).replace("04-09", "04-10")
    (a.root / note_of(ANA)).rename(a.root / renamed)
    (b.root / sheet_of(NOOR)).unlink()
    pair.converge(
        lambda: has(b, sheet_of(ANA).replace("04-09", "04-10"), MINE, Path(renamed).stem),
        lambda: not (b.root / sheet_of(ANA)).exists() and not (a.root / sheet_of(NOOR)).exists(),
    )
    b.edit(note_of(NOOR), GOAL, "to let it rest")
    add(a, NEW)
    pair.converge(lambda: has(b, sheet_of(NEW), GOAL), lambda: has(a, note_of(NOOR), "to let it rest"))
    assert not (a.root / sheet_of(NOOR)).exists()
    ends_well(pair)


def test_a_machine_that_joins_late_and_empty(pair: Pair) -> None:
    """What its user deleted does not come back, and what they wrote is not overwritten, by the machine that joins."""
    a, b = pair.machines
    add(a, NEW, extra="held: 2026-04-09\n")
    a.watch()
    type_into(a, sheet_of(ANA))
    type_into(a, HELPERS)
    (a.root / sheet_of(JO)).unlink()
    for number in range(60):
        add(a, f"Some Body{number}")
    until(lambda: has(a, sheet_of("Some Body59"), GOAL), 30, pair.logs)
    a.sync()
    b.watch()
    b.sync()
    pair.converge(lambda: has(b, sheet_of(ANA), MINE), lambda: has(b, sheet_of("Some Body59"), GOAL))
    assert has(a, sheet_of(ANA), MINE)
    assert has(a, HELPERS, MINE)
    assert not (a.root / sheet_of(JO)).exists()
    assert not (b.root / sheet_of(JO)).exists()
    ends_well(pair)


def test_cut_off_and_edited_on_both_sides(pair: Pair) -> None:
    a, b = pair.machines
    both_run(pair)
    a.pause(b)
    a.edit(note_of(ANA), GOAL, "to see it drawn")
    add(a, NEW)
    until(lambda: has(a, sheet_of(NEW), GOAL) and has(a, sheet_of(ANA), "to see it drawn"), 30, pair.logs)
    type_into(a, sheet_of(NEW))
    type_into(a, sheet_of(ANA))
    type_into(b, sheet_of(JO))
    add(b, LATER)
    until(lambda: has(b, sheet_of(LATER), GOAL), 30, pair.logs)
    (b.root / sheet_of(LATER)).unlink()
    (b.root / sheet_of(NOOR)).unlink()
    assert not has(b, note_of(NEW), GOAL)
    time.sleep(2 * APART)  # what is younger is a save of its own user to a watch, and not a delivery
    a.resume(b)
    pair.converge(
        lambda: has(b, sheet_of(NEW), MINE),
        lambda: has(b, sheet_of(ANA), MINE, "to see it drawn"),
        lambda: has(a, sheet_of(JO), MINE),
        lambda: has(a, note_of(LATER), GOAL),
    )
    assert not (a.root / sheet_of(LATER)).exists()
    assert not (a.root / sheet_of(NOOR)).exists()
    ends_well(pair)


def test_cut_off_and_one_rendered_note_changed_on_both_sides(pair: Pair) -> None:
    """The one case for which Syncthing has no answer but a copy: it is named, and no word is lost."""
    a, b = pair.machines
    both_run(pair)
    a.pause(b)
    a.edit(note_of(ANA), GOAL, "to see it drawn")
    type_into(b, sheet_of(ANA))
    until(lambda: has(a, sheet_of(ANA), "to see it drawn"), 30, pair.logs)
    a.resume(b)
    pair.converge(
        lambda: a.copies() and b.copies(),
        lambda: has(b, note_of(ANA), "to see it drawn"),
        lambda: has(a, sheet_of(ANA), "to see it drawn"),
        lambda: has(b, sheet_of(ANA), "to see it drawn"),
    )
    pair.assert_still(4)
    assert a.copies() == b.copies()
    (copy,) = a.copies()
    assert MINE in a.read(sheet_of(ANA)) + a.read(copy)
    assert re.search(r"warning: [^:]*sync-conflict", a.told())
    assert re.search(r"warning: [^:]*sync-conflict", b.told())
