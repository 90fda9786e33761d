"""The user's words beside the marks of programs: `<%`, `%%` and code that a plugin would run.

In: any text. Out: text that shows the same and starts nothing; or a text marked as vaultkit's own.
Never: a change to what a template or vaultkit itself wrote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.notes import marks

if TYPE_CHECKING:
    from collections.abc import Iterable

_QUERY = re.compile(r"(?<!`)(`++)(?=\$?=)")
_SCRIPT = re.compile(r"((?:^|\n)[ \t>]*+(?:`{3,}+|~{3,}+)[ \t]*+)(?=dataview)", re.IGNORECASE)
_HIDDEN = re.compile(r"(?<![ \t])[ \t]*+%%.*?%%", re.DOTALL)


class Ours(str):
    """Text that vaultkit or a template composed: its `%%` and `<%` are meant and stay as they are."""

    __slots__ = ()


def defuse(text: str) -> str:
    """`text` with a backslash inside `<%` and `%%`, and nothing that Dataview would run. Twice is once."""
    text = marks.parted(text)
    if "`" in text or "~" in text:
        text = _SCRIPT.sub(r"\1text ", _QUERY.sub(r"\1 ", text))
    return text


def hide(text: str) -> str:
    """`text` without what its writer hid between `%%` and `%%`, and without the blanks before it."""
    return _HIDDEN.sub("", text).strip() if "%%" in text else text


def seam(chunks: Iterable[str]) -> Iterable[str]:
    """The chunks of a render, parted where two of them would together make a `<%` or `%%` that neither has."""
    last = ""
    for chunk in chunks:
        if not chunk:
            continue
        if chunk[0] == "%" and last in ("<", "%"):
            yield "\\"
        last = chunk[-1]
        yield chunk
