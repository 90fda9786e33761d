"""What a round could not settle is tried again, when it is due and no sooner."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.watch.running import NAMES, note_of, read, sheet_of, small_vault
from vaultkit import pipeline
from vaultkit.index import outputs
from vaultkit.index.schema import VAULT
from vaultkit.pipeline import open_vault
from vaultkit.watch import rounds as rounds_module
from vaultkit.watch.doubts import Doubts
from vaultkit.watch.rounds import Rounds
from vaultkit.watch.waiting import Look

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.pipeline import OpenVault, Report


def test_what_could_not_be_settled_is_tried_when_it_is_due_and_not_at_each_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a template that never ends would cost as much again with every safety scan."""
    root = small_vault(tmp_path / "vault")

    def unsettled(opened: OpenVault, *more: Any) -> Report:
        report = pipeline.render(opened, *more)
        outputs.mark(opened.store, {VAULT})
        return report

    monkeypatch.setattr(rounds_module, "render", unsettled)
    with open_vault(root) as opened:
        rounds = Rounds(opened, Doubts())
        assert rounds.first(0.0).stuck
        for _ in range(80):  # it meets what the first wrote, and believes no young stamp
            if rounds.look(Look(whole=True), 50.0).report is None:
                break
            time.sleep(0.05)
        assert rounds.look(Look(whole=True), 100.0).report is None
        assert rounds.look(Look(frozenset({rounds_module.NOWHERE})), 101.0).stuck
        assert rounds.look(Look(whole=True), 130.0).report is None
        (note,) = opened.store.one("SELECT id FROM note LIMIT 1") or (0,)
        outputs.mark(opened.store, {note})  # as a command does that indexes, and leaves the rest to the watch
        assert rounds.look(Look(whole=True), 160.0).report is not None


@pytest.mark.parametrize("told", [True, False])
def test_a_note_that_is_open_for_hours_is_asked_about_and_not_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    """An attempt that exchanged the two files would be heard by the watch, which would make the next at once. Where
    the system does not tell who has a file open, a round must find out, and the next one waits longer."""
    if told and not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells who has a file open")
    root = small_vault(tmp_path / "vault")
    sheet, note = root / sheet_of(NAMES[0]), note_of(NAMES[0])
    with open_vault(root) as opened:
        rounds = Rounds(opened, Doubts())
        rounds.first(0.0)
        before = sheet.stat().st_ctime_ns
        (root / note).write_text(read(root / note) + "- [ ] Why maps?\n")
        with sheet.open("rb+"), monkeypatch.context() as patched:
            if not told:
                patched.setattr(rounds_module, "being_written", lambda _: False)
            done = [rounds.look(Look(frozenset({note})), 10.0)]
            done += [rounds.look(Look(frozenset({sheet_of(NAMES[0])})), 10.0 + n) for n in range(1, 7)]
            waits = [one.later[sheet_of(NAMES[0])] for one in done]
            assert waits == pytest.approx([2.05] * 7 if told else [2.05, 4.1, 8.2, 16.4, 30.0, 30.0, 30.0])
            assert [one.report is None for one in done] == [False, *[told] * 6]
            assert sheet.stat().st_ctime_ns == before
            assert done[0].report is not None
            assert [one.code for one in done[0].report.problems] == ["busy"]
        assert rounds.look(Look(frozenset({sheet_of(NAMES[0])})), 90.0).later == {}
    assert sheet.stat().st_ctime_ns != before
