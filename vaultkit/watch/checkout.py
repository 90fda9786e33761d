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


def under_way(root: Path) -> bool:
    """Whether the repository in which the vault lies is locked, and has not been for long."""
    with suppress(OSError):
        for folder in (root, *root.parents):
            if (folder / ".git").is_dir():
                age = time.time() - (folder / ".git/index.lock").stat().st_mtime
                return 0 <= age < LONGEST
    return False
