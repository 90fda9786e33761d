"""A block of front matter cut into its properties as they are written.

In: the text between the fences. Out: each top-level key with all its lines; together they are the text.
Never: raises, or loses a comment: what stands above the first key comes under the key "".
"""

from __future__ import annotations

import re

from vaultkit.notes.loading import BLOCK_LIMIT
from vaultkit.notes.nodes import compose
from vaultkit.notes.trouble import BlockError

_KEY = re.compile(
    r"""(?P<key>"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^\s"'#\-\[\]{},|>&*!%@`?][^\n]*?)[ \t]*:(?=\s|$)""",
    re.MULTILINE,
)

_LONGEST_KEY = 1200
"""Characters in which a key ends: a line of blanks takes time by the square of its length."""


def front_keys(text: str) -> list[tuple[str, str]]:
    """Cut a block into (key, text of its lines). Comments belong to the property above them.

    A block that is one flow mapping, or nothing that can be cut, comes back whole under the key "".
    """
    starts = _by_nodes(text) if len(text) <= BLOCK_LIMIT else None
    if starts is None:
        starts = _by_lines(text)
    if not starts:
        return [("", text)] if text else []
    parts = [("", text[: starts[0][1]])] if starts[0][1] else []
    ends = [*(at for _, at in starts[1:]), len(text)]
    parts += [(key, text[at:end]) for (key, at), end in zip(starts, ends, strict=True)]
    return parts


def _by_nodes(text: str) -> list[tuple[str, int]] | None:
    try:
        root = compose(text)
    except BlockError:
        return None
    if root is None or root.kind != "map" or root.flow:
        return []
    found = []
    for key, _ in root.pairs:
        begin = text.rfind("\n", 0, key.start) + 1
        found.append((key.bare.text, begin))
    return found


def _by_lines(text: str) -> list[tuple[str, int]]:
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        match = _KEY.match(line, 0, _LONGEST_KEY)
        if match:
            key = match["key"]
            found.append((key[1:-1] if key[0] in "\"'" else key, at))
        at += len(line)
    return found
