"""Each row of the table of write-back about text, performed with real files through the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pipeline.vaults import JO, LETTER, SHEET, TALK, age, backups, furnish, report, still
from vaultkit.files import syncing
from vaultkit.index import outputs
from vaultkit.pipeline import writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pipeline.conftest import Person


def test_create_writes_the_note_its_base_and_the_version(vault: Person) -> None:
    text = vault.read(SHEET)
    assert text.startswith('---\ntemplate: sheet\nabout: "[[2026-03-09 Jo Kim]]"\n---\n')
    assert "To find out: selling." in text
    assert "With Jo Kim of Acme." in text
    assert vault.bases() == {SHEET: text}
    assert (vault.root / ".vaultkit/version").is_file()
    assert still(vault) == (0, {}, [])


def test_update_follows_the_note_and_whom_it_names(vault: Person) -> None:
    vault.edit(TALK, "selling", "buying")
    assert report(vault) == (0, {SHEET: "update"}, [])
    assert "To find out: buying." in vault.read(SHEET)
    vault.edit(JO, "Acme", "Beta")
    assert report(vault) == (0, {SHEET: "update"}, [])
    assert "With Jo Kim of Beta." in vault.read(SHEET)
    assert vault.bases() == {SHEET: vault.read(SHEET)}
    assert still(vault) == (0, {}, [])


def test_unchanged_when_the_note_changes_in_what_no_render_says(vault: Person) -> None:
    vault.write({TALK: vault.read(TALK) + "\n## Notes\n- something\n"})
    assert still(vault) == (0, {}, [])
    assert vault.render()["unchanged"] == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        (".\n", ".   \n"),
        ("Be on time.\n", "Be on time.\n\n\n"),
        ("Be on time.\n", "Be on time."),
        ("template: sheet", 'template: "sheet"'),
        ('---\ntemplate: sheet\nabout: "[[2026-03-09 Jo Kim]]"', "---\nabout: '[[2026-03-09 Jo Kim]]'\ntemplate: sheet"),
    ],
    ids=["line ends", "trailing blanks", "blank lines", "no newline", "quotes", "order"],
)  # fmt: skip
def test_what_a_sync_tool_or_a_linter_changes_is_no_edit(vault: Person, old: str, new: str) -> None:
    vault.write({SHEET: vault.read(SHEET).replace(old, new)})
    assert still(vault) == (0, {}, [])
    vault.edit(TALK, "selling", "buying")
    assert vault.actions() == {SHEET: "update"}
    assert "To find out: buying." in vault.read(SHEET)


def test_unchanged_when_the_user_wrote_what_the_render_says_now(vault: Person) -> None:
    vault.edit(SHEET, "selling", "buying")
    vault.edit(TALK, "selling", "buying")
    assert report(vault) == (0, {}, [])
    assert vault.bases() == {SHEET: vault.read(SHEET)}
    vault.edit(TALK, "buying", "making")
    assert report(vault) == (0, {SHEET: "update"}, [])


def test_kept_when_only_the_user_changed_it(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    assert still(vault) == (0, {SHEET: "kept"}, [])
    assert "Be early." in vault.read(SHEET)


def test_merged_when_both_changed_different_places(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    vault.edit(TALK, "selling", "buying")
    assert report(vault) == (0, {SHEET: "merged"}, [])
    assert "To find out: buying." in vault.read(SHEET)
    assert "Be early." in vault.read(SHEET)
    assert "Be on time." in vault.bases()[SHEET]
    assert still(vault) == (0, {SHEET: "kept"}, [])


def test_merged_by_key_in_the_front_matter(vault: Person) -> None:
    vault.edit(TALK, "start: 2026-03-09T14:00", "held: 2026-03-09")
    assert vault.actions() == {SHEET: "retired", LETTER: "create"}
    vault.edit(LETTER, "---\ntemplate", "---\nmine: yes\ntemplate")
    vault.edit(TALK, "selling", "buying")
    assert vault.actions() == {SHEET: "retired", LETTER: "merged"}
    assert "mine: yes" in vault.read(LETTER)
    assert "subject: Thanks for buying" in vault.read(LETTER)


def test_a_place_kept_back_is_told_on_every_run_until_the_two_agree(vault: Person) -> None:
    vault.edit(SHEET, "selling", "dancing")
    vault.edit(TALK, "selling", "buying")
    code, actions, codes = still(vault)
    assert (code, actions, codes) == (1, {SHEET: "kept"}, ["kept-back"])
    found = vault.render()["outputs"][0]["kept_back"]
    assert found == [{"line": 7, "yours": "To find out: dancing.", "render": "To find out: buying."}]
    vault.edit(TALK, "buying", "making")
    assert still(vault)[0] == 1
    vault.edit(SHEET, "dancing", "making")
    assert report(vault) == (0, {}, [])
    assert still(vault) == (0, {}, [])


def test_a_place_kept_back_beside_one_that_merges(vault: Person) -> None:
    vault.edit(SHEET, "selling", "dancing")
    vault.edit(TALK, "selling", "buying")
    vault.edit(JO, "Acme", "Beta")
    assert report(vault) == (1, {SHEET: "merged"}, ["kept-back"])
    assert "With Jo Kim of Beta." in vault.read(SHEET)
    assert "To find out: dancing." in vault.read(SHEET)
    assert still(vault) == (1, {SHEET: "kept"}, ["kept-back"])
    assert [problem["code"] for problem in vault.problems() if problem["code"] == "kept-back"] == [
        "kept-back"
    ]


def test_no_conflict_marks_whatever_both_did(vault: Person) -> None:
    vault.write({SHEET: vault.read(SHEET).replace("To find out: selling.", "all\nmine\n")})
    vault.edit(TALK, "selling", "buying")
    vault.render()
    assert not any(mark in vault.read(SHEET) for mark in ("<<<<", ">>>>", "===="))


def test_deleted_stays_deleted_until_it_is_wanted_back(vault: Person) -> None:
    vault.remove(SHEET)
    assert still(vault) == (0, {SHEET: "deleted"}, [])
    vault.edit(TALK, "selling", "buying")
    assert still(vault) == (0, {SHEET: "deleted"}, [])
    assert report(vault, "--recreate") == (0, {SHEET: "create"}, [])
    assert "buying" in vault.read(SHEET)
    assert still(vault) == (0, {}, [])


def test_identity_taken_out_makes_it_a_note_of_the_users_own(vault: Person) -> None:
    vault.edit(SHEET, "template: sheet\n", "")
    vault.edit(TALK, "selling", "buying")
    assert still(vault) == (0, {SHEET: "deleted"}, [])
    mine = vault.read(SHEET)
    assert still(vault, "--recreate") == (0, {SHEET: "deleted"}, [])
    assert vault.read(SHEET) == mine
    vault.move(SHEET, "Mine.md")
    assert still(vault) == (0, {SHEET: "deleted"}, [])
    assert report(vault, "--recreate") == (0, {SHEET: "create"}, [])


@pytest.mark.parametrize("left", ["", "\0\0\0\0"])
def test_a_torn_file_is_written_anew_once_it_is_quiet(vault: Person, left: str) -> None:
    vault.write({SHEET: left})
    assert report(vault) == (0, {SHEET: "kept"}, [])
    assert vault.read(SHEET) == left
    age(vault.root / SHEET)
    assert report(vault) == (0, {SHEET: "update"}, [])
    assert "Be on time." in vault.read(SHEET)
    assert still(vault) == (0, {}, [])


# Files of an identity of which there is no record


def make_foreign(vault: Person) -> str:
    """The sheet differs from its render, and its base is gone."""
    vault.edit(SHEET, "Be on time.", "Be early.")
    (vault.root / ".vaultkit/renders" / SHEET).unlink()
    return vault.read(SHEET)


def test_foreign_is_left_and_told(vault: Person) -> None:
    mine = make_foreign(vault)
    assert still(vault) == (1, {SHEET: "foreign"}, ["foreign"])
    assert vault.read(SHEET) == mine


def test_adopt_takes_the_file_as_edited(vault: Person) -> None:
    mine = make_foreign(vault)
    assert report(vault, "--adopt") == (0, {SHEET: "kept"}, [])
    assert vault.read(SHEET) == mine
    assert "Be on time." in vault.bases()[SHEET]
    assert still(vault) == (0, {SHEET: "kept"}, [])
    vault.edit(TALK, "selling", "buying")
    assert vault.actions() == {SHEET: "merged"}


def test_overwrite_takes_the_render_and_backs_the_file_up(vault: Person) -> None:
    mine = make_foreign(vault)
    assert report(vault, "--overwrite") == (0, {SHEET: "update"}, [])
    assert "Be on time." in vault.read(SHEET)
    assert backups(vault) == [mine]
    assert still(vault) == (0, {}, [])


def test_overwrite_leaves_what_is_edited_and_known(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    assert report(vault, "--overwrite") == (0, {SHEET: "kept"}, [])
    assert backups(vault) == []


def test_fresh_takes_the_render_and_backs_the_edits_up(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    mine = vault.read(SHEET)
    assert report(vault, "--fresh") == (0, {SHEET: "update"}, [])
    assert "Be on time." in vault.read(SHEET)
    assert backups(vault) == [mine]
    assert still(vault) == (0, {}, [])
    assert report(vault, "--fresh") == (0, {}, [])


def test_two_files_of_one_identity_and_the_one_at_the_bases_path_is_it(vault: Person) -> None:
    copy = SHEET.replace(".md", " 1.md")
    vault.write({copy: vault.read(SHEET) + "more\n"})
    assert still(vault) == (1, {copy: "foreign"}, ["duplicate-output"])
    vault.edit(TALK, "selling", "buying")
    before = vault.read(copy)
    assert report(vault) == (1, {SHEET: "update", copy: "foreign"}, ["duplicate-output"])
    assert vault.read(copy) == before
    vault.remove(copy)
    assert still(vault) == (0, {}, [])


def test_of_two_files_elsewhere_the_first_by_path_counts(vault: Person) -> None:
    vault.write({"A/sheet.md": vault.read(SHEET), "B/sheet.md": vault.read(SHEET)})
    vault.remove(SHEET)
    vault.edit(TALK, "selling", "buying")
    assert report(vault)[1] == {"A/sheet.md": "update", "B/sheet.md": "foreign"}
    assert "buying" in vault.read("A/sheet.md")
    assert "selling" in vault.read("B/sheet.md")


def test_a_rendered_note_may_be_moved_anywhere(vault: Person) -> None:
    vault.move(SHEET, "Mine/Jo, Monday.md")
    assert still(vault) == (0, {}, [])
    vault.edit(TALK, "selling", "buying")
    assert report(vault) == (0, {"Mine/Jo, Monday.md": "update"}, [])
    assert not (vault.root / SHEET).exists()
    assert still(vault) == (0, {}, [])


@pytest.mark.parametrize(
    "words", [["agenda", "--now", "2026-03-02T12:00"], ["list", "interviews"], ["check"], ["show", "Jo Kim"]]
)
def test_a_command_that_only_answers_consumes_no_change(vault: Person, words: list[str]) -> None:
    vault.edit(TALK, "selling", "buying")
    vault.edit(JO, "Acme", "Beta")
    vault.ok(*words)
    assert report(vault) == (0, {SHEET: "update"}, [])
    vault.edit(SHEET, "Be on time.", "Be early.")
    vault.ok(*words)
    assert report(vault) == (0, {SHEET: "kept"}, [])
    vault.remove(SHEET)
    vault.ok(*words)
    assert still(vault) == (0, {SHEET: "deleted"}, [])


def test_what_was_written_is_on_the_disk_before_its_mark_is_taken_off(
    bare: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def listened(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*words: object) -> object:
            calls.append(name)
            return real(*words)

        return call

    monkeypatch.setattr(writing, "sync_written", listened("sync", syncing.sync_written))
    monkeypatch.setattr(outputs, "clear", listened("clear", outputs.clear))
    furnish(bare)
    assert calls[:2] == ["sync", "clear"]
    assert calls.count("sync") == 1
