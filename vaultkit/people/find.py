"""Which note a command means: by path, name, person, or a part that fits one note only.

In: the words of the command, and the vault. Out: a note, or WrongUse with what fits and what is near.
Never: a guess between two notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from vaultkit.errors import WrongUse
from vaultkit.index.names import stem
from vaultkit.model import ABOUT, OWN, Kind, Resolved
from vaultkit.people import pick, schema
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.people.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultkit.index.vault import Reading, Vault


def note(vault: Vault, text: str) -> Reading:
    """Any note; a part of a name finds the user's own before rendered ones."""
    ours: tuple[Kind, ...] = (*OWN, "other")
    if found := pick.exact(vault, text, ours) or pick.exact(vault, text, ("rendered",)):
        return found
    hits = pick.part(vault, text, ours) or pick.part(vault, text, ("rendered",))
    return pick.one(hits, "note", text, pick.names_of(vault, (*ours, "rendered")))


def contact(vault: Vault, text: str) -> Reading:
    """A contact, by path, name, alias, or a part that fits one only."""
    return pick.named(vault, text, ("contact",), "contact")


def either(vault: Vault, text: str, kinds: tuple[Kind, ...] = ABOUT) -> Reading:
    """A contact or an interview, whichever has that name; a part must fit one note of both kinds."""
    what = "note about you" if kinds == ("me",) else " or ".join(kinds)
    return pick.named(vault, text, kinds, what)


def story(vault: Vault, text: str) -> Reading:
    """Whose story is meant: a contact or interview of that name, else the one contact that a part fits."""
    exact = pick.exact(vault, text, ABOUT)
    person = pick.alone(pick.part(vault, text, ("contact",)))
    return exact or person or either(vault, text)


def interview(vault: Vault, text: str) -> Reading:
    """An interview, by path or name, by its person, or by a part of its name.

    A person's name, alias, or a part that fits one person only means their one interview that has neither
    `thanked` nor `outcome` (several are refused, and listed), else their latest.
    """
    if found := pick.exact(vault, text, ("interview",)):
        return found
    people = _people(vault, text)
    if len(people) == 1:
        return _of_person(people[0].name, people[0].talks())
    parts = pick.part(vault, text, ("interview",))
    if not parts and people:
        raise WrongUse(
            f"Several people fit {pick.quote(text)}: {pick.listing(who.name for who in people)}. Give the whole name."
        )
    return pick.one(parts, "interview", text, pick.names_of(vault, ("interview", "contact")))


def for_rule(vault: Vault, text: str, side: str) -> Reading:
    """The note whose `skip` a rule belongs in; `side` as the table of rules has it."""
    if side == "contact":
        return contact(vault, text)
    if side != "either":
        return interview(vault, text)
    return either(vault, text)


def for_keys(vault: Vault, text: str, keys: Iterable[str]) -> Reading:
    """The note that has properties of these names: keys of interviews alone look among interviews, and so on.

    A key of several kinds, or of nobody's, goes to the note of that name.
    """
    kinds: set[Kind] = set(OWN)
    for key in keys:
        mine = {kind for kind in OWN if schema.canonical(kind, key, vault.config.properties)}
        general = schema.canonical("other", key, vault.config.properties) is not None
        kinds &= mine if mine and not general else kinds
    if exact := pick.exact(vault, text, tuple(kind for kind in OWN if kind in kinds)):
        return exact
    if not kinds:
        raise WrongUse(f"No note has all of {pick.listing(keys)}: they belong to notes of several kinds.")
    if kinds == set(OWN):
        return note(vault, text)
    others = kinds - {"me"}  # Me.md is meant by its name alone
    if others == {"interview"}:
        return interview(vault, text)
    return either(vault, text, tuple(kind for kind in OWN if kind in (others or kinds)))


def rendered(vault: Vault, text: str) -> Reading:
    """Where rendered notes are meant: the rendered note of that name, or the note of the user's that it is about.

    A part of a name means the one note of the user's own that it fits, else the one person; a rendered note where it
    fits nothing of the user's own. Where no note has the words in its name, a template and then a note are meant, as in
    "stay in touch Jo".
    """
    if found := pick.exact(vault, text, ("rendered",)) or pick.exact(vault, text, (*OWN, "other")):
        return found
    own = pick.part(vault, text, OWN)
    meant = pick.alone(own) or _noted(_people(vault, text))
    if meant is not None:
        return meant
    every: tuple[Kind, ...] = (*OWN, "rendered", "other")
    hits = own or pick.part(vault, text, ("rendered",)) or pick.part(vault, text, ("other",))
    return pick.one(hits or _of_template(vault, text), "note", text, pick.names_of(vault, every))


def _of_template(vault: Vault, text: str) -> list[Reading]:
    """The rendered notes whose template the text names first, and then whom or what they are about or to."""
    wanted = _spoken(pick.bare(vault, text))
    found = []
    for letter in vault.of_kind("rendered"):
        template = _spoken(str(letter.prop("template") or ""))
        if template and wanted.startswith(f"{template} "):
            name = wanted.removeprefix(f"{template} ")
            about = [note for path in _identity(vault, letter) if (note := vault.note(path))]
            found += [letter] if any(name in _spoken(own) for note in about for own in _names(note)) else []
    return found


def _names(note: Reading) -> tuple[str, ...]:
    return stem(note.path), note.name, *(name for name, _ in note.names)


def _spoken(name: str) -> str:
    """A name as it is said: a hyphen is a blank."""
    return fold(name.replace("-", " "))


def drafts(vault: Vault, text: str) -> tuple[Reading, ...]:
    """Rendered notes: the one of that name, or all that are about, or to, the note that is meant; by path."""
    meant = rendered(vault, text)
    if meant.kind == "rendered":
        return (meant,)
    found = tuple(draft for draft in vault.of_kind("rendered") if meant.path in _identity(vault, draft))
    return found or (pick.by_part(vault, text, ("rendered",), "rendered note"),)


def draft(vault: Vault, text: str) -> Reading:
    """The one rendered note that is meant."""
    return pick.one(drafts(vault, text), "rendered note", text, ())


def with_line(vault: Vault, text: str) -> tuple[Reading, ...]:
    """The notes among which a line is looked for: the one of that name, or a person's note and interviews."""
    if found := pick.exact(vault, text, ("interview",)):
        return (found,)
    people = _people(vault, text)
    if len(people) == 1:
        own = (people[0].contact.note,) if people[0].contact else ()
        return own + tuple(talk.note for talk in people[0].talks())
    return (either(vault, text),)


def interviews_named(vault: Vault, name: str) -> tuple[Interview, ...]:
    """The interviews with somebody who has no note of their own, by path."""
    every = (Interview(found, vault) for found in vault.of_kind("interview"))
    return tuple(i for i in every if any(p.profile is None and fold(p.name) == fold(name) for p in i.people))


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody whom a word means, with a note of their own or without."""

    name: str
    contact: Contact | None
    vault: Vault

    def talks(self) -> tuple[Interview, ...]:
        return self.contact.interviews if self.contact else interviews_named(self.vault, self.name)


def _people(vault: Vault, text: str) -> list[Who]:
    """Everybody whom the text means: by path, else by name, else by alias, else by a part."""
    wanted, at = fold(pick.bare(vault, text)), pick.at_path(vault, text)
    known = [Who(c.name, c, vault) for c in (Contact(found, vault) for found in vault.of_kind("contact"))]
    known += [Who(name, None, vault) for name in _unnoted(vault)]
    tests: tuple[Callable[[Who], bool], ...] = (
        lambda who: at is not None and who.contact is not None and who.contact.path == at.path,
        lambda who: pick.by_name(who.contact.note, wanted) if who.contact else fold(who.name) == wanted,
        lambda who: who.contact is not None and pick.by_alias(who.contact.note, wanted),
        lambda who: pick.has_part(who.contact.note, wanted) if who.contact else wanted in fold(who.name),
    )
    return next((hits for test in tests if (hits := [who for who in known if test(who)])), [])


def _noted(people: list[Who]) -> Reading | None:
    """The note of somebody who is meant alone, and has one."""
    return people[0].contact.note if len(people) == 1 and people[0].contact else None


def _unnoted(vault: Vault) -> list[str]:
    """The names in `people` that no contact's note has, each once."""
    found: dict[str, str] = {}
    for reading in vault.of_kind("interview"):
        for person in Interview(reading, vault).people:
            if person.profile is None:
                found.setdefault(fold(person.name), person.name)
    return sorted(found.values())


def _of_person(name: str, talks: tuple[Interview, ...]) -> Reading:
    """The one that is open, else the latest."""
    still = [talk for talk in talks if not talk.is_thanked and not talk.outcome]
    if len(still) > 1:
        listed = pick.listing(stem(talk.path) for talk in still)
        raise WrongUse(
            f"{name} has several interviews that are neither thanked nor closed: {listed}. Name one of them."
        )
    if still:
        return still[0].note
    if not talks:
        raise WrongUse(f'{name} has no interview. `vaultkit new interview "{name}"` makes one.')
    return max(talks, key=lambda talk: (talk.first_day or date.min, talk.path)).note


def _identity(vault: Vault, draft: Reading) -> set[str]:
    """The paths that a rendered note is about, and to."""
    found = (vault.resolve(link, draft.path) for link in draft.links())
    return {hit.path for hit in found if isinstance(hit, Resolved)}
