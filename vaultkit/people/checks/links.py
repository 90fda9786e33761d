"""Checks of links: whether the vault has what a note names, and only once.

In: contacts, interviews and Me. Out: problems with the names that are near.
Never: the links of other notes, which are Obsidian's affair.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from vaultkit.index.names import stem
from vaultkit.model import Ambiguous, Link, Missing, Resolved
from vaultkit.people import dates, schema
from vaultkit.people.checks.registry import Found, of_either, of_vault
from vaultkit.people.contact import Contact
from vaultkit.people.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.index.vault import Vault
    from vaultkit.model import Resolution
    from vaultkit.people.interview import Interview

_ATTACHMENT: Final = re.compile(r"\.(?!md$)[a-z][a-z0-9]{1,6}$", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def to_notes(one: Contact | Interview) -> Iterator[tuple[Link, Resolution]]:
    """The links that are meant for notes: no heading of its own, picture, address or daily note; and what they mean."""
    for link in one.note.facts.links:
        target = link.target.strip()
        if not target or _ADDRESS.match(target) or dates.day(stem(target)):
            continue
        if names_person(one, link) or not _ATTACHMENT.search(target):
            yield link, one.vault.resolve(link, one.path)


def names_person(one: Contact | Interview, link: Link) -> bool:
    """Whether a link stands where a person is named."""
    if link.prop is None:
        return False
    name = schema.canonical(one.note.kind, link.prop, one.vault.config.properties)
    row = None if name is None else schema.named(one.note.kind, name)
    return row is not None and row.is_link


def _where(link: Link) -> str:
    return f"{link.prop}: " if link.prop is not None else ""


@of_either("link-missing")
def missing(one: Contact | Interview) -> Iterator[Found]:
    for link, found in to_notes(one):
        if isinstance(found, Missing):
            message = f'{_where(link)}no note is named "{link.target}"'
            near = " or ".join(f"[[{name}]]" for name in found.nearest)
            hint = f"did you mean {near}?" if near else _make(one, link)
            yield Found(link.line, message, hint, column=link.column)


def _make(one: Contact | Interview, link: Link) -> str:
    if names_person(one, link):
        return f'vaultkit new contact "{link.target}" makes one; until then the plain name is used'
    return "make it, or write the name without brackets"


@of_either("link-ambiguous")
def ambiguous(one: Contact | Interview) -> Iterator[Found]:
    for link, found in to_notes(one):
        if isinstance(found, Ambiguous):
            message = f'{_where(link)}"{link.target}" fits several notes: {", ".join(found.paths)}'
            first = found.paths[0].removesuffix(".md")
            yield Found(link.line, message, f"write the path, as in [[{first}]]", column=link.column)


@of_either("link-alias")
def by_alias(one: Contact | Interview) -> Iterator[Found]:
    for link, found in to_notes(one):
        if isinstance(found, Resolved) and found.how == "alias" and link.form != "plain":
            name = stem(found.path)
            message = (
                f'{_where(link)}"{link.target}" is an alias of {found.path}, and Obsidian resolves no alias'
            )
            yield Found(
                link.line, message, f"write [[{name}|{link.shown or link.target}]]", column=link.column
            )


@of_either("link-namesake")
def namesake_link(one: Contact | Interview) -> Iterator[Found]:
    for link, found in to_notes(one):
        if isinstance(found, Resolved) and found.rivals and names_person(one, link):
            paths = ", ".join((found.path, *found.rivals))
            message = f'{_where(link)}"{link.target}" is the name of several notes: {paths}'
            hint = f"the first is meant since its path is shorter; write [[{found.path.removesuffix('.md')}]]"
            yield Found(link.line, message, hint, column=link.column)


def called(contact: Contact) -> str:
    """By this contacts of one name are known."""
    return fold(contact.name)


@of_vault("namesake")
def namesakes(vault: Vault) -> Iterator[Found]:
    first: dict[str, str] = {}
    for note in vault.of_kind("contact"):
        name = called(Contact(note, vault))
        if name in first:
            yield Found(
                1, f"{first[name]} is of the same name", "tell them apart in their file names", path=note.path
            )
        first.setdefault(name, note.path)
