"""A real file system of a few hundred KB: filled to the last page, and made read-only, under renders and commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

import vaultkit
from tests.faults.commands import NEXT, NOTES, TALK
from tests.writeback.world import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = 4096
MINE = b"\nMy own line.\n"


class Disk:
    """A tmpfs in a mount namespace of its own, which goes with the process that holds it; seen through /proc."""

    def __init__(self, place: Path, size: str) -> None:
        self.place = place
        script = f'mount -t tmpfs -o size={size} tmpfs "$0" && echo ready && exec sleep 600'
        ways = [["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]]
        for words in ways:
            self.holder = subprocess.Popen(
                [*words, "sh", "-c", script, str(place)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            assert self.holder.stdout is not None
            if self.holder.stdout.readline() == b"ready\n":
                self.user = "--user" in words
                return
            self.end()
        pytest.skip("nothing may be mounted here")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        self.holder.kill()
        self.holder.communicate()

    @property
    def seen(self) -> Path:
        """The file system, as a path of everybody's."""
        return Path(f"/proc/{self.holder.pid}/root{self.place}")

    def inside(self, *words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        enter = ["nsenter", "--target", str(self.holder.pid), "--mount"]
        enter += ["--user", "--preserve-credentials"] if self.user else []
        code = Path(vaultkit.__file__).parent.parent
        return subprocess.run(
            [*enter, *words], env={**os.environ, "PYTHONPATH": str(code), **(env or {})}, capture_output=True,
            text=True, timeout=60, check=False,
        )  # fmt: skip

    def run(self, *words: str, cache: Path) -> subprocess.CompletedProcess[str]:
        """A command in the vault on this disk."""
        vault = str(self.place / "vault")
        ran = self.inside(
            sys.executable, "-m", "vaultkit", "--vault", vault, *words, env={"VAULTKIT_CACHE": str(cache)}
        )
        assert "Traceback" not in ran.stderr, ran.stderr
        return ran

    def fill(self, leave: int) -> None:
        """Take all room but `leave` pages."""
        free = os.statvfs(self.seen).f_bavail - leave
        (self.seen / "filler").write_bytes(b"x" * (PAGE * max(0, free)))

    def make_room(self) -> None:
        (self.seen / "filler").unlink()

    def tree(self) -> dict[str, bytes]:
        root = self.seen / "vault"
        found = (path for path in sorted(root.rglob("*")) if path.is_file())
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}

    def own(self) -> dict[str, bytes]:
        return {path: data for path, data in self.tree().items() if path in NOTES}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if not sys.platform.startswith("linux") or not shutil.which("unshare") or not shutil.which("nsenter"):
        pytest.skip("no namespaces here")
    place = tmp_path / "disk"
    place.mkdir()
    with Disk(place, "2m") as found:
        for path, text in NOTES.items():
            (found.seen / "vault" / path).parent.mkdir(parents=True, exist_ok=True)
            (found.seen / "vault" / path).write_bytes(text.encode())
        yield found


def change(disk: Disk, word: str) -> None:
    """Both the source and a rendered note: what comes is a merge, and a page or two more."""
    note = disk.seen / "vault" / NEXT
    text = note.read_text().partition("## Questions")[0]
    note.write_text(f"{text}## Questions\n\n### Essential\n\n- [ ] What is {word} like?\n")
    for sheet in (disk.seen / "vault/Sheets").glob("*.md"):
        if MINE not in sheet.read_bytes():
            sheet.write_bytes(sheet.read_bytes() + MINE)


@pytest.mark.programs
def test_a_full_disk_takes_nothing_and_recovers(disk: Disk, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    disk.fill(0)
    first = disk.run("render", cache=cache)
    assert first.returncode in (1, 2)
    assert "no space left" in " ".join(first.stderr.split()).lower()
    disk.make_room()
    assert disk.run("render", cache=cache).returncode == 0
    refused = 0
    for leave in range(6):
        change(disk, f"day {leave}")
        own = disk.own()
        disk.fill(leave)
        ran = disk.run("render", cache=cache)
        said = " ".join(ran.stderr.split()).lower()
        assert ran.returncode in (0, 1), ran
        assert (ran.returncode == 1) == ("no space left" in said), ran
        assert disk.own() == own
        assert MINE in b"".join(disk.tree().values())
        done = disk.run("set", TALK, f"duration={20 + leave}", "--now", "2026-03-12", cache=cache)
        refused += ran.returncode + done.returncode
        assert done.returncode == 0 or "no space left" in done.stderr.lower(), done
        if done.returncode:
            assert disk.own() == own
        disk.make_room()
        assert disk.run("render", cache=cache).returncode == 0
        assert hidden(disk.seen / "vault") == []
        again = disk.tree()
        assert disk.run("render", cache=tmp_path / f"fresh {leave}").returncode == 0
        assert disk.tree() == again
        assert any(
            f"day {leave}".encode() in data for path, data in again.items() if path.startswith("Sheets/")
        )
    assert refused > 2


@pytest.mark.programs
def test_the_index_on_a_full_disk_is_made_elsewhere_or_refused(disk: Disk) -> None:
    cache = disk.place / "cache"
    for leave in (0, 12):
        change(disk, f"hour {leave}")
        own = disk.own()
        disk.fill(leave)
        ran = disk.run("render", cache=cache)
        assert ran.returncode in (0, 1, 2)
        if ran.returncode:
            assert "room" in ran.stderr.lower() or "space" in ran.stderr.lower(), ran
        assert disk.own() == own
        disk.make_room()
        assert disk.run("render", cache=cache).returncode == 0
        assert hidden(disk.seen / "vault") == []


@pytest.mark.programs
def test_a_disk_that_becomes_read_only(disk: Disk, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert disk.run("render", cache=cache).returncode == 0
    change(disk, "an hour")
    before = disk.tree()
    assert disk.inside("mount", "-o", "remount,ro", str(disk.place)).returncode == 0
    for words in (["render"], ["done", TALK, "held", "--now", "2026-03-12"], ["ask", TALK, "Why?"]):
        ran = disk.run(*words, cache=cache)
        assert ran.returncode in (1, 2), ran
        assert "read-only" in " ".join(ran.stderr.split()).lower(), ran
    assert disk.run("agenda", cache=cache).returncode == 0
    assert disk.tree() == before
    assert disk.inside("mount", "-o", "remount,rw", str(disk.place)).returncode == 0
    assert disk.run("render", cache=cache).returncode == 0
    assert any(b"an hour" in data for path, data in disk.tree().items() if path.startswith("Sheets/"))
