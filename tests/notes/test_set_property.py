"""One property set changes that value's span and nothing else, or is refused."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultkit.errors import Refused
from vaultkit.model import Value
from vaultkit.notes import core, read, set_property

DAY = "2026-03-09"


def after(block: str, value: Value, key: str = "held", newline: str = "\n") -> str:
    """Set the property in a note of this block; give the block afterwards."""
    end = f"---{newline}body{newline}"
    out = set_property(f"---{newline}{block.replace(chr(10), newline)}{end}".encode(), key, value).decode()
    assert out.startswith(f"---{newline}")
    assert out.endswith(end)
    return out[3 + len(newline) : -len(end)]


@pytest.mark.parametrize(
    ("block", "value", "expected"),
    [
        # an empty value is filled, and what stands beside it stays
        ("held:\n", DAY, "held: 2026-03-09\n"),
        ("held: \n", DAY, "held: 2026-03-09\n"),
        ("held:   # when?\n", DAY, "held: 2026-03-09   # when?\n"),
        ("held: ~\n", DAY, "held: 2026-03-09\n"),
        ("held:\n", ("a", "b"), "held:\n  - a\n  - b\n"),
        ("held: # who\n", ("a",), "held: # who\n  - a\n"),
        # quotes, comments, spacing
        ('held: "x"  # c\n', DAY, 'held: "2026-03-09"  # c\n'),
        ("held: 'x'\n", "it's", "held: 'it''s'\n"),
        ("held: 'x'\n", "a\nb", 'held: "a\\nb"\n'),
        ('held: "x"\n', 5, "held: 5\n"),
        ("held:    x # c\n", "y", "held:    y # c\n"),
        ("held:\tx\n", "y", "held:\ty\n"),
        ("HELD: x\n", DAY, "HELD: 2026-03-09\n"),
        ('"held": x\n', DAY, '"held": 2026-03-09\n'),
        ("held : x\n", DAY, "held : 2026-03-09\n"),
        ("held: x # c\n", None, "held: # c\n"),
        ("held: x\n", None, "held:\n"),
        ("held: !!str x\n", "y", "held: y\n"),
        ("held: &a x\n", "y", "held: y\n"),
        ("a: &a x\nheld: *a\n", "y", "a: &a x\nheld: y\n"),
        ("held: {{date}}\n", DAY, "held: 2026-03-09\n"),
        # values over several lines
        ("held: |\n  a\n  b\n\nz: 1\n", DAY, "held: 2026-03-09\n\nz: 1\n"),
        ("held: >-\n  a # no comment\nz: 1\n", DAY, "held: 2026-03-09\nz: 1\n"),
        ("held: a\n  b\nz: 1\n", DAY, "held: 2026-03-09\nz: 1\n"),
        ('held: "a\n  b" # c\nz: 1\n', "d", 'held: "d" # c\nz: 1\n'),
        ("held:\n  x # c\n", "y", "held:\n  y # c\n"),
        # a scalar becomes a list, its comment stays on the key's line
        ("held: x # c\nz: 1\n", ("x", "y"), "held: # c\n  - x\n  - y\nz: 1\n"),
        ('people: "[[Jo]]"\nz: 1\n', ("[[Jo]]", "[[Ann]]"), 'people:\n  - "[[Jo]]"\n  - "[[Ann]]"\nz: 1\n'),
        # lists keep their style
        ("held: [a, 'b']\n", ("a", "b", "c"), "held: [a, 'b', c]\n"),
        ("held: [ a , b ] # c\n", ("a", "x, y"), 'held: [ a , "x, y" ] # c\n'),
        ("held: ['a', 'b']\n", ("a", "b", "c"), "held: ['a', 'b', 'c']\n"),
        ("held: [\n  a,\n  b\n]\n", ("a", "b", "c"), "held: [\n  a,\n  b, c\n]\n"),
        ("held: [a, b, c]\n", ("c",), "held: [c]\n"),
        ("held:\n- a\n- b\nz: 1\n", ("a", "b", "c"), "held:\n- a\n- b\n- c\nz: 1\n"),
        (
            "held:\n    - a # 1\n    - b # 2\n# 3\nz: 1\n",
            ("a", "b", "c"),
            "held:\n    - a # 1\n    - b # 2\n    - c\n# 3\nz: 1\n",
        ),
        ("held:\n  - a # 1\n  - b # 2\n", ("a", "x"), "held:\n  - a # 1\n  - x # 2\n"),
        ("held:\n  - a # 1\n  - b\n  - c\n", ("a", "c"), "held:\n  - a # 1\n  - c\n"),
        ("held:\n  - 'a'\n  - 'b'\n", ("a", "b", "c"), "held:\n  - 'a'\n  - 'b'\n  - 'c'\n"),
        ("held:\n  - a\n  - b\nz: 1\n", ("b", "a", "c"), "held:\n  - b\n  - a\n  - c\nz: 1\n"),
        ("held:\n  - a\n  - b\nz: 1\n", None, "held:\nz: 1\n"),
        ("held:\n  - a\nz: 1\n", (), "held: []\nz: 1\n"),
        ("held: []\n", ("a",), "held:\n  - a\n"),
        ("held:\n  -\n  - b\n", ("a", "b"), "held:\n  - a\n  - b\n"),
        # unquoted links are mended in place
        ("people: [[Jo Kim]] # c\n", "[[Jo Kim]]", 'people: "[[Jo Kim]]" # c\n'),
        ("people:\n  - [[Jo]] # c\n  - x\n", ("[[Jo]]", "x"), 'people:\n  - "[[Jo]]" # c\n  - x\n'),
        # a new key goes to the end
        ("a: 1\n", DAY, "a: 1\nheld: 2026-03-09\n"),
        ("a: 1\n# last words\n", DAY, "a: 1\n# last words\nheld: 2026-03-09\n"),
        ("a: |\n  x\n\n", ("b",), "a: |\n  x\n\nheld:\n  - b\n"),
        ("  a: 1\n", ("b",), "  a: 1\n  held:\n    - b\n"),
        ("# only a comment\n", DAY, "# only a comment\nheld: 2026-03-09\n"),
        ("", DAY, "held: 2026-03-09\n"),
        ("a: 1\na: 2\n", DAY, "a: 1\na: 2\nheld: 2026-03-09\n"),
        ("null: 1\nheld: x\n", "y", "null: 1\nheld: y\n"),
    ],
)
def test_one_span_changes(block: str, value: Value, expected: str) -> None:
    key = "people" if block.startswith("people") else "held"
    assert after(block, value, key) == expected
    assert after(block, value, key, "\r\n") == expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("block", "value", "said"),
    [
        ("held: [a, b]\n", DAY, "holds a list"),
        ("held:\n  - a\n", DAY, "holds a list"),
        ("held: [[Jo]]\n", DAY, "holds a list"),
        ("held: {a: 1}\n", DAY, "holds a mapping"),
        ("held:\n  a: 1\n", None, "holds a mapping"),
        ("held: &a x\nb: *a\n", DAY, "anchor"),
        ("held: [&a x]\nb: *a\n", ("y",), "anchor"),
        ('{"held": 1}\n', DAY, "braces"),
        ("held: 1\nheld: 2\n", DAY, r"more than once \(lines 2 and 3\)"),
        ("held: 1\nHeld: 2\n", DAY, "more than once"),
        ("held: 1\nb: [x\n", DAY, "cannot be read"),
        ("- a\n", DAY, "cannot be read"),
        ("? held\n: x\n", DAY, "form"),
        ("held:\n  - a\n  # c\n  - b\n", None, "comment"),
        ("held:\n  - a # c\n  - b\n", ("b",), "comment"),
        ("held: [\n a, # c\n b]\n", ("x",), "comment"),
        ("held: | # c\n  a\n", DAY, "comment"),
        ("held: # c\n  x\n", None, "comment"),
        ("a: 1\n...\n", DAY, "changing something else"),
    ],
)
def test_what_would_lose_something_is_refused(block: str, value: Value, said: str) -> None:
    with pytest.raises(Refused, match=said):
        after(block, value)


@pytest.mark.parametrize(
    ("key", "value"),
    [("", DAY), ("a\nb", DAY), ("held", {"a": 1}), ("held", (("a",),)), ("held", "\ud800"), ("\ud800", "x")],
)
def test_what_cannot_be_a_property_is_refused(key: str, value: Value) -> None:
    with pytest.raises(Refused):
        set_property(b"---\na: 1\n---\n", key, value)


def test_a_note_that_is_not_utf8_or_never_closes_its_fence_is_refused() -> None:
    with pytest.raises(Refused, match="UTF-8"):
        set_property(b"---\na: 1\n---\n\xff", "held", DAY)
    with pytest.raises(Refused, match="closing fence"):
        set_property(b"---\na: 1\n", "held", DAY)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", b"---\nheld: 2026-03-09\n---\n"),
        (b"text", b"---\nheld: 2026-03-09\n---\ntext"),
        (b"text\r\nmore", b"---\r\nheld: 2026-03-09\r\n---\r\ntext\r\nmore"),
        (b"\xef\xbb\xbf# T\n", b"\xef\xbb\xbf---\nheld: 2026-03-09\n---\n# T\n"),
        (b"---\n\nprose\n---\n", b"---\nheld: 2026-03-09\n---\n---\n\nprose\n---\n"),
        (b"---\na: 1\n---", b"---\na: 1\nheld: 2026-03-09\n---"),
        (b"---\r\na: 1\r\n---\r\n", b"---\r\na: 1\r\nheld: 2026-03-09\r\n---\r\n"),
        (b"\xef\xbb\xbf---\nheld: x\n---\n\n\nend  ", b"\xef\xbb\xbf---\nheld: 2026-03-09\n---\n\n\nend  "),
        (b"---\n---\n", b"---\nheld: 2026-03-09\n---\n"),
    ],
)
def test_byte_order_mark_line_ends_and_missing_final_newline_stay(data: bytes, expected: bytes) -> None:
    assert set_property(data, "held", DAY) == expected


def test_a_list_in_a_note_of_windows_has_its_line_ends() -> None:
    out = set_property(b"---\r\na: 1\r\npeople: x # c\r\n---\r\n", "people", ("x", "y"))
    assert out == b"---\r\na: 1\r\npeople: # c\r\n  - x\r\n  - y\r\n---\r\n"


@pytest.mark.parametrize("value", [None, "x", 5, True, ("a", "b"), ()])
def test_setting_what_is_there_already_changes_nothing(value: Value) -> None:
    once = set_property(b"---\na: 1 # c\n---\nx", "held", value)
    assert set_property(once, "HELD", value) == once


def test_a_long_body_is_carried_whole() -> None:
    data = b"---\na: 1\n---\n" + b"x" * 6_000_000
    assert set_property(data, "a", 2) == data.replace(b"a: 1", b"a: 2")


ROWS = """\
a: 1|b:|c: x y|"d": z|e: 'it''s'|f: [a, b]|g: [[Jo]]|  - x|- y|  - "[[A]]"|# c||h: # c|i: a # b|j: >|  text|l: {a: 1}
m: &x 1|n: *x|o: !!str 1|p: "a\\nb"|r: 14:30|B: []|D: >-|M: [ "a" , b ]|null: x|1: y|H: \u00e9|J: a\u2028b|k: |\
  - a: b|  -|nn: [a, ]|q: [a,|  b] # c|  # in|s: |t: ~|{a: 1}|u: "x|  y"|v:\tw|A: 2""".replace(
    "\n", "|"
).split("|")
VALUES: list[Value] = [
    DAY,
    None,
    ("a", "b"),
    (),
    "[[Jo]]",
    ("[[Jo]]", "x: y"),
    "x # y",
    5,
    True,
    "no",
    "a\nb",
    "it's",
    1.5,
    "",
]


@given(
    st.lists(st.sampled_from(ROWS), max_size=7),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([*"abcdefghijklmnopqrstuv", "new"]),
    st.one_of(st.sampled_from(VALUES), st.text(max_size=10)),
)
@settings(max_examples=700, deadline=None)
@example(["i: a # b"], "\n", "i", ("a", "b"))
def test_no_other_property_no_comment_and_no_byte_of_the_body_changes(
    rows: list[str], newline: str, key: str, value: Value
) -> None:
    data = ("---\n" + "\n".join([*rows, "---", "body # x", ""])).replace("\n", newline).encode()
    before = read(data, "")
    try:
        out = set_property(data, key, value)
    except Refused:
        return
    now = read(out, "")
    expected = dict(before.properties)
    written = next((each for each in expected if each.casefold() == key.casefold()), key)
    expected[written] = value
    assert core.same(dict(now.properties), expected)
    assert out.endswith(f"---{newline}body # x{newline}".encode())
    if before.front != "none":
        others = [row for row in rows if re.match(r"#|\S+: # c|.* # [bc]$|  # in", row)]
        for row in others:
            assert row[row.index("#") :].encode() in out
    changed = _changed(data, out)
    assert not re.search(rb"(?m)^(?!%s\b)[a-z]+:" % key.encode(), changed)


def _changed(data: bytes, out: bytes) -> bytes:
    """What of the old bytes lies between the first and the last difference."""
    start = next(
        (n for n, (x, y) in enumerate(zip(data, out, strict=False)) if x != y), min(len(data), len(out))
    )
    rest = min(len(data), len(out)) - start
    end = next((n for n in range(rest) if data[-1 - n] != out[-1 - n]), rest)
    return data[start : len(data) - end]
