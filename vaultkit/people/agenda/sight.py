"""What a rule sees: the vault, its user's days, the numbers in force, and one interview's facts.

In: a Vault. Out: Sight, and Talk, the questions that the rules ask of an interview.
Never: the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from vaultkit.english import city, listed
from vaultkit.index.names import stem
from vaultkit.lazily import kept
from vaultkit.model import SECTIONS, Item
from vaultkit.people.agenda.item import AgendaItem, Times, clock, command, dated
from vaultkit.people.agenda.rules import Settings, settings
from vaultkit.people.agenda.spans import Days
from vaultkit.people.me import Me
from vaultkit.people.sharing import tagged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.index.vault import Reading, Vault
    from vaultkit.people.interview import Interview
    from vaultkit.people.person import Person

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""Where an item appears that is there at once and has no day to begin with."""


@dataclass(frozen=True)
class Sight:
    """The vault as the agenda looks at it."""

    vault: Vault
    me: Me
    days: Days
    numbers: Settings

    @classmethod
    def of(cls, vault: Vault) -> Sight:
        """Raises WrongConfiguration for an `[agenda]` table that cannot be used."""
        me = Me(vault)
        return cls(vault, me, Days(me.zone), settings(vault.config.agenda))

    def reference(self, note: Reading) -> str:
        """The shortest word by which a command finds this note and no other."""
        word = self.vault.shortest(note.path)
        return f"./{note.path}" if word.startswith("-") else word

    def command(self, verb: str, note: Reading, *words: str) -> str:
        return command(verb, self.reference(note), *words)

    def item(
        self,
        rule: str,
        note: Reading,
        people: tuple[str, ...],
        times: Times,
        *,
        said: tuple[str, str, str],
        line: int = 0,
    ) -> AgendaItem:
        """`said`: the text, the command that clears it, and the property behind that."""
        text, clear, clears = said
        return AgendaItem(
            rule, note.path, stem(note.path), people, text, clear, clears,
            times.appears, times.due, times.overdue, times.gone, line,
        )  # fmt: skip


@dataclass(frozen=True)
class Talk:
    """An interview as the rules ask about it."""

    sight: Sight
    interview: Interview

    @property
    def note(self) -> Reading:
        return self.interview.note

    @kept
    def reachable(self) -> tuple[Person, ...]:
        """Its people, without those who are not to be contacted."""
        return tuple(p for p in self.interview.people if p.profile is None or not p.profile.do_not_contact)

    @kept
    def people(self) -> tuple[str, ...]:
        """The names of those who may be contacted."""
        return tuple(person.name for person in self.reachable)

    @property
    def silent(self) -> bool:
        """Everybody in it is not to be contacted."""
        return bool(self.interview.people) and not self.people

    @kept
    def who(self) -> str:
        return listed(self.people) or self.interview.name

    @property
    def outcome(self) -> bool:
        return bool(self.interview.outcome)

    @property
    def scheduled(self) -> bool:
        return self.interview.stage == "scheduled" and self.interview.start is not None

    def on(self, milestone: str) -> date | None:
        return self.interview.milestone(milestone)

    @kept
    def at(self) -> datetime | None:
        """The start as an instant; None while its hour is open, or does not exist or happens twice."""
        start = self.interview.starts_at
        return None if start is None else self.sight.days.settle(start)

    @property
    def end(self) -> datetime | None:
        end = self.interview.end
        return None if end is None or self.at is None else self.sight.days.settle(end)

    @kept
    def day(self) -> date | None:
        """The day of the start, in the user's zone where there is an hour."""
        start = self.interview.start
        if start is None:
            return None
        return start.day if self.at is None else self.sight.days.day_of(self.at)

    @property
    def begins(self) -> datetime:
        """Where what prepares the meeting ends: its start, or the end of a day whose hour is open."""
        assert self.day is not None
        return self.at or self.sight.days.after(self.day)

    @kept
    def held(self) -> date | None:
        """The day of the talk, where it was held, whatever came after."""
        return self.on("held") if self.interview.was_held else None

    @property
    def when(self) -> str:
        """The start by my clock, and by theirs where that is another."""
        assert self.day is not None
        if self.at is None:
            return dated(self.day)
        mine, theirs = self.at, self.interview.theirs
        if theirs is None or theirs.utcoffset() == mine.utcoffset():
            return clock(mine)
        other = f"{theirs:%H:%M}" if theirs.date() == mine.date() else clock(theirs)
        return f"{clock(mine)} by your clock, {other} in {city(str(theirs.tzinfo))}"

    def item(
        self,
        rule: str,
        times: Times,
        said: tuple[str, str, str],
        *,
        people: tuple[str, ...] | None = None,
        line: int = 0,
    ) -> AgendaItem:
        shown = self.people if people is None else people
        return self.sight.item(rule, self.note, shown, times, said=said, line=line)

    def done(self, milestone: str) -> str:
        return self.sight.command("done", self.note, milestone)

    def skip(self, rule: str) -> str:
        return self.sight.command("skip", self.note, rule)


def open_lines(note: Reading, section: str) -> Iterator[Item]:
    """The lines of a section that are neither ticked nor dropped."""
    return (item for item in note.section(section).items if item.open)


def line_text(item: Item) -> str:
    """A line as the agenda shows it; one that is tagged #private keeps its words to itself."""
    from vaultkit.notes import without_markup  # noqa: PLC0415 - most agendas show no line of a note

    return "a private line" if tagged(item, "private") else without_markup(item.text)


def tick(sight: Sight, note: Reading, item: Item) -> str:
    """The command that ticks this line: by its words, or by its number where those are private or not alone."""
    shown = line_text(item)
    every = (other for name in SECTIONS if name != "log" for other in open_lines(note, name))
    alike = [other for other in every if shown in line_text(other)]
    words = f"line {item.line}" if tagged(item, "private") or len(alike) != 1 else shown
    return sight.command("done", note, "--item", words)
