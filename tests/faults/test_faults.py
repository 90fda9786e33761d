"""A disk that fails at any call: a clear message, nothing lost, and once it is over all is as if nothing had been."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.commands import AGAIN, Vault, whole
from tests.faults.failing import READS, WRITES, failing
from tests.hand import Hand, Ran
from tests.pipeline.test_crash import CASES, edit_source, ends, made
from tests.pipeline.vaults import JO, SHEET, TALK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.pipeline.world import World

FULL, READ_ONLY, DENIED, BAD = errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO
STEP = int(os.environ.get("VAULTKIT_EVERY", "3"))
"""Behind the marker every third call fails, or with 1 every one."""
MANY = 10_000
SOME: Final = ("merge", "create", "rename")
HARMLESS: Final = ("fsync", "unlink", "lstat", "scandir", "open to read", "open to write", "mkdir")
"""Some of these are of no consequence: a folder that cannot be synced, an index that is made elsewhere."""


def render(world: World) -> Ran:
    """As the program does it: no traceback is a part of what is asked here."""
    return Hand(world.root, env={"VAULTKIT_CACHE": str(world.cache)}).run("render")


def flat(ran: Ran) -> str:
    """All that was said, on one line."""
    return " ".join(f"{ran.err} {ran.out}".split()).lower()


class Fails:
    """Fails the call `name` of that number, or every call of the kinds from then on."""

    def __init__(self, name: str, number: int, code: int, *, lasting: bool) -> None:
        self.name, self.number, self.code, self.lasting = name, number, code, lasting
        self.begun = False

    def __call__(self, name: str, count: int) -> None:
        if (name, count) == (self.name, self.number):
            self.begun = True
            raise OSError(self.code, os.strerror(self.code), "the file")
        if self.begun and self.lasting and name in WRITES and name not in ("unlink", "lock"):
            raise OSError(self.code, os.strerror(self.code), "the file")


def fault(folder: Path, patch: pytest.MonkeyPatch, case: str, wanted: object, fails: Fails) -> bool:
    """One render with a fault in it, and the next without; whether it came as far as the fault."""
    world = made(folder, CASES[case])
    with failing(patch, fails):
        ran = render(world)
    assert ran.code in (0, 1, 2)
    if ran.code == 0:
        assert fails.name in HARMLESS or not (fails.lasting and fails.begun), ran
    else:
        assert ran.err.strip(), ran
        assert fails.name in READS or os.strerror(fails.code).lower() in flat(ran), ran
    if "My own line." in made(folder / "untouched", CASES[case]).tree().get(SHEET, b"").decode():
        assert any(b"My own line." in data for data in world.tree().values())
    edit_source(world)
    assert ends(world) == wanted, (fails.name, fails.number, fails.code)
    return fails.begun


def faults(folder: Path, patch: pytest.MonkeyPatch, case: str, step: int, first: int) -> int:
    """Every `step`th of the calls that write, and of those that read every so many; how many that were."""
    calm = made(folder / "calm", CASES[case])
    with failing(patch, lambda *_: None) as disk:
        render(calm)
    edit_source(calm)
    wanted = ends(calm)
    writes = [(name, number) for name in WRITES for number in range(disk.counts.get(name, 0))]
    reads = [(name, number) for name in READS for number in range(disk.counts.get(name, 0))]
    if case.startswith("rename"):
        # Without the index, and of a note that cannot be read, nobody can say that a note was renamed.
        writes, reads = [one for one in writes if one[0] not in ("open to write", "mkdir")], []
    points, struck = writes[first % step :: step] + reads[first :: step * 24], 0
    for index, (name, number) in enumerate(points):
        code = (FULL, READ_ONLY, BAD)[(index + first) % 3] if name in WRITES else (DENIED, BAD)[index % 2]
        fails = Fails(name, number, code, lasting=bool(index % 2))
        struck += fault(folder / f"{name} {number}", patch, case, wanted, fails)
    assert struck >= len(points) * 0.7  # the first run of a process does a little more than the next
    return struck


@pytest.mark.parametrize("case", SOME)
def test_a_render_outlives_a_fault_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    faults(tmp_path, monkeypatch, case, 9, SOME.index(case))


@pytest.mark.soak
def test_renders_outlive_faults_at_every_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = enumerate(CASES)
    count = sum(faults(tmp_path / case, monkeypatch, case, STEP, at % STEP) for at, case in cases)
    sys.stderr.write(f"renders: {count} faults\n")
    assert count > 200 / STEP


def edit_faults(folder: Path, patch: pytest.MonkeyPatch, name: str, step: int, first: int) -> int:
    """The same of a command that changes notes: refused with the reason, or done."""
    calm = Vault(folder / "calm", name)
    before = calm.files()
    with failing(patch, lambda *_: None) as disk:
        _said(calm)
    wanted = calm.files()
    points = [(call, number) for call in WRITES for number in range(disk.counts.get(call, 0))][first::step]
    struck = 0
    for index, (call, number) in enumerate(points):
        vault = Vault(folder / f"{call} {number}", name)
        fails = Fails(call, number, (FULL, READ_ONLY, DENIED, BAD)[index % 4], lasting=bool(index % 2))
        with failing(patch, fails):
            ran = _said(vault)
        struck += fails.begun
        whole(before, vault.files(), wanted)
        if ran.code or any(vault.files().get(path) != wanted[path] for path in wanted):
            assert os.strerror(fails.code).lower() in flat(ran), (call, number, ran)
            assert ran.code or name == "fix", ran  # what was not mended is a warning, as before
            assert name in AGAIN or vault.files() == before
        vault.world.report()
        if any(vault.files().get(path) != wanted[path] for path in wanted):
            assert _said(vault).code == 0
        assert {path: vault.files()[path] for path in wanted} == wanted, (call, number)
    return struck


def _said(vault: Vault) -> Ran:
    return Hand(vault.world.root, env=vault.env).run(*vault.words[2:])


@pytest.mark.parametrize("name", ["done", "ask", "import"])
def test_a_command_outlives_a_fault_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    edit_faults(tmp_path, monkeypatch, name, 4, len(name) % 4)


@pytest.mark.soak
def test_commands_outlive_faults_at_every_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = enumerate(("done", "set", "ask", "invite", "fix", "import"))
    count = sum(edit_faults(tmp_path / name, monkeypatch, name, STEP, at % STEP) for at, name in names)
    sys.stderr.write(f"commands: {count} faults\n")
    assert count > 100 / STEP


# Somebody takes the file away, or puts something else in its place


def _vanish(place: Path, aside: Path) -> None:
    place.rename(aside)


def _folder(place: Path, aside: Path) -> None:
    place.rename(aside)
    place.mkdir()
    (place / "x.txt").write_text("theirs")


def _link(place: Path, aside: Path) -> None:
    place.rename(aside)
    (aside.parent / "outside.txt").write_text("outside")
    place.symlink_to(aside.parent / "outside.txt")


ACTS: Final = {"vanishes": _vanish, "is replaced by a folder": _folder, "is replaced by a link": _link}


def _back(place: Path, aside: Path) -> None:
    """Trouble is over: what was put there goes, untouched as it must be, and the file returns."""
    if place.is_symlink():
        assert (aside.parent / "outside.txt").read_text() == "outside"
        place.unlink()
    elif place.is_dir():
        assert [(found.name, found.read_text()) for found in place.iterdir()] == [("x.txt", "theirs")]
        (place / "x.txt").unlink()
        place.rmdir()
    aside.rename(place)


def replaced(
    folder: Path, patch: pytest.MonkeyPatch, path: str, act: Callable[[Path, Path], None], moments: range
) -> int:
    calm = made(folder / "calm", CASES["merge"])
    with failing(patch, lambda *_: None) as disk:
        render(calm)
    edit_source(calm)
    wanted = ends(calm)
    last = sum(disk.counts.values())
    for moment in moments:
        if moment >= last:
            return moments.index(moment)
        world = made(folder / f"{moment}", CASES["merge"])
        place, aside = world.root / path, folder / f"{moment}" / "aside"
        left = [moment]

        def strike(_: str, __: int, left: list[int] = left, place: Path = place, aside: Path = aside) -> None:
            if left[0] == 0:
                act(place, aside)
            left[0] -= 1

        with failing(patch, strike):
            assert render(world).code in (0, 1, 2)
        if left[0] >= 0:
            continue
        if path == SHEET:
            assert place.is_dir() or place.is_symlink() or not place.exists()
            assert "My own line." in aside.read_text()
        _back(place, aside)
        edit_source(world)
        assert ends(world) == wanted, (path, moment)
    raise AssertionError("the run never ends")


@pytest.mark.parametrize("how", ACTS)
def test_a_file_that_goes_or_is_replaced_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Of the rendered note the calls that come late are those that write it."""
    number = list(ACTS).index(how)
    for path, step in ((SHEET, 83), (TALK, 199), (JO, 199)):
        replaced(
            tmp_path / path.partition("/")[0], monkeypatch, path, ACTS[how], range(number * 7, MANY, step)
        )


@pytest.mark.soak
def test_files_that_go_or_are_replaced_at_every_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0
    for how, act in ACTS.items():
        for path, step in ((SHEET, 5), (TALK, 15), (JO, 15)):
            count += replaced(
                tmp_path / how / path.partition("/")[0], monkeypatch, path, act, range(0, MANY, step * STEP)
            )
    sys.stderr.write(f"files that went or were replaced: {count}\n")
    assert count > 100 / STEP
