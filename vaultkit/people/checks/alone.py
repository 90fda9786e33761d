"""Checks of one note by itself: links without quotes, times that clocks leave out, dates that contradict.

In: the facts of one note. Out: what is wrong in it, to be stored with it.
Never: another note, or the time.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from vaultkit.people import access, dates, mailbox, schema, stage
from vaultkit.people.access import MOST_LINKS
from vaultkit.people.checks.registry import Found, of_interview_note, of_note
from vaultkit.people.names import fold, slip_of
from vaultkit.people.noted import rule_names
from vaultkit.people.when import Start, start
from vaultkit.people.zones import clock_problem, zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from vaultkit.model import Facts
    from vaultkit.people.zones import ClockProblem


CLOCK_CHANGES: Mapping[ClockProblem, str] = {"gap": "does not exist", "fold": "happens twice"}


def line(facts: Facts, name: str) -> int:
    """The line of a property by its canonical name; 1 where the note has none such."""
    return facts.lines.get(facts.keys.get(name, name), 1)


@of_note("unquoted-link")
def unquoted_links(facts: Facts) -> Iterator[Found]:
    for link in facts.links:
        if link.form == "unquoted":
            shown = f"{link.target}|{link.shown}" if link.shown else link.target
            message = f"{link.prop} has [[{shown}]] without quotes"
            yield Found(link.line, message, f'write "[[{shown}]]"', column=link.column)


@of_note("odd-address")
def odd_address(facts: Facts) -> Iterator[Found]:
    address = mailbox.bare(access.text(facts, "email"))
    if address and not mailbox.is_plain(address):
        message = f'{facts.keys.get("email", "email")} says "{address}", which is no plain e-mail address'
        yield Found(line(facts, "email"), message, mailbox.REMEDY)


@of_interview_note("too-many")
def crowd(facts: Facts) -> Iterator[Found]:
    for name in ("people", "thanked_people"):
        key = facts.keys.get(name)
        count = sum(link.prop == key for link in facts.links) if key is not None else 0
        if count > MOST_LINKS:
            message = f"{key} has {count:,} links, and the first {MOST_LINKS} are read"
            yield Found(line(facts, name), message, "make a note for each smaller group")


@of_interview_note("no-people")
def nobody(facts: Facts) -> Iterator[Found]:
    if not facts.props.get("people"):
        hint = 'add people: "[[Name of the person]]"'
        yield Found(line(facts, "people"), "the interview names nobody", hint)


@of_interview_note("start-gap")
def start_in_gap(facts: Facts) -> Iterator[Found]:
    yield from _own_clock_change(facts, "gap")


@of_interview_note("start-twice")
def start_twice(facts: Facts) -> Iterator[Found]:
    yield from _own_clock_change(facts, "fold")


def _own_clock_change(facts: Facts, problem: ClockProblem) -> Iterator[Found]:
    """Only where the note has a zone of its own; times.py asks where another note's zone is used."""
    where = zone(access.text(facts, "timezone"))
    begins = None if where is None else start(access.text(facts, "start"), where)
    if begins is not None and where is not None and begins.problem == problem:
        yield clock_change(line(facts, "start"), begins, problem, where)


def clock_change(at_line: int, begins: Start, problem: ClockProblem, where: ZoneInfo) -> Found:
    way = "forward" if problem == "gap" else "back"
    message = f"start {begins.wall:%Y-%m-%d %H:%M} {CLOCK_CHANGES[problem]} in {where.key}"
    return Found(at_line, message, f"the clocks go {way} over it; give another time")


@of_interview_note("proposed-twice")
def proposed_at_clock_change(facts: Facts) -> Iterator[Found]:
    where = zone(access.text(facts, "timezone"))
    for written in access.texts(facts, "proposed") if where is not None else ():
        when = dates.wall(written)
        problem = clock_problem(when, where) if isinstance(when, datetime) and where is not None else None
        if problem is not None:
            message = f"the proposed time {written} {CLOCK_CHANGES[problem]}"
            yield Found(line(facts, "proposed"), message, "the clocks change; propose another")


@of_interview_note("proposed-day")
def proposed_without_hour(facts: Facts) -> Iterator[Found]:
    for written in access.texts(facts, "proposed"):
        if not isinstance(dates.wall(written), datetime):
            hint = f"write it as {written}T14:00, or no letter offers it"
            yield Found(line(facts, "proposed"), f"the proposed time {written} has no hour", hint)


def written_stage(facts: Facts) -> str:
    """The stage as far as one note tells it: thanks that are listed by name are compared by name."""
    begins = dates.wall(access.text(facts, "start"))
    day = begins.date() if isinstance(begins, datetime) else begins
    days = access.milestones(facts)
    section = facts.sections.get("takeaways")
    takeaways = section is not None and any(not item.dropped for item in section.items)
    people, listed = (
        {fold(part) for part in access.texts(facts, name)} for name in ("people", "thanked_people")
    )
    how: Literal["none", "some", "all"] = "some" if listed else "none"
    if listed and people and people <= listed:
        how = "all"
    return stage.stage(stage.Written(days, day, access.text(facts, "outcome"), takeaways, how))


@of_interview_note("status-differs")
def status_differs(facts: Facts) -> Iterator[Found]:
    status = schema.hyphened(access.text(facts, "status"))
    known = schema.word("outcome", status) or (status if status in schema.STAGES else None)
    if known is not None and known != (real := written_stage(facts)):
        hint = f"take {facts.keys.get('status', 'status')} out, or set what it stands for"
        yield Found(line(facts, "status"), f"status says {known}, and the note's facts say {real}", hint)


@of_interview_note("status-unknown")
def status_misspelt(facts: Facts) -> Iterator[Found]:
    status = schema.hyphened(access.text(facts, "status"))
    words = (*schema.STAGES, *schema.OUTCOMES)
    near = "" if status in words or schema.word("outcome", status) else slip_of(status, words)
    if near:
        message = f'status says "{access.text(facts, "status")}", which is no stage'
        yield Found(line(facts, "status"), message, f"did you mean {near}?")


@of_interview_note("milestone-order")
def out_of_order(facts: Facts) -> Iterator[Found]:
    days = access.milestones(facts)
    main = [name for name in ("asked", "granted", "replied", "held", "thanked") if name in days]
    beside = (
        ("invited", "held"),
        ("confirmed", "held"),
        ("held", "gift_sent"),
        ("gift_sent", "gift_noticed"),
    )
    for earlier, later in (*pairwise(main), *beside):
        if earlier in days and later in days and days[later] < days[earlier]:
            message = f"{later} ({days[later]}) lies before {earlier} ({days[earlier]})"
            yield Found(line(facts, later), message, "correct one of the two dates")
    yield from _before_start(facts, days)


def _before_start(facts: Facts, days: dict[str, date]) -> Iterator[Found]:
    """Thanks and the talk itself lie before the start; a day of grace, since zones are a day apart."""
    begins = access.day(facts, "start")
    for name in ("held", "thanked", "gift_sent"):
        if begins is not None and name in days and (begins - days[name]).days > 1:
            message = f"{name} ({days[name]}) lies before the start ({begins})"
            yield Found(line(facts, name), message, "correct one of the two dates")


@of_interview_note("gift-not-sent")
def noticed_not_sent(facts: Facts) -> Iterator[Found]:
    if access.text(facts, "gift_noticed") and not access.text(facts, "gift_sent"):
        message = "gift_noticed is set, and gift_sent is not"
        yield Found(line(facts, "gift_noticed"), message, "set gift_sent to the day on which it went out")


@of_interview_note("outcome-held")
def outcome_and_held(facts: Facts) -> Iterator[Found]:
    outcome = access.text(facts, "outcome")
    milestones = (
        name for name in ("held", "thanked", "gift_sent", "gift_noticed") if access.text(facts, name)
    )
    after = next(milestones, None)
    if outcome in stage.NOT_HELD and after in ("held", "gift_sent", "gift_noticed"):
        message = f"outcome says {outcome}, and {after} says that there was a talk"
        yield Found(line(facts, "outcome"), message, f"empty outcome, or take {after} out")


@of_note("unknown-rule")
def unknown_rule(facts: Facts) -> Iterator[Found]:
    for rule in sorted(rule_names(access.texts(facts, "skip"))):
        if rule not in schema.AGENDA_RULES:
            near = slip_of(rule, schema.AGENDA_RULES)
            hint = f"did you mean {near}?" if near else f"the rules are {', '.join(schema.AGENDA_RULES)}"
            yield Found(line(facts, "skip"), f'skip names "{rule}", which is no rule of the agenda', hint)
