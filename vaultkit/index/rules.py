"""What is left out of the vault: hidden things, templates, droppings of editors, what the user excludes.

In: names and paths, the configuration, Obsidian's own settings. Out: in or out, and what a name is.
Never: opens a note.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from vaultkit.index.names import fold, folders_above

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.config import Config

SETTINGS = (
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
)
CONFLICT = re.compile(r"\.sync-conflict-|conflicted copy", re.IGNORECASE)
DROPPING = re.compile(r"~$|^#.*#$|^4913$|\.tmp$", re.IGNORECASE)
MOST_SETTINGS = 1_000_000

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
        patterns = [_expression(pattern) for pattern in exclude if pattern.strip("/ ")]
        self._excluded = re.compile("|".join(patterns)) if patterns else None

    @property
    def by_pattern(self) -> bool:
        """Whether files have to be asked about one by one."""
        return self._excluded is not None

    @property
    def folders(self) -> list[str]:
        """The folders of templates, vaultkit's and those that other programs name."""
        return sorted(self._folders)

    def skips_folder(self, path: str) -> bool:
        """Whether the folder at `path`, relative to the vault, is left out with all that it holds."""
        return fold(path) in self._folders or self.skips(path)

    def skips(self, path: str) -> bool:
        """Whether the user excludes this very path."""
        return self._excluded is not None and self._excluded.fullmatch(fold(path)) is not None

    def covers(self, path: str) -> bool:
        """Whether a note at `path` is left out, for itself or for any folder above it."""
        if any(part.startswith(".") for part in path.split("/")):
            return True
        return self.skips(path) or any(self.skips_folder(folder) for folder in folders_above(path))


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


def _expression(pattern: str) -> str:
    """A glob as .gitignore reads it: without a slash inside, a name at any depth; `**` crosses folders.

    What stands between two `**`, or between two stars of a name, takes the first place that fits for good (`?>`): a
    later one would serve no better, and to try them all would take for ever.
    """
    text = fold(pattern.replace("\\", "/")).removesuffix("/**").rstrip("/")
    if not text:  # `/**` is everything, which nobody means
        return "(?!)"
    groups: list[list[str]] = [[]] if "/" in text else [[], []]
    for name in text.lstrip("/").split("/"):
        if name == "**":
            groups.append([])
        else:
            groups[-1].append(f"{_name(name)}/")
    first, *others = map("".join, groups)
    if not others:
        return first[:-1]
    *middle, last = others
    between = "".join(f"(?>(?:[^/]+/)*?{group})" for group in middle)
    return f"{first}{between}(?:[^/]+/)*{last[:-1] or '[^/]+'}"


def _name(glob: str) -> str:
    parts = [""]
    for token in re.split(r"(\*+|\?|\[[^\]]+\])", glob):
        if token and not token.strip("*"):
            parts.append("")
        else:
            parts[-1] += _letter(token)
    first, *others = parts
    if not others:
        return first
    *middle, last = others
    return first + "".join(f"(?>[^/]*?{part})" for part in middle) + f"[^/]*{last}"


def _letter(part: str) -> str:
    if part == "?":
        return "[^/]"
    if not (part.startswith("[") and part.endswith("]") and len(part) > 2):  # noqa: PLR2004 - brackets and a letter
        return re.escape(part)
    inside = re.sub(r"([\\\[&~|]|-(?=-)|(?<=-)-)", r"\\\1", part[1:-1])
    if inside[0] in "!^" and len(inside) > 1:
        made = f"(?!/)[^{inside[1:]}]"
    else:
        made = f"(?!/)[{re.sub(r'^[!^]', r'', inside) or '!'}]"
    try:
        re.compile(made)
    except re.error:  # `[z-a]` is no range: then it is a name
        return re.escape(part)
    return made
