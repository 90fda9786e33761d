"""Every command in README.md and docs/ does what the page shows.

A fenced block `console` is a session: lines that begin with `$ ` are run, in order, in one copy of the example
vault for each page, and what stands below them is what they print. `VAULTKIT_WRITE_DOCS=1 pytest tests/docs`
writes the pages anew from what the commands print; look at the difference before you commit it.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [page for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if BLOCK.search(page.read_text("utf-8"))]


class Session:
    """One vault, and commands run in it one after the other."""

    def __init__(self, folder: Path) -> None:
        self.env = {
            **os.environ, "VAULTKIT_CACHE": str(folder / "cache"), "HOME": str(folder), "COLUMNS": "80", "NO_COLOR": "1",
            "XDG_STATE_HOME": str(folder / "state"), "TZ": "Europe/Brussels",
        }  # fmt: skip
        self.vault = folder / "my-vault"
        self.run(["vaultkit", "init", "--example", str(self.vault)], folder)
        self.run(["vaultkit", "render"], self.vault)

    def run(self, words: list[str], where: Path) -> str:
        assert words[0] == "vaultkit", words
        done = subprocess.run(
            [sys.executable, "-m", "vaultkit", *words[1:]], cwd=where, env=self.env, capture_output=True, check=False
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        text = done.stdout.decode() + done.stderr.decode()
        return text.replace(str(self.vault.parent) + "/", "")

    def answer(self, block: str) -> str:
        """The block as it should read: each command, and below it what it printed."""
        commands = [line for line in block.splitlines() if line.startswith("$ ")]
        return "".join(f"{line}\n{self.run(shlex.split(line[2:]), self.vault)}" for line in commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_sessions_on_the_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    session = Session(tmp_path)
    text = page.read_text("utf-8")
    new = BLOCK.sub(lambda found: f"```console\n{session.answer(found[1])}```", text)
    if os.environ.get("VAULTKIT_WRITE_DOCS"):
        page.write_text(new, "utf-8")
    assert new == page.read_text("utf-8")


def test_a_page_that_shows_something_else_fails(tmp_path: Path) -> None:
    session = Session(tmp_path)
    assert session.answer("$ vaultkit list interviews --where stage==idea --format paths\nnothing\n") == (
        "$ vaultkit list interviews --where stage==idea --format paths\nInterviews/Keahi Nakoa - idea.md\n1 warning: `vaultkit check` shows more.\n"
    )


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert missing == []
