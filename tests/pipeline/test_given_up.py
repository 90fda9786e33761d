"""What a template was given up for is remembered: told on every run, and tried again when something of it changes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.pipeline.vaults import JO, TALK
from vaultkit.pipeline import Ask, open_vault, render
from vaultkit.render import process

if TYPE_CHECKING:
    from pathlib import Path

    from tests.pipeline.conftest import Person

CRASH = """
import os
import vaultkit.render.compose as c
old = c.note_text
def note_text(properties, body):
    if 'CRASH' in body: os.abort()
    return old(properties, body)
c.note_text = note_text
"""
BAD = (
    '---\nrenders: interview\npath: "Bad/{{ interview.name }} - bad.md"\n---\n'
    "{% for p in interview.people %}{{ p.title }}{% endfor %}\n"
)
OTHER = "Interviews/Other.md"


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[int]:
    """One member for each process that renders."""
    (tmp_path / "crash").mkdir()
    (tmp_path / "crash/sitecustomize.py").write_text(CRASH)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "crash"))
    made: list[int] = []
    begin = process.Worker.__init__

    def counted(self: process.Worker) -> None:
        made.append(1)
        begin(self)

    monkeypatch.setattr(process.Worker, "__init__", counted)
    return made


@pytest.mark.soak
@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_a_template_over_which_the_process_ended_is_tried_again_when_what_it_read_changes_and_no_sooner(
    vault: Person, starts: list[int]
) -> None:
    vault.edit(JO, "org: ", "title: CRASH\norg: ")
    vault.write({"Templates/bad.md": BAD, OTHER: vault.read(TALK)})

    def told() -> tuple[int, set[str | None], list[str]]:
        starts.clear()
        with open_vault(vault.root) as opened:
            report = render(opened, Ask())
        refused = {one.about for one in report.outcomes if one.action == "refused"}
        return len(starts), refused, sorted({one.path for one in report.problems if one.severity == "error"})

    first = told()
    assert first[1:] == ({TALK, OTHER}, ["Templates/bad.md"])
    assert first[0] > 1
    assert told() == (0, *first[1:]), "it is told, and not tried"
    vault.write({"Notes/else.md": "nothing of it\n"})
    later = told()
    assert (later[0] <= 1, later[1:]) == (True, first[1:]), "a process stood ready, and nothing was tried"
    vault.edit(JO, "title: CRASH", "title: Editor")
    assert told()[1:] == (set(), [])
    assert vault.read("Bad/Other - bad.md")
