"""What a new note looks like: its empty properties, its headings, its prompts.

In: the properties that are known. Out: the text of the note.
Never: a prompt that counts as an item: all of them are comments.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from vaultkit.model import NOTHING, Value
from vaultkit.people.schema import MILESTONES

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTACT: Mapping[str, Value] = MappingProxyType(
    dict.fromkeys(
        (
            "greeting", "email", "phone", "org", "title", "timezone", "location", "introduced_by", "helpful",
            "keep_in_touch", "announced",
        )
    )
)  # fmt: skip
INTERVIEW: Mapping[str, Value] = MappingProxyType(
    dict.fromkeys(
        ("goal", *MILESTONES, "mode", "platform", "link", "place", "start", "timezone", "duration", "outcome")
    )
)

_GOAL = re.compile(r"^goal:.*", re.MULTILINE)
GOAL_HINT = "  # best put as a question; letters quote it, so candour goes under Debrief"

CONTACT_BODY = """
## Personal

## Log
"""

INTERVIEW_BODY = """
## Questions
%% What have you been burning to ask somebody who does this work? %%
%% What does an ordinary day look like, from the first hour to the last? %%
%% What worries you about this field, and would they know whether you are right? %%
%% Put down all that comes to mind here, then move the few that matter most below Essential. %%

### Essential

### Nice to know

## Talking points

## Notes

## Takeaways
%% Letters to them quote these lines. What they should not read belongs under Debrief, which is for candour. %%

## Personal

## Introductions

## Follow-ups

## Wrap-up

## Debrief
"""


def contact_text(name: str | None, given: Mapping[str, Value] = NOTHING) -> str:
    """A contact's note; `name` only where the file's name is not it."""
    first: dict[str, Value] = {"type": "contact"}
    if name:
        first["name"] = name
    return _note({**first, **CONTACT, **given}, CONTACT_BODY)


def interview_text(people: tuple[str, ...], given: Mapping[str, Value] = NOTHING) -> str:
    """An interview's note; `people` are links. The milestones are there and empty, so that a phone offers them."""
    first: dict[str, Value] = {"type": "interview", "people": people, "direction": "asking"}
    return _note({**first, **INTERVIEW, **given}, INTERVIEW_BODY)


def _note(properties: Mapping[str, Value], body: str) -> str:
    from vaultkit import notes  # noqa: PLC0415 - refusals do without

    return _GOAL.sub(rf"\g<0>{GOAL_HINT}", notes.note_text(properties, body), count=1)
