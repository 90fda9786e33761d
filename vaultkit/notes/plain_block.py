"""The fast way through a plain block: every line is one that cannot be misread.

In: a block of front matter. Out: its properties and their lines by py-yaml12, or None: read it otherwise.
Never: anchors, aliases, tags, braces, escapes, tabs, text over several lines, or a key that stands twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml12

if TYPE_CHECKING:
    from vaultkit.model import Value

_ODD = "\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
_REST = rf"(?:[^\n:#&*{_ODD}]|:(?=[^\s\x85\u2028\u2029])|(?<=[^\s])#)*+"
_PLAIN = rf"[^\s\-?:,\[\]{{}}#&*!|>'\"%@`=~<{_ODD}]{_REST}"
_DOUBLE = rf"\"[^\"\\\n&*{_ODD}]*+\""
_SINGLE = rf"'[^'\n&*{_ODD}]*+'"
_IN_FLOW = rf"(?:{_DOUBLE}|{_SINGLE}|[A-Za-z0-9_/.][^\n,\[\]{{}}:#&*\"'?!|>%@`{_ODD}]*+)"
_FLOW = rf"\[ *+(?:{_IN_FLOW} *+(?:, *+{_IN_FLOW} *+)*+)?+\]"
_LINK = rf"\[\[[A-Za-z0-9_/.][^\n,\[\]{{}}:#&*\"'?!>%@`{_ODD}]*+\]\]"
_VALUE = rf"(?:{_LINK}|{_FLOW}|{_DOUBLE}|{_SINGLE}|{_PLAIN})"
_COMMENT = rf"(?: ++#[^\n&*{_ODD}]*+)?+ *+"
_LINE = re.compile(
    rf"(?:(?P<key>[^\W\d][\w \-]*?):(?: ++(?P<value>{_VALUE}))?+{_COMMENT}"
    rf"|(?P<dash> *)-(?: ++{_VALUE}){_COMMENT}"
    rf"| *+(?:#[^\n&*{_ODD}]*+)?+)(?:\r?\n|\Z)"
)
_BIGGEST = 2.0**53


def load_plain(block: str) -> tuple[dict[str, Value], dict[str, int]] | None:
    """Read a block in which every line is plain; None where one is not, or the parser sees it otherwise."""
    lines = _keys(block)
    if lines is None:
        return None
    if not lines:
        return {}, {}
    try:
        parsed = yaml12.parse_yaml(block)
    except ValueError:
        return None
    if not isinstance(parsed, dict) or list(parsed) != list(lines):
        return None
    try:
        return {key: _frozen(parsed[key]) for key in lines}, lines
    except TypeError:
        return None


def _keys(block: str) -> dict[str, int] | None:
    """Give the line of each key from 1, or None as soon as a line is not plain or a key is doubled."""
    found: dict[str, int] = {}
    at, number, indent = 0, 0, -2  # indent: -2 no list may follow, -1 one may, else where its dashes stand
    end = len(block)
    while at < end:
        match = _LINE.match(block, at)
        if match is None or match.end() == at:
            return None
        number += 1
        at = match.end()
        key, dash = match["key"], match["dash"]
        if key is not None:
            if key in found or key != key.strip():
                return None
            found[key] = number
            indent = -1 if match["value"] is None else -2
        elif dash is not None:
            if indent not in (-1, len(dash)):
                return None
            indent = len(dash)
    return found


def _frozen(value: Any) -> Value:
    """Make tuples of lists; TypeError for what a plain block cannot hold or this parser rounds."""
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    if isinstance(value, float) and not abs(value) < _BIGGEST:
        raise TypeError
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError
