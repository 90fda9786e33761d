"""A watch gives back what a large round took, once, and not while a round is at work."""

from __future__ import annotations

import time
import weakref
from collections import Counter
from typing import TYPE_CHECKING

from vaultkit.index.names import fold
from vaultkit.pipeline import Report
from vaultkit.watch import Watch, relief
from vaultkit.watch.rounds import Done
from vaultkit.watch.waiting import Look

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


class Circle:
    def __init__(self) -> None:
        self.me = self


def report(changed: int, outputs: int) -> Report:
    return Report(counts=Counter(unchanged=outputs), changed=tuple(map(str, range(changed))))


def test_what_was_looked_up_and_what_is_in_circles_goes() -> None:
    fold("Ælfred")
    circle = weakref.ref(Circle())
    relief.give_back()
    assert fold.cache_info().currsize == 0
    assert circle() is None


def test_notes_read_and_outputs_rendered_make_a_round_large() -> None:
    assert not relief.is_large(None)
    assert not relief.is_large(report(relief.LARGE - 10, 9))
    assert relief.is_large(report(relief.LARGE - 10, 10))


def test_a_large_round_is_followed_by_relief_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    done = [Done(report(0, 1)), Done(report(relief.LARGE, 0)), Done(report(0, 1)), Done()]
    monkeypatch.setattr(relief, "give_back", lambda: given.append("back"))
    watch = Watch(tmp_path, lambda _: None, ends=lambda: True)
    monkeypatch.setattr(watch._tender, "round", lambda _: done.pop(0))
    monkeypatch.setattr(watch._waking, "doubted", lambda **_: False)
    told: list[int] = []
    while done:
        watch._round(Look())
        assert len(given) == sum(told), "never in a round"
        watch._tick(time.monotonic(), slept=False)
        told.append(len(given) - sum(told))
    assert told == [0, 1, 0, 0]
