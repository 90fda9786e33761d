"""Merge front matter key by key: what the user did not touch comes from the render.

In: the entries of base, file and render. Out: the block to write, the base's block, and what clashed.
Never: rewrites the form of a key that the render did not change, or drops a comment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.writeback.equal import Entry, remarks, value
from vaultkit.writeback.state import KeptBack, Merged

if TYPE_CHECKING:
    from collections.abc import Sequence


def merge_front(base: Sequence[Entry], file: Sequence[Entry], new: Sequence[Entry]) -> Merged:
    """Key by key. What the user did not touch comes from the render; the order is the user's."""
    old = {entry.key: entry for entry in base}
    mine = {entry.key: entry for entry in file}
    fresh = {entry.key: entry for entry in new}
    chosen: list[Entry] = []
    clashes: dict[str, tuple[str, str]] = {}
    for key, entry in mine.items():
        after = _choose(old.get(key), entry, fresh.get(key))
        if after is not None:
            chosen.append(after)
        if _clash(old.get(key), entry, fresh.get(key)):
            clashes[key] = entry.lines, fresh[key].lines if key in fresh else ""
    for key, entry in fresh.items():
        if key not in mine and key not in old:
            chosen.insert(_place(key, list(fresh), [one.key for one in chosen]), entry)
        elif key not in mine and not _alike(old[key], entry):
            clashes[key] = "", entry.lines
    kept = (
        KeptBack(_line(chosen, key), yours.rstrip("\n"), render.rstrip("\n"))
        for key, (yours, render) in clashes.items()
    )
    next_base = _next_base(old, fresh, set(clashes))
    return Merged(_fenced(chosen), _fenced(next_base), tuple(sorted(kept, key=lambda place: place.line)))


def _choose(old: Entry | None, mine: Entry, fresh: Entry | None) -> Entry | None:
    """The entry to stand where the user's stands."""
    if not mine.key or old is None or not _untouched(old, mine):
        return mine
    if fresh is None:
        return Entry("", mine.lead, "") if mine.lead.strip() and mine.lead != old.lead else None
    return mine if _alike(old, fresh) else Entry(mine.key, mine.lead, fresh.lines)


def _clash(old: Entry | None, mine: Entry, fresh: Entry | None) -> bool:
    """Whether user and render both changed the key, and not to the same."""
    if not mine.key or (old is not None and _untouched(old, mine)):
        return False
    if fresh is None:
        return old is not None
    return not _alike(mine, fresh) and (old is None or not _alike(old, fresh))


def _untouched(old: Entry, mine: Entry) -> bool:
    return _alike(old, mine) and set(remarks(mine)) <= set(remarks(old))


def _alike(one: Entry, other: Entry) -> bool:
    return one.lines == other.lines or value(one) == value(other)


def _place(key: str, order: list[str], chosen: list[str]) -> int:
    """Behind the nearest key that precedes it in the render and stands in the result."""
    for before in reversed(order[: order.index(key)]):
        if before in chosen:
            return chosen.index(before) + 1
    return 0


def _next_base(old: dict[str, Entry], fresh: dict[str, Entry], clashes: set[str]) -> list[Entry]:
    found = [old[key] if key in clashes and key in old else entry for key, entry in fresh.items()]
    found = [entry for entry in found if entry.key not in clashes or entry.key in old]
    for key, entry in old.items():
        if key in clashes and key not in fresh:
            found.insert(_place(key, list(old), [one.key for one in found]), entry)
    return found


def _line(chosen: list[Entry], key: str) -> int:
    line = 2
    for entry in chosen:
        if entry.key == key:
            return line + entry.lead.count("\n")
        line += (entry.lead + entry.lines).count("\n")
    return 1


def _fenced(chosen: Sequence[Entry]) -> str:
    inner = "".join(entry.lead + entry.lines for entry in chosen)
    return f"---\n{inner}---\n" if chosen else ""
