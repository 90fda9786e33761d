"""Whether the last invitation still says the time and the place of the meeting.

In: the text of `invited_for`, an Interview. Out: yes or no.
Never: a doubt against the user: a part that the text does not name is taken to fit.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from vaultkit.people.zones import zone

if TYPE_CHECKING:
    from vaultkit.people.interview import Interview

_SAID = re.compile(
    r"(?P<wall>\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?::\d\d)?(?: (?P<zone>[A-Za-z0-9_+/-]+))?"
    r"(?:, (?P<minutes>\d{1,4}) minutes)?(?:, (?P<place>.*))?"
)


def fits(said: str, interview: Interview) -> bool:
    """`2026-03-09T14:00 Europe/Helsinki, 30 minutes, https://…`, or its beginning, against the note.

    The same instant in another zone fits. A text of another form, also that of an invitation that was
    called off, does not.
    """
    found = _SAID.fullmatch(" ".join(said.split()))
    start = interview.start
    if found is None or start is None or start.at is None:
        return False
    where = zone(found["zone"]) if found["zone"] else interview.zone
    try:
        wall = datetime.fromisoformat(found["wall"])
    except ValueError:
        return False
    if where is None or start.at.astimezone(where).replace(tzinfo=None, second=0) != wall:
        return False
    if found["minutes"] and int(found["minutes"]) != interview.minutes:
        return False
    return found["place"] is None or _plain(found["place"]) in _places(interview)


def _places(interview: Interview) -> set[str]:
    """Every line that an invitation may give for the place, as its mode has it."""
    if interview.mode == "online" or (not interview.mode and interview.link):
        said = [interview.link or interview.platform or "Online"]
    elif interview.mode == "phone":
        said = [interview.dial_in or "By phone"]
    elif interview.place:
        said = [interview.place]
    elif interview.venue == "office" and interview.people:
        said = [f"Office of {interview.people[0].name}"]
    else:
        said = [interview.venue or interview.dial_in or ""]
    return {_plain(text) for text in said}


def _plain(text: str) -> str:
    return " ".join(text.split()).removeprefix("https://").rstrip("/").casefold()
