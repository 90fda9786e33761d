"""Where index, render and write-back are strung together: open a vault, refresh it, render it, check it.

In: the vault's folder and what a command asks. Out: snapshots, reports, problems.
Never: the clock for anything that a render contains, or a word of the terminal's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.lazily import names_of

if TYPE_CHECKING:
    from vaultkit.pipeline.asking import Ask as Ask
    from vaultkit.pipeline.asking import Outcome as Outcome
    from vaultkit.pipeline.asking import Report as Report
    from vaultkit.pipeline.opening import OpenVault as OpenVault
    from vaultkit.pipeline.opening import open_vault as open_vault
    from vaultkit.pipeline.rendering import render as render

_MODULES = {
    "asking": "Ask Outcome Report",
    "opening": "OpenVault open_vault",
    "rendering": "render",
}

__getattr__ = names_of(__name__, _MODULES)
"""What only answers opens a vault and needs nothing of write-back."""
