"""What is wrong in a vault, each rule a small function: of one note, of notes together, of letters.

In: facts, the vault's snapshot, the text of letters. Out: problems, sorted.
Never: the time, or an exception for what a note says. registry.py tells how to add a check.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.people.checks import registry
from vaultkit.people.checks.codes import CODES as CODES
from vaultkit.people.checks.registry import Draft as Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Facts, Problem
    from vaultkit.people.contact import Contact
    from vaultkit.people.interview import Interview


def _load() -> None:
    """Have every module with checks of notes together register them: each question asks for all of a kind."""
    from vaultkit.people.checks import keys, links, overlap, questions, times  # noqa: F401, PLC0415 - of one note nobody asks


def of_note(facts: Facts) -> tuple[Problem, ...]:
    """The problems that one note has by itself; reading.py stores them with its facts."""
    import vaultkit.people.checks.alone  # noqa: F401, PLC0415 - it registers its checks, and asks for no other room

    found = [*registry.of_note.problems(facts, facts.path)]
    if facts.kind == "interview":
        found += registry.of_interview_note.problems(facts, facts.path)
    return _sorted(found)


def check(vault: Vault, drafts: Iterable[Draft] = ()) -> tuple[Problem, ...]:
    """The problems that only notes together show, and those of letters; a note's own are stored with it.

    `drafts` are the rendered notes of audience `them`: `drafts_of` gathers them.
    """
    return _sorted([*_of_vault(vault), *of_drafts(drafts)])


def of_drafts(drafts: Iterable[Draft]) -> tuple[Problem, ...]:
    """The problems of letters as their user left them."""
    import vaultkit.people.checks.drafts  # noqa: F401, PLC0415 - it registers its checks

    return _sorted(problem for draft in drafts for problem in registry.of_draft.problems(draft, draft.path))


def drafts_of(
    rendered: Iterable[Reading], letters: Mapping[str, str], read: Callable[[str], bytes | None]
) -> Iterator[Draft]:
    """The letters among rendered notes, for `check`.

    `letters` has each template of audience `them` with what it marks ("" for nothing); `read` gives the bytes of a
    path relative to the vault, or None where it cannot.
    """
    for note in rendered:
        template = note.prop("template")
        data = read(note.path) if isinstance(template, str) and template in letters else None
        if data is not None:
            yield Draft(note.path, data.decode("utf-8", "replace"), letters[str(template)])


def _of_vault(vault: Vault) -> Iterator[Problem]:
    _load()
    from vaultkit.people.contact import Contact  # noqa: PLC0415 - reading.py asks for this package, and for no vault
    from vaultkit.people.interview import Interview  # noqa: PLC0415

    for note in vault.of_kind("interview"):
        talk = Interview(note, vault)
        yield from registry.of_interview.problems(talk, note.path)
        yield from registry.of_either.problems(talk, note.path)
    for note in vault.of_kind("contact"):
        yield from registry.of_either.problems(Contact(note, vault), note.path)
    yield from registry.of_me.problems(vault)
    yield from registry.of_vault.problems(vault)


@dataclass(frozen=True, slots=True)
class Standing:
    """What one contact or interview adds to `check` beside its own problems: those that it shows by itself, and what
    it is compared by with all others, a name or the time from when to when a meeting lasts.
    """

    problems: tuple[Problem, ...]
    name: str | None = None
    span: tuple[float, float] | None = None


def of_contact(contact: Contact) -> Standing:
    _load()
    from vaultkit.people.checks import links  # noqa: PLC0415 - as above

    return Standing(_sorted(registry.of_either.problems(contact, contact.path)), name=links.called(contact))


def of_interview(talk: Interview) -> Standing:
    _load()
    from vaultkit.people.checks import overlap  # noqa: PLC0415 - as above

    found = (*registry.of_interview.problems(talk, talk.path), *registry.of_either.problems(talk, talk.path))
    return Standing(_sorted(found), span=overlap.span_of(talk))


def of_me(vault: Vault) -> Standing:
    """The same of Me, once for the vault."""
    _load()
    return Standing(_sorted(registry.of_me.problems(vault)))


def _sorted(found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(set(found)))
