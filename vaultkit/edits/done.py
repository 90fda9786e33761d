"""`done NOTE MILESTONE`: the date of a milestone, of one person's thanks, of the news that a role was found.

In: the words of the command, the vault, the moment. Out: one property of one note, or two that belong together.
Never: a date that contradicts what the note says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vaultkit.edits.order import NEEDS_TALK, check_order
from vaultkit.edits.write import Edited, a_day, change, listed, set_properties, today, with_property
from vaultkit.errors import Refused, WrongUse
from vaultkit.index.names import bare, stem
from vaultkit.model import Facts, Link
from vaultkit.people import find, schema, stage
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.people.names import fold
from vaultkit.people.person import is_among, people
from vaultkit.spelling import did_you_mean

if TYPE_CHECKING:
    from datetime import date, datetime

    from vaultkit.index.vault import Reading, Vault
    from vaultkit.people.person import Person


def done(
    vault: Vault,
    text: str,
    milestone: str,
    *,
    now: datetime,
    on: str | None = None,
    person: str | None = None,
) -> Edited:
    """Set a milestone: on an interview, or `announced` on a contact. Today by default, `held` the day of `start`.

    `now` is aware; days are those of my zone. With `person` one of several has been thanked. Raises WrongUse
    for an unknown milestone, note, person or day, Refused for what cannot be true.
    """
    name = _milestone(milestone)
    if name == "announced":
        if person:
            raise WrongUse("--person is for thanked; announced already stands in one person's note.")
        return announced(vault, find.contact(vault, text), now=now, on=on)
    return reached(vault, Interview(find.interview(vault, text), vault), name, now=now, on=on, person=person)


def _milestone(word: str) -> str:
    known = (*schema.MILESTONES, "announced")
    name = canonical(word)
    if name in known:
        return name
    near = did_you_mean(word, known) or "."
    raise WrongUse(f"{word!r} is no milestone{near} The milestones are {', '.join(known)}.")


def canonical(word: str) -> str:
    """The property of interviews, else of contacts, that somebody's word means; the word itself where it is none."""
    return schema.canonical("interview", word, {}) or schema.canonical("contact", word, {}) or word


def announced(vault: Vault, note: Reading, *, now: datetime, on: str | None = None) -> Edited:
    """Somebody heard that I found a role."""
    contact, day = Contact(note, vault), day_of(vault, now, on)
    found = _me_found(vault)
    if found is not None and day < found:
        raise Refused(f"announced on {day} lies before {found}, when Me.md says that the role was found.")
    if on is None and contact.announced is not None and (found is None or contact.announced >= found):
        return Edited(
            note.path, f"{contact.name}: announced on {contact.announced} already; --on changes it.", False
        )
    return set_day(vault, note, "announced", day, contact.name)


def _me_found(vault: Vault) -> date | None:
    from vaultkit.people.me import Me  # noqa: PLC0415 - announcements alone ask

    return Me(vault).role_found


def reached(
    vault: Vault,
    interview: Interview,
    name: str,
    *,
    now: datetime,
    on: str | None = None,
    person: str | None = None,
) -> Edited:
    """An interview reached a milestone."""
    day = day_of(vault, now, on, interview.start_day if name == "held" else None)
    written = interview.written_milestone(name)
    if on is None and person is None and written is not None:
        return Edited(
            interview.path, f"{interview.name}: {name} on {written} already; --on changes it.", False
        )
    check_order(interview, name, day)
    if person is None:
        made = set_day(vault, interview.note, name, day, interview.name)
    elif name == "thanked":
        made = _thanked_one(vault, interview, _one_of(interview, person), day)
    else:
        raise WrongUse(f"--person is for thanked alone; {name} counts for all.")
    return replace(made, beside=_implied(interview, name))


def _implied(interview: Interview, name: str) -> str:
    """A talk that was never said to be: thanks and gifts tell that it was, and that may be a slip."""
    if (
        name not in NEEDS_TALK
        or name == "held"
        or stage.held(interview.written)
        or interview.start_day is not None
    ):
        return ""
    return f"{interview.name} has no start and no held: with {name} it counts as held."


def day_of(vault: Vault, now: datetime, on: str | None, default: date | None = None) -> date:
    current = today(vault, now)
    day = a_day(on, current) if on else default or current
    if day > current:
        why = "the meeting has not been yet" if default == day else "what is done was done today or before"
        raise Refused(f"{day} lies in the future: {why}.")
    return day


def set_day(vault: Vault, note: Reading, name: str, day: date, who: str) -> Edited:
    changed = set_properties(vault, note.path, {name: day.isoformat()})
    return Edited(note.path, f"{who}: {name} on {day}.", changed)


def _one_of(interview: Interview, text: str) -> Person:
    """The person of the interview whom a name, a greeting or a part means. Raises WrongUse."""
    wanted, known = fold(text), interview.people
    hits = [one for one in known if wanted in _words(one)] or [
        one for one in known if wanted in fold(one.name)
    ]
    if len(hits) == 1:
        return hits[0]
    people = ", ".join(one.name for one in known) or "nobody"
    raise WrongUse(f"{text!r} is not one person of {interview.name}, which is with {people}.")


def _words(person: Person) -> set[str]:
    """The ways in which a command may name somebody: name, greeting, aliases, the note."""
    path = person.path or person.name
    aliases = person.profile.aliases if person.profile is not None else ()
    return {
        fold(word)
        for word in (person.name, person.greeting_name, path, path.removesuffix(".md"), stem(path), *aliases)
    }


def _thanked_one(vault: Vault, interview: Interview, person: Person, day: date) -> Edited:
    """Adds to `thanked_people`; once everybody is in it, `thanked` is set as well, in the same write."""
    if interview.thanked_person(person):
        return Edited(interview.path, f"{interview.name}: {person.name} was thanked already.", changed=False)
    left: list[str] = []

    def compute(facts: Facts, data: bytes) -> bytes:
        """Who is left is read from the note as it stands: somebody else may have been thanked meanwhile."""
        written = listed(facts, "thanked_people")
        thanked = people((Link(bare(text), 0) for text in written), interview.note, vault)
        missing = [one for one in interview.people if not is_among(one, thanked)]
        left[:] = [one.name for one in missing if one.key != person.key]
        if person in missing and len(interview.people) > 1:
            data = with_property(facts, data, "thanked_people", (*written, f"[[{person.link.target}]]"))
        return data if left else with_property(facts, data, "thanked", day.isoformat())

    changed = change(vault.config, interview.path, compute)
    rest = f"; {', '.join(left)} still to thank" if left else ""
    return Edited(interview.path, f"{interview.name}: {person.name} thanked on {day}{rest}.", changed)
