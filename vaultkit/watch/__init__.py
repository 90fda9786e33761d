"""Renders on every change: events wake, the scan decides.

In: a vault's root, and a function that hears the news. Out: rendered notes that follow every save.
Never: a word on the terminal; whoever starts a watch shows its news.
"""

from __future__ import annotations

from vaultkit.watch.loop import Watch
from vaultkit.watch.news import News, Round, Started, Stopped, Trouble, Well

__all__ = ["News", "Round", "Started", "Stopped", "Trouble", "Watch", "Well"]
