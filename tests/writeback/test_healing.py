"""Leftovers: what is known goes, what may be somebody's is kept and said."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from vaultkit.writeback import bases
from vaultkit.writeback.state import Base, Render

from .states import MINE, ONE, PATH, TWO
from .world import backups, heal, hidden, notes, run, stored

if TYPE_CHECKING:
    from pathlib import Path

TEMPORARY = "Drafts/.vaultkit-0123456789abcdef.tmp"


def rendered(root: Path) -> Path:
    run(root, Render(PATH, ONE))
    return root / TEMPORARY


def test_nothing_left_nothing_done(tmp_path: Path) -> None:
    assert heal(tmp_path) == ()
    rendered(tmp_path)
    assert heal(tmp_path) == ()


@pytest.mark.parametrize("text", ["", ONE, ONE[:20]])
def test_what_is_known_is_removed(tmp_path: Path, text: str) -> None:
    rendered(tmp_path).write_bytes(text.encode())
    assert heal(tmp_path) == ()
    assert hidden(tmp_path) == []
    assert backups(tmp_path) == []


def test_a_render_under_way_is_known_by_its_digest(tmp_path: Path) -> None:
    left = rendered(tmp_path)
    bases.put_aside(tmp_path, Base(PATH, TWO), MINE.encode())
    left.write_bytes(MINE.encode())
    assert heal(tmp_path) == ()
    assert backups(tmp_path) == []
    assert stored(tmp_path) == {PATH: ONE}
    assert hidden(tmp_path) == []


@pytest.mark.parametrize(
    "place", [TEMPORARY, ".vaultkit-7fffffff-0123456789abcdef.tmp", "People/.vaultkit-x.tmp"]
)
def test_anything_else_is_kept_and_reported_once(tmp_path: Path, place: str) -> None:
    rendered(tmp_path)
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_bytes(b"my words")
    (told,) = heal(tmp_path)
    assert backups(tmp_path) == ["my words"]
    assert told.code == "leftover"
    assert (tmp_path / told.message.partition(" is kept in ")[2]).read_bytes() == b"my words"
    assert hidden(tmp_path) == []
    assert heal(tmp_path) == ()
    assert notes(tmp_path) == {PATH: ONE}


def test_bytes_that_are_no_text_are_kept_too(tmp_path: Path) -> None:
    rendered(tmp_path).write_bytes(b"\xff\xfe")
    (told,) = heal(tmp_path)
    assert (tmp_path / told.message.partition(" is kept in ")[2]).read_bytes() == b"\xff\xfe"


@pytest.mark.skipif(sys.platform == "win32", reason="processes of POSIX")
def test_the_file_of_a_process_that_still_writes_is_left(tmp_path: Path) -> None:
    rendered(tmp_path)
    busy = tmp_path / f"Drafts/.vaultkit-{os.getppid():x}-0123456789abcdef.tmp"
    busy.write_bytes(b"being written")
    assert heal(tmp_path) == ()
    assert busy.read_bytes() == b"being written"
    os.utime(busy, (1, 1))  # the number belongs to another process by now
    assert len(heal(tmp_path)) == 1
    assert not busy.exists()


def test_a_folder_or_link_of_that_name_is_left_and_said(tmp_path: Path) -> None:
    rendered(tmp_path)
    outside = tmp_path / "x.txt"
    outside.write_text("x")
    (tmp_path / TEMPORARY).symlink_to(outside)
    assert [one.code for one in heal(tmp_path)] == ["leftover"]
    assert outside.read_text() == "x"
    assert backups(tmp_path) == [], "what a link leads to may lie outside the vault"


def test_a_base_aside_counts_if_its_file_has_come(tmp_path: Path) -> None:
    rendered(tmp_path)
    (tmp_path / PATH).write_bytes(MINE.encode())
    bases.put_aside(tmp_path, Base(PATH, TWO), MINE.encode())
    heal(tmp_path)
    assert stored(tmp_path) == {PATH: TWO}


def test_a_base_aside_is_dropped_if_its_file_has_not_come_or_went_on(tmp_path: Path) -> None:
    rendered(tmp_path)
    bases.put_aside(tmp_path, Base(PATH, TWO), TWO.encode())
    heal(tmp_path)
    assert stored(tmp_path) == {PATH: ONE}
    assert hidden(tmp_path) == []


def test_a_base_aside_finds_a_file_that_its_user_moved(tmp_path: Path) -> None:
    rendered(tmp_path)
    (tmp_path / PATH).rename(tmp_path / "mine.md")
    (tmp_path / "mine.md").write_bytes(MINE.encode())
    bases.put_aside(tmp_path, Base(PATH, TWO), MINE.encode())
    heal(tmp_path)
    assert stored(tmp_path) == {PATH: TWO}


def test_a_move_killed_between_two_names_is_finished(tmp_path: Path) -> None:
    rendered(tmp_path)
    os.link(tmp_path / PATH, tmp_path / "new.md")
    bases.put_aside(tmp_path, Base("new.md", ONE), ONE.encode())
    heal(tmp_path)
    assert stored(tmp_path)["new.md"] == ONE
    assert notes(tmp_path) == {"new.md": ONE}
