"""YAML's events made into a tree that knows where everything stands, within limits.

In: a block of YAML. Out: nodes with spans in characters, or BlockError with line and column.
Never: recursion over what a stranger wrote before its depth is known; expanding an alias.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import yaml

from vaultkit.notes.trouble import BlockError, of_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPTH_LIMIT = 32
ALIAS_LIMIT = 100
WEIGHT_LIMIT = 512 * 1024
"""What the block may come to with all its aliases written out: nodes and characters together."""

_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)


@dataclass(slots=True, eq=False)
class Node:
    """A value with its span: `start` and `end` count characters, `line` and `column` begin at 0.

    A map's `children` are key, value, key, value. An alias has its `target`. The end of a block
    collection as the parser gives it lies behind comments that follow: use `content_end`.
    """

    kind: Literal["scalar", "list", "map", "alias"]
    start: int
    end: int
    line: int
    column: int
    text: str = ""
    style: str = ""
    flow: bool = False
    tag: str = ""
    anchor: str = ""
    children: list[Node] = field(default_factory=list)
    target: Node | None = None
    weight: int = 1
    height: int = 0
    finished: bool = False

    @property
    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Keys with their values, of a map."""
        return zip(self.children[::2], self.children[1::2], strict=True)

    @property
    def bare(self) -> Node:
        """The node itself, or what an alias stands for."""
        return self.target if self.target is not None else self

    @property
    def content_end(self) -> int:
        """Where the last written character of this value ends."""
        if self.kind in ("list", "map") and not self.flow and self.children:
            return self.children[-1].content_end
        return self.end

    def walk(self) -> Iterator[Node]:
        """This node and all below it, aliases not followed."""
        yield self
        for child in self.children:
            yield from child.walk()


def compose(block: str) -> Node | None:
    """Parse one document; None when it holds nothing. Raises BlockError."""
    sheltered, back = _shelter(block)
    builder = _Builder(back)
    try:
        for event in yaml.parse(sheltered, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise of_parser(error, block) from error
    return builder.root


_BREAKS_OR_BANNED = (
    *map(chr, [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]),
    "\ufeff",
    "\ufffe",
    "\uffff",
)


def _shelter(block: str) -> tuple[str, dict[int, str]]:
    """Put characters of private use in place of those that libyaml bans or takes for line breaks.

    Obsidian's parser does neither. One character for one, so that every position stays true.
    """
    odd = [char for char in _BREAKS_OR_BANNED if char in block]
    if "\r" in block.replace("\r\n", ""):
        odd.append("\r")
    if not odd:
        return block, {}
    free = (chr(code) for code in range(0xF0000, 0x10FFFE) if chr(code) not in block)
    table = dict(zip(odd, free, strict=False))
    back = {ord(stand_in): char for char, stand_in in table.items()}
    if "\r" in table:
        block = _lone(block, table.pop("\r"))
    return block.translate({ord(char): stand_in for char, stand_in in table.items()}), back


def _lone(block: str, stand_in: str) -> str:
    return "\r\n".join(part.replace("\r", stand_in) for part in block.split("\r\n"))


class _Builder:
    def __init__(self, back: dict[int, str]) -> None:
        self.root: Node | None = None
        self._back = back
        self._open: list[Node] = []
        self._anchors: dict[str, Node] = {}
        self._aliases = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._place(self._scalar(event))
        elif isinstance(event, yaml.AliasEvent):
            self._place(self._alias(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            node = self._open.pop()
            assert event.end_mark is not None
            node.end, node.finished = event.end_mark.index, True
            self._place(node)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _at(event, "more than one YAML document", "take the line `...` out")

    def _scalar(self, event: Any) -> Node:
        node = _node("scalar", event)
        node.text = event.value.translate(self._back) if self._back else event.value
        node.style = event.style or ""
        node.weight = 1 + len(node.text)
        node.finished = True
        return self._named(node, event)

    def _named(self, node: Node, event: Any) -> Node:
        node.tag = event.tag or ""
        if event.anchor:
            node.anchor = event.anchor
            self._anchors[event.anchor] = node
        return node

    def _begin(self, event: Any) -> None:
        if len(self._open) > DEPTH_LIMIT:
            raise _at(
                event,
                f"nested deeper than {DEPTH_LIMIT} levels",
                "take the brackets out",
                "front-matter-nesting",
            )
        node = _node("map" if isinstance(event, yaml.MappingStartEvent) else "list", event)
        node.flow = bool(event.flow_style)
        self._open.append(self._named(node, event))

    def _alias(self, event: Any) -> Node:
        self._aliases += 1
        if self._aliases > ALIAS_LIMIT:
            raise _at(
                event, f"more than {ALIAS_LIMIT} aliases", "write the values out", "front-matter-aliases"
            )
        target = self._anchors.get(event.anchor)
        if target is None:
            raise _at(event, f"`*{event.anchor}` names no anchor", "a value that begins with * needs quotes")
        if not target.finished:
            raise _at(
                event, f"`*{event.anchor}` holds itself", "write the values out", "front-matter-aliases"
            )
        node = _node("alias", event)
        node.target, node.weight, node.height = target, target.weight, target.height
        return node

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        parent.children.append(node)
        parent.weight += node.weight
        parent.height = max(parent.height, node.height + 1)
        if parent.weight > WEIGHT_LIMIT or parent.height + len(self._open) > DEPTH_LIMIT + 2:
            raise BlockError(
                "front-matter-aliases",
                "its aliases come to too much when written out",
                "write the values out",
                line=node.line + 1,
                column=node.column + 1,
            )


def _node(kind: Literal["scalar", "list", "map", "alias"], event: Any) -> Node:
    start = event.start_mark
    return Node(kind, start.index, event.end_mark.index, start.line, start.column)


def _at(event: Any, message: str, hint: str, code: str = "front-matter-broken") -> BlockError:
    mark = event.start_mark
    return BlockError(code, message, hint, line=mark.line + 1, column=mark.column + 1)
