"""Every jotting of the table, in every frame, with every tail, last sentence and closing beside it."""

from __future__ import annotations

from itertools import product

import pytest

from tests.letters.choosing import RUNS, chosen
from tests.letters.inspect import faults, own_sentences
from tests.letters.memory import contact, interview, letters, me

JOTTINGS = (
    "never take the second job first",
    "budgets are decided in March",
    "the importance of sketching badly",
    "Ask for the data early!",
    "patience",
    "who signs off? nobody knows",
    "R: yes; Excel: also yes",
    'be early, "but never first"',
    "I should learn to weld",
    "gauges (the old ones) first 🙂",
    (
        "Stand in the yard first. Count what comes in before you open any screen. Ask the oldest hand what is missing"
        " from the list. Only then read the manual, since it was written by somebody who had never stood in that"
        " yard at all."
    ),
    "2 yrs min. before clients",
    "pH drifts",
    "look at https://tools.example.org/a",
    "-> **start** with [[Gauges|the gauges]] #thanks ✅ 2026-10-16",
)
FACTS = (
    ("", ""),
    ("mode: online\nstart: 2026-10-15T16:00", "helpful: true"),
    ("mode: in-person\nplace: Café Lumen, 14 Harbour Street\nstart: 2026-10-15T10:00", "greeting: Jo\nkeep_in_touch: 90"),
    ("mode: phone\nstart: 2026-10-15T23:30", "timezone: Asia/Tokyo"),
    ("mode: in-person\nvenue: office", "greeting: Hello Jo,"),
)  # fmt: skip
EXTRA = "## Introductions\n- [ ] Sunita Rao at the port authority\n"
QUESTIONS = "## Questions\n### Essential\n- [x] What now?\n- [ ] Which certificate do people check?\n- [ ] What came first?\n"
OTHER_WORDS = ("Sunita Rao at the port authority", "Which certificate do people check?", "What came first?")


def _notes(jotting: str, front: str, who: str, more: str = "") -> dict[str, str]:
    body = f"## Takeaways\n- {jotting}\n{more}"
    return {
        **me(),
        **contact("Jo Kim", who),
        **interview("2026-10-15 Jo Kim", "Jo Kim", f"held: 2026-10-15\n{front}", body),
    }


@pytest.mark.parametrize("jotting", JOTTINGS)
def test_a_thank_you_holds_every_jotting_in_every_setting(jotting: str) -> None:
    least = 60 if len(jotting.split()) >= 4 else 35
    at = JOTTINGS.index(jotting)
    with chosen() as (engine, chooser):
        for (front, who), more in product(FACTS, ("", EXTRA, QUESTIONS, EXTRA + QUESTIONS)):
            if more and FACTS.index((front, who)) % 3 != at % 3:
                continue
            notes = _notes(jotting, front, who, more)
            for run in range(RUNS):
                chooser.run = run
                (letter,) = letters(notes, "thank-you", using=engine)
                wrong = faults(letter, (*_forms(jotting), *OTHER_WORDS), least=least)
                for word in ("gift", "job"):
                    if word in letter.text.casefold().replace(jotting.casefold(), "").split():
                        wrong.append(word)
                assert not wrong, (wrong, run, front, letter.text)


def _forms(jotting: str) -> tuple[str, ...]:
    from vaultkit.render.words.counting import sentences
    from vaultkit.render.words.wash import ends, wash

    washed = wash(jotting)
    return (jotting, washed, ends(washed), *sentences(washed))


@pytest.mark.parametrize("jotting", JOTTINGS)
@pytest.mark.parametrize("template", ["stay-in-touch", "announcement"])
def test_later_letters_hold_every_jotting(jotting: str, template: str) -> None:
    sender = me(
        "name: Maren Ovesen\ntimezone: Europe/Oslo\nrole_found: 2027-01-01\nrole: trainee on the flood desk"
    )
    with chosen() as (engine, chooser):
        for more in (
            "",
            "## Personal\n- [ ] did the kitten stop? #ask\n",
            "## Personal\n- [ ] new kitten, Biscuit #ask\n",
        ):
            notes = {**_notes(jotting, "thanked: 2026-10-16", "helpful: true", more), **sender}
            for run in range(RUNS):
                chooser.run = run
                (letter,) = letters(notes, template, using=engine)
                theirs = (
                    *_forms(jotting),
                    "trainee on the flood desk",
                    "did the kitten stop?",
                    "new kitten, Biscuit",
                )
                least = 45 if template == "stay-in-touch" else 60
                wrong = faults(letter, theirs, least=least)
                assert not wrong, (wrong, run, letter.text)


def test_about_the_reader_is_not_sent_and_the_comment_says_so() -> None:
    for jotting in (
        "she left because of the hours",
        "Jo never answers before ten",
        "[[Jo Kim]] sells early",
        "Her desk was bare",
    ):
        (letter,) = letters(_notes(jotting, "", "greeting: Jo"), "thank-you")
        for word in ("left because", "answers", "bare", "sells"):
            assert word not in letter.text
        assert "begins with she, he or a name" in letter.comment
        assert not faults(letter, least=35)


def test_about_the_reader_gives_way_to_the_next_line() -> None:
    (letter,) = letters(
        _notes("she left because of the hours\n- budgets are decided in March", "", ""), "thank-you"
    )
    assert "udgets are decided in March." in letter.text
    assert not letter.comment


def test_a_line_about_them_is_sent_and_its_author_asked() -> None:
    (letter,) = letters(_notes("they never answer before ten", "", ""), "thank-you")
    assert "hey never answer before ten." in letter.text
    assert "begins with they or their" in letter.comment


def test_after_a_colon_the_case_is_left_alone_and_on_a_line_of_its_own_a_word_is_raised() -> None:
    for jotting, raised in (
        ("never take the second job first", "Never take"),
        ("pH drifts at night", "pH drifts"),
        ("iOS first, always", "iOS first"),
    ):
        with chosen() as (engine, chooser):
            for run in range(RUNS):
                chooser.run = run
                (letter,) = letters(_notes(jotting, "", ""), "thank-you", using=engine)
                assert f": {jotting}." in letter.text or f":\n\n{raised}" in letter.text


def test_an_address_goes_and_the_rest_stays() -> None:
    for mark in (":", " -", " –", "—"):
        (letter,) = letters(
            _notes(f"[[Jo Kim|Jo]]{mark} sell early and often", "", "greeting: Jo"), "thank-you"
        )
        assert "ell early and often." in letter.text
        assert "Jo:" not in letter.text
        assert letter.text.count("Jo") == 1


def test_private_dropped_and_hidden_lines_never_reach_the_letter() -> None:
    body = (
        "## Takeaways\n- [-] dropped line of mine\n- secret line of mine #private\n- %%hidden%% shown line of mine %%and this%%\n"
        "## Notes\n- note line\n## Debrief\n- debrief line\n## Personal\n- personal line\n## Follow-ups\n- follow line\n"
    )
    notes = {**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", "held: 2026-10-15", body)}
    (letter,) = letters(notes, "thank-you")
    assert "hown line of mine." in letter.text
    for word in (
        "dropped",
        "secret",
        "hidden",
        "and this",
        "note line",
        "debrief",
        "personal",
        "follow line",
    ):
        assert word not in letter.text + letter.comment


def test_too_long_a_takeaway_gives_its_first_sentences_and_never_half_a_clause() -> None:
    long = (
        "The first sentence is short. " + " ".join(["And then a second one goes on"] + ["and on"] * 60) + "."
    )
    (letter,) = letters(_notes(long, "", ""), "thank-you")
    assert "The first sentence is short.\n" in letter.text
    assert not faults(letter, (long, "The first sentence is short"))
    endless = " ".join(["on"] * 200)
    (letter,) = letters(_notes(endless, "", ""), "thank-you")
    assert "on on" not in letter.text
    assert "too long" in letter.comment
    assert not faults(letter, least=35)
    clauses = "the gauges come first; " + " ".join(["then"] * 150)
    (letter,) = letters(_notes(clauses, "", ""), "thank-you")
    assert "he gauges come first." in letter.text
    assert "then then" not in letter.text


def test_exactly_one_takeaway_is_named() -> None:
    many = "\n".join(f"- line number {word} stands here" for word in ("one", "two", "three", "four"))
    notes = {
        **me(),
        **contact("Jo Kim"),
        **interview("x", "Jo Kim", "held: 2026-10-15", f"## Takeaways\n{many}\n"),
    }
    (letter,) = letters(notes, "thank-you")
    assert letter.text.count("ine number") == 1
    assert "ine number one" in letter.text


def test_the_one_tagged_thanks_wins_then_the_one_that_links_its_reader() -> None:
    body = "## Takeaways\n- first line of all\n- second for [[Jo Kim]] alone\n- third one is it #thanks\n"
    (letter,) = letters(
        {**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", "held: 2026-10-15", body)}, "thank-you"
    )
    assert "hird one is it" in letter.text
    body = body.replace(" #thanks", "")
    (letter,) = letters(
        {**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", "held: 2026-10-15", body)}, "thank-you"
    )
    assert "econd for Jo Kim alone" in letter.text


def test_a_line_for_somebody_else_is_left_to_them() -> None:
    body = "## Takeaways\n- what [[Ana Ruiz]] does is worth a look\n"
    notes = {
        **me(),
        **contact("Jo Kim"),
        **contact("Ana Ruiz"),
        **interview("x", "Jo Kim", "held: 2026-10-15", body),
    }
    (letter,) = letters(notes, "thank-you")
    assert "worth a look" not in letter.text


def test_two_letters_of_one_meeting_share_no_sentence_whoever_comes_first() -> None:
    lines = "## Takeaways\n- sell the maintenance, not the machine\n- Nobody reads the manual!\n"
    one_line = "## Takeaways\n- sell the maintenance, not the machine\n"
    fronts = (
        "held: 2026-11-17",
        "held: 2026-11-17\nmode: online\nstart: 2026-11-17T11:00",
        "held: 2026-11-17\nmode: in-person",
    )
    for first in (
        "Folasade Ogunbiyi",
        "Pieter van der Zwaan",
        "Sukmawan",
        "Róisín Ní Dhálaigh",
        "Aino Lehtisaari",
        "Bo",
    ):
        people = (first, "Hana Tūmanako", "Keoni Palakiko")
        for front in fronts:
            for body in (lines, one_line, "", lines + EXTRA + QUESTIONS):
                notes = {**me(), **interview("x", people, front, body)}
                for person in people:
                    notes |= contact(person, "helpful: true" if "n" in person else "")
                made = letters(notes, "thank-you")
                assert len(made) == 3
                for at, one in enumerate(made):
                    for other in made[at + 1 :]:
                        assert not own_sentences(one) & own_sentences(other), (one.text, other.text)
                        assert one.subject != other.subject
                        assert one.text.split("\n\n")[-1] != other.text.split("\n\n")[-1]
