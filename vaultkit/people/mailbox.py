"""What is certainly an e-mail address, for letters and for checks alike.

In: the text of a property. Out: the address alone, and whether it is one.
Never: a guess what an odd address was meant to be.
"""

from __future__ import annotations

import re
from typing import Final

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_LONGEST = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets

REMEDY: Final = "write it as name@example.org, and nothing else"


def bare(text: str) -> str:
    return text.strip().removeprefix("mailto:")


def is_plain(address: str) -> bool:
    """Quoted local parts, addresses in brackets and letters beyond ASCII are none: each is legal somewhere, and each
    is read as something else somewhere. So is `=?`, which begins an encoded word.
    """
    return bool(_ADDRESS.fullmatch(address)) and len(address) <= _LONGEST and "=?" not in address
