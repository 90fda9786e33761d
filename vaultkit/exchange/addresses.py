"""People as mail programs address them.

In: a name and an address as a note has them. Out: a checked address, or Refused with the reason.
Never: guesses what an odd address was meant to be; one wrong comma makes two recipients.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.errors import Refused
from vaultkit.exchange import clean
from vaultkit.people import mailbox

if TYPE_CHECKING:
    from email.headerregistry import Address


@dataclass(frozen=True, slots=True)
class Who:
    """A person as a message names them; `email` is "" when none is known."""

    name: str
    email: str = ""


NOBODY = Who("")


def checked(who: Who) -> Who:
    """The same person with a name on one line and an address that is certainly one; else Refused.

    people/mailbox.py has the rule.
    """
    name = clean.unbroken(who.name, "A name")
    email = mailbox.bare(who.email)
    if email and not mailbox.is_plain(email):
        raise Refused(f"{email!r} is no plain e-mail address (of {name or 'the sender'}); {mailbox.REMEDY}")
    return Who(name, email)


def header(who: Who) -> Address:
    """What `To:` and `From:` take; `who` has an address."""
    from email.headerregistry import Address  # noqa: PLC0415 - only mail needs it

    who = checked(who)
    return Address(display_name=who.name, addr_spec=who.email)
