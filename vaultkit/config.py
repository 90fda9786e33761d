"""What a vault's settings are, and which folder is the vault.

In: a folder. Out: a frozen Config whose defaults are those of a vault without `vaultkit.toml`.
Never: the file itself; settings reads that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

NAME = "vaultkit.toml"
MARKS = (NAME, ".vaultkit", ".obsidian")
RENDERS = ".vaultkit/renders"
"""The folder of the last renders, of which each has the path of its note."""

AgendaRule: TypeAlias = "Mapping[str, str | int] | Literal['off']"
EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Recognise:
    """By what a note is recognised, beside its `type`.

    `folders` are paths relative to the vault without a slash at either end, `tags` lower case without `#`,
    `links` targets as written (`[[People]]` or `People` gives "People").
    """

    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class New:
    """The folders in which commands make new notes, relative to the vault."""

    people: str = "People"
    interviews: str = "Interviews"


@dataclass(frozen=True, slots=True)
class Defaults:
    """Numbers for what no note says, all at least 1.

    `duration`: minutes of a talk; `question_minutes`: those for which one essential question is enough;
    `question_words` and `question_marks`: what a question may have.
    """

    duration: int = 30
    question_minutes: int = 4
    question_words: int = 30
    question_marks: int = 1


@dataclass(frozen=True, slots=True)
class Config:
    """`vaultkit.toml`, checked.

    `exclude`: glob patterns of paths that are left out. `properties`: the user's key in lower case to ours.
    `sections`: the user's heading casefolded to our section name ("takeaways", "essential").
    `always`: templates on request that render in every run. `agenda`: a rule to "off" or to its numbers.
    `digest` is that of the file's bytes, "" without a file.
    """

    root: Path
    since: date | None = None
    templates: str = "Templates"
    exclude: tuple[str, ...] = ()
    contacts: Recognise = field(default_factory=Recognise)
    interviews: Recognise = field(default_factory=Recognise)
    properties: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    sections: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    always: frozenset[str] = frozenset()
    agenda: Mapping[str, AgendaRule] = field(default_factory=lambda: EMPTY)
    new: New = field(default_factory=New)
    defaults: Defaults = field(default_factory=Defaults)
    digest: str = ""


def find_root(start: Path) -> Path | None:
    """The nearest of `start` and its parents that holds vaultkit.toml, .vaultkit/ or .obsidian/."""
    here = start.absolute()
    for folder in (here, *here.parents):
        if (folder / NAME).is_file() or any((folder / name).is_dir() for name in MARKS[1:]):
            return folder
    return None
