"""What one render sees: the scope that turns typed readers into Views for its audience and its readers.

In: the index's Vault, a template's audience, the note it is about, the person it goes to. Out: names → Views.
Never: for `audience: them`, anything of an interview in which the letter's reader was not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.index.vault import Reading
from vaultkit.lazily import kept
from vaultkit.model import Link, Problem, Resolved
from vaultkit.people import dates
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview, talks_held
from vaultkit.people.me import Me
from vaultkit.people.person import Person
from vaultkit.render import fields, names
from vaultkit.render.talk_names import INTERVIEW
from vaultkit.render.view import NoSuchName, Table, View

if TYPE_CHECKING:
    from datetime import date

    from vaultkit.index.vault import Vault
    from vaultkit.model import Kind
    from vaultkit.render.templates import Audience


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as templates know them, whether or not there is a note about them."""

    name: str
    contact: Contact | None = None
    path: str = ""

    @property
    def greeting(self) -> str:
        """Of who has no note, the name. Not asked for by lists of people, which then do not hang on it."""
        return self.name if self.contact is None else self.contact.greeting

    @property
    def note(self) -> Reading | None:
        return None if self.contact is None else self.contact.note

    @property
    def key(self) -> str:
        """What tells two people apart: the path of the note, else the name as it is written."""
        return self.path or self.name

    @classmethod
    def of(cls, who: Person | Contact | Someone) -> Someone:
        if isinstance(who, Someone):
            return who
        if isinstance(who, Contact):
            return cls(who.name, who, who.path)
        return cls(who.name, Contact.of(who), who.path or "")


class Scope:
    """One render's sight. `readers` are the keys of those who will read a letter; of no meaning for me."""

    def __init__(
        self, vault: Vault, audience: Audience, about: Interview | Contact | None, to: Someone | None
    ) -> None:
        self.vault = vault
        self.audience: Audience = audience
        self.about = about
        self.to = to

    @kept
    def readers(self) -> frozenset[str]:
        if self.to is not None:
            return frozenset({self.to.key})
        if isinstance(self.about, Interview):
            return frozenset(self.about.people_keys)
        return frozenset() if self.about is None else frozenset({Someone.of(self.about).key})

    def view(self, table: Table, subject: object) -> View:
        return View(table, subject, self)

    def wrap(self, value: object) -> object:
        """A typed reader as a View, with the table that this audience may look through."""
        match value:
            case Interview():
                if not self.may_see(value):
                    raise NoSuchName("what an interview note says goes to its own people alone")
                return View(INTERVIEW, value, self)
            case Person() | Contact() | Someone():
                return self._person(Someone.of(value))
            case fields.Line():
                return View(fields.ITEM, value, self)
            case Link():
                return value.target
            case Problem():
                return View(names.PROBLEM, value, self)
            case Reading():
                return View(names.NOTE, value, self)
        if type(value).__name__ == "AgendaItem":  # whose module is loaded when somebody asks for the agenda
            return View(names.AGENDA_ITEM, value, self)
        raise TypeError(f"no template can look at a {type(value).__name__}")

    def _person(self, someone: Someone) -> View:
        full = self.audience == "me" or someone.key in self.readers
        return View(names.PERSON if full else names.OTHER_PERSON, someone, self)

    def may_see(self, interview: Interview) -> bool:
        if self.audience == "me":
            return True
        if isinstance(self.about, Interview) and self.about.path == interview.path:
            return True
        return not self.readers.isdisjoint(interview.people_keys)

    # What the tables ask

    def shared_interviews(self, someone: Someone) -> tuple[Interview, ...]:
        found = () if someone.contact is None else someone.contact.interviews
        return tuple(interview for interview in found if self.may_see(interview))

    def people_in(self, line: fields.Line) -> tuple[Contact, ...]:
        """The contacts whom an item links, each once, in its order."""
        found: dict[str, Contact] = {}
        for target in line.item.links:
            answer = self.vault.resolve(target, line.note.path)
            note = self.vault.note(answer.path) if isinstance(answer, Resolved) else None
            if note is not None and note.kind == "contact":
                found.setdefault(note.path, Contact(note, self.vault))
        return tuple(found.values())

    def settled(self, line: fields.Line) -> bool:
        """Whether the one reader has heard from the user since an item of a talk was ticked."""
        who = self.to or (Someone.of(self.about) if isinstance(self.about, Contact) else None)
        contact = (
            who.contact if who is not None and line.item.done and line.note.kind == "interview" else None
        )
        return contact is not None and contact.in_touch_after(
            Interview(line.note, self.vault), dates.day(line.item.ticked or "")
        )

    def talks_with(self, someone: Someone) -> int:
        return 0 if someone.contact is None else len(someone.contact.held_interviews)

    def talks_before(self, interview: Interview) -> int:
        """How many talks were held with its first person before it."""
        first = Contact.of(interview.people[0]) if interview.people else None
        return 0 if first is None else first.held_before(interview)

    @kept
    def whole(self) -> Whole:
        return Whole(self)

    def day_of(self, item: Any) -> date:
        """The day under which the agenda note lists an item: that on which it is due, by my clock."""
        from vaultkit.people.agenda.spans import Days  # noqa: PLC0415 - one template of many asks for it

        return Days(Me(self.vault).zone).day_of(item.due)

    def context(self) -> dict[str, View]:
        """The names that a template starts from."""
        found: dict[str, View] = {
            "me": View(names.ME, Me(self.vault), self),
            "vault": View(names.VAULT, self.whole, self),
        }
        if isinstance(self.about, Interview):
            found["interview"] = View(INTERVIEW, self.about, self)
        someone = self.to or (Someone.of(self.about) if isinstance(self.about, Contact) else None)
        if someone is not None:
            found["person"] = found["contact"] = self._person(someone)
        return found


class Whole:
    """The vault as `vault.…` shows it. Its loops record one read each, however long they are."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.vault = scope.vault

    def contacts(self) -> tuple[Someone, ...]:
        return tuple(Someone.of(Contact(note, self.vault)) for note in self.vault.of_kind("contact"))

    def interviews(self) -> tuple[Interview, ...]:
        every = (Interview(note, self.vault) for note in self.vault.of_kind("interview"))
        return tuple(interview for interview in every if self.scope.may_see(interview))

    def notes(self) -> tuple[Reading, ...]:
        kinds: tuple[Kind, ...] = ("contact", "interview", "me", "other")
        found = [note for kind in kinds for note in self.vault.of_kind(kind)]
        return tuple(sorted(found, key=lambda note: note.path))

    def talks_held(self, direction: str = "") -> int:
        return talks_held(self.vault, direction or None)

    def problems(self) -> tuple[Problem, ...]:
        """Those of contacts and interviews, above all of the ones that cannot be read and are in no loop."""
        every = self.vault.with_recorder(self.vault.recorder)
        wanted = {note.path for note in (*every.of_kind("contact"), *every.of_kind("interview"))}
        return tuple(problem for problem in self.vault.problems() if problem.path in wanted)

    def agenda(self) -> tuple[Any, ...]:
        """All that the facts have opened, less what was gone by the vault's own latest day; by day."""
        from vaultkit.people.agenda import latest, show, walk  # noqa: PLC0415 - one template of many asks for it

        days = show.opened(walk.items(self.vault), latest.latest_day(self.vault), Me(self.vault).zone)
        return tuple(item for day in days for item in day.items)
