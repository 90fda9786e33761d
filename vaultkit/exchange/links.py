"""Addresses that open the event page of a calendar in the browser, filled in.

In: a Meeting. Out: one address each for Google Calendar, Outlook.com and Outlook at work.
Never: opens them; nothing is sent before its user presses the button there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from vaultkit.exchange import meeting as words
from vaultkit.exchange.addresses import checked

if TYPE_CHECKING:
    from vaultkit.exchange.meeting import Meeting


@dataclass(frozen=True, slots=True)
class CalendarLinks:
    """`outlook` is for accounts of one's own (Outlook.com), `office` for those of a firm or school."""

    google: str
    outlook: str
    office: str


def links(meeting: Meeting) -> CalendarLinks:
    """The three addresses. Guests with an address are filled in; odd addresses are Refused."""
    return CalendarLinks(
        google=_google(meeting),
        outlook=_outlook(meeting, "outlook.live.com"),
        office=_outlook(meeting, "outlook.office.com"),
    )


def _guests(meeting: Meeting) -> list[str]:
    return [checked(who).email for who in meeting.people if who.email]


def _google(meeting: Meeting) -> str:
    # Wall time and `ctz`: the page then shows the meeting's own zone, not the browser's.
    times = [meeting.start, meeting.end]
    if meeting.end.fold:
        times = [moment.astimezone(UTC) for moment in times]
    span = "/".join(f"{moment:%Y%m%dT%H%M%S}{'Z' if moment.tzinfo is UTC else ''}" for moment in times)
    fields = {
        "action": "TEMPLATE",
        "text": words.title(meeting),
        "dates": span,
        "ctz": meeting.zone,
        "details": _flat(words.description(meeting)),
        "location": words.where(meeting),
        "add": ",".join(_guests(meeting)),
    }
    return _address("https://calendar.google.com/calendar/render", fields)


def _outlook(meeting: Meeting, host: str) -> str:
    fields = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": words.title(meeting),
        "startdt": f"{meeting.start.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{meeting.end.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        # The page takes the body for HTML.
        "body": escape(words.description(meeting), quote=False).replace("\n", "<br>"),
        "location": words.where(meeting),
        "to": ",".join(_guests(meeting)),
    }
    return _address(f"https://{host}/calendar/0/deeplink/compose", fields)


def _flat(text: str) -> str:
    """Google's page reads tags in the details; none of ours has any."""
    return text.replace("<", "(").replace(">", ")")


def _address(base: str, fields: dict[str, str]) -> str:
    # %20 and not +: Outlook's page shows the plus signs.
    return base + "?" + "&".join(f"{key}={quote(value, safe='')}" for key, value in fields.items() if value)
