"""Which event this is, and the how-manieth word on it: uid, sequence, and what the last invitation said.

In: the meeting, and the three properties as the note has them. Out: the three as they should be.
Never: a new uid for an event that has one, or a sequence that goes down.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vaultkit.errors import Refused
from vaultkit.exchange import clean
from vaultkit.people.invited import Told
from vaultkit.people.place import place_as_typed

if TYPE_CHECKING:
    from vaultkit.exchange.meeting import Meeting

_SPACE = uuid.UUID("0f9a4c1e-6d4b-5b0e-9a57-3f3c8f0f7a11")


@dataclass(frozen=True, slots=True)
class Identity:
    """The properties `uid`, `sequence` and `invited_for`; "" and None where the note has none."""

    uid: str = ""
    sequence: int | None = None
    invited_for: str = ""

    @property
    def cancelled(self) -> bool:
        return self.invited_for.startswith("cancelled")


def fits(told: Told, meeting: Meeting) -> bool:
    """Whether the last invitation said the time and place of `meeting`."""
    # Ours always name zone and length, so there a place that is absent was not known yet.
    if told.whole and told.place is None and place_as_typed(meeting):
        return False
    return told.fits(meeting, meeting.start, ZoneInfo(meeting.zone))


def retold(told: Told, meeting: Meeting) -> Meeting:
    """`meeting` at the time that was invited for, which is what a cancellation has to name."""
    start = told.wall.replace(tzinfo=told.where(ZoneInfo(meeting.zone)))
    return replace(meeting, start=start, minutes=told.minutes or meeting.minutes)


def said(meeting: Meeting) -> str:
    """`2026-03-09T14:00 Europe/Helsinki, 30 minutes, https://…`: the time and place of an invitation."""
    wall = meeting.start.replace(tzinfo=None).isoformat(timespec="minutes")
    where = clean.one_line(place_as_typed(meeting))
    return f"{wall} {meeting.zone}, {meeting.minutes} minutes" + (f", {where}" if where else "")


def invited(meeting: Meeting, past: Identity, *, path: str) -> Identity:
    """The identity after inviting for `meeting`; equal to `past` when nothing about time or place is new.

    `path` is the note's: with the first start and my address it makes the uid, so that two machines that
    invite for the same note at the same time make one event of it.
    """
    seed = f"{path}\n{meeting.me.email}\n{said(meeting)}"
    uid = past.uid or str(uuid.uuid5(_SPACE, seed))
    if not past.invited_for:
        return Identity(uid, past.sequence or 0, said(meeting))
    told = Told.read(past.invited_for)
    if told is not None and fits(told, meeting):
        # What it left open is now said too, or a later change of it would go unseen.
        words_now = past.invited_for if told.whole else said(meeting)
        return Identity(uid, past.sequence or 0, words_now)
    return Identity(uid, (past.sequence or 0) + 1, said(meeting))


def withdrawn(past: Identity) -> Identity:
    """The identity after calling the invitation off; a second time it is `past` itself.

    Refused when no invitation was ever made, since a calendar can only cancel what it knows.
    """
    if not past.uid:
        raise Refused(
            "There is no invitation to cancel: the note has no `uid`, so `invite` was never run for it"
        )
    if past.cancelled:
        return past
    return Identity(past.uid, (past.sequence or 0) + 1, f"cancelled {past.invited_for}".strip())


def stamp(meeting: Meeting, sequence: int) -> datetime:
    """DTSTAMP as naive UTC, from the vault alone: the day that planned the meeting, a second a sequence.

    Without such a day a year before the start: certainly past when the message is read, which a clock
    of ours must not tell.
    """
    known = meeting.known or meeting.start.date() - timedelta(days=365)
    first = min(known, meeting.start.date() - timedelta(days=1))
    return datetime.combine(max(first, date(1970, 1, 2)), datetime.min.time()) + timedelta(seconds=sequence)
