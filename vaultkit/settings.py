"""Reads `vaultkit.toml`.

In: the vault's folder. Out: its Config, or WrongConfiguration with file, line and remedy.
Never: guesses at a misspelt key; it names the nearest one and stops.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn, cast

from vaultkit.config import NAME, AgendaRule, Config, Defaults, New, Recognise
from vaultkit.errors import WrongConfiguration
from vaultkit.files.looking import read
from vaultkit.model import GROUPS, SECTIONS
from vaultkit.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LONGEST = 100_000
"""Bytes that the file may have."""
MOST = 1440
"""What a default may be: the minutes of a day."""
_DOTTED = r"""(?<![\w."'-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){30}"""
"""A key of so many parts that reading it would take all memory."""
HEADINGS = (*SECTIONS, *GROUPS)
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": (
            "since", "templates", "exclude", "contacts", "interviews",
            "properties", "sections", "render", "agenda", "new", "defaults",
        ),
        "contacts": ("folders", "tags", "links"),
        "interviews": ("folders", "tags", "links"),
        "render": ("always",),
        "new": ("people", "interviews"),
        "defaults": ("duration", "question_minutes", "question_words", "question_marks"),
    }
)  # fmt: skip
TABLES = ("properties", "sections", "agenda", *filter(None, KEYS))


def load(root: Path) -> Config:
    """The configuration of the vault at `root`. Raises WrongConfiguration."""
    try:
        data = read(root / NAME)
    except (FileNotFoundError, NotADirectoryError):
        return Config(root)
    except OSError as error:
        raise WrongConfiguration(f"{NAME}: cannot be read ({error.strerror or error})") from error
    if len(data) > LONGEST:
        raise WrongConfiguration(f"{NAME}: longer than {LONGEST:,} bytes; nobody has that much to say")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise WrongConfiguration(f"{NAME}:{number}: not UTF-8; save the file as UTF-8") from error
    table = {} if _only_remarks(text) else _table(text)
    return _Reader(text).config(root, table, hashlib.sha256(data).hexdigest())


def _only_remarks(text: str) -> bool:
    """Whether it says nothing yet, as `init` leaves it."""
    return all(not line or (line[0] == "#" and line.isprintable()) for line in text.split("\n"))


def _table(text: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - 2 ms that a vault without settings need not pay

    if dotted := re.search(_DOTTED, text):
        number = text.count("\n", 0, dotted.start()) + 1
        raise WrongConfiguration(f"{NAME}:{number}: a key of so many parts is none of vaultkit's")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = re.search(r"\(at line (\d+)", str(error))
        where = int(found[1]) if found else text.rstrip().count("\n") + 1
        raise WrongConfiguration(f"{NAME}:{where}: not TOML: {error}") from error


def _section_name(text: str) -> str | None:
    """Our name of a section or question group as people write it: "Follow-ups" gives "follow_ups"."""
    name = re.sub(r"[\s_-]+", "_", text.strip().casefold())
    return name if name in HEADINGS else None


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str

    def config(self, root: Path, table: dict[str, Any], digest: str) -> Config:
        self._known("", table)
        for name in TABLES:
            if not isinstance(table.get(name, {}), dict):
                self._wrong("", name, f"{name} is a table: write [{name}] and its keys below it")
            if name in KEYS:
                self._known(name, table.get(name, {}))
        new = table.get("new", {})
        return Config(
            root=root,
            since=self._since(table),
            templates=self._folder("", "templates", table.get("templates", "Templates")),
            exclude=tuple(self._texts("", "exclude", table.get("exclude", []))),
            contacts=self._recognise("contacts", table.get("contacts", {})),
            interviews=self._recognise("interviews", table.get("interviews", {})),
            properties=MappingProxyType(dict(self._properties(table.get("properties", {})))),
            sections=MappingProxyType(dict(self._sections(table.get("sections", {})))),
            always=frozenset(self._texts("render", "always", table.get("render", {}).get("always", []))),
            agenda=MappingProxyType(dict(self._agenda(table.get("agenda", {})))),
            new=New(
                self._folder("new", "people", new.get("people", "People")),
                self._folder("new", "interviews", new.get("interviews", "Interviews")),
            ),
            defaults=Defaults(**dict(self._defaults(table.get("defaults", {})))),
            digest=digest,
        )

    def _known(self, table: str, values: Mapping[str, Any]) -> None:
        for key in values:
            if key not in KEYS[table]:
                where = f"[{table}]" if table else "the top of the file"
                hint = did_you_mean(key, KEYS[table]) or f"; it takes {', '.join(KEYS[table])}"
                self._wrong(table, key, f"unknown key {key} in {where}{hint}")

    def _since(self, table: Mapping[str, Any]) -> date | None:
        value = table.get("since")
        if isinstance(value, str):
            with suppress(ValueError):
                value = date.fromisoformat(value)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self._wrong("", "since", "since is a date, such as 2026-11-24")
        return value

    def _folder(self, table: str, key: str, value: Any) -> str:
        if not isinstance(value, str):
            self._wrong(table, key, f'{key} is the name of a folder, such as "{key.capitalize()}"')
        parts = [part for part in value.replace("\\", "/").split("/") if part not in ("", ".")]
        outside = value.startswith(("/", "\\", "~")) or ".." in parts or ":" in value
        outside |= not value.isprintable()
        # What commands make has to be seen: hidden folders are left out of the vault.
        outside |= table == "new" and any(part.startswith(".") for part in parts)
        if outside or not parts:
            self._wrong(table, key, f"{key} is a folder inside the vault, relative to it; {value!r} is none")
        return unicodedata.normalize("NFC", "/".join(parts))

    def _texts(self, table: str, key: str, value: Any) -> Iterator[str]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            self._wrong(table, key, f'{key} is a list of texts, such as {key} = ["…"]')
        return (one.strip() for one in cast("list[str]", values) if one.strip())

    def _recognise(self, table: str, values: Mapping[str, Any]) -> Recognise:
        folders = (
            self._folder(table, "folders", one)
            for one in self._texts(table, "folders", values.get("folders", []))
        )
        tags = self._texts(table, "tags", values.get("tags", []))
        links = self._texts(table, "links", values.get("links", []))
        return Recognise(
            folders=tuple(folders),
            tags=tuple(tag.lstrip("#").lower() for tag in tags),
            links=tuple(
                link.removeprefix("[[").removesuffix("]]").partition("|")[0].strip() for link in links
            ),
        )

    def _properties(self, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for key, value in values.items():
            if not isinstance(value, str) or not value.strip():
                self._wrong(
                    "properties", key, f'{key} names a property of vaultkit, such as {key} = "people"'
                )
            yield key.strip().lower(), value.strip().lower()

    def _sections(self, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for key, value in values.items():
            name = _section_name(value) if isinstance(value, str) else None
            if name is None:
                near = did_you_mean(value, HEADINGS) if isinstance(value, str) else ""
                hint = near or f"; one of {', '.join(HEADINGS)}"
                self._wrong("sections", key, f"{key} names a section of vaultkit{hint}")
            heading = unicodedata.normalize("NFC", key).strip().lstrip("#").strip()
            yield " ".join(heading.casefold().split()), name

    def _agenda(self, values: Mapping[str, Any]) -> Iterator[tuple[str, AgendaRule]]:
        for rule, value in values.items():
            if value == "off":
                yield rule, "off"
            elif isinstance(value, dict) and all(_plain(one) for one in value.values()):
                yield rule, MappingProxyType(dict(value))
            else:
                self._wrong("agenda", rule, f'{rule} is "off" or has numbers, such as {rule}.due = "24h"')

    def _defaults(self, values: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
        for key, value in values.items():
            if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST:
                self._wrong(
                    "defaults",
                    key,
                    f"{key} is a whole number from 1 to {MOST}, such as {getattr(Defaults(), key)}",
                )
            yield key, value

    def _wrong(self, table: str, key: str, message: str) -> NoReturn:
        line = _line_of(self.text, table, key)
        raise WrongConfiguration(f"{NAME}{f':{line}' if line else ''}: {message}")


def _plain(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _line_of(text: str, table: str, key: str) -> int:
    """The line on which `key` of `table` stands, from 1; that of the table, else 0, where it is not found."""
    wanted, inside, header = f"{table}.{key}".lstrip("."), "", 0
    for number, line in enumerate(text.split("\n"), 1):
        head = re.match(r"\s*\[+([^\]=]*)\]", line)
        if head:
            inside = _unquoted(head[1])
            header = number if inside == table else header
            here = inside
        else:
            here = f"{inside}.{_unquoted(line.partition('=')[0])}".lstrip(".")
        if here == wanted or here.startswith(wanted + "."):
            return number
    return header


def _unquoted(key: str) -> str:
    return re.sub(r"""["'\s]""", "", key)
