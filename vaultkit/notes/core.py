"""The scalars of YAML 1.2's core schema, which is what Obsidian reads.

In: a plain scalar's text. Out: None, a truth value, a number, or the text itself.
Never: a date, a time of day, or YAML 1.1's idea of yes and no.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.model import Value

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NO_NUMBER = frozenset({".nan", ".NaN", ".NAN"})

LONGEST_NUMBER = 300
"""More digits than this stay text: Python refuses to print numbers of some thousand digits."""


def resolve(text: str) -> Value:
    """Give the value of a plain scalar by the core schema."""
    if text in _NULLS:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    if text[0] in "+-.0123456789" and len(text) <= LONGEST_NUMBER:
        return _number(text)
    return text


def tagged(text: str, tag: str) -> Value:
    """Give the value of a scalar with an explicit tag; a tag that is not of the core schema leaves text."""
    short = tag.removeprefix("tag:yaml.org,2002:")
    if short in ("int", "float", "bool", "null"):
        return resolve(text)
    return text


def _number(text: str) -> Value:
    if _INT.fullmatch(text):
        return int(text)
    if _OCTAL_OR_HEX.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _INFINITE.fullmatch(text):
        return -math.inf if text[0] == "-" else math.inf
    return math.nan if text in _NO_NUMBER else text


def same(one: Value, other: Value) -> bool:
    """Tell whether two values are equal in type too: 1 is neither 1.0 nor true; NaN is itself."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return type(one) is type(other) and one == other
