"""A sentence needs a fact: what letters say of days, modes, places, promises, offers and questions."""

from __future__ import annotations

import re

import pytest

from tests.letters.choosing import RUNS, chosen, every
from tests.letters.inspect import faults
from tests.letters.memory import ROOT, TAKEAWAY, contact, held, interview, letter, letters, me
from vaultkit.config import Config


@pytest.mark.parametrize(
    ("front", "who", "day"),
    [
        ("start: 2026-11-05T21:00\ntimezone: Pacific/Honolulu", "timezone: Europe/Helsinki", "Friday"),
        ("start: 2026-11-05T21:00\ntimezone: Pacific/Honolulu", "", "Thursday"),
        ("start: 2026-11-05T21:00", "timezone: Europe/Oslo", "Thursday"),
        ("held: 2026-11-05", "", "Thursday"),
        ("held: 2026-11-05", "timezone: Europe/Berlin", "Thursday"),
        ("held: 2026-11-05", "timezone: Asia/Tokyo", ""),
        ("start: 2026-11-05\nheld: 2026-11-05", "timezone: Asia/Tokyo", ""),
        ("start: 2026-11-05T10:00\nheld: 2026-11-12", "timezone: Europe/Oslo", "Thursday"),
        ("start: 2026-11-05T10:00\nheld: 2026-11-10", "timezone: Europe/Oslo", "Tuesday"),
    ],
)  # fmt: skip
def test_the_day_is_the_readers_or_it_is_not_named(front: str, who: str, day: str) -> None:
    made = held(f"{front}\n" + ("" if "held" in front else "held: 2026-11-05\n"), who)
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        assert (name in made.text) == (name == day), made.text
        assert name not in made.subject or name == day


def test_without_a_mode_it_is_a_talk_and_with_one_it_may_be_a_call() -> None:
    with chosen() as (engine, chooser):
        for mode, banned in (
            ("", "call screen table met"),
            ("mode: phone\n", "screen table met"),
            ("mode: in-person\n", "call screen"),
        ):
            notes = {
                **me(),
                **contact("Jo Kim", "timezone: Asia/Tokyo"),
                **interview("x", "Jo Kim", f"{mode}held: 2026-11-05", ""),
            }
            for run in range(RUNS):
                chooser.run = run
                (made,) = letters(notes, "thank-you", using=engine)
                for word in banned.split():
                    assert word not in made.text.replace(".", " ").replace(",", " ").split(), made.text


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("Café Lumen, 14 Harbour Street", "Café Lumen"), ("14 Harbour Street, Leeds", ""), ("Storgata 7", ""),
        ("[[Café Lumen]]", "Café Lumen"), ("her office, third floor", ""), ("https://maps.example.org/x", ""),
    ],
)  # fmt: skip
def test_a_place_is_named_up_to_its_comma_and_an_address_never(place: str, named: str) -> None:
    with chosen() as (engine, chooser):
        notes = {
            **me(),
            **contact("Jo Kim"),
            **interview("x", "Jo Kim", f'mode: in-person\nplace: "{place}"\nheld: 2026-11-05', TAKEAWAY),
        }
        for run in range(RUNS):
            chooser.run = run
            (made,) = letters(notes, "thank-you", using=engine)
            assert (" at " in made.text) == bool(named), made.text
            assert named in made.text
            assert "Harbour" not in made.text
            assert not faults(made, ("start with the people who clean the sensors",))


def test_a_promise_to_write_needs_something_that_reminds_of_it() -> None:
    promises = ("The next letter is mine", "I'll let you know", "you'll get a line", "I'll write")
    with chosen() as (engine, chooser):
        for who, promised in (
            ("", False),
            ("helpful: true", True),
            ("keep_in_touch: 60", True),
            ("keep_in_touch: never", False),
        ):
            notes = {
                **me(),
                **contact("Jo Kim", who),
                **interview("x", "Jo Kim", "held: 2026-11-05", TAKEAWAY),
            }
            for run in range(RUNS):
                chooser.run = run
                (made,) = letters(notes, "thank-you", using=engine)
                assert any(promise in made.text for promise in promises) == promised, made.text


def test_a_thank_you_never_announces_a_gift() -> None:
    made = held("held: 2026-11-05\nmode: online\ngift: coffee gift card\ngift_sent: 2026-11-06")
    for word in ("gift", "coffee", "card", "token"):
        assert word not in made.text.casefold()


def test_an_introduction_is_reminded_of_in_one_letter_only_to_the_one_it_names() -> None:
    body = TAKEAWAY + "## Introductions\n- [ ] Pieter knows Sunita Rao\n- [ ] Joan at the yard\n"
    people = ("Folasade Ogunbiyi", "Pieter van der Zwaan")
    notes = {**me(), **contact(people[0], "greeting: Folasade"), **contact(people[1], "greeting: Pieter")}
    first, second = letters({**notes, **interview("x", people, "held: 2026-11-05", body)}, "thank-you")
    assert "Joan at the yard" in first.text
    assert "Joan" not in second.text
    assert "introduction" in second.text
    assert "Sunita" not in first.text


def test_a_ticked_or_dropped_introduction_is_not_asked_for() -> None:
    made = held("held: 2026-11-05", body=TAKEAWAY + "## Introductions\n- [x] Sunita Rao\n- [-] Joan\n")
    assert "introduction" not in made.text


def test_a_small_letter_is_no_name() -> None:
    made = held("held: 2026-11-05", body=TAKEAWAY + "## Introductions\n- [ ] will ask around\n")
    assert "an introduction. My note of it says: will ask around." in made.text


def test_lines_of_an_old_heading_wait_for_a_tag_and_the_comment_says_so() -> None:
    old = Config(ROOT, sections={"gelernt": "takeaways"})
    for lines, said in (
        ("- be early\n- ask twice\n", True),
        ("- she is ill #private\n", False),
        ("- be early #thanks\n- ask twice\n", False),
    ):
        notes = (
            me() | contact("Jo Kim") | interview("x", "Jo Kim", "held: 2026-10-15", f"## Gelernt\n{lines}")
        )
        (made,) = letters(notes, "thank-you", config=old)
        assert ("put #thanks behind one, and this letter to Jo Kim will quote it" in made.comment) is said
        assert ("there is no line for" in made.comment) is ("ill" in lines)
        assert "early" not in made.comment
        assert ("early" in made.text) is ("#thanks" in lines)


def test_questions_are_asked_only_once_something_is_ticked_and_the_comment_says_so() -> None:
    unticked = "## Questions\n### Essential\n- [ ] Which certificate counts?\n- [ ] What came first?\n"
    made = held("held: 2026-11-05", body=TAKEAWAY + unticked)
    assert "certificate" not in made.text
    assert "Which certificate counts?; What came first?" in made.comment
    assert "tick" in made.comment
    made = held("held: 2026-11-05", body=TAKEAWAY + unticked.replace("- [ ] What", "- [x] What"))
    assert "Which certificate counts?" in made.text
    assert "certificate" not in made.comment
    assert made.text.count("?") == 1


def test_at_most_two_asks() -> None:
    questions = "## Questions\n### Essential\n- [x] a?\n- [ ] Which one?\n- [ ] What two?\n- [ ] Who three?\n"
    made = held("held: 2026-11-05", body=TAKEAWAY + questions)
    assert [q in made.text for q in ("Which one?", "What two?", "Who three?")] == [True, True, False]
    made = held(
        "held: 2026-11-05", body=TAKEAWAY + questions + "## Introductions\n- [ ] Sunita Rao\n- [ ] Joan Ek\n"
    )
    assert [q in made.text for q in ("Which one?", "What two?", "Who three?")] == [True, False, False]
    assert "Sunita Rao" in made.text
    assert "Joan Ek" not in made.text
    assert "Joan Ek" in made.comment


def test_a_takeaway_that_asks_leaves_room_for_one_question_less() -> None:
    """A thank-you with three question marks is told off by `check`, and rightly."""
    questions = "## Questions\n### Essential\n- [x] a?\n- [ ] Which one?\n- [ ] What two?\n"
    for line, asked in (
        ("budgets close in March", 2),
        ("who signs off? nobody knows", 1),
        ("who signs? who pays? nobody knows", 0),
    ):
        made = held("held: 2026-11-05", body=f"## Takeaways\n- {line}\n{questions}")
        assert made.text.count("?") == 2
        assert sum(one in made.text for one in ("Which one?", "What two?")) == asked
        assert ("Left over, and not asked" in made.comment) is not asked


def test_a_question_without_its_mark_is_asked_as_one() -> None:
    questions = "## Questions\n### Essential\n- [x] a?\n- [ ] what made you leave\n- [ ] the pay\n"
    made = held("held: 2026-11-05", body=TAKEAWAY + questions)
    assert "\n- What made you leave?\n- The pay.\n" in made.text


def test_marks_of_other_programs_are_broken_up() -> None:
    made = held("held: 2026-11-05", body="## Takeaways\n- use <% tp.date %> and 100%% of it\n")
    assert "<%" not in made.text + made.comment
    assert "%%" not in made.text


def test_a_single_ask_is_not_announced_as_the_second() -> None:
    body = TAKEAWAY + "## Questions\n### Essential\n- [x] a?\n- [ ] Which one?\n"
    notes = {**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", "held: 2026-11-05", body)}
    for made in every(notes, "thank-you"):
        assert "And " not in made.text
        assert "two" not in made.text.split("Which one?")[0].casefold().split()


@pytest.mark.parametrize("template", ["stay-in-touch", "announcement"])
def test_a_single_word_is_called_one(template: str) -> None:
    notes = {**me("name: Maren\nrole_found: 2027-01-01\nrole: trainee"), **contact("Jo Kim", "helpful: true")}
    body = "## Takeaways\n- patience\n## Personal\n- [ ] how is the kitten? #ask\n"
    for made in every(notes | interview("x", "Jo Kim", "thanked: 2026-11-05", body), template):
        before, _, after = made.text.partition(": patience.")
        assert after, made.text
        assert " word" in before.split("\n\n")[-1]


def test_a_hello_that_asks_does_not_say_that_no_answer_is_wanted() -> None:
    ask = "## Personal\n- [ ] how is the kitten? #ask\n"
    notes = {
        **me(),
        **contact("Jo Kim", "", ask),
        **interview("x", "Jo Kim", "thanked: 2026-11-05", TAKEAWAY),
    }
    for made in every(notes, "stay-in-touch"):
        assert not any(one in made.text for one in ("unanswered", "owe", "none is fine", "not because"))


def test_what_was_not_asked_is_asked_of_one_person() -> None:
    body = TAKEAWAY + "## Questions\n### Essential\n- [x] a?\n- [ ] Which one?\n- [ ] Who decides?\n"
    notes = {**me(), **interview("x", ("Jo Kim", "Ana Ruiz"), "held: 2026-11-05", body)}
    first, second = letters(notes, "thank-you")
    assert [q in first.text for q in ("Which one?", "Who decides?")] == [True, True]
    assert "?" not in second.text


def test_more_than_fits_needs_three_takeaways() -> None:
    more = ("copy out all of my notes", "more in my notes", "go on for a while", "how much I wrote down")
    for count in (1, 2, 3):
        body = "## Takeaways\n" + "- never take the second job first\n" * count
        notes = {**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", "held: 2026-11-05", body)}
        found = [made.text for made in every(notes, "thank-you")]
        assert any(one in text for text in found for one in more) is (count > 2)


def test_news_reminds_of_the_talk_only_where_there_was_one() -> None:
    notes = {**me("name: Maren\nnews: a leaflet in print"), **contact("Jo Kim")}
    for talk, said in (
        ("thanked: 2026-11-05", True),
        ("granted: 2026-11-05", False),
        ("direction: giving\nheld: 2026-11-05", False),
    ):
        for made in every(notes | interview("x", "Jo Kim", talk), "stay-in-touch"):
            assert ("question" in made.text) is said, made.text


def test_a_hello_with_a_line_has_sixty_words_and_a_bare_one_thirty_five() -> None:
    notes = {**me(), **contact("Jo Kim")}
    for body, least in ((TAKEAWAY, 60), ("", 35)):
        for made in every(notes | interview("x", "Jo Kim", "thanked: 2026-11-05", body), "stay-in-touch"):
            assert not faults(made, ("start with the people who clean the sensors",), least=least)


def test_a_short_tail_stays_in_the_paragraph_of_its_line() -> None:
    for body, apart in ((TAKEAWAY, True), (TAKEAWAY + "## Introductions\n- [ ] Sunita Rao\n", False)):
        notes = {**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", "held: 2026-11-05", body)}
        for made in every(notes, "thank-you"):
            if ": start with" in made.text:
                assert ("sensors.\n\n" in made.text) is apart


def test_a_sentence_in_a_script_without_blanks_is_not_called_a_word() -> None:
    for line, word in (
        ("เริ่มจากคนที่ทำความสะอาดเซ็นเซอร์ก่อน", False),
        ("ความอดทน", True),
        ("先听客户说完", False),
    ):
        made = held("held: 2026-11-05", body=f"## Takeaways\n- {line}\n")
        assert ("single word" in made.comment) is word


def test_thanks_for_an_introduction_are_owed_once_it_is_ticked() -> None:
    notes = {**me(), **contact("Jo Kim")}
    for box, owed in ((" ", False), ("x", True), ("-", False)):
        body = f"{TAKEAWAY}## Introductions\n- [{box}] Sunita Rao\n"
        made = letter(notes | interview("x", "Jo Kim", "thanked: 2026-11-05", body), "stay-in-touch")
        assert ("(Sunita Rao)" in made.text) is owed


@pytest.mark.parametrize(
    ("tick", "log", "owed"),
    [
        ("", "", True), ("", "2026-11-04", True), ("", "2026-11-06", True), ("", "2026-12-01", False), (" ✅ 2026-12-10", "2026-12-01", True),
        (" ✅ 2026-12-10", "2026-12-10", True), (" ✅ 2026-12-10", "2026-12-11", False),
    ],
)  # fmt: skip
def test_an_introduction_is_thanked_for_in_the_next_hello_and_in_no_later_one(
    tick: str, log: str, owed: bool
) -> None:
    """The talk's own days, the thank-you among them, are no later contact; what was told of then was not this."""
    body = f"{TAKEAWAY}## Introductions\n- [x] Sunita Rao{tick}\n"
    notes = {**me(), **contact("Jo Kim", "", f"## Log\n- {log} wrote\n" if log else "")}
    made = letter(
        notes | interview("x", "Jo Kim", "held: 2026-11-05\nthanked: 2026-11-06", body), "stay-in-touch"
    )
    assert ("(Sunita Rao)" in made.text) is owed


def test_a_personal_thing_is_asked_about_while_it_is_open_and_tagged() -> None:
    notes = {**me(), **contact("Jo Kim")}
    for line, asked in (
        ("- [ ] how is the cello? #ask", True), ("- how is the cello? #ask", True), ("- [x] how is the cello? #ask", False),
        ("- [-] how is the cello? #ask", False), ("- [ ] how is the cello?", False), ("- how is the cello? #ask #private", False),
    ):  # fmt: skip
        talk = interview("x", "Jo Kim", "thanked: 2026-11-05", f"{TAKEAWAY}## Personal\n{line}\n")
        assert ("cello" in letter(notes | talk, "stay-in-touch").text) is asked, line


def test_news_and_a_role_end_as_sentences_do() -> None:
    for typed, ended in (
        ("trainee", "trainee."),
        ("trainee - ", "trainee."),
        ("trainee!", "trainee!"),
        ("a #half trainee", "a #half trainee."),
    ):
        notes = {
            **me(f"name: M\nrole_found: 2027-01-01\nrole: '{typed}'\nnews: '{typed}'"),
            **contact("Jo Kim", "helpful: true"),
        }
        for template in ("announcement", "stay-in-touch"):
            for made in every(notes, template):
                assert re.search(rf": {re.escape(ended)}(?=\s)", made.text)


def test_the_subject_of_a_hello_says_what_opens_it() -> None:
    """A line of the talk, where the letter begins with one; a hello, where it asks or thanks."""
    line = {"A line I kept", "From my notes", "Something you may remember", "One line, and a hello"}
    for more, opens in (
        ("", True),
        ("## Personal\n- [ ] new kitten #ask\n", False),
        ("## Introductions\n- [x] Sunita Rao\n", False),
    ):
        notes = {
            **me(),
            **contact("Jo Kim"),
            **interview("x", "Jo Kim", "thanked: 2026-11-05", TAKEAWAY + more),
        }
        assert all((made.subject in line) is opens for made in every(notes, "stay-in-touch"))


def test_of_two_personal_things_the_latest_is_asked_about() -> None:
    notes = {**me(), **contact("Jo Kim", "", "## Personal\n- [ ] how is the roof? #ask\n")}
    for day, thing in (("2026-03-01", "kitten"), ("2026-01-01", "cello")):
        body = f"## Personal\n- [ ] how is the {thing}? #ask\n"
        notes |= interview(f"{thing} talk", "Jo Kim", f"thanked: {day}", body)
    text = letter(notes, "stay-in-touch").text
    assert [thing in text for thing in ("kitten", "cello", "roof")] == [True, False, False]


def test_a_place_is_thanked_for_only_where_the_talk_was_in_person() -> None:
    for mode, named in (("in-person", True), ("online", False), ("phone", False)):
        notes = {**me(), **contact("Jo Kim")}
        notes |= interview("x", "Jo Kim", f"held: 2026-11-05\nmode: {mode}\nplace: Café Lumen", TAKEAWAY)
        assert all(("Café Lumen" in made.text) is named for made in every(notes, "thank-you"))
