"""The door to notes/: text in, data out.

In: a note's bytes, or a piece of its text. Out: Parsed, links, or new bytes with one place changed.
Never: disk, clock, or what a note means; a parser loaded before somebody reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.lazily import names_of

if TYPE_CHECKING:
    from vaultkit.notes.inline import without_markup as without_markup
    from vaultkit.notes.keys import front_keys as front_keys
    from vaultkit.notes.lines import append_item as append_item
    from vaultkit.notes.lines import tick as tick
    from vaultkit.notes.links import links_in as links_in
    from vaultkit.notes.links import wikilink_target as wikilink_target
    from vaultkit.notes.properties import set_property as set_property
    from vaultkit.notes.reading import Split as Split
    from vaultkit.notes.reading import read as read
    from vaultkit.notes.reading import split as split
    from vaultkit.notes.scalars import note_text as note_text

_ROOMS = {
    "Split": "reading",
    "append_item": "lines",
    "front_keys": "keys",
    "links_in": "links",
    "note_text": "scalars",
    "read": "reading",
    "set_property": "properties",
    "split": "reading",
    "tick": "lines",
    "wikilink_target": "links",
    "without_markup": "inline",
}

__getattr__ = names_of(__name__, _ROOMS)
"""YAML and Markdown parsers cost 50 ms, and `agenda` needs neither."""
