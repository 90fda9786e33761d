"""`diff`: rendered notes as their user left them, beside the pure render of now.

In: an open vault, the words for a note. Out: pairs of texts.
Never: a write.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.errors import Refused, WrongUse
from vaultkit.people import find
from vaultkit.render.pool import Job

if TYPE_CHECKING:
    from vaultkit.index.vault import Reading
    from vaultkit.pipeline.opening import OpenVault


@dataclass(frozen=True, slots=True)
class Pair:
    """`yours` is the text in the vault, `render` what the template gives now."""

    path: str
    yours: str
    render: str


def pure_renders(opened: OpenVault, words: str) -> tuple[Pair, ...]:
    """The rendered notes that `words` mean. Raises WrongUse where there are none, Refused where none renders."""
    vault = opened.snapshot()
    letters = find.drafts(vault, words)
    if not letters:
        raise WrongUse(f"{words!r} is no rendered note, and nothing rendered is about it.")
    found = [pair for letter in letters if (pair := _pair(opened, letter)) is not None]
    if not found:
        raise Refused(f"{letters[0].path}: its template does not render it now; `vaultkit check` says more.")
    return tuple(found)


def _pair(opened: OpenVault, letter: Reading) -> Pair | None:
    template = opened.templates.get(str(letter.prop("template") or ""))
    if template is None:
        return None
    links = {key: next(iter(letter.links(key)), None) for key in ("about", "to")}
    paths = {
        key: getattr(opened.snapshot().resolve(link, letter.path), "path", None) if link else None
        for key, link in links.items()
    }
    kind = "vault" if template.renders == "vault" else template.renders
    job = Job(paths["about"], kind, frozenset({template.name}), frozenset({template.name}))
    answers = opened.pool.run(
        [job], config=opened.config, store=opened.store.path, templates=opened.templates
    )
    to = paths["to"] or letter.prop("to")
    for answer in answers:
        for one in answer.candidates:
            if one.text is not None and one.person in (None, to):
                yours = files.read(opened.root / letter.path).decode("utf-8", "replace")
                return Pair(letter.path, yours, one.text)
    return None
