"""The table of agenda rules: what each is for, its numbers, what clears it.

In: the `[agenda]` table of `vaultkit.toml`. Out: Settings, or WrongConfiguration with the nearest name.
Never: a note, the clock, or the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from vaultkit.errors import WrongConfiguration
from vaultkit.people.agenda.spans import Span, Unit, span
from vaultkit.spelling import did_you_mean

Group = Literal["meetings", "replies", "people"]
Side = Literal["asking", "giving", "both", "contact", "either"]

TIMES: tuple[Unit, ...] = ("min", "h", "d", "bd")


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a rule: `[agenda] RULE.NAME = "DEFAULT"`; `units` are those it may be given in."""

    name: str
    default: str
    meaning: str
    units: tuple[Unit, ...] = TIMES


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, in words that a reference can print.

    `side`: interviews where the user asks, where they give, both; a contact; "either": a line in a note
    of either kind. `ages`: an item of it goes by itself, `interview.gone` after it was due.
    """

    name: str
    side: Side
    group: Group
    about: str
    cleared: str
    numbers: tuple[Number, ...] = ()
    ages: bool = True

    def sides(self, direction: str) -> bool:
        """Whether the rule is one for interviews of this direction."""
        return self.side in ("both", "either", direction)


def _n(name: str, default: str, meaning: str, *units: Unit) -> Number:
    return Number(name, default, meaning, units or TIMES)


_TABLE = (
    Rule(
        "no-answer", "asking", "replies", "asked, and no yes yet", "granted or outcome",
        (_n("appears", "3bd", "after asked: ask somebody else"),
         _n("again", "7bd", "after asked: write once more"),
         _n("gone", "30d", "after asked, that day included")),
    ),
    Rule(
        "reply", "asking", "replies", "a yes that waits for a reply", "replied",
        (_n("due", "24h", "after the end of the day of granted"),
         _n("overdue", "48h", "after the end of the day of granted")),
    ),
    Rule(
        "asked-of-me", "giving", "replies", "somebody asked you, and waits for a reply", "replied",
        (_n("due", "2bd", "after asked"), _n("overdue", "5bd", "after asked")),
    ),
    Rule(
        "set-time", "asking", "replies", "replied, and no time is set", "start",
        (_n("appears", "3bd", "after replied; due on that day"), _n("overdue", "7bd", "after replied")),
    ),
    Rule(
        "invite", "asking", "meetings", "a talk online or by phone without its invitation, or its link",
        "invited and link",
        (_n("due", "1d", "after replied"), _n("latest", "1d", "before the meeting, whatever replied says")),
    ),
    Rule(
        "confirm", "both", "meetings", "a meeting that is about to come", "confirmed",
        (_n("appears", "1d", "before the meeting; due at the end of that day"),),
    ),
    Rule(
        "prepare", "asking", "meetings", "a meeting without an essential question", "an essential question",
        (_n("appears", "3d", "before the meeting"), _n("due", "1d", "before the meeting"),
         _n("overdue", "0d", "before the meeting: from the beginning of that day")),
    ),
    Rule("today", "both", "meetings", "the meeting, on its day", "the end of the day"),
    Rule(
        "did-it-happen", "both", "meetings", "a meeting that is over, as far as the note knows",
        "held or outcome",
        (_n("appears", "15min", "after the end of the meeting"),
         _n("overdue", "1d", "after the day of the meeting")),
    ),
    Rule(
        "write-up", "asking", "replies", "held; Notes, Takeaways and Personal are all empty",
        "a line in Notes, Takeaways or Personal",
        (_n("due", "0d", "after held"), _n("overdue", "1d", "after held")),
    ),
    Rule(
        "thank-you", "asking", "replies", "held, and somebody is not thanked yet", "thanked",
        (_n("appears", "30min", "after the end of the meeting; without an hour at once"),
         _n("due", "24h", "after the end of the meeting; without an hour after the day of held"),
         _n("overdue", "72h", "counted from where due counts")),
    ),
    Rule(
        "gift", "asking", "replies", "held online; a small token is possible, never needed",
        "gift_sent, or skip",
        (_n("due", "3d", "after held"), _n("gone", "7d", "after held, that day included")),
    ),
    Rule(
        "gift-note", "asking", "replies", "a gift was sent; tell them, since such mail lands in spam",
        "gift_noticed",
        (_n("appears", "1bd", "after gift_sent; due on that day"),
         _n("gone", "5bd", "after gift_sent, that day included")),
    ),
    Rule(
        "introduction", "both", "replies", "an open line in Introductions, after the talk", "a tick on the line",
        (_n("appears", "14d", "after thanked, or held; due on that day"),
         _n("overdue", "30d", "after thanked, or held")),
    ),
    Rule(
        "introduced", "asking", "replies", "a ticked line in Introductions, and no interview with that person yet",
        "an interview with them that is past an idea, or skip",
        (_n("due", "2bd", "after the tick, thanked, or held"),
         _n("overdue", "5bd", "after the tick, thanked, or held")),
    ),
    Rule(
        "report-back", "asking", "replies", "the first talk held with somebody whom another introduced",
        "a Log line of the one who introduced",
        (_n("appears", "14d", "after held; due on that day"), _n("overdue", "30d", "after held")),
    ),
    Rule(
        "promise", "either", "replies", "an open line in Follow-ups", "a tick on the line",
        (_n("due", "2bd", "after held, where the line has no date"),
         _n("overdue", "1d", "after due: from the beginning of that day")),
    ),
    Rule(
        "personal", "either", "people", "an open line with a date in Personal", "a tick on the line",
        (_n("appears", "1d", "before its day"), _n("gone", "3d", "after its day, that day included")),
        ages=False,
    ),
    Rule(
        "stay-in-touch", "contact", "people", "a helpful contact, or one with keep_in_touch", "real contact",
        (_n("cadence", "90d", "after the last contact, for helpful ones without keep_in_touch", "d"),
         _n("overdue", "25%", "of the cadence, after due", "%", "d")),
        ages=False,
    ),
    Rule(
        "announce", "contact", "people", "you found a role, and a helpful contact does not know", "announced",
        (_n("due", "7d", "after role_found; overdue from then on"),),
        ages=False,
    ),
)  # fmt: skip

RULES: Mapping[str, Rule] = {rule.name: rule for rule in _TABLE}
"""Every rule by its name, in the order in which an interview meets them."""

AGEING = Number("gone", "180d", "after an item about an interview was due")
"""`[agenda] interview.gone`: when what nobody did for so long is let go."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers in force, and the rules that are off."""

    numbers: Mapping[tuple[str, str], Span]
    off: frozenset[str] = field(default_factory=frozenset)

    def __call__(self, rule: str, number: str) -> Span:
        return self.numbers[rule, number]


def settings(table: Mapping[str, Any], file: str = "vaultkit.toml") -> Settings:
    """The defaults, with what the `[agenda]` table says in their place.

    `"off"` turns a rule off; a number is a length such as "24h", "30min", "3d", "2bd", or a bare number
    in the unit of its default. Raises WrongConfiguration for an unknown rule or number, and for a value
    that is no length, each with what would fit.
    """
    numbers, off = dict(_DEFAULTS), set()
    for name, value in table.items():
        if name != "interview" and name not in RULES:
            raise WrongConfiguration(
                f"{file}: [agenda] knows no rule {name!r}{did_you_mean(name, [*RULES, 'interview'])}."
            )
        if value == "off" and name in RULES:
            off.add(name)
        elif isinstance(value, Mapping):
            for number, length in value.items():
                numbers[name, number] = _length(file, name, number, length)
        else:
            raise WrongConfiguration(f"{file}: [agenda] {name} = {value!r} means nothing; {_wanted(name)}.")
    return Settings(numbers, frozenset(off))


def _length(file: str, rule: str, number: str, value: object) -> Span:
    known = {n.name: n for n in _numbers(rule)}
    found = known.get(number)
    if found is None:
        raise WrongConfiguration(
            f"{file}: the rule {rule} has no number {number!r}{did_you_mean(number, known)}; {_wanted(rule)}."
        )
    read = span(value, _unit(found)) if isinstance(value, str | int) else None
    if read is None or read.unit not in found.units:
        units = ", ".join(found.units)
        raise WrongConfiguration(
            f"{file}: [agenda] {rule}.{number} = {value!r} is no length of time; "
            f'write a number and one of {units}, such as "{found.default}".'
        )
    return read


def _wanted(rule: str) -> str:
    names = [f'{rule}.{n.name} = "{n.default}"' for n in _numbers(rule)]
    return "write " + " or ".join([*([f'{rule} = "off"'] if rule in RULES else []), *names])


def _numbers(rule: str) -> tuple[Number, ...]:
    return RULES[rule].numbers if rule in RULES else (AGEING,)


def _unit(number: Number) -> Unit:
    default = span(number.default)
    assert default is not None
    return default.unit


def _defaults() -> dict[tuple[str, str], Span]:
    every = [(rule, number) for rule in (*RULES, "interview") for number in _numbers(rule)]
    read = {(rule, number.name): span(number.default) for rule, number in every}
    return {key: length for key, length in read.items() if length is not None}


_DEFAULTS: Mapping[tuple[str, str], Span] = _defaults()
