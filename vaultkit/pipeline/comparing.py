"""`diff`: rendered notes as their user left them, beside the pure render of now.

In: an open vault, the words for a note. Out: pairs of texts.
Never: a write.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.errors import Refused
from vaultkit.people import find
from vaultkit.pipeline.asking import WHY_NOT
from vaultkit.render.job import Job

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
    letters = find.drafts(opened.snapshot(), words)
    found = [_pair(opened, letter) for letter in letters]
    pairs = tuple(one for one in found if isinstance(one, Pair))
    if not pairs:
        raise Refused(f"{letters[0].path}: nothing to compare it with: {found[0]}.")
    return pairs


def _pair(opened: OpenVault, letter: Reading) -> Pair | str:
    """The letter beside its render, or why there is none."""
    name = str(letter.prop("template") or "")
    template = opened.templates.get(name)
    if template is None:
        return f"there is no template {name} any more"
    links = {key: next(iter(letter.links(key)), None) for key in ("about", "to")}
    paths = {
        key: getattr(opened.snapshot().resolve(link, letter.path), "path", None) if link else None
        for key, link in links.items()
    }
    about = paths["about"]
    if about is None and template.renders != "vault":
        return "the note that it is about is not there"
    job = Job(about, template.renders, frozenset({template.name}), frozenset({template.name}))
    answers = opened.pool.run(
        [job], config=opened.config, store=opened.store.path, templates=opened.templates
    )
    to = paths["to"] or letter.prop("to")
    mine = [one for answer in answers for one in answer.candidates if one.person in (None, to)]
    if not mine:
        return "its template makes no such note of the one that it is about"
    if mine[0].text is None:
        told = next((problem.message for problem in mine[0].problems), "the note that it is about is broken")
        why = WHY_NOT.get(mine[0].why_not)
        return f"it is not rendered any more and stays as it is (retired), since {why}" if why else told
    return Pair(letter.path, files.read(opened.root / letter.path).decode("utf-8", "replace"), mine[0].text)
