"""A rendered note as text: tidy, and its fences left as they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.render.compose import note_text, tidy


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n\n\n\nb", "a\n\nb\n"),
        ("\n\n a  \nb\t\n\n", " a\nb\n"),
        ("", ""),
        ("\n \n", ""),
        ("a\r\n\r\n\r\nb", "a\n\nb\n"),
        ("```\na\n\n\n\nb\n```\n\n\n\nc", "```\na\n\n\n\nb\n```\n\nc\n"),
        ("````\n```\n\n\n\n````\n\n\nc", "````\n```\n\n\n\n````\n\nc\n"),
        ("~~~\n```\n\n\n\n~~~\n\n\nc", "~~~\n```\n\n\n\n~~~\n\nc\n"),
        ("``` a`b\n\n\nc", "``` a`b\n\nc\n"),
    ],
)
def test_tidy(text: str, shown: str) -> None:
    assert tidy(text) == shown


@settings(max_examples=150)
@given(st.text("a \n`~\t#", max_size=60))
def test_tidy_twice_is_once_and_loses_no_word(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "".join(once.split()) == "".join(text.split())


def test_front_matter_is_written_in_its_order() -> None:
    text = note_text({"template": "sheet", "about": "[[Jo]]", "subject": "A: b"}, "Hi\n")
    assert text == '---\ntemplate: sheet\nabout: "[[Jo]]"\nsubject: "A: b"\n---\nHi\n'
