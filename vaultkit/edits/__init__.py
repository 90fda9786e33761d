"""What commands write into notes: done, set, skip, ask, log, new, invite, import, check --fix.

In: the words of a command, a Vault, the moment. Out: Edited, a sentence for each note.
Never: reads the clock, or changes a line that the command does not name.
"""

from __future__ import annotations

from vaultkit.edits.done import done as done
from vaultkit.edits.fix import fix as fix
from vaultkit.edits.fix import preview as preview
from vaultkit.edits.lines import ask as ask
from vaultkit.edits.lines import log as log
from vaultkit.edits.lines import tick as tick
from vaultkit.edits.new import new_contact as new_contact
from vaultkit.edits.new import new_interview as new_interview
from vaultkit.edits.sent import draft as draft
from vaultkit.edits.setting import set_values as set_values
from vaultkit.edits.setting import skip as skip
from vaultkit.edits.write import Edited as Edited
