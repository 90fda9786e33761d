"""Bases, the cache and the note of a command go, or a folder or a link takes their place, at any call."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.commands import TALK, Vault
from tests.faults.failing import failing
from tests.faults.test_commands_killed import say
from tests.faults.test_faults import ACTS, MANY, STEP, render
from tests.pipeline.test_crash import CASES, edit_source, ends, made
from tests.pipeline.vaults import SHEET
from tests.writeback.world import hidden

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RENDERS: Final = ".vaultkit/renders"


def _gone(place: Path, aside: Path) -> None:
    place.rename(aside)


def _file(place: Path, aside: Path) -> None:
    place.rename(aside)
    place.write_text("theirs")


def _linked(place: Path, aside: Path) -> None:
    """What is written through it would leave the vault."""
    place.rename(aside)
    (aside.parent / "outside").mkdir()
    place.symlink_to(aside.parent / "outside")


FOLDERS: Final = {"vanishes": _gone, "is replaced by a file": _file, "is replaced by a link": _linked}


class Once:
    """Does it at the call of that number."""

    def __init__(self, moment: int, act: Callable[[], None]) -> None:
        self.left, self.act = moment, act

    def __call__(self, _: str, __: int) -> None:
        self.left -= 1
        if self.left == -1:
            self.act()


def renders(folder: Path, patch: pytest.MonkeyPatch, what: str, how: str, moments: range) -> int:
    """Bases (all of them, or the one) or the cache, under a render with a merge to make; how many times."""
    for count, moment in enumerate(moments):
        world = made(folder / f"{moment}", CASES["merge"])
        place = {"bases": world.root / RENDERS, "a base": world.root / RENDERS / SHEET, "cache": world.cache}[
            what
        ]
        aside = folder / f"{moment}" / "aside"
        acts = ACTS if what == "a base" else FOLDERS
        once = Once(moment, partial(acts[how], place, aside))
        with failing(patch, once):
            assert render(world).code in (0, 1, 2)
        if once.left >= 0:
            return count
        outside = aside.parent / "outside"
        assert what == "cache" or not outside.exists() or not list(outside.iterdir()), moment
        if place.is_symlink() or place.is_file():
            place.unlink()
        if what == "a base" and place.is_dir():
            assert (place / "x.txt").read_text() == "theirs"
            (place / "x.txt").unlink()
            place.rmdir()
        if not place.exists():
            aside.rename(place)
        edit_source(world)
        ends(world)
        assert "My own line." in world.read(SHEET), moment
        if what == "cache":
            assert "With Jo Kim of Beta." in world.read(SHEET), moment
    raise AssertionError("the run never ends")


def commands(folder: Path, patch: pytest.MonkeyPatch, name: str, how: str, moments: range) -> int:
    """The note that a command is about to change; how many times."""
    calm = Vault(folder / "calm", name)
    before = calm.files()[TALK]
    assert say(calm) == 0
    wanted = calm.files()[TALK]
    for count, moment in enumerate(moments):
        vault = Vault(folder / f"{moment}", name)
        place, aside = vault.world.root / TALK, folder / f"{moment}" / "aside"
        once = Once(moment, partial(ACTS[how], place, aside))
        with failing(patch, once):
            say(vault)
        if once.left >= 0:
            return count
        assert aside.read_bytes() in (before, wanted), moment
        if place.is_symlink():
            assert (aside.parent / "outside.txt").read_text() == "outside"
            place.unlink()
        elif place.is_dir():
            assert [found.name for found in place.iterdir()] == ["x.txt"]
            (place / "x.txt").unlink()
            place.rmdir()
        else:
            assert not place.exists()
        aside.rename(place)
        if place.read_bytes() != wanted:
            assert say(vault) == 0
        assert place.read_bytes() == wanted, moment
        vault.world.report()
        assert hidden(vault.world.root) == []
    raise AssertionError("the command never ends")


KINDS: Final = {"bases": FOLDERS, "a base": ACTS, "cache": FOLDERS}


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a process that met no index
@pytest.mark.parametrize("what", KINDS)
def test_what_vaultkit_keeps_goes_or_is_replaced_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    count = 0
    for number, how in enumerate(KINDS[what]):
        moments = range(number * 4, MANY, 7 * STEP)
        count += renders(tmp_path / how, monkeypatch, what, how, moments)
    sys.stderr.write(f"{what} that went or were replaced: {count}\n")
    assert count > 20 / STEP


@pytest.mark.soak
def test_the_note_of_a_command_goes_or_is_replaced_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 0
    for number, how in enumerate(ACTS):
        for name in ("done", "tick"):
            count += commands(tmp_path / how / name, monkeypatch, name, how, range(number, MANY, 3 * STEP))
    sys.stderr.write(f"notes of commands that went or were replaced: {count}\n")
    assert count > 30 / STEP
