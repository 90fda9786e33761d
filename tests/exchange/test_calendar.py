"""Invitations as iCalendar, read back by icalendar, a library of their own, and by khal."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from tests.exchange.made import AINO, LEILANI, LINK, PATH, at, online
from vaultkit.errors import Refused
from vaultkit.exchange import calendar, invitation
from vaultkit.exchange.addresses import Who
from vaultkit.exchange.identity import Identity, invited, withdrawn

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.exchange.meeting import Meeting

HOSTILE = 'Ruiz, Ana; "x"\\ \r\nATTENDEE:mailto:evil@example.org\r\n\x00\x07\x1b[31m\u2028BEGIN:VALARM'


def first(meeting: Meeting) -> Identity:
    return invited(meeting, Identity(), path=PATH)


def event(data: bytes) -> Any:
    found = Calendar.from_ical(data).walk("VEVENT")
    assert len(found) == 1
    assert isinstance(found[0], Event)
    return found[0]


def test_one_s_own_file_asks_nobody_and_rings() -> None:
    data = calendar.own(online(), first(online()))
    whole = Calendar.from_ical(data)
    assert "METHOD" not in whole
    one = event(data)
    assert "ATTENDEE" not in one
    assert "ORGANIZER" not in one
    assert [alarm["TRIGGER"].dt for alarm in one.walk("VALARM")] == [
        timedelta(days=-1),
        timedelta(minutes=-15),
    ]
    assert one["SUMMARY"] == "Talk with Aino Lehtisaari"


def test_a_request_names_both_sides_and_rings_nowhere() -> None:
    data = calendar.message(online(), first(online()))
    assert Calendar.from_ical(data)["METHOD"] == "REQUEST"
    one = event(data)
    assert one["ORGANIZER"] == "mailto:leilani@example.org"
    assert one["ATTENDEE"] == "mailto:aino@example.org"
    assert one["ATTENDEE"].params["RSVP"] == "TRUE"
    assert one["STATUS"] == "CONFIRMED"
    assert one.walk("VALARM") == []
    assert one["SUMMARY"] == "Talk: Aino Lehtisaari and Leilani Kahale"


def test_the_link_stands_in_place_and_description_with_both_clocks() -> None:
    one = event(calendar.message(online(), first(online())))
    assert one["LOCATION"] == LINK
    assert str(one["DESCRIPTION"]).split("\n") == [
        "Thursday 5 November 2026, 9 pm (Honolulu)",
        "Friday 6 November 2026, 9 am (Helsinki)",
        "",
        f"Online, by Zoom: {LINK}",
    ]


def test_a_cancellation_is_a_later_word_on_the_same_event() -> None:
    asked = first(online())
    data = calendar.message(online(), withdrawn(asked))
    assert Calendar.from_ical(data)["METHOD"] == "CANCEL"
    before, after = event(calendar.message(online(), asked)), event(data)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after["STATUS"] == "CANCELLED"


def test_by_phone_my_number_is_told_and_nobody_else_s() -> None:
    meeting = online(mode="phone", link="", platform="", dial_in="")
    one = event(calendar.message(meeting, first(meeting)))
    assert one["LOCATION"] == "By phone"
    assert "Number of Leilani Kahale: +1 808 555 0118" in one["DESCRIPTION"]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"place": "Café Ora, Kaivokatu 1", "venue": "cafe"}, "Café Ora, Kaivokatu 1"),
        ({"venue": "office"}, "Office of Aino Lehtisaari"),
        ({"venue": "a bench in the park"}, "a bench in the park"),
    ],
)
def test_in_person_the_place_is_named(changes: dict[str, str], where: str) -> None:
    meeting = online(mode="in-person", link="", platform="", **changes)
    assert event(calendar.own(meeting, first(meeting)))["LOCATION"] == where


def test_several_people_are_all_asked_but_those_without_address() -> None:
    meeting = online(people=(AINO, Who("Jo Kim"), Who("Sam", "sam@example.org")))
    one = event(calendar.message(meeting, first(meeting)))
    assert one["ATTENDEE"] == ["mailto:aino@example.org", "mailto:sam@example.org"]
    assert one["SUMMARY"] == "Talk: Aino Lehtisaari, Jo Kim, Sam and Leilani Kahale"


def test_an_invitation_needs_an_address_on_both_sides() -> None:
    for meeting in (online(me=Who("Leilani")), online(people=(Who("Aino"),))):
        with pytest.raises(Refused, match=r"set `email`"):
            calendar.message(meeting, first(meeting))
        assert calendar.own(meeting, first(meeting))


def test_the_same_meeting_gives_the_same_bytes() -> None:
    assert calendar.message(online(), first(online())) == calendar.message(online(), first(online()))


def test_the_zone_s_rules_cover_the_date_and_little_more() -> None:
    meeting = online(start=at("2026-12-31T23:45", "Europe/Helsinki"))
    zones: list[Any] = Calendar.from_ical(calendar.own(meeting, first(meeting))).walk("VTIMEZONE")
    onsets = [rule["DTSTART"].dt for zone in zones for rule in zone.walk() if "DTSTART" in rule]
    assert zones[0]["TZID"] == "Europe/Helsinki"
    assert min(onsets) <= datetime(2026, 12, 31, 23, 45)
    assert {onset.year for onset in onsets} <= {2026, 2027}


def test_utc_needs_no_rules() -> None:
    meeting = online(start=at("2026-11-06T07:00", "UTC"))
    data = calendar.own(meeting, first(meeting))
    assert b"VTIMEZONE" not in data
    assert b"DTSTART:20261106T070000Z" in data


@pytest.mark.parametrize("minutes", [30, 60, 90, 120])
def test_a_talk_over_a_clock_change_lasts_as_long_as_it_was_meant(minutes: int) -> None:
    # 2:30 in the summer's hour; an hour and a half later the clock says 3:00 for the second time.
    meeting = online(start=at("2026-10-25T02:30", "Europe/Helsinki"), minutes=minutes)
    one = event(calendar.own(meeting, first(meeting)))
    assert one["DTEND"].dt.astimezone(UTC) - one["DTSTART"].dt.astimezone(UTC) == timedelta(minutes=minutes)


def zone_at(zone: str, rules: Calendar) -> ZoneInfo:
    """The zone built from the file's own rules, not from the machine's."""
    return next(one for one in rules.walk("VTIMEZONE") if one["TZID"] == zone).to_tz()  # type: ignore[no-any-return,attr-defined]


@pytest.mark.parametrize("zone", sorted(available_timezones())[::23])
def test_the_rules_in_the_file_give_the_instant_that_is_meant(zone: str) -> None:
    if zone in ("Factory", "localtime") or zone.startswith(("posix", "right")):
        pytest.skip("no zone of a place")
    for day in (date(2026, 1, 15), date(2026, 7, 15)):
        start = datetime(day.year, day.month, day.day, 14, 0, tzinfo=ZoneInfo(zone))
        data = calendar.own(online(start=start), first(online(start=start)))
        found = event(data)["DTSTART"].dt
        rules = Calendar.from_ical(data)
        if rules.walk("VTIMEZONE"):
            found = found.replace(tzinfo=zone_at(zone, rules))
        assert found.astimezone(UTC) == start.astimezone(UTC)


def test_nobody_s_words_make_lines_of_their_own() -> None:
    # Names are refused where they go into addresses; what is only text is put on one line.
    meeting = online(
        people=(Who(HOSTILE, ""), AINO),
        platform=HOSTILE,
        link="javascript:alert(1)//\r\nX:y",
        dial_in=HOSTILE,
        phone=HOSTILE,
    )
    data = calendar.message(meeting, first(meeting))
    names = {line.split(b":")[0].split(b";")[0] for line in data.split(b"\r\n") if line and line[:1] != b" "}
    assert names <= {
        b"BEGIN", b"END", b"VERSION", b"PRODID", b"CALSCALE", b"METHOD", b"TZID", b"DTSTART", b"TZNAME", b"TZOFFSETFROM",
        b"TZOFFSETTO", b"SUMMARY", b"DTEND", b"DTSTAMP", b"UID", b"SEQUENCE", b"ATTENDEE", b"DESCRIPTION", b"LOCATION",
        b"ORGANIZER", b"STATUS",
    }  # fmt: skip
    assert data.count(b"\r\nATTENDEE") == 1
    assert data.count(b"BEGIN:VALARM") == 0 or b"\r\nBEGIN:VALARM" not in data
    assert b"javascript" not in data
    assert not [byte for byte in data if byte < 32 and byte not in b"\r\n"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["in-person", "phone", "online", ""]))
def test_any_text_reads_back_as_itself_on_one_line(platform: str, place: str, mode: str) -> None:
    meeting = online(platform=platform, place=place, dial_in=platform, mode=mode, link="")
    data = calendar.own(meeting, first(meeting))
    one = event(data)
    assert one["SUMMARY"] == "Talk with Aino Lehtisaari"
    assert "\n" not in str(one.get("LOCATION", ""))
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert len(one.walk()) == 3


def test_a_quotation_mark_in_a_name_stays_inside_its_parameter() -> None:
    meeting = online(people=(Who('Ana "the X" Ruiz, Dr; PARTSTAT=ACCEPTED', "ana@example.org"),))
    guest = event(calendar.message(meeting, first(meeting)))["ATTENDEE"]
    assert guest == "mailto:ana@example.org"
    assert guest.params["CN"] == "Ana 'the X' Ruiz, Dr; PARTSTAT=ACCEPTED"
    assert guest.params["PARTSTAT"] == "NEEDS-ACTION"


@pytest.mark.parametrize("name", ["Jo\nBcc: evil@example.org", "Jo\r\nKim", "Jo\u2028Kim"])
def test_a_name_of_two_lines_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="more than one line"):
        calendar.message(online(people=(Who(name, "jo@example.org"),)), Identity("u", 0, ""))


@pytest.mark.programs
@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed")
@pytest.mark.parametrize(
    ("local", "shown"),
    [("Europe/Helsinki", "06.11.2026 09:00-09:30"), ("Pacific/Honolulu", "05.11.2026 21:00-21:30")],
)
def test_khal_lists_it_at_the_right_local_time(tmp_path: Path, local: str, shown: str) -> None:
    (tmp_path / "cal").mkdir()
    settings_file = tmp_path / "khal.conf"
    settings_file.write_text(
        f"[calendars]\n[[all]]\npath = {tmp_path}/cal\n[sqlite]\npath = {tmp_path}/khal.db\n"
        f"[locale]\nlocal_timezone = {local}\ndefault_timezone = {local}\n"
        "timeformat = %H:%M\ndateformat = %d.%m.\nlongdateformat = %d.%m.%Y\n"
        "datetimeformat = %d.%m. %H:%M\nlongdatetimeformat = %d.%m.%Y %H:%M\n"
    )
    file = tmp_path / "talk.ics"
    made = invitation.invite(online(), Identity(), path=PATH)
    file.write_bytes(invitation.ics(made))
    quiet = {**os.environ, "HOME": str(tmp_path), "PYTHONWARNINGS": "ignore"}

    def khal(*words: str) -> str:
        done = subprocess.run(
            ["khal", "-c", str(settings_file), *words], capture_output=True, text=True, check=True, env=quiet
        )
        return done.stdout

    khal("import", "--batch", str(file))
    listed = khal(
        "list",
        "05.11.2026",
        "3d",
        "--format",
        "{start-date-long} {start-time}-{end-time} {title} | {location}",
        "--day-format",
        "",
    )
    assert f"{shown} Talk with Aino Lehtisaari | {LINK}" in listed
    assert str(LEILANI.email) not in listed
