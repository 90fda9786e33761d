"""Text is wrapped as the standard library would wrap it, by the columns of a terminal, and tables fit one."""

from __future__ import annotations

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as some

from vaultkit.report.tables import table
from vaultkit.report.text import on_screen, shown, width, wrapped

TEXTS = some.text(some.sampled_from("abc-  é\t"), max_size=60)


@given(TEXTS, some.integers(0, 6), some.sampled_from([None, 0, 2, 9]), some.sampled_from([10, 20, 80]))
@settings(max_examples=60, deadline=None)
def test_as_the_standard_library_wraps(text: str, indent: int, first: int | None, columns: int) -> None:
    lines = textwrap.wrap(
        shown(text), columns, initial_indent=" " * (indent if first is None else first),
        subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    assert wrapped(text, indent=indent, first=first, columns=columns) == "\n".join(lines)


def test_wide_letters_count_as_the_two_columns_that_they_take() -> None:
    lines = wrapped("Thank 林佳穎 for the talk with 林佳穎 and Jo", indent=2, first=0, columns=20).split("\n")
    assert lines == ["Thank 林佳穎 for the", "  talk with 林佳穎", "  and Jo"]
    assert max(map(width, lines)) == 20


def test_on_a_screen_only_long_lines_are_wrapped_and_what_is_copied_stays_whole() -> None:
    told = 'short  line\n  No note fits "Jo Kim and Ana": run `vaultkit list notes --sort name` or go on/a/very/long/path/alone.md'
    assert on_screen(told, 0) == told
    assert on_screen(told, 24).split("\n") == [
        "short  line", "  No note fits", '  "Jo Kim and Ana": run', "  `vaultkit list notes --sort name`", "  or go",
        "  on/a/very/long/path/alone.md",
    ]  # fmt: skip
    assert on_screen("a `b c", 3) == "a\n`b\nc"


def test_a_table_is_narrowed_for_a_terminal_and_is_else_as_wide_as_it_needs() -> None:
    rows = [{"name": "林佳穎 of the harbour", "org": "o" * 30, "title": "t" * 20, "zone": "z" * 12}]
    names = ("name", "org", "title", "zone")
    assert width(table(rows, names).split("\n")[2]) == 21 + 30 + 20 + 12 + 6
    lines = table(rows, names, 70).split("\n")
    assert max(map(width, lines)) == 70
    assert lines[2] == "林佳穎 of the harbour  " + "o" * 14 + "…  " + "t" * 15 + "…  " + "z" * 12
    assert [line.split("  ")[0].strip() for line in table(rows, names, 10).split("\n")] == [
        "name", "-" * 21, "林佳穎 of the harbour",
    ]  # fmt: skip
