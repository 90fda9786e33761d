"""Two clones, both rendered and both edited, pulled and merged by git."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.pipeline.vaults import JO, LETTER, SHEET, SHEET_TEMPLATE, TALK, report, still

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.conftest import Person

BASE = f".vaultkit/renders/{SHEET}"
AIM = "To find out: selling."
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git")
WHO = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Noor Verhaegen"), ("EMAIL", "noor@example.org"))
}


def git(root: Path, *words: str) -> int:
    env = {**os.environ, **WHO, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(["git", *words], cwd=root, env=env, capture_output=True, check=False).returncode


def commit(one: Person) -> None:
    git(one.root, "add", "-A")
    assert git(one.root, "commit", "-qm", "as it stands") == 0


def pulled(one: Person, other: Person) -> bool:
    """Whether git could merge what the other has."""
    return git(one.root, "pull", "-q", "--no-rebase", str(other.root), "main") == 0


@pytest.fixture
def there(vault: Person) -> Person:
    """A clone of the vault."""
    return clone(vault)


def clone(vault: Person) -> Person:
    assert git(vault.root, "init", "-q", "-b", "main") == 0
    commit(vault)
    assert git(vault.root.parent, "clone", "-q", str(vault.root), "there") == 0
    return type(vault)(vault.root.parent / "there")


def without_git(one: Person) -> dict[str, bytes]:
    return {path: data for path, data in one.tree().items() if not path.startswith(".git/")}


def test_what_both_sides_rendered_and_git_could_merge_is_taken_as_it_is(vault: Person, there: Person) -> None:
    vault.edit(TALK, "goal: selling", "goal: buying")
    there.edit(JO, "Acme", "Beta")
    there.edit(SHEET, "Be on time.", "Be on time. Bring the map.")
    for one in (vault, there):
        one.render()
        commit(one)
    assert pulled(there, vault)
    assert still(there) == (0, {SHEET: "kept"}, [])
    assert all(words in there.read(SHEET) for words in ("buying", "Beta", "Bring the map."))
    assert pulled(vault, there)
    assert still(vault) == (0, {SHEET: "kept"}, [])
    assert without_git(vault) == without_git(there)


def both_rendered_one_line(vault: Person, there: Person) -> None:
    """Sources that git merges, and renders of them that it does not: one line was made of both."""
    vault.edit(TALK, "goal: selling", "goal: buying")
    there.edit(JO, "Acme", "Beta")
    for one in (vault, there):
        one.render()
        commit(one)
    assert not pulled(there, vault)
    assert "<<<<<<<" in there.read(SHEET)
    assert "<<<<<<<" in there.read(BASE)


ONE_LINE = SHEET_TEMPLATE.replace(
    "To find out: {{ interview.goal }}.",
    "To find out: {{ interview.goal }}, of {{ interview.people[0].org }}.",
)


@pytest.fixture
def one_line(vault: Person) -> tuple[Person, Person]:
    vault.write({"Templates/sheet.md": ONE_LINE})
    vault.render()
    return vault, clone(vault)


def test_marks_in_words_of_ours_alone_are_rendered_away(one_line: tuple[Person, Person]) -> None:
    vault, there = one_line
    both_rendered_one_line(vault, there)
    assert report(there) == (0, {SHEET: "update"}, [])
    assert "To find out: buying, of Beta." in there.read(SHEET)
    assert still(there) == (0, {}, [])
    assert there.bases()[SHEET] == there.read(SHEET)
    commit(there)
    assert pulled(vault, there)
    assert still(vault) == (0, {}, [])


def test_a_marked_base_of_a_note_that_its_user_merged_takes_its_side(
    one_line: tuple[Person, Person],
) -> None:
    vault, there = one_line
    both_rendered_one_line(vault, there)
    mine = there.read(SHEET).split("=======\n")[0].replace("<<<<<<< HEAD\n", "") + "\nBring the map.\n"
    there.write({SHEET: mine})
    assert report(there)[1] == {SHEET: "merged"}
    assert "To find out: buying, of Beta." in there.read(SHEET)
    assert "Bring the map." in there.read(SHEET)
    assert "<<<<<<<" not in there.read(BASE)
    assert still(there) == (0, {SHEET: "kept"}, [])


def half_merged(vault: Person, there: Person) -> str:
    """Words of the user's on one side, a render on the other, in one line; the text with marks."""
    vault.edit(SHEET, AIM, "To find out: selling, and why.")
    vault.render()
    there.edit(TALK, "goal: selling", "goal: buying")
    there.render()
    for one in (vault, there):
        commit(one)
    assert not pulled(there, vault)
    text = there.read(SHEET)
    assert "<<<<<<<" in text
    return text


def test_marks_are_nobody_s_words(vault: Person, there: Person) -> None:
    text = half_merged(vault, there)
    assert still(there) == (1, {SHEET: "refused"}, ["conflict-marks"])
    ran = there.run("render")
    assert f"{SHEET}:{text[: text.index('<<<<<<<')].count(chr(10)) + 1}" in ran.err.replace("\n  ", "")
    there.edit(TALK, "goal: buying", "goal: making")
    assert still(there) == (1, {SHEET: "refused"}, ["conflict-marks"])
    assert there.read(SHEET) == text


def test_once_its_user_has_merged_it_goes_on(vault: Person, there: Person) -> None:
    text = half_merged(vault, there)
    begin, end = text.index("<<<<<<<"), text.index(">>>>>>>")
    end = text.index("\n", end) + 1
    there.write({SHEET: text[:begin] + "To find out: buying, and why.\n" + text[end:]})
    assert report(there) == (0, {SHEET: "kept"}, [])
    there.edit(JO, "Acme", "Beta")
    assert report(there) == (0, {SHEET: "merged"}, [])
    assert "To find out: buying, and why." in there.read(SHEET)
    assert "Beta" in there.read(SHEET)


def test_marks_can_be_given_up_for_the_render_with_a_copy(vault: Person, there: Person) -> None:
    text = half_merged(vault, there)
    assert report(there, SHEET, "--fresh") == (0, {SHEET: "update"}, [])
    assert "<<<<<<<" not in there.read(SHEET)
    assert text in [path.read_text() for path in (there.root / ".vaultkit/backups").rglob("*.md")]


def test_marks_among_the_properties(vault: Person) -> None:
    """The note cannot be read until its user has merged it; then it goes on, also with a base that has marks."""
    vault.edit(TALK, "start: 2026-03-09T14:00", "held: 2026-03-09")
    vault.render()
    mine = vault.read(LETTER).replace("subject: Thanks for selling", "subject: Thanks, Jo")
    base = f".vaultkit/renders/{LETTER}"
    marks = "<<<<<<< HEAD\nsubject: Thanks for selling\n=======\nsubject: Thanks for buying\n>>>>>>> b\n"
    vault.write({LETTER: vault.read(LETTER).replace("subject: Thanks for selling\n", marks)})
    code, actions, codes = report(vault)
    assert (code, codes) == (1, ["front-matter-broken"])
    assert actions[LETTER] == "deleted"
    vault.write({base: vault.read(base).replace("subject: Thanks for selling\n", marks), LETTER: mine})
    assert report(vault)[::2] == (0, [])
    vault.edit(TALK, "goal: selling", "goal: making")
    assert report(vault)[0] == 1, "both changed the subject"
    assert "subject: Thanks, Jo" in vault.read(LETTER)
    assert "<<<<<<<" not in vault.read(base)


def test_clones_that_do_not_commit_what_is_rendered(vault: Person) -> None:
    """Each has bases of its own, and what each renders is the same."""
    vault.write({".gitignore": ".vaultkit/\nSheets/\nDrafts/\n"})
    there = clone(vault)
    assert report(there) == (0, {SHEET: "create"}, [])
    vault.edit(TALK, "goal: selling", "goal: buying")
    there.edit(JO, "Acme", "Beta")
    for one in (vault, there):
        one.render()
        commit(one)
    assert pulled(there, vault)
    assert pulled(vault, there)
    assert report(vault) == report(there) == (0, {SHEET: "update"}, [])
    assert without_git(vault) == without_git(there)
    assert still(vault) == still(there) == (0, {}, [])
