"""`new contact` and `new interview`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.people.vaults import vault_of
from vaultkit import edits
from vaultkit.errors import Refused, WrongUse
from vaultkit.people.interview import Interview
from vaultkit.people.schema import MILESTONES

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.fromisoformat("2026-03-12T12:00:00+01:00")
ME = {"Me.md": "---\ntype: me\ntimezone: Pacific/Auckland\n---\n"}
JO = {"People/Jo Kim.md": "---\ntype: contact\naliases: [Jojo]\n---\n"}


def test_a_contact(tmp_path: Path) -> None:
    done = edits.new_contact(vault_of(tmp_path, ME), "Jo Kim", ["org=Acme", "helpful=yes"], now=NOW)
    vault = vault_of(tmp_path)
    note = vault.note(done.path)
    assert done.path == "People/Jo Kim.md"
    assert note is not None
    assert (note.kind, note.name, note.prop("org"), note.prop("helpful")) == (
        "contact",
        "Jo Kim",
        "Acme",
        True,
    )
    assert "announced" in note.raw()
    assert vault.problems() == ()


@pytest.mark.parametrize("name", ["What? / Co: *1*", "CON", "a" * 300, "@Sam (Acme)"])
def test_a_name_that_no_file_can_have_is_kept_as_a_property(tmp_path: Path, name: str) -> None:
    done = edits.new_contact(vault_of(tmp_path, ME), name, now=NOW)
    note = vault_of(tmp_path).note(done.path)
    assert note is not None
    assert note.name == name


def test_an_interview_with_somebody_new(tmp_path: Path) -> None:
    made = edits.new_interview(vault_of(tmp_path, ME | JO), ["jojo", "Ana Ruiz"], ["mode=online"], now=NOW)
    assert [done.path for done in made] == [
        "People/Ana Ruiz.md",
        "Interviews/2026-03-13 Jo Kim and Ana Ruiz.md",
    ]
    vault = vault_of(tmp_path)
    note = vault.note(made[-1].path)
    assert note is not None
    interview = Interview(note, vault)
    assert [person.path for person in interview.people] == ["People/Jo Kim.md", "People/Ana Ruiz.md"]
    assert (interview.stage, interview.mode, interview.goal) == ("idea", "online", "")
    assert all(name in note.raw() and note.raw()[name] is None for name in (*MILESTONES, "goal"))


def test_the_scaffold_says_beside_takeaways_that_the_other_person_reads_them(tmp_path: Path) -> None:
    made = edits.new_interview(vault_of(tmp_path, ME | JO), ["Jo Kim"], (), now=NOW)
    below = (tmp_path / made[-1].path).read_text("utf-8").split("## Takeaways\n")[1]
    assert below.startswith("%% Letters to them quote these lines.")


def test_prompts_are_comments_and_no_items(tmp_path: Path) -> None:
    (done,) = edits.new_interview(vault_of(tmp_path, ME | JO), ["Jo Kim"], now=NOW)
    note = vault_of(tmp_path).note(done.path)
    assert note is not None
    assert all(section.items == () for section in note.facts.sections.values())
    assert len(note.facts.sections) == 9
    text = (tmp_path / done.path).read_text()
    assert [text.count(word) for word in ("burning", "ordinary day", "worries", "candour")] == [1, 1, 1, 2]
    goal = next(line for line in text.splitlines() if line.startswith("goal:"))
    assert "letters quote" in goal
    assert "candour" in goal


def test_a_goal_stands_beside_its_hint(tmp_path: Path) -> None:
    (done,) = edits.new_interview(vault_of(tmp_path, ME | JO), ["Jo Kim"], ["goal=is it: #1?"], now=NOW)
    vault = vault_of(tmp_path)
    note = vault.note(done.path)
    assert note is not None
    assert note.prop("goal") == "is it: #1?"
    edits.set_values(vault, "Jo", ["goal=what else?"], now=NOW)
    text = (tmp_path / done.path).read_text()
    assert 'goal: "what else?"  # best put' in text


def test_the_start_gives_the_name_its_day(tmp_path: Path) -> None:
    (done,) = edits.new_interview(
        vault_of(tmp_path, ME | JO), ["Jo"], ["start=2026-04-01 09:30", "timezone=Europe/Berlin"], now=NOW
    )
    assert done.path == "Interviews/2026-04-01 Jo Kim.md"
    text = (tmp_path / done.path).read_text()
    assert "\nstart: 2026-04-01T09:30\ntimezone: Europe/Berlin\n" in text


def test_asked_today_clears_the_item_that_names_this_command(tmp_path: Path) -> None:
    (done,) = edits.new_interview(vault_of(tmp_path, ME | JO), ["Jo Kim"], ["asked=today"], now=NOW)
    assert "asked: 2026-03-13" in (tmp_path / done.path).read_text()


def test_folders_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").write_text('[new]\npeople = "Wer"\ninterviews = "Wann/Was"\n')
    made = edits.new_interview(vault_of(tmp_path, ME), ["Ana Ruiz"], now=NOW)
    assert [done.path for done in made] == ["Wer/Ana Ruiz.md", "Wann/Was/2026-03-13 Ana Ruiz.md"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, ME | JO)
    edits.new_interview(vault, ["Jo Kim"], now=NOW)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.md")}
    for again in (vault, vault_of(tmp_path)):
        with pytest.raises(Refused, match="already"):
            edits.new_interview(again, ["Jo Kim"], now=NOW)
        with pytest.raises(Refused, match="already"):
            edits.new_contact(again, "jo KIM", now=NOW)
        with pytest.raises(Refused, match="already"):
            edits.new_contact(again, "Jojo", now=NOW)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.md")} == before


def test_a_refused_interview_leaves_no_contact_behind(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, ME | {"Interviews/2026-03-13 Ana Ruiz.md": "mine"})
    with pytest.raises(Refused):
        edits.new_interview(vault, ["Ana Ruiz"], now=NOW)
    assert not (tmp_path / "People").exists()


WRONG = [
    ([], [], "at least one"),
    (["…"], [], "nobody's name"),
    (["Ana"], ["start=soon"], "2026-03-09T14:00"),
    (["Ana"], ["strat=2026-04-01"], "did you mean start"),
    (["Ana"], ["people=Jo"], "in the command"),
    (["Kim"], [], "Several people"),
]


@pytest.mark.parametrize(("people", "words", "said"), WRONG)
def test_wrong_use(tmp_path: Path, people: list[str], words: list[str], said: str) -> None:
    vault = vault_of(tmp_path, ME | JO | {"People/Al Kim.md": "---\ntype: contact\n---\n"})
    with pytest.raises(WrongUse, match=said):
        edits.new_interview(vault, people, words, now=NOW)
    assert not (tmp_path / "Interviews").exists()


def test_a_new_name_is_not_taken_for_a_longer_one(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, ME | {"People/Joanna Lee.md": "---\ntype: contact\n---\n"})
    made = edits.new_interview(vault, ["Jo"], now=NOW)
    assert [done.path for done in made] == ["People/Jo.md", "Interviews/2026-03-13 Jo.md"]


def test_a_note_that_nobody_could_read_is_not_made(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, ME | JO)
    with pytest.raises(Refused, match="too long to be read"):
        edits.new_contact(vault, "Ana " + "x" * 70_000, now=NOW)
    with pytest.raises(Refused, match="too long to be read"):
        edits.new_interview(vault, ["Jo Kim"], ["goal=" + "x" * 70_000], now=NOW)
    assert sorted(path.name for path in tmp_path.rglob("*.md")) == ["Jo Kim.md", "Me.md"]
