"""The invitation as a whole: what is sent, in which form, and what the note then says about it.

In: a Meeting, the note's Identity and path. Out: an Invitation, and from it links, `.ics` or `.eml`.
Never: writes the note; the caller sets `changes`, and only those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.english import listed
from vaultkit.exchange import clean, identity, mail
from vaultkit.exchange import links as pages
from vaultkit.exchange import meeting as words
from vaultkit.notes import web
from vaultkit.people.invited import Told
from vaultkit.people.place import is_online, link

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.exchange.identity import Identity
    from vaultkit.exchange.links import CalendarLinks
    from vaultkit.exchange.meeting import Meeting
    from vaultkit.model import Value


@dataclass(frozen=True, slots=True)
class Invitation:
    """`changes` are the properties to set on the note, in order; empty when it says all of it already.

    `notices` are sentences for the user: guests without address, and what a cancellation cannot do.
    """

    meeting: Meeting
    identity: Identity
    changes: Mapping[str, Value]
    notices: tuple[str, ...] = ()

    @property
    def cancelled(self) -> bool:
        return self.identity.cancelled


def invite(meeting: Meeting, past: Identity, *, path: str) -> Invitation:
    """Invite for the meeting as the note has it now."""
    now = identity.invited(meeting, past, path=path)
    return Invitation(meeting, now, _changes(past, now), _notices(meeting))


def cancel(meeting: Meeting, past: Identity) -> Invitation:
    """Call the last invitation off: it names the time that was invited for, not the note's new one."""
    now = identity.withdrawn(past)
    told = Told.read(now.invited_for)
    then = identity.retold(told, meeting) if told else meeting
    return Invitation(then, now, _changes(past, now), _unaddressed(meeting))


def links(invitation: Invitation) -> CalendarLinks | None:
    """The three addresses; None for a cancellation, for which no calendar has a page."""
    return None if invitation.cancelled else pages.links(invitation.meeting)


def ics(invitation: Invitation) -> bytes:
    """A file for the user's own calendar."""
    from vaultkit.exchange import calendar  # noqa: PLC0415 - what it takes to make one is heavy

    return calendar.own(invitation.meeting, invitation.identity)


def eml(invitation: Invitation) -> bytes:
    """A mail whose calendar part asks the guests, or takes the event out again.

    The part stands among the alternatives, where Gmail and Outlook look for it, and once more as an
    attachment, for the programs that drop it when they open a draft.
    """
    from vaultkit.exchange import calendar  # noqa: PLC0415 - as above

    meeting = invitation.meeting
    organiser, guests = calendar.parties(meeting)
    event = calendar.message(meeting, invitation.identity)
    method = "CANCEL" if invitation.cancelled else "REQUEST"
    message = mail.compose(
        mail.Draft("invitation", _letter(invitation), _subject(invitation), guests, organiser)
    )
    message.add_alternative(
        event,
        maintype="text",
        subtype="calendar",
        cte="base64",
        params={"method": method, "charset": "UTF-8"},
    )
    message.add_attachment(
        event, maintype="application", subtype="ics", cte="base64",
        filename="cancelled.ics" if invitation.cancelled else "invitation.ics",
    )  # fmt: skip
    return mail.finish(message)


def _changes(past: Identity, now: Identity) -> Mapping[str, Value]:
    pairs: tuple[tuple[str, Value, Value], ...] = (
        ("uid", past.uid, now.uid),
        ("sequence", past.sequence, now.sequence),
        ("invited_for", past.invited_for, now.invited_for),
    )
    return {key: new for key, old, new in pairs if old != new}


def _notices(meeting: Meeting) -> tuple[str, ...]:
    linkless = is_online(meeting) and not link(meeting)
    told = ("The meeting is online and has no `link` yet; set it and invite again.",) if linkless else ()
    return _unaddressed(meeting) + told


def _unaddressed(meeting: Meeting) -> tuple[str, ...]:
    missing = [clean.one_line(who.name) for who in meeting.people if not who.email]
    if not missing:
        return ()
    return (f"No e-mail address is known for {listed(missing)}: add them in your calendar by hand.",)


def _subject(invitation: Invitation) -> str:
    day = words.day(invitation.meeting.start)
    return f"Called off: our talk on {day}" if invitation.cancelled else f"Invitation: our talk on {day}"


def _letter(invitation: Invitation) -> str:
    meeting = invitation.meeting
    clocks = "\n".join(f"- {_literal(line)}" for line in words.when(meeting))
    sender = _literal(clean.one_line(meeting.me.name))
    if invitation.cancelled:
        told = f"This takes our talk out of your calendar:\n\n{clocks}\n\nNothing else is needed."
    else:
        where = "\n".join(_literal(line) for line in words.description(meeting).split("\n\n", 1)[1:])
        told = (
            f"Here is our talk for your calendar:\n\n{clocks}\n\n{where}\n\n"
            "Should your calendar show another time, tell me, and I will mend it."
        )
    return f"{told}\n\n{sender}" if sender else told


def _literal(text: str) -> str:
    """Text that Markdown shows as it stands; an address is left whole, since it is followed by clicking."""
    return " ".join(word if web.url(word) else clean.prose(word) for word in text.split(" "))
