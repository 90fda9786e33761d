"""One note as its templates look at it: its typed reader, its people, the names that they start from.

In: the note, a vault with its recorder. Out: readers and contexts, each made once; what was read of the vault.
Never: a read that goes to another record than its own while it listens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.lazily import kept
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.render.candidate import said
from vaultkit.render.context import Scope, Someone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.index.vault import Reading, Recorder, Vault
    from vaultkit.people.profile import Profile
    from vaultkit.render.templates import Audience
    from vaultkit.render.view import View

    Place = int | None
    """Which of an interview's people is meant; None where it is no single one."""


class Subject:
    """Keeps what it found, so whoever looks through one Subject depends on all that was read through it.

    The conditions of a note's templates are asked of one Subject; the first render then takes it over.
    """

    def __init__(self, vault: Vault, recorder: Recorder, about: Reading | None) -> None:
        self.vault = vault
        self.recorder = recorder
        self.about = about
        self.reads: dict[str, set[str]] = {}
        self._taken = False
        self._contexts: dict[tuple[Place, Audience], dict[str, View]] = {}

    def listen(self) -> None:
        """Record from now on. What the note itself says needs none: its change makes all about it stale."""
        self.recorder.own = None if self.about is None else self.about.id
        self.recorder.reads = self.reads

    @kept
    def heard(self) -> dict[str, tuple[str, ...]]:
        """What the conditions read, as a candidate says it."""
        return said(self.reads)

    def taken(self) -> Subject:
        """A Subject for one render alone, which has heard what this one had when the conditions were met."""
        heard = self.heard
        if not self._taken:
            self._taken = True
            return self
        fresh = Subject(self.vault, self.recorder, self.about)
        fresh.reads = {subject: set(aspects) for subject, aspects in heard.items()}
        return fresh

    @kept
    def who(self) -> Interview | Contact | None:
        """The note's reader; None for the vault as a whole."""
        if self.about is None:
            return None
        kind = Interview if self.about.kind == "interview" else Contact
        return kind(self.about, self.vault)

    def places(self) -> tuple[Place, ...]:
        """One place for each person of an interview. Raises BrokenNote where one of their notes is."""
        return tuple(range(len(self.who.people))) if isinstance(self.who, Interview) else ()

    def to(self, place: Place) -> Someone | None:
        """The person at a place. Raises BrokenNote where one of their notes is."""
        if place is None or not isinstance(self.who, Interview):
            return None
        return Someone.of(self.who.people[place])

    def readers(self, place: Place) -> Iterator[Profile]:
        """Those with a note to whom a letter goes."""
        to = self.to(place)
        if isinstance(self.who, Contact):
            return iter((self.who,))
        people = () if self.who is None else self.who.people
        found = (one.profile for one in people) if to is None else (to.contact,)
        return (one for one in found if one is not None)

    def context(self, place: Place, audience: Audience) -> dict[str, View]:
        """The names that a template for this audience starts from; not to be changed."""
        found = self._contexts.get((place, audience))
        if found is None:
            scope = Scope(self.vault, audience, self.who, self.to(place))
            found = self._contexts[place, audience] = scope.context()
        return found
