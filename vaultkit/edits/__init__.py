"""What commands write into notes: done, set, skip, ask, log, new, check --fix.

In: the words of a command, a Vault, the moment. Out: Edited, a sentence for each note.
Never: reads the clock, or changes a line that the command does not name.
"""

from __future__ import annotations

from vaultkit.edits.done import announced, done, draft, reached
from vaultkit.edits.fix import FIXES, fix, preview
from vaultkit.edits.lines import ask, log, tick
from vaultkit.edits.new import new_contact, new_interview
from vaultkit.edits.setting import set_on, set_properties, set_values, skip
from vaultkit.edits.write import Edited, a_day, change, create, today

__all__ = [
    "FIXES",
    "Edited",
    "a_day",
    "announced",
    "ask",
    "change",
    "create",
    "done",
    "draft",
    "fix",
    "log",
    "new_contact",
    "new_interview",
    "preview",
    "reached",
    "set_on",
    "set_properties",
    "set_values",
    "skip",
    "tick",
    "today",
]
