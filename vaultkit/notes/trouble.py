"""Why a block of front matter cannot be read.

In: what a YAML parser complains about. Out: BlockError with line, column and what to do.
Never: a Problem with a path; the note is not known here.
"""

from __future__ import annotations

from typing import Any


class BlockError(ValueError):
    """The block cannot be used. `line` and `column` count from 1 within the block."""

    def __init__(self, code: str, message: str, hint: str = "", *, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.line = line
        self.column = column


_QUOTE = "put the value in double quotes"
_HINTS = (
    ("tab", "indent with blanks, not with a tab"),
    ("mapping values are not allowed", f"{_QUOTE}: a colon followed by a blank begins a property"),
    ("cannot start any token", _QUOTE),
    ("block sequence entries", "begin the list on the line below its key"),
    ("end of stream", "look for a quote that is not closed"),
    ("escape", "in double quotes a backslash is written twice; or use single quotes"),
    ("did not find expected", f"look for a missing bracket or quote, or {_QUOTE}"),
    ("could not find expected ':'", "a property is written `key: value`"),
    ("alphabetic or numeric", f"{_QUOTE}: one that begins with * or & means something else"),
)


def of_parser(error: Any, block: str) -> BlockError:
    """Turn an exception of PyYAML's into ours; where it points behind the block, say where it began."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not valid YAML")
    mark = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    if begun is not None and (mark is None or mark.index >= len(block.rstrip())):
        mark = begun
    if mark is not None and block[mark.index : mark.index + 1] == "\t":
        problem += ": a tab"
    hint = next((text for words, text in _HINTS if words in problem), f"if it is text, {_QUOTE}")
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return BlockError("front-matter-broken", problem, hint, line=line, column=column)
