"""The door to notes/: text in, data out.

In: a note's bytes, or a piece of its text. Out: Parsed, links, or new bytes with one place changed.
Never: disk, clock, or what a note means; a parser loaded before somebody reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.lazily import names_of

if TYPE_CHECKING:
    from vaultkit.notes.inline import without_markup as without_markup
    from vaultkit.notes.lines import append_item as append_item
    from vaultkit.notes.lines import tick as tick
    from vaultkit.notes.properties import set_property as set_property
    from vaultkit.notes.reading import read as read
    from vaultkit.notes.scalars import note_text as note_text

_MODULES = {
    "inline": "without_markup",
    "lines": "append_item tick",
    "properties": "set_property",
    "reading": "read",
    "scalars": "note_text",
}

__getattr__ = names_of(__name__, _MODULES)
"""YAML and Markdown parsers cost 50 ms, and `agenda` needs neither."""
