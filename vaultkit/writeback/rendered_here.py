"""Who has rendered in this vault: whether this machine has a record of it, and the newest version that did.

In: the vault's root. Out: yes or no; the version written down.
Never: a base, or an output.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.config import RENDERS

if TYPE_CHECKING:
    from pathlib import Path

VERSION = ".vaultkit/version"

_LONGEST_VERSION = 100


def joined(root: Path) -> bool:
    """Whether there is no record of renders at all; with rendered notes in the vault, a machine that joined."""
    return not (root / RENDERS).is_dir()


def is_older(root: Path, mine: str) -> bool:
    """Whether a newer vaultkit than version `mine` has rendered here."""
    return _number(mine) < _number(_stored_version(root))


def note_version(root: Path, mine: str) -> None:
    """Record that version `mine` rendered here, unless a newer one did. Raises Refused.

    The renders are written by then, so a record that cannot be (a full disk, a folder of that name) is let go:
    it only guards against older versions, and the next run tries again.
    """
    stored = _stored_version(root)
    if stored.strip() and _number(mine) <= _number(stored):
        return
    place = root / VERSION
    files.check_parents(root, place)
    with suppress(OSError):
        files.put(place, f"{mine}\n".encode())


def _stored_version(root: Path) -> str:
    try:
        return files.read(root / VERSION)[:_LONGEST_VERSION].decode("utf-8", "replace")
    except OSError:
        return ""


def _number(version: str) -> tuple[tuple[int, ...], bool]:
    """`1.2.0` as (1, 2); a release is newer than what was published before it (`1.2rc1`)."""
    found = re.match(r"\s*v?(\d+(?:\.\d+)*)\s*(.*)", version)
    if found is None:
        return (), False
    numbers = [int(part) for part in found[1].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers), not re.match(r"[.\-_]?(a|b|c|rc|alpha|beta|pre|dev)", found[2], re.IGNORECASE)
