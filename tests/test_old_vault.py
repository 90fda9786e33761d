"""A vault of years that nobody prepared for vaultkit: a few lines of vaultkit.toml, and not a byte of it changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATE_OF_OBSIDIAN = "---\ntype: contact\ncreated: {{date}}\n---\n# {{title}}\n"
TEMPLATE_OF_TEMPLATER = (
    "<%* const name = tp.file.title %>\n---\ntype: interview\nstart: <% tp.date.now() %>\n---\n"
)
PERSON = """---
categories:
  - "[[People]]"
company: Harbour Works
tz: Europe/Lisbon
rating: 7
---
Met at the ferry.
"""
MEETING = """---
categories: ["[[Meetings]]"]
wer: "[[Ines Tavares]]"
start: 2026-11-20T10:00
tz: Europe/Lisbon
held: 2026-11-20
mode: online
---
## What I learned
- the tide decides, not the timetable
- ask the pilots first #thanks

## Gedanken
- she seemed tired
"""
CONFIG = """since = 2026-11-01
exclude = ["Attic/**"]

[contacts]
links = ["[[People]]"]

[interviews]
links = ["[[Meetings]]"]
folders = ["Calls"]

[properties]
wer = "people"

[sections]
"What I learned" = "takeaways"
"""


def write(root: Path, path: str, text: str) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(text.encode())


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two thousand daily notes, templates of other programs, conflict copies, and habits of its own."""
    root = tmp_path_factory.mktemp("old") / "vault"
    write(root, ".obsidian/templates.json", json.dumps({"folder": "Vorlagen"}))
    write(
        root, ".obsidian/plugins/templater-obsidian/data.json", json.dumps({"templates_folder": "Templater"})
    )
    write(root, "Vorlagen/Person.md", TEMPLATE_OF_OBSIDIAN)
    write(root, "Templater/Meeting.md", TEMPLATE_OF_TEMPLATER)
    write(root, "Network/Ines Tavares.md", PERSON)
    write(root, "Network/Ines Tavares.sync-conflict-20261102-101010-ABCDEFG.md", PERSON)
    write(root, "Network/Tavares (conflicted copy 2026-11-02).md", PERSON)
    write(root, "Log/2026-11-20 ferry office.md", MEETING)
    write(root, "Calls/2019-02-02 an old call.md", '---\nwer: "[[Ines Tavares]]"\nheld: 2019-02-02\n---\n')
    write(root, "Broken/somebody else's.md", "---\ntitle: a: b: c\n---\ntext\r\nwith odd ends")
    write(root, "Attic/contact.md", "---\ntype: contact\n---\n")
    for number in range(2000):
        month, day = divmod(number, 28)
        write(root, f"Daily/{2000 + month // 12}-{month % 12 + 1:02}-{day + 1:02}.md",
              f"---\ntags: [daily, interview-prep]\n---\nSaw [[Ines Tavares]] #interview today.\n- [ ] call {number}\r\n")  # fmt: skip
    return root


def vaultkit(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "VAULTKIT_CACHE": str(root.parent / "cache"), "COLUMNS": "80"}
    command = [sys.executable, "-m", "vaultkit", *words, "--vault", str(root)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_few_lines_make_its_people_and_meetings_render_and_no_byte_of_a_note_changes(old: Path) -> None:
    before = tree(old)
    first = vaultkit(old, "init", "--now", "2026-11-24")
    assert first.returncode == 0
    assert tree(old).keys() - before.keys() == {"vaultkit.toml"}
    assert "since = 2026-11-24" in (old / "vaultkit.toml").read_text()
    (old / "vaultkit.toml").write_text(CONFIG)

    done = vaultkit(old, "render", "--json")
    found = json.loads(done.stdout)

    after = tree(old)
    assert {path: after[path] for path in before} == before
    made = {one["path"]: one["action"] for one in found["outputs"]}
    letters = [path for path in made if "thank you Ines Tavares" in path]
    assert [made[path] for path in letters] == ["create"]
    assert not [path for path in made if "old call" in path], "what was over before `since` is history"
    letter = after[letters[0]].decode()
    assert "ask the pilots first" in letter.lower()
    assert "tide" not in letter, "of a mapped heading only #thanks is quoted"
    assert "tired" not in letter

    contacts = json.loads(vaultkit(old, "list", "contacts", "--json").stdout)["notes"]
    assert [note["path"] for note in contacts] == ["Network/Ines Tavares.md"]
    interviews = json.loads(vaultkit(old, "list", "interviews", "--json").stdout)["notes"]
    assert [note["path"] for note in interviews] == [
        "Calls/2019-02-02 an old call.md",
        "Log/2026-11-20 ferry office.md",
    ]


def test_somebody_elses_broken_note_is_one_warning_and_conflict_copies_are_named(old: Path) -> None:
    problems = json.loads(vaultkit(old, "check", "--json").stdout)["problems"]
    broken = [one for one in problems if one["path"].startswith("Broken/")]
    assert [one["severity"] for one in broken] == ["warning"]
    assert sum("onflict" in one["message"] + one["path"] for one in problems) >= 2
    assert not [one for one in problems if one["path"].startswith(("Vorlagen/", "Templater/", "Attic/"))]
    done = vaultkit(old, "render")
    assert done.returncode == 0, done.stderr
    assert len(done.stderr.splitlines()) < 12, "a vault of years is not flooded"
