"""The steps by which a word finds a note: path, name, alias, part; and the refusals where it does not.

In: a word of a command, the vault, the kinds of notes that are meant. Out: notes, or WrongUse.
Never: a guess between two notes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.errors import WrongUse
from vaultkit.index.names import stem
from vaultkit.people.names import fold, person_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Kind

_SHOWN = 8
_NO_NAME = frozenset('"$`!\\/[]')


def named(vault: Vault, text: str, kinds: tuple[Kind, ...], what: str) -> Reading:
    return exact(vault, text, kinds) or by_part(vault, text, kinds, what)


def by_part(vault: Vault, text: str, kinds: tuple[Kind, ...], what: str) -> Reading:
    return one(part(vault, text, kinds), what, text, names_of(vault, kinds))


def exact(vault: Vault, text: str, kinds: tuple[Kind, ...]) -> Reading | None:
    """The note at that path, or the only one of that name; an alias only where no name fits."""
    if not text.strip():
        raise WrongUse("An empty name means no note.")
    if any("\ud800" <= letter <= "\udfff" for letter in text):  # from the shell, for bytes of no text
        raise WrongUse(f"{quote(text)} is not UTF-8, and means no note.")
    at = at_path(vault, text)
    if at is not None:
        return at if at.kind in kinds else None
    wanted = bare(vault, text)
    hits = [found for found in vault.named(wanted) if found.kind in kinds]
    own = [found for found in hits if by_name(found, fold(wanted))]  # a name goes before an alias
    return one(own or hits, "note", text, ()) if hits else None


def by_name(candidate: Reading, wanted: str) -> bool:
    file_name = stem(candidate.path)
    return wanted in map(fold, (file_name, candidate.name, person_name(file_name)))


def by_alias(candidate: Reading, wanted: str) -> bool:
    return any(fold(name) == wanted for name, _ in candidate.names)


def at_path(vault: Vault, text: str) -> Reading | None:
    path = bare(vault, text)
    return vault.note(f"{path}.md") or vault.note(path)


def bare(vault: Vault, text: str) -> str:
    """A path relative to the vault without `.md`; a name as it is."""
    text = text.strip().replace("\\", "/")
    text = text.removeprefix("[[").removesuffix("]]") if text.startswith("[[") else text
    if text.startswith("/") or text[1:3] == ":/":
        for root in (vault.config.root, vault.config.root.resolve()):
            if Path(text).is_relative_to(root):
                text = Path(text).relative_to(root).as_posix()
    text = text.removeprefix("./")
    return text[:-3] if text.lower().endswith(".md") else text


def part(vault: Vault, text: str, kinds: tuple[Kind, ...]) -> list[Reading]:
    wanted = fold(bare(vault, text))
    return [candidate for candidate in every(vault, kinds) if has_part(candidate, wanted)]


def has_part(candidate: Reading, wanted: str) -> bool:
    words = (candidate.name, candidate.path.removesuffix(".md"), *(name for name, _ in candidate.names))
    return any(wanted in fold(word if "/" in wanted else stem(word)) for word in words)


def every(vault: Vault, kinds: Sequence[Kind]) -> list[Reading]:
    return [candidate for kind in kinds for candidate in _of(vault, kind)]


def _of(vault: Vault, kind: Kind) -> tuple[Reading, ...]:
    if kind != "me":
        return vault.of_kind(kind)
    me = vault.me()
    return () if me is None else (me,)


def alone(hits: Sequence[Reading]) -> Reading | None:
    return hits[0] if len(hits) == 1 else None


def one(hits: Sequence[Reading], what: str, text: str, names: Iterable[str]) -> Reading:
    if len(hits) == 1:
        return hits[0]
    if hits:
        listed = listing(hit.path.removesuffix(".md") for hit in hits)
        raise WrongUse(f"Several notes fit {quote(text)}: {listed}. Name one of them.")
    from difflib import get_close_matches  # noqa: PLC0415 - only a slip of the hand needs it

    known = {fold(name): name for name in names}
    near = get_close_matches(fold(text), known, n=2, cutoff=0.6)
    hint = f" Did you mean {' or '.join(quote(known[name]) for name in near)}?" if near else _next(what, text)
    raise WrongUse(f"No {what} is named {quote(text)}.{hint}")


def _next(what: str, text: str) -> str:
    """Where the names stand, and how to make what is missing, if the text is a name that a shell leaves alone."""
    lists = [kind for kind in ("contact", "interview") if kind in what] or ["note"]
    named = " and ".join(f"`vaultkit list {kind}s`" for kind in lists)
    found = f" {named} {'names' if len(lists) == 1 else 'name'} them"
    if what not in ("contact", "interview") or not text.isprintable() or _NO_NAME.intersection(text):
        return f"{found}."
    return f"{found}; `vaultkit new {what} {quote(text)}` makes one."


def names_of(vault: Vault, kinds: Sequence[Kind]) -> tuple[str, ...]:
    found = [name for c in every(vault, kinds) for name in (stem(c.path), c.name, *(n for n, _ in c.names))]
    return tuple(dict.fromkeys(found))


def quote(text: str) -> str:
    return f'"{text}"'


def listing(names: Iterable[str]) -> str:
    listed = sorted(names)
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(quote(name) for name in listed[:_SHOWN]) + more
