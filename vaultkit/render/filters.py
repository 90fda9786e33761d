"""The filters of templates: Jinja's own where they are safe as they stand, bounded ones elsewhere.

In: plain values and Views. Out: plain values.
Never: an attribute past the environment's door, chance, markup, or a result without an end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from jinja2 import filters as jinja
from jinja2.runtime import Undefined
from jinja2.utils import pass_environment

from vaultkit.render.limits import MAX_ITEMS, TooMuch, bounded
from vaultkit.render.plain import MAX_WIDTH, between, formatted, replaced, text
from vaultkit.render.safe import Ours, defuse, seam
from vaultkit.render.view import View

_AS_THEY_ARE = (
    "abs", "dictsort", "first", "float", "groupby", "int", "items", "last", "map", "max", "min", "reject",
    "rejectattr", "reverse", "select", "selectattr", "unique",
)  # fmt: skip


def _like(value: Any, made: str) -> str:
    """What was composed by a template stays so when blanks are cut or lines moved."""
    return Ours(made) if isinstance(value, Ours) else made


def _width(width: int) -> int:
    if not 0 <= int(width) <= MAX_WIDTH:
        raise TooMuch(f"a width is over {MAX_WIDTH}")
    return int(width)


@pass_environment
def attr(environment: Any, value: Any, name: Any) -> Any:
    """`value|attr("name")` is `value.name` and opens no other door."""
    return environment.getattr(value, text(name))


def batch(value: Iterable[Any], linecount: int, fill_with: Any = None) -> Iterator[list[Any]]:
    yield from jinja.do_batch(value, max(_width(linecount), 1), fill_with)


def sliced(value: Iterable[Any], slices: int, fill_with: Any = None) -> Iterator[list[Any]]:
    yield from jinja.sync_do_slice(listed(value), max(_width(slices), 1), fill_with)


def default(value: Any, default_value: Any = "", boolean: bool = False) -> Any:
    """`default_value` for what is not there and for what is empty; with `boolean` for 0 and false too."""
    if isinstance(value, Undefined) or value is None or value in ("", ()) or (boolean and not value):
        return default_value
    return value


def center(value: Any, width: int = 80) -> str:
    return text(value).center(_width(width))


def indent(value: Any, width: int = 4, first: bool = False, blank: bool = False) -> str:
    made = jinja.do_indent(text(value), _width(width), first, blank)
    return _like(value, bounded([made]))


def trim(value: Any, chars: str | None = None) -> str:
    return _like(value, text(value).strip(chars))


def listed(value: Iterable[Any]) -> list[Any]:
    made = list(islice(value, MAX_ITEMS + 1))
    if len(made) > MAX_ITEMS:
        raise TooMuch(f"a list is longer than {MAX_ITEMS:,}")
    return made


@pass_environment
def join(environment: Any, value: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
    """The texts of the members with `d` between them; empty members count as they are."""
    if attribute is not None:
        value = map(jinja.make_attrgetter(environment, attribute), value)
    members = listed(value)
    if any(isinstance(member, Ours) for member in members):
        parts = [m if isinstance(m, Ours) else defuse(text(m)) for m in members]
        return Ours(bounded(seam(between(parts, text(d)))))
    return bounded(between(map(text, members), text(d)))


def rounded(value: Any, precision: int = 0, method: str = "common") -> float:
    if abs(int(precision)) > 12:  # noqa: PLR2004 - more digits than a float has
        raise TooMuch("a number is rounded to more digits than it has")
    return jinja.do_round(value, precision, method)  # type: ignore[arg-type]


@pass_environment
def total(environment: Any, value: Iterable[Any], attribute: str | None = None, start: float = 0) -> float:
    if attribute is not None:
        value = map(jinja.make_attrgetter(environment, attribute), value)
    made: float = start
    for number in value:
        if not isinstance(number, (int, float)):
            raise TypeError("only numbers can be summed")
        made += number
    return made


def _order(value: Any, case_sensitive: bool) -> tuple[Any, ...]:
    """A key under which everything that a note may hold has its place: the empty first, then by kind."""
    match value:
        case None | "" | ():
            return (0,)
        case bool() | int() | float():
            return (1, value)
        case datetime():
            return (2, value.date().isoformat(), value.timestamp() if value.tzinfo else 0.0)
        case date():
            return (2, value.isoformat(), 0.0)
        case str():
            return (3, value if case_sensitive else value.casefold(), value)
        case tuple() | list():
            return (4, tuple(_order(member, case_sensitive) for member in value))
        case Undefined():
            return (str(value),)
        case View():
            return (5, str(value).casefold(), str(value))
    raise TypeError("this cannot be sorted")


@pass_environment
def ordered(
    environment: Any,
    value: Iterable[Any],
    reverse: bool = False,
    case_sensitive: bool = False,
    attribute: str | None = None,
) -> list[Any]:
    """Sorted, by one or several attributes with commas between them; the empty comes first."""
    names = [] if attribute is None else str(attribute).split(",")
    getters = [jinja.make_attrgetter(environment, name.strip()) for name in names] or [lambda member: member]
    return sorted(
        listed(value),
        key=lambda member: tuple(_order(get(member), case_sensitive) for get in getters),
        reverse=reverse,
    )


def upper(value: Any) -> str:
    return text(value).upper()


def lower(value: Any) -> str:
    return text(value).lower()


def title(value: Any) -> str:
    return jinja.do_title(text(value))


def capitalize(value: Any) -> str:
    return text(value).capitalize()


def length(value: Any) -> int:
    if isinstance(value, (str, list, tuple, range, Mapping, Undefined)):
        return len(value)
    if value is None:
        return 0
    return len(listed(value))


@pass_environment
def truncate(environment: Any, value: Any, length: int = 255, killwords: bool = False, end: str = "…") -> str:
    return jinja.do_truncate(environment, text(value), length, killwords, text(end), 0)


@pass_environment
def wordwrap(environment: Any, value: Any, width: int = 79, break_long_words: bool = True) -> str:
    made = jinja.do_wordwrap(environment, text(value), max(_width(width), 1), break_long_words, "\n")
    return _like(value, made)


def wordcount(value: Any) -> int:
    return len(text(value).split())


def format_(value: Any, *args: Any, **kwargs: Any) -> str:
    if args and kwargs:
        raise TypeError("a format takes values by place or by name, not both")
    return formatted(text(value), kwargs or args)


def urlencode(value: Any) -> str:
    return jinja.do_urlencode(text(value))


FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: jinja.FILTERS[name] for name in _AS_THEY_ARE},
    "attr": attr, "batch": batch, "slice": sliced, "default": default, "d": default, "center": center,
    "indent": indent, "trim": trim, "list": listed, "join": join, "round": rounded, "sum": total,
    "sort": ordered, "upper": upper, "lower": lower, "title": title, "capitalize": capitalize,
    "length": length, "count": length, "truncate": truncate, "wordwrap": wordwrap, "wordcount": wordcount,
    "format": format_, "urlencode": urlencode, "replace": replaced, "string": text,
}  # fmt: skip
