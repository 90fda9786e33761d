"""Which outputs a run is about.

In: the paths and the template that a command names. Out: a Scope, which says of an output whether it is meant.
Never: a decision about one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultkit.errors import WrongUse
from vaultkit.index.names import fold, stem
from vaultkit.index.schema import ORPHANS, VAULT
from vaultkit.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.pipeline.asking import Ask
    from vaultkit.pipeline.opening import OpenVault


@dataclass(frozen=True, slots=True)
class Scope:
    """`abouts`: notes (by id) all outputs of which are meant, None for every note. `paths`: rendered notes that are
    meant by themselves, deleted ones too; `owners`: the notes that these are about. `template`: that one alone.
    `letters`: the templates of the rendered notes that are named.
    """

    abouts: frozenset[int] | None = None
    paths: frozenset[str] = frozenset()
    owners: frozenset[int] = frozenset()
    template: str | None = None
    letters: frozenset[str] = field(default_factory=frozenset)

    @property
    def asked(self) -> frozenset[str]:
        """Templates that are asked for by name, so that those on request render."""
        return self.letters | ({self.template} if self.template else frozenset())

    def covers(self, about: int, template: str, paths: Iterable[str | None]) -> bool:
        """Whether an output is meant. `paths`: where its file or base lies, or it wants to be."""
        if self.template not in (None, template):
            return False
        return self.abouts is None or about in self.abouts or not self.paths.isdisjoint(filter(None, paths))

    def settles(self, about: int) -> bool:
        """Whether every output about that note is meant, so that nothing of it stays stale."""
        return self.template is None and (self.abouts is None or about in self.abouts)


EVERYTHING = Scope()


def scope_of(opened: OpenVault, ask: Ask) -> Scope:
    """What `ask` names, looked up in the vault as it stands."""
    if not ask.notes:
        return Scope(template=ask.template)
    from vaultkit.index.carried import carried_at  # noqa: PLC0415 - mostly no note is named

    vault = opened.snapshot()
    abouts: set[int] = set()
    owners: set[int] = set()
    rendered: set[str] = set()
    letters: set[str] = set()
    for path in ask.notes:
        note = vault.note(path)
        if note is not None and note.kind != "rendered":
            abouts.add(note.id)
            continue
        rendered.add(path)
        for one in carried_at(vault, path):
            letters.add(one.template)
            about = vault.note(one.about_path) if one.about_path else None
            owners.add(about.id if about else ORPHANS if one.about else VAULT)
    return Scope(frozenset(abouts), frozenset(rendered), frozenset(owners), ask.template, frozenset(letters))


def resolve_template(opened: OpenVault, word: str | None) -> str | None:
    """The name of the template that the word of a command means, if one is given. Raises WrongUse with the nearest."""
    if word is None:
        return None
    name, named = word.removesuffix(".md"), opened.templates.named
    if name not in named:
        near = nearest(name, named)
        hint = f" Did you mean {near}?" if near else ""
        raise WrongUse(f"There is no template {name}.{hint} There are: {', '.join(named)}.")
    return name


def resolve_notes(opened: OpenVault, words: Iterable[str]) -> tuple[str, ...]:
    """The paths of the notes that the words of a command mean, rendered ones that were deleted too. Raises WrongUse."""
    return tuple(_resolved(opened, word) for word in words)


def _resolved(opened: OpenVault, word: str) -> str:
    from vaultkit.people import find  # noqa: PLC0415 - only a render of named notes asks

    try:
        return find.rendered(opened.snapshot(), word).path
    except WrongUse:
        hits = _deleted(opened, word)
        if len(hits) != 1:
            raise
        return hits[0]


def _deleted(opened: OpenVault, word: str) -> list[str]:
    """Rendered notes of which only the base is left: the one at that path or of that name, else by a part."""
    wanted = fold(word).removesuffix(".md")
    paths = [path for (path,) in opened.store.all("SELECT path FROM base ORDER BY path")]
    exact = [path for path in paths if wanted in (fold(path).removesuffix(".md"), fold(stem(path)))]
    return exact or [path for path in paths if wanted in fold(stem(path))]
