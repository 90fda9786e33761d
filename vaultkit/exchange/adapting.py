"""From the readers of people/ to the plain values of this room, and the refusals that need both.

In: an Interview, a Contact, a rendered note. Out: Invitation, Card, Known, Draft.
Never: a property that its audience may not see; what goes into a value here may leave the vault.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from vaultkit.errors import Refused
from vaultkit.exchange import card as cards
from vaultkit.exchange import clean, invitation
from vaultkit.exchange.addresses import Who
from vaultkit.exchange.attending import meeting, who
from vaultkit.exchange.card import Card
from vaultkit.exchange.identity import Identity
from vaultkit.exchange.mail import Draft
from vaultkit.exchange.outcomes import Known
from vaultkit.people import access
from vaultkit.people.invited import Told
from vaultkit.people.zones import nearest_zones, zone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from vaultkit.exchange.invitation import Invitation
    from vaultkit.index.vault import Reading, Vault
    from vaultkit.people.contact import Contact
    from vaultkit.people.interview import Interview
    from vaultkit.people.person import Person


def invite(interview: Interview, *, cancel: bool = False) -> Invitation:
    """The invitation to an interview, or its cancellation.

    Refused, with the reason, when there is no hour, the hour does not exist or comes twice, the zone is
    none of IANA's, nobody is named, or the interview came to nothing.
    """
    past = Identity(interview.uid, interview.sequence, " ".join(interview.invited_for.split()))
    if cancel:
        told = Told.read(past.invited_for)
        start = told.wall.replace(tzinfo=zone(told.zone) or _zone(interview)) if told else _start(interview)
        return invitation.cancel(meeting(interview, start), past)
    if interview.outcome:
        raise Refused(
            f"{interview.path}: outcome says {interview.outcome}, so there is nothing to invite to; "
            "empty it to open the interview again, or use --cancel to call the invitation off"
        )
    made = invitation.invite(meeting(interview, _start(interview)), past, path=interview.path)
    return replace(made, notices=made.notices + _doubts(interview))


def _zone(interview: Interview) -> ZoneInfo:
    facts = interview.note.facts
    # As written: the schema lets no unknown zone through, and the note's times would slip into mine.
    written = facts.raw.get(facts.keys.get("timezone", "timezone"))
    if isinstance(written, str) and written.strip() and zone(written) is None:
        near = nearest_zones(written)
        meant = f"; did you mean {' or '.join(near)}?" if near else "; write one such as Europe/Berlin"
        raise Refused(f"{interview.path}: {written} is no time zone that calendars know{meant}")
    return interview.zone


def _start(interview: Interview) -> datetime:
    where = _zone(interview)
    start = interview.start
    if start is None:
        raise Refused(f"{interview.path}: no `start` is set; an invitation needs one, as in 2026-03-09T14:00")
    if start.at is None or start.wall is None:
        day = start.day.isoformat()
        raise Refused(
            f"{interview.path}: start is the day alone ({day}); an invitation needs the hour: {day}T14:00"
        )
    if start.problem:
        clock = f"{start.wall:%H:%M} on {start.day.isoformat()} in {where.key}"
        why = {
            "gap": f"{clock} does not exist: the clocks go forward over it",
            "fold": f"{clock} comes twice: the clocks go back over it",
        }[start.problem]
        raise Refused(f"{interview.path}: {why}; choose another time, or give `start` and `timezone` in UTC")
    return start.at


def _doubts(interview: Interview) -> tuple[str, ...]:
    told = []
    if interview.zone_source == "utc":
        told.append(
            "No time zone is known, so the time was taken for UTC: set `timezone` in the note or in Me.md."
        )
    if interview.booked_via == "them":
        told.append(
            "They booked it on a page of their own, which sends an invitation itself: this would be a second one."
        )
    if interview.was_held:
        told.append("The talk was held already; this invites to it all the same.")
    return tuple(told)


def card(contact: Contact) -> Card:
    """What an address book may hold of a contact: who they are and how to reach them.

    A contact without `uid` gets one that follows from its path, so that an import knows it again.
    """
    return cards.tidy(
        Card(
            name=contact.name,
            aliases=contact.aliases,
            greeting=contact.text("greeting"),
            pronouns=contact.pronouns,
            pronunciation=contact.pronunciation,
            emails=_every(contact, "email"),
            phones=_every(contact, "phone"),
            org=contact.org,
            title=contact.title,
            timezone=contact.timezone,
            location=contact.location,
            linkedin=contact.linkedin,
            scheduling_url=contact.scheduling_url,
            platform=contact.platform,
            connected=contact.connected.isoformat() if contact.connected else "",
            uid=contact.uid or cards.of_path(contact.path),
        )
    )


def known(contact: Contact) -> Known:
    """What an import has to know of a contact that is there."""
    facts = contact.note.facts
    # As written: a value that could not be read is the user's all the same.
    filled = {key for key, written in facts.keys.items() if facts.raw.get(written) not in (None, "", ())}
    return Known(
        path=contact.path,
        names=(contact.name, *contact.aliases),
        uid=contact.uid,
        linkedin=contact.linkedin,
        emails=_every(contact, "email"),
        filled=frozenset(filled),
        keys=facts.keys,
    )


def _every(contact: Contact, key: str) -> tuple[str, ...]:
    """All values of a property of which the schema takes the first."""
    facts = contact.note.facts
    value = facts.raw.get(facts.keys.get(key, key))
    texts = tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple) else ()
    return texts or tuple(filter(None, [contact.text(key)]))


def draft(note: Reading, data: bytes, vault: Vault, *, audience: Literal["them", "me"]) -> Draft:
    """A rendered note as mail; `data` are its bytes, `audience` its template's.

    It goes to the person in `to`, else to everybody whom the note in `about` is about. Refused while the marks of a
    merge stand in it: whoever sends it would send both branches.
    """
    from vaultkit import notes  # noqa: PLC0415 - the parser is needed here alone
    from vaultkit.notes import conflicts  # noqa: PLC0415
    from vaultkit.people.me import Me  # noqa: PLC0415

    text = data.decode("utf-8-sig", "replace")
    if line := conflicts.remains(text):
        raise Refused(
            f"{note.path}:{line}: git could not merge this note, and its conflict marks would go out with the letter; "
            "keep what you want of both and take the marks out"
        )
    parsed = notes.read(data, note.path)
    body = text.split("\n")[parsed.body_line - 1 :]
    subject = next((value for key, value in parsed.properties.items() if key.casefold() == "subject"), "")
    me = Me(vault)
    return Draft(
        name=note.name,
        body="\n".join(body),
        subject=subject if isinstance(subject, str) else "",
        to=() if audience == "me" else tuple(who(one) for one in _readers(note, vault)),
        sender=Who(me.name, clean.one_line(me.email)),
        audience=audience,
    )


def _readers(note: Reading, vault: Vault) -> Iterable[Person]:
    from vaultkit.people.interview import Interview  # noqa: PLC0415
    from vaultkit.people.person import people  # noqa: PLC0415

    addressed = people(access.links(note, "to"), note, vault)
    if addressed:
        return addressed
    about = people(access.links(note, "about"), note, vault)
    for one in about:
        found = vault.note(one.path) if one.path else None
        if found is not None and found.kind == "interview":
            return Interview(found, vault).people
    return [one for one in about if one.profile is not None]
