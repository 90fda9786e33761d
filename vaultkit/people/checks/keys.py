"""Checks of keys and of what there may be only once in a vault.

In: the vault. Out: misspelt keys with the nearest right one; a second Me.
Never: a key of the user's own: what stands in three notes is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultkit.people import schema
from vaultkit.people.checks.registry import Found, of_either, of_interview, of_me
from vaultkit.people.names import slip_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Kind
    from vaultkit.people.contact import Contact
    from vaultkit.people.interview import Interview

OWN_FROM: Final = 3


@of_either("misspelt-key")
def misspelt(one: Contact | Interview) -> Iterator[Found]:
    return _misspelt_in(one.note, one.vault)


@of_me("misspelt-key")
def misspelt_in_me(vault: Vault) -> Iterator[Found]:
    return (found for note in vault.of_kind("me") for found in _misspelt_in(note, vault))


def _misspelt_in(note: Reading, vault: Vault) -> Iterator[Found]:
    """What stands in other notes counts as well: the index knows in how many notes a key stands."""
    for key in note.raw():
        near = meant_key(note.kind, key, vault)
        if near and vault.key_count(key) < OWN_FROM:
            line = note.facts.lines.get(key, 1)
            yield Found(line, f'no property is named "{key}"', f"did you mean {near}?", path=note.path)


def meant_key(kind: Kind, key: str, vault: Vault) -> str:
    """The key that a misspelt one was to be; "" for a known one and for one that is near to none."""
    folded = schema.folded(key)
    if folded in schema.every_key() or key.casefold() in vault.config.properties:
        return ""
    return slip_of(folded, schema.by_key(kind))


@of_me("second-me")
def second_me(vault: Vault) -> Iterator[Found]:
    notes = vault.of_kind("me")
    for note in notes[1:]:
        message = f"{notes[0].path} says type: me too, and a vault has one"
        line = note.facts.lines.get(note.facts.keys.get("type", "type"), 1)
        yield Found(line, message, "take type: me out of one of them", path=note.path)


@of_interview("no-contact")
def no_contact(talk: Interview) -> Iterator[Found]:
    for one in talk.people:
        if one.profile is None and one.path is not None:
            message = f"{one.path} is not recognised as a contact, so only the name in it is used"
            yield Found(one.link.line, message, "add type: contact to that note")


@of_interview("thanked-stranger")
def thanked_stranger(talk: Interview) -> Iterator[Found]:
    keys = {one.key for one in talk.people}
    for one in talk.thanked_people:
        if one.key not in keys:
            message = f"thanked_people names {one.name}, who is not among people"
            yield Found(
                one.link.line or talk.note.line("thanked_people"),
                message,
                "correct the name, or add it to people",
            )
