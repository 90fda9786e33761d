"""What a new render changed comes in; what the user wrote stays."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.writeback.equal import entries, parts, same
from vaultkit.writeback.merge import LONGEST, merge
from vaultkit.writeback.state import KeptBack, Merged
from vaultkit.writeback.tokens import tokens

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

HEAD = '---\ntemplate: prep-sheet\nabout: "[[Jo]]"\nsubject: Hello\n---\n'


def body(*lines: str) -> str:
    return HEAD + "".join(line + "\n" for line in lines)


def three(base: str, file: str, new: str) -> Merged:
    """Merge, and hold what every merge must hold."""
    found = merge(base, file, new)
    assert merge(found.base, found.text, new) == found, "a second run finds nothing to do"
    for marker in ("<<<<<<<", "=======", ">>>>>>>"):
        assert found.text.count(marker) <= file.count(marker) + new.count(marker)
    return found


def test_a_line_of_the_user_s_and_a_changed_line_of_the_render_both_stand() -> None:
    found = three(
        body("one", "two", "three"), body("one", "mine", "two", "three"), body("one", "two", "THREE")
    )
    assert found == Merged(body("one", "mine", "two", "THREE"), body("one", "two", "THREE"))


def test_changes_in_neighbouring_lines_do_not_clash() -> None:
    found = three(body("one", "two"), body("ONE", "two"), body("one", "TWO"))
    assert found.text == body("ONE", "TWO")
    assert found.kept_back == ()


def test_changes_in_two_sentences_of_one_line_do_not_clash() -> None:
    found = three(
        body("It was good to talk. I liked the tea. See you soon."),
        body("It was lovely to talk. I liked the tea. See you soon."),
        body("It was good to talk. I liked the coffee. See you soon."),
    )
    assert found.text == body("It was lovely to talk. I liked the coffee. See you soon.")
    assert found.kept_back == ()


def test_where_both_changed_the_same_sentence_the_user_s_stays_and_is_reported_until_both_agree() -> None:
    base, file, new = (
        body("Hi.", "See you Monday."),
        body("Hi.", "See you there."),
        body("Hi.", "See you Tuesday."),
    )
    found = three(base, file, new)
    assert found.text == file
    assert found.base == base
    assert found.kept_back == (KeptBack(7, "See you there.", "See you Tuesday."),)
    assert three(found.base, new, new).kept_back == ()
    assert three(found.base, found.text, base) == Merged(file, base)


def test_around_a_place_kept_back_the_rest_comes_in() -> None:
    found = three(body("a", "b", "c", "d"), body("a", "MINE", "c", "d"), body("a", "RENDER", "c", "D", "e"))
    assert found.text == body("a", "MINE", "c", "D", "e")
    assert found.base == body("a", "b", "c", "D", "e")
    assert found.kept_back == (KeptBack(7, "MINE", "RENDER"),)


def test_a_deleted_line_that_the_render_changes_stays_deleted_and_is_reported() -> None:
    found = three(body("a", "b", "c"), body("a", "c"), body("a", "B", "c"))
    assert found.text == body("a", "c")
    assert [(place.yours, place.render) for place in found.kept_back] == [("", "B")]


def test_a_line_that_the_user_changed_and_the_render_drops_stays_and_is_reported() -> None:
    found = three(body("a", "b", "c"), body("a", "b mine", "c"), body("a", "c"))
    assert found.text == body("a", "b mine", "c")
    assert [(place.line, place.yours, place.render) for place in found.kept_back] == [(7, "b mine", "")]


def test_two_additions_in_one_place_keep_the_user_s() -> None:
    found = three(body("a"), body("a", "mine"), body("a", "render"))
    assert found.text == body("a", "mine")
    assert [(place.yours, place.render) for place in found.kept_back] == [("mine", "render")]


def test_a_user_who_has_all_that_the_render_brings_hears_nothing() -> None:
    found = three(body("a"), body("a", "new", "mine"), body("a", "new"))
    assert found == Merged(body("a", "new", "mine"), body("a", "new"))


def test_a_render_that_has_all_that_the_user_added_is_taken() -> None:
    found = three(body("a"), body("a", "new"), body("a", "new", "more"))
    assert found == Merged(body("a", "new", "more"), body("a", "new", "more"))


@pytest.mark.parametrize(
    ("base", "file", "new", "text"),
    [
        (["a", "x", "b"], ["a", "mine", "x", "b"], ["a", "X", "b"], ["a", "mine", "X", "b"]),
        (["a", "x", "b"], ["a", "x", "mine", "b"], ["a", "X", "b"], ["a", "X", "mine", "b"]),
        (["a", "x", "b"], ["a", "X", "b"], ["a", "new", "x", "b"], ["a", "new", "X", "b"]),
        (["a", "x", "b"], ["a", "X", "b"], ["a", "x", "new", "b"], ["a", "X", "new", "b"]),
        (["a", "x"], ["a", "x", "mine"], ["a", "X"], ["a", "X", "mine"]),
        (["x", "a"], ["mine", "x", "a"], ["X", "a"], ["mine", "X", "a"]),
        (["a", "x", "b"], ["a", "mine", "x", "b"], ["a", "b"], ["a", "mine", "b"]),
        (["a", "x", "b"], ["a", "b"], ["a", "x", "new", "b"], ["a", "new", "b"]),
    ],
)
def test_a_line_added_beside_a_changed_one_does_not_clash(
    base: list[str], file: list[str], new: list[str], text: list[str]
) -> None:
    found = three(body(*base), body(*file), body(*new))
    assert found == Merged(body(*text), body(*new))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_are_put_back(end: str) -> None:
    file = body("a", "mine", "b").replace("\n", end)
    found = three(body("a", "b"), file, body("a", "B"))
    assert found.text == body("a", "mine", "B").replace("\n", end)
    assert found.base == body("a", "B")


def test_a_byte_order_mark_and_a_missing_final_newline_stay() -> None:
    file = "\ufeff" + body("a", "mine", "b").removesuffix("\n")
    assert three(body("a", "b"), file, body("A", "b")).text == "\ufeff" + body("A", "mine", "b").removesuffix(
        "\n"
    )


def test_blank_lines_at_the_end_stay_and_do_not_stand_in_the_way() -> None:
    found = three(body("a"), body("MINE", "", ""), body("a", "b"))
    assert found.text == body("MINE", "b", "", "")


def test_a_hard_line_break_of_the_user_s_stays() -> None:
    assert three(body("a", "b"), body("a  ", "b"), body("a", "B")).text == body("a  ", "B")


def test_blanks_that_an_editor_took_away_are_no_change() -> None:
    found = three(body("a  ", "b"), body("a", "b", "mine"), body("A", "b"))
    assert found.text == body("A", "b", "mine")
    assert found.kept_back == ()


def head(*lines: str) -> str:
    return "---\n" + "".join(line + "\n" for line in lines) + "---\nbody\n"


def test_front_matter_merges_by_key_and_keeps_the_user_s_form() -> None:
    base = head("template: t", 'about: "[[Jo]]"', "subject: Hello", "gone: 1")
    file = head("subject: 'Hello'", "template: t", "mine:", "- x", 'about: "[[Jo]]"', "gone: 1")
    new = head("template: t", 'about: "[[Jo Kim]]"', "subject: Hello", 'to: "[[Al]]"')
    found = three(base, file, new)
    assert found.text == head(
        "subject: 'Hello'", 'to: "[[Al]]"', "template: t", "mine:", "- x", 'about: "[[Jo Kim]]"'
    )
    assert found.base == new
    assert found.kept_back == ()


def test_a_key_that_both_changed_keeps_the_user_s_and_the_old_base() -> None:
    found = three(
        head("template: t", "subject: a"),
        head("template: t", "subject: mine"),
        head("template: t", "subject: b"),
    )
    assert found.text == head("template: t", "subject: mine")
    assert found.base == head("template: t", "subject: a")
    assert found.kept_back == (KeptBack(3, "subject: mine", "subject: b"),)


def test_a_key_that_the_user_took_away_stays_away() -> None:
    base, file = head("template: t", "subject: a"), head("template: t")
    assert three(base, file, base).text == file
    changed = three(base, file, head("template: t", "subject: b"))
    assert changed.text == file
    assert changed.kept_back == (KeptBack(1, "", "subject: b"),)


def test_a_key_that_both_added_keeps_the_user_s() -> None:
    found = three(head("t: 1"), head("t: 1", "k: mine"), head("t: 1", "k: render"))
    assert found.text == head("t: 1", "k: mine")
    assert found.base == head("t: 1")
    assert found.kept_back == (KeptBack(3, "k: mine", "k: render"),)
    assert three(head("t: 1"), head("t: 1", "k: 'x'"), head("t: 1", "k: x")).kept_back == ()


def test_a_changed_key_that_the_render_drops_stays() -> None:
    found = three(head("t: 1", "k: a"), head("t: 1", "k: mine"), head("t: 1"))
    assert found.text == head("t: 1", "k: mine")
    assert found.base == head("t: 1", "k: a")
    assert len(found.kept_back) == 1


def test_comments_in_front_matter_are_the_user_s_words() -> None:
    found = three(
        head("t: 1", "k: a", "l: a"),
        head("# mine", "t: 1", "# above k", "k: a", "l: a # beside l", "# last"),
        head("t: 2", "k: b", "l: b"),
    )
    assert found.text == head("# mine", "t: 2", "# above k", "k: b", "l: a # beside l", "# last")
    assert [place.yours for place in found.kept_back] == ["l: a # beside l"]
    dropped = three(head("t: 1", "k: a"), head("t: 1", "# above k", "k: a"), head("t: 1"))
    assert dropped.text == head("t: 1", "# above k")


def test_front_matter_that_cannot_be_split_is_merged_as_lines() -> None:
    found = three(head("t: 1", "k: a"), head("t: 1", "k: a", "? odd"), head("t: 2", "k: a"))
    assert found.text == head("t: 2", "k: a", "? odd")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (body("a", "b"), body("a", "b").replace("\n", "\r\n")),
        (body("a", "b"), body("a  ", "b\t")),
        (body("a", "b"), body("a", "b").rstrip("\n")),
        (body("a", "b"), body("", "a", "b", "", "")),
        (body("a"), "\ufeff" + body("a")),
        (head("a: x", "b: [1, 2]"), head("b:", "  - 1", "  - 2", "", "a: 'x'")),
        (head("a: x"), head("# why", "a: x # so")),
        ("", "\n"),
    ],
)
def test_what_differs_in_form_alone_is_the_same(one: str, other: str) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (body("a", "b"), body("a", "", "b")),
        (body("a"), body("  a")),
        (body("a"), body("A")),
        (head("a: 1"), head("a: '1'")),
        (head("a: 1"), head("a: true")),
        (head("a: 1"), head("a: 1", "b:")),
        (head("a: 1"), "body\n"),
        ("", "\0"),
    ],
)
def test_what_says_something_else_is_not_the_same(one: str, other: str) -> None:
    assert not same(one, other)
    assert not same(other, one)


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("One. Two! Three? Four", ["One.", " ", "Two!", " ", "Three?", " ", "Four"]),
        ("Dr. Kim met J. R. Smith vs. us at 3. 5", ["Dr. Kim met J. R. Smith vs. us at 3. 5"]),
        ('He said "no." Then left.', ['He said "no."', " ", "Then left."]),
        ("好。谢谢！", ["好。", "谢谢！"]),
        ("v1.2 is out", ["v1.2 is out"]),
    ],
)
def test_sentences_are_parted_but_names_are_not(line: str, pieces: list[str]) -> None:
    assert [token.text for token in tokens(line)] == pieces


WORDS = ["a", "b", "c", "d. e", "f. g. h", "", "- x", "## s"]


def texts(words: list[str]) -> SearchStrategy[str]:
    return st.lists(st.sampled_from(words), max_size=8).map(lambda lines: body(*lines))


renders = texts(WORDS)
edits = texts([*WORDS, "mine", "my own", "wholly. mine"])


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab. \t\n!。", max_size=60))
def test_tokens_put_together_give_the_body(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text


@settings(max_examples=400, deadline=None)
@given(renders, edits, renders)
def test_every_line_that_the_user_typed_stays_and_it_converges(base: str, file: str, new: str) -> None:
    found = three(base, file, new)
    for line in set(file.split("\n")) - set(base.split("\n")):
        if "." not in line:
            assert line in found.text.split("\n")
    typed = {token.key for token in tokens(file)} - {token.key for token in tokens(base)}
    assert typed <= {token.key for token in tokens(found.text)}


@settings(max_examples=200, deadline=None)
@given(renders, renders)
def test_without_edits_the_render_comes_out_and_without_a_new_render_the_file(base: str, other: str) -> None:
    assert same(three(base, base, other).text, other)
    assert three(base, other, base) == Merged(other, three(base, other, base).base)
    assert same(three(base, other, base).base, base)
    assert same(three(base, other, other).text, other)


@settings(max_examples=200, deadline=None)
@given(renders, edits, renders)
def test_nothing_is_reported_unless_the_render_s_words_are_missing(base: str, file: str, new: str) -> None:
    found = three(base, file, new)
    if not found.kept_back:
        fresh = set(new.split("\n")) - set(base.split("\n"))
        # A sentence of the render may have met one of the user's in its line.
        have = {token.key for token in tokens(found.text)}
        assert {token.key for line in fresh for token in tokens(line)} <= have


@settings(max_examples=200, deadline=None)
@given(renders, edits, renders, st.lists(renders, max_size=3))
def test_two_machines_with_bases_of_their_own_come_to_rest(
    base: str, file: str, new: str, other: list[str]
) -> None:
    """Each merges with its own base in turn; after few turns neither writes."""
    bases = [base, other[0] if other else base]
    text = file
    for _ in range(4):
        before = text
        for machine in (0, 1):
            found = merge(bases[machine], text, new)
            bases[machine], text = found.base, found.text
        if text == before:
            return
    raise AssertionError((base, file, new, other))


keys = st.dictionaries(
    st.sampled_from("tabcd"), st.sampled_from(["1", "x", "'x'", "\n  - y", "[y]"]), max_size=5
)


@settings(max_examples=200, deadline=None)
@given(keys, keys, keys)
def test_front_matter_keeps_every_value_that_the_user_typed(
    base: dict[str, str], file: dict[str, str], new: dict[str, str]
) -> None:
    old, mine, fresh = (
        head("z: 1", *(f"{key}: {text}".replace(": \n", ":\n") for key, text in found.items()))
        for found in (base, file, new)
    )
    found = three(old, mine, fresh)
    after = {entry.key: entry.lines for entry in entries(parts(found.text).front) or ()}
    for entry in entries(parts(mine).front) or ():
        before = {one.key: one.lines for one in entries(parts(old).front) or ()}.get(entry.key)
        if before is None:
            assert after[entry.key] == entry.lines
    assert same(three(old, old, fresh).text, fresh)
    assert same(three(old, mine, old).text, mine)


def test_a_long_note_merges_in_reasonable_time() -> None:
    lines = [f"line {number}. And more." if number % 3 else "" for number in range(6000)]
    file, new = list(lines), list(lines)
    file[100], new[5000] = "mine", "render"
    found = merge(body(*lines), body(*file), body(*new))
    assert re.search("^mine$", found.text, re.MULTILINE)
    assert re.search("^render$", found.text, re.MULTILINE)


def test_a_line_below_the_one_where_both_changed_still_comes_from_the_render() -> None:
    base = "---\ntemplate: t\n---\nTo find out: selling.\n\nWith Jo Kim of Acme.\n\nBe on time.\n"
    file = base.replace("selling", "dancing")
    found = merge(base, file, base.replace("selling", "buying").replace("Acme", "Beta"))
    assert found.text == file.replace("Acme", "Beta")
    assert [place.yours for place in found.kept_back] == ["To find out: dancing."]


def test_a_line_of_very_many_sentences_is_cut_up_in_passing() -> None:
    before = time.process_time()
    for sentence in ("word. ", "a. ", "1. ", 'x?" '):
        assert "".join(token.text for token in tokens(sentence * 30_000)) == sentence * 30_000
    assert time.process_time() - before < 5, "it took minutes when each sentence cost the whole line"


def test_a_note_longer_than_any_render_is_kept_as_it_is_and_said() -> None:
    file = body("one", "mine", *["long"] * (LONGEST // 5))
    found = three(body("one", "two"), file, body("ONE", "two"))
    assert (found.text, found.base) == (file, body("one", "two"))
    assert [place.line for place in found.kept_back] == [1]
    assert len(found.kept_back[0].yours) < len(file)
