"""The marks by which programs know their own in a note: `<%` of templates, `%%` of comments.

In: any text. Out: the text with such marks parted by a backslash, or joined again.
Never: anything else of Markdown.
"""

from __future__ import annotations

import re

_MARK = re.compile(r"(?<=[<%])(?=%)")
_PARTED = re.compile(r"(?<=[<%])\\(?=%)")


def parted(text: str) -> str:
    """`<%` and `%%` with a backslash between, which no plugin of Obsidian runs or hides. Twice is once."""
    return _MARK.sub(r"\\", text) if "%" in text else text


def joined(text: str) -> str:
    """`<\\%` and `%\\%`, as vaultkit writes a user's `<%` and `%%` into notes, as the user typed them."""
    return _PARTED.sub("", text)
