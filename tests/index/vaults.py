"""A small reader of notes for the tests of the index, and vaults made of texts."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from vaultkit.index import carried
from vaultkit.index.names import stem
from vaultkit.index.refresh import Refreshed, refresh, stored_problems
from vaultkit.index.store import Store
from vaultkit.model import Facts, Item, Link, Problem, Section
from vaultkit.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from vaultkit.config import Config
    from vaultkit.index.carried import Carried
    from vaultkit.index.vault import Vault
    from vaultkit.model import Kind, Value

KINDS: dict[str, Kind] = {"contact": "contact", "interview": "interview", "me": "me"}
DIGESTS = {"prep": "interview 1", "thanks": "interview 1", "helpful": "vault 1"}


def read_note(path: str, data: bytes) -> Facts:
    """`key: value` lines between two fences; `a, b` is a list; `# Name` sections of `- items`; `[[links]]`."""
    text = data.decode("utf-8", "replace")
    head, _, body = (
        text.removeprefix("---\n").partition("---\n") if text.startswith("---\n") else ("", "", text)
    )
    if text.startswith("---\n") and "---\n" not in text[4:]:
        problem = Problem(path, 1, 1, "unclosed", "error", "the front matter is not closed")
        return Facts(path, "other", stem(path), problems=(problem,), broken=True)
    raw: dict[str, Value] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(head.splitlines(), 2):
        key, _, value = line.partition(": ")
        raw[key] = tuple(value.split(", ")) if ", " in value else value
        lines[key] = number
    rendered = raw.get("template") in ("prep", "thanks", "helpful")
    kind: Kind = "rendered" if rendered else KINDS.get(str(raw.get("type")), "other")
    keys = {"people": "with"} if "with" in raw else {}
    keys |= {
        key: key
        for key in raw
        if key in ("type", "people", "aliases", "name", "org", "template", "about", "to")
    }
    props = {name: raw[key] for name, key in keys.items()}
    return Facts(
        path=path,
        kind=kind,
        name=str(raw.get("name", stem(path))),
        props=props,
        raw=raw,
        lines=lines,
        keys=keys,
        sections=sections(body),
        links=links(head, body),
        names=names(raw),
        problems=tuple(Problem(path, lines[key], 1, "bad", "warning", "bad") for key in raw if key == "bad"),
    )


def names(raw: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
    aliases = raw.get("aliases", ())
    found = [(alias, "alias") for alias in (aliases if isinstance(aliases, tuple) else (aliases,))]
    return tuple(
        (str(name), how) for name, how in (*found, *((raw["name"], "name") for _ in range("name" in raw)))
    )


def sections(body: str) -> dict[str, Section]:
    found: dict[str, Section] = {}
    for number, part in enumerate(re.split(r"^# ", body, flags=re.MULTILINE)[1:], 1):
        name, _, rest = part.partition("\n")
        items = tuple(
            Item(line[2:], line[2:], number, tags=("x",), links=("Jo",))
            for line in rest.splitlines()
            if line.startswith("- ")
        )
        found[name] = Section(name, number, items, rest)
    return found


def links(head: str, body: str) -> tuple[Link, ...]:
    found: list[Link] = []
    for number, line in enumerate(head.splitlines(), 2):
        key, _, value = line.partition(": ")
        if key in ("with", "people", "about", "to"):
            found += [Link(hit, number, prop=key) for hit in re.findall(r"\[\[([^\]|#]+)", value)]
    found += [Link(hit, 90 + n) for n, hit in enumerate(re.findall(r"\[\[([^\]|#]+)", body))]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Seen(Refreshed):
    """What a refresh found, and how many notes and which problems the store has after it."""

    notes: int = 0
    problems: tuple[Problem, ...] = ()


class Room:
    """A vault in a folder, with a store of its own."""

    def __init__(self, folder: Path, cache: str = "cache") -> None:
        self.root = folder / "vault"
        self.root.mkdir(exist_ok=True)
        self.cache = folder / cache
        self.cache.mkdir(exist_ok=True)
        self.store = Store.open(self.root, self.cache)
        self.reads: list[str] = []
        self.digests = dict(DIGESTS)
        self.clock = 0

    @property
    def config(self) -> Config:
        return load(self.root)

    def read(self, path: str, data: bytes) -> Facts:
        self.reads.append(path)
        return read_note(path, data)

    def refresh(self, *paths: str) -> Seen:
        self.reads.clear()
        found = refresh(self.store, self.config, self.read, self.digests, set(paths) if paths else None)
        told = {each.name: getattr(found, each.name) for each in fields(found)}
        return Seen(**told, notes=self.store.meta("notes") or 0, problems=stored_problems(self.store))

    def write(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return self.store.all(sql, *values)

    def settle(self) -> Seen:
        """Refresh until nothing is in doubt any more."""
        found = self.refresh()
        time.sleep(0.03)
        self.refresh()
        return found

    def close(self) -> None:
        self.store.close()


def contact(**props: str) -> str:
    return note(type="contact", **props)


def interview(people: str, body: str = "") -> str:
    return note(type="interview", people=people) + body


def note(**props: str) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in props.items()) + "---\n"


def state(store: Store) -> list[list[tuple[object, ...]]]:
    """All that a store says of a vault, without ids, stamps and marks."""
    return [
        store.all(sql)
        for sql in (
            "SELECT path, folder, digest, kind, broken, shown FROM note ORDER BY path",
            "SELECT path, props, rest, sections, links FROM facts JOIN note ON id = note ORDER BY path",
            "SELECT path, problems FROM problem JOIN note ON id = note ORDER BY path",
            "SELECT folded, path, how FROM name JOIN note ON id = note ORDER BY folded, path, how",
            "SELECT folded, path, prop, target FROM link JOIN note ON id = note ORDER BY folded, path, prop, target",
            "SELECT key, notes FROM key WHERE notes ORDER BY key",
            "SELECT path, folder, folded FROM file ORDER BY path",
            "SELECT base, path, template, about, person, about_key, person_key FROM identity ORDER BY base, path",
            "SELECT path FROM base ORDER BY path",
            "SELECT base, path, problems FROM folder ORDER BY base, path",
            "SELECT value FROM meta WHERE key = 'notes'",
        )
    ]


def all_carried(vault: Vault) -> tuple[Carried, ...]:
    """Every rendered note and base, by path, notes before bases."""
    return carried._those(vault, "1")
