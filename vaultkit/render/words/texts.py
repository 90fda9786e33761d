"""What a value says: one answer for all words.

In: whatever a template handed over. Out: its text, the same on every machine and every day.
Never: Python's own name for a thing, which holds its address in memory and would change the note at every render.
"""

from __future__ import annotations


def text_of(value: object) -> str:
    """The text that `{{ value }}` prints. Raises TypeError for what has none, such as a function."""
    if isinstance(value, str):
        return str(value)  # what a template composed is from here on text like any other
    if value is None:
        return ""
    from vaultkit.render.plain import text  # noqa: PLC0415 - words load without Jinja

    return str(text(value))
