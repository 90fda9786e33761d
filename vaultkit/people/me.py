"""The user: what Me.md says, or what holds without one.

In: the vault's Me note or None. Out: name, addresses, zone, news and signature.
Never: an invented name or zone; without Me.md the zone is UTC and `zone_known` says that nobody said so.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from vaultkit.people import access
from vaultkit.people.when import UTC_ZONE
from vaultkit.people.zones import zone

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from vaultkit.index.vault import Reading, Vault


class Me:
    """Me.md, read as it is asked for. Everything is empty without one."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    @cached_property
    def note(self) -> Reading | None:
        return self.vault.me()

    def _text(self, key: str) -> str:
        return "" if self.note is None else access.text(self.note, key)

    @property
    def path(self) -> str:
        return "" if self.note is None else self.note.path

    @property
    def name(self) -> str:
        """`name`, or nothing: the file's name, Me, is nobody's."""
        return self._text("name")

    @property
    def email(self) -> str:
        return self._text("email")

    @property
    def phone(self) -> str:
        return self._text("phone")

    @property
    def timezone(self) -> str:
        """The IANA name as written, empty if there is none."""
        return self._text("timezone")

    @cached_property
    def known_zone(self) -> ZoneInfo | None:
        return zone(self.timezone) if self.timezone else None

    @property
    def zone_known(self) -> bool:
        return self.known_zone is not None

    @property
    def zone(self) -> ZoneInfo:
        """My zone; UTC if Me.md names none."""
        return self.known_zone or UTC_ZONE

    @property
    def mode(self) -> str:
        """online, in-person, phone or nothing."""
        return self._text("mode")

    @property
    def platform(self) -> str:
        """The platform as written, empty if none is."""
        return self._text("platform")

    @property
    def news(self) -> str:
        return self._text("news")

    @property
    def role(self) -> str:
        return self._text("role")

    @property
    def role_found(self) -> date | None:
        return None if self.note is None else access.day(self.note, "role_found")

    @property
    def signature(self) -> str:
        """The text below the Signature heading, without blank lines at its ends."""
        return "" if self.note is None else self.note.section("signature").text.strip("\r\n").rstrip()
