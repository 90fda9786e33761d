"""The command: one watch a vault, in the foreground and the background, asked, ended, killed, logged."""

from __future__ import annotations

import json
import os
import plistlib
import signal
import subprocess
import sys
import time
from configparser import ConfigParser
from pathlib import Path
from typing import TYPE_CHECKING

from tests.watch.running import NAMES, interview, note_of, read, sheet_of
from vaultkit.watch import background, service
from vaultkit.watch import log as logs
from vaultkit.watch.place import Place, place_of

if TYPE_CHECKING:
    import pytest

NAME = NAMES[0]
HERE = Path(__file__).resolve().parents[2]


def run(vault: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vaultkit", "watch", "--vault", str(vault), *words],
        cwd=HERE, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip


def foreground(vault: Path, *words: str) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-m", "vaultkit", "watch", "--vault", str(vault), *words],
        cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    wait(
        lambda: (
            (place_of(vault).status().get("rounds") or 0) > 0 and place_of(vault).status()["pid"] == child.pid
        )
    )
    return child


def wait(holds, seconds: float = 30.0) -> None:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_day_in_the_foreground(vault: Path) -> None:
    child = foreground(vault)
    try:
        for number in range(100):  # of which watchdog says much, and none of it to anybody
            (vault / f"Deep {number}/a/b/c").mkdir(parents=True)
        (vault / note_of(NAME)).write_text(interview(NAME, "to be read aloud"))
        wait(lambda: "to be read aloud" in read(vault / sheet_of(NAME)))
        second = run(vault)
        assert second.returncode == 2
        assert f"process {child.pid}" in second.stderr
        assert "since 20" in second.stderr
        third = run(vault, "--background")
        assert third.returncode == 2
        assert f"process {child.pid}" in third.stderr
        (vault / note_of(NAME)).write_text(interview(NAME).replace("goal: ", "goal: [broken "))
        wait(lambda: place_of(vault).status()["problems"] == 1)
        told = json.loads(run(vault, "--status", "--json").stdout)
        assert (told["version"], told["running"], told["pid"], told["mode"]) == (1, True, child.pid, "events")
        assert (told["notes"], told["outputs"]) == (11, 4)
        assert told["last_round"]["seconds"] > 0
        assert told["last_problem"]["path"] == note_of(NAME)
        (vault / note_of(NAME)).write_text(interview(NAME))
        wait(lambda: place_of(vault).status()["problems"] == 0)
    finally:
        child.send_signal(signal.SIGTERM)
        out, err = child.communicate(timeout=30)
    assert child.returncode == 0
    lines = [line[9:] for line in out.splitlines()]
    assert lines[0] == f"Watching {vault} on events."
    assert lines[1].startswith("11 notes: 4 created (")
    assert lines[2].startswith(f"{note_of(NAME)}: updated {sheet_of(NAME)} (")
    assert lines[-1] == "Stopped; the last round was finished."
    assert any(line.startswith(f"mended: {note_of(NAME)}") for line in lines)
    assert f"error: {note_of(NAME)}" in err
    assert "Warning" not in err
    assert "watchdog" not in err
    log = read(place_of(vault).log_file)
    assert "Stopped; the last round was finished." in log
    assert run(vault, "--status").stdout.startswith("No watch runs for this vault. The last one ended 20")


def test_quiet_says_only_what_is_wrong(vault: Path) -> None:
    (vault / note_of(NAME)).write_text(interview(NAME).replace("goal: ", "goal: [broken "))
    child = foreground(vault, "-q", "--poll")
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert (child.returncode, out) == (0, "")
    assert note_of(NAME) in err


def test_in_the_background_and_back(vault: Path) -> None:
    began = run(vault, "--background")
    try:
        assert began.returncode == 0, began.stderr
        pid = place_of(vault).status()["pid"]
        assert f"process {pid}" in began.stdout
        (vault / note_of(NAME)).write_text(interview(NAME, "to go on unseen"))
        wait(lambda: "to go on unseen" in read(vault / sheet_of(NAME)))
        if hasattr(os, "getsid"):
            assert os.getsid(pid) == pid
        assert "in the background" not in run(vault, "--status").stdout
    finally:
        ended = run(vault, "--stop")
    assert ended.returncode == 0
    assert not place_of(vault).held()
    wait(lambda: not _lives(pid))
    assert run(vault, "--stop").stderr == "No watch runs for this vault.\n"


def _lives(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked about yet does not."""
    try:
        os.kill(pid, 0)
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (OSError, ValueError):
        return False


def test_the_wish_alone_ends_a_watch_where_signals_do_not(vault: Path) -> None:
    child = foreground(vault)
    place_of(vault).wish_end()
    assert child.wait(10) == 0
    assert not place_of(vault).end_is_wished()
    child.communicate()


def test_on_windows_a_watch_is_known_by_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There Python is started by way of another process, whose number is all that its parent knows."""
    place, stale = Place(tmp_path), {"pid": 5, "mode": "events", "since": "2026-03-02"}
    watching = {"pid": 7, "mode": "events", "since": "2026-03-03"}
    place.tell(watching)
    assert background.begun(place, 6, stale) is None
    assert background.begun(place, 7, stale) == 7
    monkeypatch.setattr(sys, "platform", "win32")
    assert background.begun(place, 6, stale) is None  # nobody holds the lock
    monkeypatch.setattr(Place, "held", lambda _: True)
    assert background.begun(place, 6, stale) == 7
    assert background.begun(place, 6, watching) is None
    place.tell({**watching, "mode": "starting"})
    assert background.begun(place, 6, stale) is None


def test_a_background_watch_that_cannot_begin_says_why(vault: Path) -> None:
    (vault / "vaultkit.toml").write_text("sinse = 2026-01-01\n")
    began = run(vault, "--background")
    assert began.returncode == 2
    assert "vaultkit.toml:1" in began.stderr
    assert not place_of(vault).held()


def test_the_lock_of_a_killed_watch_is_taken_over(vault: Path) -> None:
    child = foreground(vault)
    child.kill()
    child.communicate()
    assert run(vault, "--status").stdout.startswith("No watch runs")
    child = foreground(vault)
    child.send_signal(signal.SIGTERM)
    child.communicate(timeout=30)
    assert child.returncode == 0


def test_the_service_is_what_systemd_and_launchd_read(vault: Path, tmp_path: Path) -> None:
    odd = tmp_path / 'my 100% "vault" & co'
    vault.rename(odd)
    text = run(odd, "--service").stdout
    unit, agent = text.split("\n# macOS", 1)
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit)
    assert parser["Service"]["ExecStart"].endswith(f'watch --vault "{tmp_path}/my 100%% \\"vault\\" & co"')
    assert parser["Install"]["WantedBy"] == "default.target"
    plist = plistlib.loads(agent[agent.index("<?xml") :].encode())
    assert plist["ProgramArguments"] == background.command(odd)
    assert plist["Label"] == service.label(str(odd))


def test_options_that_do_not_go_together(vault: Path) -> None:
    assert run(vault, "--stop", "--status").returncode == 2
    assert run(vault, "--json").returncode == 2


def test_the_log_rotates_and_outlives_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 1000)
    log = logs.Log(tmp_path / "watch.log")
    for number in range(200):
        log.line(f"line {number}")
    log.close()
    assert sorted(path.name for path in tmp_path.glob("watch.log*")) == [
        "watch.log",
        "watch.log.1",
        "watch.log.2",
        "watch.log.3",
    ]
    assert sum(path.stat().st_size for path in tmp_path.glob("watch.log*")) < 4500
    assert "line 199" in read(tmp_path / "watch.log")
    nowhere = logs.Log(tmp_path / "missing" / "watch.log")
    nowhere.line("nothing happens")
    nowhere.close()
