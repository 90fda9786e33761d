"""Checks of one note by itself: links without quotes, times that clocks leave out, dates that contradict.

In: the facts of one note. Out: what is wrong in it, to be stored with it.
Never: another note, or the time.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from vaultkit.people import dates, schema, stage
from vaultkit.people.access import MOST_LINKS
from vaultkit.people.checks.registry import Found, alone
from vaultkit.people.names import fold, nearest
from vaultkit.people.noted import rule_names
from vaultkit.people.when import start
from vaultkit.people.zones import clock_problem, zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.model import Facts


def line(facts: Facts, name: str) -> int:
    """The line of a property by its canonical name; 1 where the note has none such."""
    return facts.lines.get(facts.keys.get(name, name), 1)


def text(facts: Facts, name: str) -> str:
    value = facts.props.get(name)
    return value if isinstance(value, str) else ""


def texts(facts: Facts, name: str) -> tuple[str, ...]:
    value = facts.props.get(name)
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, tuple) else ()


@alone("unquoted-link")
def unquoted_links(facts: Facts) -> Iterator[Found]:
    for link in facts.links:
        if link.form == "unquoted":
            shown = f"{link.target}|{link.shown}" if link.shown else link.target
            yield Found(
                link.line,
                f"{link.prop} has [[{shown}]] without quotes",
                f'write "[[{shown}]]"',
                column=link.column,
            )


@alone("too-many", "interview")
def crowd(facts: Facts) -> Iterator[Found]:
    for name in ("people", "thanked_people"):
        key = facts.keys.get(name)
        count = sum(link.prop == key for link in facts.links) if key is not None else 0
        if count > MOST_LINKS:
            message = f"{key} has {count:,} links, and the first {MOST_LINKS} are read"
            yield Found(line(facts, name), message, "make a note for each smaller group")


@alone("no-people", "interview")
def nobody(facts: Facts) -> Iterator[Found]:
    if not facts.props.get("people"):
        yield Found(
            line(facts, "people"), "the interview names nobody", 'add people: "[[Name of the person]]"'
        )


@alone("start-gap", "interview")
def start_in_gap(facts: Facts) -> Iterator[Found]:
    yield from _clock_change(
        facts, "gap", "does not exist", "the clocks go forward over it; give another time"
    )


@alone("start-twice", "interview")
def start_twice(facts: Facts) -> Iterator[Found]:
    yield from _clock_change(facts, "fold", "happens twice", "the clocks go back over it; give another time")


def _clock_change(facts: Facts, problem: str, what: str, hint: str) -> Iterator[Found]:
    """Only where the note has a zone of its own; times.py asks where another note's zone is used."""
    where = zone(text(facts, "timezone"))
    begins = None if where is None else start(text(facts, "start"), where)
    if begins is not None and where is not None and begins.problem == problem and begins.wall is not None:
        yield Found(line(facts, "start"), f"start {begins.wall:%Y-%m-%d %H:%M} {what} in {where.key}", hint)


@alone("proposed-twice", "interview")
def proposed_at_clock_change(facts: Facts) -> Iterator[Found]:
    where = zone(text(facts, "timezone"))
    for written in texts(facts, "proposed") if where is not None else ():
        when = dates.wall(written)
        problem = clock_problem(when, where) if isinstance(when, datetime) and where is not None else None
        if problem is not None:
            what = "does not exist" if problem == "gap" else "happens twice"
            yield Found(
                line(facts, "proposed"),
                f"the proposed time {written} {what}",
                "the clocks change; propose another",
            )


@alone("proposed-day", "interview")
def proposed_without_hour(facts: Facts) -> Iterator[Found]:
    for written in texts(facts, "proposed"):
        if not isinstance(dates.wall(written), datetime):
            hint = f"write it as {written}T14:00, or no letter offers it"
            yield Found(line(facts, "proposed"), f"the proposed time {written} has no hour", hint)


def written_stage(facts: Facts) -> str:
    """The stage as far as one note tells it: thanks that are listed by name are compared by name."""
    begins = dates.wall(text(facts, "start"))
    day = begins.date() if isinstance(begins, datetime) else begins
    days = {name: on for name in schema.MILESTONES if (on := dates.day(text(facts, name))) is not None}
    section = facts.sections.get("takeaways")
    takeaways = section is not None and any(not item.dropped for item in section.items)
    people, listed = ({fold(part) for part in texts(facts, name)} for name in ("people", "thanked_people"))
    how: Literal["none", "some", "all"] = "some" if listed else "none"
    if listed and people and people <= listed:
        how = "all"
    return stage.stage(stage.Written(days, day, text(facts, "outcome"), takeaways, how))


@alone("status-differs", "interview")
def status_differs(facts: Facts) -> Iterator[Found]:
    status = schema.folded(text(facts, "status")).replace("_", "-")
    if not status:
        return
    known = schema.word("outcome", status) or (status if status in schema.STAGES else None)
    real = written_stage(facts)
    if known is not None and known != real:
        hint = f"take {facts.keys.get('status', 'status')} out, or set what it stands for"
        yield Found(line(facts, "status"), f"status says {known}, and the note's facts say {real}", hint)


@alone("status-unknown", "interview")
def status_misspelt(facts: Facts) -> Iterator[Found]:
    status = schema.folded(text(facts, "status")).replace("_", "-")
    if not status:
        return
    words = (*schema.STAGES, *schema.OUTCOMES)
    near = () if status in words or schema.word("outcome", status) else nearest(status, words, 1)
    if near:
        yield Found(
            line(facts, "status"),
            f'status says "{text(facts, "status")}", which is no stage',
            f"did you mean {near[0]}?",
        )


@alone("milestone-order", "interview")
def out_of_order(facts: Facts) -> Iterator[Found]:
    days = {name: on for name in schema.MILESTONES if (on := dates.day(text(facts, name))) is not None}
    main = [name for name in ("asked", "granted", "replied", "held", "thanked") if name in days]
    pairs = [
        *pairwise(main),
        ("invited", "held"),
        ("confirmed", "held"),
        ("held", "gift_sent"),
        ("gift_sent", "gift_noticed"),
    ]
    for earlier, later in pairs:
        if earlier in days and later in days and days[later] < days[earlier]:
            message = f"{later} ({days[later]}) lies before {earlier} ({days[earlier]})"
            yield Found(line(facts, later), message, "correct one of the two dates")
    yield from _before_start(facts, days)


def _before_start(facts: Facts, days: dict[str, date]) -> Iterator[Found]:
    """Thanks and the talk itself lie before the start; a day of grace, since zones are a day apart."""
    begins = dates.day(text(facts, "start"))
    for name in ("held", "thanked", "gift_sent"):
        if begins is not None and name in days and (begins - days[name]).days > 1:
            message = f"{name} ({days[name]}) lies before the start ({begins})"
            yield Found(line(facts, name), message, "correct one of the two dates")


@alone("gift-not-sent", "interview")
def noticed_not_sent(facts: Facts) -> Iterator[Found]:
    if text(facts, "gift_noticed") and not text(facts, "gift_sent"):
        message = "gift_noticed is set, and gift_sent is not"
        yield Found(line(facts, "gift_noticed"), message, "set gift_sent to the day on which it went out")


@alone("outcome-held", "interview")
def outcome_and_held(facts: Facts) -> Iterator[Found]:
    outcome = text(facts, "outcome")
    after = next(
        (name for name in ("held", "thanked", "gift_sent", "gift_noticed") if text(facts, name)), None
    )
    if outcome in stage.NOT_HELD and after in ("held", "gift_sent", "gift_noticed"):
        message = f"outcome says {outcome}, and {after} says that there was a talk"
        yield Found(line(facts, "outcome"), message, f"empty outcome, or take {after} out")


@alone("unknown-rule", "contact", "interview")
def unknown_rule(facts: Facts) -> Iterator[Found]:
    for rule in sorted(rule_names(texts(facts, "skip"))):
        if rule not in schema.AGENDA_RULES:
            near = nearest(rule, schema.AGENDA_RULES, 1)
            hint = f"did you mean {near[0]}?" if near else f"the rules are {', '.join(schema.AGENDA_RULES)}"
            yield Found(line(facts, "skip"), f'skip names "{rule}", which is no rule of the agenda', hint)
