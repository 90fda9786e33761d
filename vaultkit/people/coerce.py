"""Values of properties, given the type that the schema says.

In: a property and a YAML value. Out: the value as Facts keep it, JSON all through, and what was wrong with it.
Never: an exception, whatever the value: what cannot be read is empty, with a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from vaultkit.people import dates, schema, zones
from vaultkit.people.names import shown, slip_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from vaultkit.model import Value
    from vaultkit.people.schema import Property, Type


class Finding(NamedTuple):
    """A problem before it has a place: its code, what is wrong, what to do about it.

    The message goes on from the key as written: "says 5", "is read as a number".
    """

    code: str
    message: str
    hint: str = ""


class Coerced(NamedTuple):
    value: Value
    findings: tuple[Finding, ...] = ()


EMPTY: Final = Coerced(None)
_DIGITS: Final = 40
_DAY_MINUTES: Final = 24 * 60
_SPAN: Final = re.compile(r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)\s*([a-zA-Z]*)\.?")
_UNITS: Final[Mapping[str, float]] = {
    "": 1, "m": 1, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "h": 60, "hr": 60, "hrs": 60, "hour": 60,
    "hours": 60,
}  # fmt: skip
_DAYS: Final[Mapping[str, int]] = {
    "": 1, "d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365,
    "years": 365,
}  # fmt: skip
_YES: Final = frozenset({"true", "yes", "y", "on", "1", "x"})
_NO: Final = frozenset({"false", "no", "n", "off", "0"})


def coerce(prop: Property, value: Value, source: str = "") -> Coerced:
    """Read a value as the property's type. `source` is its line as written, for numbers that lost their zeros."""
    parts = tuple(part for part in _elements(value) if not _blank(part))
    if not parts:
        return EMPTY
    if bad := next((part for part in parts if isinstance(part, Mapping)), None):
        return _wrong(bad, "text, or a list of text")
    if prop.type == "phone":
        return _phone(parts[0], source)
    if prop.type == "word":
        return _word(parts[0], prop.name)
    of_all = _OF_ALL.get(prop.type)
    return of_all(parts) if of_all else _OF_FIRST[prop.type](parts[0])


def _elements(value: Value) -> tuple[Value, ...]:
    """A scalar or a list as a list; a list in it is an unquoted `[[link]]`, put back into its brackets."""
    if not isinstance(value, tuple):
        return (value,)
    return tuple(f"[[{', '.join(_flat(part))}]]" if isinstance(part, tuple) else part for part in value)


def _flat(value: Value) -> list[str]:
    if isinstance(value, tuple):
        return [text for part in value for text in _flat(part)]
    return [] if value is None or isinstance(value, Mapping) else [as_text(value)]


def _blank(value: Value) -> bool:
    return value is None or value == "[[]]" or (isinstance(value, str) and not value.strip())


def as_text(value: Value) -> str:
    """A scalar as text; a number too long to be anybody's number is cut."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and abs(value) >= 10**_DIGITS:
        return "…"
    return "" if value is None else str(value)


def _wrong(value: Value, wanted: str) -> Coerced:
    got = "a mapping" if isinstance(value, Mapping) else f'"{_cut(as_text(value))}"'
    return _fault("wrong-value", f"says {got}", f"write {wanted}")


def _fault(code: str, message: str, hint: str) -> Coerced:
    return Coerced(None, (Finding(code, message, hint),))


def _cut(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _text(parts: tuple[Value, ...]) -> Coerced:
    if len(parts) == 1 and isinstance(parts[0], str):
        return Coerced(shown(parts[0]) or None)
    if any(isinstance(part, bool) for part in parts):
        return _wrong(parts[0], "text")
    return Coerced(", ".join(filter(None, (shown(as_text(part)) for part in parts))) or None)


def _texts(parts: tuple[Value, ...]) -> Coerced:
    return Coerced(tuple(as_text(part).strip() for part in parts))


def _first(part: Value) -> Coerced:
    return _text((part,))


def _phone(part: Value, source: str) -> Coerced:
    if isinstance(part, str):
        return _first(part)
    if isinstance(part, bool):
        return _wrong(part, "a number in quotes")
    typed = _as_typed(source)
    hint = f'put it into quotes: "{typed}"' if typed else 'put it into quotes, as in "+44 20 5550 0162"'
    finding = Finding("phone-number", "is read as a number, so that a zero or a plus in front is lost", hint)
    return Coerced(typed or as_text(part), (finding,))


def _as_typed(source: str) -> str:
    """The digits of `phone: 0113 5550162  # at work` as they were typed."""
    found = re.fullmatch(r"[^:]*:\s*([+]?[0-9_.]{3,20})\s*(?:\s#.*)?", source.strip())
    return found[1] if found else ""


def _url(part: Value) -> Coerced:
    text = as_text(part).strip()
    if found := re.search(r"\]\(\s*<?([^()<>\s]+)>?\s*\)", text):
        return Coerced(found[1])
    return Coerced(text.removeprefix("<").removesuffix(">").strip() or None)


def _link(part: Value) -> Coerced:
    return Coerced(as_text(part).strip())


def _no_day(text: str, like: str) -> Coerced:
    text = _cut(text)
    if dates.looks_dated(text):
        return _fault(
            "no-such-date", f'says "{text}", and there is no such day or hour', f"write it as {like}"
        )
    if dates.has_offset(text):
        hint = f"write the wall time alone, as {like}, and the place's zone as timezone"
        return _fault("time-offset", f'says "{text}", a time with an offset', hint)
    return _fault("wrong-value", f'says "{text}", which is no date', f"write it as {like}")


def _date(parts: tuple[Value, ...]) -> Coerced:
    if len(parts) > 1:
        return _wrong(", ".join(as_text(part) for part in parts), "one date, as 2026-03-09")
    text = as_text(parts[0])
    on = dates.day(text) if isinstance(parts[0], str) else None
    return Coerced(on.isoformat()) if on else _no_day(text, "2026-03-09")


def _time(parts: tuple[Value, ...]) -> Coerced:
    if len(parts) > 1:
        return _wrong(", ".join(as_text(part) for part in parts), "one time, as 2026-03-09T14:00")
    return _one_time(parts[0])


def _one_time(part: Value) -> Coerced:
    text = as_text(part)
    when: datetime | date | None = dates.wall(text) if isinstance(part, str) else None
    return Coerced(dates.written(when)) if when else _no_day(text, "2026-03-09T14:00")


def _times(parts: tuple[Value, ...]) -> Coerced:
    read = [_one_time(part) for part in parts]
    good = tuple(one.value for one in read if one.value is not None)
    return Coerced(good or None, tuple(found for one in read for found in one.findings))


def _minutes(part: Value) -> Coerced:
    found = _SPAN.fullmatch(as_text(part).strip())
    unit = _UNITS.get(found[2].casefold()) if found else None
    if not found or unit is None or isinstance(part, bool):
        return _wrong(part, "the minutes, as 30")
    minutes = round(float(found[1].replace(",", ".")) * unit)
    return Coerced(minutes) if 0 < minutes <= _DAY_MINUTES else _wrong(part, "the minutes, as 30")


def _cadence(part: Value) -> Coerced:
    text = as_text(part).strip().casefold()
    if text in ("never", "no", "false", "off"):
        return Coerced("never")
    found = re.fullmatch(r"(?:every )?([0-9]{1,5}) ?([a-z]*)", text)
    unit = _DAYS.get(found[2]) if found else None
    if not found or unit is None or not 0 < (days := int(found[1]) * unit) <= 365 * 100:
        return _wrong(part, "a number of days, as 90, or never")
    return Coerced(days)


def _number(part: Value) -> Coerced:
    text = as_text(part).strip()
    if isinstance(part, bool) or not re.fullmatch(r"[0-9]{1,9}", text):
        return _wrong(part, "a whole number")
    return Coerced(int(text))


def _yes(part: Value) -> Coerced:
    text = as_text(part).strip().casefold()
    if text in _YES | _NO:
        return Coerced(text in _YES)
    return _wrong(part, "true or false")


def _zone(part: Value) -> Coerced:
    text = as_text(part).strip()
    found = zones.zone(text)
    if found is not None and not zones.abbreviated(text):
        return Coerced(found.key)
    near = " or ".join(zones.nearest_zones(text)) or "Europe/Berlin"
    hint = f"write the place's IANA name, such as {near}"
    if found is None:
        return _fault("zone-unknown", f'says "{_cut(text)}", which names no IANA time zone', hint)
    finding = Finding("zone-abbreviated", f'says "{_cut(text)}", a clock and not a place', hint)
    return Coerced(found.key, (finding,))


def _word(part: Value, name: str) -> Coerced:
    text = as_text(part).strip()
    legal = schema.word(name, text)
    if legal is not None:
        return Coerced(legal)
    words = tuple(schema.WORDS[name])
    near = slip_of(text, words)
    hint = f"did you mean {near}?" if near else f"write one of {', '.join(words)}"
    return _fault("unknown-word", f'says "{_cut(text)}", a word that it does not know', hint)


_OF_ALL: Final[Mapping[Type, Callable[[tuple[Value, ...]], Coerced]]] = {
    "text": _text, "texts": _texts, "links": _texts, "date": _date, "time": _time, "times": _times,
}  # fmt: skip
_OF_FIRST: Final[Mapping[Type, Callable[[Value], Coerced]]] = {
    "first": _first, "url": _url, "link": _link, "minutes": _minutes, "cadence": _cadence, "number": _number,
    "yes": _yes, "zone": _zone,
}  # fmt: skip
