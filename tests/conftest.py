"""What tests of whole commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hand import Hand, end_pool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def hand(tmp_path: Path) -> Hand:
    """An empty vault, and somebody to work in it."""
    return Hand(tmp_path / "vault").write({"vaultkit.toml": ""})


@pytest.fixture(scope="session", autouse=True)
def _no_process_is_left() -> Iterator[None]:
    yield
    end_pool()
