"""What a contact's note says by itself: names, addresses, wishes, the days of its Log.

In: a contact's note. Out: Profile, read when asked for.
Never: what another note says of them; that is contact.py's.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from vaultkit.people import access, dates, names
from vaultkit.people.noted import Noted
from vaultkit.people.zones import zone

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from vaultkit.model import Item


class Profile(Noted):
    """Somebody's own note, as written."""

    @property
    def name(self) -> str:
        """`name`, else the file's name without a leading @ and a bracket at its end."""
        return access.text(self.note, "name") or self.note.name

    @property
    def aliases(self) -> tuple[str, ...]:
        return access.texts(self.note, "aliases")

    @cached_property
    def greeting(self) -> str:
        """How letters address them: `greeting`, else the one alias that is a word of the name, else the name."""
        return names.greeting(self.name, access.text(self.note, "greeting"), self.aliases)

    @property
    def pronouns(self) -> str:
        return self.text("pronouns")

    @property
    def pronunciation(self) -> str:
        return self.text("pronunciation")

    @property
    def email(self) -> str:
        return self.text("email")

    @property
    def phone(self) -> str:
        return self.text("phone")

    @property
    def org(self) -> str:
        return self.text("org")

    @property
    def title(self) -> str:
        """What they do; a title that is their name is none."""
        title = self.text("title")
        return "" if names.fold(title) == names.fold(self.name) else title

    @property
    def location(self) -> str:
        return self.text("location")

    @property
    def linkedin(self) -> str:
        return self.text("linkedin")

    @property
    def scheduling_url(self) -> str:
        return self.text("scheduling_url")

    @property
    def met(self) -> str:
        return self.text("met")

    @property
    def zone(self) -> ZoneInfo | None:
        return zone(self.timezone) if self.timezone else None

    @property
    def connected(self) -> date | None:
        return access.day(self.note, "connected")

    @property
    def announced(self) -> date | None:
        return access.day(self.note, "announced")

    @property
    def snooze_until(self) -> date | None:
        return access.day(self.note, "snooze_until")

    @property
    def gift_ok(self) -> bool | None:
        """True or false as written; None: nobody said."""
        return access.yes(self.note, "gift_ok")

    @property
    def hard_to_reach(self) -> bool:
        return access.yes(self.note, "hard_to_reach") is True

    @property
    def do_not_contact(self) -> bool:
        return access.yes(self.note, "do_not_contact") is True

    @property
    def keep_in_touch(self) -> int | Literal["never"] | None:
        """Days between contacts, "never", or None where nothing is set."""
        value = self.note.prop("keep_in_touch")
        if value == "never":
            return "never"
        return access.number(self.note, "keep_in_touch")

    @property
    def log(self) -> tuple[Item, ...]:
        return self.note.section("log").items

    @property
    def marked_helpful(self) -> bool:
        """`helpful: true` itself: what the cadence and the offer of a meal need."""
        return access.yes(self.note, "helpful") is True

    @property
    def log_days(self) -> tuple[date, ...]:
        """The days of Log lines, as they stand; an open or dropped task is no Log line."""
        lines = (line for line in self.log if line.day is not None and (line.box is None or line.done))
        return tuple(day for line in lines if (day := dates.day(line.day or "")) is not None)
