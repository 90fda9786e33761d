"""The value that a key has in a note: derived, by its canonical name, or as written; and notes chosen by such values.

In: a note, the vault, a key in any case, a condition. Out: a plain value, None when there is none; notes.
Never: an error for a key that nobody has; it is told.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from vaultkit.model import OWN
from vaultkit.people import query, schema
from vaultkit.people.contact import Contact, offers_meal
from vaultkit.people.interview import Interview
from vaultkit.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Kind

_ALWAYS = ("path", "name", "type")
_OF_TALK = ("stage", "direction", "history")
_OF_PERSON = ("helpful", "last_contact", "greeting", "org", "title", "location")


def reader_of(note: Reading, vault: Vault) -> Contact | Interview | None:
    """The reader that tells what follows from a note; None for other kinds."""
    if note.kind == "interview":
        return Interview(note, vault)
    return Contact(note, vault) if note.kind == "contact" else None


def look(note: Reading, vault: Vault, key: str, who: Contact | Interview | None = None) -> Any:
    """`people` and `introduced_by` are names; `type` is the kind of note; `name` and `path` are the note's own.

    `who`: its reader, where somebody has it and asks for several keys.
    """
    folded = key.casefold()
    if folded in _ALWAYS:
        return {"path": note.path, "name": note.name, "type": note.kind}[folded]
    found = _derived(who or reader_of(note, vault), folded)
    if found is not None:
        return found
    name = schema.canonical(note.kind, key, vault.config.properties)
    value = note.prop(name) if name else None
    if value is None:
        value = next((v for k, v in note.raw().items() if k.casefold() == folded), None)
    return value


def chosen(vault: Vault, kind: Kind | None, where: str | None, sort: str | None) -> list[Reading]:
    """The notes of a kind (None: of every) that meet a condition, by path, or by the property that `sort` names.

    `-KEY` sorts the other way round. Raises WrongUse for a condition that makes no sense.
    """
    wanted = query.condition(where) if where else None
    found = vault.every() if kind is None else vault.of_kind(kind)
    notes = [note for note in found if wanted is None or wanted(_looking(note, vault))]
    if not sort:
        return notes
    key = sort.lstrip("-")
    return query.ordered(notes, lambda note: look(note, vault, key), down=sort.startswith("-"))


def unknown(vault: Vault, kind: Kind | None, where: str | None, sort: str | None) -> list[str]:
    """A sentence for each key of a condition and an order that vaultkit does not know, and no note of the kind has."""
    asked = (*(query.keys_of(where) if where else ()), *([sort.lstrip("-")] if sort else ()))
    kinds: tuple[Kind, ...] = (*OWN, "other", "rendered") if kind is None else (kind,)
    strange = [key for key in dict.fromkeys(asked) if not any(_knows(vault, one, key) for one in kinds)]
    if not strange:
        return []
    notes = vault.every() if kind is None else vault.of_kind(kind)
    written = {key.casefold() for note in notes for key in note.raw()}
    names = {
        *written,
        *_ALWAYS,
        *_OF_TALK,
        *_OF_PERSON,
        *(row for one in kinds for row in schema.by_key(one)),
    }
    return [
        f'No {kind or "note"} has "{key}", and vaultkit knows no such property{did_you_mean(key, names) or "."}'
        for key in strange
        if key.casefold() not in written
    ]


def _knows(vault: Vault, kind: Kind, key: str) -> bool:
    derived = {"interview": (*_OF_TALK, "offer_meal"), "contact": _OF_PERSON}.get(kind, ())
    known = schema.canonical(kind, key, vault.config.properties) is not None
    return known or key.casefold() in (*_ALWAYS, *derived)


def _looking(note: Reading, vault: Vault) -> Callable[[str], Any]:
    """Looks at one note, with one reader for all keys."""
    return partial(look, note, vault, who=reader_of(note, vault))


def _derived(who: Contact | Interview | None, key: str) -> Any:
    if isinstance(who, Interview):
        if key == "people":
            return [person.name for person in who.people]
        if key == "offer_meal":
            return offers_meal(who)
        if key in schema.MILESTONES:
            return who.milestone(key)
        return getattr(who, key) if key in _OF_TALK else None
    if who is not None:
        if key == "introduced_by":
            return who.introduced_by.name if who.introduced_by else None
        return getattr(who, key) if key in _OF_PERSON else None
    return None
