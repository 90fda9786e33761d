"""Puts what a template made into the shape of a letter or a sheet, whatever blanks its logic left behind.

In: the text between `{% filter … %}` and `{% endfilter %}`. Out: the same words, lines and blanks in order.
Never: a word added or taken, but for a heading with nothing below it.
"""

from __future__ import annotations

import re

from vaultkit.render.safe import Ours
from vaultkit.render.words.texts import text_of

_LIST = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s")
_HEADING = re.compile(r"^(#{1,6})\s")
_SPACES = re.compile(r"[ \t]+")
_BEFORE_MARK = re.compile(r" ([.,;:!?])(?=\s|$)")


def letter(text: object) -> str:
    """Paragraphs of a letter: the lines of each flow into one; list lines stay; one blank line between.

    So a template may put each sentence, and each bit of logic, on a line of its own. Ends with a newline.
    """
    blocks: list[list[str]] = []
    is_list, fresh = False, True
    for line in text_of(text).split("\n"):
        shown = _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", line).strip())
        if not shown:
            fresh = True
            continue
        member = _LIST.match(shown) is not None
        if (fresh and not (member and is_list)) or member != is_list:
            blocks.append([])
        blocks[-1].append(shown)
        is_list, fresh = member, False
    made = "\n\n".join(_flowed(block) for block in blocks) + "\n"
    return Ours(made) if isinstance(text, Ours) else made


def _flowed(block: list[str]) -> str:
    return ("\n" if _LIST.match(block[0]) else " ").join(block)


def sheet(text: object) -> str:
    """A sheet: list lines and table rows close together, one blank line elsewhere, no empty part.

    A heading below which nothing stands goes; one that holds a deeper heading with something stays.
    """
    lines = [line.rstrip() for line in text_of(text).split("\n")]
    lines = _without_empty_parts([line for line in lines if line.strip()])
    out: list[str] = []
    for line in lines:
        if out and not _close(out[-1], line):
            out.append("")
        out.append(line)
    made = "\n".join(out) + "\n"
    return Ours(made) if isinstance(text, Ours) else made


def _close(above: str, line: str) -> bool:
    """Whether two lines stand together without a blank line between them."""
    if _HEADING.match(above):
        return not line.startswith(("|", "```"))
    if above.startswith("|") or line.startswith("|"):
        return above.startswith("|") and line.startswith("|")
    return bool(_LIST.match(above) and _LIST.match(line))


def _without_empty_parts(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in reversed(lines):
        rank = _rank(line)
        if rank and (not kept or 0 < _rank(kept[-1]) <= rank):
            continue
        kept.append(line)
    return kept[::-1]


def _rank(line: str) -> int:
    match = _HEADING.match(line)
    return len(match[1]) if match else 0
