"""Plain text is wrapped as the standard library would wrap it."""

from __future__ import annotations

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as some

from vaultkit.report.text import shown, wrapped

TEXTS = some.text(some.sampled_from("abc-  é\t"), max_size=60)


@given(TEXTS, some.integers(0, 6), some.sampled_from([None, 0, 2, 9]), some.sampled_from([10, 20, 80]))
@settings(max_examples=60, deadline=None)
def test_as_the_standard_library_wraps(text: str, indent: int, first: int | None, columns: int) -> None:
    lines = textwrap.wrap(
        shown(text), columns, initial_indent=" " * (indent if first is None else first),
        subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    assert wrapped(text, indent=indent, first=first, columns=columns) == "\n".join(lines)
