"""A vault on disk, indexed by the real store, for the tests of people/ and edits/.

In: a folder, texts by path, perhaps lines of vaultkit.toml. Out: Vault, Interview, Contact.
Never: a rule of its own.
"""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

from vaultkit.index.refresh import refresh
from vaultkit.index.store import Store
from vaultkit.index.vault import Vault
from vaultkit.people import reader
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TEMPLATES = {"thank-you": "interview", "stay-in-touch": "contact", "reply": "interview", "agenda": "vault"}
ME = "---\ntype: me\nname: Ana Ruiz\ntimezone: Europe/Berlin\n---\n"


def front(kind: str, **props: object) -> str:
    """Front matter of a note of that kind, one line for each property, None for an empty one."""
    lines = [f"{key}: {'' if value is None else value}".rstrip() for key, value in props.items()]
    return "\n".join(["---", f"type: {kind}", *lines, "---", ""])


def link(*names: str) -> str:
    return "[" + ", ".join(f'"[[{name}]]"' for name in names) + "]"


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


def vault(root: Path, notes: dict[str, str], toml: str = "") -> Vault:
    """The same in a folder of its own, in which nothing else stands."""
    home = root / "vault"
    shutil.rmtree(home, ignore_errors=True)
    return vault_of(home, {"vaultkit.toml": toml, **notes})


def talk(found: Vault, path: str = "talk.md") -> Interview:
    note = found.note(path)
    assert note is not None, path
    assert note.kind == "interview", path
    return Interview(note, found)


def contact(found: Vault, path: str) -> Contact:
    note = found.note(path)
    assert note is not None, path
    assert note.kind == "contact", path
    return Contact(note, found)


def on(text: str) -> date:
    return date.fromisoformat(text)
