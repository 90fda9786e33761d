"""What every reader of one note has: the note, the vault, items of a section, text by canonical name.

In: a note as the vault hands it out. Out: Noted, and Logistics with what an interview's people agreed.
Never: a rule; those stand in contact.py, interview.py and stage.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from vaultkit.people import access
from vaultkit.people.access import FromNote
from vaultkit.people.schema import hyphened

if TYPE_CHECKING:
    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Item


class Noted:
    """One note with a meaning. Two of a class are equal when their notes are one."""

    def __init__(self, note: Reading, vault: Vault) -> None:
        self.note = note
        self.vault = vault

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Noted) and other.note.path == self.note.path

    def __hash__(self) -> int:
        return hash((type(self), self.note.path))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.note.path!r})"

    @property
    def path(self) -> str:
        return self.note.path

    def text(self, key: str) -> str:
        """A text property by its canonical name; empty if there is none."""
        return access.text(self.note, key)

    def items(self, section: str) -> tuple[Item, ...]:
        """The items of a section by its canonical name; none if the note has no such section."""
        return access.items(self.note, section)

    timezone = FromNote(access.text)
    """The IANA name in the note, empty if there is none."""
    platform = FromNote(access.text)
    uid = FromNote(access.text)
    follow_ups = FromNote(access.items)

    @property
    def skip(self) -> frozenset[str]:
        """The agenda rules that this note does not want, in their own spelling."""
        return rule_names(access.texts(self.note, "skip"))


class Logistics(Noted):
    """What an interview note says of the meeting, as written."""

    @property
    def direction(self) -> Literal["asking", "giving"]:
        return "giving" if self.text("direction") == "giving" else "asking"

    goal = FromNote(access.text)
    mode = FromNote(access.text)
    """online, in-person, phone or nothing."""
    link = FromNote(access.text)
    dial_in = FromNote(access.text)
    venue = FromNote(access.text)
    place = FromNote(access.text)
    outcome = FromNote(access.text)
    sequence = FromNote(access.number)
    invited_for = FromNote(access.text)
    duration = FromNote(access.number)
    """Minutes, as written."""
    takeaways = FromNote(access.items)

    @property
    def booked_via(self) -> str:
        """ "them" in small letters where they booked; else as written."""
        text = self.text("booked_via")
        return "them" if text.strip().casefold() == "them" else text


def rule_names(written: tuple[str, ...]) -> frozenset[str]:
    """Agenda rules as `skip` names them, in their own spelling."""
    return frozenset(map(hyphened, written))
