"""A sentence needs a fact: what letters say of days, zones, places, people and promises."""

from __future__ import annotations

import re

import pytest

from tests.letters.choosing import RUNS, chosen
from tests.letters.inspect import faults, own_sentences
from tests.letters.memory import Letter, candidates, contact, interview, letter, letters, me

TAKEAWAY = "## Takeaways\n- start with the people who clean the sensors\n"


def held(front: str, who: str = "", body: str = TAKEAWAY, sender: dict[str, str] | None = None) -> Letter:
    notes = {**(me() if sender is None else sender), **contact("Jo Kim", who)}
    return letter({**notes, **interview("2026-10-15 Jo Kim", "Jo Kim", front, body)}, "thank-you")


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


def test_marks_of_other_programs_are_broken_up() -> None:
    made = held("held: 2026-11-05", body="## Takeaways\n- use <% tp.date %> and 100%% of it\n")
    assert "<%" not in made.text + made.comment
    assert "%%" not in made.text


def reply(
    front: str,
    who: str = "",
    sender: str = "name: Maren Ovesen\ntimezone: America/Chicago\nphone: '+1 312 555 0118'",
) -> list[Letter]:
    """The reply in all sixteen runs."""
    notes = {
        **me(sender),
        **contact("Jo Kim", who),
        **interview("x", "Jo Kim", f"granted: 2026-11-09\n{front}"),
    }
    found = []
    with chosen() as (engine, chooser):
        for run in range(RUNS):
            chooser.run = run
            (made,) = letters(notes, "reply", using=engine)
            assert not faults(made, ("what a forecaster does on a dry day", "+1 312 555 0118"), least=45), (
                made.text,
                run,
            )
            found.append(made)
    return found


THREE = "proposed:\n  - 2026-11-17T15:00\n  - 2026-11-18T16:30\n  - 2026-11-22T14:00\n"
TWO = "proposed:\n  - 2026-11-12T09:00\n  - 2026-11-13T10:00\n"


def test_three_times_are_a_list_in_the_readers_zone_with_both_readings() -> None:
    for made in reply("mode: online\n" + THREE, "timezone: Pacific/Auckland"):
        assert (
            "- Wednesday 18 November, 10 am (Tuesday, 3 pm here)\n- Thursday 19 November, 11:30 am (Wednesday, 4:30 pm here)"
            in made.text
        )
        assert "- Monday 23 November, 9 am (Sunday, 2 pm here)" in made.text
        assert made.text.count("Auckland") == 1
        assert "Chicago" not in made.text


def test_hours_of_no_known_zone_are_pointed_out_to_their_author() -> None:
    warned = "Me.md has no timezone"
    for made in reply("mode: online\n" + THREE, "timezone: Pacific/Auckland", "name: Maren Ovesen"):
        assert warned in made.comment
        assert "Auckland" not in made.text
    for made in reply("mode: online\n" + THREE, "timezone: Pacific/Auckland"):
        assert warned not in made.comment


GIVING = "direction: giving\nasked: 2026-11-09\n"


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("mode: phone", ("number", "call you")), ("mode: in-person", ("easy", "place in mind")),
        ("mode: in-person\nplace: Café Lumen, 14 Harbour Street", ("Café Lumen",)),
    ],
)  # fmt: skip
def test_who_is_asked_says_where_or_asks_for_the_number(front: str, said: tuple[str, ...]) -> None:
    with chosen() as (engine, chooser):
        for times in (THREE, TWO, ""):
            notes = {**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", f"{GIVING}{times}{front}")}
            for run in range(RUNS):
                chooser.run = run
                (made,) = letters(notes, "giving-reply", using=engine)
                assert any(word in made.text for word in said), made.text
                assert "Harbour Street" not in made.text
                assert not faults(made)


def test_the_readers_name_stands_in_one_list_with_the_others() -> None:
    people = ("Jo Kim", "Ana Ruiz", "Bo Ek")
    notes = {**me(), **interview("x", people, "held: 2026-11-05", TAKEAWAY)}
    first, second, third = letters(notes, "thank-you")
    assert not any(name in first.text for name in people[1:])
    assert " you, Jo Kim and Bo Ek " in second.text
    assert " you, Jo Kim and Ana Ruiz " in third.text


def test_two_times_stand_in_a_sentence_and_the_city_once() -> None:
    for made in reply("mode: phone\n" + TWO, "timezone: Europe/Lisbon"):
        assert (
            "Thursday 12 November at 3 pm in Lisbon (9 am here), or Friday 13 November at 4 pm (10 am here)"
            in made.text
        )
        assert made.text.count("Lisbon") == 1
        assert "+1 312 555 0118" in made.text


def test_no_zone_is_named_where_there_is_one_or_none_is_known() -> None:
    for who in ("", "timezone: America/Chicago", "timezone: America/Winnipeg"):
        for made in reply("mode: in-person\n" + THREE, who):
            for word in ("Chicago", "Winnipeg", "here)", "zone", "clock in", "hours are those"):
                assert word not in made.text


def test_online_asks_for_the_platform_only_while_it_is_unknown() -> None:
    for made in reply("mode: online\n" + TWO):
        assert "Zoom" in made.text
        assert "calendar" in made.text
    for made in reply("mode: online\n" + TWO, "platform: Jitsi"):
        assert "Jitsi" in made.text
        assert "Zoom" not in made.text


def test_their_booking_page_settles_it() -> None:
    for made in reply("mode: online\n" + THREE, "scheduling_url: https://cal.example.org/jo"):
        assert "(https://cal.example.org/jo)" in made.text
        for word in ("Zoom", "Tuesday", "invitation"):
            assert word not in made.text
    for made in reply("booked_via: them\nmode: online\nduration: 30"):
        assert "()" not in made.text
        assert "page" in made.text


def test_in_person_asks_for_a_place_near_their_work_and_pays() -> None:
    for made in reply("mode: in-person\n" + TWO, "location: Manchester, UK"):
        assert "near your work in Manchester" in made.text or "close to your work in Manchester" in made.text
        assert "UK" not in made.text
        assert any(word in made.text for word in ("bill", "I pay", "guest", "treat"))
        assert "calendar" not in made.text


def test_at_their_office_nothing_is_treated() -> None:
    for made in reply("mode: in-person\nvenue: office\n" + TWO):
        assert "office" in made.text or "at work" in made.text
        for word in ("bill", "pay", "guest", "treat", "coffee", "lunch"):
            assert word not in made.text


def test_a_meal_is_offered_to_the_hard_to_reach_and_called_lunch_only_at_noon() -> None:
    noon = "proposed:\n  - 2026-12-01T12:30\n  - 2026-12-03T13:00\n"
    for made in reply("mode: in-person\n" + noon, "hard_to_reach: true"):
        assert "lunch" in made.text
    for made in reply("mode: in-person\n" + TWO, "hard_to_reach: true"):
        assert "a meal" in made.text
        assert "lunch" not in made.text
    for made in reply("mode: in-person\n" + noon):
        assert "a meal" not in made.text
        assert "you to lunch" not in made.text


def test_me_decides_how_when_the_note_does_not() -> None:
    for made in reply(TWO, sender="name: M\ntimezone: Europe/Oslo\nmode: phone"):
        assert any(word in made.text for word in ("number", "reach you"))


def test_a_length_is_promised_only_when_it_is_in_the_note() -> None:
    for made in reply("mode: online\nduration: 30\n" + TWO):
        assert "half an hour" in made.text.casefold()
    for made in reply("mode: online\n" + TWO):
        assert "hour" not in made.text.replace("as soon as I know the hour", "")


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


def test_hours_of_the_readers_night_are_pointed_out_to_their_author() -> None:
    late = "proposed:\n  - 2026-11-12T12:00\n  - 2026-11-12T19:00\n  - 2026-11-12T06:00\n"
    for made in reply(f"mode: online\n{late}", "timezone: Asia/Tokyo"):
        assert "before 7 am or after 9 pm: Friday 13 November, 3 am." in made.comment
    for who in ("timezone: America/Chicago", ""):
        for made in reply("mode: online\nproposed:\n  - 2026-11-12T12:00", who):
            assert "before 7 am" not in made.comment
    for who, told in (("timezone: America/Chicago", True), ("", False)):
        for made in reply("mode: online\nproposed:\n  - 2026-11-12T22:00", who):
            assert ("before 7 am" in made.comment) is told
    notes = {**me(), **contact("Jo Kim", "timezone: Asia/Tokyo")}
    notes |= interview("x", "Jo Kim", f"{GIVING}proposed:\n  - 2026-11-12T20:00")
    assert "before 7 am or after 9 pm: Friday 13 November, 4 am." in letter(notes, "giving-reply").comment


def every(notes: dict[str, str], template: str) -> list[Letter]:
    """The one letter of a template in all sixteen runs."""
    found = []
    with chosen() as (engine, chooser):
        for run in range(RUNS):
            chooser.run = run
            found += letters(notes, template, using=engine)
    return found


def test_two_who_are_asked_for_a_time_know_of_each_other() -> None:
    """Each on their own would choose another of the times."""
    people = ("Folasade Ogunbiyi", "Pieter van der Zwaan")
    for times in (THREE, TWO, ""):
        notes = {**me(), **interview("x", people, f"granted: 2026-11-09\nmode: online\n{times}")}
        for made in every(notes, "reply"):
            other = people[1] if people[0] in made.text.splitlines()[0] else people[0]
            assert other in made.text
            assert not faults(made, least=45)
    page = contact(people[0], "scheduling_url: https://cal.example.org/f")
    (first, _) = letters({**notes, **page}, "reply")
    assert people[1] not in first.text


def test_of_a_meeting_of_two_nobody_is_named_as_the_source_of_a_line() -> None:
    for asks in ("", "## Introductions\n- [ ] [[Ana Ruiz]] knows Bo\n- [ ] Sunita Rao\n"):
        body = f"{TAKEAWAY}- the second\n{asks}"
        notes = {**me(), **interview("x", ("Jo Kim", "Ana Ruiz"), "held: 2026-11-05", body)}
        for made in every(notes, "thank-you"):
            assert not re.search(r"you (?:said|told)(?! yes)|[Ww]ithout you", made.text), made.text


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


def test_a_hello_that_asks_does_not_say_that_no_answer_is_wanted() -> None:
    ask = "## Personal\n- [ ] how is the kitten? #ask\n"
    notes = {
        **me(),
        **contact("Jo Kim", "", ask),
        **interview("x", "Jo Kim", "thanked: 2026-11-05", TAKEAWAY),
    }
    for made in every(notes, "stay-in-touch"):
        assert not any(one in made.text for one in ("unanswered", "owe", "none is fine", "not because"))


def test_who_is_asked_and_has_an_office_says_where() -> None:
    notes = {
        **me(),
        **contact("Jo Kim"),
        **interview("x", "Jo Kim", f"{GIVING}mode: in-person\nvenue: office"),
    }
    for made in every(notes, "giving-reply"):
        assert "my office" in made.text.casefold()


def test_an_at_sign_before_a_file_name_is_no_part_of_the_name() -> None:
    notes = {**me(), **contact("@Jo Kim"), **interview("x", "@Jo Kim", "held: 2026-11-05", TAKEAWAY)}
    made = letter(notes, "thank-you")
    assert made.text.startswith("Dear Jo Kim,\n")
    assert "@" not in made.text + made.subject + made.path


def test_all_hints_stand_in_one_comment_above_the_letter() -> None:
    """Five things are wrong at once: no zone and no name of mine, too many times, no mode, a goal about the reader."""
    front = "granted: 2026-11-09\ngoal: she knows it\nproposed:\n" + "".join(
        f"  - 2026-11-1{day}T15:00\n" for day in range(5)
    )
    notes = {**me("platform: Zoom"), **contact("Jo Kim"), **interview("x", "Jo Kim", front)}
    (found,) = candidates(notes, "reply")
    body = (found.text or "").split("---\n", 2)[2]
    above, below = body.split("\nDear Jo Kim,\n")
    assert re.fullmatch(r"%% .+ %%\n", above)
    assert "%%" not in below
    assert [word in above for word in ("Me.md", "Three times", "mode", "goal")] == [True] * 4
