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
    """Somebody who can also look at hidden files, and lose their cache."""

    def tree(self) -> dict[str, bytes]:
        found = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def move(self, old: str, new: str) -> None:
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(self.root / new)

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

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
