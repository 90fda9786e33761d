"""Limits that hold: computing time in this process, the length of a text."""

from __future__ import annotations

import time

import pytest

from vaultkit.render.limits import TimeUp, TooMuch, bounded, cpu_limit


def test_a_loop_without_an_end_is_ended() -> None:
    begun = time.process_time()
    with pytest.raises(TimeUp), cpu_limit(0.1):
        sum(1 for _ in iter(int, 1))
    assert time.process_time() - begun < 1


def test_a_handler_for_exceptions_does_not_swallow_it() -> None:
    def stubborn() -> None:
        while True:
            try:
                while True:
                    pass
            except Exception:  # noqa: BLE001
                continue

    with pytest.raises(TimeUp), cpu_limit(0.1):
        stubborn()


def test_nothing_rings_after_the_block() -> None:
    with cpu_limit(0.05):
        pass
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass


def test_sleep_is_not_computing() -> None:
    with cpu_limit(0.2):
        time.sleep(0.3)


def test_a_text_has_an_end() -> None:
    assert bounded(["a", "b"], 2) == "ab"
    with pytest.raises(TooMuch):
        bounded(("a" for _ in iter(int, 1)), 10)
