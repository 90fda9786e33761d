"""What would carry an identity had the renames been followed: a dry run does not, and must see what a run sees.

In: a run with the texts that would be written, a job. Out: what would carry the job's identities.
Never: a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index.carried import Carried
from vaultkit.index.identity import identity_in
from vaultkit.index.names import bare
from vaultkit.index.schema import ORPHANS, VAULT
from vaultkit.model import Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vaultkit.index.vault import Vault
    from vaultkit.pipeline.run import Run


def carried_in_dry_run(run: Run, about: int, found: Iterable[Carried]) -> list[Carried]:
    """`found` as it would be, by path, notes before bases."""
    vault = run.opened.snapshot()
    kept = [one for one in found if (one.base, one.path) not in run.carried]
    kept += [one for one, owner in _follow(run, vault) if owner == about]
    return sorted(kept, key=lambda one: (one.base, one.path))


def _follow(run: Run, vault: Vault) -> Iterator[tuple[Carried, int]]:
    for (is_base, path), text in run.carried.items():
        said = identity_in(text)
        if said is None:
            continue
        note = vault.resolve(bare(said.about), path)
        about = vault.note(note.path) if isinstance(note, Resolved) else None
        person = vault.resolve(bare(said.to), path) if said.to else None
        name = person.path if isinstance(person, Resolved) else bare(said.to)
        owner = about.id if about else ORPHANS if said.about else VAULT
        where = about.path if about else None
        yield Carried(path, is_base, said.template, said.about, where, name), owner
