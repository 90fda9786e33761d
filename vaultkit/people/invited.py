"""What a note says of its last invitation: the property `invited_for`, read.

In: its text. Out: Told, in which a part that the text leaves out says nothing.
Never: the meeting as it stands now; who asks compares the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from vaultkit.people.zones import zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_TOLD = re.compile(
    r"(?P<cancelled>cancelled )?(?P<wall>\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?::\d\d)?"
    r"(?: (?P<zone>[A-Za-z0-9_+/-]+))?(?:, (?P<minutes>\d{1,4}) minutes)?(?:, (?P<place>.*))?"
)


@dataclass(frozen=True, slots=True)
class Told:
    """`2026-03-09T14:00 Europe/Helsinki, 30 minutes, https://…`, or its beginning.

    `wall` is naive, a time in `zone` (as written, "" for none); `cancelled`: the invitation was called off.
    """

    wall: datetime
    zone: str = ""
    minutes: int | None = None
    place: str | None = None
    cancelled: bool = False

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for a text of another form."""
        found = _TOLD.fullmatch(" ".join(text.split()))
        if found is None:
            return None
        try:
            wall = datetime.fromisoformat(found["wall"])
        except ValueError:
            return None
        minutes = int(found["minutes"]) if found["minutes"] else None
        return cls(wall, found["zone"] or "", minutes, found["place"], bool(found["cancelled"]))

    def where(self, other: ZoneInfo) -> ZoneInfo:
        """The zone of `wall`; `other` where none is named, or none that is known."""
        return zone(self.zone) or other

    def is_at(self, start: datetime, minutes: int, other: ZoneInfo) -> bool:
        """Whether this says that start (aware) and that length: the same instant in another zone does."""
        if self.cancelled or self.minutes not in (None, minutes):
            return False
        return start.astimezone(self.where(other)).replace(tzinfo=None, second=0) == self.wall


def plain_place(text: str) -> str:
    """A place as two of them are compared: without case, scheme, slash at the end, or blanks in runs."""
    return " ".join(text.split()).removeprefix("https://").rstrip("/").casefold()
