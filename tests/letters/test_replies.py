"""Answers to a yes: times in the reader's zone, where and on what, who pays, and hints to their author."""

from __future__ import annotations

import re

import pytest

from tests.letters.choosing import RUNS, chosen, every
from tests.letters.inspect import faults
from tests.letters.memory import Letter, candidates, contact, interview, letter, letters, me

THREE = "proposed:\n  - 2026-11-17T15:00\n  - 2026-11-18T16:30\n  - 2026-11-22T14:00\n"
TWO = "proposed:\n  - 2026-11-12T09:00\n  - 2026-11-13T10:00\n"
GIVING = "direction: giving\nasked: 2026-11-09\n"


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
        assert "the times in [[x]] are not named" in made.comment
        assert "the hours are yours" not in made.comment
        for word in ("Zoom", "Tuesday", "invitation"):
            assert word not in made.text
    for made in reply("booked_via: them\nmode: online\nduration: 30"):
        assert "()" not in made.text
        assert "page" in made.text
        assert not made.comment


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
    one_late = noon.replace("12-03T13:00", "12-03T15:00")
    for made in reply("mode: in-person\n" + one_late, "hard_to_reach: true"):
        assert "a meal" in made.text
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


def test_two_who_are_asked_for_a_time_know_of_each_other() -> None:
    """Each on their own would choose another of the times."""
    people = ("Folasade Ogunbiyi", "Pieter van der Zwaan")
    for times in (THREE, TWO, ""):
        notes = {**me(), **interview("x", people, f"granted: 2026-11-09\nmode: online\n{times}")}
        for made in every(notes, "reply"):
            other = people[1] if people[0] in made.text.splitlines()[0] else people[0]
            assert other in made.text
            assert not faults(made, least=45)
        notes |= interview("x", people, f"{GIVING}mode: online\n{times}")
        for made in every(notes, "giving-reply"):
            other = people[1] if people[0] in made.text.splitlines()[0] else people[0]
            assert other in made.text
            assert not faults(made, least=60)
    notes = {**me(), **interview("x", people, "granted: 2026-11-09\nmode: online")}
    assert all("both" not in made.text for made in every(notes, "reply"))
    page = contact(people[0], "scheduling_url: https://cal.example.org/f")
    (first, _) = letters({**notes, **page}, "reply")
    assert people[1] not in first.text


def test_who_was_once_given_time_says_so_when_asked_for_some() -> None:
    """Only with a talk that was asked for and held; one that was given, or is still ahead, is no such talk."""
    owed = ("on your side", "I was the one asking", "Others made room", "how it feels to ask")
    for front, said in (
        ("held: 2026-01-05", True), ("granted: 2026-01-05", False), ("direction: giving\nheld: 2026-01-05", False),
    ):  # fmt: skip
        notes = {**me(), **interview("old", "Ana Ruiz", front), **interview("x", "Jo Kim", GIVING + TWO)}
        for made in every(notes, "giving-reply"):
            if "Jo Kim" in made.text:
                assert any(one in made.text for one in owed) is said


def test_a_link_is_promised_where_there_will_be_one() -> None:
    for mode, promised in (("online", True), ("phone", False), ("in-person", False)):
        for template, front in (("reply", "granted: 2026-11-09\n"), ("giving-reply", GIVING)):
            notes = {**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", f"{front}mode: {mode}\n{TWO}")}
            assert any("link" in made.text for made in every(notes, template)) is promised


def test_a_goal_stands_after_a_colon_while_one_can_hold_it() -> None:
    for goal, alone in (("what a dry day is like", False), ("two things: pay and hours", True)):
        for made in reply(f"mode: online\ngoal: '{goal}'\n{TWO}"):
            assert (f":\n\n{goal.capitalize()}.\n" in made.text) is alone
            assert (f": {goal}." in made.text) is not alone


def test_an_invitation_stands_with_the_times_and_a_platform_in_a_paragraph_of_its_own() -> None:
    for mode, apart in (("online", True), ("phone", False), ("in-person\nvenue: office", False)):
        for made in reply(f"mode: {mode}\n{TWO}"):
            found = next(part for part in made.text.split("\n\n") if "calendar" in part)
            assert ("12 November" not in found) is apart


def test_who_is_asked_and_has_an_office_says_where() -> None:
    notes = {
        **me(),
        **contact("Jo Kim"),
        **interview("x", "Jo Kim", f"{GIVING}mode: in-person\nvenue: office"),
    }
    for made in every(notes, "giving-reply"):
        assert "my office" in made.text.casefold()


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


def test_my_number_stands_below_the_name_where_we_are_to_find_each_other() -> None:
    number = "+1 312 555 0118"
    for mode, last in (("in-person", True), ("in-person\nvenue: office", True), ("online", False)):
        for made in reply(f"mode: {mode}\n{TWO}"):
            assert made.text.endswith(f"\nMaren Ovesen\n{number}") is last
            assert (number in made.text) is last
