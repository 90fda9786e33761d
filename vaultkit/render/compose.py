"""Puts a rendered note together: front matter with its identity, a tidy body, one newline at the end.

In: what the template's parts rendered to. Out: the whole text; links that find one note only.
Never: a word of the body changed, or a blank line inside a code fence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from vaultkit import notes
from vaultkit.index.names import stem
from vaultkit.notes.loading import BLOCK_LIMIT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.index.vault import Vault
    from vaultkit.model import Value

_FENCE = re.compile(r"^ {0,3}(?:> ?)*(`{3,}|~{3,})(.*)$")
_NO_WIKILINK = re.compile(r"[#^|\[\]]")


def tidy(text: str) -> str:
    """`text` with no blanks at line ends, one blank line at most in a row, none at either end.

    What stands in a code fence keeps its blank lines. Ends with one newline, unless nothing is left.
    """
    out: list[str] = []
    fence = ""
    for line in map(str.rstrip, text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        fence = _fence(line, fence)
        if line or fence or (out and out[-1]):
            out.append(line)
    while out and not out[-1]:
        out.pop()
    return "\n".join(out) + "\n" if out else ""


def _fence(line: str, fence: str) -> str:
    """The mark of the fence that is open after `line`, "" when none is."""
    found = _FENCE.match(line)
    if not found:
        return fence
    mark, rest = found.groups()
    if not fence:
        return "" if mark[0] == "`" and "`" in rest else mark
    closes = mark[0] == fence[0] and len(mark) >= len(fence) and not rest.strip()
    return "" if closes else fence


def link_to(path: str, vault: Vault) -> str:
    """The shortest wikilink that finds this note from any folder.

    A name that no wikilink can hold (`C# and me.md`) gets a Markdown link.
    """
    if _NO_WIKILINK.search(path):
        shown = stem(path).replace("[", "(").replace("]", ")")
        return f"[{shown}]({quote(path)})"
    return f"[[{vault.shortest(path)}]]"


def note_text(properties: Mapping[str, Value], body: str) -> str:
    """The whole note. `properties` in their order, written as Obsidian writes them.

    Raises ValueError for a text that no file can hold, and for properties that nobody could read again.
    """
    text = notes.note_text(properties, body)
    try:
        text.encode()
        if len(text[: len(text) - len(body)].encode()) > BLOCK_LIMIT:
            raise ValueError(
                f"its properties are longer than {BLOCK_LIMIT // 1024} KB, which no note's may be"
            )
    except UnicodeEncodeError as error:
        raise ValueError(
            f"it makes half a character (U+{ord(text[error.start]):04X}), which no file holds"
        ) from error
    return text
