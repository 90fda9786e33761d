"""The agenda: what the facts ask to be done, why, by when, and what clears it.

In: a Vault, and a moment of the caller's. Out: items, entries, groups.
Never: reads the clock, or writes.
"""

from __future__ import annotations

from vaultkit.people.agenda.item import AgendaItem, Entry, command, quoted
from vaultkit.people.agenda.rules import AGEING, RULES, Number, Rule, Settings, settings
from vaultkit.people.agenda.show import (
    Grouped,
    OnDay,
    agenda,
    grouped,
    latest_day,
    opened,
    zone_remark,
)
from vaultkit.people.agenda.spans import UNITS, Days, Span, span
from vaultkit.people.agenda.walk import items, items_of

__all__ = [
    "AGEING",
    "RULES",
    "UNITS",
    "AgendaItem",
    "Days",
    "Entry",
    "Grouped",
    "Number",
    "OnDay",
    "Rule",
    "Settings",
    "Span",
    "agenda",
    "command",
    "grouped",
    "items",
    "items_of",
    "latest_day",
    "opened",
    "quoted",
    "settings",
    "span",
    "zone_remark",
]
