"""Meetings as iCalendar (RFC 5545, RFC 5546): a file of one's own, a request, a cancellation.

In: a Meeting and its Identity. Out: bytes, the same for the same input on every machine.
Never: METHOD or ATTENDEE in one's own file, alarms in other people's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress

from vaultkit.english import listed
from vaultkit.errors import Refused
from vaultkit.exchange import clean
from vaultkit.exchange import meeting as words
from vaultkit.exchange.addresses import Who, checked
from vaultkit.exchange.identity import Identity, stamp
from vaultkit.people.place import link

if TYPE_CHECKING:
    from vaultkit.exchange.meeting import Meeting

_UTC_NAMES = ("UTC", "Etc/UTC")
_ALARMS = (timedelta(days=-1), timedelta(minutes=-15))


def own(meeting: Meeting, identity: Identity) -> bytes:
    """An event for the user's own calendar: alarms, and nobody is written to.

    A cancelled one says so, under the same uid, so that importing it again replaces the first.
    """
    event = _event(meeting, identity, title=words.title(meeting, own=True))
    for ahead in _ALARMS:
        event.add_component(_alarm(ahead, words.title(meeting, own=True)))
    return _calendar(meeting, event, method=None)


def message(meeting: Meeting, identity: Identity) -> bytes:
    """The `text/calendar` part of an invitation (REQUEST), or CANCEL when the identity is cancelled.

    Refused without an address of mine or theirs: the one organises, the other is asked.
    """
    organiser, guests = parties(meeting)
    event = _event(meeting, identity, title=words.title(meeting))
    event.add("organizer", _person(organiser))
    for guest in guests:
        event.add("attendee", _person(guest, role="REQ-PARTICIPANT", partstat="NEEDS-ACTION", rsvp="TRUE"))
    return _calendar(meeting, event, method="CANCEL" if identity.cancelled else "REQUEST")


def parties(meeting: Meeting) -> tuple[Who, tuple[Who, ...]]:
    """Who invites, and who can be invited by mail; Refused when either has no address."""
    if not meeting.me.email:
        raise Refused(
            "An invitation by mail needs your own address: set `email` in Me.md, or use --links or --ics"
        )
    guests = tuple(checked(who) for who in meeting.people if who.email)
    if not guests:
        missing = listed([who.name for who in meeting.people]) or "The interview's people"
        raise Refused(
            f"{missing}: no e-mail address is known; set `email` in the contact, or use --links or --ics"
        )
    return checked(meeting.me), guests


def _event(meeting: Meeting, identity: Identity, *, title: str) -> Event:
    event = Event()
    event.add("uid", clean.one_line(identity.uid))
    event.add("dtstamp", stamp(meeting, identity.sequence or 0).replace(tzinfo=UTC))
    event.add("sequence", identity.sequence or 0)
    event.add("summary", title)
    event.add("dtstart", _moment(meeting.start, meeting.zone))
    event.add("dtend", _moment(meeting.end, meeting.zone))
    event.add("status", "CANCELLED" if identity.cancelled else "CONFIRMED")
    if words.where(meeting):
        event.add("location", words.where(meeting))
    event.add("description", words.description(meeting))
    if link(meeting):
        event.add("url", link(meeting))
    return event


def _moment(moment: datetime, zone: str) -> datetime:
    # A wall time that comes twice means its first coming (RFC 5545, 3.3.5); the second needs UTC.
    return moment.astimezone(UTC) if zone in _UTC_NAMES or moment.fold else moment


def _person(who: Who, **parameters: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{who.email}")
    for name, value in parameters.items():
        person.params[name.upper()] = value
    if who.name:
        # RFC 5545 has no escape inside a quoted parameter, and few programs know that of RFC 6868.
        person.params["CN"] = who.name.replace('"', "'").replace("^", "")
    return person


def _alarm(ahead: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", ahead)
    alarm.add("description", text)
    return alarm


def _calendar(meeting: Meeting, event: Event, *, method: Literal["REQUEST", "CANCEL"] | None) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//vaultkit//vaultkit//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if meeting.zone not in _UTC_NAMES:
        calendar.add_component(_timezone(meeting))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _timezone(meeting: Meeting) -> Timezone:
    """The zone's rules for the years that the meeting touches, and no others."""
    first, last = date(meeting.start.year, 1, 1), date(meeting.end.year + 1, 1, 1)
    zone = Timezone.from_tzid(meeting.zone, first_date=first, last_date=last)
    # The library's remark on the years differs from version to version; our bytes must not.
    zone.pop("COMMENT", None)
    return zone
