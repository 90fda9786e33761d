"""`list --where`: a small language over properties, in which dates compare as dates.

In: the words of a condition, and a function that gives the value of a key. Out: yes or no.
Never: runs anything; a condition is read, not evaluated.

    stage == held and start < 2026-12-01        org ~ transport or not helpful
    mode in (online, phone)                     title == "keeps the footpath data"
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any, TypeAlias, TypeVar

from vaultkit.errors import WrongUse

Look: TypeAlias = Callable[[str], Any]
Condition: TypeAlias = Callable[[Look], bool]
Row = TypeVar("Row")

_TOKEN = re.compile(
    r"""\s*(?:(?P<op>==|!=|<=|>=|=|<|>|~|\(|\)|,)|"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<word>[^\s=!<>~(),"']+))"""
)
_WORDS = ("and", "or", "not", "in")
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_LONGEST = 2000
_UNSET = 9


def condition(text: str) -> Condition:
    """The condition that `text` states. Raises WrongUse that shows where it stops making sense."""
    return _read(text)[0]


def keys_of(text: str) -> tuple[str, ...]:
    """The keys that a condition asks for, each once. Raises WrongUse as `condition` does."""
    return tuple(dict.fromkeys(_read(text)[1]))


def _read(text: str) -> tuple[Condition, list[str]]:
    if len(text) > _LONGEST:
        raise WrongUse(f"--where: more than {_LONGEST} characters.")
    reader = _Reader(text)
    return reader.whole(), reader.keys


class _Reader:
    """Reads by descent: or, and, not, comparison."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.depth = 0
        self.keys: list[str] = []

    def whole(self) -> Condition:
        found = self._any()
        if self.tokens:
            raise self._wrong(f"{self.tokens[0][1]!r} is not expected here")
        return found

    def _any(self) -> Condition:
        terms = [self._all()]
        while self._take("word", "or"):
            terms.append(self._all())
        return lambda look: any(term(look) for term in terms)

    def _all(self) -> Condition:
        terms = [self._not()]
        while self._take("word", "and"):
            terms.append(self._not())
        return lambda look: all(term(look) for term in terms)

    def _not(self) -> Condition:
        self.depth += 1
        if self.depth > 50:  # noqa: PLR2004 - nobody's question is that deep, and Python's stack is not endless
            raise self._wrong("it is nested too deeply")
        found = self._one()
        self.depth -= 1
        return found

    def _one(self) -> Condition:
        if self._take("word", "not"):
            inner = self._not()
            return lambda look: not inner(look)
        if self._take("op", "("):
            inside = self._any()
            if not self._take("op", ")"):
                raise self._wrong("a bracket is not closed")
            return inside
        return self._comparison()

    def _comparison(self) -> Condition:
        key = self._value("the name of a property")
        self.keys.append(key)
        for op in (*_OPERATORS, "=", "~"):
            if self._take("op", op):
                literal = self._literal(f"a value after {op}")
                return lambda look: compare(look(key), "==" if op == "=" else op, literal)
        if self._take("word", "in"):
            return self._among(key)
        return lambda look: bool(look(key)) and look(key) not in ("false", "no")

    def _among(self, key: str) -> Condition:
        if not self._take("op", "("):
            raise self._wrong("a list in brackets belongs after `in`")
        members = [self._literal("a value")]
        while self._take("op", ","):
            members.append(self._literal("a value"))
        if not self._take("op", ")"):
            raise self._wrong("a bracket is not closed")
        return lambda look: any(compare(look(key), "==", member) for member in members)

    def _take(self, kind: str, text: str) -> bool:
        if self.tokens and self.tokens[0][0] == kind and self.tokens[0][1].lower() == text:
            del self.tokens[0]
            return True
        return False

    def _literal(self, wanted: str) -> str:
        """A value; of several words only in quotes."""
        words = [self._value(wanted)]
        while self.tokens and self._plain():
            words.append(self.tokens.pop(0)[1])
        if len(words) > 1:
            whole = " ".join(words)
            mark = "'" if '"' in whole else '"'
            raise self._wrong(f"a value of several words belongs in quotes, {mark}{whole}{mark}")
        return words[0]

    def _value(self, wanted: str) -> str:
        if self.tokens and (self.tokens[0][0] == "text" or self._plain()):
            return self.tokens.pop(0)[1]
        raise self._wrong(f"{wanted} is missing")

    def _plain(self) -> bool:
        kind, text = self.tokens[0]
        return kind == "word" and text.lower() not in _WORDS

    def _wrong(self, why: str) -> WrongUse:
        return WrongUse(f'--where "{self.text}": {why}. An example: stage == held and start < 2026-12-01')


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise WrongUse(f'--where "{text}": cannot read it from "{text[at:].strip()[:20]}" on.')
        at = found.end()
        quoted = found["double"] if found["double"] is not None else found["single"]
        if quoted is not None:
            yield "text", quoted
        else:
            yield ("op", found["op"]) if found["op"] else ("word", found["word"])


def compare(value: Any, op: str, literal: str) -> bool:
    """Whether a property's value stands in that relation to the literal; of a list, whether a member does."""
    if isinstance(value, list | tuple):
        found = any(compare(member, "==" if op == "!=" else op, literal) for member in value)
        return not found if op == "!=" else found
    if value is None:
        return (op == "!=") != (literal.lower() in ("", "null", "none"))
    if op == "~":
        return literal.casefold() in _text(value)
    return bool(_OPERATORS[op](*comparable(value, literal)))


def comparable(value: Any, literal: str) -> tuple[Any, Any]:
    """Both as the most telling type that fits both: yes or no, number, day, moment, else text."""
    if isinstance(value, bool):
        return value, literal.lower() in ("true", "yes", "1")
    if isinstance(value, int | float):
        try:
            return float(value), float(literal)
        except ValueError:
            return _text(value), literal.casefold()
    first, second = _moment(value), _moment(literal)
    if first is None or second is None:
        return _text(value), literal.casefold()
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first, second
    return _day(first), _day(second)


def ordered(rows: Iterable[Row], value: Callable[[Row], Any], *, down: bool = False) -> list[Row]:
    """`rows` by their `value`, up or down; those that have none come last either way, as they came."""
    keyed = [(sort_key(value(row)), row) for row in rows]
    there = [pair for pair in keyed if pair[0][0] != _UNSET]
    there.sort(key=operator.itemgetter(0), reverse=down)
    return [row for _, row in (*there, *(pair for pair in keyed if pair[0][0] == _UNSET))]


def sort_key(value: Any) -> tuple[int, Any]:
    """A key under which values of any kind have an order; what is not set comes last."""
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    if value is None or value == "":
        return _UNSET, ""
    if isinstance(value, bool | int | float):
        return 0, float(value)
    moment = _moment(value)
    if moment is not None:
        whole = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
        return 1, whole.isoformat()
    return 2, _text(value)


def _moment(value: Any) -> date | datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if not re.fullmatch(r"\d{4}-\d\d-\d\d.*", text):
        return None
    with suppress(ValueError):
        return date.fromisoformat(text)
    with suppress(ValueError):
        return datetime.fromisoformat(text).replace(tzinfo=None)
    return None


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _text(value: Any) -> str:
    return str(value).replace("[[", "").replace("]]", "").casefold()
