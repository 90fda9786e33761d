"""People as mail programs address them.

In: a name and an address as a note has them. Out: a checked address, or Refused with the reason.
Never: guesses what an odd address was meant to be; one wrong comma makes two recipients.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.errors import Refused
from vaultkit.exchange import clean

if TYPE_CHECKING:
    from email.headerregistry import Address

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


@dataclass(frozen=True, slots=True)
class Who:
    """A person as a message names them; `email` is "" when none is known."""

    name: str
    email: str = ""


NOBODY = Who("")


def checked(who: Who) -> Who:
    """The same person with a name on one line and an address that is certainly one; else Refused.

    Quoted local parts, addresses in brackets and letters beyond ASCII are refused: each is legal
    somewhere, and each is read as something else somewhere. So is `=?`, which begins an encoded word.
    """
    name = clean.unbroken(who.name, "A name")
    email = who.email.strip().removeprefix("mailto:")
    if email and (not _ADDRESS.fullmatch(email) or len(email) > _LONGEST or "=?" in email):
        raise Refused(
            f"{email!r} is no plain e-mail address (of {name or 'the sender'}); "
            "write it as name@example.org, and nothing else"
        )
    return Who(name, email)


def header(who: Who) -> Address:
    """What `To:` and `From:` take; `who` has an address."""
    from email.headerregistry import Address  # noqa: PLC0415 - only mail needs it

    who = checked(who)
    return Address(display_name=who.name, addr_spec=who.email)
