"""The one way in which a command changes a note: read, compute, compare, replace, and go round again.

In: a vault, a path, a pure function from bytes to bytes. Out: whether the note changed.
Never: a line that the function did not change, or a save that came in between.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.errors import ChangedMeanwhile, Refused, WrongUse, of_the_system
from vaultkit.people import dates
from vaultkit.people.me import Me

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from vaultkit.config import Config
    from vaultkit.index.vault import Vault
    from vaultkit.model import Facts, Value

ROUNDS = 20
REST = 0.02
"""Seconds until a note is looked at again that another program has open."""
LONG = 16_000
"""Characters from which on a new note may be more than is read."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of one note: `said` is a sentence for the report; `changed` is false where it said so already.

    `beside` is what follows from it and was not asked for.
    """

    path: str
    said: str
    changed: bool = True
    beside: str = ""


def change(config: Config, path: str, compute: Callable[[Facts, bytes], bytes]) -> bool:
    """Replace a note by what `compute` makes of it as it stands on disk, facts and bytes.

    Somebody's save in between is kept: it is computed from anew. False when nothing differs. Raises Refused,
    with the reason, for a note that is not there, is broken, or cannot be written.
    """
    place = config.root / path
    for _ in range(ROUNDS):
        try:
            old = files.read(place)
            new = compute(facts_as_read(config, path, old), old)
            if new == old:
                return False
            if files.being_written(place):  # asked before the exchange, which others would see
                time.sleep(REST)
                continue
            files.replace(place, new, expected=old, within=config.root)
        except ChangedMeanwhile:
            continue
        except Refused as reason:
            raise Refused(str(reason) if str(reason).startswith(path) else f"{path}: {reason}") from reason
        except OSError as error:
            raise Refused(f"{path}: not written: {of_the_system(error, named=True)}.") from error
        return True
    raise Refused(
        f"{path}: not written, since another program has it open to write or keeps saving it. "
        "Close it there and try again."
    )


def facts_as_read(config: Config, path: str, data: bytes) -> Facts:
    """What a note says as it stands on disk. Raises Refused for one that is broken."""
    from vaultkit import notes  # noqa: PLC0415 - refusals do without the parsers
    from vaultkit.people.reading import read_note  # noqa: PLC0415

    facts = read_note(path, notes.read(data, path, sections=config.sections), config, {})
    if facts.broken:
        raise Refused(
            f"{path}: its front matter cannot be read, so nothing is written. `vaultkit check` says why."
        )
    return facts


def with_property(facts: Facts, data: bytes, name: str, value: Value) -> bytes:
    """The note's bytes with a canonical property set, under the key by which the note has it."""
    from vaultkit import notes  # noqa: PLC0415 - refusals do without the parsers

    return notes.set_property(data, facts.keys.get(name, name), value)


def set_properties(vault: Vault, path: str, values: Mapping[str, Value]) -> bool:
    """Set canonical properties to values as they are, in one write. False when the note says all of it already."""

    def compute(facts: Facts, data: bytes) -> bytes:
        for name, value in values.items():
            data = with_property(facts, data, name, value)
        return data

    return change(vault.config, path, compute)


def listed(facts: Facts, name: str) -> tuple[str, ...]:
    """The members of a property that is a list."""
    value = facts.props.get(name)
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def create(root: Path, path: str, text: str) -> None:
    """Write a note that is not there yet. Raises Refused when something is, or nobody could read the note then."""
    if len(text) > LONG and _unreadable(path, text):
        raise Refused(f"{path}: not made, since its properties would be too long to be read.")
    try:
        files.replace(root / path, text.encode(), expected=None, within=root)
    except ChangedMeanwhile:
        raise Refused(f"{path} is there already; nothing is overwritten.") from None
    except OSError as error:
        raise Refused(f"{path}: not written: {of_the_system(error, named=True)}.") from error


def _unreadable(path: str, text: str) -> bool:
    from vaultkit import notes  # noqa: PLC0415 - refusals do without the parsers

    return notes.read(text.encode(), path, body=False).front == "broken"


def today(vault: Vault, now: datetime) -> date:
    """The calendar day of `now` (aware) in my zone."""
    return now.astimezone(Me(vault).zone).date()


def a_day(text: str, current: date) -> date:
    """A day as a command takes it: `2026-03-09`, today or yesterday. Raises WrongUse."""
    word = text.strip().casefold()
    if word in ("today", "yesterday"):
        return current - timedelta(days=word == "yesterday")
    found = dates.day(text)
    if found is None:
        what = "is a day that does not exist" if dates.looks_dated(text) else "is no day"
        raise WrongUse(f"{text!r} {what}; write it as {current.isoformat()}, or today, or yesterday.")
    return found
