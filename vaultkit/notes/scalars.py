"""Values written as Obsidian writes them.

In: values of YAML 1.2 core. Out: their text: plain where it reads back as itself, else in double quotes.
Never: a library's dump; a line folded; a quote that is not needed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from vaultkit.notes import core

if TYPE_CHECKING:
    from vaultkit.model import Value

_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=~<")
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LONGEST_KEY = 900
_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def _is_plain(text: str, *, flow: bool) -> bool:
    """Tell whether text reads back as itself without quotes."""
    if not text or text != text.strip() or text[0] in _FIRST or _ODD.search(text):
        return False
    if ": " in text or " #" in text or text.endswith(":") or text.startswith("..."):
        return False
    if flow and any(mark in text for mark in ",[]{}:"):
        return False
    return isinstance(core.resolve(text), str)


def quoted(text: str, style: str = '"') -> str:
    """Put text in quotes of the wanted style; in double ones where single ones cannot hold it."""
    if style == "'" and not _ODD.search(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if not _ODD.match(char):
        return char
    return f"\\x{ord(char):02x}" if ord(char) < 0x100 else f"\\u{ord(char):04x}"  # noqa: PLR2004 - two hex digits


def scalar(value: Value, *, style: str = "", flow: bool = False) -> str:
    """Write one value on one line. `style` is the quote to keep for text; None is `null` in a list."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, str):
        return value if not style and _is_plain(value, flow=flow) else quoted(value, style or '"')
    if isinstance(value, Mapping):
        inside = ", ".join(
            f"{_key(key, flow=True)}: {scalar(each, flow=True)}" for key, each in value.items()
        )
        return "{" + inside + "}"
    return "[" + ", ".join(scalar(each, flow=True) for each in value) + "]"


def _float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    return repr(value)


def _key(key: str, *, flow: bool = False) -> str:
    return key if _is_plain(key, flow=flow) and len(key) <= _LONGEST_KEY else quoted(key)


def entry(key: str, value: Value, newline: str = "\n", indent: str = "") -> str:
    """Write one property with its line ends: `key: value`, `key:` for None, a list as two-space items."""
    head = f"{indent}{_key(key)}:"
    if value is None:
        return head + newline
    if isinstance(value, tuple) and value:
        return head + newline + "".join(f"{indent}  - {scalar(each)}{newline}" for each in value)
    return f"{head} {scalar(value)}{newline}"


def note_text(properties: Mapping[str, Value], body: str) -> str:
    """Write a new note: its properties between their fences, then the body."""
    return f"---\n{render_front(properties)}---\n{body}"


def render_front(properties: Mapping[str, Value]) -> str:
    """Write a new block's text, without its fences: one property after the other, in order."""
    return "".join(entry(key, value) for key, value in properties.items())
