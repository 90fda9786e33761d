"""Where a meeting is, as an invitation tells it.

In: what an interview's note says of the mode, the link, the place. Out: the one line that says where.
Never: a link that nobody can follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Named(Protocol):
    @property
    def name(self) -> str: ...


class Arranged(Protocol):
    """What an interview and a meeting made of it have in common."""

    @property
    def minutes(self) -> int: ...
    @property
    def mode(self) -> str: ...
    @property
    def platform(self) -> str: ...
    @property
    def link(self) -> str: ...
    @property
    def dial_in(self) -> str: ...
    @property
    def venue(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def people(self) -> Sequence[Named]: ...


def is_online(talk: Arranged) -> bool:
    return talk.mode == "online" or (not talk.mode and bool(talk.link))


def link(talk: Arranged) -> str:
    """The address to join at, "" when there is none that can be followed safely."""
    from vaultkit.notes import web  # noqa: PLC0415 - few questions need it

    text = talk.link.strip()
    return web.url(text) or web.url(f"https://{text}" if "." in text and ":" not in text else "")


def place(talk: Arranged) -> str:
    """The one line that says where: the link itself, as it is followed, when it is online."""
    if is_online(talk):
        return link(talk) or talk.platform or "Online"
    if talk.mode == "phone":
        return talk.dial_in or "By phone"
    if talk.place:
        return talk.place
    if talk.venue == "office" and talk.people:
        return f"Office of {talk.people[0].name}"
    return talk.venue or talk.dial_in


def place_as_typed(talk: Arranged) -> str:
    """The same with the link as the note has it, since only that can be compared with the note."""
    return talk.link if is_online(talk) and link(talk) else place(talk)


def same_place(one: str, other: str) -> bool:
    """Without regard to case, scheme, slash at the end, or blanks in runs."""
    return _compared(one) == _compared(other)


def _compared(text: str) -> str:
    return " ".join(text.split()).removeprefix("https://").rstrip("/").casefold()
