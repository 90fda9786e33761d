"""Processes killed at seeded random moments: notes are whole, and the next run ends where an undisturbed one would."""

from __future__ import annotations

import os
import random
import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.commands import AGAIN, COMMANDS, Vault, whole
from tests.faults.forge import Forge, moment
from tests.pipeline.test_crash import CASES, edit_source, ends, made
from tests.writeback.world import hidden

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("VAULTKIT_KILLS", "100"))
"""Of each of three kinds: renders, commands that change notes, watches (half as many)."""


@pytest.mark.soak
def test_renders_killed_at_any_moment(tmp_path: Path) -> None:
    died, wanted, lasts = 0, dict[str, object](), dict[str, float]()
    with Forge(tmp_path) as forge:
        for name, change in CASES.items():
            calm = made(tmp_path / name, change)
            env = {"VAULTKIT_CACHE": str(calm.cache)}
            lasts[name] = forge.lasts(["--vault", str(calm.root), "render"], env)
            edit_source(calm)
            wanted[name] = ends(calm)
        for seed in range(KILLS):
            chance = random.Random(seed)
            name = list(CASES)[seed % len(CASES)]
            world = made(tmp_path / f"{seed}", CASES[name])
            words = ["--vault", str(world.root), "render"]
            died += forge.killed(words, {"VAULTKIT_CACHE": str(world.cache)}, moment(chance, lasts[name]))
            edit_source(world)
            assert ends(world) == wanted[name], (name, seed)
    sys.stderr.write(f"renders: {KILLS} tried, {died} killed under way\n")
    assert died > KILLS / 3


@pytest.mark.soak
def test_commands_killed_at_any_moment(tmp_path: Path) -> None:
    died, between = 0, 0
    with Forge(tmp_path) as forge:
        calm, lasts, before = dict[str, dict[str, bytes]](), dict[str, float](), dict[str, dict[str, bytes]]()
        for name in COMMANDS:
            vault = Vault(tmp_path / name, name)
            before[name] = vault.files()
            lasts[name] = forge.lasts(vault.words, vault.env)
            calm[name] = vault.files()
        for seed in range(KILLS):
            chance = random.Random(1000 + seed)
            name = list(COMMANDS)[seed % len(COMMANDS)]
            vault = Vault(tmp_path / f"{seed}", name)
            died += forge.killed(vault.words, vault.env, moment(chance, lasts[name]))
            found = vault.files()
            whole(before[name], found, calm[name])
            between += found not in (before[name], calm[name])
            if found != calm[name] and (name in AGAIN or name == "new" or found == before[name]):
                assert forge.run(vault.words, vault.env) == 0, (name, seed, forge.said.read_text())
            vault.world.report()
            assert hidden(vault.world.root) == [], (name, seed)
            own = {path: data for path, data in vault.files().items() if path in calm[name]}
            assert own == calm[name], (name, seed)
    sys.stderr.write(f"commands: {KILLS} tried, {died} killed under way, {between} between two files\n")
    assert died > KILLS / 3
