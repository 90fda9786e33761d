"""What a contact's note says by itself: names, addresses, wishes, the days of its Log.

In: a contact's note. Out: Profile, read when asked for.
Never: what another note says of them; that is contact.py's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from vaultkit.lazily import kept
from vaultkit.people import access, dates, names
from vaultkit.people.access import FromNote
from vaultkit.people.noted import Noted
from vaultkit.people.zones import zone

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo


class Profile(Noted):
    """Somebody's own note, as written."""

    aliases = FromNote(access.texts)
    pronouns = FromNote(access.text)
    pronunciation = FromNote(access.text)
    email = FromNote(access.text)
    org = FromNote(access.text)
    location = FromNote(access.text)
    linkedin = FromNote(access.text)
    scheduling_url = FromNote(access.text)
    connected = FromNote(access.day)
    announced = FromNote(access.day)
    snooze_until = FromNote(access.day)
    gift_ok = FromNote(access.yes)
    """True or false as written; None: nobody said."""
    hard_to_reach = FromNote(access.true)
    do_not_contact = FromNote(access.true)
    log = FromNote(access.items)

    @property
    def name(self) -> str:
        """`name`, else the file's name without a leading @ and a bracket at its end."""
        return self.text("name") or self.note.name

    @kept
    def greeting(self) -> str:
        """How letters address them: `greeting`, else the one alias that is a word of the name, else the name."""
        return names.greeting(self.name, self.text("greeting"), self.aliases)

    @property
    def title(self) -> str:
        """What they do; a title that is their name is none."""
        title = self.text("title")
        return "" if names.fold(title) == names.fold(self.name) else title

    @property
    def zone(self) -> ZoneInfo | None:
        return zone(self.timezone) if self.timezone else None

    @property
    def keep_in_touch(self) -> int | Literal["never"] | None:
        """Days between contacts, "never", or None where nothing is set."""
        return "never" if self.text("keep_in_touch") == "never" else access.number(self.note, "keep_in_touch")

    @property
    def marked_helpful(self) -> bool:
        """`helpful: true` itself: what the cadence and the offer of a meal need."""
        return access.true(self.note, "helpful")

    @property
    def log_days(self) -> tuple[date, ...]:
        """The days of Log lines, as they stand; an open or dropped task is no Log line."""
        lines = (line for line in self.log if line.day is not None and (line.box is None or line.done))
        return tuple(day for line in lines if (day := dates.day(line.day or "")) is not None)
