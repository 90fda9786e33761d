"""`set` and `skip`: properties of a note that is there, each its own line.

In: the words of the command, the vault. Out: one write of one note.
Never: a key renamed, or another line touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.edits.values import name_of, pairs, typed
from vaultkit.edits.write import Edited, change, listed, set_properties, today, with_property
from vaultkit.errors import WrongUse
from vaultkit.index.names import stem
from vaultkit.people import find
from vaultkit.people.agenda import RULES
from vaultkit.people.noted import rule_names
from vaultkit.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from vaultkit.index.vault import Vault
    from vaultkit.model import Facts, Value


def set_values(vault: Vault, text: str, words: Iterable[str], *, now: datetime) -> Edited:
    """Set properties of the note that the words mean, in one write; `KEY=` empties one.

    Raises WrongUse for an unknown note, a misspelt key or a value of the wrong type, Refused where the note
    cannot take it.
    """
    given = pairs(words)
    note = find.for_keys(vault, text, given)
    names = {key: name_of(note.kind, key, vault.config, note.raw()) for key in given}
    day = today(vault, now)
    values = {key: typed(note.kind, names[key], texts, day) for key, texts in given.items()}
    changed = set_properties(vault, note.path, {names[key] or key: value for key, value in values.items()})
    said = ", ".join(f"{key} is now {_shown(value)}" for key, value in values.items())
    return Edited(note.path, f"{stem(note.path)}: {said}.", changed)


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(one) for one in value)
    if value is None:
        return "empty"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def skip(vault: Vault, text: str, rule: str) -> Edited:
    """Add an agenda rule to `skip`. Raises WrongUse for an unknown rule or note."""
    name = next(iter(rule_names((rule,))), "")
    if name not in RULES:
        near = did_you_mean(rule, RULES) or "."
        raise WrongUse(f"{rule!r} is no rule of the agenda{near} The rules are {', '.join(RULES)}.")
    note = find.for_rule(vault, text, RULES[name].side)

    def compute(facts: Facts, data: bytes) -> bytes:
        already = listed(facts, "skip")
        return data if name in rule_names(already) else with_property(facts, data, "skip", (*already, name))

    changed = change(vault.config, note.path, compute)
    return Edited(note.path, f"{stem(note.path)}: no {name} {'any more' if changed else 'already'}.", changed)
