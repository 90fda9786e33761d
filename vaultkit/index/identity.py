"""The identity that a rendered note and its base carry: template, about, to.

In: facts of a note or a base, or its text. Out: its identity as written, with the keys under which it is found.
Never: resolves; what `about` means is asked when somebody needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit import notes
from vaultkit.index.names import bare, fold, key_of
from vaultkit.notes.conflicts import sides

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.model import Facts, Value


@dataclass(frozen=True, slots=True)
class Identity:
    """As written: `about` and `to` are link texts, "" where there is none; `to` may be a plain name."""

    template: str
    about: str
    to: str

    def columns(self) -> tuple[str, str, str, str, str]:
        """As the table holds them: the three, then the keys of `about` and `to`."""
        return (
            self.template,
            self.about,
            self.to,
            key_of(bare(self.about)),
            key_of(bare(self.to)),
        )

    def mark(self) -> tuple[str, str, str]:
        """What a change of it concerns: the template, `about`, and the key of that."""
        return self.template, self.about, self.columns()[3]


def identity_of(facts: Facts) -> Identity | None:
    """None for a note that names no template. Whether the name is one of vaultkit's is not asked."""
    return _identity(facts.raw)


def identity_in(text: str) -> Identity | None:
    """The same out of the text. One that git could not merge still says whose it is."""
    return _identity(notes.read(sides(text)[0].encode(), "", body=False).properties)


def _identity(properties: Mapping[str, Value]) -> Identity | None:
    raw = {fold(key): value for key, value in properties.items()}
    template = _text(raw.get("template"))
    return Identity(template, _text(raw.get("about")), _text(raw.get("to"))) if template else None


def _text(value: Value | None) -> str:
    """One text; an unquoted link is a list in a list to YAML."""
    if isinstance(value, str):
        return value.strip().encode("utf-8", "replace").decode()
    if isinstance(value, tuple) and len(value) == 1:
        inner = value[0]
        nested = isinstance(inner, tuple) and len(inner) == 1 and isinstance(inner[0], str)
        return f"[[{inner[0]}]]" if nested and isinstance(inner, tuple) else _text(inner)
    return ""
