"""The system itself kills or fails renders, commands and a watch, at each of their calls that changes the vault."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.commands import Vault, whole
from tests.faults.forge import Forge
from tests.faults.test_commands_killed import say
from tests.pipeline.test_crash import CASES, edit_source, ends, made
from tests.pipeline.vaults import SHEET
from tests.writeback.world import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.pipeline.world import World

STRACE = shutil.which("strace")
CALLS: Final = (
    "write", "fsync", "syncfs", "rename", "renameat2", "link", "unlink", "rmdir", "mkdir", "fchmod",
)  # fmt: skip
MOST = 5
"""Of one kind of call so many in one command."""
MINE: Final = b"My own line.\n"
FAULTS: Final = ("signal=KILL", "error=ENOSPC", "error=EIO")
RENDERS: Final = ("first", "create", "merge", "move", "delete and move", "rename")
COMMANDS: Final = ("done", "set", "import")

pytestmark = [pytest.mark.programs, pytest.mark.skipif(STRACE is None, reason="needs strace")]


class Scene:
    """One vault in which something is about to be said, and what must come of it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.command = Vault(folder, name) if name in COMMANDS else None
        self.world = self.command.world if self.command else _world(folder, name)
        self.env = {"VAULTKIT_CACHE": str(self.world.cache), "VAULTKIT_STATE": str(folder / "state")}

    @property
    def words(self) -> list[str]:
        if self.command:
            return self.command.words
        return ["--vault", str(self.world.root), self.name if self.name == "watch" else "render"]

    def files(self) -> dict[str, bytes]:
        """Every visible file."""
        found = self.world.tree().items()
        return {path: data for path, data in found if not path.startswith(".") and "/.vaultkit-" not in path}

    def plays(self, forge: Forge) -> tuple[int, int]:
        """Say it; the number of its process and its exit code. A watch is ended when its first round has come."""
        pid = forge.start(self.words, self.env)
        if self.name == "watch":
            end = time.monotonic() + 2
            while time.monotonic() < end and b"Beta" not in self.world.tree()[SHEET]:
                time.sleep(0.02)
            time.sleep(0.2)
            os.kill(pid, signal.SIGTERM)
        return pid, forge.end()

    def ends(self, wanted: dict[str, bytes]) -> object:
        """Where the next run comes to, the source edited before it; of a command, said again where need be."""
        if self.command is None:
            edit_source(self.world)
            return ends(self.world)
        if any(self.files().get(path) != data for path, data in wanted.items()):
            assert say(self.command) == 0
        self.world.report()
        assert hidden(self.world.root) == []
        return {path: self.files().get(path) for path in wanted}


def _world(folder: Path, name: str) -> World:
    if name != "first":
        return made(folder, CASES["merge" if name == "watch" else name])
    world = made(folder, lambda _: None)
    world.remove(SHEET)
    world.forget_bases()
    shutil.rmtree(world.cache)
    return world


@dataclass
class Calm:
    """A scene that nobody disturbs: what stood before and after, where it ends, and its calls that touch the vault."""

    before: dict[str, bytes]
    after: dict[str, bytes]
    end: object
    points: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def traced(folder: Path, *more: str) -> Iterator[Forge]:
    """Commands under strace, which injects `more`; its log is `folder`/log."""
    words = [str(STRACE), "-f", "-qq", "-y", "-e", "signal=none", "-o", str(folder / "log"), *more]
    try:
        forge = Forge(folder, words)
    except ChildProcessError:
        pytest.skip("strace may not trace here")
    with forge:
        yield forge


def points(log: str, pid: int, root: Path) -> list[tuple[str, int]]:
    """(call, its number) for each call of the process that changes something in the vault."""
    counts, found = defaultdict[str, int](int), []
    for line in log.splitlines():
        told = re.match(rf"{pid} +(\w+)\((.*)", line)
        if told is None:
            continue
        call, given = told.groups()
        counts[call] += 1
        if str(root) in given and "= -1" not in given:
            found.append((call, counts[call]))
    return [one for one in found if counts and one[1] - _first(found, one[0]) < MOST]


def _first(found: list[tuple[str, int]], call: str) -> int:
    return min(number for name, number in found if name == call)


def calm(folder: Path, names: tuple[str, ...]) -> dict[str, Calm]:
    found = {}
    folder.mkdir()
    with traced(folder, "-e", "trace=" + ",".join(CALLS)) as forge:
        for name in names:
            scene = Scene(folder / name, name)
            before = scene.files()
            pid, code = scene.plays(forge)
            assert code in (0, 1), forge.said.read_text()
            after = scene.files()
            log = (folder / "log").read_text(errors="replace")
            touched = points(log, pid, scene.world.root)
            assert touched, (name, log[-2000:])
            found[name] = Calm(before, after, scene.ends(after), touched)
    return found


def stands(wanted: Calm, found: dict[str, bytes], *, moves: bool) -> None:
    """Each file is as it was or as it is to be; one that moves may stand at its new path with its old text."""
    if moves:
        there = [path for path, data in found.items() if MINE in data]
        assert there, "the words of the user's"
        assert all(found[path].startswith(b"---\n") and found[path].endswith(MINE) for path in there)
        found = {path: data for path, data in found.items() if path not in there}
        wanted.before = {path: data for path, data in wanted.before.items() if MINE not in data}
    whole(wanted.before, found, wanted.after)


def struck(folder: Path, forge: Forge, name: str, wanted: Calm, fault: str) -> bool:
    """One scene with the fault in it, and what comes after; whether the fault came."""
    scene = Scene(folder, name)
    _, code = scene.plays(forge)
    assert code in (0, 1, 2, -signal.SIGKILL), forge.said.read_text()
    assert "Traceback" not in forge.said.read_text()
    stands(wanted, scene.files(), moves=name in ("move", "rename"))
    assert scene.ends(wanted.after) == wanted.end
    return code == -signal.SIGKILL or "INJECTED" in (forge.said.parent / "log").read_text(errors="replace")


@pytest.mark.parametrize("fault", FAULTS)
def test_renders_commands_and_a_watch_outlive_a_fault_of_the_system(tmp_path: Path, fault: str) -> None:
    """One strace for all that have a call of one kind and number; of the errors each third call meets one. Files that
    cannot be opened are left to `test_faults.py`: Python opens too many of its own."""
    wanted = calm(tmp_path / "calm", (*RENDERS, *COMMANDS, "watch"))
    kills = fault == "signal=KILL"
    due = defaultdict[tuple[str, int], list[str]](list)
    for name, one in wanted.items():
        for point in one.points if kills else one.points[FAULTS.index(fault) :: 3]:
            due[point].append(name)
    count = 0
    for (call, number), scenes in due.items():
        place = tmp_path / f"{call} {number}"
        place.mkdir()
        with traced(place, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}") as forge:
            for name in scenes:
                count += struck(place / name, forge, name, wanted[name], fault)
    sys.stderr.write(f"{fault}: at {count} system calls\n")
    assert count > (70 if kills else 20)
