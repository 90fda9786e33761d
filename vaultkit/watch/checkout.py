"""Whether git is just changing the files of the vault: what it has done so far is half of something.

In: the vault's root. Out: yes or no.
Never: yes for long; a lock that a killed git left behind holds nothing up.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 30.0
"""Seconds that a checkout may take until it is looked at as far as it has come."""
LONGEST_POINTER = 8192


def under_way(root: Path) -> bool:
    """Whether the repository in which the vault lies is locked, and has not been for long."""
    with suppress(OSError, ValueError):
        mark = next((folder / ".git" for folder in (root, *root.parents) if (folder / ".git").exists()), None)
        if mark is not None:
            age = time.time() - (_repository(mark) / "index.lock").stat().st_mtime
            return 0 <= age < LONGEST
    return False


def _repository(mark: Path) -> Path:
    """The folder in which git keeps its locks: where a worktree or a submodule has a file, it says which that is."""
    if not mark.is_file():
        return mark
    with mark.open(encoding="utf-8", errors="surrogateescape") as told:
        word, _, place = told.readline(LONGEST_POINTER).partition(":")
    return mark.parent / place.strip() if word == "gitdir" else mark
