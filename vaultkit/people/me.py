"""The user: what Me.md says, or what holds without one.

In: the vault's Me note or None. Out: name, addresses, zone and signature.
Never: an invented name or zone; without Me.md the zone is UTC and `zone_known` says that nobody said so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.lazily import kept
from vaultkit.people import access
from vaultkit.people.access import FromNote
from vaultkit.people.when import UTC_ZONE
from vaultkit.people.zones import zone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from vaultkit.index.vault import Reading, Vault


class Me:
    """Me.md, read as it is asked for. Everything is empty without one."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    @kept
    def note(self) -> Reading | None:
        return self.vault.me()

    name = FromNote(access.text)
    """`name`, or nothing: the file's name, Me, is nobody's."""
    email = FromNote(access.text)
    phone = FromNote(access.text)
    timezone = FromNote(access.text)
    """The IANA name as written, empty if there is none."""
    role_found = FromNote(access.day)

    @kept
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
    def signature(self) -> str:
        """The text below the Signature heading, without blank lines at its ends."""
        return "" if self.note is None else self.note.section("signature").text.strip("\r\n").rstrip()
