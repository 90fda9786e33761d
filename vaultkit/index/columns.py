"""What the tables hold of one note, made where the note is read: in this process or in one beside it.

In: facts. Out: Columns, plain values that JSON holds too.
Never: an id, a stamp, or a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from vaultkit.index import pack
from vaultkit.index.diff import links_of, names_of, unknown_keys
from vaultkit.index.identity import identity_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.model import Facts, Kind


class Columns(NamedTuple):
    """Facts on their way into the tables. `parts` are the texts of pack, `unknown` the keys that nobody claims."""

    path: str
    kind: Kind
    broken: bool
    shown: str
    parts: Sequence[str]
    names: Sequence[Sequence[str]]
    links: Sequence[Sequence[str]]
    problems: str | None
    identity: Sequence[str] | None
    unknown: Sequence[str]


class Read(NamedTuple):
    """A note that was read. `faulty`: its bytes could not be had, so that it is tried again every time."""

    digest: bytes
    faulty: bool
    columns: Columns


def columns_of(facts: Facts) -> Columns:
    identity = identity_of(facts)
    return Columns(
        facts.path,
        facts.kind,
        facts.broken,
        _storable(facts.name),
        pack.packed(facts),
        list(names_of(facts)),
        [(key, prop, _storable(target)) for key, prop, target in links_of(facts)],
        pack.packed_problems(facts.problems),
        None if identity is None else identity.columns(),
        list(unknown_keys(facts)),
    )


def _storable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
