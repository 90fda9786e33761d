"""What an import would do to the vault, as values: created, matched, asked, left out.

In: what matching.py decided. Out: a Plan, which a command shows or carries out.
Never: does anything itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.model import Value


@dataclass(frozen=True, slots=True)
class Known:
    """A contact that the vault has. `filled` are the canonical keys that hold a value, `keys` their
    spelling in the note (canonical to written); `names` are its name and aliases.
    """

    path: str
    names: tuple[str, ...]
    uid: str = ""
    linkedin: str = ""
    emails: tuple[str, ...] = ()
    filled: frozenset[str] = frozenset()
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Created:
    """A note to make: `properties` in order for its front matter, `body` below it."""

    path: str
    file: str
    line: int
    name: str
    properties: Mapping[str, Value]
    body: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """A contact that is the card's person, `by` "uid", "profile" or "e-mail". `fills` may be empty; its keys
    are spelt as the note spells them.
    """

    path: str
    file: str
    line: int
    name: str
    by: str
    fills: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Question:
    """A card that may be one of the contacts at `paths`; `reason` and `hint` are for the user, who decides."""

    file: str
    line: int
    name: str
    paths: tuple[str, ...]
    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A row or card that is left out, or a value of one (`remark`), with the reason."""

    file: str
    line: int
    name: str
    reason: str
    remark: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All of it, in the order of the files. Applying it twice is applying it once."""

    created: tuple[Created, ...] = ()
    matched: tuple[Matched, ...] = ()
    questions: tuple[Question, ...] = ()
    skipped: tuple[Passed, ...] = ()

    @property
    def filled(self) -> tuple[Matched, ...]:
        """The contacts to which something is added."""
        return tuple(one for one in self.matched if one.fills)
