"""A vault with one person, one talk and two templates, rendered once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.hand import Hand
from tests.pipeline.vaults import furnish

if TYPE_CHECKING:
    from pathlib import Path


class Person(Hand):
    """Somebody who can also lose their cache."""

    def afresh(self) -> Person:
        """The same vault with an empty cache."""
        home = self.root.parent / "fresh home"
        shutil.rmtree(home, ignore_errors=True)
        return Person(self.root, self.now, home)


@pytest.fixture
def bare(tmp_path: Path) -> Person:
    """An empty vault."""
    return Person(tmp_path / "vault").write({"vaultkit.toml": ""})  # type: ignore[return-value]


@pytest.fixture
def vault(bare: Person) -> Person:
    furnish(bare)
    return bare
