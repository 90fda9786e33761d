"""No row of the advice goes without a test that bears its name, has a vault of its own and can fail."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROWS = range(1, 40)


def test_each_row_has_a_test_where_it_holds_and_one_where_it_does_not() -> None:
    text = "".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_*.py")))
    found = [int(number) for number in re.findall(r"^def test_S(\d+)_\w+\(", text, re.MULTILINE)]
    assert sorted(set(found)) == list(ROWS)
    assert [row for row in ROWS if found.count(row) < 2] == []


def test_each_of_them_has_a_vault_of_its_own_and_says_what_must_hold() -> None:
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_S"):
                continue
            assert node.args.args[0].arg == "hand", node.name
            said = [one for one in ast.walk(node) if isinstance(one, ast.Assert)]
            calls = [ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)]
            assert said or {"hand.no", "at"} & set(calls), node.name
