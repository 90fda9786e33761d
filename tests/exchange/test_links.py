"""Addresses that open a filled-in event page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.made import AINO, LINK, PATH, online
from vaultkit.errors import Refused
from vaultkit.exchange import invitation
from vaultkit.exchange.addresses import Who
from vaultkit.exchange.identity import Identity
from vaultkit.exchange.links import links


def fields(address: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query, strict_parsing=True).items()}


def test_google_s_page_is_filled_in_with_the_meeting_s_own_zone() -> None:
    found = fields(links(online()).google)
    assert links(online()).google.startswith("https://calendar.google.com/calendar/render?action=TEMPLATE&")
    assert found["dates"] == "20261105T210000/20261105T213000"
    assert found["ctz"] == "Pacific/Honolulu"
    assert found["add"] == "aino@example.org"
    assert found["location"] == LINK
    assert LINK in found["details"]
    assert "9 am (Helsinki)" in found["details"]


def test_outlook_s_pages_are_filled_in_with_the_instant() -> None:
    for address, host in (
        (links(online()).outlook, "outlook.live.com"),
        (links(online()).office, "outlook.office.com"),
    ):
        found = fields(address)
        assert urlsplit(address).netloc == host
        assert (found["startdt"], found["enddt"]) == ("2026-11-06T07:00:00Z", "2026-11-06T07:30:00Z")
        assert found["subject"] == "Talk: Aino Lehtisaari and Leilani Kahale"
        assert found["to"] == "aino@example.org"
        assert found["rru"] == "addevent"
        assert "+" not in address


def test_the_guests_of_several_are_listed_and_the_others_left_out() -> None:
    meeting = online(people=(AINO, Who("Jo"), Who("Sam", "sam@example.org")))
    assert fields(links(meeting).google)["add"] == "aino@example.org,sam@example.org"
    assert "add" not in fields(links(online(people=(Who("Jo"),))).google)


def test_an_odd_address_is_refused() -> None:
    with pytest.raises(Refused):
        links(online(people=(Who("Jo", "jo@example.org,evil@example.org"),)))


def test_a_page_that_reads_html_gets_none_of_a_stranger_s() -> None:
    meeting = online(platform="<img src=x onerror=alert(1)>", mode="online")
    found = fields(links(meeting).outlook)
    assert "<img" not in found["body"]
    assert found["body"].count("<br>") == 3
    assert "<" not in fields(links(meeting).google)["details"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_no_text_adds_a_field(text: str) -> None:
    assert set(fields(links(online(place=text, platform=text, mode="in-person", link="")).google)) <= {
        "action", "text", "dates", "ctz", "details", "location", "add",
    }  # fmt: skip


def test_no_page_takes_an_event_back() -> None:
    made = invitation.invite(online(), Identity(), path=PATH)
    assert invitation.links(made) is not None
    assert invitation.links(invitation.cancel(online(), made.identity)) is None
