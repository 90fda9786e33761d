"""Templates as values: what each says of itself, and what an include means.

In: what discovery found. Out: Template and Partial, by name.
Never: Jinja. What is wrong inside an expression comes out when engine compiles it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultkit.model import Problem

Renders = Literal["interview", "contact", "vault"]
Audience = Literal["them", "me"]


@dataclass(frozen=True, slots=True)
class Template:
    """One template, as its file says it.

    `source` is where it stands: relative to the vault, or `templates/…` for a shipped one. `when` and
    `path` are Jinja (an expression; a text), so are the texts in `extra`; other values there are taken as
    they are. `line` is the line on which `body` begins, `lines` those of the keys. `request`: it renders
    when asked. `broken`: it cannot be used, `problems` says why, and its outputs are left alone.
    """

    name: str
    source: str
    renders: Renders
    per_person: bool = False
    when: str | None = None
    path: str = ""
    audience: Audience = "me"
    marks: str | None = None
    request: bool = False
    extra: Mapping[str, object] = field(default_factory=dict)
    body: str = ""
    line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""
    shipped: bool = False
    broken: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Partial:
    """A text that templates include or import: a file whose name begins with `_`."""

    name: str
    source: str
    body: str
    line: int
    digest: str
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class Templates:
    """All templates of a vault by name, sorted, and what is wrong with them."""

    named: Mapping[str, Template] = field(default_factory=dict)
    partials: Mapping[str, Partial] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[Template]:
        return iter(self.named.values())

    def get(self, name: str) -> Template | None:
        return self.named.get(name)

    def renders(self) -> dict[str, str]:
        """Template name → what it renders: what people needs to tell a rendered note."""
        return {template.name: template.renders for template in self}

    def digests(self) -> dict[str, str]:
        """Name → digest, partials too: what the index compares to know whose outputs are stale.

        That of a template begins with what it renders: when this changes, other notes are concerned.
        """
        shapes = {t.name: f"{t.renders}{' people' if t.per_person else ''} {t.digest}" for t in self}
        both = {**shapes, **{partial.name: partial.digest for partial in self.partials.values()}}
        return dict(sorted(both.items()))

    def text(self, name: str) -> Template | Partial | None:
        """What an include of `name` means, with or without its ending."""
        name = name.removesuffix(".md")
        return self.named.get(name) or self.partials.get(name)
