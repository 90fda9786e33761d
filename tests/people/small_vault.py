"""A vault out of a few texts, for the tests of people/ and edits/: files on disk, read and indexed by the real code.

In: a folder, texts by path. Out: a Vault.
Never: a rule of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index.refresh import refresh
from vaultkit.index.store import Store
from vaultkit.index.vault import Vault
from vaultkit.people.reading import reader
from vaultkit.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TEMPLATES = {"thank-you": "interview", "stay-in-touch": "contact", "reply": "interview", "agenda": "vault"}


def vault_of(root: Path, notes: Mapping[str, str] | None = None) -> Vault:
    """Write the texts below `root` (they may be none), index what stands there, and open it."""
    for path, text in (notes or {}).items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8", newline="")
    config = load(root)
    store = Store.open(root, root.parent / f"{root.name}-index")
    refresh(store, config, reader(config, TEMPLATES), {})
    return Vault(store, config)
