"""A vault on disk, indexed and rendered in this process: what the tests of the engine stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index.refresh import refresh
from vaultkit.index.store import Store
from vaultkit.index.vault import Recorder, Vault
from vaultkit.people import reader
from vaultkit.render.discovery import discover
from vaultkit.render.engine import Engine
from vaultkit.settings import load

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.config import Config
    from vaultkit.model import Problem
    from vaultkit.render.candidate import Candidate

JO = "---\ntype: contact\ngreeting: Jo\n---\n"
TALK = '---\ntype: interview\npeople: "[[Jo Kim]]"\nheld: 2026-03-09\n---\n'
ME = "---\ntype: me\nname: Ana Ruiz\ntimezone: Europe/Lisbon\n---\n"


class Bench:
    """`files`: path → text. `name.md` in `templates` goes into the templates folder."""

    def __init__(self, tmp_path: Path, **templates: str) -> None:
        self.root = tmp_path / "vault"
        self.cache = tmp_path / "cache"
        self.cache.mkdir()
        self.root.mkdir()
        (self.root / ".obsidian").mkdir()
        self.write("Me.md", ME)
        self.write("People/Jo Kim.md", JO)
        self.write("Interviews/2026-03-09 Jo Kim.md", TALK)
        for name, text in templates.items():
            self.template(name, text)

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def template(self, name: str, text: str) -> None:
        self.write(f"Templates/{name}.md", text)

    @property
    def config(self) -> Config:
        return load(self.root)

    def open(self) -> tuple[Store, Vault, Recorder, Engine]:
        config = self.config
        templates = discover(config)
        store = Store.open(self.root, self.cache)
        refresh(store, config, reader(config, templates.renders()), templates.digests())
        recorder = Recorder()
        return store, Vault(store, config, recorder, refuse_broken=True), recorder, Engine(templates)

    def render(
        self, about: str | None = "Interviews/2026-03-09 Jo Kim.md", *names: str, asked: tuple[str, ...] = ()
    ) -> list[Candidate]:
        """The candidates of one note by these templates (by all without names)."""
        store, vault, recorder, engine = self.open()
        with store:
            note = None if about is None else vault.note(about)
            assert about is None or note is not None
            only = frozenset(names) if names else None
            return engine.render(vault, recorder, note, asked=frozenset(asked), only=only)

    def one(
        self, name: str, about: str | None = "Interviews/2026-03-09 Jo Kim.md", *, asked: bool = False
    ) -> Candidate:
        [candidate] = self.render(about, name, asked=(name,) if asked else ())
        return candidate

    def body(
        self, name: str, about: str | None = "Interviews/2026-03-09 Jo Kim.md", *, asked: bool = False
    ) -> str:
        """The text below the front matter; fails with the problems where there is none."""
        made = self.one(name, about, asked=asked)
        assert made.text is not None, made
        return made.text.split("\n---\n", 1)[1]

    def fault(self, name: str, about: str | None = "Interviews/2026-03-09 Jo Kim.md") -> Problem:
        made = self.one(name, about)
        assert made.failed, made
        [problem] = made.problems
        return problem


def sheet(body: str, *, renders: str = "interview", audience: str = "me", more: str = "") -> str:
    """A template that renders to `<name> - x.md`."""
    path = "Vault - x.md" if renders == "vault" else f"Out/{{{{ {renders}.name }}}} - x.md"
    return f'---\nrenders: {renders}\npath: "{path}"\naudience: {audience}\n{more}---\n{body}'
