"""Limits that hold: computing time in this process, the length of a text."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from vaultkit.render.limits import TimeUp, TooMuch, bounded, cpu_limit, died_of_limits


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


STUCK = """
from vaultkit.render import limits
limits.GRACE_SECONDS = 0.05
limits.die_of_limits()
with limits.cpu_limit(0.05):
    pass
one, two = [1], [1]
for _ in range(60):
    one, two = [one, one], [two, two]
print("before", flush=True)
with limits.cpu_limit(0.05):
    print(one == two)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_one_step_that_takes_ages_ends_the_process() -> None:
    """No alarm is heard while two lists are compared that hold themselves over and over."""
    done = subprocess.run(
        [sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "before\n"
    assert died_of_limits(done.returncode)
    assert not died_of_limits(-9)
    assert not died_of_limits(None)
