"""Whether a note's bytes look like all of it, or like the beginning of a save.

In: bytes. Out: yes or no.
Never: the disk, and never a verdict on what the note says.
"""

from __future__ import annotations

import re

_OPENS = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_CLOSES = re.compile(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)


def looks_cut(data: bytes) -> bool:
    """Whether the front matter begins and does not end, as when a save is under way."""
    opening = _OPENS.match(data)
    if opening is not None:
        return _CLOSES.search(data, opening.end()) is None
    return data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n\t ") in (b"-", b"--", b"---", b"")
