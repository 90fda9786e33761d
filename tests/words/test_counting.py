"""Words, sentences, and the cut that never falls into a clause."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.render.words.counting import bare_words, cut, sentences, words

WORD = st.sampled_from(
    ["sell", "Early", "often,", "then;", "min.", "Go!", "why?", "so…", '"no."', "(yes)", "4", "🙂"]
)
TEXT = st.lists(WORD, max_size=40).map(" ".join)


def test_words_are_what_blanks_part_and_two_letters_of_chinese_are_one() -> None:
    assert words("one two", "three", None) == 3
    assert words("耐心很重要") == 3
    assert bare_words("patience 🙂 -") == 1


def test_a_sentence_ends_at_a_mark_before_a_capital() -> None:
    assert sentences("Sell early. Then wait! why not? Yes") == ("Sell early.", "Then wait! why not?", "Yes")
    assert sentences("2 yrs min. before clients") == ("2 yrs min. before clients",)
    assert sentences('It said "go." Then it went.') == ('It said "go."', "Then it went.")
    assert sentences("先看。再问。") == ("先看。", "再问。")
    assert sentences("هل تعرف؟ نعم") == ("هل تعرف؟", "نعم")
    assert sentences("") == ()


def test_whole_sentences_from_the_front_as_many_as_fit() -> None:
    text = "One two three. Four five six. Seven eight nine."
    assert cut(text, 9) == text
    assert cut(text, 8) == "One two three. Four five six."
    assert cut(text, 3) == "One two three."
    assert cut(text, 2) == ""


def test_without_a_sentence_it_is_cut_at_a_semicolon_and_ended() -> None:
    assert cut("one two; three four; five six", 4) == "one two; three four."
    assert cut("one two; three four five", 3) == "one two."
    assert cut("one two three four five", 3) == ""


@settings(max_examples=300)
@given(TEXT, st.integers(0, 30))
def test_a_cut_fits_and_is_the_beginning(text: str, room: int) -> None:
    short = cut(text, room)
    assert words(short) <= room
    assert text.startswith(short.rstrip(".;"))
    assert "…" in text or "…" not in short


@settings(max_examples=300)
@given(TEXT)
def test_the_sentences_together_are_the_text(text: str) -> None:
    assert " ".join(sentences(text)).split() == text.split()
