"""The system itself kills the process, or fails it, at each call that changes the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vaultkit.writeback.state import Render

from .states import MINE, ONE, OTHER, PATH, TWO, note
from .world import backups, hidden, notes, run, stored

STRACE = shutil.which("strace")
CALLS = [
    "write",
    "fsync",
    "rename",
    "renameat",
    "renameat2",
    "unlink",
    "link",
    "linkat",
    "mkdir",
    "fchmod",
    "fchown",
]
MOST = 20
CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from tests.writeback.states import OTHER, TWO
from tests.writeback.world import run
from vaultkit.writeback.state import Render
run(Path(sys.argv[2]), Render(OTHER, TWO))
"""
THREE, MINE_THREE = note("a", "b", "C", "d"), note("mine", "a", "b", "C", "d")


def traced(root: Path, call: str, inject: str, number: int) -> bool:
    """Run the child in `root`; whether the injection struck."""
    log = root.with_name(f"{root.name}.log")
    here = Path(__file__).parent.parent.parent
    command = [str(STRACE), "-f", "-qq", "-o", str(log), "-e", f"trace={call}"]
    command += ["-e", f"inject={call}:{inject}:when={number}"]
    command += [sys.executable, "-c", CHILD, str(here), str(root)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    if b"ptrace" in done.stderr.lower():
        pytest.skip("strace may not trace here")
    return done.returncode != 0 or "INJECTED" in log.read_text()


@pytest.mark.programs
@pytest.mark.skipif(STRACE is None, reason="needs strace")
@pytest.mark.parametrize("inject", ["signal=KILL", "error=ENOSPC", "error=EIO"])
def test_the_system_s_own_faults_heal(tmp_path: Path, inject: str) -> None:
    points, spent = 0, set[tuple[str, int]]()
    for call, number in ((call, number) for call in CALLS for number in range(1, MOST)):
        if (call, number - 1) in spent:
            spent.add((call, number))
            continue
        root = tmp_path / f"{call}-{number}"
        root.mkdir()
        run(root, Render(PATH, ONE))
        (root / PATH).write_bytes(MINE.encode())
        struck = traced(root, call, inject, number)
        assert "mine" in "".join([*notes(root).values(), *backups(root), *stray(root)])
        run(root, Render(OTHER, THREE))
        assert notes(root) == {OTHER: MINE_THREE}, (call, number)
        assert stored(root) == {OTHER: THREE}
        assert hidden(root) == []
        assert [one.written for one in run(root, Render(OTHER, THREE))] == [False]
        points += struck
        if not struck:
            spent.add((call, number))
    assert points > 10


def stray(root: Path) -> list[str]:
    return [(root / path).read_bytes().decode() for path in hidden(root)]


@pytest.mark.programs
@pytest.mark.skipif(STRACE is None, reason="needs strace")
def test_an_untroubled_child_does_the_whole_run(tmp_path: Path) -> None:
    run(tmp_path, Render(PATH, ONE))
    (tmp_path / PATH).write_bytes(MINE.encode())
    assert not traced(tmp_path, "write", "signal=KILL", 500)
    assert notes(tmp_path) == {OTHER: note("mine", "a", "b", "C")}
    assert stored(tmp_path) == {OTHER: TWO}
