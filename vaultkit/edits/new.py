"""`new contact` and `new interview`: notes from their scaffolds.

In: names, KEY=VALUE words, the vault, the moment. Out: notes that were not there before.
Never: an existing note, or a second one whose name differs only in case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.edits.scaffold import contact_text, interview_text
from vaultkit.edits.values import name_of, pairs, typed
from vaultkit.edits.write import Edited, create, today
from vaultkit.english import listed as in_words
from vaultkit.errors import Refused, WrongUse
from vaultkit.index.names import bare, stem
from vaultkit.model import Kind, Missing, Resolved, Value
from vaultkit.people import dates
from vaultkit.people.contact import Contact
from vaultkit.people.names import fold, person_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from vaultkit.index.vault import Vault


def new_contact(vault: Vault, name: str, words: Iterable[str] = (), *, now: datetime) -> Edited:
    """Make a contact's note; `words` are KEY=VALUE. Raises WrongUse, and Refused where the name is taken."""
    given = _given(vault, "contact", words, today(vault, now))
    return _contact(vault, _name(name), given)


def new_interview(
    vault: Vault, people: Sequence[str], words: Iterable[str] = (), *, now: datetime
) -> tuple[Edited, ...]:
    """Make an interview's note, and notes for those of its people who have none; the interview comes last.

    Its file is named by the day of `start`, else by today in my zone, and by its people. Everything that can
    be refused is, before anything is written.
    """
    if not people:
        raise WrongUse('Name at least one person: vaultkit new interview "Jo Kim".')
    given = _given(vault, "interview", words, today(vault, now))
    if "people" in given:
        raise WrongUse("Name the people in the command, not with people=.")
    known = list({person.path: person for person in (_somebody(vault, name) for name in people)}.values())
    path = _path(vault, vault.config.new.interviews, _title(given, known, today(vault, now)))
    _check_free(vault, path)
    for person in known:
        if person.made:
            _check_free(vault, person.path)
    made = [_contact(vault, person.name, {}) for person in known if person.made]
    links = tuple(f"[[{person.link}]]" for person in known)
    create(vault.config.root, path, interview_text(links, given))
    said = f"{stem(path)}: a new interview with {in_words(person.name for person in known)}."
    return (*made, Edited(path, said))


@dataclass(frozen=True, slots=True)
class _Somebody:
    """Somebody named in the command: their note, and whether it is still to be made."""

    name: str
    path: str
    link: str
    made: bool


def _somebody(vault: Vault, text: str) -> _Somebody:
    """A contact by name or alias, by whole words of the name, else somebody new."""
    name = _name(text)
    known = [Contact(note, vault) for note in vault.of_kind("contact")]
    for hits in ([c for c in known if _called(c, name)], [c for c in known if _has_words(c, name)]):
        if len(hits) > 1:
            listed = ", ".join(f'"{contact.path}"' for contact in hits)
            raise WrongUse(f"Several people are named {name!r}: {listed}. Give the path or the whole name.")
        if hits:
            return _Somebody(hits[0].name, hits[0].path, vault.shortest(hits[0].path), made=False)
    if "/" in name:
        raise WrongUse(f"No contact is at {name!r}.")
    path = _path(vault, vault.config.new.people, name)
    return _Somebody(name, path, stem(path), made=True)


def _called(contact: Contact, name: str) -> bool:
    own = (contact.name, stem(contact.path), contact.path, contact.path.removesuffix(".md"), *contact.aliases)
    return fold(name) in {fold(word) for word in own}


def _has_words(contact: Contact, name: str) -> bool:
    """Jo means Jo Kim, and not Joanna: somebody new must not be taken for an old acquaintance."""
    return set(fold(name).split()) <= set(fold(contact.name).split())


def _name(text: str) -> str:
    name = " ".join(bare(text).split()).removesuffix(".md")
    if not any(letter.isalnum() for letter in name) or any(not letter.isprintable() for letter in name):
        raise WrongUse(f"{text!r} is nobody's name.")
    return name


def _path(vault: Vault, folder: str, name: str) -> str:
    """The path of a new note, its folder spelt as it stands on disk."""
    return files.as_on_disk(vault.config.root, f"{folder}/{files.safe_name(name)}.md")


def _title(given: Mapping[str, Value], people: Sequence[_Somebody], current: date) -> str:
    start = dates.wall(str(given.get("start") or ""))
    day = current if start is None else start.date() if isinstance(start, datetime) else start
    return f"{day.isoformat()} {in_words(person_name(person.name) for person in people)}"


def _contact(vault: Vault, name: str, given: Mapping[str, Value]) -> Edited:
    path = _path(vault, vault.config.new.people, name)
    _check_free(vault, path)
    create(vault.config.root, path, contact_text(None if person_name(stem(path)) == name else name, given))
    return Edited(path, f"{name}: a new contact.")


def _check_free(vault: Vault, path: str) -> None:
    """A second note of the name would turn links away from the first."""
    found = vault.resolve(stem(path), "")
    if not isinstance(found, Missing):
        where = found.path if isinstance(found, Resolved) else ", ".join(found.paths)
        raise Refused(f"{stem(path)} is there already: {where}. Nothing is overwritten.")
    if (vault.config.root / path).exists():
        raise Refused(f"{path} is there already; nothing is overwritten.")


def _given(vault: Vault, kind: Kind, words: Iterable[str], current: date) -> dict[str, Value]:
    """The properties that the command sets, by the key to write."""
    listed = tuple(words)
    found: dict[str, Value] = {}
    for key, texts in (pairs(listed) if listed else {}).items():
        name = name_of(kind, key, vault.config)
        found[name or key] = typed(kind, name, texts, current)
    return found
