"""Values come out as Obsidian's own parser gives them."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from vaultkit.notes.handler import CoreHandler
from vaultkit.notes.loading import load_block, load_composed
from vaultkit.notes.trouble import BlockError

FIXTURE = Path(__file__).parents[1] / "fixtures" / "yaml-core.json"
CASES: list[dict[str, Any]] = json.loads(FIXTURE.read_text("utf-8"))["cases"]


def expected(case: dict[str, Any]) -> object:
    value: Any = case.get("value")
    if case["kind"] == "number":
        return {"Infinity": math.inf, "NaN": math.nan}.get(value, value)
    if case["kind"] == "array":
        return tuple(tuple(each) for each in value)
    return value


@pytest.mark.parametrize("load", [load_block, load_composed])
@pytest.mark.parametrize("case", CASES, ids=[case["source"] for case in CASES])
def test_agrees_with_obsidian(case: dict[str, Any], load: Any) -> None:
    block = f"k: {case['source']}\n"
    if case["kind"] == "error":
        with pytest.raises(BlockError) as error:
            load(block)
        assert error.value.line >= 1
        return
    if case["kind"] == "any":
        load(block)
        return
    value = load(block).properties["k"]
    if case["kind"] == "number":
        assert isinstance(value, int | float)
        assert not isinstance(value, bool)
        number = expected(case)
        assert isinstance(number, int | float)
        assert float(value) == float(number) or (math.isnan(value) and math.isnan(number))
    else:
        assert value == expected(case)
        assert type(value) is type(expected(case))


def test_the_fixture_is_all_there() -> None:
    assert len(CASES) >= 80


def test_digits_behind_two_to_the_53rd_are_kept() -> None:
    assert load_block("k: 12345678901234567890\n").properties["k"] == 12345678901234567890


def test_python_frontmatter_takes_our_handler() -> None:
    import frontmatter

    text = "---\nstart: 14:30\ncountry: NO\ncontent: x\nself: y\nhandler: z\n---\nbody\n"
    assert CoreHandler().detect(text)
    properties, body = frontmatter.parse(text, handler=CoreHandler())
    assert properties == {"start": "14:30", "country": "NO", "content": "x", "self": "y", "handler": "z"}
    assert body == "body"
    assert CoreHandler().split("---\na: 1\n---\n\n body \n\n") == ("a: 1\n", "\n body \n\n")


@pytest.mark.parametrize(
    ("block", "value"),
    [
        ("k:\tx\n", "x"),
        ("k: a\u0085b\n", "a\u0085b"),
        ("k: a\u2028b\n", "a\u2028b"),
        ("k: a\x00b\n", "a\x00b"),
        ("k: a\ufeffb\n", "a\ufeffb"),
        ("k: a\rb\n", "a\rb"),
        ("k: a\x07\r\n", "a\x07"),
        ("k: !!str 12\n", "12"),
        ("k: !!int '12'\n", 12),
        ("k: ! 12\n", "12"),
        ("k: &a x\n", "x"),
        ("k: |\n  a\n  b\n", "a\nb\n"),
        ("k: >-\n  a\n  b\n", "a b"),
        ("k: a\n  b\n", "a b"),
        ('k: "\\u00e9\\n"\n', "é\n"),
        ("k: {a: 1, b: [x]}\n", {"a": 1, "b": ("x",)}),
        ("k: " + "9" * 5000 + "\n", "9" * 5000),
        ("k: 0x" + "f" * 9000 + "\n", "0x" + "f" * 9000),
    ],
)
def test_gaps_around_the_parsers_are_closed(block: str, value: object) -> None:
    assert load_block(block).properties == {"k": value}


def test_merge_keys_are_ordinary_keys() -> None:
    block = load_block("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n")
    assert block.properties["c"] == {"<<": {"b": 1}, "d": 2}
