"""The agenda: what the facts ask to be done, why, by when, and what clears it.

In: a Vault, and a moment of the caller's. Out: items, entries, groups.
Never: reads the clock, or writes; or loads the rules where their items are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.lazily import names_of

if TYPE_CHECKING:
    from vaultkit.people.agenda.item import AgendaItem as AgendaItem
    from vaultkit.people.agenda.item import Entry as Entry
    from vaultkit.people.agenda.latest import latest_day as latest_day
    from vaultkit.people.agenda.rules import AGEING as AGEING
    from vaultkit.people.agenda.rules import RULES as RULES
    from vaultkit.people.agenda.rules import Rule as Rule
    from vaultkit.people.agenda.rules import settings as settings
    from vaultkit.people.agenda.show import Grouped as Grouped
    from vaultkit.people.agenda.show import agenda as agenda
    from vaultkit.people.agenda.show import grouped as grouped
    from vaultkit.people.agenda.show import opened as opened
    from vaultkit.people.agenda.show import zone_remark as zone_remark
    from vaultkit.people.agenda.spans import UNITS as UNITS
    from vaultkit.people.agenda.walk import items as items
    from vaultkit.people.agenda.walk import items_of as items_of

_MODULES = {
    "item": "AgendaItem Entry",
    "latest": "latest_day",
    "rules": "AGEING RULES Rule settings",
    "show": "Grouped agenda grouped opened zone_remark",
    "spans": "UNITS",
    "walk": "items items_of",
}

__getattr__ = names_of(__name__, _MODULES)
"""What is kept of an agenda needs none of the rules to be shown."""
