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

    def skips_folder(self, path: str) -> bool:
        """Whether the folder at `path`, relative to the vault, is left out with all that it holds."""
        return fold(path) in self._folders or self.skips(path)

    def skips(self, path: str) -> bool:
        """Whether the user excludes this very path."""
        return self._excluded is not None and self._excluded.fullmatch(fold(path)) is not None

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
        with path.open("rb") as file:
            value = json.loads(file.read(MOST_SETTINGS)).get(key)
    except (OSError, ValueError, AttributeError, RecursionError):
        return ""  # no such settings, or none that can be read: Obsidian's business
    return value.strip().strip("/") if isinstance(value, str) else ""


def _expression(pattern: str) -> str:
    """A glob as .gitignore reads it: without a slash inside, a name at any depth; `**` crosses folders."""
    text = fold(pattern.replace("\\", "/")).removesuffix("/**").rstrip("/")
    anchored = "/" in text
    parts = [_wild(part) for part in re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])", text.lstrip("/"))]
    return ("" if anchored else "(?:.*/)?") + "(?:" + "".join(parts) + ")"


def _wild(part: str) -> str:
    plain = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if part in plain:
        return plain[part]
    if part.startswith("[") and part.endswith("]"):
        inside = part[1:-1].replace("\\", "\\\\").replace("[", "\\[")
        return (
            f"[^{inside[1:]}]"
            if inside[0] in "!^" and len(inside) > 1
            else f"[{re.sub(r'^[!^]', r'', inside) or '!'}]"
        )
    return re.escape(part)
