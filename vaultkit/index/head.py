"""What the table of notes says of one: enough to know it by before anything else of it is loaded.

In: a row. Out: Head, and BrokenNote, the refusal to say more of a note that cannot be read.
Never: what the note says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vaultkit.model import Kind


class BrokenNote(Exception):
    """A render asked for what a broken note says. `path` is that note's."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Head(NamedTuple):
    """`name`: that of a contact's person, else of the file."""

    id: int
    path: str
    kind: Kind
    broken: bool
    name: str
