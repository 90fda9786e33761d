"""KEY=VALUE as people type it, by the type that the schema gives the key.

In: words of the command, the kind of the note. Out: values ready to be written, or WrongUse.
Never: a value that reading it back would call wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.edits.write import a_day
from vaultkit.english import a_
from vaultkit.errors import WrongUse
from vaultkit.model import ABOUT
from vaultkit.people import schema
from vaultkit.people.coerce import as_text, coerce
from vaultkit.people.names import slip_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from vaultkit.config import Config
    from vaultkit.model import Kind, Value
    from vaultkit.people.schema import Property

_WIKI = re.compile(r"\[\[[^\[\]]+\]\]")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?")
_LISTS = ("texts", "links", "times")


def pairs(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """`KEY=VALUE` words by key; a key that is given again makes a list. Raises WrongUse."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign or not key.strip():
            raise WrongUse(f"{word!r} is not KEY=VALUE, such as platform=Zoom.")
        if any(not letter.isprintable() for letter in key) or any(mark in key for mark in ":#\"'[]{}"):
            raise WrongUse(f"{key!r} cannot be the name of a property.")
        found[key.strip()] = (*found.get(key.strip(), ()), value.strip())
    if not found:
        raise WrongUse("Nothing to set: write KEY=VALUE, such as platform=Zoom.")
    return found


def name_of(kind: Kind, key: str, config: Config, own: Iterable[str] = ()) -> str | None:
    """The canonical name of a key; None for a key of the user's own. Raises WrongUse for a misspelling.

    `own`: the keys that stand in the note already, which are never misspelt.
    """
    found = schema.canonical(kind, key, config.properties)
    if found is not None or key.casefold() in {word.casefold() for word in own}:
        return found
    if schema.folded(key) not in schema.every_key():
        close = slip_of(schema.folded(key), schema.by_key(kind))
        if close:
            raise WrongUse(f"{key!r} is no property of {a_(_noun(kind))}; did you mean {close}?")
    return None


def _noun(kind: Kind) -> str:
    return "rendered note" if kind == "rendered" else kind if kind in ABOUT else "note"


def typed(kind: Kind, name: str | None, texts: tuple[str, ...], today: date) -> Value:
    """The value to write for what was typed, `today` where a date belongs too. Empty text is the empty value.

    Raises WrongUse, with the remedy.
    """
    texts = tuple(text for text in texts if text)
    if any(not letter.isprintable() for text in texts for letter in text):
        raise WrongUse("There are control characters or line breaks in that value.")
    if not texts:
        return None
    row = None if name is None else schema.named(kind, name)
    if row is None:
        values = tuple(_plain(text) for text in texts)
        return values[0] if len(values) == 1 else values
    return _of_type(row, texts, today)


def _plain(text: str) -> Value:
    """A key of the user's own: a number or a truth is one, all else is text."""
    if text in ("true", "false"):
        return text == "true"
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    return float(text) if found[2] else int(text)


def _of_type(row: Property, texts: tuple[str, ...], today: date) -> Value:
    parts = tuple(part for text in texts for part in _split(row, text))
    if row.type not in _LISTS and len(parts) > 1:
        raise WrongUse(f"{row.name} takes one value, not {len(parts)}.")
    if row.type == "date":
        return a_day(parts[0], today).isoformat()
    if row.name == "skip":
        _check_rules(parts)
    if row.is_link:
        linked = tuple(_linked(part) for part in parts)
        return linked[0] if len(linked) == 1 else linked
    read = coerce(row, parts if row.type in _LISTS else parts[0])
    if read.findings:
        said = read.findings[0]
        stop = "" if said.hint.endswith("?") else "."
        raise WrongUse(f"{row.name} {said.message}; {said.hint}{stop}")
    if read.value is None:
        raise WrongUse(f"{row.name} cannot be {texts[0]!r}.")
    return _written(row, parts, read.value)


def _check_rules(names: Iterable[str]) -> None:
    from vaultkit.people.agenda import RULES  # noqa: PLC0415 - `skip` alone asks
    from vaultkit.people.noted import rule_names  # noqa: PLC0415

    wrong = [name for name in names if not set(rule_names((name,))) & set(RULES)]
    if wrong:
        raise WrongUse(f"skip lists rules of the agenda, and {wrong[0]!r} is none: {', '.join(RULES)}.")


def _written(row: Property, parts: tuple[str, ...], value: Value) -> Value:
    """Text stays as it was typed; what has a form of its own is written in that form."""
    if row.type in ("text", "first", "phone", "url"):
        return parts[0]
    if row.type in ("texts", "times"):
        return value if isinstance(value, tuple) else (as_text(value),)
    return value


def _split(row: Property, text: str) -> tuple[str, ...]:
    """Lists may be typed with commas; links are never cut inside their brackets, nor a name that has one."""
    if row.type == "links" and _WIKI.search(text):
        return tuple(_WIKI.findall(text))
    if row.type in ("texts", "times"):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return (text,)


def _linked(text: str) -> str:
    return text if text.startswith("[[") or "](" in text else f"[[{text.removesuffix('.md')}]]"
