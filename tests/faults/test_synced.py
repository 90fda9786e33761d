"""What a power cut must not take is on the disk before anything counts on it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.test_crash import CASES, made
from tests.pipeline.vaults import SHEET
from vaultkit.files import swap
from vaultkit.index import outputs

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="asks /proc which file is synced"
)


def events(folder: Path, patch: pytest.MonkeyPatch, case: str) -> list[str]:
    """The syncs, exchanges, and the moment at which the index takes the marks off, in their order."""
    world, found = made(folder, CASES[case]), list[str]()
    real: dict[str, Any] = {"fsync": os.fsync, "exchange": swap.exchange, "clear": outputs.clear}

    def fsync(handle: int) -> None:
        found.append(f"fsync {Path(f'/proc/self/fd/{handle}').readlink()}")
        real["fsync"](handle)

    def told(name: str) -> Any:
        def call(*given: Any) -> Any:
            found.append(name)
            return real[name](*given)

        return call

    patch.setattr(os, "fsync", fsync)
    patch.setattr(swap, "exchange", told("exchange"))
    patch.setattr(outputs, "clear", told("clear"))
    world.report()
    return [one.replace(str(world.root) + "/", "") for one in found]


def test_a_file_with_words_of_the_user_s_is_synced_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = events(tmp_path, monkeypatch, "merge")
    before = found[: found.index("exchange")]
    assert any(one.startswith("fsync Sheets/.vaultkit-") for one in before), found
    assert any(one.startswith("fsync .vaultkit/renders/Sheets/") for one in before), found
    assert "fsync Sheets" in found[found.index("exchange") :], "the folder, which has the name"


def test_what_a_run_wrote_is_synced_before_it_counts_as_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = events(tmp_path, monkeypatch, "update")
    before = found[: found.index("clear")]
    assert {f"fsync {SHEET}", f"fsync .vaultkit/renders/{SHEET}"} <= set(before), found
