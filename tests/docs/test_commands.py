"""Every command in README.md and docs/ does what the page shows.

A page is one session: its fenced blocks happen from top to bottom, in a copy of the example vault of its own, or
in an empty folder where the page says `<!-- session: empty -->`. Three kinds of block take part:

    console                                lines that begin with `$ ` are run; below each stands what it prints
    any language, file="P"                 P is the text of the block, as if an editor had saved it
    any language, file="P" below="L"       the block is typed below the line L of P, at the end of that paragraph
    any language, file="P" instead-of="T"  the text T of P becomes the block

`VAULTKIT_WRITE_DOCS=1 pytest tests/docs -n0` writes the pages anew from what the commands print; look at the
difference before you commit it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^(`{3,})(\w+)([^\n`]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
EMPTY = "<!-- session: empty -->"


def takes_part(text: str) -> bool:
    return any(found[2] == "console" or "file=" in found[3] for found in BLOCK.finditer(text))


PAGES = [
    p
    for p in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    if takes_part(p.read_text("utf-8"))
]


class Session:
    """One folder, and what happens in it one after the other."""

    def __init__(self, folder: Path, *, empty: bool = False) -> None:
        self.folder = folder.resolve()
        self.env = {
            **os.environ, "VAULTKIT_CACHE": str(folder / "cache"), "HOME": str(folder), "COLUMNS": "80", "NO_COLOR": "1",
            "XDG_STATE_HOME": str(folder / "state"), "VAULTKIT_STATE": str(folder / "state"), "TZ": "Europe/Brussels",
        }  # fmt: skip
        self.env.pop("VAULTKIT_VAULT", None)
        self.here = self.folder / "my-vault"
        if empty:
            self.here = self.folder / "empty"
            self.here.mkdir()
        else:
            self.vaultkit(["init", "--example", str(self.here)], self.folder)
            self.vaultkit(["render"], self.here)

    def page(self, text: str) -> str:
        """The page as it should read, after all of it has happened."""
        return BLOCK.sub(self._block, text)

    def _block(self, found: re.Match[str]) -> str:
        fence, language, info, body = found.groups()
        given = dict(ATTRIBUTE.findall(info))
        if language == "console":
            body = self.answer(body)
        elif "file" in given:
            self._edit(self.here / given["file"], body, given)
        return f"{fence}{language}{info}\n{body}{fence}"

    def answer(self, block: str) -> str:
        """A console block as it should read: each command, and below it what it printed."""
        commands = [line for line in block.splitlines() if line.startswith("$ ")]
        return "".join(f"{line}\n{self._run(shlex.split(line[2:]))}" for line in commands)

    def _run(self, words: list[str]) -> str:
        """vaultkit itself, or one of the few words of a shell that every reader has."""
        match words:
            case ["vaultkit", *rest]:
                return self.vaultkit(rest, self.here)
            case ["cd", folder]:
                self.here = (self.here / folder).resolve(strict=True)
            case ["cat", name]:
                return (self.here / name).read_text("utf-8")
            case ["rm", name]:
                (self.here / name).unlink()
            case ["rm", "-r", name]:
                shutil.rmtree(self.here / name)
            case ["cp", old, new]:
                shutil.copyfile(self.here / old, self.here / new)
            case ["mv", old, new]:
                (self.here / old).rename(self.here / new)
            case _:
                raise AssertionError(words)
        return ""

    def vaultkit(self, words: list[str], where: Path) -> str:
        command = [sys.executable, "-m", "vaultkit", *words]
        done = subprocess.run(command, cwd=where, env=self.env, capture_output=True, check=False)
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        text = done.stdout.decode() + done.stderr.decode()
        return text.replace(f"{self.folder / 'empty'}/", "").replace(f"{self.folder}/", "")

    @staticmethod
    def _edit(path: Path, body: str, given: dict[str, str]) -> None:
        """What a person does in an editor. It fails where the page names a place that is not there."""
        if "below" in given:
            text = path.read_text("utf-8")
            lines = text.split("\n")
            at = lines.index(given["below"]) + 1
            while at < len(lines) and lines[at].strip() and not lines[at].startswith("#"):
                at += 1
            body = "\n".join([*lines[:at], body.rstrip("\n"), *lines[at:]])
        elif "instead-of" in given:
            text = path.read_text("utf-8")
            assert text.count(given["instead-of"]) == 1, (path.name, given["instead-of"])
            body = text.replace(given["instead-of"], body.rstrip("\n"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8")


def written_anew(page: Path, folder: Path) -> str:
    text = page.read_text("utf-8")
    return Session(folder, empty=EMPTY in text).page(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_sessions_on_the_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    new = written_anew(page, tmp_path)
    if os.environ.get("VAULTKIT_WRITE_DOCS"):
        page.write_text(new, "utf-8")
    assert new == page.read_text("utf-8")


def test_a_page_that_shows_something_else_fails(tmp_path: Path) -> None:
    session = Session(tmp_path)
    assert session.answer("$ vaultkit list interviews --where stage==idea --format paths\nnothing\n") == (
        "$ vaultkit list interviews --where stage==idea --format paths\nInterviews/Keahi Nakoa - idea.md\n1 problem (1 warning): `vaultkit check` shows it.\n"
    )


def test_an_edit_on_a_page_is_made_where_it_says(tmp_path: Path) -> None:
    session = Session(tmp_path, empty=True)
    page = '```markdown file="a/b.md"\n## One\n%% a prompt %%\n\n## Two\n```\n'
    page += '```markdown file="a/b.md" below="## One"\n- first\n```\n'
    page += '```markdown file="a/b.md" instead-of="## Two"\n## 2\n```\n'
    page += "```console\n$ cat a/b.md\n```\n"
    assert session.page(page).endswith("$ cat a/b.md\n## One\n%% a prompt %%\n- first\n\n## 2\n```\n")
    with pytest.raises(ValueError, match="## Three"):
        session.page('```markdown file="a/b.md" below="## Three"\n- no\n```\n')


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    missing = [
        f"{page.relative_to(ROOT)}: {target}#{anchor}"
        for page in pages
        for target, anchor in re.findall(
            r"\]\(([^)#:\s]*)(?:#([^)\s]*))?\)", BLOCK.sub("", page.read_text("utf-8"))
        )
        if not leads(page, target, anchor)
    ]
    assert missing == []


def leads(page: Path, target: str, anchor: str) -> bool:
    goal = page.parent / target if target else page
    if not goal.exists() or not anchor:
        return goal.exists()
    headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", goal.read_text("utf-8")), re.MULTILINE)
    return anchor in {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
