"""The scan sees every note once, leaves out what is left out, and opens nothing."""

from __future__ import annotations

import marshal
import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from vaultkit.config import Config
from vaultkit.index.rules import Rules
from vaultkit.index.scan import BATCH, LARGEST, Folder, Listing, name_problems, read, scan
from vaultkit.settings import load

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.model import Problem


def write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("text")


def notes(found: Listing) -> list[str]:
    return sorted(f"{f.path}/{entry[0]}".lstrip("/") for f in found.folders.values() for entry in f.notes)


def files(found: Listing) -> list[str]:
    return sorted(f"{f.path}/{name}".lstrip("/") for f in found.folders.values() for name in f.files)


def problems(found: Listing) -> list[Problem]:
    return [problem for folder in found.folders.values() for problem in name_problems(folder)]


def test_notes_of_every_folder_and_other_files_by_name(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "People/b.MD", "People/Deep/c.md", "Files/photo.png")
    assert notes(scan(Config(tmp_path))) == ["People/Deep/c.md", "People/b.MD", "a.md"]
    assert files(scan(Config(tmp_path))) == ["Files/photo.png"]


@pytest.mark.parametrize(
    "path",
    [
        ".obsidian/a.md", ".trash/a.md", ".git/a.md", "People/.hidden/a.md", ".hidden.md",
        "Templates/a.md", "Templates/deep/a.md", "templates/a.md",
        "a.md~", ".#a.md", "#a.md#", "4913", ".a.md.swp", "a.md.tmp", ".vaultkit/renders/a.md",
    ],
)  # fmt: skip
def test_what_is_left_out(tmp_path: Path, path: str) -> None:
    write(tmp_path, path, "kept.md")
    found = scan(Config(tmp_path))
    assert (notes(found), files(found), problems(found)) == (["kept.md"], [], [])


def test_the_templates_folders_that_obsidian_and_templater_name_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "Meta/Obsidian/a.md", "Meta/Templater/a.md", "Meta/b.md")
    (tmp_path / ".obsidian/plugins/templater-obsidian").mkdir(parents=True)
    (tmp_path / ".obsidian/templates.json").write_text('{"folder": "Meta/Obsidian/"}')
    (tmp_path / ".obsidian/plugins/templater-obsidian/data.json").write_text(
        '{"templates_folder": "meta/templater"}'
    )
    assert notes(scan(Config(tmp_path))) == ["Meta/b.md"]


@pytest.mark.parametrize(
    "settings", ["", "{", "[]", '{"folder": 7}', '{"folder": ""}', '{"folder": "/"}', "[" * 99999]
)
def test_settings_of_obsidian_that_say_nothing_leave_nothing_out(tmp_path: Path, settings: str) -> None:
    write(tmp_path, "a.md", ".obsidian/templates.json")
    (tmp_path / ".obsidian/templates.json").write_text(settings)
    assert notes(scan(Config(tmp_path))) == ["a.md"]


@pytest.mark.parametrize(
    ("pattern", "out"),
    [
        ("Archive", ["Archive/a.md", "Archive/deep/b.md", "Work/Archive/c.md"]),
        ("/Archive", ["Archive/a.md", "Archive/deep/b.md"]),
        ("Archive/", ["Archive/a.md", "Archive/deep/b.md", "Work/Archive/c.md"]),
        ("Archive/**", ["Archive/a.md", "Archive/deep/b.md", "Work/Archive/c.md"]),
        ("Archive/*", ["Archive/a.md", "Archive/deep/b.md"]),
        ("Archive/*.md", ["Archive/a.md"]),
        ("Archive/**.md", ["Archive/a.md"]),
        ("Archive[!x]a.md", []),
        ("**/a*/**/b*", ["Archive/deep/b.md"]),
        ("**/deep", ["Archive/deep/b.md"]),
        ("*.excalidraw.md", ["Work/d.excalidraw.md"]),
        ("work/?.*.md", ["Work/d.excalidraw.md"]),
        ("Work/[c-e]*", ["Work/d.excalidraw.md"]),
        ("[!x].md", ["Archive/a.md", "Archive/deep/b.md", "Work/Archive/c.md"]),
        ("[!-b].md", ["Archive/a.md", "Work/Archive/c.md"]),
        ("Work[.-0]*.md", []),
        ("(", []),
        ("[", []),
        ("[z-a]", []),
        ("[&&a].md", ["Archive/a.md"]),
        ("**/*e*/*.md", ["Archive/a.md", "Archive/deep/b.md", "Work/Archive/c.md"]),
        ("*r*i*e", ["Archive/a.md", "Archive/deep/b.md", "Work/Archive/c.md"]),
        ("*r*i*x", []),
        ("", []),
    ],
)
def test_patterns_exclude_as_gitignore_does(tmp_path: Path, pattern: str, out: list[str]) -> None:
    every = ["Archive/a.md", "Archive/deep/b.md", "Work/Archive/c.md", "Work/d.excalidraw.md"]
    write(tmp_path, *every)
    (tmp_path / "vaultkit.toml").write_text(f"exclude = ['{pattern}']")
    assert notes(scan(load(tmp_path))) == [path for path in every if path not in out]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("pattern", ["*a" * 40 + "b", "**/a/" * 30 + "b", "*[a-c]" * 40 + "b"])
def test_a_pattern_of_many_stars_takes_no_time(pattern: str) -> None:
    rules = Rules((), (pattern,))
    before = time.process_time()
    assert not rules.skips("a/" * 50 + "a" * 200)
    assert rules.skips("a/" * 50 + "a" * 100 + "b") is ("/" not in pattern)
    assert time.process_time() - before < 1


def test_links_are_not_followed_and_nothing_is_seen_twice(tmp_path: Path) -> None:
    vault, outside = tmp_path / "vault", tmp_path / "outside"
    write(vault, "People/a.md")
    write(outside, "secret.md")
    (vault / "out.md").symlink_to(outside / "secret.md")
    (vault / "Out").symlink_to(outside)
    (vault / "in.md").symlink_to(vault / "People/a.md")
    (vault / "In").symlink_to(vault / "People")
    (vault / "People/loop").symlink_to(vault)
    (vault / "dangling.md").symlink_to(vault / "nothing.md")
    assert notes(scan(Config(vault))) == ["People/a.md"]


def test_a_vault_reached_through_a_link_is_a_vault(tmp_path: Path) -> None:
    write(tmp_path / "real", "a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert notes(scan(Config(tmp_path / "link"))) == ["a.md"]


def test_a_pipe_named_like_a_note_is_none_and_blocks_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert notes(scan(Config(tmp_path))) == []
    with pytest.raises(FileNotFoundError):
        read(tmp_path, "a.md")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")
def test_settings_that_are_a_pipe_are_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    (tmp_path / ".obsidian").mkdir()
    os.mkfifo(tmp_path / ".obsidian/templates.json")
    assert notes(scan(Config(tmp_path))) == ["a.md"]


def test_a_file_larger_than_any_note_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(OSError, match="no note"):
        read(tmp_path, "a.md")


def test_a_note_that_became_a_link_is_not_read(tmp_path: Path) -> None:
    write(tmp_path, "b.txt")
    (tmp_path / "a.md").symlink_to(tmp_path / "b.txt")
    with pytest.raises(FileNotFoundError):
        read(tmp_path, "a.md")


@pytest.mark.parametrize(
    "name",
    [
        "Jo.sync-conflict-20260309-120000-ABCDEFG.md",
        "Jo (conflicted copy 2026-03-09).md",
        "Jo (Ana's Conflicted Copy 2026-03-09).md",
    ],
)
def test_conflict_copies_are_reported_and_not_indexed(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"People/{name}", "People/Conflicts of interest.md")
    found = scan(Config(tmp_path))
    assert notes(found) == ["People/Conflicts of interest.md"]
    assert [(one.path, one.code) for one in problems(found)] == [(f"People/{name}", "conflict-copy")]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_not_utf8_are_reported_and_skipped(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("x")
    (tmp_path / os.fsdecode(b"ordn\xe9r")).mkdir()
    (tmp_path / os.fsdecode(b"ordn\xe9r") / "a.md").write_text("x")
    found = scan(Config(tmp_path))
    assert notes(found) == []
    assert sorted(one.path for one in problems(found)) == ["caf\\xe9.md", "ordn\\xe9r"]
    assert {one.code for one in problems(found)} == {"name-not-utf8"}


def test_names_that_are_one_elsewhere_are_reported(tmp_path: Path) -> None:
    write(
        tmp_path,
        "People/Jo.md",
        "People/jo.md",
        "Cafe\u0301.md",
        "Caf\u00e9.md",
        "x/Jo.md",
        "Deep/a.md",
        "deep/b.md",
    )
    twins = {one.path: one.message for one in problems(scan(Config(tmp_path))) if one.code == "twin-names"}
    assert twins == {
        "People/Jo.md": "only case tells this name from People/jo.md",
        "Cafe\u0301.md": "another name looks the same, Caf\u00e9.md: \u00e9 is 2 characters here and one there",
        "Deep": "only case tells this name from deep",
    }


def test_twins_that_differ_in_several_ways_are_told_once() -> None:
    made = Folder(
        "A",
        b"",
        (marshal.dumps([(name, 0, 0, 0, 0) for name in ("STRASSE.md", "Straße.md", "strasse.md")], 2),),
    )
    (told,) = name_problems(made)
    assert told.path == "A/STRASSE.md"
    assert told.message == (
        "only case or the spelling of a letter tells this name from A/Straße.md; "
        "only case tells this name from A/strasse.md"
    )


def test_the_digest_of_a_folder_follows_its_notes_and_names_only(tmp_path: Path) -> None:
    write(tmp_path, "People/a.md", "People/photo.png", "Other/b.md")
    before = scan(Config(tmp_path)).folders
    assert {path: folder.digest for path, folder in scan(Config(tmp_path)).folders.items()} == {
        path: folder.digest for path, folder in before.items()
    }
    (tmp_path / "People/a.md").write_text("other")
    after = scan(Config(tmp_path)).folders
    assert after["People"].digest != before["People"].digest
    assert after["Other"].digest == before["Other"].digest
    assert after[""].digest == before[""].digest
    write(tmp_path, "People/a.md~")
    assert scan(Config(tmp_path)).folders["People"].digest == after["People"].digest


def test_a_scan_opens_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.md", "People/b.md")

    def never(*_: object) -> int:
        raise AssertionError("opened")

    monkeypatch.setattr("vaultkit.index.scan.os.open", never)
    assert notes(scan(Config(tmp_path))) == ["People/b.md", "a.md"]


def test_bases_are_listed_apart(tmp_path: Path) -> None:
    write(
        tmp_path, ".vaultkit/renders/Drafts/a - prep.md", ".vaultkit/renders/Drafts/.vaultkit-1.tmp", "a.md"
    )
    found = scan(Config(tmp_path))
    assert [entry[0] for entry in found.bases["Drafts"].notes] == ["a - prep.md"]
    assert notes(found) == ["a.md"]


def test_notes_of_a_large_folder_come_by_name_and_each_counts(tmp_path: Path) -> None:
    write(tmp_path, *(f"Daily/{number:03}.md" for number in range(BATCH + 9)))
    first = scan(Config(tmp_path))
    names = [entry[0] for entry in first.folders["Daily"].notes]
    assert names == [f"{number:03}.md" for number in range(BATCH + 9)]
    assert first.entry("Daily/007.md") == first.folders["Daily"].notes[7]
    for name in names[0], names[-1]:
        before = scan(Config(tmp_path)).folders["Daily"].digest
        assert scan(Config(tmp_path)).folders["Daily"].digest == before
        (tmp_path / "Daily" / name).write_text("longer text")
        assert scan(Config(tmp_path)).folders["Daily"].digest != before
