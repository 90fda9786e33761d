"""Which rendered notes and bases belong to which note, by the identity that they carry.

In: the vault, a note. Out: rendered notes and bases with `about` and `to` resolved.
Never: says what becomes of them; plan does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.index.names import bare, file_key, key_of, stem
from vaultkit.index.schema import ORPHANS, VAULT
from vaultkit.model import ABOUT, Resolved

if TYPE_CHECKING:
    from vaultkit.index.vault import Vault

CARRIED = (
    "SELECT identity.path, base, template, about, person FROM identity "
    "LEFT JOIN note ON base = 0 AND note.path = identity.path"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """A rendered note, or with `base` the last render of one, and whose it is.

    `about` as written; `about_path` the note meant, None where there is none; `person` the path of
    the person's note, else their plain name, "" where the identity has no `to`.
    """

    path: str
    base: bool
    template: str
    about: str
    about_path: str | None
    person: str


def carried_by(vault: Vault, about: int) -> tuple[Carried, ...]:
    """All that carry the identity of one job, by path, notes before bases.

    `about` is a note's id; VAULT for those without `about`; ORPHANS for those whose `about` leads to no
    contact or interview. Every rendered note and base belongs to exactly one job.
    """
    if about == VAULT:
        return _those(vault, "about = ''")
    if about == ORPHANS:
        return tuple(one for one in _those(vault, "about != ''") if one.about_path is None)
    try:
        note = vault.by_id(about)
    except KeyError:
        return ()
    names = [] if note.broken else [name for name, _ in note.names]
    keys = sorted({file_key(note.path), key_of(stem(note.path)), *(key_of(name) for name in names)})
    found = [one for key in keys for one in _those(vault, "about != '' AND about_key = ?", key)]
    return tuple(one for one in found if one.about_path == note.path)


def carried_at(vault: Vault, path: str) -> tuple[Carried, ...]:
    """What the rendered note at a path carries, and the base of that path."""
    return _those(vault, "identity.path = ?", path)


def _those(vault: Vault, where: str, *values: str) -> tuple[Carried, ...]:
    sql = f"{CARRIED} WHERE {where} AND (base = 1 OR kind = 'rendered') ORDER BY base, identity.path"
    return tuple(_carried(vault, row) for row in vault.store.all(sql, *values))


def _carried(vault: Vault, row: tuple[Any, ...]) -> Carried:
    path, base, template, about, to = row
    found = vault.resolve(bare(about), path) if about else None
    note = vault.note(found.path) if isinstance(found, Resolved) else None
    about_path = note.path if note is not None and note.kind in ABOUT else None
    return Carried(path, bool(base), template, about, about_path, _person(vault, path, to))


def _person(vault: Vault, path: str, to: str) -> str:
    """A link to a note is its path; a link to none, or plain text, is the name itself."""
    name = bare(to)
    if not name:
        return ""
    found = vault.resolve(name, path)
    return found.path if isinstance(found, Resolved) else name
