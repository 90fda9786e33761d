"""Inline Markdown reduced to what a reader sees."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.notes import without_markup


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("[[Jo Kim]]", "Jo Kim"),
        ("[[Jo Kim|Jo]] said", "Jo said"),
        ("[[Jo Kim\\|Jo]]", "Jo"),
        ("[[Jo Kim#Log]]", "Jo Kim > Log"),
        ("[words](a.md) and ![alt](b.png)", "words and alt"),
        ("[a [b] c](d.md)", "a [b] c"),
        ("[no link] here", "[no link] here"),
        ("**bold** *it* __b__ _i_ ~~gone~~ ==mark==", "bold it b i gone mark"),
        ("***both***", "both"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("`**code**` and `` a ` b ``", "**code** and a ` b"),
        ("a %%hidden%%b <!-- c -->d", "a b d"),
        (r"\*stars\* \[x\] 1\. a\b", r"*stars* [x] 1. a\b"),
        ("<https://x.example>", "https://x.example"),
        ("<mailto:a@b.example>", "a@b.example"),
        ("a < b > c", "a < b > c"),
        ("$x_1$ _a_", "$x_1$ a"),
        ("", ""),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert without_markup(text) == shown


@given(st.text(alphabet="[]()*_`%<>!|#\\ab \n", max_size=60))
@settings(max_examples=300, deadline=None)
def test_it_never_raises_and_never_grows_much(text: str) -> None:
    assert len(without_markup(text)) <= len(text) + 2 * text.count("#")


@given(st.text(alphabet="abc \n.,", max_size=40))
def test_plain_text_stays(text: str) -> None:
    assert without_markup(text) == text
