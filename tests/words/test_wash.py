"""The washing: marks go, words stay, one ending."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.render.words.wash import LONGEST, asked, ends, raised, trimmed, unstopped, wash

TEXT = st.text(st.sampled_from("abC Å7.,;:!?…-\"'()[]*_~=`#%<>/\\|🙂。耐\n\t"), max_size=60)


@pytest.mark.parametrize(
    ("typed", "washed"),
    [
        ("[ ] sell early", "sell early"), ("-> sell early", "sell early"), ("→ sell early", "sell early"),
        ("**sell** *early* and ~~not~~ ==often==", "sell early and not often"), ("`sell` early", "sell early"),
        ("2 * 3 * 4 stays", "2 * 3 * 4 stays"), ("snake_case_name stays", "snake_case_name stays"),
        ("[[Jo Kim|Jo]] and [[People/Ana Ruiz#Log]]", "Jo and Ana Ruiz"), ("[the page](https://a.example/x_(y)) helps", "the page helps"),
        ("![[scan.png]] sell early", "sell early"), ("sell early #thanks", "sell early"), ("C# and item #1 stay", "C# and item #1 stay"),
        ("sell early 📅 2026-05-20", "sell early"), ("sell early ✅ 2026-05-21", "sell early"), ("sell [due:: 2026-05-20] early", "sell early"),
        ("sell early ^abc-1", "sell early"), ("sell %%secret%% early", "sell early"), ("sell <!-- secret --> early", "sell early"),
        ("sell   early\n and  often", "sell early and often"), ("sell early (#thanks).", "sell early."), ("wait... then ask", "wait… then ask"),
        ("really?. yes", "really? yes"), (r"3 \* 4", "3 * 4"), ("*#done* yes", "yes"), ("[ ] -> yes", "yes"), ("a <br> b", "a b"), ("-5 degrees", "-5 degrees"),
        ('<u>sell</u> <span style="color:red">early</span>', "sell early"), ("a <b and c> d", "a <b and c> d"), ("1 < 2", "1 < 2"),
        ("", ""), ("…", ""), ("🙂 !", ""), ("[[ ]]", ""), (None, ""),
    ],
)  # fmt: skip
def test_marks_go_and_words_stay(typed: str, washed: str) -> None:
    assert wash(typed) == washed


def test_a_property_keeps_its_tags() -> None:
    assert wash("learn #python", tags=True) == "learn #python"


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("sell early", "sell early."), ("sell early.", "sell early."), ("sell early!", "sell early!"), ("why?", "why?"),
        ("wait…", "wait…"), ("sell early -", "sell early."), ("sell early, ", "sell early."), ("one; two;", "one; two."),
        ('be early, "but never first"', 'be early, "but never first."'), ('he said "go!"', 'he said "go!"'), ("„so nicht“", "„so nicht.“"),
        ("the workers'", "the workers'."), ('screens of 24"', 'screens of 24".'), ("gauges (the old ones)", "gauges (the old ones)."),
        ("so it goes 🙂", "so it goes 🙂"), ("so it goes :)", "so it goes :)"), ("see https://a.example/x", "see https://a.example/x"),
        ("耐心很重要", "耐心很重要。"), ("忍耐が大事。", "忍耐が大事。"), ("هل تعرف؟", "هل تعرف؟"), ("write to a@b.example", "write to a@b.example."),
        ("sell early..,", "sell early."), ("sell early!.-", "sell early!"), ("", ""), ("-", ""),
    ],
)  # fmt: skip
def test_it_ends_once(text: str, ended: str) -> None:
    assert ends(text) == ended


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("what made you leave the firm", "what made you leave the firm?"), ("What's a bad week like -", "What's a bad week like?"),
        ("did you ever faint", "did you ever faint?"), ("Who decides (and when)", "Who decides (and when)?"), ("how long, really!", "how long, really!"),
        ("why?", "why?"), ("why…", "why…"), ("the worst day of the year", "the worst day of the year."), ("whatever comes first", "whatever comes first."),
        ("what they pay. Nobody says", "what they pay. Nobody says."), ("did well by asking", "did well by asking."), ("how it feels 🙂", "how it feels 🙂"),
        ("what", "what."), ("", ""),
    ],
)  # fmt: skip
def test_a_question_jotted_without_its_mark_gets_it(text: str, ended: str) -> None:
    assert asked(text) == ended


@pytest.mark.parametrize(
    ("text", "tall"),
    [
        ("never sell", "Never sell"), ("iOS first", "iOS first"), ("pH drifts", "pH drifts"), ("e-mail them", "E-mail them"),
        ('"never" is long', '"Never" is long'), ("4 am calls", "4 am calls"), ("élan counts", "Élan counts"), ("don't", "Don't"),
        ("numpy.array wins", "numpy.array wins"), ("https://a.example", "https://a.example"), ("ßlurp", "ßlurp"), ("", ""),
        ("patience.", "Patience."), ("&amp; co", "&amp; co"), ("(never) sell", "(Never) sell"),
    ],
)  # fmt: skip
def test_the_first_letter_rises_only_in_a_plain_small_word(text: str, tall: str) -> None:
    assert raised(text) == tall


def test_brackets_take_no_full_stop() -> None:
    assert unstopped("coffee beans.") == "coffee beans"
    assert unstopped("coffee beans,") == "coffee beans"
    assert trimmed(" one -- ") == "one"


@settings(max_examples=400)
@given(TEXT.map(lambda text: text.replace("\\", "")))
def test_washing_twice_is_washing_once(text: str) -> None:
    # A backslash keeps a mark once, and only once.
    assert wash(wash(text)) == wash(text)


@settings(max_examples=400)
@given(TEXT)
def test_ending_twice_is_ending_once_and_adds_one_mark_at_most(text: str) -> None:
    washed = wash(text)
    ended = ends(washed)
    assert ends(ended) == ended
    assert len(ended) <= len(trimmed(washed)) + 1
    assert not ended.endswith((",", ";", ":", " ", "..", "!.", "?.", "…."))


@settings(max_examples=400)
@given(TEXT)
def test_a_washed_text_is_one_clean_line(text: str) -> None:
    washed = wash(text)
    assert washed == " ".join(washed.split())
    assert " ." not in washed + "x" or " .x" not in washed
    assert "..." not in washed
    assert washed == "" or any(character.isalnum() for character in washed)


@pytest.mark.parametrize("sign", ["*a ", "#a", "[due:: ", "> ", "- ", "🔁 a ", "`", "[[a|"])
def test_a_jotting_of_any_length_is_washed_in_less_than_a_render_may_take(sign: str) -> None:
    before = time.process_time()
    for length in (LONGEST, 60_000):
        text = (sign * length)[:length]
        assert wash(wash(text)) == wash(text)
    assert time.process_time() - before < 2


def test_what_is_hidden_goes_out_of_a_jotting_of_any_length() -> None:
    words = "one two " * LONGEST
    assert wash(f"{words}%% not for them %% three\n\nfour") == f"{words}three four"
