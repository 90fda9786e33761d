"""What differs between the disk and the index, and which of it may be a save under way.

In: an open vault, paths or none for all. Out: a Survey.
Never: writes, and never believes at once that a note is empty, cut or gone.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from vaultkit.config import RENDERS
from vaultkit.index.compare import Comparison, Work
from vaultkit.index.rules import rules_of
from vaultkit.index.scan import read, scan
from vaultkit.index.update import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vaultkit.index.scan import Entry
    from vaultkit.pipeline import OpenVault

Doubt: TypeAlias = Literal["empty", "cut", "missing", "arrived", "brought"]
_OPENS = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_CLOSES = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
FEW = 200
"""Notes that are opened to see whether they are whole; in a larger batch only their sizes count."""
APART = 0.5
"""Seconds between the date of a file and its last change that tell a delivery: who types leaves none."""
RECENT = 30.0
"""Seconds after which it does not matter any more how a file came: longer than anything of a delivery waits."""


@dataclass(frozen=True, slots=True)
class Survey:
    """`seen`: notes and bases that are new or changed; `gone`: those that are no more; `doubts`: the ones among
    them that may be half a save, or part of a delivery (`arrived`: new; `brought`: changed) of which the rest is on
    its way. `other`: names of folders or attachments changed. Paths are the vault's.
    """

    seen: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    doubts: Mapping[str, Doubt] = field(default_factory=dict)
    other: bool = False

    def __bool__(self) -> bool:
        return bool(self.seen or self.gone or self.other)

    @property
    def bases_gone(self) -> frozenset[str]:
        return frozenset(path for path in self.gone if path.startswith(RENDERS + "/"))


def survey(opened: OpenVault, paths: Iterable[str] | None = None) -> Survey:
    """Compare the disk with the index, at `paths` alone or everywhere. Raises VaultkitError without a vault."""
    db, root, rules = opened.store.db, opened.root, rules_of(opened.config)
    notes = Comparison(db, root, rules, base=False)
    bases = Comparison(db, root, rules, base=True)
    if paths is None:
        listing = scan(opened.config)
        found = notes.whole(listing.folders, everything=False)
        under = bases.whole(listing.bases, everything=False)
    else:
        listed = set(paths)
        inside = {path for path in listed if (path + "/").startswith(RENDERS + "/")}
        found = notes.paths(listed - inside)
        under = bases.paths({path[len(RENDERS) :].lstrip("/") for path in inside})
    return Survey(
        frozenset(found.seen) | {f"{RENDERS}/{path}" for path in under.seen},
        frozenset(found.gone) | {f"{RENDERS}/{path}" for path in under.gone},
        _doubts(opened, found) | {f"{RENDERS}/{path}": "missing" for path in under.gone},
        bool(found.folders or found.absent or under.folders or under.absent),
    )


def _doubts(opened: OpenVault, work: Work) -> dict[str, Doubt]:
    found: dict[str, Doubt] = {}
    renamed = _renamed(opened, work) if work.gone else {}
    before = {new: old for old, new in renamed.items()}
    for path, entry in work.seen.items():
        doubt = "empty" if not entry[1] else _of_bytes(opened, path) if len(work.seen) <= FEW else None
        if doubt is None and _delivered(entry):
            doubt = "brought" if path in work.rows or path in before else "arrived"
        if doubt is not None:
            found[path] = doubt
            found.update({before[path]: doubt} if path in before else {})  # only together are they a rename
    found.update((path, "missing") for path in work.gone.keys() - renamed.keys())
    return found


def _delivered(entry: Entry) -> bool:
    """Whether a tool has just put it there that gave it the date of another place. Windows has no such second date."""
    changed = entry[3] / 1e9
    apart = abs(changed - entry[2] / 1e9) > APART
    return apart and os.name != "nt" and 0 <= time.time() - changed < RECENT


def _of_bytes(opened: OpenVault, path: str) -> Doubt | None:
    try:
        data = read(opened.root, path)
    except FileNotFoundError:
        return "missing"
    except OSError:
        return None  # a note that cannot be read is a problem for its user, not half a save
    if not data.strip(b"\0"):
        return "empty"
    return "cut" if looks_cut(data) else None


def looks_cut(data: bytes) -> bool:
    """Whether the front matter begins and does not end, as when a save is under way."""
    opening = _OPENS.match(data)
    if opening is not None:
        return _CLOSES.search(data, opening.end()) is None
    return data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n\t ") in (b"-", b"--", b"---", b"")


def _renamed(opened: OpenVault, work: Work) -> dict[str, str]:
    """Notes that are gone and whose bytes stand under a new name: no save leaves that behind."""
    sizes: dict[int, list[str]] = {}
    for path, entry in work.seen.items():
        if path not in work.rows:
            sizes.setdefault(entry[1], []).append(path)
    digests: dict[str, bytes] = {}
    found = {}
    for path, row in work.gone.items():
        for new in sizes.get(row.stamp[0], ()):
            if new not in digests:
                digests[new] = _digest(opened, new)
            if digests[new] == row.digest:
                found[path] = new
    return found


def _digest(opened: OpenVault, path: str) -> bytes:
    try:
        return digest_of(read(opened.root, path))
    except OSError:
        return b""
