"""Values written as Obsidian writes them read back as themselves."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultkit.model import Value
from vaultkit.notes import core
from vaultkit.notes.loading import load_block
from vaultkit.notes.scalars import render_front

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=20),
    st.text(alphabet=" :#-?[]{},&*!|>'\"%@`~=<.\n\t\\0123eExoyn", max_size=8),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.text(min_size=1, max_size=5), inner, min_size=1, max_size=2),
    ),
    max_leaves=5,
)
keys = st.one_of(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.text(min_size=1, max_size=8))


@given(st.dictionaries(keys, values, max_size=4))
@settings(max_examples=500, deadline=None)
@example({"a": "- x", "b": "? y", "c": "...", "d": "--- x"})
@example({"a": math.inf, "b": -math.inf, "c": -0.0, "d": 1e300})
def test_a_new_block_reads_back_equal(properties: dict[str, Value]) -> None:
    read_back = load_block(render_front(properties))
    assert core.same(dict(read_back.properties), properties)
    assert read_back.skipped == ()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("[[Jo Kim]]", 'k: "[[Jo Kim]]"\n'),
        ("2026-03-09", "k: 2026-03-09\n"),
        ("2026-03-09T14:00", "k: 2026-03-09T14:00\n"),
        ("14:30", "k: 14:30\n"),
        ("no", "k: no\n"),
        ("123", 'k: "123"\n'),
        ("true", 'k: "true"\n'),
        ("", 'k: ""\n'),
        ("+1 555", "k: +1 555\n"),
        ("https://x.example/#y", "k: https://x.example/#y\n"),
        ("say: yes", 'k: "say: yes"\n'),
        ('he said "no"', 'k: he said "no"\n'),
        ("a\nb", 'k: "a\\nb"\n'),
        ("it's", "k: it's\n"),
        ("#tag", 'k: "#tag"\n'),
        ("@jane", 'k: "@jane"\n'),
        (None, "k:\n"),
        ((), "k: []\n"),
        (("a", "[[B]]", 2), 'k:\n  - a\n  - "[[B]]"\n  - 2\n'),
        (True, "k: true\n"),
        (1.5, "k: 1.5\n"),
    ],
)
def test_as_obsidian_writes_it(value: Value, written: str) -> None:
    assert render_front({"k": value}) == written
