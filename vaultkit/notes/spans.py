"""How the text of one value is exchanged for another's.

In: a block, where a property's value stands in it, the new value. Out: the block with that span replaced.
Never: drops a comment; changes the style of a list or of quotes; touches another property.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.errors import Refused
from vaultkit.notes import core
from vaultkit.notes.links import unquoted
from vaultkit.notes.loading import value_of
from vaultkit.notes.scalars import scalar

if TYPE_CHECKING:
    from vaultkit.model import Value
    from vaultkit.notes.nodes import Node


@dataclass(frozen=True, slots=True)
class Spot:
    """A property in a block: `colon` is the offset behind its colon, `column` that of its key."""

    name: str
    colon: int
    column: int
    value: Node


def replaced(block: str, spot: Spot, value: Value, newline: str) -> str:
    """Give the block with the value at `spot` replaced. Raises Refused."""
    old = value_of(spot.value)
    if core.same(old, value):
        return block
    kind = spot.value.kind
    if kind in ("list", "map") and old is not None:
        return _over_collection(block, spot, old, value, newline)
    if isinstance(value, tuple) and value:
        return _list_for_scalar(block, spot, value, newline)
    return _scalar_for_scalar(block, spot, value)


def _over_collection(block: str, spot: Spot, old: Value, value: Value, newline: str) -> str:
    node = spot.value
    if node.kind == "map":
        raise Refused(f"`{spot.name}` holds a mapping: set it in the note itself")
    if value is None or value == ():
        return _emptied(block, spot, value)
    if not isinstance(value, tuple):
        if unquoted(old) is not None and isinstance(value, str) and "[[" in value and node.flow:
            return block[: node.start] + scalar(value) + block[node.end :]
        raise Refused(f"`{spot.name}` holds a list: one value in its place would lose the others")
    assert isinstance(old, tuple)
    if not old:
        return _list_for_scalar(block, spot, value, newline)
    return _list_for_list(block, node, old, value, newline=newline, key=spot.name)


def _end_of(block: str, node: Node) -> int:
    """Where a value's text ends: the parser counts the blank lines behind a block scalar to it."""
    end = node.content_end
    return node.start + len(block[node.start : end].rstrip()) if end > node.start else end


def _line_end(block: str, at: int) -> int:
    end = block.find("\n", at)
    end = len(block) if end < 0 else end
    return end - 1 if end > at and block[end - 1] == "\r" else end


def _is_empty(node: Node) -> bool:
    return node.kind == "scalar" and node.start == node.end


def _refuse_header_comment(block: str, spot: Spot) -> None:
    node = spot.value
    if node.style in ("|", ">") and "#" in block[node.start : _line_end(block, node.start)]:
        raise Refused(f"a comment stands beside the mark of `{spot.name}`: set it in the note itself")


def _scalar_for_scalar(block: str, spot: Spot, value: Value) -> str:
    node = spot.value
    if _is_empty(node):
        return _filled(block, spot, "[]" if value == () else scalar(value))
    _refuse_header_comment(block, spot)
    end = _end_of(block, node)
    if value is None:
        _refuse_comments(block[spot.colon : node.start], spot.name)
        return block[: spot.colon] + block[end:]
    style = node.style if node.style in ("'", '"') and isinstance(value, str) else ""
    text = "[]" if value == () else scalar(value, style=style)
    return block[: node.start] + text + block[end:]


def _filled(block: str, spot: Spot, text: str) -> str:
    """Write a value where none stood: one blank behind the colon, what follows on the line stays."""
    rest = block[spot.colon : _line_end(block, spot.colon)]
    at = spot.colon
    if rest and not rest.strip():
        return block[:at] + rest[0] + text + rest[1:] + block[at + len(rest) :]
    return f"{block[:at]} {text}{block[at:]}"


def _emptied(block: str, spot: Spot, value: Value) -> str:
    node = spot.value
    end = _end_of(block, node)
    _refuse_comments(_between(block, node, spot.colon, end), spot.name)
    return block[: spot.colon] + (" []" if value == () else "") + block[end:]


def _list_for_scalar(block: str, spot: Spot, value: tuple[Value, ...], newline: str) -> str:
    """Put a block list below the key; a comment beside the old value stays on the key's line."""
    node = spot.value
    end = spot.colon if _is_empty(node) else _end_of(block, node)
    if not _is_empty(node):
        _refuse_header_comment(block, spot)
        _refuse_comments(block[spot.colon : node.start], spot.name)
        if node.flow:
            _refuse_comments(block[node.start : end], spot.name)
    line_end = _line_end(block, end)
    beside = block[end:line_end] if block[end:line_end].strip() else ""
    indent = " " * (spot.column + 2)
    items = "".join(f"{newline}{indent}- {scalar(each)}" for each in value)
    return block[: spot.colon] + beside + items + block[line_end:]


def _list_for_list(
    block: str, node: Node, old: tuple[Value, ...], new: tuple[Value, ...], *, newline: str, key: str
) -> str:
    """Touch as few items as can be: add behind the last, change in place, take out; else write all anew."""
    style = _common_style(node)
    if len(new) == len(old):
        return _items_changed(block, node, old, new, style)
    if len(new) > len(old) and core.same(new[: len(old)], old):
        return _items_added(block, node, new[len(old) :], newline, style)
    if not node.flow and _is_part(new, old):
        return _items_taken(block, node, old, new, key)
    end = _end_of(block, node)
    _refuse_comments(_between(block, node, node.start, end), key)
    if node.flow:
        inside = ", ".join(_item_text(block, node, old, each, style) for each in new)
        return f"{block[: node.start]}[{inside}]{block[end:]}"
    joined = (newline + " " * node.column).join(
        f"- {_item_text(block, node, old, each, style)}" for each in new
    )
    return block[: node.start] + joined + block[end:]


def _common_style(node: Node) -> str:
    """The quotes that every text in a list stands in, or none."""
    styles = {child.style for child in node.children if child.kind == "scalar"}
    only = styles.pop() if len(styles) == 1 else ""
    return only if only in ("'", '"') and all(child.kind == "scalar" for child in node.children) else ""


def _text(value: Value, style: str, *, flow: bool) -> str:
    return scalar(value, style=style if isinstance(value, str) else "", flow=flow)


def _item_text(block: str, node: Node, old: tuple[Value, ...], value: Value, style: str) -> str:
    """Write an item as it stood, if it stood there before and on one line."""
    for child, before in zip(node.children, old, strict=True):
        if core.same(before, value) and child.kind == "scalar" and child.style not in ("|", ">"):
            written = block[child.start : child.end]
            if written and "\n" not in written and not child.anchor:
                return written
    return _text(value, style, flow=node.flow)


def _items_changed(block: str, node: Node, old: tuple[Value, ...], new: tuple[Value, ...], style: str) -> str:
    for child, before, after in reversed(list(zip(node.children, old, new, strict=True))):
        if core.same(before, after):
            continue
        end = _end_of(block, child)
        own = child.style if child.style in ("'", '"') else style
        gap = " " if _is_empty(child) and block[child.start - 1 : child.start] == "-" else ""
        block = block[: child.start] + gap + _text(after, own, flow=node.flow) + block[end:]
    return block


def _items_added(block: str, node: Node, more: tuple[Value, ...], newline: str, style: str) -> str:
    end = _end_of(block, node.children[-1])
    if node.flow:
        added = "".join(f", {_text(each, style, flow=True)}" for each in more)
        return block[:end] + added + block[end:]
    at = _line_end(block, end)
    indent = " " * node.column
    added = "".join(f"{newline}{indent}- {_text(each, style, flow=False)}" for each in more)
    return block[:at] + added + block[at:]


def _is_part(new: tuple[Value, ...], old: tuple[Value, ...]) -> bool:
    rest = iter(old)
    return all(any(core.same(each, other) for other in rest) for each in new)


def _items_taken(block: str, node: Node, old: tuple[Value, ...], new: tuple[Value, ...], key: str) -> str:
    gone: list[Node] = []
    kept = list(new)
    for child, value in zip(node.children, old, strict=True):
        if kept and core.same(kept[0], value):
            kept.pop(0)
        else:
            gone.append(child)
    for child in reversed(gone):
        start = block.rfind("\n", 0, child.start) + 1
        end = _end_of(block, child)
        line_end = _line_end(block, end)
        _refuse_comments(block[end:line_end], key)
        after = block.find("\n", line_end)
        block = block[:start] + (block[after + 1 :] if after >= 0 else "")
    return block


def _between(block: str, node: Node, start: int, end: int) -> str:
    """What stands from `start` to `end` outside of the scalars: dashes, blanks, perhaps comments."""
    parts, at = [], start
    for each in node.walk():
        if each.kind in ("scalar", "alias") and each.start >= at:
            parts.append(block[at : each.start])
            at = _end_of(block, each)
    parts.append(block[at:end])
    return "".join(parts)


def _refuse_comments(text: str, key: str) -> None:
    if "#" in text:
        raise Refused(
            f"a comment stands within the value of `{key}`, which would be lost: set it in the note itself"
        )
