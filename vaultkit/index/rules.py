"""What is left out of the vault: hidden things, templates, droppings of editors, what the user excludes.

In: names and paths, the configuration, Obsidian's own settings. Out: in or out, and what a name is.
Never: opens a note.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from vaultkit.index.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vaultkit.config import Config

SETTINGS = (
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
)
CONFLICT = re.compile(r"\.sync-conflict-|conflicted copy", re.IGNORECASE)
DROPPING = re.compile(r"~$|^#.*#$|^4913$|\.tmp$", re.IGNORECASE)
MOST_SETTINGS = 1_000_000
MOST_STARS = 2

What: TypeAlias = Literal["note", "file", "conflict", "bytes"]


def what_is(name: str) -> What | None:
    """What a file of this name is, None for one that is nobody's business.

    "conflict": a copy that a sync tool made of a note; "bytes": a name that is not UTF-8. Names with a dot
    in front are the caller's to skip.
    """
    if name[-3:] == ".md" and name.isascii() and "onflict" not in name:
        return "note"  # nearly all are; the rest tells the same, at twice the price
    note = name[-3:] in (".md", ".MD", ".Md", ".mD")
    if not name.isascii() and not is_text(name):
        return "bytes"
    if note:
        return "conflict" if "onflict" in name and CONFLICT.search(name) else "note"
    return None if DROPPING.search(name) or CONFLICT.search(name) else "file"


def is_text(name: str) -> bool:
    """False for a name whose bytes are not UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


class Rules:
    """The paths that one vault leaves out, as they stand when it is made."""

    def __init__(self, templates: tuple[str, ...], exclude: tuple[str, ...]) -> None:
        self._folders = frozenset(fold(folder) for folder in templates)
        patterns = [_parts(pattern) for pattern in exclude if pattern.strip("/ ")]
        plain = [parts for parts in patterns if _stars(parts) <= MOST_STARS]
        self._excluded = re.compile("|".join(map(_expression, plain))) if plain else None
        self._steps = tuple(_Steps(parts) for parts in patterns if _stars(parts) > MOST_STARS)

    @property
    def by_pattern(self) -> bool:
        """Whether files have to be asked about one by one."""
        return self._excluded is not None or bool(self._steps)

    def skips_folder(self, path: str) -> bool:
        """Whether the folder at `path`, relative to the vault, is left out with all that it holds."""
        return fold(path) in self._folders or self.skips(path)

    def skips(self, path: str) -> bool:
        """Whether the user excludes this very path."""
        if not self.by_pattern:
            return False
        name = fold(path)
        if self._excluded is not None and self._excluded.fullmatch(name):
            return True
        return any(steps.matches(name) for steps in self._steps)

    def covers(self, path: str) -> bool:
        """Whether a note at `path` is left out, for itself or for any folder above it."""
        parts = path.split("/")
        if any(part.startswith(".") for part in parts):
            return True
        above = ("/".join(parts[:count]) for count in range(1, len(parts)))
        return self.skips(path) or any(self.skips_folder(folder) for folder in above)


def rules_of(config: Config) -> Rules:
    """The rules of the vault: `vaultkit.toml`, and the templates folders of Obsidian and Templater."""
    named = (_setting(config.root / path, key) for path, key in SETTINGS)
    return Rules((config.templates, *(folder for folder in named if folder)), config.exclude)


def _setting(path: Path, key: str) -> str:
    try:
        if not path.is_file():  # nor a pipe, which would be waited for
            return ""
        with path.open("rb") as file:
            value = json.loads(file.read(MOST_SETTINGS)).get(key)
    except (OSError, ValueError, AttributeError, RecursionError):
        return ""  # no such settings, or none that can be read: Obsidian's business
    return value.strip().strip("/") if isinstance(value, str) else ""


def _parts(pattern: str) -> list[str]:
    """A glob as .gitignore reads it: without a slash inside, a name at any depth; `**` crosses folders."""
    text = fold(pattern.replace("\\", "/")).removesuffix("/**").rstrip("/")
    anywhere = [] if "/" in text else ["**/"]
    return [*anywhere, *filter(None, re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])", text.lstrip("/")))]


def _stars(parts: list[str]) -> int:
    """How many parts of a pattern match texts of any length; the one that lets it stand at any depth is cheap."""
    return sum(part in ("**/", "**", "*") for part in parts[1:]) + (parts[0] in ("**", "*"))


def _expression(parts: list[str]) -> str:
    return "(?:" + "".join(map(_wild, parts)) + ")"


def _wild(part: str) -> str:
    plain = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if part in plain:
        return plain[part]
    if not (part.startswith("[") and part.endswith("]") and len(part) > 2):  # noqa: PLR2004 - brackets and a letter
        return re.escape(part)
    inside = re.sub(r"([\\\[&~|]|-(?=-)|(?<=-)-)", r"\\\1", part[1:-1])
    if inside[0] in "!^" and len(inside) > 1:
        made = f"[^{inside[1:]}]"
    else:
        made = f"[{re.sub(r'^[!^]', r'', inside) or '!'}]"
    try:
        re.compile(made)
    except re.error:  # `[z-a]` is no range: then it is a name
        return re.escape(part)
    return made


class _Steps:
    """A pattern of many stars, followed letter by letter: an expression would try every way to split a name.

    `**/` is two steps: into folders or past them, then, as `/**`, on to a slash.
    """

    def __init__(self, parts: list[str]) -> None:
        self.steps: list[str | re.Pattern[str]] = []
        for part in parts:
            if part in ("**", "*", "?"):
                self.steps.append(part)
            elif part == "**/":
                self.steps += [part, "/**"]
            elif part.startswith("[") and part.endswith("]") and not _wild(part).startswith("\\"):
                self.steps.append(re.compile(_wild(part)))
            else:
                self.steps += part

    def matches(self, path: str) -> bool:
        here = self._reached([0])
        for letter in path:
            here = self._reached([to for at in here for to in self._after(at, letter)])
            if not here:
                return False
        return len(self.steps) in here

    def _reached(self, found: list[int]) -> set[int]:
        """These places, and those that stars let one reach for nothing."""
        reached: set[int] = set()
        while found:
            at = found.pop()
            if at in reached:
                continue
            reached.add(at)
            step = self.steps[at] if at < len(self.steps) else ""
            found += [at + 1, at + 2] if step == "**/" else [at + 1] if step in ("**", "*") else []
        return reached

    def _after(self, at: int, letter: str) -> Iterator[int]:
        step = self.steps[at] if at < len(self.steps) else ""
        if isinstance(step, re.Pattern):
            if step.fullmatch(letter):
                yield at + 1
        elif step in ("**", "/**") or (step == "*" and letter != "/"):
            yield at
        if step == letter or (step == "?" and letter != "/") or (step == "/**" and letter == "/"):
            yield at + 1
