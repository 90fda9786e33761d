"""What tests of whole commands share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.hand import Hand, end_pool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("searching", max_examples=1000, deadline=None)
settings.load_profile("steady")
"""The same examples every time, so that a red run is red again; `--hypothesis-profile=searching` looks for new ones."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Twice the cores: the tests of the watch wait more than they work."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture
def hand(tmp_path: Path) -> Hand:
    """An empty vault, and somebody to work in it."""
    return Hand(tmp_path / "vault").write({"vaultkit.toml": ""})


@pytest.fixture(scope="session", autouse=True)
def _no_process_is_left() -> Iterator[None]:
    yield
    end_pool()
