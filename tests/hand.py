"""A person at the keyboard: a vault in a folder, commands run in this process as the `vaultkit` program runs them.

Commands go through `vaultkit.cli.main`, with the words on `sys.argv` and both streams caught, so that exit codes,
streams and messages are those of the program. What is not: the process that renders is kept from one command to
the next, as a watch keeps it, since starting one costs more than all else here.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from vaultkit import cli
from vaultkit.render import pool

NOW = "2026-03-02T12:00:00+01:00"
"""A Monday, noon in Berlin."""

ME = "---\ntype: me\nname: Noor Verhaegen\ntimezone: Europe/Berlin\n---\n"


class _Kept(pool.Pool):
    """A pool that its vault cannot close."""

    def close(self) -> None:
        return

    def end(self) -> None:
        super().close()


_pools: list[_Kept] = []


def _kept() -> pool.Pool:
    if not _pools:
        _pools.append(_Kept())
    return _pools[0]


def end_pool() -> None:
    """End the process that renders; `tests/conftest.py` does so at the end."""
    while _pools:
        _pools.pop().end()


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code and both streams."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found


@dataclass(frozen=True)
class Letter:
    """A rendered note, taken apart: its properties as text, the hints to its author, and the letter."""

    path: str
    front: str
    comment: str
    text: str

    @property
    def subject(self) -> str:
        found = re.search(r"^subject: *(.*)$", self.front, re.MULTILINE)
        return found[1].strip("\"'") if found else ""

    @property
    def words(self) -> int:
        return len(re.findall(r"\w[\w'’-]*", self.text))

    @property
    def flat(self) -> str:
        return " ".join(self.text.split())


class Folder:
    """What stands in a vault's folder, and a hand on it."""

    root: Path

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def move(self, old: str, new: str) -> None:
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(self.root / new)

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def tree(self) -> dict[str, bytes]:
        """Every file, hidden ones too."""
        found = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in found}

    def bases(self) -> dict[str, str]:
        """The last renders, by the paths of their notes."""
        top = ".vaultkit/renders/"
        found = {path: data.decode() for path, data in self.tree().items() if path.startswith(top)}
        return {path.removeprefix(top): text for path, text in found.items() if path.endswith(".md")}


@dataclass
class Hand(Folder):
    """One vault at `root`; `now` stands in for the clock of every command that reads one."""

    root: Path
    now: str = NOW
    home: Path | None = None
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        home = self.home or self.root.parent / f"{self.root.name} home"
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("VAULTKIT")},
            "VAULTKIT_CACHE": str(home / "cache"), "XDG_STATE_HOME": str(home / "state"), "HOME": str(home),
            "COLUMNS": "9999", "TZ": "UTC", **self.env,
        }  # fmt: skip

    def write(self, notes: dict[str, str]) -> Hand:
        for path, text in notes.items():
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode())
        return self

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert text.count(old) == 1, (old, text)
        self.write({path: text.replace(old, new)})

    def paths(self, pattern: str = "**/*.md") -> list[str]:
        found = (path.relative_to(self.root).as_posix() for path in self.root.glob(pattern))
        return sorted(path for path in found if not path.startswith("."))

    def files(self) -> dict[str, bytes]:
        """Every visible file."""
        return {path: data for path, data in self.tree().items() if not path.startswith(".")}

    def run(self, *words: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
        """The command as it stands; nothing is added to it."""
        out, err = _stream(), _stream()
        argv = ["vaultkit", *words]
        here = Path.cwd()
        with (
            mock.patch.object(sys, "argv", argv), mock.patch.object(sys, "stdout", out),
            mock.patch.object(sys, "stderr", err), mock.patch.dict(os.environ, {**self.env, **(env or {})}, clear=True),
            mock.patch.object(pool, "Pool", _kept),
        ):  # fmt: skip
            os.chdir(cwd or self.root)
            try:
                code = _called()
            finally:
                os.chdir(here)
        out.flush()
        err.flush()
        talk = err.buffer.getvalue().decode()
        assert "Traceback" not in talk, talk
        return Ran(code, out.buffer.getvalue(), talk)

    def ok(self, *words: str) -> Ran:
        """The same, and it must go well."""
        ran = self.run(*words)
        assert ran.code == 0, (words, ran)
        return ran

    def no(self, *words: str) -> Ran:
        """The same, and it must be refused with a message, nothing written."""
        before = self.files()
        ran = self.run(*words)
        assert ran.code == 2, (words, ran)
        assert ran.err.strip()
        assert ran.raw == b""
        assert self.files() == before
        return ran

    def done(self, *words: str, now: str | None = None) -> Ran:
        return self.ok("done", *words, "--now", now or self.now)

    def render(self, *words: str) -> dict[str, Any]:
        ran = self.run("render", *words, "--json")
        assert ran.code in (0, 1), ran
        return ran.json

    def actions(self, *words: str) -> dict[str, str]:
        """path → action of what a render did, the unchanged left out."""
        return {one["path"]: one["action"] for one in self.render(*words)["outputs"]}

    def agenda(self, now: str | None = None, *words: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ok("agenda", "--json", "--now", now or self.now, *words).json[
            "items"
        ]
        return found

    def rules(self, now: str | None = None, *words: str) -> list[str]:
        return [item["rule"] for item in self.agenda(now, *words)]

    def item(self, rule: str, now: str | None = None, *words: str) -> dict[str, Any] | None:
        found = [item for item in self.agenda(now, *words) if item["rule"] == rule]
        assert len(found) <= 1, found
        return found[0] if found else None

    def problems(self) -> list[dict[str, Any]]:
        ran = self.run("check", "--json")
        assert ran.code in (0, 1), ran
        found: list[dict[str, Any]] = ran.json["problems"]
        return found

    def codes(self) -> list[str]:
        return [problem["code"] for problem in self.problems()]

    def stage(self, name: str) -> str:
        shown: str = self.ok("show", name, "--json", "--now", self.now).json["stage"]
        return shown

    def letters(self, template: str) -> list[Letter]:
        """The notes in the vault that this template rendered."""
        found = [
            taken_apart(path, self.read(path))
            for path in self.paths()
            if path.startswith(("Drafts/", "Sheets/"))
        ]
        tops = [taken_apart(path, self.read(path)) for path in self.paths("*.md")]
        return [
            one for one in (*found, *tops) if re.search(rf"^template: {template}$", one.front, re.MULTILINE)
        ]

    def letter(self, template: str) -> Letter:
        found = self.letters(template)
        assert len(found) == 1, [one.path for one in found]
        return found[0]


def taken_apart(path: str, text: str) -> Letter:
    if not text.startswith("---\n"):
        return Letter(path, "", "", text)
    _, front, body = text.split("---\n", 2)
    comment = ""
    if body.lstrip().startswith("%%"):
        _, comment, body = body.split("%%", 2)
    return Letter(path, front, comment.strip(), body.strip("\n"))


class _Caught(io.TextIOWrapper):
    buffer: io.BytesIO


def _stream() -> _Caught:
    return _Caught(io.BytesIO(), encoding="utf-8", write_through=True)


def _called() -> int:
    try:
        cli.main()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def contact(name: str, front: str = "", body: str = "") -> dict[str, str]:
    return {f"People/{name}.md": f"---\ntype: contact\n{_lines(front)}---\n{body}"}


def talk(name: str, people: str | tuple[str, ...], front: str = "", body: str = "") -> dict[str, str]:
    named = (people,) if isinstance(people, str) else people
    listed = "".join(f'  - "[[{person}]]"\n' for person in named)
    return {f"Interviews/{name}.md": f"---\ntype: interview\npeople:\n{listed}{_lines(front)}---\n{body}"}


def me(front: str = "name: Noor Verhaegen\ntimezone: Europe/Berlin", body: str = "") -> dict[str, str]:
    return {"Me.md": f"---\ntype: me\n{_lines(front)}---\n{body}"}


def _lines(front: str) -> str:
    lines = [line.strip() if not line.startswith("  -") else line for line in front.strip("\n").splitlines()]
    return "".join(f"{line}\n" for line in lines if line.strip())
