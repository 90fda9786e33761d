"""A file that another machine merged comes here by sync, and meets a base that is older than it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.writeback.merge import merge
from vaultkit.writeback.tokens import Matcher

WORDS = st.sampled_from(["- one", "- two", "## Three", "Four. Five.", "Six six. Seven.", "- eight"])
LINES = st.lists(WORDS, max_size=10)


def text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_lines_that_both_have_do_not_come_in_twice() -> None:
    base = "## Practical\n- Notes go there\n"
    new = "## Practical\n- Four hours behind\n- Invited on 6 November\n- Notes go there\n"
    synced = f"{new}- take the map along\n"
    found = merge(base, synced, new)
    assert (found.text, found.base, found.kept_back) == (synced, new, ())


def test_what_the_user_wrote_over_a_dropped_line_is_still_told() -> None:
    found = merge("a\nb\nc\n", "a\nmine\nc\nnew\n", "a\nc\nnew\n")
    assert found.text == "a\nmine\nc\nnew\n"
    assert [place.yours for place in found.kept_back] == ["mine"]


def test_a_render_that_only_moved_lines_is_not_taken_for_merged() -> None:
    assert (
        merge("a\nb\nc\n", "a\nb\nc\nmine\n", "b\na\nc\n").text != "a\nb\nc\nmine\n"
        or merge("a\nb\nc\n", "a\nb\nc\nmine\n", "b\na\nc\n").kept_back
    )


@settings(max_examples=300, deadline=None)
@given(LINES, LINES, st.integers(0, 10))
def test_a_render_with_a_line_of_mine_stands_as_it_is(base: list[str], new: list[str], at: int) -> None:
    mine = [*new[:at], "- a line of mine", *new[at:]]
    assert merge(text(base), text(mine), text(new)).text == text(mine)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from("abc\n"), max_size=14), st.lists(st.sampled_from("abc\n"), max_size=14))
def test_the_matcher_gives_matching_blocks_in_order(one: list[str], two: list[str]) -> None:
    blocks = Matcher(None, one, two).get_matching_blocks()
    assert blocks[-1] == (len(one), len(two), 0)
    at = there = 0
    for i, j, size in blocks[:-1]:
        assert (i >= at, j >= there, size > 0) == (True, True, True)
        assert one[i : i + size] == two[j : j + size]
        at, there = i + size, j + size
