"""Lists of notes as table, JSON lines, CSV or paths.

In: Readings and the columns wanted. Out: text.
Never: a value of the note's changed, but for control characters.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from vaultkit.report.text import as_json, padded, shown, width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vaultkit.index.vault import Reading, Vault

MOST = 34
LEAST = 12
"""Columns of a terminal: a cell is cut at the one, and on a narrow terminal to no less than the other."""


def plain(value: Any) -> Any:
    """A YAML value as JSON holds it."""
    if isinstance(value, tuple):
        return [plain(member) for member in value]
    if hasattr(value, "items"):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124
        return str(value)
    return value


def cell(value: Any) -> str:
    if isinstance(value, str):
        return value.replace("[[", "").replace("]]", "") if "[" in value or "]" in value else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(cell(member) for member in value)
    return str(value).replace("[[", "").replace("]]", "")


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], room: int = 0) -> str:
    """Columns as wide as they need to be, up to MOST; narrower, or the last left out, where a terminal has no room.

    `room`: how wide that is; 0 for no terminal.
    """
    cells = {column: [_cell(row.get(column)) for row in rows] for column in columns}
    kept = [(name, texts) for n, (name, texts) in enumerate(cells.items()) if n == 0 or any(texts)]
    sizes = [max(map(width, [name, *texts])) for name, texts in kept]
    fitting = _narrowed(sizes, room) if room else sizes
    made = [_column(*column, size) for column, size in zip(kept, fitting, strict=False)]
    return "\n".join("  ".join(line).rstrip() for line in zip(*made, strict=True))


def _narrowed(sizes: list[int], room: int) -> list[int]:
    """The widest columns give way first; the first, by which a note is known, stays as it is."""
    sizes = list(sizes)
    while len(sizes) > 1 and sum(sizes) + 2 * (len(sizes) - 1) > room:
        widest = max(range(1, len(sizes)), key=sizes.__getitem__)
        if sizes[widest] > LEAST:
            sizes[widest] -= 1
        else:
            sizes.pop()
    return sizes


def _column(name: str, texts: list[str], size: int) -> list[str]:
    """One column from its head down, every line as wide as its size."""
    return [padded(_cut(text, size), size) for text in (name, "-" * size, *texts)]


def _cell(value: Any) -> str:
    text = cell(value)
    # Ten thousands of cells are mostly like this, and need none of the looks at each letter.
    return text if len(text) <= MOST and text.isascii() and text.isprintable() else _cut(shown(text), MOST)


def _cut(text: str, most: int) -> str:
    if width(text) <= most:
        return text
    while width(text) > most - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def as_object(note: Reading, vault: Vault) -> dict[str, Any]:
    """A note with its properties as it writes them."""
    from vaultkit.people.lookup import look  # noqa: PLC0415 - a table of kept rows does without

    stage = {"stage": look(note, vault, "stage")} if note.kind == "interview" else {}
    return {
        "path": note.path, "name": note.name, "type": note.kind, **stage, "properties": plain(dict(note.raw())),
    }  # fmt: skip


def lines(rows: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(as_json(row) for row in rows)


def comma(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """CSV; a cell that a spreadsheet would run is written as text."""
    from vaultkit.exchange.clean import cell as harmless  # noqa: PLC0415 - only CSV needs it

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(shown(cell(row.get(column)))) for column in columns])
    return out.getvalue().rstrip("\n")
