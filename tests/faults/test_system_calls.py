"""The system itself kills commands that change notes, at each of their calls that changes the disk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import vaultkit
from tests.faults.commands import Vault, whole
from tests.faults.test_commands_killed import say
from tests.writeback.world import hidden

STRACE = shutil.which("strace")
CALLS = ["write", "pwrite64", "fsync", "renameat2", "unlink", "fchmod", "mkdir"]
MOST = 5
"""Of one kind of call so many: what comes later in these commands is the index, again and again."""


def traced(vault: Vault, call: str, number: int) -> bool:
    """Say the command, killed at that call; whether it came so far."""
    log = vault.out.with_name("strace.log")
    words = [str(STRACE), "-f", "-qq", "-o", str(log), "-e", f"trace={call}"]
    words += [
        "-e",
        f"inject={call}:signal=KILL:when={number}",
        sys.executable,
        "-m",
        "vaultkit",
        *vault.words,
    ]
    env = {**os.environ, **vault.env, "PYTHONDONTWRITEBYTECODE": "1"}
    code = Path(vaultkit.__file__).parent.parent
    done = subprocess.run(words, cwd=code, env=env, capture_output=True, check=False)
    if b"ptrace" in done.stderr.lower():
        pytest.skip("strace may not trace here")
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


@pytest.mark.programs
@pytest.mark.skipif(STRACE is None, reason="needs strace")
def test_a_command_killed_by_the_system_leaves_whole_notes(tmp_path: Path) -> None:
    name = "import"  # it fills some notes and makes others
    calm = Vault(tmp_path / "calm", name)
    before = calm.files()
    assert not traced(calm, "write", 1000)
    wanted = calm.files()
    points = 0
    for call in CALLS:
        for number in range(1, MOST + 1):
            vault = Vault(tmp_path / f"{call} {number}", name)
            struck = traced(vault, call, number)
            points += struck
            whole(before, vault.files(), wanted)
            if not struck:
                assert vault.files() == wanted
                break
            assert say(vault) == 0
            vault.world.report()
            assert hidden(vault.world.root) == []
            own = {path: data for path, data in vault.files().items() if path in wanted}
            assert own == wanted, (call, number)
    sys.stderr.write(f"{name}: killed at {points} system calls\n")
    assert points > 15
