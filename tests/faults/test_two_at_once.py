"""Two at once: renders, a watch, commands and a person who saves in the same instant; every word survives."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.faults.failing import failing
from tests.faults.forge import Forge
from tests.hand import Hand
from tests.pipeline.test_crash import furnish
from tests.pipeline.vaults import JO, SHEET, TALK
from tests.pipeline.world import World
from tests.watch.running import temporary_over
from tests.writeback.world import hidden
from vaultkit.errors import VaultkitError
from vaultkit.files import places
from vaultkit.index import seal, store
from vaultkit.pipeline import gathering

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENTS: Final = 420
"""Calls that a run makes at most: at one of them something else happens."""


class Pair:
    """One vault, and two that work in it: what one does, the other does at some call of the first one's."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.world, self.patch = World(folder / "vault", folder / "cache"), patch
        self.typed: list[str] = []
        self.count = 0
        furnish(self.world)
        self.stack = ExitStack()
        self.round = self.stack.enter_context(self.world.watched())

    # What may be done, alone or at a call of the other

    def render(self) -> None:
        self.world.report()

    def watch(self) -> None:
        self.round()

    def done(self) -> None:
        self.count += 1
        Hand(self.world.root, env={"VAULTKIT_CACHE": str(self.world.cache)}).run(
            "set", TALK, f"duration={self.count}"
        )

    def source(self) -> None:
        self.count += 1
        with suppress(FileNotFoundError):
            text = self.world.read(JO)
            self.world.write(JO, text.partition("org:")[0] + f"org: Firm {self.count}\n---\n")

    def goal(self) -> None:
        """By hand, and not from the bytes that a command has just written."""
        self.count += 1
        text = self.world.read(TALK)
        temporary_over(self.world.root / TALK, text.replace("goal: ", "goal: more ", 1))

    def types(self) -> None:
        """In place, as nano does, at the end of what stands there."""
        place = self.world.root / SHEET
        if place.exists():
            self.count += 1
            text = place.read_text() + f"\nword {self.count}.\n"
            place.write_text(text)
            self.typed.append(f"word {self.count}.")

    def types_over(self) -> None:
        """By another file in its place, as vim and sync tools do."""
        place = self.world.root / SHEET
        if place.exists():
            self.count += 1
            temporary_over(place, place.read_text() + f"\nword {self.count}.\n")
            self.typed.append(f"word {self.count}.")

    def at(self, moment: int, first: Callable[[], None], second: Callable[[], None]) -> None:
        left = [moment]

        def strike(name: str, number: int) -> None:
            left[0] -= 1
            if left[0] == -1:
                with suppress(VaultkitError, store.Damaged):
                    second()

        with failing(self.patch, strike):
            first()
        if left[0] >= 0:
            second()

    def check(self) -> None:
        everything = "".join(data.decode() for data in self.world.tree().values())
        assert [one for one in self.typed if one not in everything] == []

    def end(self) -> None:
        self.stack.close()
        self.world.report()
        self.check()
        assert hidden(self.world.root) == []
        told = self.world.json()
        assert told["unchanged"] + len(told["outputs"]) == 1
        assert self.world.afresh().json() == told


WORK: Final = ("render", "watch", "done")
ACTS: Final = ("render", "watch", "done", "source", "goal", "types", "types_over")
STEP = st.tuples(
    st.sampled_from(WORK), st.sampled_from(ACTS), st.integers(0, MOMENTS), st.sampled_from(ACTS[3:])
)


def impatient(patch: pytest.MonkeyPatch) -> None:
    """The second one runs within the first: where it would wait, it gives up."""

    def at_once(handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise sqlite3.OperationalError("locked") from error

    patch.setattr(seal, "_wait_for", at_once)
    patch.setattr(store, "PATIENCE", 0.0)
    patch.setattr(places.lock.__wrapped__, "__defaults__", (0.0,))  # type: ignore[attr-defined]


def live(steps: list[tuple[str, str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        impatient(patch)
        pair = Pair(Path(folder), patch)
        for first, second, moment, before in steps:
            getattr(pair, before)()
            work = getattr(pair, first)
            if first == second == "watch":
                work()
                continue
            pair.at(moment, work, getattr(pair, second))
            pair.check()
        pair.end()


def test_what_another_run_did_meanwhile_is_decided_about_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One has decided to take the file as it stands for the last render; before it can say so, another renders anew."""
    world = World(tmp_path / "vault", tmp_path / "cache")
    furnish(world)
    world.edit(JO, "Acme", "Beta")
    world.edit(SHEET, "Acme", "Beta")
    real, other = gathering.cases, [True]

    def cases(*given: Any) -> Any:
        found = real(*given)
        if other:
            other.clear()
            world.edit(TALK, "selling", "buying")
            world.report()
        return found

    monkeypatch.setattr(gathering, "cases", cases)
    world.report()
    assert "To find out: buying." in world.bases()[SHEET]
    world.edit(TALK, "buying", "baking")
    assert world.report().problems == ()
    assert "To find out: baking." in world.read(SHEET)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.lists(STEP, min_size=1, max_size=3))
def test_two_at_once_lose_no_word(steps: list[tuple[str, str, int, str]]) -> None:
    live(steps)


@pytest.mark.soak
@settings(
    max_examples=int(os.environ.get("VAULTKIT_PAIRS", "25")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(STEP, min_size=4, max_size=10))
def test_two_at_once_lose_no_word_in_many_lives(steps: list[tuple[str, str, int, str]]) -> None:
    live(steps)


@pytest.mark.soak
def test_a_person_two_renders_and_a_watch(tmp_path: Path) -> None:
    """Real processes, and a person who saves what their editor holds, whatever has become of the file."""
    world = World(tmp_path / "vault", tmp_path / "cache")
    furnish(world)
    chance, lines = random.Random(5), [world.read(SHEET)]
    sheet, saves = world.root / SHEET, int(os.environ.get("VAULTKIT_SAVES", "300"))
    env = {"VAULTKIT_CACHE": str(world.cache), "VAULTKIT_STATE": str(tmp_path / "state")}
    words = ["--vault", str(world.root)]
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    with Forge(tmp_path / "one") as one, Forge(tmp_path / "two") as two, Forge(tmp_path / "three") as three:
        watch = three.start([*words, "watch"], env)
        for turn in range(saves):
            if turn % 20 == 0:
                world.write(JO, f"---\ntype: contact\norg: Firm {turn}\n---\n", quiet=False)
                for forge in (one, two):
                    forge.start([*words, "render"], env)
            lines.append(f"\nword {turn}.\n")
            if chance.random() < 1 / 2:
                sheet.write_text("".join(lines))
            else:
                temporary_over(sheet, "".join(lines))
            time.sleep(chance.choice([0, 0, 0.001, 0.01, 0.05]))
            assert all(f"word {number}." in sheet.read_text() for number in range(turn + 1)), turn
            if chance.random() < 1 / 10:  # read again, as an editor does that saw a change
                lines = [sheet.read_text()]
            if turn % 20 == 19:
                ends = {forge.end() for forge in (one, two)}
                assert ends <= {0, 1}, one.said.read_text()  # 1: where both changed one place, which is told
        os.kill(watch, signal.SIGTERM)
        assert three.end() == 0
    world.rest()
    world.report()
    assert all(f"word {number}." in world.read(SHEET) for number in range(saves))
    assert hidden(world.root) == []
    sys.stderr.write(f"{saves} saves beside two renders and a watch: none lost\n")
