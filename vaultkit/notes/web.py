"""Addresses of the web that a program may be made to follow.

In: text as somebody typed it. Out: an address that may be written as a link, or "".
Never: a look at what lies there.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, urlsplit

_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def url(text: str) -> str:
    """The address if it is one that may be written as a link, else "": no `javascript:`, no blanks inside.

    Letters that no address may hold are percent-encoded; what is encoded already stays as it is.
    """
    text = text.strip()
    if any(letter.isspace() or unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _SCHEMES or (scheme.startswith("http") and not parts.netloc):
        return ""
    return quote(text, safe="%/:=&?~#+!$,;'@()*[]-._")
