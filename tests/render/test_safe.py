"""The user's words start no other program, and what they hid stays hidden."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.render.safe import defuse, hide, seam


def test_a_templater_tag_and_a_comment_mark_get_a_backslash_between() -> None:
    assert defuse("<% tp.file %> and %%secret%%") == "<\\% tp.file %> and %\\%secret%\\%"


def test_a_percent_sign_alone_stays() -> None:
    assert defuse("50% off, < 3 %") == "50% off, < 3 %"


def test_three_percent_signs_leave_no_pair() -> None:
    assert "%%" not in defuse("100%%% sure")


def test_dataview_is_not_run() -> None:
    assert defuse("```dataviewjs\ndv.x()\n```") == "```text dataviewjs\ndv.x()\n```"
    assert defuse("so `$= dv.pages()` and `= this.x`") == "so ` $= dv.pages()` and ` = this.x`"
    assert defuse("`a = b`") == "`a = b`"


@settings(max_examples=200)
@given(st.text("<%\\`=$ a~\n", max_size=30))
def test_defusing_leaves_no_mark_and_twice_is_once(text: str) -> None:
    once = defuse(text)
    assert "<%" not in once
    assert "%%" not in once
    assert defuse(once) == once


def test_what_stands_between_two_marks_is_hidden_and_an_odd_mark_is_text() -> None:
    assert hide("kind %%but tired%% people") == "kind people"
    assert hide("a %%x\ny%% b") == "a b"
    assert hide("100%% sure") == "100%% sure"


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["<", "%", "a", "", "x%", "% y"]), max_size=8))
def test_two_chunks_together_make_no_mark(chunks: list[str]) -> None:
    made = "".join(seam(chunks))
    assert "<%" not in made
    assert "%%" not in made
