"""Every way of saving reaches the rendered note, soon, once, and without a loop."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.watch.running import (
    GOAL,
    NAMES,
    SAVERS,
    Running,
    assert_as_from_nothing,
    assert_as_pure,
    contact,
    interview,
    note_of,
    read,
    sheet_of,
    temporary_over,
)
from vaultkit.pipeline import Ask, open_vault, render
from vaultkit.pipeline.discovering import own_stamps
from vaultkit.watch import rounds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = NAMES[0]


@pytest.mark.parametrize("polling", [False, True], ids=["events", "polling"])
def test_each_kind_of_save_arrives(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, polling: bool
) -> None:
    with Running(vault, polling=polling) as running:
        for number, save in enumerate(SAVERS):
            goal = f"to see {number:03} ways"
            save(vault / note_of(NAME), interview(NAME, goal))
            took = running.arrives(sheet_of(NAME), goal)
            assert took < 2, save.__name__
        running.calm()
    assert not running.troubles
    assert_as_from_nothing(vault, tmp_path / "fresh", monkeypatch)
    assert_as_pure(vault, tmp_path / "pure", monkeypatch)


@pytest.mark.parametrize("save", SAVERS, ids=lambda save: save.__name__)
def test_a_save_never_lets_a_note_seem_gone_or_broken(vault: Path, save: Callable[[Path, str], None]) -> None:
    with Running(vault) as running:
        known = len(running.rounds)
        save(vault / note_of(NAME), interview(NAME, "to know more now".ljust(len(GOAL), ".")))
        running.arrives(sheet_of(NAME), "to know more now")
        running.calm()
    after = running.rounds[known:]
    assert [one.appeared for one in after if one.appeared] == []
    assert [one.path for round_ in after for one in round_.written] in (
        [sheet_of(NAME)],
        [sheet_of(NAME)] * 2,
    )


def test_a_file_that_left_the_vault_holds_nothing_back(vault: Path, tmp_path: Path) -> None:
    took = []
    with Running(vault) as running:
        for number in range(5):
            (vault / "passing.txt").write_text("")
            running.calm()
            (vault / "passing.txt").rename(tmp_path / "passed.txt")
            (vault / note_of(NAME)).write_text(interview(NAME, f"to see {number} pass"))
            took.append(running.arrives(sheet_of(NAME), f"to see {number} pass"))
    assert min(took) < 0.45


def test_own_writes_reads_and_a_render_beside_cause_no_round(vault: Path) -> None:
    with Running(vault) as running:
        (vault / note_of(NAME)).write_text(interview(NAME, "to see it once"))
        running.arrives(sheet_of(NAME), "to see it once")
        running.calm()
        known = len(running.news)
        for path in vault.rglob("*.md"):
            path.read_bytes()
        with open_vault(vault) as opened:
            assert render(opened, Ask()).writes == 0
        time.sleep(1.5)
        assert running.news[known:] == []


def test_a_save_of_the_same_bytes_writes_nothing(vault: Path) -> None:
    with Running(vault) as running:
        running.calm()
        known, stamp = len(running.rounds), (vault / sheet_of(NAME)).stat()
        temporary_over(vault / note_of(NAME), interview(NAME))
        time.sleep(1)
    assert [one.written for one in running.rounds[known:]] in ([], [()])
    assert (vault / sheet_of(NAME)).stat() == stamp or (
        vault / sheet_of(NAME)
    ).stat().st_mtime_ns == stamp.st_mtime_ns


def test_a_burst_is_one_round(vault: Path) -> None:
    with Running(vault) as running:
        running.calm()
        known = len(running.rounds)
        for name in NAMES:
            (vault / note_of(name)).write_text(interview(name, "to see all"))
        for name in NAMES:
            running.arrives(sheet_of(name), "to see all")
        running.calm()
    assert [len(one.changed) for one in running.rounds[known:]] == [3]


def test_a_rename_keeps_the_edits_in_the_rendered_note(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = vault / sheet_of(NAME)
    with Running(vault) as running:
        sheet.write_text(read(sheet) + "\nMy own words.\n")
        os.utime(sheet, (time.time() - 60,) * 2)
        running.calm()
        (vault / note_of(NAME)).rename(vault / "Interviews/2026-04-09 first talk.md")
        moved = vault / "Sheets/2026-04-09 first talk - prep.md"
        running.until(lambda: "My own words." in read(moved))
        running.calm()
    assert not sheet.exists()
    assert "[[2026-04-09 first talk]]" in read(moved)
    assert_as_from_nothing(vault, tmp_path / "fresh", monkeypatch)


def test_folders_that_come_move_and_go_are_followed(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside"
    (outside / "Deep/Deeper").mkdir(parents=True)
    (outside / "Deep/Deeper/2026-04-10 Ana Ruiz.md").write_text(interview(NAME, "to go deeper"))
    with Running(vault) as running:
        (outside / "Deep").rename(vault / "Interviews/Deep")
        running.arrives("Sheets/2026-04-10 Ana Ruiz - prep.md", "to go deeper")
        (vault / "Interviews/Deep").rename(vault / "Interviews/Elsewhere")
        running.calm()
        (vault / "Interviews/Elsewhere/Deeper/2026-04-10 Ana Ruiz.md").write_text(
            interview(NAME, "to come back")
        )
        running.arrives("Sheets/2026-04-10 Ana Ruiz - prep.md", "to come back")
        running.calm()
        known = len(running.rounds)
        (vault / "Interviews/Elsewhere").rename(outside / "Gone")
        running.until(
            lambda: any(
                "Interviews/Elsewhere/Deeper/2026-04-10 Ana Ruiz.md" in r.changed
                for r in running.rounds[known:]
            )
        )
        known = len(running.rounds)
        (outside / "Gone/Deeper/2026-04-10 Ana Ruiz.md").write_text(interview(NAME, "to stay away"))
        running.calm()
    assert "to come back" in read(vault / "Sheets/2026-04-10 Ana Ruiz - prep.md")
    assert [one.written for one in running.rounds[known:] if one.written] == []
    assert_as_from_nothing(vault, tmp_path / "fresh", monkeypatch)


def test_deep_new_folders_miss_nothing(vault: Path) -> None:
    (vault / "People/Ada Byte.md").write_text(contact("Ada Byte"))
    with Running(vault) as running:
        for number in range(20):
            folder = vault / f"Interviews/{number}/a/b"
            folder.mkdir(parents=True)
            (folder / f"2026-05-{number + 1:02} Ada Byte.md").write_text(
                interview("Ada Byte", f"to see {number}")
            )
        for number in range(20):
            running.arrives(f"Sheets/2026-05-{number + 1:02} Ada Byte - prep.md", f"to see {number}")


def test_a_deleted_rendered_note_stays_deleted(vault: Path) -> None:
    with Running(vault) as running:
        (vault / sheet_of(NAME)).unlink()
        running.until(lambda: any(sheet_of(NAME) in one.changed for one in running.rounds))
        (vault / note_of(NAME)).write_text(interview(NAME, "to see whether it returns"))
        running.until(lambda: any(note_of(NAME) in one.changed for one in running.rounds))
        running.calm()
    assert not (vault / sheet_of(NAME)).exists()


def test_a_rendered_note_at_work_waits_until_its_user_is_done(vault: Path) -> None:
    sheet = vault / sheet_of(NAME)
    with Running(vault) as running:
        running.calm()
        text = read(sheet)
        sheet.write_text(text + "\nStill typing.\n")
        edited = time.time()
        (vault / note_of(NAME)).write_text(interview(NAME, "to come in between"))
        took = running.arrives(sheet_of(NAME), "to come in between", 8)
        assert time.time() - edited >= 1.9, took
        assert "Still typing." in read(sheet)


def test_templates_and_configuration_take_effect_at_once(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = vault / "Templates/memo.md"
    text = '---\nrenders: interview\npath: "Memos/{{ interview.name }} - memo.md"\naudience: me\n---\n%s {{ interview.goal }}\n'
    memo = f"Memos/2026-04-09 {NAME} - memo.md"
    with Running(vault) as running:
        template.parent.mkdir()
        template.write_text(text % "First")
        running.arrives(memo, f"First {GOAL}")
        temporary_over(template, text % "Second")
        running.arrives(memo, f"Second {GOAL}")
        template.write_text(text.replace("interview.goal", "interview.gaol") % "Third")
        running.until(lambda: any("gaol" in one.message for r in running.rounds for one in r.appeared))
        template.write_text(text % "Fourth")
        running.arrives(memo, f"Fourth {GOAL}")
        running.until(lambda: any("gaol" in one.message for r in running.rounds for one in r.mended))
        (vault / "vaultkit.toml").write_text('exclude = ["Interviews/2026-04-09 Jo*"]\n')
        running.until(lambda: running.rounds[-1].notes < running.rounds[-2].notes)
    assert not running.troubles
    assert_as_from_nothing(vault, tmp_path / "fresh", monkeypatch)


def test_a_folder_of_templates_elsewhere_is_not_looked_into(vault: Path, tmp_path: Path) -> None:
    """Nothing in it is used, and it may be a whole disk."""
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "in").mkdir(parents=True)
    (vault / "Templates").symlink_to(elsewhere)
    steps: tuple[Callable[[], object], ...] = (
        lambda: (elsewhere / "in/new.md").write_text("new"),
        (vault / "Templates").unlink,
        lambda: (vault / "Templates/.trash").mkdir(parents=True),
        lambda: (vault / "Templates/.trash/old.md").write_text("old"),
        lambda: (vault / "Templates/new.md").write_text("new"),
    )
    with open_vault(vault) as opened:
        marks = [(rounds.settings_mark(opened), own_stamps(opened.config))]
        for step in steps:
            step()
            marks.append((rounds.settings_mark(opened), own_stamps(opened.config)))
    assert [earlier == later for earlier, later in pairwise(marks)] == [True, False, True, True, False]


def test_wrong_configuration_is_told_once_and_made_up_for(vault: Path) -> None:
    with Running(vault) as running:
        (vault / "vaultkit.toml").write_text("sinse = 2026-01-01\n")
        running.until(lambda: running.troubles)
        (vault / note_of(NAME)).write_text(interview(NAME, "to wait for it"))
        time.sleep(1)
        assert "to wait for it" not in read(vault / sheet_of(NAME))
        (vault / "vaultkit.toml").write_text("")
        running.arrives(sheet_of(NAME), "to wait for it")
    assert len(running.troubles) == 1
    assert "since" in running.troubles[0]
    assert len(running.wells) == 1


def test_a_checkout_of_another_state_ends_right(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*words: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=p", "-c", "user.email=p@example.org", *words],
            cwd=vault,
            check=True,
            capture_output=True,
        )

    if shutil.which("git") is None:
        pytest.skip("no git")
    with Running(vault) as running:
        running.calm()
        git("init", "-q")
        git("add", ".")
        git("commit", "-qm", "one")
        git("checkout", "-qb", "other")
        for name in NAMES:
            (vault / note_of(name)).write_text(interview(name, "to see the other state"))
            running.arrives(sheet_of(name), "to see the other state")
        running.calm()  # git stops at a file that goes while it is added, such as a base that was written aside
        git("add", ".")
        git("commit", "-qm", "two")
        for branch in ("master", "other", "master"):
            git("checkout", "-q", branch)
            running.calm()
            goal = GOAL if branch == "master" else "to see the other state"
            assert goal in read(vault / sheet_of(NAME))
        assert (
            subprocess.run(
                ["git", "status", "--porcelain"], cwd=vault, check=True, capture_output=True
            ).stdout
            == b""
        )
    assert_as_from_nothing(vault, tmp_path / "fresh", monkeypatch)


def test_conflict_copies_and_placeholders_are_left_alone(vault: Path) -> None:
    with Running(vault) as running:
        running.calm()
        known = len(running.rounds)
        (vault / "Interviews/2026-04-09 Ana Ruiz.sync-conflict-20260409-101010-ABCDEFG.md").write_text(
            interview(NAME)
        )
        (vault / "Interviews/.2026-04-09 Ana Ruiz.md.icloud").write_text("")
        running.calm()
        after = running.rounds[known:]
        assert [one.written for one in after if one.written] == []
        assert [p.code for one in after for p in one.appeared] == ["conflict-copy"]
