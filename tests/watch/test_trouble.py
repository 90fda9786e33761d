"""Whatever goes wrong: one line, the watch lives, and it catches up when the trouble is over."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.watch.running import (
    GOAL,
    NAMES,
    Running,
    assert_as_from_nothing,
    interview,
    note_of,
    read,
    sheet_of,
)
from vaultkit import pipeline
from vaultkit.errors import Refused
from vaultkit.files import writing
from vaultkit.files.places import cache_folder
from vaultkit.index.store import Damaged
from vaultkit.watch import events, limits, rounds
from vaultkit.watch.ground import Ground
from vaultkit.watch.trouble import trouble_of

if TYPE_CHECKING:
    from pathlib import Path

NAME = NAMES[0]


def save(vault: Path, goal: str) -> None:
    (vault / note_of(NAME)).write_text(interview(NAME, goal), newline="\n")


def test_a_vault_that_is_deleted_and_put_back(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Running(vault) as running:
        running.calm()
        copy = tmp_path / "copy"
        shutil.copytree(vault, copy)
        shutil.rmtree(vault)
        running.until(lambda: running.troubles)
        assert not vault.exists()
        shutil.copytree(copy, vault)
        running.until(lambda: running.wells)
        save(vault, "to be back again")
        running.arrives(sheet_of(NAME), "to be back again")
        running.calm()
    assert len(running.troubles) == 1
    assert "not there" in running.troubles[0]
    assert_as_from_nothing(vault, tmp_path / "fresh", monkeypatch)


def test_a_vault_that_is_deleted_and_made_again_between_two_looks(vault: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with Running(vault) as running:
        running.calm()
        shutil.copytree(vault, copy)
        shutil.rmtree(vault)
        shutil.copytree(copy, vault)
        time.sleep(2.5)
        save(vault, "to see with new eyes")
        running.arrives(sheet_of(NAME), "to see with new eyes")


def test_the_empty_folder_of_an_unmounted_disk_is_no_vault(vault: Path, tmp_path: Path) -> None:
    with Running(vault) as running:
        running.calm()
        vault.rename(tmp_path / "away")
        vault.mkdir()
        running.until(lambda: running.troubles)
        time.sleep(1.5)
        assert list(vault.iterdir()) == []
        vault.rmdir()
        (tmp_path / "away").rename(vault)
        running.until(lambda: running.wells)
        save(vault, "to mount it again")
        running.arrives(sheet_of(NAME), "to mount it again")
        running.calm()
        assert [one.changed for one in running.rounds[1:]] == [(note_of(NAME),)]


def test_ground_knows_its_vault_again(tmp_path: Path) -> None:
    root = tmp_path / "v"
    root.mkdir()
    (root / "People").mkdir()
    ground = Ground(root)
    assert not ground.look()
    root.rename(tmp_path / "w")
    assert ground.look()
    assert not ground.there
    assert not ground.look()
    root.mkdir()
    (root / "lost+found").mkdir()
    assert not ground.look()
    (root / "People").mkdir()
    assert ground.look()
    assert ground.there


@pytest.mark.parametrize("how", ["deleted", "damaged", "emptied"])
def test_a_cache_that_is_spoilt_under_way(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    with Running(vault) as running:
        running.calm()
        folder = cache_folder(vault)
        if how == "deleted":
            shutil.rmtree(folder)
        elif how == "emptied":
            for path in folder.iterdir():
                path.unlink()
        else:
            for path in folder.glob("index.db*"):
                data = bytearray(path.read_bytes())
                data[: len(data)] = os.urandom(len(data))
                path.write_bytes(data)
        save(vault, "to go on all the same")
        running.arrives(sheet_of(NAME), "to go on all the same", 15)
        running.calm()
        save(vault, "to go on for long")
        running.arrives(sheet_of(NAME), "to go on for long")
    assert len(running.troubles) <= 1
    assert_as_from_nothing(vault, tmp_path / "fresh", monkeypatch)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EMFILE, "Too many open files"), "too many files are open"),
        (OSError(errno.ENOSPC, "No space left on device", "/v/x"), "no room left"),
        (Refused("another vaultkit is writing in this vault"), "another vaultkit"),
        (sqlite3.DatabaseError("malformed"), "made anew"),
        (Damaged("gone"), "made anew"),
        (KeyError("a mistake of ours"), "fault in vaultkit"),
    ],
)
def test_an_error_in_a_round_is_one_line_and_the_watch_lives(
    vault: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    with Running(vault) as running:
        running.calm()
        with monkeypatch.context() as patch:
            patch.setattr(rounds, "render", _raising(error))
            save(vault, "to come through")
            running.until(lambda: running.troubles)
            save(vault, "to come through it")
            time.sleep(1.2)
        running.arrives(sheet_of(NAME), "to come through it", 12)
        running.until(lambda: running.wells)
    assert len(running.troubles) == 1
    assert words in running.troubles[0]
    assert "\n" not in running.troubles[0]


def _raising(error: Exception):  # type: ignore[no-untyped-def]
    def render(*_: object, **__: object) -> None:
        raise error

    return render


def test_a_fault_of_ours_has_its_trace_for_the_log() -> None:
    with pytest.raises(KeyError) as caught:
        _ = dict[str, int]()["x"]
    text, trace = trouble_of(caught.value)
    assert "KeyError" in text
    assert "test_trouble" in trace
    assert trouble_of(OSError(errno.ENOSPC, "no"))[1] == ""


def test_a_full_disk_is_a_problem_of_the_output_and_mended_by_itself(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Running(vault) as running:
        running.calm()
        with monkeypatch.context() as patch:
            patch.setattr(writing, "write_aside", _raising(OSError(errno.ENOSPC, "No space left on device")))
            save(vault, "to find some room")
            running.until(lambda: running.rounds[-1].appeared)
            assert [one.code for one in running.rounds[-1].appeared] == ["not-written"]
        running.arrives(sheet_of(NAME), "to find some room", 12)
        running.until(lambda: running.rounds[-1].mended)
    assert not running.troubles


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may read everything")
def test_a_note_that_cannot_be_read(vault: Path) -> None:
    note = vault / note_of(NAME)
    with Running(vault) as running:
        note.chmod(0)
        save_other = vault / note_of(NAMES[1])
        save_other.write_text(interview(NAMES[1], "to go on beside it"))
        running.arrives(sheet_of(NAMES[1]), "to go on beside it")
        note.chmod(0o644)


def test_a_note_that_breaks_and_is_mended(vault: Path) -> None:
    note = vault / note_of(NAME)
    with Running(vault) as running:
        running.calm()
        note.write_text(interview(NAME).replace("goal: ", "goal: [unclosed, "))
        running.until(lambda: any(p.path == note_of(NAME) for p in running.rounds[-1].appeared))
        assert GOAL in read(vault / sheet_of(NAME))
        save(vault, "to be whole again")
        running.arrives(sheet_of(NAME), "to be whole again")
        running.until(lambda: any(p.path == note_of(NAME) for one in running.rounds for p in one.mended))


def test_a_note_that_is_cut_for_good_is_believed_after_a_while(vault: Path) -> None:
    note = vault / note_of(NAME)
    with Running(vault) as running:
        running.calm()
        note.write_text(interview(NAME)[:40])
        began = time.monotonic()
        running.until(lambda: any(p.path == note_of(NAME) for p in running.rounds[-1].appeared))
        assert time.monotonic() - began > 1.9


def test_a_mass_disappearance_is_believed_on_the_second_look(vault: Path) -> None:
    for number in range(40):
        (vault / f"People/Some Body{number}.md").write_text("---\ntype: contact\n---\n")
    with Running(vault) as running:
        running.calm()
        aside = vault.parent / "aside"
        (vault / "People").rename(aside)
        time.sleep(3)
        known = len(running.rounds)
        assert all(not one.path.startswith("People") for r in running.rounds[1:] for one in r.appeared)
        aside.rename(vault / "People")
        running.calm()
        assert [one.changed for one in running.rounds[known:]] == []
        shutil.rmtree(vault / "People")
        running.until(lambda: running.rounds[-1].notes < 10, 10)


def test_the_same_bytes_that_moved_are_a_rename_at_once(vault: Path) -> None:
    with Running(vault) as running:
        running.calm()
        (vault / "People").rename(vault / "Contacts")
        took = running.until(lambda: any("Contacts/Jo Kim.md" in one.changed for one in running.rounds))
    assert took < 1.9


# Waking


def test_no_events_at_all_means_polling_and_says_so(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        events.Events, "start", _raising(OSError(errno.EMFILE, "inotify instance limit reached"))
    )
    with Running(vault) as running:
        assert [(one.mode, one.why) for one in running.starts] == [
            ("polling", "the system gives no events (inotify instance limit reached)")
        ]
        save(vault, "to be found on a timer")
        assert running.arrives(sheet_of(NAME), "to be found on a timer") < 2


def test_too_few_watches_mean_polling_and_says_so(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "watched", lambda: 2)
    with Running(vault) as running:
        assert [one.mode for one in running.starts] == ["polling"]
        assert "let it watch 2 of" in running.starts[0].why
        save(vault, "to be found on a timer")
        running.arrives(sheet_of(NAME), "to be found on a timer")


def test_the_limit_is_known_before_anything_is_watched(vault: Path, tmp_path: Path) -> None:
    proc = tmp_path / "proc"
    (proc / "sys/fs/inotify").mkdir(parents=True)
    (proc / "self").mkdir()
    (proc / "sys/fs/inotify/max_user_watches").write_text("2\n")
    (proc / "self/mounts").write_text(
        f"/dev/sda1 / ext4 rw 0 0\nhost:/x {str(tmp_path).replace(' ', chr(92) + '040')} nfs4 rw 0 0\n"
    )
    assert limits.file_system(vault, proc) == "nfs4"
    assert "nfs4" in limits.reason_to_poll(vault, proc)
    (proc / "self/mounts").write_text("/dev/sda1 / ext4 rw 0 0\n")
    assert "3 folders" in limits.reason_to_poll(vault, proc)
    (proc / "sys/fs/inotify/max_user_watches").write_text("3\n")
    assert limits.reason_to_poll(vault, proc) == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts inotify watches")
def test_every_folder_is_really_watched(vault: Path) -> None:
    before = limits.watched() or 0
    with Running(vault) as running:
        running.calm()
        assert (limits.watched() or 0) - before == limits.folders(vault)


def test_an_observer_that_died_is_made_anew(vault: Path) -> None:
    with Running(vault) as running:
        running.calm()
        waking = running.watch._waking
        assert waking._events is not None
        for emitter in waking._events._observer.emitters:
            emitter.stop()
        time.sleep(2.2)
        save(vault, "to be heard again")
        assert running.arrives(sheet_of(NAME), "to be heard again") < 2


def test_a_deaf_observer_is_found_out_and_polled_instead(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultkit.watch.pace.SAFETY", 0.3)
    monkeypatch.setattr("vaultkit.watch.pace.SAFETY_TIMES", 1.0)
    monkeypatch.setattr(
        events, "_handler", lambda _: __import__("watchdog.events").events.FileSystemEventHandler()
    )
    with Running(vault) as running:
        assert running.starts[0].mode == "events"
        for number in range(4):
            save(vault, f"to be heard {number}")
            running.arrives(sheet_of(NAME), f"to be heard {number}")
        running.until(lambda: running.starts[-1].mode == "polling")
        assert "had told nothing" in running.starts[-1].why


def test_lost_events_lead_to_a_look_at_everything(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        events, "_handler", lambda _: __import__("watchdog.events").events.FileSystemEventHandler()
    )
    with Running(vault) as running:
        import logging

        save(vault, "to be lost")
        time.sleep(0.5)
        logging.getLogger("watchdog.observers.inotify_c").warning(
            "Inotify queue overflowed; filesystem events were lost"
        )
        assert running.arrives(sheet_of(NAME), "to be lost") < 2
        assert any("overflow" in one for one in running.murmurs)


def test_after_a_sleep_everything_is_looked_at(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        events, "_handler", lambda _: __import__("watchdog.events").events.FileSystemEventHandler()
    )
    with Running(vault) as running:
        save(vault, "to sleep over it")
        real = time.time
        monkeypatch.setattr("vaultkit.watch.loop.time", _Clock(real() + 3600))
        assert running.arrives(sheet_of(NAME), "to sleep over it") < 3


class _Clock:
    monotonic = staticmethod(time.monotonic)

    def __init__(self, at: float) -> None:
        self.at = at - time.monotonic()

    def time(self) -> float:
        return self.at + time.monotonic()


def test_a_killed_render_process_is_made_anew(vault: Path) -> None:
    with Running(vault) as running:
        running.calm()
        rounds_ = running.watch._tender._rounds
        assert rounds_ is not None
        pid = rounds_.opened.pool.pid
        assert pid is not None
        os.kill(pid, 9)
        save(vault, "to do it twice")
        running.arrives(sheet_of(NAME), "to do it twice")


def test_ending_leaves_nothing_half_written(vault: Path) -> None:
    with Running(vault):
        for name in NAMES:
            (vault / note_of(name)).write_text(interview(name, "to end in the middle"))
        time.sleep(0.04)
    assert [path for path in vault.rglob("*") if path.name.endswith((".tmp", ".aside"))] == []
    with pipeline.open_vault(vault) as opened:
        pipeline.render(opened, pipeline.Ask())
    assert all("to end in the middle" in read(vault / sheet_of(name)) for name in NAMES)
