"""Commands that change notes, killed at any call: each note is as it was or as it should be, and said again it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.commands import AGAIN, COMMANDS, Vault, own_lines_alone, whole
from tests.hand import Hand
from tests.writeback.world import heal, hidden, killed

if TYPE_CHECKING:
    from pathlib import Path


def say(vault: Vault) -> int:
    return Hand(vault.world.root, env=vault.env).run(*vault.words[2:]).code


def killed_at_each(
    folder: Path, patch: pytest.MonkeyPatch, name: str, *, after: bool, first: int, step: int
) -> int:
    """Kill the command at every `step`th call that touches the disk; how many kills that were."""
    calm = Vault(folder / "calm", name)
    before = calm.files()
    say(calm)
    wanted = calm.files()
    assert wanted != before
    own_lines_alone(before, wanted, name)
    for count, number in enumerate(range(first, 200, step)):
        vault = Vault(folder / f"{number}", name)
        with killed(patch, number, after=after) as hand:
            say(vault)
        whole(before, vault.files(), wanted)
        heal(vault.world.root)
        assert hidden(vault.world.root) == []
        if vault.files() != wanted:
            assert name in AGAIN or hand.dead
            say(vault)
        assert vault.files() == wanted, number
        if not hand.dead:
            assert number > 4
            return count
    raise AssertionError("the command never ends")


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_some_calls_a_note_is_whole_and_the_command_can_be_said_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Between them the commands, which begin elsewhere, meet every kind of call, before it and after."""
    number = list(COMMANDS).index(name)
    killed_at_each(tmp_path, monkeypatch, name, after=bool(number % 2), first=number % 5, step=5)


@pytest.mark.soak
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_every_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
    kills = sum(
        killed_at_each(tmp_path / name, monkeypatch, name, after=after, first=0, step=1) for name in COMMANDS
    )
    sys.stderr.write(f"commands killed at {kills} calls {'after' if after else 'before'} they were done\n")
    assert kills > 150
