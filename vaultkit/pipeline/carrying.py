"""Bases follow the notes that they are about: a rename must bring nothing deleted back.

In: the renames that the index saw, or that Obsidian wrote into rendered notes. Out: bases with the new link.
Never: a guess; where two notes could be meant, nothing moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index import outputs
from vaultkit.index.carried import Carried, carried_by
from vaultkit.index.names import bare, key_of, stem, without_ending
from vaultkit.index.schema import ORPHANS
from vaultkit.writeback.carrying import Renamed, carry

if TYPE_CHECKING:
    from vaultkit.index.refresh import Refreshed
    from vaultkit.pipeline.opening import OpenVault


def carry_renames(opened: OpenVault) -> bool:
    """Let bases, and rendered notes that nobody else changed, follow. Whether anything was rewritten."""
    pairs = outputs.pending_renames(opened.store)
    orphans = carried_by(opened.snapshot(), ORPHANS)
    found = [_renamed(opened, old, new) for old, new in pairs]
    found += _seen_in_files(opened, orphans)
    if not found:
        return False
    notes = [one.path for one in orphans if not one.base]
    with opened.lock():
        carry(opened.root, found, notes=notes)
    if pairs:
        assert opened.refreshed is not None
        outputs.forget_renames(opened.store, opened.refreshed.number)
    return True


def may_rename(opened: OpenVault, found: Refreshed) -> bool:
    """Whether what a refresh found can be part of a rename: a name came or went, or a rendered note changed.

    `carry_renames` looks at every base, which a watch cannot afford after each save.
    """
    if found.added or found.removed or found.renamed or outputs.pending_renames(opened.store):
        return True
    sql = "SELECT 1 FROM identity WHERE path = ? UNION SELECT 1 FROM base WHERE path = ?"
    return any(opened.store.one(sql, path, path) for path in found.changed)


def _renamed(opened: OpenVault, old: str, new: str) -> Renamed:
    namesakes = opened.store.all(
        "SELECT path FROM name JOIN note ON id = name.note WHERE folded = ? AND how = 'file' AND path != ?",
        key_of(stem(old)), new,
    )  # fmt: skip
    return Renamed(old, new, _link(opened, new), by_name=not namesakes)


def _link(opened: OpenVault, path: str) -> str:
    """The shortest link text that means this note alone."""
    from vaultkit.render.compose import link_to  # noqa: PLC0415 - only a rename asks

    return bare(link_to(path, opened.snapshot()))


def _seen_in_files(opened: OpenVault, orphans: tuple[Carried, ...]) -> list[Renamed]:
    """Obsidian changed `about` in the rendered note, and the base at its path still has the old one."""
    vault, found = opened.snapshot(), {}
    for base in orphans:
        if not base.base:
            continue
        file = vault.note(base.path)
        if file is None or file.kind != "rendered" or file.prop("template") != base.template:
            continue
        link = next((link for link in file.links("about")), None)
        target = vault.resolve(link, base.path) if link is not None else None
        path = getattr(target, "path", None)
        note = vault.note(path) if isinstance(path, str) else None
        if note is not None and note.kind in ("contact", "interview"):
            found[bare(base.about)] = note.path
    return [
        Renamed(without_ending(old) + ".md", new, _link(opened, new)) for old, new in sorted(found.items())
    ]
