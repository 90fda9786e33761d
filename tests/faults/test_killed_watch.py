"""A watch killed while its user writes: what they wrote stands, and the next run ends as one from nothing would."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.faults.forge import Forge
from tests.pipeline.world import World
from tests.watch.running import NAMES, SAVERS, interview, note_of, sheet_of, small_vault
from tests.writeback.world import hidden

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("VAULTKIT_KILLS", "100")) // 2
SAVES = [save for save in SAVERS if save.__name__ not in ("same_size_and_time", "slowly_in_place")]


def _disturb(world: World, chance: random.Random, seed: int) -> dict[str, str]:
    """What the user has written: notes by every way of saving, and a line in a rendered note."""
    wrote = {}
    for number in range(chance.randint(1, 4)):
        name = chance.choice(NAMES)
        sheet = world.root / sheet_of(name)
        if chance.random() < 1 / 4 and sheet.exists():
            with sheet.open("a") as file:
                file.write(f"\nMy line {seed} {number}.\n")
            wrote[f"line {number}"] = f"My line {seed} {number}."
        else:
            wrote[note_of(name)] = interview(name, f"to see {seed} and {number}")
            chance.choice(SAVES)(world.root / note_of(name), wrote[note_of(name)])
        time.sleep(chance.choice([0, 0.01, 0.05, 0.2]))
    return wrote


def _one(forge: Forge, folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    world = World(folder / "vault", folder / "cache")
    small_vault(world.root)
    if seed % 3:
        world.report()
    env = {"VAULTKIT_CACHE": str(world.cache), "VAULTKIT_STATE": str(folder / "state")}
    pid = forge.start(["--vault", str(world.root), "watch"], env)
    time.sleep(chance.uniform(0, 0.8))
    wrote = _disturb(world, chance, seed)
    time.sleep(chance.uniform(0, 0.3))
    os.kill(pid, signal.SIGKILL)
    assert forge.end() == -signal.SIGKILL, forge.said.read_text()
    for path, text in wrote.items():
        if path.endswith(".md"):
            assert world.read(path) == text, (seed, path)
    world.report()
    assert hidden(world.root) == [], seed
    everything = "".join(data.decode() for data in world.tree().values())
    assert all(text in everything for path, text in wrote.items() if not path.endswith(".md")), seed
    told = world.json()
    assert world.afresh().json() == told, seed
    assert told["problems"] == [], seed
    other = world.without_renders(folder / "pure")
    other.report()
    typed = "\nMy line "
    assert {path: text for path, text in world.notes().items() if typed not in text} == {
        path: text for path, text in other.notes().items() if typed not in world.read(path)
    }, seed


@pytest.mark.soak
def test_watches_killed_at_any_moment(tmp_path: Path) -> None:
    with Forge(tmp_path) as forge:
        for seed in range(KILLS):
            _one(forge, tmp_path / f"{seed}", seed)
    sys.stderr.write(f"watches: {KILLS} killed\n")
