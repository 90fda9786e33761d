"""One spelling for all spellings of a name, and the keys under which a link looks for it.

In: names, paths and link targets as written. Out: folded keys.
Never: decides which note is meant; resolve does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from vaultkit.spelling import caseless

NOTE_ENDING = ".md"


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """NFC, without case, blanks of every width alike: the form in which names are compared.

    A lone surrogate (half a character out of a YAML escape) becomes "?", since no database takes it.
    """
    if text.isascii():
        return text.strip().lower()
    text = caseless(text).replace("\u00a0", " ").replace("\u202f", " ").strip()
    return text.encode("utf-8", "replace").decode()


def stem(path: str) -> str:
    """The name of a note's file: "People/Jo Kim.md" gives "Jo Kim"."""
    return without_ending(path.rpartition("/")[2])


def file_key(path: str) -> str:
    """The key under which a note is found by the name of its file."""
    return fold(stem(path))


def folder_of(path: str) -> str:
    """The folder that a path lies in, "" for the vault's root."""
    return path.rpartition("/")[0]


def folders_above(path: str) -> list[str]:
    """Every folder that a path lies in, from the outermost on, but for the vault's root."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def without_ending(path: str) -> str:
    return path[:-3] if path[-3:].lower() == NOTE_ENDING else path


def key_of(target: str) -> str:
    """The key under which a link is stored: what stands behind the last slash, folded, without `.md`."""
    return without_ending(fold(target).rpartition("/")[2]).strip()


def keys_of(target: str) -> tuple[str, ...]:
    """Every key that can decide what a link means.

    First its file name; then the same with an ending (a picture, or `Notes.md.md`); then the whole of it,
    since an alias may hold a slash.
    """
    whole = fold(target)
    last = whole.rpartition("/")[2]
    return tuple(dict.fromkeys((without_ending(last).strip(), last, whole)))


def storable(text: str) -> str:
    """One line that a database takes: a YAML escape can make half a character, and break a line."""
    text = text.replace("\n", " ")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


_MARKDOWN = re.compile(r"\[[^\[\]]*\]\(([^()\s]*)\)")


def bare(target: str) -> str:
    """The target of a link in text form: `[[Jo Kim#Log|her]]` gives "Jo Kim", `[C](C%23.md)` "C#.md"; other text
    stays as it is.
    """
    text = target.strip()
    if not (text.startswith("[[") and text.endswith("]]")):
        found = _MARKDOWN.fullmatch(text)
        return unquote(found[1]) if found else text
    return text[2:-2].partition("|")[0].partition("#")[0].removesuffix("\\").strip()
