"""When a note is renamed, what was rendered from it keeps pointing to it.

In: the note's old and new path, texts of bases and rendered notes. Out: the texts with the new link.
Never: changes anything but the link in `about` and `to`.
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from vaultkit import files
from vaultkit.errors import ChangedMeanwhile, Refused
from vaultkit.spelling import caseless
from vaultkit.writeback import bases
from vaultkit.writeback.state import Base

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

KEYS = ("about", "to")
DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
"""What is wrong with more than one note, and passes."""
_LINE = re.compile(
    r"""^(?P<quote>["']?)(?P<key>about|to)(?P<colon>["']?[ \t]*:[ \t]*)(?P<value>[^\n]*)$""",
    re.MULTILINE | re.IGNORECASE,
)
_LINK = re.compile(
    r"\[\[(?P<target>[^\[\]|#]*)(?P<rest>(?:[|#][^\]]{0,1000})?)\]\]|\[[^\[\]]*\]\((?P<place>[^()\s]*)\)"
)
_PLAIN = re.compile(r"""(?P<quote>["']?)(?P<text>[^"'\[\]]+?)(?P=quote)(?P<end>\s*)""")
_LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class Renamed:
    """`link` is what a wikilink to the new path has between its brackets (the shortest that is unique), or a whole
    Markdown link where the name is one that no wikilink can hold.

    `by_name`: a link by the bare file name meant this note; false where a namesake stands elsewhere.
    """

    old: str
    new: str
    link: str
    by_name: bool = True

    def meant_by(self, target: str) -> bool:
        """Whether a link's target meant the note at its old path."""
        said = caseless(target.strip().removeprefix("./").removeprefix("/").removesuffix(".md"))
        whole = caseless(self.old.removesuffix(".md"))
        return said == whole or (self.by_name and said == whole.rpartition("/")[2])

    def written(self, rest: str = "") -> str:
        """The link as it stands in a text; `rest` is what a wikilink goes on with."""
        return self.link if self.link.startswith("[") else f"[[{self.link}{rest}]]"


class Rewrite(NamedTuple):
    """A rendered note, or with `base` the last render of one, of which the links follow: its text and the new one."""

    base: bool
    path: str
    old: str
    new: str


def carried(text: str, renames: Iterable[Renamed], keys: Collection[str] = KEYS) -> str:
    """The text of a base or a rendered note with its `about` and `to`, or one of them, following the renames."""
    end = re.search(r"^---[ \t]*\r?$", text[3:], re.MULTILINE)
    if not text.removeprefix("\ufeff").startswith("---") or end is None:
        return text
    head, body = text[: end.start() + 3], text[end.start() + 3 :]
    known = tuple(renames)

    def line(found: re.Match[str]) -> str:
        if found["key"].casefold() not in keys:
            return found[0]
        value = _LINK.sub(lambda link: _followed(link, known), found["value"])
        if found["key"].casefold() == "to" and value == found["value"]:
            value = _named(value, known)
        return found["quote"] + found["key"] + found["colon"] + value

    return _LINE.sub(line, head) + body


def _named(value: str, renames: Iterable[Renamed]) -> str:
    """A plain name, which a person had who had no note when it was written."""
    name = _PLAIN.fullmatch(value) if len(value) <= _LONGEST_NAME else None
    for one in renames:
        if name is not None and one.meant_by(name["text"]):
            return f'"{one.written()}"{name["end"]}'
    return value


def _followed(found: re.Match[str], renames: Iterable[Renamed]) -> str:
    """One link as it is after the renames."""
    wiki = found["target"] is not None
    target = found["target"] if wiki else unquote(found["place"])
    for one in renames:
        if one.meant_by(target):
            return one.written(found["rest"] if wiki else "")
    return found[0]


def carry(root: Path, rewrites: Iterable[Rewrite]) -> list[str]:
    """Write the texts: first the rendered notes, then the bases. Call it under the lock.

    Killed in between, base and file differ by a link that the render has too, and the next run finds nothing
    amiss. Gives back the paths of the notes that could not be written; their bases wait as well. Raises OSError
    for a base, and where the disk itself takes nothing: the rename then waits until it does.
    """
    known = list(rewrites)
    stuck = [one.path for one in known if not one.base and not _carry_note(root, one)]
    for one in known:
        if one.base and one.path not in stuck and bases.read(root, one.path) == Base(one.path, one.old):
            bases.put(root, Base(one.path, one.new))
    return stuck


def _carry_note(root: Path, one: Rewrite) -> bool:
    try:
        files.replace(root / one.path, one.new.encode(), expected=one.old.encode(), within=root)
    except OSError as error:
        if error.errno in DISK:
            raise
        return False
    except (Refused, ChangedMeanwhile):
        return False
    return True
