"""The plain values of templates: their text, the few methods that they keep, arithmetic with an end.

In: text, numbers, dates, tuples, lists, mappings, Views. Out: the same kinds of values.
Never: a result longer than limits allow, or a method that reaches out of the value.
"""

from __future__ import annotations

import operator as operators
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from jinja2.runtime import Undefined

from vaultkit.render.limits import MAX_ITEMS, MAX_TEXT, TooMuch, bounded
from vaultkit.render.safe import Ours, defuse, seam
from vaultkit.render.view import View, kind_of

MAX_BITS = 4096
MAX_WIDTH = 1000
VALUES = (str, int, float, bool, date, time, timedelta, tuple, list, Mapping, range)
_WIDTH = re.compile(r"%(?:\([^)]*\))?[-+ #0]*(\*|\d+)?(?:\.(\*|\d+))?")
_OF_MAPPINGS: dict[str, Callable[..., Any]] = {
    "items": lambda mapping: mapping.items(),
    "keys": lambda mapping: mapping.keys(),
    "values": lambda mapping: mapping.values(),
    "get": lambda mapping, key, default=None: mapping.get(key, default),
}

Getter = Callable[..., Any]


class Method:
    """A method of a plain value, bound, as a template sees it: it can be called and nothing else."""

    __slots__ = ("_call", "_value")

    def __init__(self, call: Getter, value: Any) -> None:
        self._call = call
        self._value = value

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._call(self._value, *args, **kwargs)


def replaced(text_: str, old: str, new: str, count: int = -1) -> str:
    """str.replace that says how long its result would be before it makes it."""
    text_, old, new = text(text_), text(old), text(new)
    times = text_.count(old) if count < 0 else min(count, text_.count(old))
    _fits(len(text_) + times * (len(new) - len(old)))
    return text_.replace(old, new, count)


def _calls(owner: type, *names: str) -> dict[str, tuple[Getter, bool]]:
    return {name: (getattr(owner, name), True) for name in names}


def _reads(*names: str) -> dict[str, tuple[Getter, bool]]:
    return {name: (operators.attrgetter(name), False) for name in names}


METHODS: tuple[tuple[type, dict[str, tuple[Getter, bool]]], ...] = (
    (
        str,
        {
            **_calls(
                str, "upper", "lower", "title", "capitalize", "casefold", "strip", "lstrip", "rstrip",
                "startswith", "endswith", "split", "rsplit", "splitlines", "removeprefix", "removesuffix",
                "count", "find", "isdigit", "isupper", "islower", "partition", "rpartition",
            ),
            "replace": (replaced, True),
        },
    ),
    (datetime, {**_reads("hour", "minute"), **_calls(datetime, "date")}),
    (date, {**_reads("year", "month", "day"), **_calls(date, "weekday", "isoweekday", "isoformat")}),
    (time, {**_reads("hour", "minute"), **_calls(time, "isoformat")}),
    (timedelta, {**_reads("days"), **_calls(timedelta, "total_seconds")}),
    (Mapping, {name: (call, True) for name, call in _OF_MAPPINGS.items()}),
)  # fmt: skip
"""For each kind of value, name → (function of the value, whether it is called or read)."""


def described(value: Any) -> str:
    """The kind of a value in a word, for messages."""
    if isinstance(value, View):
        return kind_of(value)
    for kind, word in (
        (str, "a text"), (bool, "a yes or no"), ((int, float), "a number"), (date, "a date"),
        ((tuple, list), "a list"), (Mapping, "a mapping"), (type(None), "nothing"),
    ):  # fmt: skip
        if isinstance(value, kind):
            return word
    return "this"


def text(value: Any) -> str:
    """What a value prints: nothing for nothing, a list with commas. Raises TypeError for what has no text."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.replace(tzinfo=None).isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case int() | float() | View() | timedelta() | Undefined():
            return str(value)  # of what is undefined it raises, with the right message
        case tuple() | list() | range() | Iterator():
            return bounded(between(map(text, value), ", "))
    raise TypeError(f"{described(value)} cannot be printed")


def between(parts: Iterable[str], mark: str) -> Iterator[str]:
    """The parts with the mark between them, one by one: a list without an end must not become a text first."""
    for number, part in enumerate(parts):
        if number:
            yield mark
        yield part


def binary(operator: str, left: Any, right: Any) -> Any:
    """`left operator right` for + * ** %, refused with TooMuch before it grows out of bounds."""
    if operator == "+":
        return _plus(left, right)
    if operator == "*":
        return _times(left, right)
    if operator == "**":
        if isinstance(left, int) and isinstance(right, int) and left.bit_length() * abs(right) > MAX_BITS:
            raise TooMuch("a number grows too large")
        return left**right
    if isinstance(left, str):
        return formatted(left, right)
    return left % right


def _plus(left: Any, right: Any) -> Any:
    if isinstance(left, (str, list, tuple)) and isinstance(right, (str, list, tuple)):
        _fits(len(left) + len(right), MAX_TEXT if isinstance(left, str) else MAX_ITEMS)
        if isinstance(left, Ours) or isinstance(right, Ours):
            return Ours(
                "".join(
                    seam(part if isinstance(part, Ours) else defuse(text(part)) for part in (left, right))
                )
            )
    return left + right


def _times(left: Any, right: Any) -> Any:
    if isinstance(left, int) and isinstance(right, (str, list, tuple)):
        left, right = right, left
    if isinstance(left, (str, list, tuple)) and isinstance(right, int):
        _fits(len(left) * right, MAX_TEXT if isinstance(left, str) else MAX_ITEMS)
    elif (
        isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > MAX_BITS
    ):
        raise TooMuch("a number grows too large")
    return left * right


def formatted(pattern: str, values: Any) -> str:
    """`pattern % values` with widths that stay on a line."""
    for match in _WIDTH.finditer(pattern):
        for width in match.groups():
            if width is not None and (width == "*" or len(width) > 4 or int(width) > MAX_WIDTH):  # noqa: PLR2004
                raise TooMuch(f"a width in a format is over {MAX_WIDTH}")
    known = (str, int, float, bool, date, timedelta, View, type(None))
    members = (
        values
        if isinstance(values, tuple)
        else tuple(values.values())
        if isinstance(values, Mapping)
        else (values,)
    )
    if not all(isinstance(member, known) for member in members):
        raise TypeError("only text, numbers and dates can be formatted")
    made: str = str(pattern) % values
    _fits(len(made))
    return made


def _fits(size: int, limit: int = MAX_TEXT) -> None:
    if size > limit:
        raise TooMuch(f"a {'text' if limit == MAX_TEXT else 'list'} is longer than {limit:,}")
