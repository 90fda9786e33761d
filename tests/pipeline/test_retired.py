"""What is not wanted any more is left as it is while that lasts, and goes on when it is wanted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hand import contact
from tests.pipeline.vaults import (
    JO,
    LETTER,
    LETTER_TEMPLATE,
    SHEET,
    SHEET_TEMPLATE,
    TALK,
    report,
    still,
)

if TYPE_CHECKING:
    from tests.pipeline.conftest import Person

START, HELD = "start: 2026-03-09T14:00", "held: 2026-03-09"


@pytest.fixture
def held(vault: Person) -> Person:
    """The talk was held: there is a letter, and the sheet is retired."""
    vault.edit(TALK, START, HELD)
    assert vault.actions() == {SHEET: "retired", LETTER: "create"}
    return vault


def test_when_does_not_hold_and_holds_again(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    vault.edit(TALK, START, "outcome: cancelled")
    assert still(vault) == (0, {SHEET: "retired"}, [])
    mine = vault.read(SHEET)
    vault.edit(TALK, "outcome: cancelled", START)
    vault.edit(TALK, "selling", "buying")
    assert report(vault) == (0, {SHEET: "merged"}, [])
    assert vault.read(SHEET) == mine.replace("selling", "buying")


def test_a_deleted_one_that_retires_and_comes_back_stays_deleted(vault: Person) -> None:
    vault.remove(SHEET)
    vault.edit(TALK, START, "outcome: cancelled")
    assert still(vault) == (0, {SHEET: "retired"}, [])
    vault.edit(TALK, "outcome: cancelled", START)
    assert still(vault) == (0, {SHEET: "deleted"}, [])


def test_its_note_is_gone_and_comes_back(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    text = vault.read(TALK)
    vault.remove(TALK)
    assert still(vault) == (0, {SHEET: "retired"}, [])
    vault.write({TALK: text.replace("selling", "buying")})
    assert report(vault) == (0, {SHEET: "merged"}, [])
    assert "Be early." in vault.read(SHEET)


def test_its_note_is_no_interview_any_more(vault: Person) -> None:
    text = vault.read(TALK)
    vault.write({TALK: "only words\n"})
    assert still(vault) == (0, {SHEET: "retired"}, [])
    vault.write({TALK: text})
    assert still(vault) == (0, {}, [])


def test_its_template_is_gone_and_comes_back(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    vault.remove("Templates/sheet.md")
    assert still(vault) == (0, {SHEET: "retired"}, [])
    assert "Be early." in vault.read(SHEET)
    vault.write({"Templates/sheet.md": SHEET_TEMPLATE.replace("To find out", "Find out")})
    assert report(vault) == (0, {SHEET: "merged"}, [])
    assert "Find out: selling." in vault.read(SHEET)


def test_its_person_is_no_longer_named(held: Person) -> None:
    held.write(contact("Ana Roy"))
    held.edit(TALK, '"[[Jo Kim]]"', '"[[Ana Roy]]"')
    theirs = LETTER.replace("letter Jo Kim", "letter Ana Roy")
    assert report(held) == (0, {SHEET: "retired", LETTER: "retired", theirs: "create"}, [])
    assert still(held) == (0, {SHEET: "retired", LETTER: "retired"}, [])
    held.edit(TALK, '"[[Ana Roy]]"', '"[[Jo Kim]]"')
    assert still(held) == (0, {SHEET: "retired", theirs: "retired"}, [])


def test_one_who_is_named_and_loses_their_note_goes_on_as_plain_text(held: Person) -> None:
    held.edit(LETTER, "Yours", "Yours, Noor")
    held.remove(JO)
    code, actions, codes = report(held)
    assert (code, actions[LETTER], codes) == (0, "merged", [])
    assert "\nto: Jo Kim\n" in held.read(LETTER)
    assert "Yours, Noor" in held.read(LETTER)
    held.write(contact("Jo Kim"))
    assert report(held)[1][LETTER] == "merged"
    assert '\nto: "[[Jo Kim]]"\n' in held.read(LETTER)


def test_a_link_by_path_to_a_note_that_went_is_the_name_that_it_ends_in(held: Person) -> None:
    """A namesake elsewhere makes `to` a path; without its note the letter is still the same person's."""
    held.write(contact("Jo Kim") | {"Old/Friends/Jo Kim.md": "---\ntype: contact\n---\n"})
    held.edit(TALK, "[[Jo Kim]]", "[[People/Jo Kim]]")
    assert report(held)[1][LETTER] == "update"
    assert '\nto: "[[People/Jo Kim]]"\n' in held.read(LETTER)
    held.edit(LETTER, "Yours", "Yours, Noor")
    held.remove(JO)
    assert report(held)[1][LETTER] == "merged"
    assert "\nto: Jo Kim\n" in held.read(LETTER)


def test_its_interview_is_history(vault: Person) -> None:
    vault.write({"vaultkit.toml": "since = 2026-04-01\n"})
    assert still(vault) == (0, {SHEET: "retired"}, [])
    vault.write({"vaultkit.toml": ""})
    assert still(vault) == (0, {}, [])


def test_do_not_contact_retires_letters_and_not_sheets(held: Person) -> None:
    held.edit(JO, "org: Acme", "org: Acme\ndo_not_contact: true")
    assert still(held) == (0, {SHEET: "retired", LETTER: "retired"}, [])
    held.edit(JO, "\ndo_not_contact: true", "")
    held.edit(TALK, HELD, START)
    assert still(held) == (0, {LETTER: "retired"}, [])


def test_a_retired_note_may_be_edited_moved_and_deleted(vault: Person) -> None:
    vault.edit(TALK, START, "outcome: cancelled")
    vault.render()
    vault.edit(SHEET, "Be on time.", "It was a pity.")
    assert still(vault) == (0, {SHEET: "retired"}, [])
    vault.move(SHEET, "Old.md")
    assert still(vault) == (0, {"Old.md": "retired"}, [])
    vault.remove("Old.md")
    assert still(vault) == (0, {SHEET: "retired"}, [])
    (vault.root / ".vaultkit/renders" / SHEET).unlink()
    assert still(vault) == (0, {}, [])
    assert vault.bases() == {}


def test_what_never_was_is_not_retired(vault: Person) -> None:
    assert "retired" not in report(vault)[1].values()
    assert not (vault.root / "Drafts").exists()


def test_a_template_that_now_is_one_for_each_person(held: Person) -> None:
    whole = LETTER_TEMPLATE.replace("per: people\n", "").replace(" letter {{ person.name }}", " letter")
    held.write({"Templates/letter.md": whole.replace("{{ person.greeting }}", "all")})
    everybodys = LETTER.replace(" letter Jo Kim", " letter")
    assert report(held) == (0, {SHEET: "retired", LETTER: "retired", everybodys: "create"}, [])
    held.write({"Templates/letter.md": LETTER_TEMPLATE})
    assert still(held) == (0, {SHEET: "retired", everybodys: "retired"}, [])
