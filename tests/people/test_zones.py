"""Zones: IANA names whatever the machine, near names for the others, and clock changes."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from vaultkit.people.when import instants, start, to_zone
from vaultkit.people.zones import abbreviated, clock_problem, known, nearest_zones, same_zone, zone

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("UTC", "UTC"),
        (" Asia/Tokyo ", "Asia/Tokyo"),
        ("Singapore", "Singapore"),
    ],
)
def test_a_zone_is_known_by_its_iana_name_in_any_case(text: str, key: str) -> None:
    found = zone(text)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "text",
    [
        "EST",
        "MST",
        "HST",
        "PST",
        "est",
        "UTC+2",
        "+02:00",
        "Factory",
        "Berlin",
        "",
        "../etc/passwd",
        "zones",
        "\x00",
    ],
)
def test_no_zone_is_guessed(text: str) -> None:
    assert zone(text) is None


def test_every_listed_name_loads() -> None:
    broken = [name for name in known().values() if zone(name) is None]
    assert broken == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("EST", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("CET", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("Europe/Berln", "Europe/Berlin"),
        ("Europa/Berlin", "Europe/Berlin"),
        ("Nairobbi", "Africa/Nairobi"),
        ("America/Denvr", "America/Denver"),
    ],
)
def test_the_nearest_name_comes_first(text: str, first: str) -> None:
    assert nearest_zones(text)[0] == first


@pytest.mark.parametrize("text", ["", "+02:00", "qqqqqqqq", "x"])
def test_nothing_near_is_nothing(text: str) -> None:
    assert nearest_zones(text) == ()


def test_an_abbreviation_is_a_clock_and_no_place() -> None:
    assert abbreviated("CET")
    assert not abbreviated("UTC")
    assert not abbreviated("Europe/Berlin")


def test_two_names_of_one_zone_are_the_same() -> None:
    assert same_zone(ZoneInfo("Asia/Calcutta"), ZoneInfo("Asia/Kolkata"))
    assert not same_zone(BERLIN, ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("wall", "where", "problem"),
    [
        ("2026-03-29T02:30", "Europe/Berlin", "gap"),
        ("2026-03-29T02:00", "Europe/Berlin", "gap"),
        ("2026-03-29T03:00", "Europe/Berlin", None),
        ("2026-03-29T01:59", "Europe/Berlin", None),
        ("2026-10-25T02:30", "Europe/Berlin", "fold"),
        ("2026-10-25T03:00", "Europe/Berlin", None),
        ("2026-03-08T02:30", "America/New_York", "gap"),
        ("2026-11-01T01:30", "America/New_York", "fold"),
        ("2026-04-05T01:45", "Australia/Lord_Howe", "fold"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "gap"),
        ("2026-03-29T02:30", "UTC", None),
        ("2026-03-29T02:30", "Asia/Kolkata", None),
        ("2011-12-30T12:00", "Pacific/Apia", "gap"),
    ],
)
def test_clock_changes_are_told(wall: str, where: str, problem: str | None) -> None:
    assert clock_problem(datetime.fromisoformat(wall), ZoneInfo(where)) == problem
    read = start(wall, ZoneInfo(where))
    assert read is not None
    assert read.problem == problem
    assert read.at is not None


def test_a_day_alone_is_a_start_without_an_hour() -> None:
    read = start("2026-03-09", BERLIN)
    assert read is not None
    assert (read.wall, read.at, read.problem) == (None, None, None)
    assert start("soon", BERLIN) is None


def test_the_date_line_is_crossed() -> None:
    read = start("2026-11-22T14:00", ZoneInfo("America/Chicago"))
    assert read is not None
    assert read.at is not None
    assert to_zone(read.at, ZoneInfo("Pacific/Auckland")).isoformat() == "2026-11-23T09:00:00+13:00"


def test_a_time_in_a_gap_comes_out_as_one_that_exists() -> None:
    read = start("2026-03-29T02:30", BERLIN)
    assert read is not None
    assert read.at is not None
    assert to_zone(read.at, BERLIN).hour == 3


def test_proposed_times_without_an_hour_are_no_instants() -> None:
    found = instants(("2026-03-09T14:00", "2026-03-10", "x"), BERLIN)
    assert [at.isoformat() for at in found] == ["2026-03-09T14:00:00+01:00"]
