"""`done DRAFT`: a letter was sent, so what its template marks is set for whoever it goes to.

In: the words of the command, what templates mark, the vault, the moment. Out: one property of the note behind it.
Never: a guess between two drafts, or between two people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.edits.done import announced, canonical, day_of, reached, set_day
from vaultkit.errors import Refused, WrongUse
from vaultkit.index.names import bare, stem
from vaultkit.model import Resolved
from vaultkit.people import find
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.people.person import same_person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from vaultkit.edits.write import Edited
    from vaultkit.index.vault import Reading, Vault


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
    name = canonical(mark)
    if about.kind == "interview":
        interview = Interview(about, vault)
        one_of_several = name == "thanked" and len(interview.people) > 1
        person = _addressee(vault, interview, letter, to) if one_of_several else None
        return reached(vault, interview, name, now=now, on=on, person=person)
    contact = to if to is not None and to.kind == "contact" else about
    if name == "announced":
        return announced(vault, contact, now=now, on=on)
    return set_day(vault, contact, name, day_of(vault, now, on), Contact(contact, vault).name)


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
    written = bare(str(letter.prop("to") or ""))
    if not written:
        raise Refused(f"{letter.path}: it does not say to whom it goes; name them with --person.")
    return written
