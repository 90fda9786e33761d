"""Frames, brackets, questions, layout, comments."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from vaultkit.render.safe import Ours
from vaultkit.render.words import asks, candid, envelope, phrases, sheets
from vaultkit.render.words.frames import begins_small, bracketed, frame, is_question, is_stopped, own_line
from vaultkit.render.words.layout import letter, sheet


@pytest.mark.parametrize(
    ("jotting", "name"),
    [
        ("", ""), ("patience", "one word"), ("patience 🙂", "one word"), ("R: yes; Excel: also yes", "own line"),
        ('an odd " mark in it', "own line"), ("an odd “ mark in it", "own line"), ("an odd » mark in it", "own line"), ("One. Two. Three. Four.", "own line"), (" ".join(["on"] * 41), "own line"),
        ("ends in a smile 🙂", "own line"), ("see https://a.example", "own line"), ("1984. the year of it", "colon"), ("1. begin here", "colon"),
    ],
)  # fmt: skip
def test_the_jotting_overrides_the_frame_only_where_it_must(jotting: str, name: str) -> None:
    assert {frame(jotting, n) for n in range(8)} == {name}


def test_otherwise_the_number_decides() -> None:
    assert {frame("sell early and often", n) for n in range(8)} == {"colon", "own line"}


def test_a_small_fact_goes_into_brackets_unless_it_is_long_or_marked() -> None:
    assert bracketed("coffee gift card.") == " (coffee gift card)"
    for text in ("", "a (b) c", "really? yes", "one two three four five six seven eight nine", "a: b"):
        assert bracketed(text) == ""


def test_questions_names_and_stops_are_told() -> None:
    assert is_question('who said "why?"')
    assert not is_question("who signs off? nobody knows")
    assert begins_small("will ask around")
    assert not begins_small("Sunita Rao")
    assert is_stopped("sell early")
    assert not is_stopped("sell early 🙂")
    assert own_line("sell early -") == "Sell early."


def test_lines_of_a_paragraph_flow_and_lists_stay() -> None:
    text = "Dear Jo,\n\nOne  sentence.\n\n\nAnother .\nA third:\n\n- a\n\n- b\nEnd\n"
    assert letter(text) == "Dear Jo,\n\nOne sentence.\n\nAnother. A third:\n\n- a\n- b\n\nEnd\n"
    assert isinstance(letter(Ours("x")), Ours)


def test_an_empty_part_loses_its_heading_and_a_table_stays_whole() -> None:
    text = "| a |\n\n| - |\nWords\n## Empty\n\n## Full\n\n- a\n\n- b\n## Outer\n### Inner\ntext\n## Last\n"
    assert sheet(text) == "| a |\n| - |\n\nWords\n\n## Full\n- a\n- b\n\n## Outer\n### Inner\ntext\n"


def test_a_comment_is_one_block_or_nothing_and_cannot_be_closed_from_inside() -> None:
    assert envelope.comment("", None or "", []) == ""
    made = envelope.comment("nothing stands in [[x]]", ["50%% of it", ""])
    assert made == "%% Nothing stands in [[x]]. 50%\\% of it. %%"
    assert isinstance(made, Ours)


def test_a_closing_has_a_name_or_is_not_there() -> None:
    assert (
        envelope.closing("With thanks", SimpleNamespace(name="Ana", signature=""), "", "+1")
        == "With thanks,\nAna\n+1"
    )
    assert (
        envelope.closing("With thanks", SimpleNamespace(name="Ana", signature="A.\n%%x%%\nBern"))
        == "With thanks,\nA.\nBern"
    )
    assert envelope.closing("With thanks", SimpleNamespace(name="", signature="")) == ""


@pytest.mark.parametrize(
    ("greeting", "name", "line"),
    [
        ("Jo", "Jo Kim", "Hello Jo,"), ("Jo Kim", "Jo Kim", "Dear Jo Kim,"), ("", "Sukmawan", "Dear Sukmawan,"), ("Hi Jo,", "Jo Kim", "Hi Jo,"),
        ("dear Dr Kim", "Jo Kim", "Dear Dr Kim,"), ("", "", "Hello,"), ("Hildur", "Hildur Jónsdóttir", "Hello Hildur,"),
    ],
)  # fmt: skip
def test_hello_only_before_a_greeting(greeting: str, name: str, line: str) -> None:
    assert envelope.greeting(SimpleNamespace(greeting=greeting, name=name), "Hello") == line


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(15, "a quarter of an hour"), (20, "twenty minutes"), (30, "half an hour"), (40, "forty minutes"), (45, "forty-five minutes"),
     (60, "an hour"), (90, "an hour and a half"), (120, "two hours"), (150, "two and a half hours"), (25, "twenty-five minutes"), (100, "100 minutes"), (0, ""), (None, ""), (True, "")],
)  # fmt: skip
def test_lengths_are_said_as_people_say_them(minutes: object, said: str) -> None:
    assert phrases.duration_words(minutes) == said


def test_lists_are_joined_and_semicolons_part_what_has_commas() -> None:
    assert phrases.listed(["A", "B", "C"]) == "A, B and C"
    assert phrases.listed(["A", "B"], "or") == "A or B"
    assert phrases.listed(["A, x", "B"]) == "A, x; and B"
    assert phrases.listed([None, "", "A"]) == "A"
    assert phrases.cell("a | b\nc") == "a \\| b c"


@pytest.mark.parametrize(
    ("place", "name"),
    [("Café Lumen, 14 Harbour Street", "Café Lumen"), ("14 Harbour Street", ""), ("Hauptstraße 5", ""), ("Via Roma 3, Torino", ""), ("", ""),
     ("The Stand, upstairs", "The Stand"), ("our office", ""), ("Harbour Street", "")],
)  # fmt: skip
def test_a_place_is_a_name_or_nothing(place: str, name: str) -> None:
    assert phrases.place_name(place) == name


def test_candid_questions_are_told() -> None:
    assert candid.candid("Where do pay and hours stand after five years?")
    assert candid.candid("why did the last one quit")
    assert not candid.candid("How do you train a new taster?")


def test_labels_of_a_graph_cannot_end_it() -> None:
    label = sheets.graph_label('A "b" [c] `d` %% <e>')
    assert label.startswith('"')
    assert not set(label[1:-1]) & set('"[]`%<>')


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ('Jo "JJ" Kim', "Jo #quot;JJ#quot; Kim"), ("#35;", "#35;35;"), ("a & b", "a #amp; b"), ("end", "end"), ("A; B (C)", "A; B (C)"),
        ("1. first", "1#46; first"), ("- dash", "#45; dash"), ("**bold** _x_", "#42;#42;bold#42;#42; #95;x#95;"), ("a\nb", "a b"), ("x %% y", "x #37;#37; y"),
    ],
)  # fmt: skip
def test_a_name_is_drawn_as_it_is_written(name: str, label: str) -> None:
    assert sheets.graph_label(name) == f'"{label}"'


def test_two_people_of_one_name_are_two_in_a_graph_and_a_link_is_a_note_of_that_name() -> None:
    one, other = (
        SimpleNamespace(name="Jo Kim", path="A/Jo Kim.md"),
        SimpleNamespace(name="Jo Kim", path="B/Jo Kim (Acme).md"),
    )
    nobody = SimpleNamespace(name="Jo Kim", path="")
    assert len({sheets.graph_name(someone) for someone in (one, other, nobody)}) == 3
    other.introduced_by, one.introduced_by = one, nobody
    assert sheets.graph_notes([one, other]) == (sheets.graph_name(one),)


def test_a_name_that_would_end_its_link_is_not_shown_in_it() -> None:
    for name, link in (
        ("Jo Kim", "[[jk|Jo Kim]]"),
        ("Jo [x] Kim", "[[jk]]"),
        ("Jo | Kim", "[[jk]]"),
        ("Jo\\", "[[jk]]"),
    ):
        assert sheets.note_link(SimpleNamespace(name=name, path="People/jk.md")) == link


def test_what_is_offered_goes_to_the_one_it_names_else_to_the_first() -> None:
    jo, ana = (
        SimpleNamespace(name="Jo Kim", greeting="Jo", path="a"),
        SimpleNamespace(name="Ana Ruiz", greeting="Ana", path="b"),
    )
    meeting = SimpleNamespace(people=(jo, ana))
    assert asks.receiver(meeting, SimpleNamespace(text="Ana knows somebody", links=())) is ana
    assert asks.receiver(meeting, SimpleNamespace(text="Joan and Anatol", links=())) is jo
    assert asks.receiver(meeting, SimpleNamespace(text="[[Ana Ruiz]] will write", links=("Ana Ruiz",))) is ana
