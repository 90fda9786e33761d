"""What commands write into notes: done, set, skip, ask, log, new, invite, import, check --fix.

In: the words of a command, a Vault, the moment. Out: Edited, a sentence for each note.
Never: reads the clock, or changes a line that the command does not name.
"""

from __future__ import annotations

from vaultkit.edits.done import done
from vaultkit.edits.fix import fix, preview
from vaultkit.edits.lines import ask, log, tick
from vaultkit.edits.new import new_contact, new_interview
from vaultkit.edits.sent import draft
from vaultkit.edits.setting import set_values, skip
from vaultkit.edits.write import Edited

__all__ = [
    "Edited",
    "ask",
    "done",
    "draft",
    "fix",
    "log",
    "new_contact",
    "new_interview",
    "preview",
    "set_values",
    "skip",
    "tick",
]
