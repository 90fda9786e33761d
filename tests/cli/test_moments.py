"""Agenda, done, log, new, stats and invite at moments that hurt: clock changes, midnights, year's turn, 29 February."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import vaultkit
from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

NEW_YORK = me("timezone: America/New_York")


def seen(hand: Hand, rule: str, *moments: str) -> list[str]:
    """`-` absent, `o` open, `!` overdue, at each moment."""
    found = []
    for moment in moments:
        item = hand.item(rule, moment)
        found.append("-" if item is None else "!" if item["overdue"] else "o")
    return found


def front(hand: Hand, key: str, path: str = "Interviews/t.md") -> str:
    found = re.search(rf"^{key}: *(.*)$", hand.read(path), re.MULTILINE)
    assert found is not None
    return found[1]


# The clocks go forward: Berlin, Sunday 29 March 2026, 02:00 to 03:00.


def test_hours_are_hours_across_the_lost_hour(hand: Hand) -> None:
    """A talk that ends on Saturday at 15:30 is thanked for within 24 hours: by Sunday 16:30 on the new clock."""
    hand.write(me() | talk("t", "Jo", "start: 2026-03-28T15:00\ntimezone: Europe/Berlin\nheld: 2026-03-28"))
    item = hand.item("thank-you", "2026-03-29T12:00:00+02:00")
    assert item is not None
    assert item["due"] == "2026-03-29T16:30:00+02:00"
    assert seen(hand, "thank-you", "2026-03-31T14:30:00+00:00", "2026-03-31T14:30:01+00:00") == ["o", "!"]


def test_days_are_days_across_the_lost_hour(hand: Hand) -> None:
    hand.write(me() | contact("Jo", "keep_in_touch: 1\nlast_contact: 2026-03-28"))
    item = hand.item("stay-in-touch", "2026-03-29T00:00:00+01:00")
    assert item is not None
    assert item["due"] == "2026-03-29T23:59:59+02:00"
    assert seen(hand, "stay-in-touch", "2026-03-28T23:59:59+01:00", "2026-03-29T21:59:59+00:00") == ["-", "o"]


def test_a_start_in_the_lost_hour_is_told_of_and_stops_nothing(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo")
        | talk(
            "t", "Jo", "granted: 2026-03-01\nstart: 2026-03-29T02:30\ntimezone: Europe/Berlin\nmode: online"
        )
    )
    (problem,) = [p for p in hand.problems() if p["code"] == "start-gap"]
    assert (problem["severity"], problem["line"]) == ("error", 6)
    assert hand.stage("t") == "scheduled"
    assert "today" in hand.rules("2026-03-29T09:00:00+02:00")
    hand.no("invite", "t")
    ran = hand.run("render")
    assert ran.code in (0, 1)
    sheet = hand.letter("prep-sheet").text
    assert not re.search(r"2:30 am|3:30 am", sheet) or "not exist" in sheet
    hand.done("t", "held", now="2026-03-29T12:00:00+02:00")
    assert front(hand, "held") == "2026-03-29"


# The clocks go back: Berlin, Sunday 25 October 2026, 03:00 to 02:00.


def test_a_start_in_the_hour_that_comes_twice_is_an_error_that_the_sheet_names(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo")
        | talk(
            "t", "Jo", "granted: 2026-10-01\nstart: 2026-10-25T02:30\ntimezone: Europe/Berlin\nmode: online"
        )
    )
    assert "start-twice" in hand.codes()
    hand.no("invite", "t")
    hand.run("render")
    assert "twice" in hand.letter("prep-sheet").text


def test_now_in_the_hour_that_comes_twice_is_two_moments(hand: Hand) -> None:
    """A talk from 01:15 to 01:45 summer time: the thank-you comes 30 minutes later, at 02:15 of the first round."""
    hand.write(me() | talk("t", "Jo", "start: 2026-10-25T01:15\ntimezone: Europe/Berlin\nheld: 2026-10-25"))
    moments = ("2026-10-25T02:14:59+02:00", "2026-10-25T02:15:00+02:00", "2026-10-25T02:14:59+01:00")
    assert seen(hand, "thank-you", *moments) == ["-", "o", "o"]
    item = hand.item("thank-you", moments[1])
    assert item is not None
    assert item["due"] == "2026-10-26T00:45:00+01:00"


def test_24_hours_end_an_hour_early_on_the_longest_day(hand: Hand) -> None:
    hand.write(me() | talk("t", "Jo", "granted: 2026-10-24"))
    item = hand.item("reply", "2026-10-25T12:00:00+01:00")
    assert item is not None
    assert item["due"] == "2026-10-25T22:59:59+01:00"
    hand.done("t", "replied", now="2026-10-25T22:59:59+00:00")
    assert front(hand, "replied") == "2026-10-25"


def test_a_zone_that_changes_between_us_is_that_of_the_day(hand: Hand) -> None:
    """On 10 March five hours lie between Berlin and New York, on 10 April six."""
    hand.write(me() | contact("Jo", "timezone: America/New_York"))
    for day, theirs in (("2026-03-10", "10:00:00-04:00"), ("2026-04-10", "09:00:00-04:00")):
        hand.write(talk("t", "Jo", f"start: {day}T15:00\ntimezone: Europe/Berlin"))
        assert hand.ok("show", "t", "--json").json["theirs"] == f"{day}T{theirs}"


# Midnight in two zones.


def test_today_is_that_of_my_zone_for_every_command_that_writes_a_day(hand: Hand) -> None:
    """A quarter past midnight of 3 March in Berlin is still the 2nd in New York and in UTC."""
    now = "2026-03-02T23:15:00+00:00"
    for zone, day in (
        ("Europe/Berlin", "2026-03-03"),
        ("America/New_York", "2026-03-02"),
        ("Pacific/Auckland", "2026-03-03"),
    ):
        hand.write(
            me(f"timezone: {zone}")
            | contact("Jo", "keep_in_touch: 9")
            | talk("t", "Jo", "asked: 2026-03-01", "## Follow-ups\n- [ ] ring\n")
        )
        hand.ok("done", "t", "granted", "--now", now)
        hand.ok("done", "t", "--item", "ring", "--now", now)
        hand.ok("log", "Jo", "wrote", "--now", now)
        assert (
            front(hand, "granted"),
            f"ring ✅ {day}\n" in hand.read("Interviews/t.md"),
            f"- {day} wrote" in hand.read("People/Jo.md"),
        ) == (day, True, True)
        path = hand.ok("new", "interview", f"Zed {zone[:3]}", "--now", now).out.strip()
        assert path.startswith(f"Interviews/{day} ")


@pytest.mark.parametrize(
    ("zone", "held"),
    [
        ("Europe/Berlin", "2026-03-10"),
        ("America/Los_Angeles", "2026-03-09"),
        ("Pacific/Kiritimati", "2026-03-10"),
    ],
)
def test_held_is_the_day_in_my_zone_of_a_start_at_their_midnight(hand: Hand, zone: str, held: str) -> None:
    hand.write(
        me(f"timezone: {zone}")
        | contact("Jo", "timezone: Asia/Tokyo")
        | talk("t", "Jo", "start: 2026-03-10T12:30\ntimezone: Asia/Tokyo")
    )
    hand.done("t", "held", now="2026-03-12T00:00:00+00:00")
    assert front(hand, "held") == held


def test_a_takeaway_makes_a_talk_held_on_the_day_in_my_zone(hand: Hand) -> None:
    hand.write(
        NEW_YORK
        | contact("Jo", "timezone: Asia/Tokyo")
        | talk(
            "t", "Jo", "start: 2026-03-10T09:00\ntimezone: Asia/Tokyo", "## Takeaways\n- a line of words\n"
        )
    )
    assert hand.ok("show", "t", "--json").json["milestones"]["held"] == "2026-03-09"
    hand.render()
    assert "Tuesday" in hand.letter("thank-you").subject + hand.letter("thank-you").text


def test_a_day_ends_at_my_midnight_not_at_theirs_or_in_utc(hand: Hand) -> None:
    hand.write(NEW_YORK | talk("t", "Jo", "granted: 2026-03-02"))
    item = hand.item("reply", "2026-03-03T12:00:00-05:00")
    assert item is not None
    assert item["due"] == "2026-03-03T23:59:59-05:00"
    assert seen(hand, "reply", "2026-03-05T04:59:59+00:00", "2026-03-05T05:00:00+00:00") == ["o", "!"]


def test_the_future_begins_at_my_midnight(hand: Hand) -> None:
    hand.write(NEW_YORK | talk("t", "Jo", "asked: 2026-03-01"))
    hand.no("done", "t", "granted", "--on", "2026-03-03", "--now", "2026-03-03T04:59:59+00:00")
    hand.ok("done", "t", "granted", "--on", "2026-03-03", "--now", "2026-03-03T05:00:00+00:00")


def test_a_meeting_on_both_sides_of_midnight_is_held_once_it_is_over(hand: Hand) -> None:
    hand.write(me() | talk("t", "Jo", "start: 2026-03-09T23:45\ntimezone: Europe/Berlin\nduration: 30"))
    assert seen(
        hand,
        "did-it-happen",
        "2026-03-10T00:29:59+01:00",
        "2026-03-10T00:30:00+01:00",
        "2026-03-12T00:00:00+01:00",
    ) == ["-", "o", "!"]
    hand.done("t", "held", now="2026-03-10T01:00:00+01:00")
    assert front(hand, "held") == "2026-03-09"


# The year's turn, 29 February, week-ends.


def test_business_days_run_over_the_year_s_turn_and_know_no_holidays(hand: Hand) -> None:
    """Asked on Wednesday 30 December 2026: three business days later is Monday 4 January."""
    hand.write(me() | talk("t", "Jo", "asked: 2026-12-30"))
    assert seen(hand, "no-answer", "2027-01-03T23:59:59+01:00", "2027-01-04T00:00:00+01:00") == ["-", "o"]


def test_a_letter_on_new_year_s_eve(hand: Hand) -> None:
    hand.write(
        me("name: N\ntimezone: Europe/Berlin")
        | contact("Jo", "timezone: Pacific/Auckland")
        | talk("t", "Jo", "granted: 2026-12-20\nmode: online\nproposed: 2026-12-31T22:00")
    )
    hand.render()
    assert re.search(r"Friday 1 January.{1,4}10 am", hand.letter("reply").flat)
    assert re.search(r"Thursday.{0,14}10 pm", hand.letter("reply").flat)


def test_numbers_of_a_year_count_on_past_its_end(hand: Hand) -> None:
    hand.write(me() | contact("Jo", "keep_in_touch: 30\nlast_contact: 2026-12-15"))
    assert seen(
        hand,
        "stay-in-touch",
        "2027-01-13T23:00:00+01:00",
        "2027-01-14T00:00:00+01:00",
        "2027-01-22T00:00:00+01:00",
    ) == ["-", "o", "!"]
    assert (
        hand.ok("list", "contacts", "--where", "last_contact < 2027-01-01", "--format", "paths").out
        == "People/Jo.md\n"
    )


def test_the_29th_of_february(hand: Hand) -> None:
    hand.write(
        me()
        | contact(
            "Jo", "keep_in_touch: 1\nlast_contact: 2028-02-28", "## Personal\n- [ ] birthday 📅 2028-02-29\n"
        )
    )
    assert set(hand.rules("2028-02-29T12:00:00+01:00")) == {"stay-in-touch", "personal"}
    assert hand.rules("2028-02-28T00:00:00+01:00") == ["personal"]
    hand.ok("log", "Jo", "rang", "--now", "2028-02-29T12:00:00+01:00")
    assert "- 2028-02-29 rang" in hand.read("People/Jo.md")
    hand.no("log", "Jo", "rang", "--on", "2027-02-29", "--now", "2028-02-29T12:00:00+01:00")
    hand.write(talk("t", "Jo", "asked: 2027-02-29"))
    assert "no-such-date" in hand.codes()


def test_half_a_year_from_the_last_of_august_ends_in_february(hand: Hand) -> None:
    """Thanks due on 1 September 2027 are let go after 180 days, on 28 February 2028."""
    hand.write(me() | talk("t", "Jo", "held: 2027-08-31", "## Notes\nx\n"))
    assert seen(hand, "thank-you", "2028-02-28T23:59:59+01:00", "2028-02-29T00:00:00+01:00") == ["!", "-"]


@pytest.mark.parametrize(("asked", "appears"), [
    ("2026-03-05", "2026-03-10"), ("2026-03-06", "2026-03-11"), ("2026-03-07", "2026-03-11"), ("2026-03-08", "2026-03-11"), ("2026-03-09", "2026-03-12"),
])  # fmt: skip
def test_three_business_days_around_a_week_end(hand: Hand, asked: str, appears: str) -> None:
    """From Thursday to the Monday after: Saturday and Sunday count for nothing, wherever one begins."""
    hand.write(me() | talk("t", "Jo", f"asked: {asked}"))
    day = int(appears[-2:])
    assert seen(hand, "no-answer", f"2026-03-{day - 1:02}T23:59:59+01:00", f"{appears}T00:00:00+01:00") == [
        "-",
        "o",
    ]


def test_a_promise_of_friday_is_due_on_tuesday(hand: Hand) -> None:
    hand.write(me() | talk("t", "Jo", "thanked: 2026-03-06", "## Follow-ups\n- [ ] send the map\n"))
    item = hand.item("promise", "2026-03-06T12:00:00+01:00")
    assert item is not None
    assert item["due"] == "2026-03-10T23:59:59+01:00"
    moments = ("2026-03-10T23:59:59+01:00", "2026-03-11T00:00:00+01:00")
    assert seen(hand, "promise", *moments) == ["o", "!"]


def test_the_gift_note_waits_for_monday(hand: Hand) -> None:
    hand.write(me() | talk("t", "Jo", "thanked: 2026-03-05\ngift_sent: 2026-03-06"))
    assert seen(
        hand,
        "gift-note",
        "2026-03-08T12:00:00+01:00",
        "2026-03-09T00:00:00+01:00",
        "2026-03-13T23:59:00+01:00",
        "2026-03-14T00:00:00+01:00",
    ) == ["-", "o", "o", "-"]


def test_a_moment_without_an_offset_is_utc_and_one_with_another_is_the_same_moment(hand: Hand) -> None:
    hand.write(me() | talk("t", "Jo", "granted: 2026-03-02"))
    texts = {
        hand.ok("agenda", "--now", now).out
        for now in ("2026-03-03T22:59:59", "2026-03-03T22:59:59Z", "2026-03-04T11:59:59+13:00")
    }
    assert len(texts) == 1
    assert "today" in texts.pop()


def test_no_clock_is_read_by_a_render(hand: Hand) -> None:
    """Whatever the day, the same vault gives the same notes: nothing to write years later."""
    from unittest import mock

    hand.write(
        me()
        | contact("Jo", "helpful: true")
        | talk("t", "Jo", "start: 2026-03-09T15:00\nheld: 2026-03-09")
        | {"vaultkit.toml": '[render]\nalways = ["agenda", "introductions"]\n'}
    )
    hand.render()
    before = hand.files()
    with mock.patch("time.time", return_value=2_200_000_000.0):
        assert hand.run("render", "--check").code == 0
        hand.render("t")
    assert hand.files() == before


def test_nothing_that_makes_a_text_asks_for_the_time() -> None:
    """The process that renders is another one, whose clock no test can turn: so its modules are read."""
    asks = re.compile(r"\.(today|now|utcnow)\(|\btime\.(time|localtime|gmtime)\(|from time import")
    package = Path(vaultkit.__file__).parent
    for room in ("english.py", "model.py", "notes", "people", "render"):
        paths = [package / room] if room.endswith(".py") else sorted((package / room).rglob("*.py"))
        assert paths
        for path in paths:
            found = asks.search(path.read_text("utf-8"))
            assert found is None, (path, found)


@pytest.mark.parametrize(
    "now", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "9999-12-31T23:59+14:00", "0001-01-01"]
)
def test_a_moment_at_the_ends_of_the_calendar_is_refused(hand: Hand, now: str) -> None:
    hand.write(me("timezone: Pacific/Kiritimati") | contact("Jo"))
    for words in (["agenda"], ["log", "Jo", "rang again"], ["stats"], ["new", "interview", "Jo"]):
        assert "end of the calendar" in hand.no(*words, "--now", now).err
