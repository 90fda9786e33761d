"""Bring what a new render changed into a note that its user edited.

In: the last render (base), the file as it stands, the new render. Out: the text to write, the base to
keep, and each place where both changed. Never: drops a word of the user's, or writes a conflict marker.
"""

from __future__ import annotations

import re
from dataclasses import replace

from vaultkit.writeback.equal import Parts, entries, parts
from vaultkit.writeback.merge_body import merge_body
from vaultkit.writeback.merge_front import merge_front
from vaultkit.writeback.state import KeptBack, Merged

_ROUNDS = 4
LONGEST = 1_000_000
"""Characters up to which two texts are merged: no render is longer, and a longer note takes minutes."""
_SHOWN = 1000


def merge(base: str, file: str, new: str) -> Merged:
    """Merge until another merge would change nothing, so that a second run finds nothing to do.

    Should the two never settle, or one be too long, the file and the base stay as they are and the whole is
    reported.
    """
    if max(len(base), len(file), len(new)) > LONGEST:
        return _untouched(base, file, new)
    found = _once(base, file, new)
    for _ in range(_ROUNDS):
        again = _once(found.base, found.text, new)
        if again.text == found.text and again.base == found.base:
            return again
        found = again
    return _untouched(base, file, new)


def _untouched(base: str, file: str, new: str) -> Merged:
    """Nothing merged; the report has the beginning of both."""
    return Merged(file, base, (KeptBack(1, file.strip()[:_SHOWN], new.strip()[:_SHOWN]),))


def _once(base: str, file: str, new: str) -> Merged:
    old, mine, fresh = parts(base), parts(file), parts(new)
    fronts = [entries(part.front) for part in (old, mine, fresh)]
    if any(found is None for found in fronts) or mine.front is None:
        old, mine, fresh = _all_body(base), _all_body(file), _all_body(new)
        head = Merged("", "")
    else:
        head = merge_front(*(found or () for found in fronts))
    bodies = [_ended(one.body) for one in (old, mine, fresh)]
    kept = mine.body.rstrip("\n")
    tail = mine.body[len(kept) :]
    if kept:
        # Blank lines at the end are the editor's business: they neither merge nor stand in the way.
        bodies = [body.rstrip("\n") + "\n" for body in bodies]
    body = merge_body(*bodies)
    text = body.text.rstrip("\n") + tail if kept and body.text.strip("\n") else body.text
    line = head.text.count("\n")
    below = tuple(replace(place, line=place.line + line) for place in body.kept_back)
    whole = mine.bom + _with_ends_of(file, head.text + text)
    return Merged(whole, head.base + body.base, head.kept_back + below)


def _ended(body: str) -> str:
    return body if not body or body.endswith("\n") else body + "\n"


def _all_body(text: str) -> Parts:
    whole = parts(text)
    front = "" if whole.front is None else f"---\n{whole.front}---\n"
    return Parts(whole.bom, None, front + whole.body)


def _with_ends_of(file: str, text: str) -> str:
    """`text` with the line ends of `file`: its own where all are alike, else the most frequent."""
    windows, old = file.count("\r\n"), len(re.findall(r"\r(?!\n)", file))
    plain = file.count("\n") - windows
    if windows > plain and windows >= old:
        return text.replace("\n", "\r\n")
    return text.replace("\n", "\r") if old > plain else text
