"""What every reader of one note has: the note, the vault, text by canonical name, items of a section.

In: a note as the vault hands it out. Out: Noted, and Logistics with what an interview's people agreed.
Never: a rule; those stand in contact.py, interview.py and stage.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from vaultkit.people import access

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
        return self.note.section(section).items

    @property
    def timezone(self) -> str:
        """The IANA name in the note, empty if there is none."""
        return self.text("timezone")

    @property
    def platform(self) -> str:
        return self.text("platform")

    @property
    def uid(self) -> str:
        return self.text("uid")

    @property
    def skip(self) -> frozenset[str]:
        """The agenda rules that this note does not want, in their own spelling."""
        return rule_names(access.texts(self.note, "skip"))

    @property
    def personal(self) -> tuple[Item, ...]:
        return self.items("personal")

    @property
    def introductions(self) -> tuple[Item, ...]:
        return self.items("introductions")

    @property
    def follow_ups(self) -> tuple[Item, ...]:
        return self.items("follow_ups")


class Logistics(Noted):
    """What an interview note says of the meeting, as written."""

    @property
    def direction(self) -> Literal["asking", "giving"]:
        return "giving" if self.text("direction") == "giving" else "asking"

    @property
    def goal(self) -> str:
        return self.text("goal")

    @property
    def mode(self) -> str:
        """online, in-person, phone or nothing."""
        return self.text("mode")

    @property
    def link(self) -> str:
        return self.text("link")

    @property
    def dial_in(self) -> str:
        return self.text("dial_in")

    @property
    def venue(self) -> str:
        return self.text("venue")

    @property
    def place(self) -> str:
        return self.text("place")

    @property
    def gift(self) -> str:
        return self.text("gift")

    @property
    def booked_via(self) -> str:
        """ "them" in small letters where they booked; else as written."""
        text = self.text("booked_via")
        return "them" if text.strip().casefold() == "them" else text

    @property
    def outcome(self) -> str:
        return self.text("outcome")

    @property
    def sequence(self) -> int | None:
        return access.number(self.note, "sequence")

    @property
    def invited_for(self) -> str:
        return self.text("invited_for")

    @property
    def status(self) -> str:
        return self.text("status")

    @property
    def duration(self) -> int | None:
        """Minutes, as written."""
        return access.number(self.note, "duration")

    @property
    def talking_points(self) -> tuple[Item, ...]:
        return self.items("talking_points")

    @property
    def notes(self) -> tuple[Item, ...]:
        return self.items("notes")

    @property
    def takeaways(self) -> tuple[Item, ...]:
        return self.items("takeaways")

    @property
    def wrap_up(self) -> tuple[Item, ...]:
        return self.items("wrap_up")

    @property
    def debrief(self) -> tuple[Item, ...]:
        return self.items("debrief")


def rule_names(written: tuple[str, ...]) -> frozenset[str]:
    """Agenda rules as `skip` names them, in their own spelling: Thank_You is thank-you."""
    return frozenset(
        "-".join(text.casefold().replace("_", " ").replace("-", " ").split()) for text in written
    )
