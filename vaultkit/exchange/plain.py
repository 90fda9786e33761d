"""Markdown as plain text, for the clipboard and for mail.

In: the body of a note. Out: text as a person would type it: no marks, links with their address behind.
Never: wraps lines; every mail program does that better.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.exchange import markup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.tree import SyntaxTreeNode

_CALLOUT = re.compile(r"\[!([\w-]+)\][+-]?[ \t]*")


def plain(text: str) -> str:
    """The body as text with `\\n` between lines and one at the end; "" stays ""."""
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415 - heavy; export alone needs it

    tree = SyntaxTreeNode(markup.parser().parse(markup.visible(text)))
    told = "\n".join(line.rstrip() for line in _blocks(tree.children)).strip("\n")
    return told + "\n" if told else ""


def _blocks(nodes: Iterable[SyntaxTreeNode], *, tight: bool = False) -> list[str]:
    told: list[str] = []
    for node in nodes:
        block = _block(node)
        if block and told and not tight:
            told.append("")
        told += block
    return told


def _block(node: SyntaxTreeNode) -> list[str]:
    match node.type:
        case "paragraph" | "heading":
            return _inline(node).split("\n") if _inline(node).strip() else []
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "blockquote":
            lines = _blocks(node.children)
            return [f"> {_CALLOUT.sub('', line, count=1)}".rstrip() for line in lines]
        case "fence" | "code_block":
            return node.content.rstrip("\n").split("\n")
        case "hr":
            return ["* * *"]
        case "table":
            return _table(node)
        case _:
            return _blocks(node.children)


def _list(node: SyntaxTreeNode) -> list[str]:
    number = int(str(node.attrs.get("start", 1))) if node.type == "ordered_list" else None
    tight = all(
        child.hidden for item in node.children for child in item.children if child.type == "paragraph"
    )
    told: list[str] = []
    for place, item in enumerate(node.children):
        mark = "- " if number is None else f"{number + place}. "
        first, *others = _blocks(item.children, tight=tight) or [""]
        if told and not tight:
            told.append("")
        told += [mark + first, *(" " * len(mark) + line if line else "" for line in others)]
    return told


def _table(node: SyntaxTreeNode) -> list[str]:
    rows = [[_inline(cell) for cell in row.children] for part in node.children for row in part.children]
    rows = [row for row in rows if any(row)]
    widths = [max(len(row[column]) for row in rows) for column in range(max(map(len, rows), default=0))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(_words(child) for child in node.children)


def _words(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text" | "code_inline" | "text_special":
            return node.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "image":
            return node.content
        case "link":
            words, address = _inline(node), str(node.attrs.get("href", ""))
            if not words or words in (address, address.removeprefix("mailto:")):
                return address.removeprefix("mailto:")
            return f"{words} ({address.removeprefix('mailto:')})"
        case _:
            return _inline(node)
