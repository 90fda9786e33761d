"""Renamed notes take along what was rendered from them, and nothing that was deleted comes back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact
from tests.pipeline.vaults import JO, LETTER, SHEET, TALK, report, still

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from tests.pipeline.conftest import Person

    Rename: TypeAlias = Callable[[Person, str, str], None]

NEW_TALK = "Interviews/Jo, the first.md"
NEW_SHEET = "Sheets/Jo, the first - sheet.md"
NEW_JO = "People/Joanna Kim.md"
NEW_LETTER = LETTER.replace("letter Jo Kim", "letter Joanna Kim")


def rename_in_obsidian(vault: Person, old: str, new: str) -> None:
    """The file, and every link to it, those in rendered notes too; hidden folders Obsidian does not see."""
    vault.move(old, new)
    names = [path.rpartition("/")[2].removesuffix(".md") for path in (old, new)]
    for path in vault.paths():
        text = vault.read(path)
        if f"[[{names[0]}]]" in text:
            vault.write({path: text.replace(f"[[{names[0]}]]", f"[[{names[1]}]]")})


def rename_outside(vault: Person, old: str, new: str) -> None:
    vault.move(old, new)


RENAMES = pytest.mark.parametrize("rename", [rename_in_obsidian, rename_outside], ids=["Obsidian", "mv"])


@pytest.fixture
def held(vault: Person) -> Person:
    vault.edit(TALK, "start: 2026-03-09T14:00", "held: 2026-03-09")
    vault.remove(SHEET)
    assert vault.actions() == {SHEET: "retired", LETTER: "create"}
    return vault


@RENAMES
def test_an_edited_output_follows_its_note(vault: Person, rename: Rename) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    rename(vault, TALK, NEW_TALK)
    assert report(vault) == (0, {NEW_SHEET: "moved"}, [])
    assert "# Jo, the first" in vault.read(NEW_SHEET)
    assert "Be early." in vault.read(NEW_SHEET)
    assert list(vault.bases()) == [NEW_SHEET]
    assert still(vault) == (0, {NEW_SHEET: "kept"}, [])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells who has a file open")
def test_a_rename_waits_while_a_program_has_the_output_open(vault: Person) -> None:
    """Else the output would be made a second time, and the edited one stay behind."""
    vault.edit(SHEET, "Be on time.", "Be early.")
    with (vault.root / SHEET).open("rb+"):
        rename_outside(vault, TALK, NEW_TALK)
        assert report(vault)[2] == ["busy"]
        assert not (vault.root / NEW_SHEET).exists()
    assert report(vault) == (0, {NEW_SHEET: "moved"}, [])
    assert "Be early." in vault.read(NEW_SHEET)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_a_rename_waits_for_an_output_that_may_not_be_written(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    (vault.root / SHEET).chmod(0o444)
    rename_outside(vault, TALK, NEW_TALK)
    for _ in range(2):
        code, _, problems = report(vault)
        assert (code, problems) == (1, ["not-written"])
        assert not (vault.root / NEW_SHEET).exists()
    (vault.root / SHEET).chmod(0o644)
    assert report(vault) == (0, {NEW_SHEET: "moved"}, [])
    assert "Be early." in vault.read(NEW_SHEET)


@RENAMES
def test_a_deleted_output_does_not_come_back(vault: Person, rename: Rename) -> None:
    vault.remove(SHEET)
    rename(vault, TALK, NEW_TALK)
    assert report(vault) == (0, {NEW_SHEET: "deleted"}, [])
    assert list(vault.bases()) == [NEW_SHEET]
    assert still(vault) == (0, {NEW_SHEET: "deleted"}, [])


@RENAMES
def test_a_deletion_that_a_run_has_seen_before_the_rename(vault: Person, rename: Rename) -> None:
    vault.remove(SHEET)
    vault.render()
    rename(vault, TALK, NEW_TALK)
    assert report(vault) == (0, {NEW_SHEET: "deleted"}, [])


@RENAMES
def test_a_rename_that_another_command_saw_first(vault: Person, rename: Rename) -> None:
    vault.remove(SHEET)
    rename(vault, TALK, NEW_TALK)
    vault.ok("agenda", "--now", vault.now)
    vault.ok("list", "interviews")
    assert report(vault) == (0, {NEW_SHEET: "deleted"}, [])


@RENAMES
def test_two_renames_between_two_runs(vault: Person, rename: Rename) -> None:
    vault.remove(SHEET)
    rename(vault, TALK, "Interviews/Between.md")
    vault.ok("list", "interviews")
    rename(vault, "Interviews/Between.md", NEW_TALK)
    assert report(vault) == (0, {NEW_SHEET: "deleted"}, [])


@RENAMES
def test_a_note_that_moves_to_another_folder(vault: Person, rename: Rename) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    rename(vault, TALK, TALK.replace("Interviews/", "Talks/2026/"))
    assert still(vault) == (0, {SHEET: "kept"}, [])


def test_renamed_in_obsidian_and_edited_before_the_next_run(vault: Person) -> None:
    """The bytes differ, so the link in the rendered note alone tells; it also tells of what was deleted."""
    vault.edit(TALK, "start: 2026-03-09T14:00", "held: 2026-03-09")
    vault.render()
    vault.remove(SHEET)
    rename_in_obsidian(vault, TALK, NEW_TALK)
    vault.edit(NEW_TALK, "goal: selling", "goal: buying")
    letter = "Drafts/Jo, the first - letter Jo Kim.md"
    assert report(vault) == (0, {letter: "moved", SHEET: "retired"}, [])
    vault.edit(NEW_TALK, "held: 2026-03-09", "start: 2026-03-09T14:00")
    assert report(vault) == (0, {letter: "retired", NEW_SHEET: "deleted"}, [])


@RENAMES
def test_a_letter_follows_its_person(held: Person, rename: Rename) -> None:
    held.edit(LETTER, "Yours", "Yours, Noor")
    rename(held, JO, NEW_JO)
    code, actions, _ = report(held)
    assert code == 0
    if rename is rename_in_obsidian:
        assert actions == {SHEET: "retired", NEW_LETTER: "moved"}
        assert 'to: "[[Joanna Kim]]"' in held.read(NEW_LETTER)
        assert "Dear Joanna Kim" in held.read(NEW_LETTER)
        assert "Yours, Noor" in held.read(NEW_LETTER)
    else:  # the interview still names Jo Kim, of whom there is no note now
        assert actions == {SHEET: "retired", LETTER: "merged"}
        assert "\nto: Jo Kim\n" in held.read(LETTER)
    assert "create" not in actions.values()
    assert still(held)[0] == 0


@pytest.mark.parametrize("runs", [0, 1, 2])
def test_a_person_renamed_outside_whom_the_interview_follows_later(held: Person, runs: int) -> None:
    """However many runs lie between, the deleted letter does not come back."""
    held.remove(LETTER)
    held.move(JO, NEW_JO)
    for _ in range(runs):
        assert still(held) == (0, {SHEET: "retired", LETTER: "deleted"}, [])
    held.edit(TALK, "[[Jo Kim]]", "[[Joanna Kim]]")
    assert report(held) == (0, {SHEET: "retired", NEW_LETTER: "deleted"}, [])
    assert still(held) == (0, {SHEET: "retired", NEW_LETTER: "deleted"}, [])


def test_an_edited_letter_of_a_person_renamed_outside_whom_the_interview_follows_later(held: Person) -> None:
    held.edit(LETTER, "Yours", "Yours, Noor")
    held.move(JO, NEW_JO)
    held.render()
    held.edit(TALK, "[[Jo Kim]]", "[[Joanna Kim]]")
    assert report(held) == (0, {SHEET: "retired", NEW_LETTER: "moved"}, [])
    assert "Yours, Noor" in held.read(NEW_LETTER)
    assert still(held) == (0, {SHEET: "retired", NEW_LETTER: "kept"}, [])


def test_somebody_else_who_takes_the_old_name_has_letters_of_their_own(held: Person) -> None:
    rename_in_obsidian(held, JO, NEW_JO)
    held.render()
    held.write(contact("Jo Kim", "org: Beta"))
    held.write(
        {
            "Interviews/2026-03-20 Jo Kim.md": '---\ntype: interview\npeople: "[[Jo Kim]]"\nheld: 2026-03-20\n---\n'
        }
    )
    other = "Drafts/2026-03-20 Jo Kim - letter Jo Kim.md"
    assert report(held) == (0, {SHEET: "retired", other: "create"}, [])
    assert 'to: "[[Jo Kim]]"' in held.read(other)
    assert still(held) == (0, {SHEET: "retired"}, [])


def test_a_new_note_at_the_old_path_does_not_inherit(vault: Person) -> None:
    vault.remove(SHEET)
    text = vault.read(TALK)
    vault.move(TALK, NEW_TALK)
    vault.ok("list", "interviews")
    vault.write({TALK: text.replace("selling", "something else")})
    assert report(vault) == (0, {NEW_SHEET: "deleted", SHEET: "create"}, [])
    assert still(vault) == (0, {NEW_SHEET: "deleted"}, [])


def test_where_two_notes_could_be_meant_nothing_moves(vault: Person) -> None:
    """A copy that stays and the note under a new name: no rename, and the old one goes on."""
    vault.write({NEW_TALK: vault.read(TALK)})
    assert report(vault) == (0, {NEW_SHEET: "create"}, [])


def test_a_name_that_no_wikilink_holds(vault: Person) -> None:
    odd, sheet = "Interviews/C# and [me].md", "Sheets/C and me - sheet.md"
    vault.edit(SHEET, "Be on time.", "Be early.")
    vault.move(TALK, odd)
    code, actions, _ = report(vault)
    assert (code, list(actions.values())) == (0, ["moved"])
    moved = next(iter(actions))
    assert "Be early." in vault.read(moved)
    assert still(vault)[1] == {moved: "kept"}, sheet
    vault.edit(odd, "selling", "buying")
    assert report(vault)[1] == {moved: "merged"}
    vault.move(odd, TALK)
    assert report(vault)[1] == {SHEET: "moved"}
    assert still(vault)[1] == {SHEET: "kept"}


def test_a_dry_run_foretells_what_follows_a_rename(vault: Person) -> None:
    vault.remove(SHEET)
    vault.move(TALK, NEW_TALK)
    before = vault.tree()
    assert report(vault, "--dry-run") == (0, {SHEET: "deleted"}, []) or report(vault, "--dry-run")[1] == {
        NEW_SHEET: "deleted"
    }
    assert vault.run("render", "--check").code == 0
    assert vault.tree() == before


def test_check_says_that_a_rename_would_be_followed(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    vault.move(TALK, NEW_TALK)
    before = vault.tree()
    assert vault.run("render", "--check").code == 1
    assert report(vault, "--dry-run")[1] == {NEW_SHEET: "moved"}
    assert vault.tree() == before
