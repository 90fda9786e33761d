"""Stage and milestones: the table of what implies what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.people.schema import MILESTONES, OUTCOMES, STAGES
from vaultkit.people.stage import CHAIN, NOT_HELD, Written, held, history, milestone, stage

DAY = {name: date(2026, 3, 1) + timedelta(days=n) for n, name in enumerate(MILESTONES)}
START = date(2026, 3, 20)


def said(*names: str, **more: object) -> Written:
    return Written({name: DAY[name] for name in names}, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (said(), "idea"),
        (said("asked"), "asked"),
        (said("granted"), "granted"),
        (said("replied"), "replied"),
        (said("invited"), "replied"),
        (said("confirmed"), "replied"),
        (said("asked", "replied"), "replied"),
        (said(start_day=START), "scheduled"),
        (said("asked", start_day=START), "scheduled"),
        (said("confirmed", start_day=START), "scheduled"),
        (said("held", start_day=START), "held"),
        (said("held"), "held"),
        (said("thanked"), "thanked"),
        (said("gift_sent"), "held"),
        (said("gift_noticed"), "held"),
        (said("gift_noticed", "thanked"), "thanked"),
        (said(start_day=START, takeaways=True), "held"),
        (said(takeaways=True), "idea"),
        (said("granted", takeaways=True), "granted"),
        (said(start_day=START, takeaways=True, outcome="cancelled"), "cancelled"),
        (said("held", outcome="no-reply"), "no-reply"),
        (said(thanked="some"), "held"),
        (said(thanked="all"), "thanked"),
        *[(said("thanked", outcome=word), word) for word in OUTCOMES],
    ],
)
def test_stage_is_the_outcome_or_the_furthest(written: Written, wanted: str) -> None:
    assert stage(written) == wanted


@pytest.mark.parametrize(
    ("written", "name", "wanted"),
    [
        (said("thanked"), "held", DAY["thanked"]),
        (said("thanked", start_day=START), "held", START),
        (said("held", start_day=START), "held", DAY["held"]),
        (said("gift_noticed"), "gift_sent", DAY["gift_noticed"]),
        (said("gift_noticed"), "held", DAY["gift_noticed"]),
        (said("gift_noticed"), "thanked", None),
        (said("gift_sent"), "gift_noticed", None),
        (said("replied", "thanked"), "granted", DAY["replied"]),
        (said("replied", "thanked"), "asked", DAY["replied"]),
        (said("confirmed"), "invited", DAY["confirmed"]),
        (said("asked"), "granted", None),
        (said(start_day=START), "held", None),
        (said(start_day=START), "replied", None),
        (said(start_day=START, takeaways=True), "held", START),
        (said(start_day=START, takeaways=True), "granted", START),
        (said(start_day=START, takeaways=True, outcome="no-show"), "held", None),
        (said(start_day=START, takeaways=True, outcome="no-reply"), "held", None),
        (said("held", outcome="no-reply"), "granted", DAY["held"]),
        (said("thanked", outcome="declined"), "held", None),
        (said(start_day=START, thanked="all"), "thanked", START),
        (said(start_day=START, thanked="some"), "thanked", None),
        (said("granted", thanked="some"), "held", DAY["granted"]),
        (said(thanked="some"), "held", None),
        (Written({"thanked": date(2026, 3, 12), "gift_sent": date(2026, 3, 10)}), "held", date(2026, 3, 10)),
    ],
)
def test_an_implied_milestone_has_the_next_date(written: Written, name: str, wanted: date | None) -> None:
    assert milestone(written, name) == wanted


@pytest.mark.parametrize(
    ("written", "since", "wanted"),
    [
        (said("held"), None, False),
        (said("held"), DAY["held"], False),
        (said("held"), DAY["held"] + timedelta(days=1), True),
        (said("asked", start_day=START), START, False),
        (said("asked", start_day=START), START + timedelta(days=1), True),
        (said(), START, True),
        (said(thanked="all"), START, True),
    ],
)
def test_history_is_what_lies_before_since_as_a_whole(
    written: Written, since: date | None, wanted: bool
) -> None:
    assert history(written, since) is wanted


facts = st.builds(
    Written,
    st.dictionaries(st.sampled_from(MILESTONES), st.dates(date(2026, 1, 1), date(2026, 12, 31))),
    st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.sampled_from(("", *OUTCOMES)),
    st.booleans(),
    st.sampled_from(("none", "some", "all")),
)


@settings(max_examples=300, deadline=None)
@given(facts)
def test_what_is_written_is_never_changed_and_what_is_implied_hangs_together(written: Written) -> None:
    assert stage(written) in (*STAGES, *OUTCOMES)
    for name, day in written.dates.items():
        assert milestone(written, name) == day
    if written.outcome in NOT_HELD:
        assert not held(written)
    if held(written) and milestone(written, "held"):
        assert all(milestone(written, name) for name in CHAIN[: CHAIN.index("held")])
    if not written.outcome and stage(written) in ("asked", "granted", "replied", "idea"):
        assert not held(written)
