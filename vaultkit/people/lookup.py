"""The value that a key has in a note: derived, by its canonical name, or as written; and notes chosen by such values.

In: a note, the vault, a key in any case, a condition. Out: a plain value, None when there is none; notes.
Never: an error for a key that nobody has.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from vaultkit.people import query, schema
from vaultkit.people.contact import Contact, offers_meal
from vaultkit.people.interview import Interview

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Kind

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
    if folded in ("path", "name"):
        return note.path if folded == "path" else note.name
    if folded == "type":
        return note.kind
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
