"""Decisions carried out on real files: what is written, what is refused, what a fault leaves."""

from __future__ import annotations

import errno
import io
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from vaultkit import files
from vaultkit.config import RENDERS
from vaultkit.errors import Refused
from vaultkit.files import swap
from vaultkit.writeback import bases, rendered_here
from vaultkit.writeback.apply import apply
from vaultkit.writeback.plan import decide
from vaultkit.writeback.state import Base, Decision, Render

from .states import BOTH, MINE, ONE, OTHER, PATH, TWO, note
from .world import backups, hidden, look, notes, run, stored

if TYPE_CHECKING:
    from pathlib import Path

A = Render(PATH, ONE)
B = Render(PATH, TWO)


def put(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode())


def words(root: Path, *renders: Render, **flags: Any) -> list[str]:
    return [done.action for done in run(root, *renders, **flags)]


def test_from_the_first_render_to_the_last_edit(tmp_path: Path) -> None:
    assert words(tmp_path, A) == ["create"]
    assert notes(tmp_path) == stored(tmp_path) == {PATH: ONE}
    assert words(tmp_path, A) == ["unchanged"]
    assert words(tmp_path, B) == ["update"]
    assert notes(tmp_path) == stored(tmp_path) == {PATH: TWO}
    put(tmp_path, PATH, BOTH)
    assert words(tmp_path, B) == ["kept"]
    assert words(tmp_path, A) == ["merged"]
    assert notes(tmp_path) == {PATH: MINE}
    assert stored(tmp_path) == {PATH: ONE}
    (tmp_path / PATH).unlink()
    assert words(tmp_path, B) == ["deleted"]
    assert words(tmp_path, B, recreate=True) == ["create"]
    assert notes(tmp_path) == {PATH: TWO}
    assert hidden(tmp_path) == []


def test_a_second_run_touches_nothing(tmp_path: Path) -> None:
    run(tmp_path, A)
    put(tmp_path, PATH, MINE)
    run(tmp_path, B)
    before = {path: path.stat() for path in tmp_path.rglob("*")}
    done = run(tmp_path, B)
    assert [one.written for one in done] == [False]
    after = {path: path.stat() for path in tmp_path.rglob("*")}
    assert {path: (found.st_mtime_ns, found.st_ino) for path, found in after.items()} == {
        path: (found.st_mtime_ns, found.st_ino) for path, found in before.items()
    }


def test_a_move_takes_edits_and_base_along(tmp_path: Path) -> None:
    run(tmp_path, A)
    put(tmp_path, PATH, MINE)
    assert words(tmp_path, Render(OTHER, TWO)) == ["moved"]
    assert notes(tmp_path) == {OTHER: BOTH}
    assert stored(tmp_path) == {OTHER: TWO}
    assert words(tmp_path, Render(OTHER, TWO)) == ["kept"]
    assert not (tmp_path / ".vaultkit/renders/Drafts").exists()


def test_overwriting_keeps_a_backup(tmp_path: Path) -> None:
    bases.begin(tmp_path)
    put(tmp_path, PATH, MINE)
    assert words(tmp_path, B) == ["foreign"]
    done = run(tmp_path, B, overwrite=True)
    assert (done[0].action, (tmp_path / ".vaultkit/backups" / PATH).is_file()) == ("update", True)
    assert notes(tmp_path) == {PATH: TWO}
    assert backups(tmp_path) == [MINE]
    put(tmp_path, PATH, BOTH)
    assert words(tmp_path, A, fresh=True) == ["update"]
    assert backups(tmp_path) == [BOTH, MINE]


def test_a_machine_that_joins_records_what_is_there_and_brings_nothing_back(tmp_path: Path) -> None:
    here, gone = Render("here.md", note("x", template="here")), Render("gone.md", note("x", template="gone"))
    put(tmp_path, "here.md", here.text)
    put(tmp_path, PATH, MINE)
    states = [look(tmp_path, here), look(tmp_path, B), replace(look(tmp_path, gone), joined=True)]
    done = apply(tmp_path, [decide(state) for state in states], joining=True)
    assert [one.action for one in done] == ["unchanged", "foreign", "deleted"]
    assert stored(tmp_path) == {"here.md": here.text, "gone.md": gone.text}
    assert not (tmp_path / bases.JOINING).exists()
    assert words(tmp_path, here, gone, B) == ["unchanged", "deleted", "foreign"]


def test_a_killed_joining_joins_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "here.md", ONE)
    new = Render("here.md", ONE)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", die)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, new)
    assert rendered_here.joined(tmp_path)
    assert words(tmp_path, new) == ["unchanged"]
    assert stored(tmp_path) == {"here.md": ONE}


def test_a_file_that_changed_since_is_not_written_and_goes_round_again(tmp_path: Path) -> None:
    run(tmp_path, A)
    decision = decide(look(tmp_path, B))
    put(tmp_path, PATH, MINE)
    done = apply(tmp_path, [decision])
    assert (done[0].again, done[0].written) == (True, False)
    assert notes(tmp_path) == {PATH: MINE}
    assert stored(tmp_path) == {PATH: ONE}
    assert hidden(tmp_path) == []
    assert words(tmp_path, B) == ["merged"]


@pytest.mark.parametrize("what", ["file", "folder", "link", "dangling link"])
def test_what_appears_at_a_new_path_is_not_overwritten(tmp_path: Path, what: str) -> None:
    (tmp_path / "Drafts").mkdir()
    (tmp_path / "x.md").write_text("x")
    decision = decide(look(tmp_path, A))
    place = tmp_path / PATH
    if what == "file":
        place.write_text("theirs")
    elif what == "folder":
        place.mkdir()
    else:
        place.symlink_to(tmp_path / ("x.md" if what == "link" else "nowhere.md"))
    before = os.lstat(place)
    done = apply(tmp_path, [decision])
    assert (done[0].again, done[0].written) == (True, False)
    assert os.lstat(place) == before
    assert stored(tmp_path) == {}
    assert hidden(tmp_path) == []


def trouble(tmp_path: Path, what: str) -> None:
    """Bring the file at PATH, which was rendered before, into a state that refuses a write."""
    place = tmp_path / PATH
    if what == "read-only":
        place.chmod(0o444)
    elif what == "hard link":
        os.link(place, tmp_path / "second.md")
    elif what == "linked folder":
        (tmp_path / "Drafts").rename(tmp_path / "Real")
        (tmp_path / "Drafts").symlink_to("Real")
    elif what == "folder":
        place.unlink()
        place.mkdir()
    elif what == "link out":
        outside = tmp_path.parent / f"{tmp_path.name} outside.md"
        place.rename(outside)
        place.symlink_to(outside)


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
@pytest.mark.parametrize("what", ["read-only", "hard link", "linked folder", "folder", "link out"])
def test_what_cannot_be_written_is_refused_with_the_reason_and_the_others_go_on(
    tmp_path: Path, what: str
) -> None:
    other = Render("Else/other.md", note("x", template="other"))
    changed = Render("Else/other.md", note("y", template="other"))
    run(tmp_path, A, other)
    decisions = [decide(look(tmp_path, B)), decide(look(tmp_path, changed))]
    trouble(tmp_path, what)
    done = apply(tmp_path, decisions)
    assert done[0].action == "refused"
    assert [(one.path, one.code, one.severity) for one in done[0].problems] == [
        (PATH, "not-written", "error")
    ]
    assert (done[1].action, done[1].written) == ("update", True)
    assert stored(tmp_path) == {PATH: ONE, "Else/other.md": changed.text}
    assert hidden(tmp_path) == []
    if what != "folder":
        assert (tmp_path / PATH).read_bytes().decode() == ONE


def test_what_the_system_refuses_is_one_output_s_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, A)
    decisions = [
        decide(look(tmp_path, B)),
        decide(look(tmp_path, Render("Else/other.md", note("x", template="other")))),
    ]
    real = files.replace

    def full(path: Path, *given: Any, **more: Any) -> Any:
        if path == tmp_path / PATH:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, *given, **more)

    monkeypatch.setattr(files, "replace", full)
    one, other = apply(tmp_path, decisions)
    assert (one.action, [problem.hint for problem in one.problems]) == (
        "refused", ["make room on the disk and try again"],
    )  # fmt: skip
    assert (other.action, other.written) == ("create", True)


@pytest.mark.parametrize(
    ("mine", "render", "wrote", "said"),
    [
        (ONE, B, True, f"{PATH}: written, but its record could not be put in place: No space left on device"),
        (ONE, Render(OTHER, TWO), True, f"{OTHER}: written, but its record could not be put in place: No space left on device"),
        (BOTH, B, False, f"{PATH}: its record could not be put in place: No space left on device"),
    ],
)  # fmt: skip
def test_a_record_that_finds_no_room_is_told_apart_from_the_note(  # noqa: PLR0917 - the columns of a table
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mine: str, render: Render, wrote: bool, said: str
) -> None:
    run(tmp_path, A)
    put(tmp_path, PATH, mine)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(bases, "put_in_place", full)
        patch.setattr(bases, "put", full)
        [one] = apply(tmp_path, [decide(look(tmp_path, render))])
    [problem] = one.problems
    assert (one.written, f"{problem.path}: {problem.message}") == (wrote, said)
    assert problem.hint == "make room on the disk and try again"
    run(tmp_path, render)
    assert stored(tmp_path) == {render.path: TWO}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("moving", [False, True])
def test_a_fault_at_any_call_loses_nothing_and_heals(tmp_path: Path, number: int, moving: bool) -> None:
    """Each call of the system fails in turn, once; then a run without faults comes to the same end."""
    first, second = Render(PATH, ONE), Render(OTHER if moving else PATH, TWO)
    for turn in range(100):
        root = tmp_path / str(turn)
        root.mkdir()
        run(root, first)
        put(root, PATH, MINE)
        patch = pytest.MonkeyPatch()
        calls = Faults(turn, number)
        calls.install(patch)
        try:
            done = run(root, second)
        except (Refused, OSError):
            done = []
        finally:
            patch.undo()
        assert len(notes(root)) == 1, turn
        assert "mine" in next(iter(notes(root).values()))
        if calls.count <= turn:
            assert turn > 5
            return
        assert all(one.problems or one.again or one.written or not one.decision.writes for one in done)
        run(root, second)
        assert notes(root) == {second.path: BOTH}, turn
        assert stored(root) == {second.path: TWO}, turn
        assert hidden(root) == [], turn
    raise AssertionError("the run never ends")


class Faults:
    def __init__(self, at: int, number: int) -> None:
        self.at, self.number, self.count = at, number, 0

    def install(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(io, "open", self.failing(io.open))
        for module, names in (
            (os, ("open", "fsync", "replace", "rename", "unlink", "mkdir", "rmdir", "fchmod")),
            (swap, ("exchange", "rename_new")),
        ):
            for name in names:
                patch.setattr(module, name, self.failing(getattr(module, name)))

    def failing(self, real: Any) -> Any:
        def call(*given: Any, **more: Any) -> Any:
            self.count += 1
            if self.count == self.at + 1:
                raise OSError(self.number, os.strerror(self.number))
            return real(*given, **more)

        return call


def test_a_vault_that_cannot_keep_bases_renders_nothing(tmp_path: Path) -> None:
    (tmp_path / ".vaultkit").write_text("a file in the way")
    with pytest.raises(Refused):
        apply(tmp_path, [decide(look(tmp_path, A))])
    assert notes(tmp_path) == {}


def test_a_linked_folder_of_bases_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / ".vaultkit").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused):
        apply(vault, [decide(look(vault, A))])
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_nothing_to_do_makes_no_folder(tmp_path: Path) -> None:
    assert apply(tmp_path, [Decision("refused"), Decision("none")])[0].action == "refused"
    assert list(tmp_path.iterdir()) == []


def test_only_what_has_the_user_s_words_is_synced_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    done = apply(tmp_path, [decide(look(tmp_path, A))])
    assert (done[0].written, synced) == (True, [])
    put(tmp_path, PATH, MINE)
    apply(tmp_path, [decide(look(tmp_path, B))])
    assert {(tmp_path / PATH).stat().st_ino, (tmp_path / RENDERS / PATH).stat().st_ino} <= set(synced)


def test_a_backup_that_cannot_be_made_stops_the_overwrite(tmp_path: Path) -> None:
    run(tmp_path, A)
    put(tmp_path, PATH, MINE)
    put(tmp_path, ".vaultkit/backups", "in the way")
    done = run(tmp_path, B, fresh=True)
    assert done[0].action == "refused"
    assert notes(tmp_path) == {PATH: MINE}
    assert stored(tmp_path) == {PATH: ONE}


def test_a_base_alone_is_stored_and_another_dropped(tmp_path: Path) -> None:
    run(tmp_path, A)
    (tmp_path / PATH).unlink()
    assert words(tmp_path, Render(OTHER, TWO)) == ["deleted"]
    assert stored(tmp_path) == {OTHER: ONE}
    assert bases.read(tmp_path, OTHER) == Base(OTHER, ONE)
    assert notes(tmp_path) == {}
