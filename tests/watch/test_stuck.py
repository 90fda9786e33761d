"""What a round could not settle is tried again, when it is due and no sooner."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.watch.running import small_vault
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

    import pytest

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
