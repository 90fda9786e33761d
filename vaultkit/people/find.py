"""Which note a command means: by path, name, person, or a part that fits one note only.

In: the words of the command, and the vault. Out: a note, or WrongUse with what fits and what is near.
Never: a guess between two notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.errors import WrongUse
from vaultkit.model import Kind, Resolved
from vaultkit.people import schema
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.people.names import fold, person_name, stem

if TYPE_CHECKING:
    from vaultkit.index.vault import Reading, Vault

OWN: tuple[Kind, ...] = ("contact", "interview", "me")
_SHOWN = 8


def note(vault: Vault, text: str) -> Reading:
    """Any note; a part of a name finds the user's own before rendered ones."""
    for kinds in ((*OWN, "other"), ("rendered",)):
        found = _exact(vault, text, kinds)
        if found is not None:
            return found
    own = _part(vault, text, (*OWN, "other"))
    return _one(
        own or _part(vault, text, ("rendered",)), "note", text, _names(vault, (*OWN, "other", "rendered"))
    )


def contact(vault: Vault, text: str) -> Reading:
    """A contact, by path, name, alias, or a part that fits one only."""
    return _named(vault, text, ("contact",), "contact")


def either(vault: Vault, text: str, kinds: tuple[Kind, ...] = ("contact", "interview")) -> Reading:
    """A contact or an interview, whichever has that name; a part must fit one note of both kinds."""
    what = "note about you" if kinds == ("me",) else " or ".join(kinds)
    return _named(vault, text, kinds, what)


def interview(vault: Vault, text: str) -> Reading:
    """An interview, by path or name, by its person, or by a part of its name.

    A person's name, alias, or a part that fits one person only means their one interview that has neither
    `thanked` nor `outcome` (several are refused, and listed), else their latest.
    """
    found = _exact(vault, text, ("interview",))
    if found is not None:
        return found
    people = _people(vault, text)
    if len(people) == 1:
        return _of_person(people[0][0], people[0][1]())
    parts = _part(vault, text, ("interview",))
    if not parts and people:
        raise WrongUse(
            f"Several people fit {_q(text)}: {_list(name for name, _ in people)}. Give the whole name."
        )
    return _one(parts, "interview", text, (*_names(vault, ("interview",)), *_names(vault, ("contact",))))


def for_rule(vault: Vault, text: str, side: str) -> Reading:
    """The note whose `skip` a rule belongs in; `side` as the table of rules has it."""
    if side == "contact":
        return contact(vault, text)
    if side != "either":
        return interview(vault, text)
    exact = _exact(vault, text, ("contact", "interview"))
    return exact if exact is not None else either(vault, text)


def for_keys(vault: Vault, text: str, keys: Iterable[str]) -> Reading:
    """The note that has properties of these names: keys of interviews alone look among interviews, and so on.

    A key of several kinds, or of nobody's, goes to the note of that name.
    """
    kinds: set[Kind] = set(OWN)
    for key in keys:
        mine = {kind for kind in OWN if schema.canonical(kind, key, vault.config.properties)}
        general = schema.canonical("other", key, vault.config.properties) is not None
        kinds &= mine if mine and not general else kinds
    exact = _exact(vault, text, tuple(kind for kind in OWN if kind in kinds))
    if exact is not None:
        return exact
    if not kinds:
        raise WrongUse(f"No note has all of {_list(keys)}: they belong to notes of several kinds.")
    if kinds == set(OWN):
        return note(vault, text)
    others = kinds - {"me"}  # Me.md is meant by its name alone
    if others == {"interview"}:
        return interview(vault, text)
    return either(vault, text, tuple(kind for kind in OWN if kind in (others or kinds)))


def drafts(vault: Vault, text: str) -> tuple[Reading, ...]:
    """Rendered notes: the one of that name, or all that are about, or to, the note that is meant; by path."""
    exact = _exact(vault, text, ("rendered",))
    if exact is not None:
        return (exact,)
    own = _exact(vault, text, OWN) or _alone(_part(vault, text, OWN)) or _person_note(vault, text)
    if own is not None:
        found = tuple(draft for draft in vault.of_kind("rendered") if own.path in _identity(vault, draft))
        if found:
            return found
    return (_one(_part(vault, text, ("rendered",)), "rendered note", text, _names(vault, ("rendered",))),)


def with_line(vault: Vault, text: str) -> tuple[Reading, ...]:
    """The notes among which a line is looked for: the one of that name, or a person's note and interviews."""
    found = _exact(vault, text, ("interview",))
    if found is not None:
        return (found,)
    people = _people(vault, text)
    if len(people) == 1:
        own = tuple(n for n in _contacts(vault, people[0][0]))
        return own + tuple(i.note for i in people[0][1]())
    return (either(vault, text),)


def interviews_named(vault: Vault, name: str) -> tuple[Interview, ...]:
    """The interviews with somebody who has no note of their own, by path."""
    every = (Interview(found, vault) for found in vault.of_kind("interview"))
    return tuple(i for i in every if any(p.contact is None and fold(p.name) == fold(name) for p in i.people))


# ---- the steps: path and name, alias, part


def _named(vault: Vault, text: str, kinds: tuple[Kind, ...], what: str) -> Reading:
    found = _exact(vault, text, kinds)
    if found is not None:
        return found
    return _one(_part(vault, text, kinds), what, text, _names(vault, kinds))


def _exact(vault: Vault, text: str, kinds: tuple[Kind, ...]) -> Reading | None:
    """The note at that path, or the only one of that name; an alias only where no name fits."""
    if not text.strip():
        raise WrongUse("An empty name means no note.")
    at = _at_path(vault, text)
    if at is not None:
        return at if at.kind in kinds else None
    wanted = _bare(vault, text)
    hits = [found for found in vault.named(wanted) if found.kind in kinds]
    own = [found for found in hits if _by_name(found, fold(wanted))]  # a name goes before an alias
    return _one(own or hits, "note", text, ()) if hits else None


def _by_name(candidate: Reading, wanted: str) -> bool:
    return wanted in (
        fold(stem(candidate.path)),
        fold(candidate.name),
        fold(person_name(stem(candidate.path))),
    )


def _by_alias(candidate: Reading, wanted: str) -> bool:
    return any(fold(name) == wanted for name, _ in candidate.names)


def _at_path(vault: Vault, text: str) -> Reading | None:
    bare = _bare(vault, text)
    return vault.note(f"{bare}.md") or vault.note(bare)


def _bare(vault: Vault, text: str) -> str:
    """A path relative to the vault without `.md`; a name as it is."""
    text = text.strip().replace("\\", "/")
    text = text.removeprefix("[[").removesuffix("]]") if text.startswith("[[") else text
    if text.startswith("/"):
        for root in (vault.config.root, vault.config.root.resolve()):
            if Path(text).is_relative_to(root):
                text = Path(text).relative_to(root).as_posix()
    text = text.removeprefix("./")
    return text[:-3] if text.lower().endswith(".md") else text


def _part(vault: Vault, text: str, kinds: tuple[Kind, ...]) -> list[Reading]:
    wanted = fold(_bare(vault, text))
    return [candidate for candidate in _every(vault, kinds) if _has_part(candidate, wanted)]


def _has_part(candidate: Reading, wanted: str) -> bool:
    words = (candidate.name, candidate.path.removesuffix(".md"), *(name for name, _ in candidate.names))
    return (
        any(wanted in fold(word) for word in words)
        if "/" in wanted
        else any(wanted in fold(stem(word)) for word in words)
    )


def _every(vault: Vault, kinds: Sequence[Kind]) -> list[Reading]:
    return [candidate for kind in kinds for candidate in _of(vault, kind)]


def _of(vault: Vault, kind: Kind) -> tuple[Reading, ...]:
    if kind != "me":
        return vault.of_kind(kind)
    me = vault.me()
    return () if me is None else (me,)


# ---- people


Talks = Callable[[], tuple[Interview, ...]]


def _people(vault: Vault, text: str) -> list[tuple[str, Talks]]:
    """Everybody whom the text means: by name, else by alias, else by a part; with or without a note."""
    wanted = fold(_bare(vault, text))
    known = [Contact(found, vault) for found in vault.of_kind("contact")]
    bare = _unnoted(vault)
    at = _at_path(vault, text)
    tests: tuple[Callable[[Contact], bool], ...] = (
        lambda c: at is not None and c.path == at.path,
        lambda c: _by_name(c.note, wanted),
        lambda c: _by_alias(c.note, wanted),
        lambda c: _has_part(c.note, wanted),
    )
    names: tuple[Callable[[str], bool], ...] = (
        lambda _: False, lambda n: fold(n) == wanted, lambda _: False, lambda n: wanted in fold(n)
    )  # fmt: skip
    for test, by_name in zip(tests, names, strict=True):
        hits: list[tuple[str, Talks]] = [(c.name, _talks(c)) for c in known if test(c)]
        hits += [(name, lambda name=name: interviews_named(vault, name)) for name in bare if by_name(name)]  # type: ignore[misc]
        if hits:
            return hits
    return []


def _talks(of: Contact) -> Talks:
    return lambda: of.interviews


def _contacts(vault: Vault, name: str) -> list[Reading]:
    return [found for found in vault.of_kind("contact") if fold(found.name) == fold(name)]


def _person_note(vault: Vault, text: str) -> Reading | None:
    people = _people(vault, text)
    return _alone(_contacts(vault, people[0][0])) if len(people) == 1 else None


def _unnoted(vault: Vault) -> list[str]:
    """The names in `people` that no contact's note has, each once."""
    found: dict[str, str] = {}
    for reading in vault.of_kind("interview"):
        for person in Interview(reading, vault).people:
            if person.contact is None:
                found.setdefault(fold(person.name), person.name)
    return sorted(found.values())


def _of_person(name: str, talks: tuple[Interview, ...]) -> Reading:
    """The one that is open, else the latest."""
    still = [talk for talk in talks if not talk.is_thanked and not talk.outcome]
    if len(still) > 1:
        listed = _list(stem(talk.path) for talk in still)
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


# ---- refusals


def _alone(hits: Sequence[Reading]) -> Reading | None:
    return hits[0] if len(hits) == 1 else None


def _one(hits: Sequence[Reading], what: str, text: str, names: Iterable[str]) -> Reading:
    if len(hits) == 1:
        return hits[0]
    if hits:
        listed = _list(hit.path.removesuffix(".md") for hit in hits)
        raise WrongUse(f"Several notes fit {_q(text)}: {listed}. Name one of them.")
    known = {fold(name): name for name in names}
    near = get_close_matches(fold(text), known, n=2, cutoff=0.6)
    hint = f" Did you mean {' or '.join(_q(known[name]) for name in near)}?" if near else ""
    raise WrongUse(f"No {what} is named {_q(text)}.{hint}")


def _names(vault: Vault, kinds: Sequence[Kind]) -> tuple[str, ...]:
    found = [name for c in _every(vault, kinds) for name in (stem(c.path), c.name, *(n for n, _ in c.names))]
    return tuple(dict.fromkeys(found))


def _q(text: str) -> str:
    return f'"{text}"'


def _list(names: Iterable[str]) -> str:
    listed = sorted(names)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(_q(name) for name in listed[:_SHOWN]) + more
