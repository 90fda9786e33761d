from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from tests.watch.running import small_vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test meets the cache or the state of another."""
    monkeypatch.setenv("VAULTKIT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("VAULTKIT_STATE", str(tmp_path / "state"))


@pytest.fixture(autouse=True)
def library_words_to_the_log() -> Iterator[None]:
    """As the command does: watchdog warns of every folder that it watches twice."""
    logging.captureWarnings(True)
    yield
    logging.captureWarnings(False)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return small_vault(tmp_path / "vault")
