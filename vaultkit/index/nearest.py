"""Names that a misspelt link may have meant.

In: all file names of the vault, a target that is none of them. Out: up to three names, the nearest first.
Never: compares a target with every name; a few shared letters choose the candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from vaultkit.index.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_COMPARED = 200
LONGEST = 200
SHOWN = 3
CUTOFF = 0.65


class NearNames:
    """The names of a vault by words and by how they begin and end."""

    def __init__(self, names: Iterable[str]) -> None:
        self._shown: dict[str, str] = {}
        self._by_trait: dict[str, list[str]] = defaultdict(list)
        self._told: dict[str, tuple[str, ...]] = {}
        for name in sorted(names):
            key = fold(name)
            if key not in self._shown and len(key) <= LONGEST:
                self._shown[key] = name
                for trait in _traits(key):
                    self._by_trait[trait].append(key)

    def of(self, target: str) -> tuple[str, ...]:
        """At most three names, the nearest first; none for a target that resembles none."""
        key = fold(target).rpartition("/")[2]
        if key not in self._told:
            self._told[key] = self._found(key) if 0 < len(key) <= LONGEST else ()
        return self._told[key]

    def _found(self, key: str) -> tuple[str, ...]:
        import difflib  # noqa: PLC0415 - only where a link is missing

        reach = 2 + len(key) // 2
        near = {
            name
            for trait in _traits(key)
            for name in self._by_trait.get(trait, ())
            if abs(len(name) - len(key)) <= reach
        }
        compared = sorted(near, key=lambda name: (abs(len(name) - len(key)), name))[:MOST_COMPARED]
        return tuple(self._shown[name] for name in difflib.get_close_matches(key, compared, SHOWN, CUTOFF))


def _traits(key: str) -> Iterator[str]:
    yield from (f"w{word}" for word in set(re.findall(r"\w{3,}", key)))
    yield f"<{key[:2]}"
    yield f">{key[-2:]}"
