"""When a note is renamed, what was rendered from it keeps pointing to it.

In: the note's old and new path, texts of bases and rendered notes. Out: the texts with the new link.
Never: changes anything but the link in `about` and `to`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.errors import ChangedMeanwhile, Refused
from vaultkit.writeback import bases
from vaultkit.writeback.state import Base

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_LINE = re.compile(
    r"""^(?P<key>["']?(?:about|to)["']?[ \t]*:[ \t]*)(?P<value>[^\n]*)$""", re.MULTILINE | re.IGNORECASE
)
_LINK = re.compile(r"\[\[(?P<target>[^\]|#]*)(?P<rest>[^\]]*)\]\]")


@dataclass(frozen=True, slots=True)
class Renamed:
    """`link` is the text that a link to the new path has (the shortest that is unique).

    `by_name`: a link by the bare file name meant this note; false where a namesake stands elsewhere.
    """

    old: str
    new: str
    link: str
    by_name: bool = True

    def meant_by(self, target: str) -> bool:
        """Whether a link's target meant the note at its old path."""
        said = files.fold(target.strip().removeprefix("./").removeprefix("/").removesuffix(".md"))
        whole = files.fold(self.old.removesuffix(".md"))
        return said == whole or (self.by_name and said == whole.rpartition("/")[2])


def carried(text: str, renames: Iterable[Renamed]) -> str:
    """The text of a base or a rendered note with its `about` and `to` following the renames."""
    end = re.search(r"^---[ \t]*\r?$", text[3:], re.MULTILINE)
    if not text.removeprefix("\ufeff").startswith("---") or end is None:
        return text
    head, body = text[: end.start() + 3], text[end.start() + 3 :]
    known = tuple(renames)

    def link(found: re.Match[str]) -> str:
        for one in known:
            if one.meant_by(found["target"]):
                return f"[[{one.link}{found['rest']}]]"
        return found[0]

    return _LINE.sub(lambda line: line["key"] + _LINK.sub(link, line["value"]), head) + body


def carry(
    root: Path, renames: Iterable[Renamed], notes: Iterable[str] = (), stored: Iterable[str] | None = None
) -> list[str]:
    """Rewrite `about` and `to` in the rendered notes at `notes`, then in the bases at `stored` (None: all).

    The notes come first: killed in between, base and file differ by a link that the render has too, and the
    next run finds nothing amiss. Gives back the paths of the notes that could not be written; their bases
    wait as well. Raises OSError for a base.
    """
    known = tuple(renames)
    stuck = [path for path in notes if not _carry_note(root, path, known)]
    for path in list(bases.paths(root)) if stored is None else stored:
        base = bases.read(root, path)
        if base is None or path in stuck:
            continue
        text = carried(base.text, known)
        if text != base.text:
            bases.put(root, Base(path, text))
    return stuck


def _carry_note(root: Path, path: str, renames: tuple[Renamed, ...]) -> bool:
    try:
        old = files.read(root / path)
        new = carried(old.decode(), renames).encode()
        if new != old:
            files.replace(root / path, new, expected=old, within=root)
    except FileNotFoundError:
        return True
    except (OSError, Refused, ChangedMeanwhile, UnicodeDecodeError):
        return False
    return True
