"""What the other person may read of sections: which items. Of properties, schema.py says so in each row.

In: an item, its section, the kind of its note. Out: yes or no.
Never: a maybe. Whatever no rule shares is private.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from vaultkit.model import Item, Kind, Section

SHARED_SECTIONS: Final = frozenset({"takeaways", "questions", "introductions"})
"""Sections of an interview note that its own people may read."""


def tagged(item: Item, tag: str) -> bool:
    """Whether an item has a tag or one nested below it: `#private/health` is private too."""
    return any(own == tag or own.startswith(tag + "/") for own in (word.casefold() for word in item.tags))


def shareable(kind: Kind, section: Section, item: Item) -> bool:
    """Whether a letter may see an item. Where an old heading was mapped to Takeaways, only `#thanks` may."""
    if tagged(item, "private"):
        return False
    if section.name == "personal":
        return kind in ("interview", "contact") and tagged(item, "ask")
    if kind != "interview" or section.name not in SHARED_SECTIONS:
        return False
    return section.name != "takeaways" or not section.mapped or tagged(item, "thanks")


def waiting(kind: Kind, section: Section) -> bool:
    """Whether an item waits for its `#thanks`: held back by the old heading alone. One that is private never is said."""
    plain = replace(section, mapped=False)
    return any(shareable(kind, plain, item) and not shareable(kind, section, item) for item in section.items)


def shared(kind: Kind, section: Section) -> tuple[Item, ...]:
    """The items of a section that a letter may see."""
    return tuple(item for item in section.items if shareable(kind, section, item))
