"""What one template makes of one note and one person: text, or the reason why there is none.

In: what engine found out. Out: a frozen Candidate, and JSON both ways between worker and parent.
Never: pickle, or a value that JSON does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from vaultkit.model import Problem

WhyNot = Literal["", "when", "history", "do not contact"]
Reads: TypeAlias = Mapping[str, tuple[str, ...]]


FEW = 64


def said(reads: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """A record as candidates carry it."""
    return {subject: tuple(sorted(aspects)) for subject, aspects in reads.items()}


def few(reads: Reads) -> Reads:
    """What every output hangs on that is left alone for what one render did: none at all where it would be too much to
    keep for each of them. Those are tried again by the next run.
    """
    return reads if len(reads) <= FEW else {}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible output.

    `about` is the path of the note, None for `renders: vault`. `person`: the path of the person's note, or
    the plain name where there is none; None without `per: people`, and also, when `failed`, where the
    people could not even be told: it then stands for all of them (`covers`). `request`: it renders when
    asked, and was not: `path` and `text` are None. `reads`: subject → names of properties and sections.
    """

    template: str
    about: str | None
    person: str | None
    holds: bool
    request: bool = False
    why_not: WhyNot = ""
    path: str | None = None
    text: str | None = None
    failed: bool = False
    problems: tuple[Problem, ...] = ()
    reads: Reads = field(default_factory=dict)

    def covers(self, template: str, about: str | None, person: str | None) -> bool:
        """Whether this one speaks for an output of that identity."""
        if (self.template, self.about) != (template, about):
            return False
        return self.person == person or (self.failed and self.person is None)


def to_json(candidate: Candidate) -> dict[str, Any]:
    """A mapping that `json.dumps` takes, without what is as it is for most."""
    made: dict[str, Any] = {
        "template": candidate.template,
        "about": candidate.about,
        "person": candidate.person,
        "holds": candidate.holds,
        "reads": candidate.reads,
    }
    made |= {name: value for name, usual in _USUAL if (value := getattr(candidate, name)) != usual}
    if candidate.problems:
        made["problems"] = [asdict(problem) for problem in candidate.problems]
    return made


_USUAL = tuple(
    (one.name, one.default)
    for one in fields(Candidate)
    if one.name in ("request", "why_not", "path", "text", "failed")
)


def from_json(value: Mapping[str, Any]) -> Candidate:
    """The Candidate of such a mapping; raises KeyError, TypeError or ValueError for any other."""
    made = dict(value)
    made["problems"] = tuple(Problem(**problem) for problem in made.get("problems", ()))
    made["reads"] = {str(subject): _shared(tuple(names)) for subject, names in made["reads"].items()}
    return Candidate(**made)


@lru_cache(maxsize=4096)
def _shared(names: tuple[str, ...]) -> tuple[str, ...]:
    """The same names are read of very many notes, and all of a large round are held at once."""
    return names


def all_to_json(candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    """The candidates of one note. Where one read what the one before it read, the reads are not said again."""
    made, before = [], None
    for one in candidates:
        own = f"t:{one.template}"
        rest = {subject: aspects for subject, aspects in one.reads.items() if subject != own}
        again = rest == before and own in one.reads
        made.append({**to_json(one), "reads": None} if again else to_json(one))
        before = rest
    return made


def all_from_json(values: Iterable[Mapping[str, Any]]) -> tuple[Candidate, ...]:
    """The candidates of one note again; raises as `from_json` does."""
    found: list[Candidate] = []
    rest: Reads = {}
    for value in values:
        template = value["template"]
        own = f"t:{template}"
        reads = value["reads"] if value["reads"] is not None else {**rest, own: ()}
        found.append(from_json({**value, "reads": reads}))
        rest = {subject: aspects for subject, aspects in found[-1].reads.items() if subject != own}
    return tuple(found)
