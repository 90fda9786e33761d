"""Memory given back after a round over very many notes, which a watch would hold for as long as it runs.

In: the report of a round. Out: a small process again, where the system takes memory back.
Never: after a save; and nothing that could not be looked up again.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vaultkit.pipeline import Report

LARGE = 2000
"""Notes and outputs of a round that is worth the tenth of a second."""


def is_large(report: Report | None) -> bool:
    """Whether a round had so much to do that it left its mark."""
    return report is not None and len(report.changed) + sum(report.counts.values()) >= LARGE


def give_back() -> None:
    """Forget what was looked up, free what is in circles, and let the allocator return what is free.

    A text that a cache kept holds a megabyte of freed ones around it.
    """
    for name, module in [*sys.modules.items()]:
        if name.startswith("vaultkit."):
            for one in [*vars(module).values()]:
                if hasattr(one, "cache_parameters"):
                    one.cache_clear()
    gc.collect()
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415 - no other system

        trim = getattr(
            ctypes.CDLL(None), "malloc_trim", None
        )  # glibc's; others return it by themselves, or never
        if trim is not None:
            trim(0)
