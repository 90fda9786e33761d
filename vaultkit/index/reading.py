"""One note as it is handed out, and the recorder that hears what is asked of it.

In: a row, and a shelf that loads more when asked. Out: values, sections, links; every read recorded.
Never: changes, and never loads what nobody asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from vaultkit.index.diff import ALL, MEMBERS
from vaultkit.index.names import storable
from vaultkit.index.shelf import BrokenNote
from vaultkit.model import Section

if TYPE_CHECKING:
    from vaultkit.index.shelf import Head, Shelf
    from vaultkit.model import Facts, Kind, Link, Value


ITSELF = ""
"""In what was read for something found of a note: the note, as whatever it is read next time."""


@dataclass(slots=True)
class Recorder:
    """Hears what one render reads. `own`: the note it is about, of which nothing need be recorded."""

    own: int | None = None
    reads: dict[str, set[str]] = field(default_factory=dict)

    def heard(self, subject: str, aspect: str = ALL) -> None:
        found = self.reads.get(subject)
        if found is None:
            found = self.reads[subject] = set()
        found.add(aspect)

    def heard_all(self, reads: Mapping[str, set[str]], subjects: tuple[str, ...], note: int) -> None:
        """Hear what was read for something found of a `note`, which counts as read of `subjects`, unless it is one's own."""
        mine = f"n:{self.own}"
        for subject, aspects in reads.items():
            if subject == ITSELF:
                for one in subjects if self.own != note else ():
                    self.reads.setdefault(one, set()).update(aspects)
            elif subject != mine:
                self.reads.setdefault(subject, set()).update(aspects)


@lru_cache(maxsize=1024)
def _of_prop(key: str) -> str:
    return "p:" + storable(key)


class Reading:
    """One note. Two are equal when they are the same note, however each was come by.

    `subjects` is as what a read is recorded: the note itself, the loop it came from, or Me.
    """

    __slots__ = ("_head", "_props", "_recorder", "_refuse", "_shelf", "_subjects")

    def __init__(
        self, head: Head, shelf: Shelf, recorder: Recorder | None, subjects: tuple[str, ...], *, refuse: bool
    ) -> None:
        self._head = head
        self._shelf = shelf
        self._recorder = recorder
        self._subjects = subjects
        self._props: Mapping[str, Value] | None = None
        self._refuse = refuse and head.broken

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reading) and other._head.id == self._head.id

    def __hash__(self) -> int:
        return hash(self._head.id)

    def __repr__(self) -> str:
        return f"Reading({self._head.path!r})"

    @property
    def subjects(self) -> tuple[str, ...]:
        """As what a read of it is recorded."""
        return self._subjects

    @property
    def id(self) -> int:
        return self._head.id

    @property
    def path(self) -> str:
        self._hear("path")
        return self._head.path

    @property
    def kind(self) -> Kind:
        self._hear(MEMBERS)
        return self._head.kind

    @property
    def broken(self) -> bool:
        self._hear(MEMBERS)
        return self._head.broken

    @property
    def name(self) -> str:
        """The note's name: that of a contact's person, else of the file."""
        self._read("name")
        return self._head.name

    def prop(self, key: str) -> Value:
        """The value of a property by its canonical key; None when it is not set or of the wrong type."""
        recorder = self._recorder
        if self._refuse or (recorder is not None and recorder.own != self._head.id):
            self._read(_of_prop(key))
        if self._props is None:
            self._props = self._shelf.props(self._head)
        return self._props.get(key)

    def raw(self) -> Mapping[str, Value]:
        """The keys and values as written; what is looked up in it is recorded key by key."""
        self._read(MEMBERS)
        return _Raw(self)

    def section(self, name: str) -> Section:
        """A section by its canonical name; an empty one where the note has none."""
        self._read("s:" + storable(name))
        return self._shelf.section(self._head, name) or Section(name)

    def links(self, key: str | None = None) -> tuple[Link, ...]:
        """The links under a property by its canonical key, in order; with None all links of the note."""
        if key is None:
            self._read("links")
            return self._shelf.links(self._head)
        self._read(_of_prop(key))
        self._read("links")
        written = self._shelf.rest(self._head)["keys"].get(key, key)
        return tuple(link for link in self._shelf.links(self._head) if link.prop == written)

    def line(self, key: str) -> int:
        """The line of a property by its canonical key or as written; 0 where it is not."""
        self._read("lines")
        self._read("keys")
        rest = self._shelf.rest(self._head)
        found: int = rest["lines"].get(rest["keys"].get(key, key), 0)
        return found

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """The names beside the file's by which links find it: (name, "name" or "alias")."""
        self._read("names")
        found: tuple[tuple[str, str], ...] = self._shelf.rest(self._head)["names"]
        return found

    @property
    def facts(self) -> Facts:
        """All of it; a render that asks depends on every word of the note."""
        self._read(ALL)
        return self._shelf.facts(self._head)

    def _hear(self, aspect: str) -> None:
        if self._recorder is not None and self._recorder.own != self._head.id:
            for subject in self._subjects:
                self._recorder.heard(subject, aspect)

    def _read(self, aspect: str) -> None:
        """Recorded before it is refused: a note that is mended makes what would have read it stale."""
        self._hear(aspect)
        if self._refuse:
            raise BrokenNote(self._head.path)

    def _raw(self) -> Mapping[str, Value]:
        found: Mapping[str, Value] = self._shelf.rest(self._head)["raw"]
        return found


class _Raw(Mapping[str, "Value"]):
    """The properties as written, telling the recorder which were asked for."""

    __slots__ = ("_note",)

    def __init__(self, note: Reading) -> None:
        self._note = note

    def __getitem__(self, key: str) -> Value:
        self._note._read("r:" + storable(key))  # noqa: SLF001 - one thing in two classes
        return self._note._raw()[key]  # noqa: SLF001

    def __iter__(self) -> Iterator[str]:
        self._note._read("r:")  # noqa: SLF001
        return iter(self._note._raw())  # noqa: SLF001

    def __len__(self) -> int:
        self._note._read("r:")  # noqa: SLF001
        return len(self._note._raw())  # noqa: SLF001

    def __repr__(self) -> str:
        return repr(dict(self))
