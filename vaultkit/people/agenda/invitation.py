"""Whether the last invitation still says the time and the place of the meeting.

In: the text of `invited_for`, an Interview. Out: yes or no.
Never: a doubt against the user: a part that the text does not name is taken to fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.people.invited import Told, plain_place

if TYPE_CHECKING:
    from vaultkit.people.interview import Interview


def fits(said: str, interview: Interview) -> bool:
    """Whether an invitation of these words still says the time and place of the note.

    A text of another form, also that of an invitation that was called off, does not.
    """
    told, start = Told.read(said), interview.start
    if told is None or start is None or start.at is None:
        return False
    if not told.is_at(start.at, interview.minutes, interview.zone):
        return False
    return told.place is None or plain_place(told.place) == plain_place(_place(interview))


def _place(interview: Interview) -> str:
    """The line that an invitation gives for the place, as its mode has it."""
    if interview.mode == "online" or (not interview.mode and interview.link):
        return interview.link or interview.platform or "Online"
    if interview.mode == "phone":
        return interview.dial_in or "By phone"
    if interview.place:
        return interview.place
    if interview.venue == "office" and interview.people:
        return f"Office of {interview.people[0].name}"
    return interview.venue or interview.dial_in
