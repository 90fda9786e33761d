"""Days and wall times, as people and Obsidian write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.people.dates import day, has_offset, looks_dated, wall, written


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-03-09T14:00", datetime(2026, 3, 9, 14)),
        ("2026-03-09 14:00", datetime(2026, 3, 9, 14)),
        ("2026-03-09t9:05", datetime(2026, 3, 9, 9, 5)),
        ("2026-03-09T14:00:00", datetime(2026, 3, 9, 14)),
        ("2026-03-09T14:00:30.000", datetime(2026, 3, 9, 14, 0, 30)),
        ("2026-03-09", date(2026, 3, 9)),
        ("[[2026-03-09]]", date(2026, 3, 9)),
        ("[[Daily/2026-03-09|Monday]]", date(2026, 3, 9)),
        (" 2028-02-29 ", date(2028, 2, 29)),
        ("2026-02-29", None),
        ("2026-03-09T24:00", None),
        ("2026-03-09T14:60", None),
        ("2026-02-30T14:00", None),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("2026-3-9", None),
        ("9.3.2026", None),
        ("2026-03-09T14:00Z", None),
        ("２０２６-03-09", None),
        ("", None),
    ],
)
def test_wall(text: str, wanted: date | None) -> None:
    assert wall(text) == wanted
    assert type(wall(text)) is type(wanted)


def test_day_drops_the_hour() -> None:
    assert day("2026-03-09T14:00") == date(2026, 3, 9)
    assert type(day("2026-03-09T14:00")) is date


def test_a_date_that_does_not_exist_still_looks_like_one() -> None:
    assert looks_dated("2026-02-30")
    assert looks_dated("2026-02-30T25:00")
    assert not looks_dated("tomorrow")


@pytest.mark.parametrize("text", ["2026-03-09T14:00Z", "2026-03-09T14:00+01:00", "2026-03-09 14:00-0500"])
def test_an_offset_is_seen(text: str) -> None:
    assert has_offset(text)


@pytest.mark.parametrize("text", ["2026-03-09", "2026-03-09T14:00", "Z", "14:00Z", "2026-03-09Z"])
def test_what_is_no_offset(text: str) -> None:
    assert not has_offset(text)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)).map(lambda at: at.replace(microsecond=0)))
def test_what_is_written_is_read_again(at: datetime) -> None:
    assert wall(written(at)) == at
    assert wall(written(at.date())) == at.date()
