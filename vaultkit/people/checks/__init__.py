"""What is wrong in a vault, each rule a small function: of one note, of notes together, of letters.

In: facts, the vault's snapshot, the text of letters. Out: problems, sorted.
Never: the time, or an exception for what a note says. registry.py tells how to add a check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from vaultkit.people.checks import registry
from vaultkit.people.checks.codes import CODES as CODES
from vaultkit.people.checks.registry import Draft as Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vaultkit.index.vault import Vault
    from vaultkit.model import Facts, Problem

MODULES: Final = ("alone", "drafts", "keys", "links", "overlap", "questions", "times")
"""The modules whose checks register themselves when they are imported; a new one is named here."""


def of_note(facts: Facts) -> tuple[Problem, ...]:
    """The problems that one note has by itself; reading.py stores them with its facts."""
    import vaultkit.people.checks.alone  # noqa: F401, PLC0415 - it registers its checks, and asks for no other room

    rules = ((code, rule) for code, kinds, rule in registry.ALONE if facts.kind in kinds)
    return _sorted(one.problem(facts.path, code) for code, rule in rules for one in rule(facts))


def check(vault: Vault, drafts: Iterable[Draft] = ()) -> tuple[Problem, ...]:
    """The problems that only notes together show, and those of letters; a note's own are stored with it.

    `drafts` are the rendered notes of audience `them`: `drafts_of` gathers them.
    """
    _load()
    return _sorted([*_of_vault(vault), *of_drafts(drafts)])


def of_drafts(drafts: Iterable[Draft]) -> tuple[Problem, ...]:
    """The problems of letters as their user left them."""
    _load()
    return _sorted(
        one.problem(draft.path, code)
        for draft in drafts
        for code, rule in registry.DRAFTS
        for one in rule(draft)
    )


def drafts_of(
    vault: Vault, letters: Mapping[str, str], read: Callable[[str], bytes | None]
) -> Iterator[Draft]:
    """The letters in the vault, for `check`.

    `letters` has each template of audience `them` with what it marks ("" for nothing); `read` gives the bytes of a
    path relative to the vault, or None where it cannot.
    """
    for note in vault.of_kind("rendered"):
        template = note.prop("template")
        data = read(note.path) if isinstance(template, str) and template in letters else None
        if data is not None:
            yield Draft(note.path, data.decode("utf-8", "replace"), letters[str(template)])


def _of_vault(vault: Vault) -> Iterator[Problem]:
    from vaultkit.people.contact import Contact  # noqa: PLC0415 - reading.py asks for this package, and for no vault
    from vaultkit.people.interview import Interview  # noqa: PLC0415

    for note in vault.of_kind("interview"):
        talk = Interview(note, vault)
        for code, of_talk in registry.INTERVIEWS:
            yield from (one.problem(talk.path, code) for one in of_talk(talk))
    for note in vault.of_kind("contact"):
        contact = Contact(note, vault)
        for code, of_contact in registry.CONTACTS:
            yield from (one.problem(contact.path, code) for one in of_contact(contact))
    for code, of_vault in registry.VAULT:
        yield from (one.problem(one.path, code) for one in of_vault(vault))


def _load() -> None:
    from importlib import import_module  # noqa: PLC0415

    for name in MODULES:
        import_module(f"{__name__}.{name}")


def _sorted(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(found)))
