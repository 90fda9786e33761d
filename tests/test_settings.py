"""`vaultkit.toml`: what it may say, and how a mistake in it is told."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from vaultkit import config, settings
from vaultkit.errors import WrongConfiguration

if TYPE_CHECKING:
    from pathlib import Path


def write(root: Path, text: str) -> config.Config:
    (root / "vaultkit.toml").write_bytes(text.encode())
    return settings.load(root)


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    found = settings.load(tmp_path)
    assert found == config.Config(tmp_path)
    assert (found.templates, found.new.people, found.new.interviews) == ("Templates", "People", "Interviews")
    assert found.digest == ""


def test_everything_that_the_file_may_say(tmp_path: Path) -> None:
    found = write(
        tmp_path,
        """
since = 2026-11-24
templates = "Meta/Vorlagen/"
exclude = ["Archive/**", "*.excalidraw.md"]
[contacts]
folders = ["Leute/"]
tags = "#Mensch"
links = ["[[People]]", "Kontakte|shown"]
[interviews]
folders = "Gespräche"
[properties]
Wer = "people"
[sections]
"Was ich lernte" = "Takeaways"
"## Später" = "Follow-ups"
Muss = "essential"
[render]
always = ["agenda", "introductions"]
[agenda]
gift = "off"
thank-you.due = "24h"
stay-in-touch = { cadence = 90 }
[new]
people = "Leute"
[defaults]
duration = 45
question_marks = 2
""",
    )
    assert found.defaults == config.Defaults(duration=45, question_marks=2)
    assert found.since == date(2026, 11, 24)
    assert found.templates == "Meta/Vorlagen"
    assert found.exclude == ("Archive/**", "*.excalidraw.md")
    assert found.contacts == config.Recognise(("Leute",), ("mensch",), ("People", "Kontakte"))
    assert found.interviews.folders == ("Gespräche",)
    assert found.properties == {"wer": "people"}
    assert found.sections == {
        "was ich lernte": "takeaways",
        "später": "follow_ups",
        "muss": "essential",
    }
    assert found.always == {"agenda", "introductions"}
    assert found.agenda == {"gift": "off", "thank-you": {"due": "24h"}, "stay-in-touch": {"cadence": 90}}
    assert found.new == config.New("Leute", "Interviews")
    assert found.digest


def test_the_digest_follows_the_bytes(tmp_path: Path) -> None:
    first = write(tmp_path, "exclude = []").digest
    assert write(tmp_path, "exclude = [] ").digest != first
    assert write(tmp_path, "exclude = []").digest == first


def test_a_byte_order_mark_and_windows_lines_are_no_error(tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").write_bytes(b"\xef\xbb\xbftemplates = 'T'\r\n[new]\r\npeople = 'P'\r\n")
    found = settings.load(tmp_path)
    assert (found.templates, found.new.people) == ("T", "P")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("templates = 'T'\nsinse = 2026-01-01\n", 2, "did you mean since"),
        ("[contact]\nfolders = ['P']\n", 1, "did you mean contacts"),
        ("[contacts]\nfolder = ['P']\n", 2, "did you mean folders"),
        ("\n\n[contacts]\nfolders = 7\n", 4, "list of texts"),
        ("since = 2026-11-24T09:00:00\n", 1, "date"),
        ("since = '2026-02-30'\n", 1, "date"),
        ("templates = '../T'\n", 1, "inside the vault"),
        ("templates = '/T'\n", 1, "inside the vault"),
        ("templates = ''\n", 1, "inside the vault"),
        ("exclude = [1]\n", 1, "list of texts"),
        ("contacts = 'People'\n", 1, "is a table"),
        ("[properties]\nwer = 7\n", 2, "names a property"),
        ("[sections]\nGelernt = 'takeway'\n", 2, "did you mean takeaways"),
        ("[render]\nalways = true\n", 2, "list of texts"),
        ("[agenda]\ngift = false\n", 2, '"off"'),
        ("[agenda]\nthank-you.due = true\n", 2, '"off"'),
        ("[agenda.thank-you]\ndue = 1.5\n", 1, '"off"'),
        ("[defaults]\nduration = 0\n", 2, "whole number from 1"),
        ("[defaults]\nquestion_words = '30'\n", 2, "such as 30"),
        ("[defaults]\nquestion_mark = 2\n", 2, "did you mean question_marks"),
        ("templates = 'T'\nexclude = [\n", 2, "not TOML"),
        ("a = 1\na = 2\n", 2, "not TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    with pytest.raises(WrongConfiguration) as caught:
        write(tmp_path, text)
    assert str(caught.value).startswith(f"vaultkit.toml:{line}: ")
    assert words in str(caught.value)


def test_bytes_that_are_no_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").write_bytes(b"exclude = []\ntemplates = 'Vorl\xe4gen'\n")
    with pytest.raises(WrongConfiguration, match=r"^vaultkit.toml:2: not UTF-8"):
        settings.load(tmp_path)


@pytest.mark.parametrize("mark", ["vaultkit.toml", ".vaultkit", ".obsidian"])
def test_the_root_is_the_nearest_parent_that_carries_a_mark(tmp_path: Path, mark: str) -> None:
    inner = tmp_path / "outer" / "inner"
    deep = inner / "People" / "Old"
    deep.mkdir(parents=True)
    (tmp_path / "outer" / ".obsidian").mkdir()
    if mark.endswith(".toml"):
        (inner / mark).write_text("")
    else:
        (inner / mark).mkdir()
    assert config.find_root(deep) == inner
    assert config.find_root(inner) == inner
    assert config.find_root(tmp_path / "outer") == tmp_path / "outer"


def test_a_folder_named_like_the_file_and_a_file_named_like_a_folder_mark_nothing(tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").mkdir()
    (tmp_path / ".vaultkit").write_text("")
    assert config.find_root(tmp_path) != tmp_path


@pytest.mark.parametrize(
    "text",
    [
        r'templates = "a\u0000b"',
        r'[new]\npeople = "a\u0000b"'.replace(r"\n", "\n"),
        '[new]\npeople = ".obsidian/plugins"',
        '[new]\ninterviews = "A/.vaultkit"',
        r'[contacts]\nfolders = ["\u001b[2J"]'.replace(r"\n", "\n"),
    ],
)
def test_a_folder_that_cannot_be_made_or_seen_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(WrongConfiguration, match=r"vaultkit\.toml:\d+: .* folder inside the vault"):
        write(tmp_path, text)


@pytest.mark.parametrize("text", ["a" + ".a" * 40_000 + " = 1", "x = {'a'" + ".'a'" * 20_000 + " = 1}"])
def test_a_key_of_very_many_parts_is_refused_before_it_takes_all_memory(tmp_path: Path, text: str) -> None:
    with pytest.raises(WrongConfiguration, match="so many parts"):
        write(tmp_path, f"# a.b.c\n{text}")


def test_a_file_without_an_end_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(WrongConfiguration, match="longer than"):
        write(tmp_path, "#" * (settings.LONGEST + 1))
    (tmp_path / "vaultkit.toml").unlink()
    (tmp_path / "vaultkit.toml").mkdir()
    with pytest.raises(WrongConfiguration, match="cannot be read"):
        settings.load(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")
def test_a_pipe_or_a_device_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "vaultkit.toml")
    with pytest.raises(WrongConfiguration, match="not a regular file"):
        settings.load(tmp_path)
    (tmp_path / "vaultkit.toml").unlink()
    (tmp_path / "vaultkit.toml").symlink_to("/dev/zero")
    with pytest.raises(WrongConfiguration, match="not a regular file"):
        settings.load(tmp_path)
