"""What a note says of its last invitation: the property `invited_for`, read.

In: its text. Out: Told, and whether it still fits the meeting.
Never: a doubt against the user: a part that the text leaves out is taken to fit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from vaultkit.people.place import place_as_typed, same_place
from vaultkit.people.zones import zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from vaultkit.people.interview import Interview
    from vaultkit.people.place import Arranged

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

    @property
    def whole(self) -> bool:
        """Whether zone and length are there, as in everything that `invite` writes."""
        return bool(self.zone) and self.minutes is not None

    def where(self, other: ZoneInfo) -> ZoneInfo:
        """The zone of `wall`; `other` where none is named, or none that is known."""
        return zone(self.zone) or other

    def fits(self, talk: Arranged, start: datetime, other: ZoneInfo) -> bool:
        """Whether this says that start (aware), and the length and place of the talk.

        The same instant in another zone does; what was called off does not.
        """
        if self.cancelled or self.minutes not in (None, talk.minutes):
            return False
        at = start.astimezone(self.where(other)).replace(tzinfo=None, second=0)
        place = place_as_typed(talk)
        return at == self.wall and same_place(place if self.place is None else self.place, place)


def fits(said: str, interview: Interview) -> bool:
    """Whether an invitation of these words still says the time and place of the note; one of another form does not."""
    told, start = Told.read(said), interview.starts_at
    return told is not None and start is not None and told.fits(interview, start, interview.zone)
