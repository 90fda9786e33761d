"""Bursts, storms, looks that have their time: all without a clock."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.watch.waiting import (
    CALM,
    LONGEST,
    MANY,
    QUIET,
    SAVED,
    STORM_LONGEST,
    STORM_QUIET,
    Look,
    Waiting,
)


def test_a_burst_is_due_when_it_is_quiet() -> None:
    waiting = Waiting()
    waiting.hear("a.md", 10.0)
    waiting.hear("b.md", 10.02)
    assert waiting.due(10.02 + QUIET - 0.001) is None
    assert waiting.due(10.02 + 1.21 * QUIET) == Look(frozenset({"a.md", "b.md"}))
    assert waiting.due(99.0) is None
    assert waiting.next_at() is None


def test_a_note_that_was_written_is_looked_at_at_once() -> None:
    waiting = Waiting()
    waiting.hear("a.md", 10.0, saved=True)
    waiting.hear("a.md", 10.001, saved=True)
    assert waiting.next_at() == 10.001 + SAVED
    assert waiting.due(10.001 + SAVED) == Look(frozenset({"a.md"}), quick=True)
    waiting.hear(
        "a.md", 10.001 + CALM - 0.01, saved=True
    )  # and again: no more than one look for a burst of saves
    assert waiting.due(10.001 + CALM - 0.01 + SAVED) is None
    assert waiting.due(10.001 + CALM + QUIET * 1.2) == Look(frozenset({"a.md"}))


def test_what_was_written_waits_for_what_comes_with_it() -> None:
    waiting = Waiting()
    waiting.hear("a.md", 10.0, saved=True)
    waiting.hear("b.md", 10.002, saved=True)
    assert waiting.due(10.002 + QUIET) is None
    assert waiting.due(10.002 + 1.21 * QUIET) == Look(frozenset({"a.md", "b.md"}))
    waiting.hear("vaultkit.toml", 20.0, settings=True, saved=True)
    waiting.hear("a.md", 20.0, saved=True)
    assert waiting.due(20.0 + SAVED) is None
    waiting.forget()
    waiting.hear("a.md", 30.0, saved=True)
    waiting.hear("a.md", 30.001)  # and something else was done to it
    assert waiting.due(30.001 + SAVED) is None
    waiting.forget()
    waiting.hear("a.md", 40.0)  # a sync tool put it in place, and set its time
    waiting.hear("a.md", 40.001, saved=True)
    assert waiting.due(40.001 + SAVED) is None


def test_the_more_came_the_longer_it_waits_for_more() -> None:
    waiting = Waiting()
    for number in range(50):
        waiting.hear(f"{number}.md", 1.0)
    assert waiting.due(1.0 + 5 * QUIET) is None
    look = waiting.due(1.0 + 6.1 * QUIET)
    assert look is not None
    assert len(look.paths) == 50


def test_an_unending_burst_is_not_put_off_for_ever() -> None:
    waiting, now = Waiting(), 0.0
    while waiting.due(now) is None:
        waiting.hear("a.md", now)
        now += QUIET / 2
        assert now < LONGEST + QUIET


def test_a_storm_becomes_one_look_at_everything() -> None:
    waiting = Waiting()
    for number in range(MANY + 1):
        waiting.hear(f"{number}.md", 1.0)
    assert waiting.due(1.0 + QUIET) is None
    assert waiting.due(1.0 + STORM_QUIET) == Look(whole=True)


def test_many_events_of_few_paths_may_have_flooded_the_queue() -> None:
    waiting = Waiting(events_for_whole=10)
    for _ in range(11):
        waiting.hear("a.md", 1.0)
    assert waiting.due(1.0 + STORM_QUIET) == Look(whole=True)


def test_a_storm_ends_some_time() -> None:
    waiting, now = Waiting(), 0.0
    waiting.lost(now)
    while waiting.due(now) is None:
        waiting.hear("a.md", now)
        now += STORM_QUIET / 2
        assert now < STORM_LONGEST + STORM_QUIET


def test_lost_events_mean_everything() -> None:
    waiting = Waiting()
    waiting.hear("a.md", 1.0)
    waiting.lost(1.0)
    assert waiting.due(2.0) == Look(whole=True)


def test_a_path_for_later_comes_at_its_time_and_the_earlier_wish_counts() -> None:
    waiting = Waiting()
    waiting.later("a.md", 5.0)
    waiting.later("a.md", 3.0)
    waiting.later("a.md", 4.0)
    assert waiting.next_at() == 3.0
    assert waiting.due(2.9) is None
    assert waiting.due(3.0) == Look(frozenset({"a.md"}))
    assert waiting.due(9.0) is None


def test_a_look_at_everything_takes_single_paths_along() -> None:
    waiting = Waiting()
    waiting.later("a.md", 5.0)
    waiting.whole_at(2.0)
    assert waiting.due(2.0) == Look(whole=True)
    assert waiting.next_at() is None


def test_a_safety_look_is_told_from_one_with_a_reason() -> None:
    waiting = Waiting()
    waiting.safety_at(30.0)
    assert waiting.due(30.0) == Look(whole=True, safety=True)
    waiting.safety_at(60.0)
    waiting.hear("a.md", 59.99)
    assert waiting.due(60.03) == Look(whole=True, safety=False)


def test_settings_are_remembered_until_the_look() -> None:
    waiting = Waiting()
    waiting.hear("vaultkit.toml", 1.0, settings=True)
    waiting.hear("a.md", 1.0)
    assert waiting.due(2.0) == Look(frozenset({"a.md"}), settings=True)
    waiting.hear("a.md", 3.0)
    assert waiting.due(4.0) == Look(frozenset({"a.md"}))


def test_settings_survive_a_storm() -> None:
    waiting = Waiting()
    waiting.hear("vaultkit.toml", 1.0, settings=True)
    waiting.lost(1.0)
    assert waiting.due(2.0) == Look(whole=True, settings=True)


def test_forgetting_keeps_the_safety_look() -> None:
    waiting = Waiting()
    waiting.hear("a.md", 1.0)
    waiting.later("b.md", 1.0)
    waiting.whole_at(1.0)
    waiting.safety_at(7.0)
    waiting.forget()
    assert waiting.next_at() == 7.0


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.floats(0, 0.4)), max_size=60))
def test_every_path_that_was_heard_is_looked_at(events: list[tuple[str, float]]) -> None:
    waiting, now, looked, owed = Waiting(events_for_whole=25), 0.0, set[str](), dict[str, float]()
    for path, pause in events:
        waiting.hear(path, now)
        owed.setdefault(path, now)
        now += pause
        look = waiting.due(now)
        if look is not None:
            looked = set(owed) if look.whole else set(look.paths)
            for path_seen in looked:
                assert now - owed.pop(path_seen) <= STORM_LONGEST + 0.4
    look = waiting.due(now + STORM_QUIET)
    if look is not None:
        for path_seen in set(owed) if look.whole else look.paths:
            owed.pop(path_seen)
    assert owed == {}
