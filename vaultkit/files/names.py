"""File names that Windows, macOS, Linux and Obsidian all take, and paths that stay where they belong.

In: text out of notes and templates. Out: a safe name or path, or the reason why there is none.
Never: a second name for what is one file elsewhere (two spellings of one letter, two cases).
"""

from __future__ import annotations

import os
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.spelling import caseless

if TYPE_CHECKING:
    from pathlib import Path

MAX_NAME_BYTES = 200
"""Of a name with its ending, in UTF-8: sync tools and encrypted folders take less than the usual 255."""

_MAP = str.maketrans(
    {"/": "-", "\\": "-", "|": "-", ":": "-", '"': "'", "<": "(", ">": ")", "[": "(", "]": ")"}
    | dict.fromkeys("*?#^", "")
)
_SHOWN = 60
_FORBIDDEN = re.compile(r'[*"\\<>:|?#^\[\]]')
# Direction marks and overrides, byte order marks, line separators, lone surrogates: invisible or not writable.
_INVISIBLE = re.compile(
    "[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=[ ]*(?:\.|$))", re.IGNORECASE)


class SafePath(NamedTuple):
    """`path` is relative with `/`, or None; `why` is then the reason, a clause without a full stop."""

    path: str | None
    why: str = ""


def safe_name(text: str, *, ending: str = ".md", empty: str = "Untitled") -> str:
    """A file name without its ending, as near to `text` as every system and Obsidian allow.

    Forbidden characters are mapped or dropped, device names (CON) get a line below, and the name is cut
    between letters to fit 200 bytes with `ending`. `empty` stands for a text of which nothing is left.
    """
    name = _CONTROL.sub(" ", _INVISIBLE.sub("", text).translate(_MAP))
    name = unicodedata.normalize("NFC", name)  # last: what was dropped may have stood before an accent
    # Mapping may bring a letter and a mark together, so the spelling is settled once more.
    name = unicodedata.normalize("NFC", " ".join(name.split()).lstrip(".").strip(" .")) or empty
    name = _DEVICE.sub(r"\1_", name) if _DEVICE.match(name) else name
    return _cut(name, MAX_NAME_BYTES - len(ending.encode())).rstrip(" .") or empty


def _cut(name: str, limit: int) -> str:
    """At most `limit` bytes, never within a letter and its marks, nor within a joined emoji."""
    data = name.encode("utf-8", "ignore")
    if len(data) <= limit:
        return name
    kept = data[:limit].decode("utf-8", "ignore")
    rest = name[len(kept) :]
    while (
        kept
        and rest
        and (unicodedata.combining(rest[0]) or rest[0] in "\u200d\ufe0f" or kept[-1] == "\u200d")
    ):
        kept, rest = kept[:-1], kept[-1] + rest
    return kept


def name_fault(name: str) -> str:
    """Why a file or folder of this very name cannot be had everywhere; "" when it can."""
    if name.startswith("."):
        return f"“{name}” would be hidden"
    if _FORBIDDEN.search(name) or "/" in name:
        return f"“{name}” has a character that file systems or Obsidian forbid"
    if _CONTROL.search(name) or _INVISIBLE.search(name):
        return "a name has a character that cannot be seen"
    if name != name.strip() or name.endswith("."):
        return f"“{name}” begins or ends with a blank or a dot"
    if _DEVICE.match(name):
        return f"“{name}” is the name of a device on Windows"
    if len(name.encode()) > MAX_NAME_BYTES:
        return f"“{name[:40]}…” is longer than {MAX_NAME_BYTES} bytes"
    return ""


def output_path(text: str) -> SafePath:
    """The path of a rendered note as a template gave it, made safe part by part.

    Characters that are merely forbidden in names are mapped as `safe_name` does, since they come out of
    people's names and titles; what would leave the vault, hide, or be cut is refused instead.
    """
    text = unicodedata.normalize("NFC", text.strip())
    if "\\" in text:
        return SafePath(None, "the path has a backslash; folders are parted by “/”")
    if text.startswith("/") or re.match(r"[A-Za-z]:", text):
        return SafePath(None, f"the path “{_shown(text)}” is not relative to the vault")
    if _CONTROL.search(text):
        return SafePath(None, "the path has a control character")
    if not text.endswith(".md") or text.endswith("/.md"):
        return SafePath(None, f"the path “{_shown(text)}” does not end with a name and “.md”")
    *folders, last = text.split("/")
    parts: list[str] = []
    for part, ending in [*((folder, "") for folder in folders), (last.removesuffix(".md"), ".md")]:
        why = _part_fault(part)
        if why:
            return SafePath(None, why)
        parts.append(safe_name(part, ending="", empty="") + ending)
        if len(parts[-1].encode()) > MAX_NAME_BYTES or len(part.encode()) > MAX_NAME_BYTES - len(ending):
            return SafePath(None, f"“{_shown(part)}” is longer than {MAX_NAME_BYTES} bytes")
        if name_fault(parts[-1]):
            return SafePath(None, name_fault(parts[-1]) if part else "the path has an empty part")
    if folders and parts[0].startswith("~"):
        return SafePath(None, f"the path “{_shown(text)}” is not relative to the vault")
    return SafePath("/".join(parts))


def _part_fault(part: str) -> str:
    if not part.strip():
        return "the path has an empty part"
    if part.strip() in (".", ".."):
        return "the path has a part “..” or “.”, which could leave the vault"
    if part.strip().startswith("."):
        return f"“{_shown(part)}” would be hidden"
    if not safe_name(part, ending="", empty=""):
        return f"nothing of “{_shown(part)}” can be a file name"
    return ""


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "…"


def as_on_disk(root: Path, path: str, known: dict[str, str] | None = None) -> str:
    """`path` with its folders spelt as they already stand on disk, so that no twin of one is made.

    A folder that differs only in case, or in how an accent is stored, is one folder on the next machine.
    `known` remembers answers over one run: give the same empty dict to every call.
    """
    folder, _, name = path.rpartition("/")
    return f"{_spelt(root, folder, {} if known is None else known)}/{name}" if folder else path


def _spelt(root: Path, folder: str, known: dict[str, str]) -> str:
    if folder not in known:
        parent, _, name = folder.rpartition("/")
        above = _spelt(root, parent, known) if parent else ""
        spelling = _spelling(root / above, name)
        known[folder] = f"{above}/{spelling}" if above else spelling
    return known[folder]


def _spelling(here: Path, name: str) -> str:
    try:
        entries = os.listdir(here)  # noqa: PTH208 - names are all we want
    except OSError:
        return name
    if name in entries:
        return name
    return min((one for one in entries if caseless(one) == caseless(name)), default=name)
