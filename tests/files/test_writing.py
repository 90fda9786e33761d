"""Replacing, moving and removing files: what is kept, what is refused, what a race leaves."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from vaultkit import files
from vaultkit.errors import ChangedMeanwhile, Refused
from vaultkit.files import busy, swap, syncing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")


@pytest.fixture(params=["exchange", "plain"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of replacing: with the system's exchange, and where it has none."""
    if request.param == "plain":
        monkeypatch.setattr(swap, "_call", lambda *_: False)
    return str(request.param)


def leftovers(folder: Path) -> list[str]:
    return [found.name for found in folder.rglob("*") if files.is_temporary(found.name)]


def test_replaces_what_was_expected_and_returns_the_new_stamp(tmp_path: Path, way: str) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"old")
    assert files.replace(note, b"new", expected=b"old") == files.stamp(note)
    assert note.read_bytes() == b"new"
    assert leftovers(tmp_path) == []


def test_writes_nothing_when_the_bytes_are_there_already(tmp_path: Path, way: str) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"same")
    before = files.stamp(note)
    assert files.replace(note, b"same", expected=b"same") == before == files.stamp(note)


@pytest.mark.parametrize("found", [b"somebody's", None])
def test_what_was_not_expected_is_never_replaced(tmp_path: Path, way: str, found: bytes | None) -> None:
    note = tmp_path / "a.md"
    if found is not None:
        note.write_bytes(found)
    with pytest.raises(ChangedMeanwhile):
        files.replace(note, b"new", expected=b"old")
    assert (note.read_bytes() if note.exists() else None) == found
    assert leftovers(tmp_path) == []


def test_creates_only_where_nothing_stands(tmp_path: Path, way: str) -> None:
    note = tmp_path / "deep" / "er" / "a.md"
    files.replace(note, b"new", expected=None)
    assert note.read_bytes() == b"new"
    with pytest.raises(ChangedMeanwhile):
        files.replace(note, b"other", expected=None)
    dangling = tmp_path / "link.md"
    dangling.symlink_to(tmp_path / "nowhere.md")
    with pytest.raises(ChangedMeanwhile):
        files.replace(dangling, b"other", expected=None)
    assert not (tmp_path / "nowhere.md").exists()
    assert note.read_bytes() == b"new"
    assert leftovers(tmp_path) == []


def test_a_file_that_appears_while_we_create_is_left(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "a.md"
    real = swap.rename_new

    def late(old: Path, new: Path) -> None:
        new.write_bytes(b"somebody's")
        real(old, new)

    monkeypatch.setattr(swap, "rename_new", late)
    with pytest.raises(ChangedMeanwhile):
        files.replace(note, b"ours", expected=None)
    assert note.read_bytes() == b"somebody's"
    assert leftovers(tmp_path) == []


@posix
def test_mode_and_attributes_stay(tmp_path: Path, way: str) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"old")
    note.chmod(0o640)
    try:
        os.setxattr(note, "user.tag", b"red")
        tagged = True
    except OSError:
        tagged = False
    files.replace(note, b"new", expected=b"old")
    assert stat.S_IMODE(note.stat().st_mode) == 0o640
    if tagged:
        assert os.getxattr(note, "user.tag") == b"red"


@posix
def test_a_new_file_gets_the_mode_that_every_new_file_gets(tmp_path: Path, way: str) -> None:
    files.replace(tmp_path / "a.md", b"x", expected=None)
    (tmp_path / "b.md").write_bytes(b"x")
    assert (tmp_path / "a.md").stat().st_mode == (tmp_path / "b.md").stat().st_mode


@posix
def test_a_link_stays_and_its_target_is_written(tmp_path: Path, way: str) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "t.md"
    target.write_bytes(b"old")
    link = tmp_path / "a.md"
    link.symlink_to("real/t.md")
    files.replace(link, b"new", expected=b"old", within=tmp_path)
    assert link.readlink().as_posix() == "real/t.md"
    assert target.read_bytes() == b"new"


@posix
def test_a_link_out_of_the_vault_is_refused(tmp_path: Path, way: str) -> None:
    outside = tmp_path / "bashrc"
    outside.write_bytes(b"old")
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "a.md").symlink_to(outside)
    with pytest.raises(Refused, match="outside"):
        files.replace(vault / "a.md", b"new", expected=b"old", within=vault)
    assert outside.read_bytes() == b"old"


@posix
@pytest.mark.parametrize("expected", [b"old", None])
def test_a_linked_folder_is_refused(tmp_path: Path, way: str, expected: bytes | None) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    if expected:
        (outside / "a.md").write_bytes(expected)
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "Drafts").symlink_to(outside)
    with pytest.raises(Refused, match="link"):
        files.replace(vault / "Drafts" / "a.md", b"new", expected=expected, within=vault)
    assert sorted(found.name for found in outside.iterdir()) == (["a.md"] if expected else [])


def test_a_path_with_dots_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        files.replace(tmp_path / "v" / ".." / "a.md", b"x", expected=None, within=tmp_path / "v")
    with pytest.raises(Refused):
        files.replace(tmp_path / "a.md", b"x", expected=None, within=tmp_path / "v")


@posix
@pytest.mark.parametrize("what", ["hard link", "read-only", "folder", "pipe", "owner"])
def test_what_must_not_be_replaced_is_refused_with_the_reason(
    tmp_path: Path, way: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"old")
    words = {"hard link": "2 hard links", "folder": "regular", "pipe": "regular", "owner": "another user"}
    if what == "hard link":
        os.link(note, tmp_path / "b.md")
    elif what == "read-only":
        note.chmod(0o444)
    elif what == "owner":
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    else:
        note.unlink()
        note.mkdir() if what == "folder" else os.mkfifo(note)
    before = os.lstat(note)
    with pytest.raises(Refused, match=words.get(what, what)):
        files.replace(note, b"new", expected=b"old")
    with pytest.raises(Refused, match=words.get(what, what)):
        files.move(note, tmp_path / "c.md", expected=b"old")
    assert os.lstat(note) == before
    assert leftovers(tmp_path) == []


def test_a_save_between_look_and_exchange_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"old")
    real = swap.exchange
    calls: list[int] = []

    def late(one: Path, other: Path) -> bool:
        if not calls:
            (tmp_path / "save").write_bytes(b"the user's save")
            (tmp_path / "save").replace(note)
        calls.append(1)
        return real(one, other)

    monkeypatch.setattr(swap, "exchange", late)
    with pytest.raises(ChangedMeanwhile):
        files.replace(note, b"new", expected=b"old")
    assert note.read_bytes() == b"the user's save"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("step", ["replace", "create", "move"])
def test_a_save_right_after_is_not_taken_for_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The stamp that comes back is put beside the bytes that were written: it must not be that of the save."""
    note, there = tmp_path / "a.md", tmp_path / ("b.md" if step == "move" else "a.md")
    if step != "create":
        note.write_bytes(b"old")

    def then_saved(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            done = real(*given)
            there.write_bytes(b"the user's save")
            return done

        return call

    for name in ("exchange", "rename_new"):
        monkeypatch.setattr(swap, name, then_saved(getattr(swap, name)))
    if step == "move":
        stamp = files.move(note, there, expected=b"old")
    else:
        stamp = files.replace(note, b"new", expected=None if step == "create" else b"old")
    assert there.read_bytes() == b"the user's save"
    assert stamp != files.stamp(there)
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has this table")
@pytest.mark.parametrize(
    ("kind", "written"), [("nfs4", False), ("cifs", False), ("ext4", True), ("overlay", True)]
)
def test_a_server_that_refuses_each_lease_says_nothing_of_who_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, written: bool
) -> None:
    """Else nothing that was rendered into a network drive would ever be rendered anew."""
    note = tmp_path / "a.md"
    note.write_bytes(b"old")
    device = note.stat().st_dev
    table = tmp_path / "mountinfo"
    other = "21 1 0:1 / / rw - proc proc rw"
    table.write_text(f"{other}\n22 1 {os.major(device)}:{os.minor(device)} / /v rw shared:1 - {kind} x rw\n")
    monkeypatch.setattr(busy, "MOUNTS", str(table))
    assert not files.being_written(note)
    with note.open("rb+"):  # which makes the system refuse, as these servers always do
        assert files.being_written(note) is written


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells who has a file open")
@pytest.mark.parametrize("act", ["replace", "remove"])
def test_a_file_that_somebody_has_open_for_writing_is_left_where_it_is(
    tmp_path: Path, way: str, act: str
) -> None:
    """An editor that opened the file and writes a moment later must write into the file that stays."""
    target = tmp_path / "a.md"
    target.write_bytes(b"old")
    with target.open("rb+") as editor:
        write = partial(files.replace, target, b"new") if act == "replace" else partial(files.remove, target)
        with pytest.raises(ChangedMeanwhile):
            write(expected=b"old")
        editor.write(b"saved late")
    assert target.read_bytes().startswith(b"saved late")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_two_saves_in_a_row_leave_the_newer_one_and_the_older_as_leftover(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"old")
    real = swap.exchange
    saves = [b"first save", b"second save"]

    def late(one: Path, other: Path) -> bool:
        if saves:
            (tmp_path / "save").write_bytes(saves.pop(0))
            (tmp_path / "save").replace(note)
        return real(one, other)

    monkeypatch.setattr(swap, "exchange", late)
    with pytest.raises(ChangedMeanwhile):
        files.replace(note, b"new", expected=b"old")
    assert note.read_bytes() == b"second save"
    assert [(tmp_path / name).read_bytes() for name in leftovers(tmp_path)] == [b"first save"]


def test_deleted_between_exchange_and_look_the_save_goes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"old")
    real = swap.exchange
    calls = []

    def late(one: Path, other: Path) -> bool:
        calls.append(1)
        if len(calls) == 1:
            note.write_bytes(b"a save")
            return real(one, other)
        note.unlink()
        return real(one, other)

    monkeypatch.setattr(swap, "exchange", late)
    with pytest.raises(ChangedMeanwhile):
        files.replace(note, b"new", expected=b"old")
    assert note.read_bytes() == b"a save"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("call", ["open", "fsync", "fchmod"])
def test_a_fault_leaves_the_old_file_whole_and_nothing_behind(
    tmp_path: Path, way: str, call: str, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"old")
    real = getattr(os, call)

    def fail(*given: object, **more: object) -> object:
        if call == "open" and not str(given[0]).endswith(".tmp"):
            return real(*given, **more)
        raise OSError(number, "injected")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        with pytest.raises(OSError, match="injected"):
            files.replace(note, b"new", expected=b"old")
    assert note.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_moves_onto_nothing_and_makes_the_folder(tmp_path: Path, way: str) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"x")
    files.move(note, tmp_path / "new" / "b.md", expected=b"x", within=tmp_path)
    assert not note.exists()
    assert (tmp_path / "new" / "b.md").read_bytes() == b"x"


def test_a_move_onto_a_file_or_of_a_changed_one_does_nothing(tmp_path: Path, way: str) -> None:
    (tmp_path / "a.md").write_bytes(b"x")
    (tmp_path / "b.md").write_bytes(b"theirs")
    for old, new, expected in [("a.md", "b.md", b"x"), ("a.md", "c.md", b"other"), ("gone.md", "c.md", b"x")]:
        with pytest.raises(ChangedMeanwhile):
            files.move(tmp_path / old, tmp_path / new, expected=expected)
    assert (tmp_path / "a.md").read_bytes() == b"x"
    assert (tmp_path / "b.md").read_bytes() == b"theirs"


@posix
def test_a_link_with_a_relative_target_is_not_moved_to_another_folder(tmp_path: Path) -> None:
    (tmp_path / "t.md").write_bytes(b"x")
    (tmp_path / "a.md").symlink_to("t.md")
    with pytest.raises(Refused, match="relative"):
        files.move(tmp_path / "a.md", tmp_path / "deep" / "a.md", expected=b"x")
    files.move(tmp_path / "a.md", tmp_path / "b.md", expected=b"x")
    assert (tmp_path / "b.md").read_bytes() == b"x"
    assert (tmp_path / "b.md").is_symlink()


def test_removes_only_what_was_expected(tmp_path: Path, way: str) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"x")
    with pytest.raises(ChangedMeanwhile):
        files.remove(note, expected=b"y")
    assert note.read_bytes() == b"x"
    files.remove(note, expected=b"x")
    assert not note.exists()
    with pytest.raises(ChangedMeanwhile):
        files.remove(note, expected=b"x")
    assert leftovers(tmp_path) == []


def test_a_save_while_removing_comes_back(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"x")
    real = os.rename

    def late(old: Path, new: Path) -> None:
        if old == note:
            note.write_bytes(b"saved")
        real(old, new)

    monkeypatch.setattr(os, "rename", late)
    with pytest.raises(ChangedMeanwhile):
        files.remove(note, expected=b"x")
    assert note.read_bytes() == b"saved"


def test_backups_are_never_replaced_and_equal_ones_kept_once(tmp_path: Path) -> None:
    assert files.back_up(tmp_path, "Drafts/a.md", b"1") == ".vaultkit/backups/Drafts/a.md"
    assert files.back_up(tmp_path, "Drafts/a.md", b"2") == ".vaultkit/backups/Drafts/a 2.md"
    assert files.back_up(tmp_path, "Drafts/a.md", b"1") == ".vaultkit/backups/Drafts/a.md"
    assert files.back_up(tmp_path, "Drafts/a.md", b"2") == ".vaultkit/backups/Drafts/a 2.md"
    assert (tmp_path / ".vaultkit/backups/Drafts/a.md").read_bytes() == b"1"


def test_put_replaces_files_of_ours_atomically(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".vaultkit" / "renders" / "a.md"
    files.put(path, b"1")
    files.put(path, b"2")
    assert path.read_bytes() == b"2"

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "injected")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="injected"):
        files.put(path, b"3")
    assert path.read_bytes() == b"2"
    assert leftovers(tmp_path) == []


@posix
def test_reading_a_pipe_fails_instead_of_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(OSError, match="regular"):
        files.read(tmp_path / "a.md")


def test_syncing_the_vault_works_on_this_system(tmp_path: Path) -> None:
    syncing.sync(tmp_path)


@posix
def test_no_save_of_a_busy_user_is_lost(tmp_path: Path) -> None:
    """Saves by rename race with ours, which quote what they replaced: each save stands there or is quoted."""
    note = tmp_path / "a.md"
    note.write_bytes(b"user 0;")

    def ours() -> None:
        with suppress(ChangedMeanwhile):
            seen = files.read(note)
            files.replace(note, b"ours on " + seen[-40:], expected=seen, fsync=False)

    for turn in range(300):
        text = b"user %d;" % turn
        (tmp_path / "save").write_bytes(text)
        thread = threading.Thread(target=ours)
        thread.start()
        (tmp_path / "save").replace(note)
        thread.join()
        assert text in note.read_bytes()
    assert leftovers(tmp_path) == []
