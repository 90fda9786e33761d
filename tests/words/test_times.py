"""Days, hours and zones as people write them."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from vaultkit.render.words import times
from vaultkit.render.words.slots import is_lunch, slots, slots_city
from vaultkit.render.words.talk import day_of

OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(9, 0, "9 am"), (14, 30, "2:30 pm"), (12, 0, "noon"), (0, 0, "midnight"), (12, 30, "12:30 pm"), (0, 15, "12:15 am"), (23, 5, "11:05 pm")],
)  # fmt: skip
def test_hours_have_no_dots(hour: int, minute: int, said: str) -> None:
    assert times.clock(datetime(2026, 3, 9, hour, minute)) == said


def test_days_have_no_year_unless_it_is_a_sheet() -> None:
    assert times.day_words(date(2026, 11, 12)) == "Thursday 12 November"
    assert times.short_day("2026-11-12") == "Thu 12 November"
    assert times.date_year(date(2026, 11, 12)) == "12 November 2026"
    assert times.clock(date(2026, 11, 12)) == ""
    for name in ("day_words", "clock", "weekday", "date_words", "date_year"):
        assert getattr(times, name)(None) == ""
        assert getattr(times, name)("soon") == ""


@pytest.mark.parametrize(
    ("zone", "city"),
    [("America/Mexico_City", "Mexico City"), ("Asia/Ho_Chi_Minh", "Ho Chi Minh City"), ("America/Argentina/Buenos_Aires", "Buenos Aires"), ("UTC", "UTC"), ("", ""), ("Mars/Base", "")],
)  # fmt: skip
def test_a_zone_is_named_by_its_city(zone: str, city: str) -> None:
    assert times.city(zone) == city


def test_how_far_clocks_are_apart_that_day() -> None:
    summer, winter = datetime(2026, 7, 1, 12, tzinfo=OSLO), datetime(2026, 12, 2, 12, tzinfo=OSLO)
    assert times.apart(winter, "America/Mexico_City", "Europe/Oslo") == "7 hours behind"
    assert times.apart(summer, "America/Mexico_City", "Europe/Oslo") == "8 hours behind"
    assert times.apart(winter, "Asia/Kolkata", "Europe/Oslo") == "4 hours and 30 minutes ahead of"
    assert times.apart(winter, "Europe/London", "Europe/Oslo") == "1 hour behind"
    assert times.apart(winter, "Europe/Paris", "Europe/Oslo") == ""
    assert times.apart(date(2026, 1, 1), "Europe/London", "Europe/Oslo") == ""


def _meeting(*proposed: datetime | date, **more: object) -> SimpleNamespace:
    return SimpleNamespace(proposed=proposed, timezone="", **more)


def test_a_proposed_time_shows_both_clocks_and_the_day_where_it_differs() -> None:
    me, them = SimpleNamespace(timezone="Europe/Oslo"), SimpleNamespace(timezone="Pacific/Auckland")
    meeting = _meeting(datetime(2026, 11, 17, 22, 0, tzinfo=OSLO), date(2026, 11, 20))
    assert slots(meeting, them, me) == (
        "Wednesday 18 November, 10 am (Tuesday, 10 pm here)",
        "Friday 20 November",
    )
    assert (
        slots(meeting, them, me, " at ", city_after=True)[0]
        == "Wednesday 18 November at 10 am in Auckland (Tuesday, 10 pm here)"
    )
    assert slots_city(meeting, them, me) == "Auckland"
    near = SimpleNamespace(timezone="Europe/Paris")
    assert slots(meeting, near, me)[0] == "Tuesday 17 November, 10 pm"
    assert slots_city(meeting, near, me) == ""


def test_more_than_three_times_are_too_many() -> None:
    me = SimpleNamespace(timezone="Europe/Oslo")
    meeting = _meeting(*(datetime(2026, 11, day, 9, tzinfo=OSLO) for day in (1, 2, 3, 4)))
    assert len(slots(meeting, me, me)) == 3


def test_lunch_is_where_the_reader_is() -> None:
    me, them = SimpleNamespace(timezone="Europe/Oslo"), SimpleNamespace(timezone="Europe/London")
    assert is_lunch(_meeting(datetime(2026, 11, 1, 12, 30, tzinfo=OSLO)), them, me)
    assert not is_lunch(_meeting(datetime(2026, 11, 1, 12, 0, tzinfo=OSLO)), them, me)
    assert not is_lunch(_meeting(), them, me)


def test_the_day_across_the_date_line_is_the_readers() -> None:
    meeting = SimpleNamespace(
        start=datetime(2026, 11, 5, 21, tzinfo=ZoneInfo("Pacific/Honolulu")),
        held=date(2026, 11, 5),
        timezone="",
        people=(),
    )
    me = SimpleNamespace(timezone="Pacific/Honolulu")
    assert day_of(meeting, SimpleNamespace(timezone="Europe/Helsinki"), me) == "Friday"
    assert day_of(meeting, SimpleNamespace(timezone=""), me) == "Thursday"
