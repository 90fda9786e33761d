"""One property set in a note: its value's span is replaced, and every other byte stays.

In: a note's bytes, a key, a value. Out: the new bytes, read again and compared; or Refused with the reason.
Never: re-serialises a user's front matter; writes where the result reads otherwise in any other place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from vaultkit.errors import Refused
from vaultkit.notes import core
from vaultkit.notes.fences import newline_of, text_to_change
from vaultkit.notes.front_matter import Front, examine
from vaultkit.notes.nodes import Node, compose
from vaultkit.notes.scalars import entry, render_front
from vaultkit.notes.spans import Spot, replaced
from vaultkit.notes.trouble import BlockError

if TYPE_CHECKING:
    from vaultkit.model import Value


def set_property(data: bytes, key: str, value: Value) -> bytes:
    """Give the note's bytes with one property set; the same bytes where it has that value already.

    A key in the note that differs only in case is kept as it is written. None is the empty value (`key:`),
    a tuple a list. Raises Refused where that could not be done without touching anything else.
    """
    _check_value(key, value)
    text, mark = text_to_change(data)
    front = examine(text)
    newline = newline_of(text)
    if front.state == "broken":
        problem = front.problems[0]
        raise Refused(f"{problem.message} (line {problem.line}): mend it first; nothing was written")
    if front.state == "none":
        block = render_front({key: value}).replace("\n", newline)
        new = f"---{newline}{block}---{newline}{text}"
        written = key
    else:
        written, block = _with_property(front.head, key, value, newline)
        new = text[: front.start] + block + text[front.end :]
    if new != text:
        _compare(front, text, new, written, value)
    return mark + new.encode()


def _check_value(key: str, value: Value) -> None:
    if not key.strip() or "\n" in key:
        raise Refused(f"{key!r} cannot be the name of a property")
    if isinstance(value, Mapping):
        raise Refused(f"`{key}` cannot be set to a mapping")
    for each in (key, *(value if isinstance(value, tuple) else (value,))):
        if isinstance(each, tuple | Mapping):
            raise Refused(f"`{key}` cannot be set to a list in a list")
        if isinstance(each, str):
            try:
                each.encode()
            except UnicodeEncodeError:
                raise Refused(f"`{key}` cannot be set to text that is no Unicode") from None


def _with_property(block: str, key: str, value: Value, newline: str) -> tuple[str, str]:
    """Give the key as written in the block, and the block with its value set."""
    try:
        root = compose(block)
    except BlockError as error:  # pragma: no cover - examine() has read the block before
        raise Refused(f"the front matter cannot be read: {error.message}") from error
    if root is None or root.kind != "map":
        said = block.rstrip()  # comments alone: below a blank line a property would look like prose
        at = block.find("\n", len(said)) + 1 if said else 0
        return key, block[:at] + entry(key, value, newline) + block[at:]
    if root.flow:
        raise Refused("the front matter is written in braces: set the property in the note itself")
    spot = _find(root, block, key)
    if spot is None:
        return key, _append(block, entry(key, value, newline, " " * root.column), newline)
    _refuse_shared(root, spot.value, spot.name)
    return spot.name, replaced(block, spot, value, newline)


def _append(block: str, text: str, newline: str) -> str:
    return block + ("" if not block or block.endswith("\n") else newline) + text


def _find(root: Node, block: str, key: str) -> Spot | None:
    wanted = key.casefold()
    found = [(name, each) for name, each in root.pairs if name.bare.text.casefold() == wanted]
    if not found:
        return None
    if len(found) > 1:
        lines = " and ".join(str(name.line + 2) for name, _ in found)
        raise Refused(f"`{key}` stands more than once (lines {lines}): keep one; nothing was written")
    name, value = found[0]
    colon = name.end
    while block[colon : colon + 1] in (" ", "\t"):
        colon += 1
    if name.kind != "scalar" or block[colon : colon + 1] != ":":
        raise Refused(
            f"`{key}` is written in a form that cannot be changed safely: set it in the note itself"
        )
    return Spot(name.text, colon + 1, root.column, value)


def _refuse_shared(root: Node, value: Node, key: str) -> None:
    used = {id(node.target) for node in root.walk() if node.target is not None}
    anchored = next((node for node in value.walk() if id(node) in used), None)
    if anchored is not None:
        raise Refused(f"`{key}` holds the anchor `&{anchored.anchor}`, which is used elsewhere in the note")


def _compare(front: Front, old: str, new: str, key: str, value: Value) -> None:
    """Read the result and see that this key has this value, and that all else reads as before."""
    after = examine(new)
    expected = {**front.properties, key: value}
    body_kept = new[after.body_start :] == old[front.body_start :]
    if after.state != "read" or not body_kept or not core.same(dict(after.properties), expected):
        raise Refused(
            f"`{key}` cannot be written here without changing something else: set it in the note itself"
        )
