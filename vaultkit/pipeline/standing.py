"""What stands at a path of a rendered note.

In: the vault's root, a path. Out: its text, whether it is quiet, or that it cannot be read as text.
Never: a write.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.model import Problem
from vaultkit.writeback.state import QUIET, Found

if TYPE_CHECKING:
    from pathlib import Path


class Unreadable(Exception):
    """There is a file, and no text can be had from it."""


def found_at(root: Path, path: str) -> Found | None:
    """The file as it stands; None where there is none. Raises Unreadable."""
    place = root / path
    try:
        data, quiet = files.read(place), is_quiet(place)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Unreadable(path) from error
    try:
        return Found(path, data.decode(), quiet)
    except UnicodeDecodeError as error:
        raise Unreadable(path) from error


def busy(path: str) -> Problem:
    """Why a rendered note is not written that would be."""
    message = "another program has this note open to write, or saved it just now, so it is left as it is"
    return Problem(path, 0, 0, "busy", "warning", message, "close it there and render again")


def is_quiet(place: Path) -> bool:
    """Whether nobody changed it for QUIET seconds; a date ahead of the clock is one that somebody set."""
    stamp = files.stamp(place)
    return stamp is None or not 0 <= time.time() - stamp.mtime_ns / 1e9 < QUIET
