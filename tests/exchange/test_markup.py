"""What Obsidian hides stays hidden, what it shows is shown, code stays code."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.exchange.markup import visible
from vaultkit.exchange.plain import plain


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("a %%b%% c", "a  c"),
        ("%%\nmany\n\nlines\n%%\n\nDear Jo,", "Dear Jo,"),
        ("keep\n\n%%\nnever ended", "keep"),
        ("100%% sure", "100%% sure"),
        ("`%%code%%` %%gone%%x", "%%code%% x"),
        ("```\n%%code%%\n```\n\n%%gone%%", "%%code%%"),
        ("~~~\n%%code%%\n~~~\nafter %%gone%%", "%%code%%\n\nafter"),
        ("a <!-- secret --> b", "a  b"),
        ("a\n<!-- secret, never ended", "a"),
        ("50 %\\% of <\\% x %>", "50 %% of <% x %>"),
        ("line ^block-1", "line"),
        ("2^10 is 1024", "2^10 is 1024"),
        ("[[Jo Kim]]", "Jo Kim"),
        ("[[People/Jo Kim.md#Notes|J]]", "J"),
        ("[[People/Jo Kim#Notes]]", "Jo Kim"),
        ("[[#Heading]]", "Heading"),
        ("| a |\n|---|\n| [[Jo Kim\\|J]] |", "a\nJ"),
        ("x ![[secret note]] y", "x  y"),
        ("![a picture](https://example.org/p.png)", "a picture"),
        ("[site](https://example.org)", "site (https://example.org)"),
        ("<https://example.org>", "https://example.org"),
        ("[jo@example.org](mailto:jo@example.org)", "jo@example.org"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("**b** *i* ~~s~~ ==m *n*== `c`", "b i s m n c"),
        ("snake_case_word and 2 * 3 * 4", "snake_case_word and 2 * 3 * 4"),
        ("\\*not bold\\*", "*not bold*"),
        ("one  \ntwo\nthree", "one\ntwo\nthree"),
        ("# Title\ntext", "Title\n\ntext"),
        ("- a\n- b\n  - c", "- a\n- b\n  - c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("- a\n\n- b", "- a\n\n- b"),
        ("> [!tip] Hint\n> text", "> Hint\n> text"),
        ("| a | bb |\n|---|---|\n| ccc | d |", "a    bb\nccc  d"),
        ("    indented code", "indented code"),
        ("---", "* * *"),
        ("", ""),
    ],
)
def test_markdown_as_text(markdown: str, text: str) -> None:
    assert plain(markdown).rstrip("\n") == text


def test_an_unended_fence_is_code_to_the_end() -> None:
    assert plain("```\n%%kept%%") == "%%kept%%\n"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "%%",
                "secret",
                "`",
                "```",
                "\n",
                "\n\n",
                "[[",
                "]]",
                "|",
                "<!--",
                "-->",
                " ",
                "x",
                "\\",
                "==",
                "!",
            ]
        ),
        max_size=30,
    )
)
def test_no_bytes_make_it_raise(pieces: list[str]) -> None:
    plain("".join(pieces))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab \n*_[]()`#-", max_size=40), st.text(alphabet="ab \n*_[]()#-", max_size=40))
def test_a_closed_comment_never_shows_outside_code(before: str, after: str) -> None:
    text = f"{before.replace('`', '')}\n\n%%SECRET%%\n\n{after}"
    assert "SECRET" not in visible(text)
    assert "SECRET" not in plain(text)


def test_a_long_note_of_marks_takes_no_time() -> None:
    for mark in ("`", "[[", "%%", "==", "![[a|", "~~~\n", "<!--", "``x"):
        plain(mark * 3000)


def test_a_comment_behind_thousands_of_marks_is_hidden_too() -> None:
    assert "SECRET" not in visible("\\x" * 30_000 + "\n\n%%SECRET%%")


def test_no_mark_of_obsidian_s_is_left() -> None:
    assert not re.search(r"\[\[|\]\]|%%", plain("[[a]] [[b|c]] ![[d]] %%e%% [[f#g]]"))
