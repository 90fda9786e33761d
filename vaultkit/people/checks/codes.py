"""The one table of problem codes that meaning gives: how grave each is, and what it says in general.

In: nothing. Out: CODES, from which the reference is made. Never: a problem of one note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.model import Severity


@dataclass(frozen=True, slots=True)
class Code:
    severity: Severity
    about: str


def _error(about: str) -> Code:
    return Code("error", about)


def _warning(about: str) -> Code:
    return Code("warning", about)


def _info(about: str) -> Code:
    return Code("info", about)


CODES: Mapping[str, Code] = {
    # values of one note
    "wrong-value": _warning("A property has a value of another type than it needs, and reads as empty."),
    "too-many": _warning("A list of people is longer than one talk can be with; the first of them are read."),
    "no-such-date": _warning("A day or an hour that does not exist, such as 30 February."),
    "time-offset": _warning("A time carries an offset; vaultkit reads wall time and a zone."),
    "phone-number": _warning(
        "A telephone number without quotes is read as a number and loses its zeros or its plus."
    ),
    "zone-unknown": _warning("A time zone that is no IANA name, such as EST or PST."),
    "zone-abbreviated": _warning("A time zone that names a clock and not a place, such as CET."),
    "unknown-word": _warning("A property that knows a few words only has another."),
    "odd-address": _warning("An `email` that is no plain address: no mail program is given it."),
    "key-twice": _info("Two keys say the same property, and differ."),
    "unquoted-link": _warning(
        "A wikilink in a property without quotes, which YAML reads as a list in a list."
    ),
    # one note by itself
    "no-people": _warning("An interview that names nobody."),
    "start-gap": _error("A start that does not exist, since the clocks go forward over it."),
    "start-twice": _error("A start that happens twice, since the clocks go back over it."),
    "proposed-twice": _warning("A proposed time that a clock change leaves out or brings twice."),
    "proposed-day": _warning("A proposed time without an hour."),
    "status-differs": _warning("A status that is a stage, but not the one that the facts give."),
    "status-unknown": _warning("A status that is nearly a stage."),
    "milestone-order": _warning("A milestone that is dated before an earlier one."),
    "gift-not-sent": _warning("A gift that was noticed, and no day on which it was sent."),
    "outcome-held": _warning(
        "An outcome that says there was no talk, beside a milestone that says there was."
    ),
    "unknown-rule": _warning("`skip` names a rule that the agenda does not have."),
    # notes together
    "link-missing": _warning("A link to a note that is not there."),
    "link-ambiguous": _error("A link that several notes fit equally well."),
    "link-alias": _warning("A link by an alias, which Obsidian does not resolve."),
    "link-namesake": _warning("A link to a person that only the shorter path decided between namesakes."),
    "no-contact": _info("A person's link that finds a note which is not recognised as a contact."),
    "namesake": _info("Two contacts of one name."),
    "misspelt-key": _warning("A property that is nearly one of ours, and stands in fewer than three notes."),
    "second-me": _error("More than one note of type me."),
    "zone-missing": _info("A start without a zone: it is read in another note's, which is told."),
    "zone-neither": _warning("A meeting's zone that is neither theirs nor mine."),
    "no-link": _warning("A scheduled online meeting without a link."),
    "not-invited": _warning("A scheduled online meeting without an invitation."),
    "meetings-overlap": _warning("Two scheduled meetings at the same time."),
    "thanked-stranger": _warning("`thanked_people` names somebody who was not at the meeting."),
    # advice on questions
    "too-many-questions": _info("More essential questions than one for every four minutes."),
    "question-long": _info("A question of more than thirty words."),
    "question-double": _info("A question with two question marks."),
    "question-repeated": _info("A question that stands in the note twice."),
    "question-asked": _info("A question that was ticked in an earlier talk with the same person."),
    # letters as their user left them
    "letter-asks-for-job": _warning("A letter that asks for a job, a referral or a good word."),
    "letter-long": _warning("A letter of more than 150 words."),
    "letter-asks-much": _warning("A thank-you that asks for more than two things."),
    "letter-names-gift": _warning("A thank-you that announces a gift, before it can be declined."),
}
