"""What the notes mean: contacts, interviews, me, how far things are, and what is wrong with them.

In: parsed notes, and the vault's snapshot. Out: Facts for the index, and lazy readers with everybody's words.
Never: disk, clock or terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.lazily import names_of

if TYPE_CHECKING:
    from vaultkit.people.reading import read_note as read_note
    from vaultkit.people.reading import reader as reader

__getattr__ = names_of(__name__, {"reading": "read_note reader"})
"""A command that finds nothing changed reads no note."""
