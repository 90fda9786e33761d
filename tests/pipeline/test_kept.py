"""The agenda's items are kept in the index: asked anew when a note changes, and narrowed to a moment by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hand import NOW, talk
from vaultkit.people import agenda

if TYPE_CHECKING:
    from tests.pipeline.conftest import Person


def rules(vault: Person, now: str, *words: str) -> list[tuple[str, str]]:
    found = vault.ok("agenda", "--json", "--now", now, *words).json["items"]
    return [(item["rule"], item["about"]) for item in found]


@pytest.mark.parametrize("days", ["0", "3", "400", "36500"])
@pytest.mark.parametrize(
    "now", [NOW, "2026-03-09T14:00:00+01:00", "2026-03-10T00:00:00+14:00", "2027-01-01", "9999-12-31"]
)
def test_what_a_query_leaves_out_is_on_no_agenda(
    vault: Person, monkeypatch: pytest.MonkeyPatch, now: str, days: str
) -> None:
    vault.write(
        talk(
            "2026-03-05 Jo Kim", "Jo Kim", "held: 2026-03-05", "## Follow-ups\n- [ ] send it 📅 2026-03-20\n"
        )
    )
    found = rules(vault, now, "--days", days)
    from vaultkit.pipeline import kept

    monkeypatch.setattr(kept, "MARGIN", 4_000_000)  # every item there is
    assert rules(vault, now, "--days", days) == found


def test_only_the_notes_that_changed_are_asked_anew(vault: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        vault.write(talk(f"Talk {number}", "Jo Kim", f"start: 2026-03-0{number + 3}T14:00"))
    before = rules(vault, NOW)
    asked: list[str] = []
    items_of = agenda.items_of

    def heard(who, vault_):  # type: ignore[no-untyped-def]
        asked.append(who.path)
        return items_of(who, vault_)

    monkeypatch.setattr(agenda, "items_of", heard)
    assert rules(vault, NOW) == before
    assert asked == []
    vault.edit("Interviews/Talk 1.md", "start: 2026-03-04T14:00", "outcome: cancelled")
    assert rules(vault, NOW) != before
    assert "Interviews/Talk 1.md" in asked
    assert "Interviews/Talk 0.md" not in asked


@pytest.mark.parametrize("kind", ["contacts", "interviews"])
def test_the_kept_rows_of_a_list_are_those_that_a_look_at_every_note_gives(vault: Person, kind: str) -> None:
    def rows() -> str:
        kept = vault.ok("list", kind, "--format", "csv").out
        assert kept == vault.ok("list", kind, "--format", "csv", "--sort", "path").out
        return kept

    vault.write(talk("Talk 1", "Jo Kim", "start: 2026-03-04T23:30\nheld: 2026-03-04"))
    seen = [rows()]
    vault.edit("Interviews/Talk 1.md", "held: 2026-03-04", "held: 2026-03-09")
    seen.append(rows())
    vault.edit("Interviews/Talk 1.md", "held: 2026-03-09", "outcome: cancelled")
    seen.append(rows())
    vault.move("People/Jo Kim.md", "People/Joanna Kim.md")
    seen.append(rows())
    vault.remove("Interviews/Talk 1.md")
    seen.append(rows())
    assert len(set(seen)) >= 3
