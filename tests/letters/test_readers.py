"""Letters and their readers: how each is greeted and signed, and how no two of them are alike."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.letters.choosing import every
from tests.letters.inspect import faults, own_sentences
from tests.letters.memory import TAKEAWAY, Letter, contact, held, interview, letter, letters, me

THREE = "proposed:\n  - 2026-11-17T15:00\n  - 2026-11-18T16:30\n  - 2026-11-22T14:00\n"
TWO = "proposed:\n  - 2026-11-12T09:00\n  - 2026-11-13T10:00\n"


def test_the_other_has_heard_too_only_when_it_is_so() -> None:
    people = ("Folasade Ogunbiyi", "Pieter van der Zwaan")
    notes = {**me(), **contact(people[0], "greeting: Folasade"), **contact(people[1])}
    front = "held: 2026-11-05\n"
    both = letters({**notes, **interview("x", people, front, TAKEAWAY)}, "thank-you")
    assert all("heard from me too" not in one.text for one in both)
    rest = letters(
        {**notes, **interview("x", people, front + 'thanked_people: "[[Folasade Ogunbiyi]]"', TAKEAWAY)},
        "thank-you",
    )
    assert len(rest) == 1
    assert "Folasade has heard from me too." in rest[0].text


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("", "Dear Jo Kim,"), ("greeting: Jo", "Dear Jo,"), ("greeting: Hi Jo", "Hi Jo,"), ("greeting: 'Dear Dr Kim,'", "Dear Dr Kim,"),
        ("aliases: [Jo, JK]", "Dear Jo,"), ("name: 김조", "Dear 김조,"), ("greeting: hello Jo", "Hello Jo,"),
        ("greeting: Hi Jo!", "Hi Jo!"), ("greeting: Jo!", "Dear Jo!"), ("greeting: Hi-jin", "Dear Hi-jin,"),
    ],
)  # fmt: skip
def test_the_greeting_is_used_as_written_and_a_name_is_never_split(who: str, first: str) -> None:
    assert held("held: 2026-11-05", who).text.splitlines()[0] == first


@pytest.mark.parametrize("greeting", ["Good morning, Jo", "Hi Jo!", "Dear Jo,", "hey Jo"])
def test_a_whole_greeting_lends_the_text_only_the_name(greeting: str) -> None:
    notes = {**me(), **contact("Jo Kim", f'greeting: "{greeting}"'), **contact("Ana Ruiz")}
    _, second = letters(notes | interview("x", ("Jo Kim", "Ana Ruiz"), "held: 2026-11-05"), "thank-you")
    assert " you and Jo " in second.text


def test_a_bracket_at_the_end_of_a_file_name_is_not_greeted() -> None:
    notes = {
        **me(),
        **contact("Jo Kim (Acme)"),
        **interview("x", "Jo Kim (Acme)", "held: 2026-11-05", TAKEAWAY),
    }
    assert letter(notes, "thank-you").text.startswith("Dear Jo Kim,\n")


def test_the_signature_stands_instead_of_the_name() -> None:
    made = held("held: 2026-11-05", sender=me(body="## Signature\nMaren, **Oslo**\nmaren@example.org\n"))
    assert made.text.endswith(",\nMaren, Oslo\nmaren@example.org")
    assert "Maren Ovesen" not in made.text
    own = held("held: 2026-11-05", sender=me(body="## Signature\nAll my best,\nMaren\n"))
    assert own.text.endswith("\n\nAll my best,\nMaren")


def test_without_me_the_letter_ends_with_a_sentence() -> None:
    made = held("held: 2026-11-05", sender={})
    assert made.text.endswith(".")
    assert "Me.md" in made.comment
    assert not faults(made, ("start with the people who clean the sensors",), least=50)


def test_the_readers_name_stands_in_one_list_with_the_others() -> None:
    people = ("Jo Kim", "Ana Ruiz", "Bo Ek")
    notes = {**me(), **interview("x", people, "held: 2026-11-05", TAKEAWAY)}
    first, second, third = letters(notes, "thank-you")
    assert not any(name in first.text for name in people[1:])
    assert " you, Jo Kim and Bo Ek " in second.text
    assert " you, Jo Kim and Ana Ruiz " in third.text


def test_letters_to_the_two_of_a_meeting_share_no_sentence_whatever_their_kind() -> None:
    people = ("Folasade Ogunbiyi", "Pieter van der Zwaan")
    modes = (
        "mode: online\n",
        "mode: phone\n",
        "mode: in-person\n",
        "mode: in-person\nvenue: office\n",
        "mode: in-person\nplace: Café Lumen\n",
        "",
    )
    fronts = [
        ("reply", f"granted: 2026-11-09\n{mode}{times}duration: 30\n")
        for mode in modes
        for times in (THREE, TWO, "")
    ]
    fronts += [
        ("giving-reply", f"direction: giving\nasked: 2026-11-09\n{times}") for times in (THREE, TWO, "")
    ]
    fronts += [("gift-note", "held: 2026-11-09\ngift: coffee\ngift_sent: 2026-11-10\n")]
    for template, front in fronts:
        notes = {**me(), **contact(people[0]), **contact(people[1]), **interview("x", people, front)}
        first, second = letters(notes, template)
        common = own_sentences(first) & own_sentences(second)
        assert not {one for one in common if "november" not in one}, (common, first.text, second.text)
        assert first.subject != second.subject


def test_no_two_letters_to_one_person_share_a_sentence() -> None:
    sender = me(
        "name: Maren Ovesen\ntimezone: Europe/Oslo\nrole_found: 2027-01-01\nrole: trainee\nnews: a leaflet in print"
    )
    for name in ("Jo Kim", "Sukmawan", "Aino Lehtisaari", "Mehmet Karadağ", "Hana Tūmanako"):
        talk = "## Introductions\n- [x] Wilhelmina Osei\n## Personal\n- [ ] new kitten #ask\n"
        notes = {
            **sender, **contact(name, "helpful: true"),
            **interview("1", name, "held: 2026-01-10\nthanked: 2026-01-11\n", "## Takeaways\n- line one of all\n" + talk),
            **interview("2", name, "held: 2026-03-10\ngift: coffee\ngift_sent: 2026-03-12\n", "## Takeaways\n- line two of all\n"),
            **interview("3", name, "held: 2026-05-10\ngift: coffee\ngift_sent: 2026-05-12\n", "## Takeaways\n- line three of all\n"),
            **interview("4", name, f"granted: 2026-11-09\n{TWO}"),
        }  # fmt: skip
        found = [
            one
            for kind in ("thank-you", "gift-note", "stay-in-touch", "announcement", "reply")
            for one in letters(notes, kind)
        ]
        assert len(found) == 7
        for at, one in enumerate(found):
            for other in found[at + 1 :]:
                assert not own_sentences(one) & own_sentences(other), (one.text, other.text)
                assert one.subject != other.subject


HELLO = contact("Jo Kim", "helpful: true") | interview(
    "1", "Jo Kim", "held: 2026-01-10\nthanked: 2026-01-11", TAKEAWAY
)


def _hello(front: str = "", body: str = "", more: dict[str, str] | None = None) -> Letter:
    return letter(
        {**me(), **HELLO, **contact("Jo Kim", f"helpful: true\n{front}", body), **(more or {})},
        "stay-in-touch",
    )


@pytest.mark.parametrize("body", ["", "## Personal\n- [ ] new kitten #ask\n"])
def test_the_next_hello_is_another_letter_though_nothing_else_has_happened(body: str) -> None:
    """What moves it on is the contact that the last hello was: the property that `done` sets, or a Log line."""
    first = _hello(body=body)
    for second in (
        _hello("last_contact: 2026-04-11", body),
        _hello("", f"{body}## Log\n- 2026-04-11 wrote\n"),
    ):
        assert not {one for one in own_sentences(first) & own_sentences(second) if "sensors" not in one}
        assert first.subject != second.subject
        assert first.text.splitlines()[-2] != second.text.splitlines()[-2]


def test_the_next_hello_has_the_next_line_where_there_is_one() -> None:
    lines = ("never take the second job first", "budgets are decided in spring", "sell early")
    talk = interview(
        "1", "Jo Kim", "held: 2026-01-10\nthanked: 2026-01-11", "## Takeaways\n- " + "\n- ".join(lines)
    )
    log = "## Log\n"
    for line in (*lines, lines[0]):
        text = _hello("", log, talk).text
        assert [one.capitalize() in text for one in lines] == [one == line for one in lines]
        log += f"- 2026-{4 + log.count('wrote'):02}-11 wrote\n"


def test_hellos_that_only_the_property_tells_of_differ_too() -> None:
    """It holds the latest day alone, so that two of them share some sentences, and hardly ever all."""
    days = [f"{year}-{month:02}-11" for year in (2026, 2027, 2028) for month in (1, 4, 7, 10)]
    sent = [_hello(f"last_contact: {day}") for day in days]
    assert sum(one == other for one, other in pairwise(sent)) <= 1


def test_neither_a_corrected_log_line_nor_news_reshuffles_a_hello() -> None:
    logged = _hello("", "## Log\n- 2026-04-11 wrote\n")
    assert logged == _hello("", "## Log\n- 2026-04-11 wrote, and sent a map\n- 2026-04-11 and once more\n")
    assert logged == _hello("", "## Log\n- 2026-04-11 wrote\n", interview("2", "Jo Kim", "asked: 2026-04-01"))


def test_a_corrected_comma_or_file_name_reshuffles_nothing() -> None:
    notes = {**me(), **contact("Jo Kim")}
    first = letter(
        {
            **notes,
            **interview("x", "Jo Kim", "held: 2026-11-05", "## Takeaways\n- ask early and often in spring\n"),
        },
        "thank-you",
    )
    second = letter(
        {
            **notes,
            **interview(
                "y", "Jo Kim", "held: 2026-11-05", "## Takeaways\n- ask early, and often, in spring\n"
            ),
        },
        "thank-you",
    )
    assert second.text.replace("early, and often, in", "early and often in") == first.text


def test_people_without_a_note_get_letters_of_their_own_too() -> None:
    people = ("Jo Kim", "Ana Ruiz")
    lines = "## Takeaways\n- line one of all\n- line two of all\n"
    first, second = letters({**me(), **interview("x", people, "held: 2026-11-05", lines)}, "thank-you")
    assert first.text.startswith("Dear Jo Kim,")
    assert second.text.startswith("Dear Ana Ruiz,")
    assert "ine one of all" in first.text
    assert "ine two of all" in second.text
    assert not own_sentences(first) & own_sentences(second)


def test_nothing_private_hangs_on_the_choice_of_words() -> None:
    notes = {**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", "held: 2026-11-05", TAKEAWAY)}
    other = {
        **notes,
        **contact(
            "Jo Kim", "phone: '1'\nmet: at sea", "## Log\n- 2026-01-01 wrote\n## Personal\n- likes rain\n"
        ),
    }
    assert letter(notes, "thank-you").text == letter(other, "thank-you").text


def test_of_a_meeting_of_two_nobody_is_named_as_the_source_of_a_line() -> None:
    for asks in ("", "## Introductions\n- [ ] [[Ana Ruiz]] knows Bo\n- [ ] Sunita Rao\n"):
        body = f"{TAKEAWAY}- the second\n{asks}"
        notes = {**me(), **interview("x", ("Jo Kim", "Ana Ruiz"), "held: 2026-11-05", body)}
        for made in every(notes, "thank-you"):
            assert not re.search(r"you (?:said|told)(?! yes)|[Ww]ithout you", made.text), made.text


def test_one_letter_of_a_talk_at_most_excuses_from_answering() -> None:
    excuses = ("write back", "have to answer", "an answer included", "no reply")
    for who in ("", "helpful: true"):
        for name in (
            "Jo Kim",
            "Sukmawan",
            "Aino Lehtisaari",
            "Mehmet Karadağ",
            "Hana Tūmanako",
            "Bo",
            "Ana Ruiz",
        ):
            front = "held: 2026-11-05\ngift: tea\ngift_sent: 2026-11-06"
            notes = {**me(), **contact(name, who), **interview("x", name, front, TAKEAWAY)}
            found = [*letters(notes, "thank-you"), *letters(notes, "gift-note")]
            assert len(found) == 2
            assert sum(any(one in made.text for one in excuses) for made in found) < 2


def test_an_at_sign_before_a_file_name_is_no_part_of_the_name() -> None:
    notes = {**me(), **contact("@Jo Kim"), **interview("x", "@Jo Kim", "held: 2026-11-05", TAKEAWAY)}
    made = letter(notes, "thank-you")
    assert made.text.startswith("Dear Jo Kim,\n")
    assert "@" not in made.text + made.subject + made.path


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        ("held: 2026-01-10", True), ("thanked: 2026-01-10", True), ("direction: giving\nheld: 2026-01-10", True),
        ("granted: 2026-01-10", False), ("asked: 2026-01-10\noutcome: declined", False), ("held: 2026-12-24", False),
    ],
)  # fmt: skip
def test_again_needs_an_earlier_talk(earlier: str, said: bool) -> None:
    notes = {**me(), **contact("Jo Kim"), **interview("old", "Jo Kim", earlier)}
    notes |= interview("x", "Jo Kim", "held: 2026-11-05", TAKEAWAY)
    found = [made.text for made in every(notes, "thank-you") if "[[x]]" in made.front]
    assert any(re.search(r"\bagain\b(?! I)", text.split("\n\n")[1]) for text in found) is said
