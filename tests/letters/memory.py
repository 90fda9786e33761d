"""A vault in memory: real notes, real people, real engine, no disk between them.

In: paths and the text of notes. Out: rendered notes by template and person.
Never: a fake of what a letter is made from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from vaultkit.config import Config
from vaultkit.index.names import fold, keys_of, stem
from vaultkit.index.reading import Recorder
from vaultkit.index.resolve import Named, resolve
from vaultkit.model import Facts, Kind, Link, Resolution, Resolved, Section, Value
from vaultkit.people.reading import reader
from vaultkit.render.discovery import discover
from vaultkit.render.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vaultkit.render.candidate import Candidate
    from vaultkit.render.templates import Templates

ROOT = Path("/nowhere/at/all")


class Note:
    """What index hands out for a note, over facts that were just read."""

    def __init__(self, number: int, facts: Facts) -> None:
        self.id = number
        self.facts = facts
        self.path, self.name, self.kind, self.broken = facts.path, facts.name, facts.kind, facts.broken
        if facts.kind != "contact":
            self.name = stem(facts.path)

    def prop(self, key: str) -> Value:
        return self.facts.props.get(key)

    def raw(self) -> Mapping[str, Value]:
        return self.facts.raw

    def section(self, name: str) -> Section:
        return self.facts.sections.get(name, Section(name))

    def line(self, key: str) -> int:
        return self.facts.lines.get(self.key(key), 0)

    def key(self, canonical: str) -> str:
        return self.facts.keys.get(canonical, canonical)

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        return self.facts.names

    def links(self, key: str | None = None) -> tuple[Link, ...]:
        return tuple(link for link in self.facts.links if key is None or link.prop == self.key(key))


class MemoryVault:
    """The notes of one test, with the doors that people and render knock at."""

    def __init__(self, texts: Mapping[str, str], config: Config | None = None) -> None:
        self.config = config or Config(ROOT)
        read = _read if config is None else reader(config, templates().renders())
        facts = (read(path, text.encode()) for path, text in sorted(texts.items()))
        self._notes = {fact.path: Note(number, fact) for number, fact in enumerate(facts, 1)}
        self._keys: dict[str, list[Named]] = {}
        for note in self._notes.values():
            for key in keys_of(stem(note.path)):
                self._keys.setdefault(key, []).append(Named(note.path, "file"))
            for name, how in note.facts.names:
                self._keys.setdefault(fold(name), []).append(Named(note.path, cast("Any", how)))

    def note(self, path: str) -> Note | None:
        return self._notes.get(path)

    def of_kind(self, kind: Kind) -> tuple[Note, ...]:
        return tuple(note for note in self._notes.values() if note.kind == kind)

    def me(self) -> Note | None:
        return next(iter(self.of_kind("me")), None)

    def _lookup(self, key: str) -> Iterable[Named]:
        return self._keys.get(key, ())

    def resolve(self, link: Link | str, source: str) -> Resolution:
        return resolve(link if isinstance(link, str) else link.target, source, self._lookup)

    def shortest(self, path: str) -> str:
        found = self.resolve(stem(path), "")
        alone = isinstance(found, Resolved) and found.path == path and not found.rivals
        return stem(path) if alone else path.removesuffix(".md")

    def _means(self, link: Link, source: str, note: Note) -> bool:
        found = self.resolve(link, source)
        return isinstance(found, Resolved) and found.path == note.path

    def interviews_of(self, contact: Note) -> tuple[Note, ...]:
        interviews = (note for note in self._notes.values() if note.kind == "interview")
        return tuple(
            n for n in interviews if any(self._means(link, n.path, contact) for link in n.links("people"))
        )

    def linking(self, note: Note, key: str) -> tuple[Note, ...]:
        notes = sorted(self._notes.values(), key=lambda n: n.path)
        return tuple(n for n in notes if any(self._means(link, n.path, note) for link in n.links(key)))

    recorder = None

    def with_recorder(self, recorder: Recorder | None) -> MemoryVault:
        del recorder
        return self

    def problems(self) -> tuple[Any, ...]:
        return tuple(sorted(problem for note in self._notes.values() for problem in note.facts.problems))

    def notes(self) -> Iterable[Note]:
        return self._notes.values()


@lru_cache(maxsize=1)
def templates() -> Templates:
    return discover(Config(ROOT))


@lru_cache(maxsize=1)
def _reader() -> Callable[[str, bytes], Facts]:
    return reader(Config(ROOT), templates().renders())


@lru_cache(maxsize=4096)
def _read(path: str, raw: bytes) -> Facts:
    """A note is read once, however many vaults of a sweep hold it."""
    return _reader()(path, raw)


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(templates())


def candidates(
    texts: Mapping[str, str], *only: str, config: Config | None = None, using: Engine | None = None
) -> list[Candidate]:
    """All that the shipped templates (or `only` these) make of the notes; asked for, so requests render."""
    vault = MemoryVault(texts, config)
    ear = Recorder()
    wanted = frozenset(only) or None
    found: list[Candidate] = []
    for about in (*vault.notes(), None):
        if about is None or about.kind in ("contact", "interview"):
            found += (using or engine()).render(
                cast("Any", vault), ear, cast("Any", about),
                asked=wanted or frozenset({t.name for t in templates()}), only=wanted,
            )  # fmt: skip
    return found


@dataclass(frozen=True)
class Letter:
    """A rendered note, taken apart: front matter, comment, and what would be sent."""

    front: str
    comment: str
    text: str
    path: str = ""
    to: str = ""

    @property
    def subject(self) -> str:
        found = re.search(r"^subject: (.*)$", self.front, re.MULTILINE)
        return found[1].strip('"') if found else ""


def taken_apart(candidate: Candidate) -> Letter:
    assert not candidate.failed, candidate.problems
    assert candidate.text is not None
    _, front, body = candidate.text.split("---\n", 2)
    comment = ""
    if body.startswith("%%"):
        comment, _, body = body.partition(" %%\n")
    return Letter(
        front, comment.removeprefix("%% "), body.strip("\n"), candidate.path or "", candidate.person or ""
    )


def letters(
    texts: Mapping[str, str], template: str, config: Config | None = None, using: Engine | None = None
) -> list[Letter]:
    """What one template makes of the notes, where it holds."""
    made = candidates(texts, template, config=config, using=using)
    failed = [problem for one in made if one.failed for problem in one.problems]
    assert not failed, failed
    return [taken_apart(one) for one in made if one.holds and not one.request]


def letter(texts: Mapping[str, str], template: str) -> Letter:
    found = letters(texts, template)
    assert len(found) == 1, found
    return found[0]


def contact(name: str, front: str = "", body: str = "") -> dict[str, str]:
    return {
        f"People/{name}.md": f"---\ntype: contact\n{front.strip()}\n---\n{body}".replace("\n\n---", "\n---")
    }


def interview(name: str, people: str | tuple[str, ...], front: str = "", body: str = "") -> dict[str, str]:
    named = (people,) if isinstance(people, str) else people
    listed = "\n".join(f'  - "[[{person}]]"' for person in named)
    text = f"---\ntype: interview\npeople:\n{listed}\n{front.strip()}\n---\n{body}".replace(
        "\n\n---", "\n---"
    )
    return {f"Interviews/{name}.md": text}


def me(front: str = "name: Maren Ovesen\ntimezone: Europe/Oslo", body: str = "") -> dict[str, str]:
    return {"Me.md": f"---\ntype: me\n{front.strip()}\n---\n{body}"}


TAKEAWAY = "## Takeaways\n- start with the people who clean the sensors\n"
"""What a talk left, where the test is about something else."""


def held(front: str, who: str = "", body: str = TAKEAWAY, sender: dict[str, str] | None = None) -> Letter:
    notes = {**(me() if sender is None else sender), **contact("Jo Kim", who)}
    return letter({**notes, **interview("2026-10-15 Jo Kim", "Jo Kim", front, body)}, "thank-you")
