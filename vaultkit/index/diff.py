"""What changed about a note, in the terms in which a render says what it read.

In: a note's facts before and after. Out: subjects, each with the aspects that changed.
Never: decides what is stale; marks compares these with what was read.

Subjects: `n:<id>` a note; `k:<kind>` a loop over a kind; `me`; `l:<key>` a name that a link looks up;
`b:<key>` the interviews of whoever has that name; `m:<key>` the links to that name; `y:<key>` how many notes
have an unknown property; `problems`. Aspects: `p:` a property, `r:` a key as written, `s:` a section, or a
word below. A render that read "*" read everything; a change of "*" concerns every reader.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from vaultkit.index.names import file_key, fold, key_of, storable
from vaultkit.index.pack import same

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeAlias

    from vaultkit.model import Facts, Link

    Subjects: TypeAlias = defaultdict[str, set[str]]

ALL = "*"
MEMBERS = "@"
"""The aspect of one who only asked which notes there are."""
WORDS = ("path", "name", "names", "lines", "tags", "links", "keys")


def none_yet() -> Subjects:
    return defaultdict(set)


def concerns(read: set[str], changed: set[str]) -> bool:
    """Whether a change of these aspects touches a reader of those."""
    return ALL in changed or ALL in read or not read.isdisjoint(changed)


def aspects(old: Facts, new: Facts) -> set[str]:
    """In what two states of one note differ; empty when no reader could tell."""
    if (old.kind, old.broken) != (new.kind, new.broken):
        return {ALL}
    found = _keys("p:", old.props, new.props) | _keys("s:", old.sections, new.sections)
    found |= _keys("r:", old.raw, new.raw)
    if not same(old.raw, new.raw):
        found.add("r:")
    found.update(word for word in WORDS if getattr(old, word) != getattr(new, word))
    return found


def _keys(prefix: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    keys = old.keys() | new.keys()
    return {
        prefix + storable(key) for key in keys if key not in old or key not in new or old[key] != new[key]
    }


def note_changes(note: int, old: Facts | None, new: Facts | None, into: Subjects) -> None:
    """Add what became different when `old` turned into `new`; None stands for no note."""
    differ = aspects(old, new) if old and new else {ALL}
    if old is not None and differ:
        into[f"n:{note}"] |= differ
    moved = not old or not new or old.path != new.path or old.kind != new.kind or old.broken != new.broken
    for facts in (old, new):
        if facts is not None and facts.kind != "rendered" and differ:
            into[f"k:{facts.kind}"] |= {ALL} if moved else differ
            if facts.kind == "me":
                into["me"] |= {ALL} if moved else differ
    for key, _, _ in called(old) ^ called(new):
        into[f"l:{key}"].add(ALL)
    _links(old, new, into, {ALL} if moved else differ)
    for key in unknown_keys(old) ^ unknown_keys(new):
        into[f"y:{key}"].add(ALL)
    if (old.problems if old else ()) != (new.problems if new else ()):
        into["problems"].add(ALL)


def called(facts: Facts | None) -> set[tuple[str, str, str]]:
    """Every (key, how, path) under which a link finds the note."""
    if facts is None:
        return set()
    return {(key, how, facts.path) for key, how in names_of(facts)}


def names_of(facts: Facts) -> set[tuple[str, str]]:
    """The rows of the table of names: the file's own, and for notes of people's own the others."""
    found = {(file_key(facts.path), "file")}
    if facts.kind != "rendered":
        found.update((fold(name), how) for name, how in facts.names if fold(name))
    return found


def links_of(facts: Facts | None) -> set[tuple[str, str, str]]:
    """Every (key, canonical property or "", target) that the note links; a rendered note links nothing."""
    if facts is None or facts.kind == "rendered":
        return set()
    ours = {written: key for key, written in facts.keys.items()}
    return {(key_of(link.target), _property_of(link, ours), link.target) for link in facts.links}


def _property_of(link: Link, ours: Mapping[str, str]) -> str:
    return ours.get(link.prop, link.prop.lower()) if link.prop is not None else ""


def _links(old: Facts | None, new: Facts | None, into: Subjects, differ: set[str]) -> None:
    before, after = links_of(old), links_of(new)
    moved = differ == {ALL}
    for key, prop, _ in before | after if moved else before ^ after:
        into[f"m:{key}"].add(prop or "body")
    talks = [facts for facts in (old, new) if facts is not None and facts.kind == "interview"]
    named = [{key for key, prop, _ in links_of(facts) if prop == "people"} for facts in talks]
    for key in set().union(*named):
        came_or_went = len(named) < 2 or any(key not in keys for keys in named)  # noqa: PLR2004 - old and new
        if came_or_went or before != after:
            into[f"b:{key}"].add(ALL)
        elif differ:
            into[f"b:{key}"] |= differ


def unknown_keys(facts: Facts | None) -> set[str]:
    """The keys, in lower case, that no property of vaultkit claims."""
    if facts is None or facts.kind == "rendered":
        return set()
    known = set(facts.keys.values())
    return {fold(key) for key in facts.raw if key not in known}
