"""What the notes mean: contacts, interviews, me, how far things are, and what is wrong with them.

In: parsed notes, and the vault's snapshot. Out: Facts for the index, and lazy readers with everybody's words.
Never: disk, clock or terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.people.reading import read_note as read_note
    from vaultkit.people.reading import reader as reader


def __getattr__(name: str) -> object:
    """Fetch what reads a note on first use: a command that finds nothing changed reads none."""
    if name not in ("read_note", "reader"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from vaultkit.people import reading  # noqa: PLC0415

    value: object = getattr(reading, name)
    globals()[name] = value
    return value
