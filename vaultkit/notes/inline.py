"""Inline text as a reader sees it.

In: a piece of Markdown of one line or a few. Out: its words: links as shown, marks and comments gone.
Never: HTML, or a block's own marks such as bullets.
"""

from __future__ import annotations

import re

from vaultkit.notes.hidden import hidden
from vaultkit.notes.links import GOAL

_WIKI = re.compile(r"!?\[\[((?:[^\[\]\n]|\](?!\])){1,1000})\]\]")
_STRONG = re.compile(r"(\*\*|__|~~|==)(?=\S)(.{1,2000}?)(?<=\S)\1")
_STAR = re.compile(r"(?<![\\*])\*(?=[^\s*])([^*]{1,2000}?)(?<=[^\s*])\*(?!\*)")
_LINE = re.compile(r"(?<![\w\\])_(?=[^\s_])([^_]{1,2000}?)(?<=[^\s_])_(?!\w)")
_ADDRESS = re.compile(r"<((?:https?|mailto):[^\s<>]{1,1000})>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONG = 20_000


def without_markup(text: str) -> str:
    """Give the words of inline Markdown: what code holds stays as it is, comments go."""
    if text.replace(" ", "").isalnum():
        return text
    if len(text) > _LONG:
        return without_markup(text[:_LONG]) + text[_LONG:]
    parts, at = [], 0
    for span in hidden(text):
        parts.append(_plain(text[at : span.start]))
        inside = text[span.start : span.end]
        if span.kind == "code":
            parts.append(_code(inside))
        elif span.kind == "math":
            parts.append(inside)
        at = span.end
    parts.append(_plain(text[at:]))
    return "".join(parts)


def _code(text: str) -> str:
    inner = text.strip("`") if text.startswith("`") else text
    padded = len(inner) > 2 and inner[0] == inner[-1] == " " and bool(inner.strip())  # noqa: PLR2004 - blank, text, blank
    return inner[1:-1] if padded else inner


def _plain(text: str) -> str:
    if "[" in text:
        text = _WIKI.sub(_shown, text)
        text = _markdown_links(text)
    if "<" in text:
        text = _ADDRESS.sub(lambda match: match.group(1).removeprefix("mailto:"), text)
    for _ in range(3):  # marks in marks: ***both***
        before = text
        text = _STRONG.sub(r"\2", text)
        text = _LINE.sub(r"\1", _STAR.sub(r"\1", text))
        if text == before:
            break
    return _ESCAPE.sub(r"\1", text)


def _shown(match: re.Match[str]) -> str:
    target, bar, shown = match.group(1).partition("|")
    if bar and shown.strip():
        return shown.strip()
    name, _, heading = target.removesuffix("\\").partition("#")
    return " > ".join(part.strip() for part in (name, *heading.split("#")) if part.strip())


def _markdown_links(text: str) -> str:
    """Put a link's words in place of the link; an image's words are what stands for it."""
    parts, at, opened = [], 0, list[int]()
    for bracket in re.finditer(r"\\.|!?\[|\]", text):
        mark = bracket.group()
        if mark[-1] == "[" and mark[0] != "\\":
            opened.append(bracket.start())
        elif mark == "]" and opened:
            start = opened.pop()
            goal = GOAL.match(text, bracket.end())
            if goal and start >= at:
                inner = text[start : bracket.start()].removeprefix("!").removeprefix("[")
                parts += [text[at:start], inner]
                at = goal.end()
    parts.append(text[at:])
    return "".join(parts)
