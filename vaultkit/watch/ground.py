"""Whether the vault's folder is there, and still the same.

In: the vault's root. Out: there or not, and whether that or its identity changed.
Never: takes the empty folder that an unmounted disk leaves for a vault whose notes were all deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.config import MARKS

if TYPE_CHECKING:
    from pathlib import Path


class Ground:
    """`there` is as of the last `look`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.there = True
        self._identity = _identity(root)
        self._names = _names(root) or frozenset()

    def look(self) -> bool:
        """Look again; whether the folder came, went or was replaced since the last time."""
        identity, was = _identity(self.root), self.there
        if identity is not None and identity == self._identity:
            self.there = True
            return not was
        names = _names(self.root)
        if identity is None or names is None or not self._is_vault(names):
            self.there = False
            return was
        self.there, self._identity, self._names = True, identity, names
        return True

    def remember(self) -> None:
        """Everything was looked at: these are the names by which the vault is known again."""
        self._names = _names(self.root) or self._names

    def _is_vault(self, names: frozenset[str]) -> bool:
        """Whether another folder at the same place holds a vault, and is not where its disk was mounted."""
        known = not names.isdisjoint(self._names) or not names.isdisjoint(MARKS)
        return known or any(name.endswith(".md") for name in names) or not self._names


def _identity(root: Path) -> tuple[int, int] | None:
    try:
        found = root.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _names(root: Path) -> frozenset[str] | None:
    try:
        return frozenset(path.name for path in root.iterdir())
    except OSError:
        return None
