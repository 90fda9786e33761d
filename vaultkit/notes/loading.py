"""A block of front matter made into properties, by the fastest parser that is sure of it.

In: the text between the fences. Out: Block: properties, their lines, and what was skipped.
Never: a block over 64 KB before a parser; a key that is no text; one of two values of a doubled key.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultkit.model import Problem
from vaultkit.notes import core
from vaultkit.notes.nodes import Node, compose
from vaultkit.notes.plain_block import load_plain
from vaultkit.notes.trouble import BlockError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.model import Severity, Value

BLOCK_LIMIT = 64 * 1024
PROSE = "front-matter-prose"
"""The code of a block that is one text, as what stands between two rules is: no front matter, so no problem."""


@dataclass(frozen=True, slots=True)
class Block:
    """Properties by key as written, in order; `lines` counts from 1 within the block.

    `skipped`: what reads as empty or not at all, with lines of the block and no path yet.
    """

    properties: Mapping[str, Value]
    lines: Mapping[str, int]
    skipped: tuple[Problem, ...] = ()


def load_block(block: str) -> Block:
    """Read a block as Obsidian does. Raises BlockError where it is no mapping, not valid or over a limit."""
    if len(block) > BLOCK_LIMIT or len(block.encode()) > BLOCK_LIMIT:
        raise BlockError("front-matter-too-large", f"longer than {BLOCK_LIMIT // 1024} KB", "shorten it")
    plain = load_plain(block)
    if plain is not None:
        return Block(*plain)
    return load_composed(block)


def load_composed(block: str) -> Block:
    """Read a block through PyYAML's events: slower, and sure of everything that the plain reader is not."""
    root = compose(block)
    if root is None or (root.kind == "scalar" and not root.text and not root.style):
        return Block({}, {})
    if root.kind != "map":
        found = "a list" if root.kind == "list" else "text"
        code = "front-matter-list" if root.kind == "list" else PROSE
        hint = "properties are written `key: value`, one a line"
        raise BlockError(
            code, f"{found} where properties belong", hint, line=root.line + 1, column=root.column + 1
        )
    build = _Build()
    properties = build.mapping(root)
    return Block(properties, build.lines(root, properties), tuple(build.skipped))


def value_of(node: Node) -> Value:
    """Give one node's value."""
    return _Build().value(node)


@dataclass(slots=True)
class _Build:
    skipped: list[Problem] = field(default_factory=list)
    made: dict[int, Value] = field(default_factory=dict)

    def value(self, node: Node) -> Value:
        node = node.bare
        if node.kind == "scalar":
            return _scalar(node)
        if id(node) not in self.made:
            self.made[id(node)] = self._collection(node)
        return self.made[id(node)]

    def _collection(self, node: Node) -> Value:
        if node.kind == "list":
            return tuple(self.value(child) for child in node.children)
        built = self.mapping(node)
        return built if built or not node.children else None

    def mapping(self, node: Node) -> dict[str, Value]:
        built: dict[str, Value] = {}
        for key_node, value_node in node.pairs:
            key = self._key(key_node)
            if key is None:
                continue
            if key in built:
                self._skip(key_node, "front-matter-duplicate", f"`{key}` stands twice, so it reads as empty",
                           "keep one of the two")  # fmt: skip
                built[key] = None
            else:
                built[key] = self.value(value_node)
        return built

    def _key(self, node: Node) -> str | None:
        bare = node.bare
        if bare.kind != "scalar":
            self._skip(node, "front-matter-key", "a placeholder or a bracket stands where a key belongs",
                       "put the value in double quotes")  # fmt: skip
            return None
        key = _scalar(bare)
        if isinstance(key, str):
            return key
        shown = bare.text or "(empty)"
        self._skip(node, "front-matter-key", f"the key `{shown}` is no text, so it is left out",
                   "put the key in double quotes")  # fmt: skip
        return None

    def _skip(self, node: Node, code: str, message: str, hint: str) -> None:
        severity: Severity = "error" if code == "front-matter-duplicate" else "warning"
        self.skipped.append(Problem("", node.line + 1, node.column + 1, code, severity, message, hint))

    def lines(self, root: Node, properties: Mapping[str, Value]) -> dict[str, int]:
        found: dict[str, int] = {}
        for key, _ in root.pairs:
            bare = key.bare
            if bare.kind == "scalar" and bare.text in properties:
                found.setdefault(bare.text, key.line + 1)
        return found


def _scalar(node: Node) -> Value:
    if node.tag and node.tag != "!":
        return core.tagged(node.text, node.tag)
    if node.style or node.tag:
        return node.text
    return core.resolve(node.text)
