"""What the words ask of an interview, a person and an item: the one place that knows the views' names.

In: views (or anything with the same names). Out: plain values, "" or () for what is not there.
Never: a name that the audience may not see; it counts as not there.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from vaultkit.people.names import fold
from vaultkit.render.words.texts import text_of
from vaultkit.render.words.times import moment, the_day

if TYPE_CHECKING:
    from collections.abc import Callable

_Found = TypeVar("_Found")

SALUTATION = re.compile(
    r"(?:dear|hello|hi|hey|good (?:morning|day|evening|afternoon))(?=[\s,!]|$)", re.IGNORECASE
)
"""A `greeting` that begins so is the whole first line of a letter."""


def get(thing: object, name: str, default: Any = "") -> Any:
    """`thing.name`, or `default` where there is no such name or nothing in it."""
    try:
        value = thing[name]  # type: ignore[index]  # a view and a mapping; anything else raises
    except LookupError:
        return default
    except TypeError:
        value = getattr(thing, name, None)
    return default if value is None or value == "" else value


def once(work: Callable[[Any, Any], _Found]) -> Callable[[Any, Any], _Found]:
    """`work(interview, person)`, worked out once for each view of an interview: a letter asks from several sides."""

    @wraps(work)
    def kept(interview: Any, person: Any) -> _Found:
        keep = getattr(type(interview), "kept", None)
        if keep is None:
            return work(interview, person)
        found: _Found = keep(interview, (work, person), lambda: work(interview, person))
        return found

    return kept


def many(thing: object, name: str) -> tuple[Any, ...]:
    """The members of a list property; a lone value is one member."""
    value = get(thing, name, ())
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)


def folded(name: object) -> str:
    """A name as names of people are compared."""
    return fold(text_of(name))


def name_of(person: object) -> str:
    """The person's name: `name`, or the text itself where somebody has no note."""
    return person if isinstance(person, str) else text_of(get(person, "name"))


def called(person: object) -> str:
    """How a letter names the person in its text: the greeting without "Dear", else the whole name."""
    greeting = " ".join(text_of(get(person, "greeting")).split()).rstrip(",;:.! ")
    salutation = SALUTATION.match(greeting)
    if salutation:
        greeting = greeting[salutation.end() :].lstrip(", ")
    return greeting or " ".join(name_of(person).split())


def same(one: object, other: object) -> bool:
    """Whether two views, or a view and a name, mean one person."""
    if one == other:
        return True
    paths = get(one, "path"), get(other, "path")
    if all(paths):
        return bool(paths[0] == paths[1])
    return folded(name_of(one)) == folded(name_of(other)) != ""


def place_of(interview: object, person: object) -> int:
    """Where `person` stands in `people`, from 0; 0 for somebody who is not there."""
    people = many(interview, "people")
    return next((at for at, one in enumerate(people) if same(one, person)), 0)


def link_names(person: object) -> frozenset[str]:
    """What a link to this person may say: name, file name, path, greeting, other names."""
    path = text_of(get(person, "path")).removesuffix(".md")
    names = (name_of(person), path, path.rsplit("/", 1)[-1], called(person), *many(person, "aliases"))
    return frozenset(folded(name) for name in names) - {""}


def links_to(item: object, person: object) -> bool:
    """Whether an item links the person; the view's own answer (`people`) where it has one."""
    if any(same(one, person) for one in many(item, "people")):
        return True
    targets = (text_of(link).split("#")[0].removesuffix(".md") for link in many(item, "links"))
    return any(folded(target) in link_names(person) for target in targets)


def links_somebody(item: object, people: tuple[object, ...]) -> bool:
    """Whether an item links any person: one of this meeting, or any contact that the view tells of."""
    return bool(many(item, "people")) or any(links_to(item, person) for person in people)


def has_tag(item: object, tag: str) -> bool:
    return tag in {text_of(one).lstrip("#").casefold() for one in many(item, "tags")}


def shareable(item: object) -> bool:
    """Not dropped, not private; `audience: them` sees no private item anyway."""
    return not get(item, "dropped", False) and not has_tag(item, "private")


def is_open(item: object) -> bool:
    return shareable(item) and not get(item, "done", False)


def start_of(interview: object) -> datetime | date | None:
    """The start: a moment with its zone, a date while the hour is open, else None."""
    start = get(interview, "start", None)
    if start is None or isinstance(start, (str, date)):
        return moment(start)
    return moment(get(start, "at", None)) or the_day(get(start, "day", None))


def held_day(interview: object) -> date | None:
    """The day of a talk that was held, for putting talks in order; None for one that was not."""
    if get(interview, "stage") not in ("held", "thanked"):
        return None
    return the_day(get(interview, "held", None)) or the_day(start_of(interview)) or date.min


def when_of(interview: object) -> date:
    """The day an interview belongs to: held, else planned, else the end of time."""
    return held_day(interview) or the_day(start_of(interview)) or date.max


def talks_before(interview: object, person: object) -> int:
    """How many other talks were held with `person` before this one."""
    here = (when_of(interview), text_of(get(interview, "path")))
    before = 0
    for other in many(person, "interviews"):
        day = held_day(other)
        path = text_of(get(other, "path"))
        if day is not None and path != here[1] and (day, path) < here:
            before += 1
    return before
