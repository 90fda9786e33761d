"""An interview as a meeting: who comes, when and where, for invitations and for the links on a sheet.

In: an Interview, the hour of its start. Out: a Meeting.
Never: what only files and mail need; a sheet must not wait for these modules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.errors import Refused
from vaultkit.exchange.addresses import Who
from vaultkit.exchange.meeting import Meeting

if TYPE_CHECKING:
    from datetime import datetime

    from vaultkit.people.interview import Interview
    from vaultkit.people.person import Person

_PLANNED = ("asked", "granted", "replied")


def meeting(interview: Interview, start: datetime) -> Meeting:
    """The logistics at `start` (aware). With several people nobody's own zone is told to the others."""
    if not interview.people:
        raise Refused(f"{interview.path}: `people` names nobody, so there is nobody to meet")
    me = interview.me
    theirs = interview.people[0].zone if len(interview.people) == 1 else None
    clocks = [known.key for known in (me.known_zone, theirs) if known is not None]
    planned = [day for name in _PLANNED if (day := interview.written_milestone(name))]
    return Meeting(
        start=start,
        minutes=interview.minutes,
        people=tuple(who(person) for person in interview.people),
        me=Who(me.name, me.email),
        mode=interview.mode,
        platform=interview.platform,
        link=interview.link,
        dial_in=interview.dial_in,
        venue=interview.venue,
        place=interview.place,
        phone=me.phone,
        clocks=tuple(clocks),
        known=max(planned, default=None),
    )


def who(person: Person) -> Who:
    """Name and address as a message gives them."""
    return Who(person.name, person.profile.email if person.profile else "")
