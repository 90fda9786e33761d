"""Two at once: renders, a watch, commands and a person who saves in the same instant; every word survives."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.faults.forge import Forge
from tests.faults.sharing import CALLS, GAPS, WAYS, Shared, impatient
from tests.pipeline.test_crash import furnish
from tests.pipeline.vaults import JO, SHEET, TALK
from tests.pipeline.world import World
from tests.watch.running import temporary_over
from tests.writeback.world import hidden
from vaultkit.pipeline import gathering

Others: TypeAlias = "dict[int | str, str]"
PERSON: Final = (
    "changes_firm", "changes_goal", "types", "opens", "saves", "deletes", "renames", "moves", "takes_back",
)  # fmt: skip
CHANGES: Final = st.sampled_from(["changes_firm", "changes_goal", "renames", "takes_back", "types"])
INSTANTS: Final = (
    "before two files change places", "when two files have changed places", "between base and file",
)  # fmt: skip
OF_SAVING: Final = st.sampled_from(sorted(WAYS))
MOMENTS: Final = st.sampled_from(sorted(GAPS)) | st.sampled_from(sorted(GAPS)) | st.integers(0, CALLS)


def others(*names: str) -> st.SearchStrategy[Others]:
    """One or two who do something, each at a moment of somebody else's work."""
    return st.dictionaries(MOMENTS, st.sampled_from(names), min_size=1, max_size=2)


class TwoAtOnce(RuleBasedStateMachine):
    """A person and programs in one vault, one after the other and each at a moment of another."""

    def __init__(self) -> None:
        super().__init__()
        self.folder, self.patch = Path(tempfile.mkdtemp()), pytest.MonkeyPatch()
        impatient(self.patch)
        self.shared = Shared(self.folder, self.patch)

    @rule(note=st.sampled_from(["changes_firm", "changes_goal"]), way=OF_SAVING)
    def person_saves_a_note(self, note: str, way: str) -> None:
        getattr(self.shared, note)(way)

    @rule(what=st.sampled_from(["types", "saves"]), way=OF_SAVING)
    def person_saves_a_rendered_note(self, what: str, way: str) -> None:
        getattr(self.shared, what)(way)

    @rule(what=st.sampled_from(["opens", "deletes", "renames", "moves", "takes_back"]))
    def person_does_something_else(self, what: str) -> None:
        getattr(self.shared, what)()

    @rule(work=st.sampled_from(["render", "fresh", "watch", "lasts", "done"]))
    def works_alone(self, work: str) -> None:
        getattr(self.shared, work)()
        if work in ("render", "fresh"):
            self.shared.clean()

    @rule(before=CHANGES, others=others(*PERSON, "render", "fresh", "watch", "lasts", "done"))
    def render_while_others_work(self, before: str, others: Others) -> None:
        self.work("render", before, others)

    @rule(before=CHANGES, others=others(*PERSON, "render", "fresh", "lasts", "done"))
    def watch_while_others_work(self, before: str, others: Others) -> None:
        self.work("watch", before, others)

    @rule(command=st.sampled_from(["lasts", "done", "fresh"]), others=others(*PERSON, "render", "watch"))
    def command_while_others_work(self, command: str, others: Others) -> None:
        self.work(command, "takes_back", others)

    @rule(
        moment=st.sampled_from(INSTANTS),
        before=st.sampled_from(["changes_firm", "changes_goal"]),
        run=st.sampled_from(["render", "watch"]),
        what=st.sampled_from(["types", "types", "saves", "deletes"]),
    )
    def person_saves_a_rendered_note_in_the_same_instant(
        self, moment: str, before: str, run: str, what: str
    ) -> None:
        self.shared.takes_back()
        self.shared.recreate()
        self.shared.opens()
        self.work(run, before, {moment: what})

    @rule(
        moment=st.sampled_from(["when a command has read a note", *INSTANTS[:2]]),
        command=st.sampled_from(["lasts", "done"]),
    )
    def person_saves_a_note_in_the_same_instant(self, moment: str, command: str) -> None:
        self.work(command, "takes_back", {moment: "changes_goal"})

    def work(self, first: str, before: str, others: Others) -> None:
        """There is something to do, and others come in between."""
        getattr(self.shared, before)()
        self.shared.within(
            getattr(self.shared, first),
            {moment: getattr(self.shared, name) for moment, name in others.items()},
        )

    @invariant()
    def nothing_is_lost_or_torn(self) -> None:
        self.shared.check()

    def teardown(self) -> None:
        try:
            self.shared.end()
        finally:
            self.shared.stack.close()
            self.patch.undo()
            shutil.rmtree(self.folder)


LIVES = int(os.environ.get("VAULTKIT_PAIRS", "40"))
STEADY = settings(
    max_examples=12, stateful_step_count=6, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)  # fmt: skip
LONG = settings(STEADY, max_examples=LIVES, stateful_step_count=15, derandomize=False)


def test_two_at_once_lose_nothing() -> None:
    run_state_machine_as_test(TwoAtOnce, settings=STEADY)


@pytest.mark.soak
def test_two_at_once_lose_nothing_in_long_lives() -> None:
    run_state_machine_as_test(TwoAtOnce, settings=LONG)
    sys.stderr.write(f"{LIVES} lives of a person and programs in one vault: nothing lost\n")


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
