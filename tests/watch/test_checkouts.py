"""A checkout of ten thousand files, by git, under a queue of events that is far too small."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import pytest

from tests.watch.running import (
    GOAL,
    NAMES,
    Running,
    assert_as_from_nothing,
    interview,
    note_of,
    sheet_of,
    small_vault,
)
from vaultkit.watch import Watch, checkout
from vaultkit.watch.tending import Tender
from vaultkit.watch.waiting import Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.watch.rounds import Done

QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")
FILES = 10_000
SMALL = 8
NAME = NAMES[0]
LAST = "to come last"


@contextlib.contextmanager
def small_queue() -> Iterator[None]:
    """Who begins to listen meanwhile gets a small queue and keeps it; the setting is back at once."""
    with filelock.FileLock(Path(tempfile.gettempdir()) / "vaultkit-small-queue.lock"):
        before = QUEUE.read_text()
        QUEUE.write_text(f"{SMALL}\n")
        try:
            yield
        finally:
            QUEUE.write_text(before)


def git(root: Path, *words: str, said: str | None = None) -> None:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *words], cwd=root, env=env, input=said, text=True, check=True, capture_output=True)


def two_branches(root: Path) -> None:
    """`main` as the vault stands, and `other`; ten thousand notes differ, and one talk."""
    git(root, "init", "-q", "-b", "main")
    lines = []
    for branch, who, goal in (("main", NAME, GOAL), ("other", NAMES[1], LAST)):
        lines += [f"commit refs/heads/{branch}", "committer Pia Solberg <pia@example.org> 1700000000 +0000"]
        lines += ["data 4", "all."]
        for path in sorted(root.glob("**/*.md")):
            lines += _file(path.relative_to(root).as_posix(), path.read_text())
        lines += _file("vaultkit.toml", "") + _file(note_of(NAME), interview(NAME, goal))
        for number in range(FILES):
            lines += _file(f"Daily/{number // 200}/note {number}.md", f"# {number}\n\nSaw [[{who}]].\n")
    git(root, "fast-import", "--quiet", said="\n".join(lines) + "\n")
    git(root, "reset", "-q", "--hard", "main")


def _file(path: str, text: str) -> list[str]:
    return [f"M 100644 inline {path}", f"data {len(text.encode())}", text]


@pytest.mark.programs
@pytest.mark.skipif(not os.access(QUEUE, os.W_OK), reason="the queue of events cannot be made small")
@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
def test_a_checkout_under_a_small_queue_ends_in_the_right_state_with_one_reconcile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, looks = small_vault(tmp_path / "v"), list[tuple[Look, "Done | None"]]()
    two_branches(root)
    run_round = Tender.round

    def counted(self: Tender, look: Look) -> Done | None:
        done = run_round(self, look)
        looks.append((look, done))
        return done

    monkeypatch.setattr(Tender, "round", counted)
    with small_queue():
        running = Running(root)
        running.thread.start()
        running.until(lambda: running.starts, 30)
    with contextlib.ExitStack() as stack:
        stack.callback(running.__exit__)
        running.until(lambda: running.rounds, 60)
        running.calm(1)
        looks.clear()
        known = len(running.rounds)
        git(root, "checkout", "-q", "other")
        running.arrives(sheet_of(NAME), LAST, 60)
        running.calm(2)
        assert any("overflow" in one for one in running.murmurs), "the queue was large enough"
        changed = [path for one in running.rounds[known:] for path in one.changed]
        assert len(changed) == len(set(changed)) == FILES + 1
        found = [look for look, done in looks if done and done.report and done.report.changed]
        assert [look.whole for look in found] == [True], "one look at everything found it all"
        assert len([look for look, _ in looks if look.whole and not look.safety]) <= 3
    assert_as_from_nothing(root, tmp_path / "fresh", monkeypatch)


# A checkout under way


def lock_of(repository: Path) -> Path:
    (repository / ".git").mkdir(parents=True)
    lock = repository / ".git/index.lock"
    lock.write_bytes(b"")
    return lock


def test_a_locked_repository_is_being_changed(tmp_path: Path) -> None:
    vault = tmp_path / "notes/vault"
    vault.mkdir(parents=True)
    assert not checkout.under_way(vault)
    lock = lock_of(tmp_path / "notes")
    assert checkout.under_way(vault)
    lock.unlink()
    assert not checkout.under_way(vault)


def test_a_lock_that_was_left_behind_holds_nothing_up(tmp_path: Path) -> None:
    lock = lock_of(tmp_path)
    os.utime(lock, (time.time() - checkout.LONGEST - 1,) * 2)
    assert not checkout.under_way(tmp_path)


@pytest.mark.parametrize("form", ["gitdir: {}\n", "gitdir: {}", "gitdir:{}\r\n"])
@pytest.mark.parametrize("relative", [True, False])
def test_the_lock_of_a_worktree_lies_where_its_file_says(
    tmp_path: Path, form: str, *, relative: bool
) -> None:
    vault = tmp_path / "tree/vault"
    vault.mkdir(parents=True)
    own = lock_of(tmp_path / "main").parent / "worktrees/tree"
    own.mkdir(parents=True)
    (tmp_path / "main/.git/index.lock").unlink()
    (tmp_path / "tree/.git").write_text(form.format("../main/.git/worktrees/tree" if relative else own))
    assert not checkout.under_way(vault)
    (own / "index.lock").write_bytes(b"")
    assert checkout.under_way(vault)


@pytest.mark.parametrize("said", ["", "gitdir: \0\n", "gitdir: nowhere\n", "index.lock\n", "x" * 20_000])
def test_a_file_that_leads_nowhere_holds_nothing_up(tmp_path: Path, said: str) -> None:
    (tmp_path / ".git").write_text(said)
    assert not checkout.under_way(tmp_path)


def test_everything_is_looked_at_when_the_checkout_is_done(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, looks = lock_of(vault), list[Look]()
    watch = Watch(vault, lambda _: None)
    monkeypatch.setattr(watch._tender, "round", looks.append)
    watch._tender.begun = True
    watch._round(Look(whole=True))
    assert looks == []
    due = watch._waiting.next_at()
    assert due is not None
    assert watch._waiting.due(due) == Look(whole=True)
    watch._round(Look(frozenset({note_of(NAME)})))
    assert looks == [Look(frozenset({note_of(NAME)}))], "a save is taken at once"
    watch._round(Look(frozenset({note_of(NAME)}), quick=True))
    assert len(looks) == 1, "a file that git has written is one of many"
    later = watch._waiting.next_at()
    assert later is not None
    assert watch._waiting.due(later) == Look(frozenset({note_of(NAME)}))
    lock.unlink()
    watch._round(Look(whole=True))
    assert looks[1:] == [Look(whole=True)]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells who has a file open")
def test_a_note_that_is_open_for_writing_still_waits_until_it_is_quiet(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = list[Look]()
    watch = Watch(vault, lambda _: None)
    monkeypatch.setattr(watch._tender, "round", looks.append)
    watch._tender.begun = True
    quick = Look(frozenset({note_of(NAME)}), quick=True)
    lock_of(vault).unlink()
    with (vault / note_of(NAME)).open("r+b"):
        watch._round(quick)
        assert looks == []
        later = watch._waiting.next_at()
        assert later is not None
        assert watch._waiting.due(later) == Look(frozenset({note_of(NAME)}))
    watch._round(quick)
    assert looks == [quick]
