"""Has what was written reach the disk, before anything is remembered as done.

In: folders, the vault's root, and the files that were written. Out: nothing.
Never: waits for what others have to write, where the run itself wrote little.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from vaultkit.files import swap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FEW = 32
"""Up to so many files are synced one by one; more are cheaper with the whole file system at once."""


def sync_written(root: Path, written: Sequence[str]) -> None:
    """Sync these files and their folders; paths are relative to `root`. One that is gone meanwhile is nobody's to sync."""
    if len(written) > FEW:
        sync(root)
        return
    places = [root / path for path in written]
    for path in places:
        _sync_one(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    for folder in sorted({path.parent for path in places}):
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlast a power cut; where folders cannot be synced the rename still holds."""
    if sys.platform != "win32":
        _sync_one(folder, os.O_RDONLY)


def _sync_one(path: Path, flags: int) -> None:
    with suppress(OSError):
        handle = os.open(path, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync(root: Path) -> None:
    """Have all that was written on the vault's file system reach the disk, once for a whole run."""
    library = swap.library()
    if sys.platform.startswith("linux") and hasattr(library, "syncfs"):
        handle = os.open(root, os.O_RDONLY)
        try:
            library.syncfs(handle)
        finally:
            os.close(handle)
    elif hasattr(os, "sync"):
        os.sync()
