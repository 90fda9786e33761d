"""The one object that templates get: a View, whose only door is a table of names.

In: a subject of any type, its table, a scope that knows the audience. Out: plain values and further Views.
Never: the subject itself, an attribute that the table does not list, or what the audience may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from vaultkit.people.schema import folded
from vaultkit.render.declared import did_you_mean, near_or_all
from vaultkit.render.safe import hide

if TYPE_CHECKING:
    from vaultkit.render.templates import Audience

Getter = Callable[[Any, Any], object]
"""Of the subject, and the scope that looks: whatever the name stands for, not yet made plain."""


class NoSuchName(LookupError):
    """A View has no such name, or not for this audience; the text says which is nearest.

    Words ask for names that may not be there, so the text is made when somebody wants to read it.
    """

    def __init__(self, text: str | Callable[[], str]) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return self.text if isinstance(self.text, str) else self.text()


class ScopeLike(Protocol):
    """What a table's functions may ask: for whom this is, and how a typed reader becomes a View."""

    @property
    def audience(self) -> Audience: ...

    def wrap(self, value: object) -> object: ...


@dataclass(frozen=True, slots=True)
class Name:
    """One name: its line in the reference, how an `audience: me` gets it, how `audience: them` does (or not)."""

    says: str
    me: Getter
    them: Getter | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """All names of one kind of object.

    `word` names the kind in messages; `shown` is the name whose value stands for the whole when it is
    printed; `key` tells two subjects apart; `own` gives the keys that the note has beside ours; unless
    `own_shared`, to me only. `meant`: what people call a name that the spelling would not lead to.
    """

    word: str
    names: Mapping[str, Name]
    shown: str = "name"
    key: Callable[[Any], object] = id
    own: Callable[[Any], Mapping[str, object]] | None = None
    own_shared: bool = False
    meant: Mapping[str, str] = field(default_factory=dict)
    plural: bool = False


class View:
    """A subject seen through its table. `view["name"]` and `view.name` are the same door.

    What was seen is kept: a View lives for one render, in which nothing changes and each read is heard once.
    """

    __slots__ = ("__kept", "__scope", "__seen", "__subject", "__table")

    __iter__ = None
    __contains__ = None

    def __init__(self, table: Table, subject: object, scope: ScopeLike) -> None:
        self.__table = table
        self.__subject = subject
        self.__scope = scope
        self.__seen: dict[str, Any] = {}
        self.__kept: dict[object, Any] = {}

    def __getitem__(self, name: str) -> Any:
        seen = self.__seen
        if name not in seen:
            seen[name] = self.__look(name)
        return seen[name]

    def __look(self, name: str) -> Any:
        table, scope = self.__table, self.__scope
        listed = table.names.get(name)
        if listed is None:
            return _own(table, self.__subject, scope, name)
        getter = listed.me if scope.audience == "me" else listed.them
        if getter is None:
            raise NoSuchName(
                f'"{name}" of {table.word} is private: a template of "audience: them" does not see it'
            )
        return plainly(getter(self.__subject, scope), scope)

    def kept(self, key: object, make: Callable[[], Any]) -> Any:
        """What the words worked out about this subject, once. No template comes here: the door above is its only one."""
        if key not in self.__kept:
            self.__kept[key] = make()
        return self.__kept[key]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except NoSuchName as error:
            raise AttributeError(str(error)) from None

    def __str__(self) -> str:
        return str(self[self.__table.shown])

    def __repr__(self) -> str:
        return f"<{self.__table.word}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and _identity(self) == _identity(other)

    def __hash__(self) -> int:
        return hash(_identity(self))


def kind_of(view: View) -> str:
    """The kind in words: "an interview"."""
    table: Table = object.__getattribute__(view, "_View__table")
    return table.word


def _identity(view: View) -> tuple[str, object]:
    table: Table = object.__getattribute__(view, "_View__table")
    return table.word, table.key(object.__getattribute__(view, "_View__subject"))


def _own(table: Table, subject: object, scope: ScopeLike, name: str) -> Any:
    """A key of the user's own, else the message that names the nearest."""
    own = table.own(subject) if table.own and (table.own_shared or scope.audience == "me") else {}
    if name in own:  # asked for alone: a loop then depends on this key and on no other
        return plainly(own[name], scope)
    for key, value in own.items():
        if folded(key) == folded(name):
            return plainly(value, scope)
    raise NoSuchName(lambda: _nearest_name(table, scope.audience, name, own))


def _nearest_name(table: Table, audience: Audience, name: str, own: Mapping[str, object]) -> str:
    may = {listed for listed, row in table.names.items() if audience == "me" or row.them}
    known = {*may, *map(folded, own)}
    meant = table.meant.get(folded(name), name)
    if audience == "them" and table.own and not table.own_shared and not did_you_mean(name, known):
        hint = '; keys of your own are seen by "audience: me" only'
    else:
        hint = f'; did you mean "{meant}"?' if meant in may else near_or_all(name, known)
    return f'{table.word} {"have" if table.plural else "has"} no "{name}"{hint}'


_PLAIN = frozenset({bool, int, float, date, datetime, View})


def plainly(value: object, scope: ScopeLike) -> Any:
    """A value as templates get it: empty text for nothing, tuples, plain types, Views for all else."""
    kind = type(value)
    if kind is str:
        return hide(value) if scope.audience == "them" else value  # type: ignore[arg-type]
    if kind in _PLAIN:
        return value
    match value:
        case None:
            return ""
        case str():
            return hide(value) if scope.audience == "them" else value
        case bool() | int() | float() | date() | time() | timedelta() | View():
            return value
        case ZoneInfo():
            return value.key
        case tuple() | list():
            return tuple(plainly(member, scope) for member in value)
        case frozenset() | set():
            return tuple(sorted(plainly(member, scope) for member in value))
        case Mapping():
            return MappingProxyType({str(key): plainly(member, scope) for key, member in value.items()})
        case _:
            return scope.wrap(value)
