"""Header lines of a mail: names and subjects of any script, folded so that every reader agrees on them.

In: people and text. Out: the value of a header as it stands in the file, folded with CRLF and a blank.
Never: leaves the folding to the standard library, which loses recipients behind a long name (Python 3.11).
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from vaultkit.exchange.addresses import Who, header

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = 39  # octets in one encoded word, which with "Subject: " before it makes a line of 73 (RFC 2047: 76)
_PLAIN = 64  # letters of a value that needs no folding behind the longest name of a header
_BREAK = "\r\n "


def text(value: str) -> str:
    """A subject: as it is when short and ASCII, else as encoded words."""
    return value if _is_plain(value) else _BREAK.join(_words(value))


def people(of: Iterable[Who]) -> str:
    """A list of recipients, one a line. Every one has an address; odd ones are Refused."""
    return f",{_BREAK}".join(_person(who) for who in of)


def _person(who: Who) -> str:
    address = header(who)
    if _is_plain(address.display_name):
        return str(address)
    return f"{_BREAK.join(_words(address.display_name))}{_BREAK}<{address.addr_spec}>"


def _is_plain(value: str) -> bool:
    return value.isascii() and len(value) <= _PLAIN and "=?" not in value


def _words(value: str) -> Iterable[str]:
    """Encoded words that hold whole letters, parted behind a blank where there is one.

    Readers drop the folding between them; the older ones that show it as a blank then show it at one.
    """
    while value:
        size, at = 0, 0
        while at < len(value) and size + len(value[at].encode()) <= _WORD:
            size += len(value[at].encode())
            at += 1
        if at < len(value):
            at = value.rfind(" ", 1, at) + 1 or at
        yield _word(value[:at].encode())
        value = value[at:]


def _word(data: bytes) -> str:
    return f"=?utf-8?b?{base64.b64encode(data).decode()}?="
