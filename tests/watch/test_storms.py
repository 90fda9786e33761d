"""Many changes at once, few watches, and days of rounds."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.watch.running import (
    NAMES,
    Running,
    assert_as_from_nothing,
    interview,
    note_of,
    read,
    sheet_of,
    small_vault,
)
from vaultkit.watch.place import place_of

resource = pytest.importorskip("resource", reason="counts what only POSIX tells")

NAME = NAMES[0]
HERE = Path(__file__).resolve().parents[2]


def storm(vault: Path, files: int) -> None:
    for number in range(files):
        folder = vault / f"Daily/{number // 500}"
        if number % 500 == 0:
            folder.mkdir(parents=True)
        (folder / f"note {number}.md").write_text(f"# {number}\n\nSaw [[{NAME}]].\n")
    (vault / note_of(NAME)).write_text(interview(NAME, "to come last"))


def test_a_storm_ends_in_the_right_state(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Running(vault) as running:
        running.calm()
        known = len(running.rounds)
        storm(vault, 3000)
        assert running.arrives(sheet_of(NAME), "to come last", 15) < 10
        running.calm(1)
        seen = {path for one in running.rounds[known:] for path in one.changed}
        assert len(seen) == 3001
        # A few bursts, not a round for each file: how many hangs on how busy the machine is.
        assert len(running.rounds) - known <= 30
    assert_as_from_nothing(vault, tmp_path / "fresh", monkeypatch)


def namespace(vault: Path, setting: str, value: int) -> subprocess.Popen[str]:
    """A watch for which the system has less than it needs, in a namespace of its own."""
    script = (
        f"echo {value} > /proc/sys/user/{setting} && exec {sys.executable} -m vaultkit watch --vault {vault}"
    )
    return subprocess.Popen(
        ["unshare", "--user", "--map-root-user", "sh", "-c", script],
        cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.programs
@pytest.mark.parametrize(("setting", "value"), [("max_inotify_watches", 3), ("max_inotify_instances", 0)])
def test_a_system_that_has_too_little_is_polled(vault: Path, setting: str, value: int) -> None:
    if shutil.which("unshare") is None:
        pytest.skip("no unshare")
    for number in range(8):
        (vault / f"People/{number}").mkdir()
    child = namespace(vault, setting, value)
    try:
        end = time.monotonic() + 20
        while not place_of(vault).status().get("rounds"):
            if child.poll() is not None:
                pytest.skip("no namespaces here")
            assert time.monotonic() < end
            time.sleep(0.05)
        (vault / note_of(NAME)).write_text(interview(NAME, "to be found all the same"))
        while "to be found all the same" not in read(vault / sheet_of(NAME)):
            assert time.monotonic() < end
            time.sleep(0.05)
        status = place_of(vault).status()
        assert status["mode"] == "polling"
        assert "folders" in status["mode_reason"] or "no events" in status["mode_reason"]
    finally:
        child.terminate()
        child.communicate(timeout=20)


@pytest.mark.soak
def test_a_storm_of_twenty_thousand_is_over_in_ten_seconds_and_its_opposite_ends_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = small_vault(tmp_path / "v")
    with Running(vault) as running:
        running.calm()
        storm(vault, 20_000)
        assert running.arrives(sheet_of(NAME), "to come last", 60) < 10
        running.calm(2)
        known = len(running.rounds)
        shutil.rmtree(vault / "Daily")
        running.until(lambda: len({p for one in running.rounds[known:] for p in one.changed}) == 20_000, 60)
    assert_as_from_nothing(vault, tmp_path / "fresh", monkeypatch)


@pytest.mark.soak
def test_idling_costs_nothing(tmp_path: Path) -> None:
    vault = small_vault(tmp_path / "v")
    storm(vault, 10_000)
    with Running(vault) as running:
        running.calm(3)
        time.sleep(3)
        before, began = os.times(), time.monotonic()
        time.sleep(70)
        after, seconds = os.times(), time.monotonic() - began
    used = (after.user - before.user + after.system - before.system) / seconds
    sys.stderr.write(f"idle: {used * 100:.2f} % of a core\n")
    assert used < 0.005


@pytest.mark.soak
def test_many_rounds_do_not_grow(tmp_path: Path) -> None:
    vault = small_vault(tmp_path / "v")
    with Running(vault) as running:
        sizes = []
        for number in range(2000):
            name = NAMES[number % 3]
            (vault / note_of(name)).write_text(interview(name, f"to see {number:05}"))
            running.arrives(sheet_of(name), f"to see {number:05}")
            running.news.clear()
            if number % 500 == 499:
                sizes.append(_resident())
    sys.stderr.write(f"resident after 500, 1000, 1500, 2000 rounds: {sizes} KB\n")
    assert sizes[-1] < sizes[0] * 1.05 + 2000


def _resident() -> int:
    """KB that this process holds now, or at most held."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
