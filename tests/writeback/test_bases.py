"""Bases on disk: stored, chosen, joined, and the version that rendered last."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from vaultkit.errors import Refused
from vaultkit.writeback import bases, rendered_here
from vaultkit.writeback.state import Base

from .states import MINE, ONE, PATH, TWO

if TYPE_CHECKING:
    from pathlib import Path


def test_a_base_is_plain_text_under_the_path_of_its_render(tmp_path: Path) -> None:
    bases.put(tmp_path, Base(PATH, ONE))
    assert (tmp_path / ".vaultkit/renders" / PATH).read_bytes().decode() == ONE
    assert bases.read(tmp_path, PATH) == Base(PATH, ONE)
    assert list(bases.paths(tmp_path)) == [PATH]


def test_line_ends_come_back_as_they_were_stored(tmp_path: Path) -> None:
    bases.put(tmp_path, Base("a.md", "a\r\nb\rc\n\ufeff"))
    assert bases.read(tmp_path, "a.md") == Base("a.md", "a\r\nb\rc\n\ufeff")


def test_a_base_that_is_gone_or_no_text_is_none(tmp_path: Path) -> None:
    assert bases.read(tmp_path, PATH) is None
    (tmp_path / ".vaultkit/renders").mkdir(parents=True)
    (tmp_path / ".vaultkit/renders/x.md").write_bytes(b"\xff")
    assert bases.read(tmp_path, "x.md") is None


def test_a_base_aside_is_no_base_until_it_settles(tmp_path: Path) -> None:
    bases.put(tmp_path, Base(PATH, ONE))
    aside = bases.put_aside(tmp_path, Base(PATH, TWO), b"the file to come")
    assert list(bases.paths(tmp_path)) == [PATH]
    (waiting,) = bases.asides(tmp_path)
    assert (waiting.path, waiting.coming) == (PATH, bases.digest(b"the file to come"))
    bases.put_in_place(tmp_path, aside, PATH)
    assert bases.read(tmp_path, PATH) == Base(PATH, TWO)
    assert bases.asides(tmp_path) == []


def test_dropping_a_base_takes_its_empty_folders(tmp_path: Path) -> None:
    bases.put(tmp_path, Base("a/b/c.md", ONE))
    bases.put(tmp_path, Base("a/d.md", ONE))
    bases.drop(tmp_path, "a/b/c.md")
    assert sorted(path.name for path in (tmp_path / ".vaultkit/renders/a").iterdir()) == ["d.md"]
    bases.drop(tmp_path, "a/d.md")
    assert list((tmp_path / ".vaultkit/renders").iterdir()) == []
    bases.drop(tmp_path, "a/d.md")


@pytest.mark.parametrize("path", ["../x.md", "a/../../../x.md"])
def test_a_base_never_leaves_its_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(Refused):
        bases.put(tmp_path, Base(path, ONE))


def test_a_vault_counts_as_joined_until_it_has_the_folder(tmp_path: Path) -> None:
    assert rendered_here.joined(tmp_path)
    bases.begin(tmp_path)
    assert not rendered_here.joined(tmp_path)
    bases.begin(tmp_path)


def test_joining_fills_in_one_rename_and_clears_what_a_killed_one_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", die)
        with pytest.raises(KeyboardInterrupt):
            bases.fill(tmp_path, [Base("old.md", MINE)])
    assert rendered_here.joined(tmp_path)
    bases.fill(tmp_path, [Base(PATH, ONE)])
    assert list(bases.paths(tmp_path)) == [PATH]
    assert sorted(path.name for path in (tmp_path / ".vaultkit").iterdir()) == ["renders"]


@pytest.mark.parametrize(
    ("stored", "mine", "older"),
    [
        ("", "0.1", False),
        ("1.2\n", "1.2.0", False),
        ("1.2\n", "1.10", False),
        ("1.10\n", "1.2", True),
        ("2.0\n", "1.99.9", True),
        ("2.0\n", "2.0rc1", True),
        ("2.0rc1\n", "2.0", False),
        ("nonsense\n", "0.1", False),
    ],
)
def test_an_older_vaultkit_is_told_from_a_newer(tmp_path: Path, stored: str, mine: str, older: bool) -> None:
    if stored:
        (tmp_path / ".vaultkit").mkdir()
        (tmp_path / ".vaultkit/version").write_text(stored)
    assert rendered_here.is_older(tmp_path, mine) is older


def test_the_newest_version_stays_recorded(tmp_path: Path) -> None:
    for version in ("1.0", "1.2", "1.1", "1.2"):
        rendered_here.note_version(tmp_path, version)
    assert (tmp_path / ".vaultkit/version").read_text() == "1.2\n"
    before = (tmp_path / ".vaultkit/version").stat()
    rendered_here.note_version(tmp_path, "1.2")
    assert (tmp_path / ".vaultkit/version").stat().st_mtime_ns == before.st_mtime_ns


def test_a_version_that_is_no_version_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / ".vaultkit").mkdir()
    (tmp_path / ".vaultkit/version").write_text("9" * 100_000)
    assert rendered_here.is_older(tmp_path, "1.0")
    rendered_here.note_version(tmp_path, "1.0")


def test_a_version_that_cannot_be_recorded_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / ".vaultkit/version").mkdir(parents=True)
    rendered_here.note_version(tmp_path, "1.0")
    assert not rendered_here.is_older(tmp_path, "1.0")
    assert [path.name for path in (tmp_path / ".vaultkit").iterdir()] == ["version"]
