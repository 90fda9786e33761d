"""Real editors and tools save at random moments; each save arrives within two seconds, and nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.watch.running import (
    NAMES,
    Running,
    assert_as_from_nothing,
    assert_as_pure,
    interview,
    note_of,
    sheet_of,
    small_vault,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pty = pytest.importorskip("pty", reason="has no terminals of POSIX")
SAVES = int(os.environ.get("VAULTKIT_SAVES", "20"))
LISP = (
    "(progn (setq make-backup-files t backup-inhibited nil auto-save-default t vc-handled-backends nil) "
    '(find-file "{path}") (goto-char (point-min)) (re-search-forward "^goal: .*$") '
    '(replace-match "goal: {goal}") (save-buffer))'
)


@pytest.fixture
def home_vault() -> Iterator[Path]:
    """Outside /tmp: there vim and emacs make no backups, and save in another way."""
    folder = Path(tempfile.mkdtemp(prefix=".vaultkit-editors-", dir=Path.home()))
    yield small_vault(folder / "vault")
    shutil.rmtree(folder)


def quiet(*words: str, cwd: Path) -> None:
    subprocess.run(words, cwd=cwd, check=True, capture_output=True, timeout=30, stdin=subprocess.DEVNULL)


def vim(note: Path, goal: str) -> None:
    quiet("vim", "-Nu", "NONE", "-es", "-c", "set backup writebackup backupcopy=no swapfile",
          "-c", f"%s/^goal: .*/goal: {goal}/", "-c", "wq", str(note), cwd=note.parent)  # fmt: skip


def vim_copying(note: Path, goal: str) -> None:
    quiet("vim", "-Nu", "NONE", "-es", "-c", "set backup backupcopy=yes",
          "-c", f"%s/^goal: .*/goal: {goal}/", "-c", "wq", str(note), cwd=note.parent)  # fmt: skip


def nvim(note: Path, goal: str) -> None:
    quiet("nvim", "-u", "NONE", "--headless", "-es", "-c", "set backup writebackup backupcopy=no backupdir=.",
          "-c", f"%s/^goal: .*/goal: {goal}/", "-c", "wq", str(note), cwd=note.parent)  # fmt: skip


def emacs(note: Path, goal: str) -> None:
    quiet("emacs", "-Q", "--batch", "--eval", LISP.format(path=note, goal=goal), cwd=note.parent)


def nano(note: Path, goal: str) -> None:
    """In a terminal of its own: the line is found, cut and typed anew."""
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - another process
        os.environ.update(TERM="xterm", HOME=str(note.parent.parent))
        os.chdir(note.parent)
        os.execvp("nano", ["nano", "--ignorercfiles", "--backup", "+4", note.name])
    for keys in (b"", b"\x0b", f"goal: {goal}\r".encode(), b"\x13", b"\x18"):
        time.sleep(0.12)
        os.write(terminal, keys)
    end = time.monotonic() + 10
    while time.monotonic() < end and os.waitpid(pid, os.WNOHANG) == (0, 0):
        try:
            os.read(terminal, 65536)
        except OSError:
            time.sleep(0.02)
    os.close(terminal)


def sed(note: Path, goal: str) -> None:
    quiet("sed", "-i", f"s/^goal: .*/goal: {goal}/", str(note), cwd=note.parent)


def rsync(note: Path, goal: str) -> None:
    """-I: two versions of one size within one second are the same to rsync."""
    other = note.parents[2] / "other.md"
    other.write_text(interview(note.stem.partition(" ")[2], goal))
    quiet("rsync", "-aI", str(other), str(note), cwd=note.parent)


EDITORS = (vim, vim_copying, nvim, emacs, nano, sed, rsync)


@pytest.mark.programs
@pytest.mark.parametrize("edit", EDITORS, ids=lambda edit: edit.__name__)
def test_an_editor_saves_at_random_moments(
    home_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: Callable[[Path, str], None]
) -> None:
    if shutil.which(edit.__name__.partition("_")[0]) is None:
        pytest.skip(f"no {edit.__name__}")
    rng, slowest = random.Random(7), 0.0
    with Running(home_vault) as running:
        for number in range(SAVES):
            name = rng.choice(NAMES)
            goal = f"to see {number:04} of it"
            edit(home_vault / note_of(name), goal)
            slowest = max(slowest, running.arrives(sheet_of(name), goal))
            time.sleep(rng.random() * 0.1)
        running.calm()
    sys.stderr.write(
        f"{edit.__name__}: {SAVES} saves, the slowest {slowest * 1000:.0f} ms after the editor ended\n"
    )
    assert slowest < 2
    assert running.troubles == []
    assert [one.code for round_ in running.rounds for one in round_.appeared] == []
    assert_as_from_nothing(home_vault, tmp_path / "fresh", monkeypatch)
    assert_as_pure(home_vault, tmp_path / "pure", monkeypatch)
