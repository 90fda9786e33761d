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
    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Kind

_OF_TALK = ("stage", "direction", "history")
_OF_PERSON = ("helpful", "last_contact", "greeting", "org", "title", "location")


def look(note: Reading, vault: Vault, key: str) -> Any:
    """`people` and `introduced_by` are names; `type` is the kind of note; `name` and `path` are the note's own."""
    folded = key.casefold()
    if folded in ("path", "name"):
        return note.path if folded == "path" else note.name
    if folded == "type":
        return note.kind
    found = _derived(note, vault, folded)
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
    notes = [note for note in found if wanted is None or wanted(partial(look, note, vault))]
    if not sort:
        return notes
    key = sort.lstrip("-")
    return query.ordered(notes, lambda note: look(note, vault, key), down=sort.startswith("-"))


def _derived(note: Reading, vault: Vault, key: str) -> Any:
    if note.kind == "interview":
        talk = Interview(note, vault)
        if key == "people":
            return [person.name for person in talk.people]
        if key == "offer_meal":
            return offers_meal(talk)
        if key in schema.MILESTONES:
            return talk.milestone(key)
        return getattr(talk, key) if key in _OF_TALK else None
    if note.kind == "contact":
        contact = Contact(note, vault)
        if key == "introduced_by":
            return contact.introduced_by.name if contact.introduced_by else None
        return getattr(contact, key) if key in _OF_PERSON else None
    return None
