"""`done`: a milestone's date, a letter sent, a line ticked.

In: the words of the command, the vault, the moment. Out: one property or one line of one note.
Never: a date that contradicts what the note says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.edits.order import check_order
from vaultkit.edits.write import Edited, a_day, change, today
from vaultkit.errors import Refused, WrongUse
from vaultkit.index.names import stem
from vaultkit.model import Facts, Link, Resolved, Value
from vaultkit.people import find, schema
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.people.names import fold
from vaultkit.people.person import Person, same_person
from vaultkit.people.person import person as person_of
from vaultkit.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from vaultkit.index.vault import Reading, Vault

FOR_CONTACTS = ("announced",)


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
    if name in FOR_CONTACTS:
        if person:
            raise WrongUse(f"--person is for thanked; {name} already stands in one person's note.")
        return announced(vault, find.contact(vault, text), now=now, on=on)
    return reached(vault, Interview(find.interview(vault, text), vault), name, now=now, on=on, person=person)


def _milestone(word: str) -> str:
    of_talks, of_people = schema.canonical("interview", word, {}), schema.canonical("contact", word, {})
    if of_talks in schema.MILESTONES:
        return of_talks
    if of_people in FOR_CONTACTS:
        return of_people
    known = (*schema.MILESTONES, *FOR_CONTACTS)
    near = did_you_mean(word, known) or "."
    raise WrongUse(f"{word!r} is no milestone{near} The milestones are {', '.join(known)}.")


def announced(vault: Vault, note: Reading, *, now: datetime, on: str | None = None) -> Edited:
    """Somebody heard that I found a role."""
    contact, day = Contact(note, vault), _day(vault, now, on, None)
    found = _me_found(vault)
    if found is not None and day < found:
        raise Refused(f"announced on {day} lies before {found}, when Me.md says that the role was found.")
    if on is None and contact.announced is not None and (found is None or contact.announced >= found):
        return Edited(
            note.path, f"{contact.name}: announced on {contact.announced} already; --on changes it.", False
        )
    return _set(vault, note, "announced", day, contact.name)


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
    day = _day(vault, now, on, interview.start_day if name == "held" else None)
    written = interview.written_milestone(name)
    if on is None and person is None and written is not None:
        return Edited(
            interview.path, f"{interview.name}: {name} on {written} already; --on changes it.", False
        )
    check_order(interview, name, day)
    if person is not None:
        if name != "thanked":
            raise WrongUse(f"--person is for thanked alone; {name} counts for all.")
        return _thanked_one(vault, interview, _one_of(interview, person), day)
    return _set(vault, interview.note, name, day, interview.name)


def _day(vault: Vault, now: datetime, on: str | None, default: date | None) -> date:
    current = today(vault, now)
    day = a_day(on, current) if on else default or current
    if day > current:
        why = "the meeting has not been yet" if default == day else "what is done was done today or before"
        raise Refused(f"{day} lies in the future: {why}.")
    return day


def _set(vault: Vault, note: Reading, name: str, day: date, who: str) -> Edited:
    from vaultkit import notes  # noqa: PLC0415 - a refusal does without

    def compute(facts: Facts, data: bytes) -> bytes:
        return notes.set_property(data, facts.keys.get(name, name), day.isoformat())

    changed = change(vault.config, note.path, compute)
    return Edited(note.path, f"{who}: {name} on {day}.", changed)


def _one_of(interview: Interview, text: str) -> Person:
    """The person of the interview whom a name, a greeting or a part means. Raises WrongUse."""
    wanted = fold(text)
    tests: tuple[Callable[[Person], bool], ...] = (
        lambda p: wanted in _words(p),
        lambda p: wanted in fold(p.name),
    )
    for test in tests:
        hits = [one for one in interview.people if test(one)]
        if len(hits) == 1:
            return hits[0]
        if hits:
            break
    listed = ", ".join(one.name for one in interview.people) or "nobody"
    raise WrongUse(f"{text!r} is not one person of {interview.name}, which is with {listed}.")


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
    from vaultkit import notes  # noqa: PLC0415

    if interview.thanked_person(person):
        return Edited(interview.path, f"{interview.name}: {person.name} was thanked already.", changed=False)
    left = [one for one in interview.people if not interview.thanked_person(one) and one.key != person.key]

    def compute(facts: Facts, data: bytes) -> bytes:
        if len(interview.people) > 1:
            key = facts.keys.get("thanked_people", "thanked_people")
            listed = _listed(facts.props.get("thanked_people"))
            if not any(_same(vault, interview, text, person) for text in listed):
                data = notes.set_property(data, key, (*listed, f"[[{person.link.target}]]"))
        return (
            data if left else notes.set_property(data, facts.keys.get("thanked", "thanked"), day.isoformat())
        )

    changed = change(vault.config, interview.path, compute)
    rest = f"; {', '.join(one.name for one in left)} still to thank" if left else ""
    return Edited(interview.path, f"{interview.name}: {person.name} thanked on {day}{rest}.", changed)


def _listed(value: Value) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()


def _same(vault: Vault, interview: Interview, text: str, person: Person) -> bool:
    target = text.removeprefix("[[").removesuffix("]]").partition("|")[0]
    found = person_of(Link(target, 0), interview.note, vault)
    return found is not None and found.key == person.key


def draft(
    vault: Vault, text: str, marks: Mapping[str, str], *, now: datetime, on: str | None = None
) -> Edited:
    """`done DRAFT`: what the template of a rendered note marks, for the person to whom it goes.

    `marks` has the name of each template that marks something, with what. Raises WrongUse where the words
    mean no draft, or several.
    """
    found = [note for note in find.drafts(vault, text) if _template(note) in marks]
    if len(found) != 1:
        listed = ", ".join(f'"{stem(note.path)}"' for note in found)
        why = f"Several drafts are about {text!r}: {listed}. Name one of them." if found else _no_draft(text)
        raise WrongUse(why)
    return _sent(vault, found[0], marks[_template(found[0])], now, on)


def _no_draft(text: str) -> str:
    return f"{text!r} is no draft that marks anything. Name a milestone too: vaultkit done NOTE MILESTONE."


def _template(note: Reading) -> str:
    return str(note.prop("template") or "")


def _sent(vault: Vault, letter: Reading, mark: str, now: datetime, on: str | None) -> Edited:
    about, to = _linked(vault, letter, "about"), _linked(vault, letter, "to")
    if about is None:
        raise Refused(f"{letter.path}: the note that it is about is not there.")
    name = _marked(mark)
    if about.kind == "interview":
        interview = Interview(about, vault)
        person = (
            _addressee(vault, interview, letter, to)
            if name == "thanked" and len(interview.people) > 1
            else None
        )
        return reached(vault, interview, name, now=now, on=on, person=person)
    contact = to if to is not None and to.kind == "contact" else about
    if name == "announced":
        return announced(vault, contact, now=now, on=on)
    return _set(vault, contact, name, _day(vault, now, on, None), Contact(contact, vault).name)


def _marked(mark: str) -> str:
    return schema.canonical("interview", mark, {}) or schema.canonical("contact", mark, {}) or mark


def _linked(vault: Vault, letter: Reading, key: str) -> Reading | None:
    written = letter.facts.keys.get(key, key)
    link = next((link for link in letter.facts.links if link.prop == written), None)
    found = None if link is None else vault.resolve(link, letter.path)
    return vault.note(found.path) if isinstance(found, Resolved) else None


def _addressee(vault: Vault, interview: Interview, letter: Reading, to: Reading | None) -> str:
    if to is not None and to.kind == "contact":
        contact = Contact(to, vault)
        found = next((one for one in interview.people if same_person(one, contact)), None)
        if found is not None:
            return found.name
    written = str(letter.prop("to") or "").removeprefix("[[").removesuffix("]]").partition("|")[0]
    if not written:
        raise Refused(f"{letter.path}: it does not say to whom it goes; name them with --person.")
    return written
