"""Which note a link means, by Obsidian's rules and one of ours: an alias is found where no file is.

In: a target, the note it stands in, and a lookup of names. Out: Resolved, Missing or Ambiguous.
Never: a guess between two, and never an answer that hangs on the order of notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple, TypeAlias

from vaultkit.index.names import NOTE_ENDING, fold, folder_of, keys_of, without_ending
from vaultkit.model import Ambiguous, Missing, Resolution, Resolved


class Named(NamedTuple):
    """A file that a key leads to. `how`: "file" (its own name), "name" or "alias" (a property)."""

    path: str
    how: Literal["file", "name", "alias"]


Lookup: TypeAlias = Callable[[str], Iterable[Named]]
Nearest: TypeAlias = Callable[[str], tuple[str, ...]]


def resolve(target: str, source: str, lookup: Lookup, nearest: Nearest | None = None) -> Resolution:
    """The note that `target` (without heading and shown text) means in the note `source`.

    `lookup` gives the files of a folded key, `nearest` the names to suggest for a target that is missing.
    A target of nothing but a heading means its own note.
    """
    wanted = fold(target)
    if not wanted:
        return Resolved(source, "path")
    found = _by_file(target, wanted, source, lookup)
    if found is None and not wanted.startswith(("./", "../", "/")):
        found = _by_alias(wanted, lookup)
    return Missing(nearest(target) if nearest else ()) if found is None else found


def _by_file(target: str, wanted: str, source: str, lookup: Lookup) -> Resolved | Ambiguous | None:
    named = {hit.path for key in keys_of(target) for hit in lookup(key) if hit.how == "file"}
    notes = sorted(path for path in named if without_ending(path) != path)
    others = sorted(named.difference(notes))
    # As in Obsidian, `photo.png` is the picture before it is a note of that name.
    order = (others, notes) if "." in wanted.rpartition("/")[2] else (notes, others)
    for group in order:
        spellings = (without_ending(wanted), wanted) if group is notes else (wanted,)
        for spelling in dict.fromkeys(spellings):
            found = _by_rules(target, spelling, source, {path: _comparable(path) for path in group})
            if found is not None:
                return found
    return None


def _comparable(path: str) -> str:
    return without_ending(fold(path))


def _by_rules(target: str, wanted: str, source: str, folded: dict[str, str]) -> Resolved | Ambiguous | None:
    folder = fold(folder_of(source))
    if wanted.startswith(("./", "../")):
        return _exact(target, _joined(folder, wanted), folded, "path")
    if wanted.startswith("/"):
        return _exact(target, wanted.lstrip("/"), folded, "path")
    return (
        _exact(target, wanted, folded, "path")
        or _exact(target, f"{folder}/{wanted}", folded, "folder")
        or _shortest(wanted, folded)
    )


def _exact(
    target: str, wanted: str | None, folded: dict[str, str], how: Literal["path", "folder"]
) -> Resolved | Ambiguous | None:
    hits = [path for path, form in folded.items() if form == wanted]
    if len(hits) > 1:  # twins that differ in case or spelling alone: the one spelt like the link
        name = without_ending(target.rpartition("/")[2])
        hits = [path for path in hits if without_ending(path.rpartition("/")[2]) == name] or hits
    if len(hits) > 1:
        return Ambiguous(tuple(hits))
    return Resolved(hits[0], how) if hits else None


def _shortest(wanted: str, folded: dict[str, str]) -> Resolved | Ambiguous | None:
    hits = [path for path, form in folded.items() if form == wanted or form.endswith("/" + wanted)]
    if not hits:
        return None
    least = min(len(folded[path]) for path in hits)
    first = tuple(path for path in hits if len(folded[path]) == least)
    if len(first) > 1:
        return Ambiguous(first)
    return Resolved(first[0], "name", tuple(path for path in hits if path != first[0]))


def _joined(folder: str, relative: str) -> str | None:
    """`../Orgs/acme` seen from a folder; None where it leaves the vault."""
    parts = folder.split("/") if folder else []
    for part in relative.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _by_alias(wanted: str, lookup: Lookup) -> Resolved | Ambiguous | None:
    keys = (wanted, wanted.removesuffix(NOTE_ENDING))
    paths = sorted({hit.path for key in keys for hit in lookup(key) if hit.how != "file"})
    if len(paths) > 1:
        return Ambiguous(tuple(paths))
    return Resolved(paths[0], "alias") if paths else None
