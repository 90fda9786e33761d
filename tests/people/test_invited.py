"""What `invite` writes down as said is what the agenda takes for said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.people.vaults import vault_of
from vaultkit.exchange import attending, identity
from vaultkit.people.interview import Interview
from vaultkit.people.invited import fits

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.index.vault import Vault

WHERE = [
    (
        "mode: online\nlink: https://z.example/j/1?pwd=a,b",
        "mode: online\nlink: https://z.example/j/2?pwd=a,b",
    ),
    ("mode: online\nlink: z.example/j/1", "mode: online\nlink: z.example/j/2"),
    ("mode: online\nplatform: Zoom", "mode: online\nplatform: Teams"),
    ("mode: online", "mode: online\nlink: https://z.example"),
    ("mode: online\nlink: see the mail", "mode: online\nlink: https://z.example"),
    ("mode: phone\ndial_in: '+49 30 5550'", "mode: phone\ndial_in: '+49 30 5551'"),
    ("mode: phone", "mode: phone\ndial_in: '+49 30 5551'"),
    (
        "mode: in-person\nplace: Café Lumen, 14 Harbour Street",
        "mode: in-person\nplace: Café Lumen, 15 Harbour Street",
    ),
    ("mode: in-person\nvenue: office", "mode: in-person\nvenue: office\nplace: 3rd floor"),
    ("link: https://z.example", "place: here"),
    ("venue: library", "venue: park"),
]


def interview(vault: Vault) -> Interview:
    note = vault.note("a.md")
    assert note is not None
    return Interview(note, vault)


@pytest.mark.parametrize(("where", "elsewhere"), WHERE)
@pytest.mark.parametrize("zone", ["", "timezone: America/New_York\n"])
def test_said_and_fits_are_one(tmp_path: Path, where: str, elsewhere: str, zone: str) -> None:
    me = {"Me.md": "---\ntype: me\ntimezone: Europe/Berlin\n---\n", "Jo Kim.md": "---\ntype: contact\n---\n"}
    front = f'---\ntype: interview\npeople: "[[Jo Kim]]"\nstart: 2026-03-11T14:00\n{zone}'
    before = interview(vault_of(tmp_path, me | {"a.md": f"{front}{where}\n---\n"}))
    assert before.start is not None
    assert before.start.at is not None
    said = identity.said(attending.meeting(before, before.start.at))
    assert fits(said, before)
    assert not fits(said, interview(vault_of(tmp_path, {"a.md": f"{front}{elsewhere}\n---\n"})))
    later = front.replace("14:00", "14:30")
    assert not fits(said, interview(vault_of(tmp_path, {"a.md": f"{later}{where}\n---\n"})))
