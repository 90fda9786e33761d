"""No row of the advice goes without a test that bears its name."""

from __future__ import annotations

import re
from pathlib import Path

ROWS = range(1, 40)


def test_each_row_has_a_test_where_it_holds_and_one_where_it_does_not() -> None:
    text = "".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_*.py")))
    found = [int(number) for number in re.findall(r"^def test_S(\d+)_\w+\(", text, re.MULTILINE)]
    assert sorted(set(found)) == list(ROWS)
    assert [row for row in ROWS if found.count(row) < 2] == []
