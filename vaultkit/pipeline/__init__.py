"""Where index, render and write-back are strung together: open a vault, refresh it, render it, check it.

In: the vault's folder and what a command asks. Out: snapshots, reports, problems.
Never: the clock for anything that a render contains, or a word of the terminal's.
"""

from __future__ import annotations

from vaultkit.pipeline.asking import Ask, Outcome, Report
from vaultkit.pipeline.opening import OpenVault, open_vault
from vaultkit.pipeline.rendering import render
from vaultkit.pipeline.scope import resolve_notes

__all__ = ["Ask", "OpenVault", "Outcome", "Report", "open_vault", "render", "resolve_notes"]
