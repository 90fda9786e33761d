"""Polling is not for ever: events are tried again, without a clock and without a file system."""

from __future__ import annotations

import queue
import time
from typing import TYPE_CHECKING

import pytest

from tests.watch.running import NAMES, Running, interview, note_of, sheet_of
from vaultkit.watch import events, limits, loop, waking
from vaultkit.watch.events import Heard
from vaultkit.watch.waking import DEAF, RETRY, Waking

if TYPE_CHECKING:
    from pathlib import Path


class Events:
    """What the system gives: nothing while `broken` says why."""

    broken: str = ""
    started = 0

    def __init__(self, *_: object) -> None:
        self.lives = False

    def start(self) -> None:
        type(self).started += 1
        if self.broken:
            raise OSError(self.broken)
        self.lives = True

    def alive(self) -> bool:
        return self.lives

    def stop(self) -> None:
        self.lives = False


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> type[Events]:
    class Own(Events):
        pass

    monkeypatch.setattr(waking, "Events", Own)
    monkeypatch.setattr(limits, "reason_to_poll", lambda _: "")
    monkeypatch.setattr(limits, "watched", lambda: None)
    return Own


def begun(root: Path, *, asked: bool = False) -> Waking:
    made = Waking(root, queue.SimpleQueue(), asked=asked)
    made.start()
    return made


def test_events_that_could_not_be_had_are_tried_again_after_a_while(
    system: type[Events], tmp_path: Path
) -> None:
    system.broken = "inotify instance limit reached"
    one = begun(tmp_path)
    assert (one.mode, system.started) == ("polling", 1)
    assert not one.again(100.0)
    assert not one.again(100.0 + RETRY - 1)
    assert system.started == 1
    assert not one.again(100.0 + RETRY)
    assert (system.started, "limit reached" in one.why) == (2, True)
    assert not one.again(100.0 + RETRY + 1)
    assert system.started == 2
    system.broken = ""
    assert one.again(100.0 + 2 * RETRY)
    assert (one.mode, one.why, one.alive()) == ("events", "", True)
    assert not one.again(100.0 + 9 * RETRY)
    assert system.started == 3


def test_polling_that_was_asked_for_stays(system: type[Events], tmp_path: Path) -> None:
    one = begun(tmp_path, asked=True)
    assert not one.again(0.0)
    assert not one.again(9 * RETRY)
    assert system.started == 0


def deaf(root: Path) -> Waking:
    """One that polls since changes came of which nothing was told."""
    one = begun(root)
    for _ in range(DEAF):
        one.doubted(safety=True, missed=True, folders=0)
    assert one.mode == "polling"
    assert not one.again(0.0)
    return one


def test_who_was_deaf_listens_again_and_polls_until_it_has_heard(
    system: type[Events], tmp_path: Path
) -> None:
    one = deaf(tmp_path)
    assert not one.again(RETRY), "nothing was heard yet"
    assert (one.mode, one.alive(), system.started) == ("polling", True, 2)
    assert not one.doubted(safety=True, missed=False, folders=0), "nothing changed: nothing is proved"
    one.heard()
    assert one.doubted(safety=False, missed=True, folders=0), "start anew"
    one.start()
    assert (one.mode, one.why) == ("events", "")


def test_who_still_is_deaf_polls_on_and_tries_again_later(system: type[Events], tmp_path: Path) -> None:
    one = deaf(tmp_path)
    why = one.why
    one.again(RETRY)
    one.heard()
    assert not one.doubted(safety=True, missed=False, folders=0), "its own write was heard"
    assert not one.doubted(safety=True, missed=True, folders=0)
    assert (one.mode, one.why, system.started) == ("polling", why, 2)
    one.again(RETRY + 1)
    assert system.started == 2
    one.again(2 * RETRY)
    assert system.started == 3


def test_a_watch_says_once_that_events_are_back(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waking, "RETRY", 0.0)
    monkeypatch.setattr(loop, "TICK", 0.05)
    real = events.Events.start
    tries = []

    def start(self: events.Events) -> None:
        tries.append(self)
        if len(tries) == 1:
            raise OSError(24, "inotify instance limit reached")
        real(self)

    monkeypatch.setattr(events.Events, "start", start)
    with Running(vault) as running:
        assert running.starts[0].mode == "polling"
        running.until(lambda: len(running.starts) > 1, 10)
        (vault / note_of(NAMES[0])).write_text(interview(NAMES[0], "to be heard again"))
        running.arrives(sheet_of(NAMES[0]), "to be heard again")
    assert [(one.mode, bool(one.why)) for one in running.starts] == [("polling", True), ("events", False)]


@pytest.mark.parametrize("rename", [False, True])
def test_only_what_was_written_in_place_is_heard_to_be_saved(tmp_path: Path, rename: bool) -> None:
    heard: queue.SimpleQueue[events.Heard | None] = queue.SimpleQueue()
    note, aside, last = tmp_path / "a.md", tmp_path / ".a.tmp", tmp_path / "z.md"
    note.write_text("old", encoding="utf-8")
    listening = events.Events(tmp_path, heard)
    listening.start()
    try:
        (aside if rename else note).write_text("text", encoding="utf-8")
        if rename:
            aside.replace(note)
        last.mkdir()
        of_note = []
        while (one := heard.get(timeout=5)) is None or one.path != str(last):
            if one is not None and one.path == str(note):
                of_note.append(one.saved)
        assert of_note
        assert set(of_note) == {not rename}
    finally:
        listening.stop()


class _Endless(queue.SimpleQueue[Heard | None]):
    """A disk on which something is saved for as long as anybody listens."""

    given = 0

    def get(self, *_: object, **__: object) -> Heard | None:
        self.given += 1
        assert self.given < 100
        return Heard("/elsewhere/a.md")

    def get_nowait(self) -> Heard | None:
        return self.get()

    def qsize(self) -> int:
        return 3


def test_events_without_an_end_do_not_keep_a_watch_from_its_rounds(tmp_path: Path) -> None:
    watch = loop.Watch(tmp_path, lambda _: None)
    heard = watch._heard = _Endless()
    watch._listen(time.monotonic())
    assert heard.given == 4
