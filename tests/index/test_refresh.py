"""A refresh finds what changed, reads nothing else, and says so."""

from __future__ import annotations

import ntpath
import os
import shutil
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.index.vaults import Room, contact, interview, note, read_note
from vaultkit.errors import VaultkitError
from vaultkit.index import refresh as refreshing
from vaultkit.index.refresh import refresh, relative
from vaultkit.index.store import Damaged
from vaultkit.index.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vaultkit.model import Facts


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.close()


def vault(room: Room) -> Vault:
    return Vault(room.store, room.config)


def test_a_first_refresh_reads_every_note_once(room: Room) -> None:
    room.write("People/Jo Kim.md", contact(org="Acme"))
    room.write("Interviews/2026-03-09 Jo Kim.md", interview("[[Jo Kim]]"))
    room.write("Daily.md", "plain")
    found = room.refresh()
    assert sorted(room.reads) == ["Daily.md", "Interviews/2026-03-09 Jo Kim.md", "People/Jo Kim.md"]
    assert found.added == ("Daily.md", "Interviews/2026-03-09 Jo Kim.md", "People/Jo Kim.md")
    assert found.notes == 3
    assert [one.path for one in vault(room).of_kind("contact")] == ["People/Jo Kim.md"]


def test_nothing_changed_reads_and_writes_nothing(room: Room) -> None:
    room.write("a.md", contact(org="Acme"))
    room.settle()
    number = room.store.number
    changes = room.store.db.total_changes
    found = room.refresh()
    assert (room.reads, found.added, found.changed, found.notes) == ([], (), (), 1)
    assert room.store.number == number
    assert room.store.db.total_changes == changes


def test_a_changed_note_alone_is_read(room: Room) -> None:
    room.write("a.md", contact(org="Acme"))
    room.write("b.md", contact(org="Acme"))
    room.settle()
    room.write("a.md", contact(org="Other"))
    found = room.refresh()
    assert (room.reads, found.changed) == (["a.md"], ("a.md",))
    reading = vault(room).note("a.md")
    assert reading is not None
    assert reading.prop("org") == "Other"


def test_a_change_that_keeps_size_and_time_is_seen(room: Room) -> None:
    room.write("a.md", contact(org="Acme"))
    file = room.root / "a.md"
    os.utime(file, ns=(10**18, 10**18))
    room.settle()
    room.write("a.md", contact(org="Emca"))
    os.utime(file, ns=(10**18, 10**18))
    assert room.refresh().changed == ("a.md",)


def test_a_change_in_the_tick_of_the_look_is_seen(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stamp of the second write may equal that of the first: git's racily clean file."""
    room.write("a.md", contact(org="Acme"))
    room.refresh()
    stamp = os.lstat(room.root / "a.md")
    room.write("a.md", contact(org="Emca"))
    row = (
        stamp.st_size,
        *(getattr(os.lstat(room.root / "a.md"), key) for key in ("st_mtime_ns", "st_ctime_ns", "st_ino")),
    )
    room.store.db.execute("UPDATE note SET size = ?, mtime = ?, ctime = ?, ino = ?", row)
    assert room.refresh().changed == ("a.md",)


def test_a_note_in_doubt_is_settled_later_and_not_for_ever(room: Room) -> None:
    room.write("a.md", contact(org="Acme"))
    room.settle()
    assert room.rows("SELECT path FROM note WHERE racy") == []


def test_a_time_stamp_far_in_the_future_is_no_doubt(room: Room) -> None:
    room.write("a.md", "text")
    ahead = 4_000_000_000_000_000_001
    os.utime(room.root / "a.md", ns=(ahead, ahead))
    room.settle()
    assert room.rows("SELECT path FROM note WHERE racy") == []


def test_a_removed_note_is_gone_with_its_links_and_names(room: Room) -> None:
    room.write("a.md", contact(aliases="Jo") + "[[b]]")
    room.write("b.md", "text")
    room.settle()
    room.remove("a.md")
    found = room.refresh()
    assert (found.removed, found.notes) == (("a.md",), 1)
    for table in ("facts", "link", "problem"):
        assert room.rows(f"SELECT note FROM {table} WHERE note NOT IN (SELECT id FROM note)") == []
    assert room.rows("SELECT folded FROM name") == [("b",)]


def test_a_renamed_note_keeps_its_id(room: Room) -> None:
    room.write("People/Jo.md", contact(org="Acme"))
    room.settle()
    before = room.rows("SELECT id FROM note")
    (room.root / "Old").mkdir()
    (room.root / "People/Jo.md").rename(room.root / "Old/Jo Kim.md")
    found = room.refresh()
    assert found.renamed == (("People/Jo.md", "Old/Jo Kim.md"),)
    assert (found.added, found.removed, found.changed) == ((), (), ())
    assert room.rows("SELECT id FROM note") == before
    reading = vault(room).note("Old/Jo Kim.md")
    assert reading is not None
    assert reading.name == "Jo Kim"


def test_a_moved_folder_keeps_the_ids_of_equal_notes_by_their_names(room: Room) -> None:
    for name in ("a", "b", "c"):
        room.write(f"Old/{name}.md", contact(org="Same"))
    room.settle()
    ids = set(room.rows("SELECT shown, id FROM note"))
    (room.root / "Old").rename(room.root / "New")
    assert len(room.refresh().renamed) == 3
    assert set(room.rows("SELECT shown, id FROM note")) == ids


def test_equal_notes_that_cannot_be_told_apart_are_nobodys_rename(room: Room) -> None:
    room.write("a.md", contact(org="Same"))
    room.write("b.md", contact(org="Same"))
    room.settle()
    (room.root / "a.md").rename(room.root / "c.md")
    (room.root / "b.md").rename(room.root / "d.md")
    found = room.refresh()
    assert (found.renamed, found.added, found.removed) == ((), ("c.md", "d.md"), ("a.md", "b.md"))


def test_a_copy_is_no_rename(room: Room) -> None:
    room.write("a.md", contact(org="Same"))
    room.settle()
    shutil.copy(room.root / "a.md", room.root / "b.md")
    found = room.refresh()
    assert (found.renamed, found.added) == ((), ("b.md",))


def test_problems_come_back_on_every_run(room: Room) -> None:
    room.write("a.md", note(bad="1"))
    room.write("People/x.sync-conflict-20260309-120000-ABCDEFG.md", "copy")
    codes = [problem.code for problem in room.settle().problems]
    assert sorted(codes) == ["bad", "conflict-copy"]
    assert [problem.code for problem in room.refresh().problems] == codes
    assert vault(room).problems() == room.refresh().problems


def test_a_note_that_cannot_be_read_is_listed_reported_and_tried_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.write("a.md", contact(org="Acme"))
    room.write("b.md", contact(org="Acme"))
    from vaultkit.index import scan

    real = scan.read

    def locked(root: Path, path: str) -> bytes:
        if path == "a.md":
            raise PermissionError(13, "Permission denied")
        return real(root, path)

    monkeypatch.setattr(scan, "read", locked)
    found = room.refresh()
    assert [(one.path, one.code, one.severity) for one in found.problems] == [("a.md", "unreadable", "error")]
    assert found.notes == 2
    assert vault(room).by_id(1).broken
    monkeypatch.undo()
    assert room.refresh().problems == ()


def test_a_reader_that_fails_on_one_note_stops_no_other(room: Room) -> None:
    room.write("a.md", "a")
    room.write("b.md", contact(org="Acme"))

    def read(path: str, data: bytes) -> Facts:
        if path == "a.md":
            raise RecursionError("deep")
        return read_note(path, data)

    refresh(room.store, room.config, read, {})
    assert [(one.path, one.code) for one in vault(room).problems()] == [("a.md", "unreadable")]
    assert [one.path for one in vault(room).of_kind("contact")] == ["b.md"]


def lock_folder(patch: pytest.MonkeyPatch, end: str) -> None:
    """The folder whose path ends so may not be listed; also for root, whom no mode stops."""
    real = os.scandir

    def locked(path: str) -> object:
        if str(path).endswith(end):
            raise PermissionError(13, "Permission denied")
        return real(path)

    patch.setattr("vaultkit.index.scan.os.scandir", locked)


def test_a_folder_that_cannot_be_listed_loses_no_note(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.write("People/a.md", contact(org="Acme"))
    room.write("People/Deep/b.md", contact(org="Acme"))
    room.settle()
    lock_folder(monkeypatch, "People")
    found = room.refresh()
    assert (found.removed, found.notes) == ((), 2)
    assert [(one.path, one.code) for one in found.problems] == [("People", "unreadable")]
    monkeypatch.undo()
    found = room.refresh()
    assert (found.removed, found.notes, found.problems) == ((), 2, ())


def test_a_folder_of_last_renders_that_cannot_be_listed_is_refused_also_by_a_new_index(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without them a rendered note that was deleted would seem never to have been there, and come back."""
    room.write(".vaultkit/renders/Sheets/a.md", "---\ntemplate: sheet\n---\n")
    lock_folder(monkeypatch, "renders/Sheets")
    with pytest.raises(VaultkitError, match=r"\.vaultkit/renders/Sheets cannot be read: Permission denied"):
        room.refresh()
    monkeypatch.undo()
    room.refresh()


def test_a_vault_that_is_not_there_is_refused_and_nothing_is_forgotten(room: Room) -> None:
    room.write("a.md", contact(org="Acme"))
    room.settle()
    (room.root).rename(room.root.with_name("away"))
    with pytest.raises(VaultkitError, match="cannot be read"):
        room.refresh()
    with pytest.raises(VaultkitError, match="cannot be read"):
        room.refresh("a.md")
    room.root.with_name("away").rename(room.root)
    assert room.refresh().notes == 1


def test_another_configuration_reads_every_note_again(room: Room) -> None:
    room.write("a.md", contact(org="Acme"))
    room.settle()
    before = room.rows("SELECT id FROM note")
    room.write("vaultkit.toml", "since = 2026-01-01")
    found = room.refresh()
    assert room.reads == ["a.md"]
    assert found.changed == ()
    assert room.rows("SELECT id FROM note") == before


def test_what_the_configuration_excludes_leaves_the_index(room: Room) -> None:
    room.write("Archive/a.md", "text")
    room.write("b.md", "text")
    room.settle()
    room.write("vaultkit.toml", 'exclude = ["Archive"]')
    assert room.refresh().removed == ("Archive/a.md",)
    room.write("vaultkit.toml", "")
    assert room.refresh().added == ("Archive/a.md",)


def test_a_note_without_a_file_is_no_longer_rendered_when_its_base_goes(room: Room) -> None:
    """A template that is gone: only the base tells that the note was rendered."""
    room.write("Drafts/x - old.md", note(template="gone", about="[[Jo]]"))
    room.settle()
    assert room.rows("SELECT kind FROM note") == [("other",)]
    room.write(".vaultkit/renders/Drafts/x - old.md", note(template="gone", about="[[Jo]]"))
    room.refresh()
    assert room.rows("SELECT kind FROM note") == [("rendered",)]
    room.remove(".vaultkit/renders/Drafts/x - old.md")
    room.refresh(".vaultkit/renders/Drafts/x - old.md")
    assert room.rows("SELECT kind FROM note") == [("other",)]


def test_a_rendered_note_is_no_source_of_links_but_has_a_name(room: Room) -> None:
    room.write("Drafts/x - prep.md", note(template="prep", about="[[x]]") + "[[Jo]]")
    room.refresh()
    assert room.rows("SELECT * FROM link") == []
    assert room.rows("SELECT folded, how FROM name") == [("x - prep", "file")]


@pytest.mark.parametrize("whole", [True, False])
def test_paths_are_looked_at_alone(room: Room, whole: bool) -> None:
    room.write("a.md", contact(org="Acme"))
    room.write("b.md", contact(org="Acme"))
    room.settle()
    room.write("a.md", contact(org="1"))
    room.write("b.md", contact(org="1"))
    found = room.refresh() if whole else room.refresh("a.md")
    assert found.changed == (("a.md", "b.md") if whole else ("a.md",))
    assert room.refresh().changed == (() if whole else ("b.md",))


def test_paths_that_came_and_went(room: Room) -> None:
    room.write("People/a.md", contact(org="Acme"))
    room.write("Deep/er/b.md", contact(org="Acme"))
    room.settle()
    room.write("New/Folder/c.md", contact(org="c"))
    assert room.refresh("New/Folder/c.md").added == ("New/Folder/c.md",)
    (room.root / "Deep").rename(room.root / "Moved")
    assert room.refresh("Deep", "Moved").renamed == (("Deep/er/b.md", "Moved/er/b.md"),)
    shutil.rmtree(room.root / "People")
    assert room.refresh("People").removed == ("People/a.md",)
    assert room.refresh("nothing/here.md").removed == ()
    assert room.refresh().added == ()


def test_paths_of_hidden_and_excluded_things_are_nothing(room: Room) -> None:
    room.write("vaultkit.toml", 'exclude = ["Out"]')
    room.settle()
    for path in (".obsidian/x.md", "Templates/t.md", "Out/deep/x.md", ".git/a/b.md"):
        room.write(path, contact(org="x"))
        folders = path.rpartition("/")[0]
        assert room.refresh(path, folders).notes == 0
    outside = room.root.with_name("outside")
    outside.mkdir()
    (outside / "s.md").write_text("secret")
    (room.root / "linked").symlink_to(outside)
    (room.root / "one.md").symlink_to(outside / "s.md")
    assert room.refresh("linked", "linked/s.md", "one.md").notes == 0
    assert room.refresh().notes == 0


def test_a_conflict_copy_among_the_paths_is_reported_and_its_removal_too(room: Room) -> None:
    room.write("People/x.md", "x")
    room.settle()
    copy = "People/x (conflicted copy 2026-03-09).md"
    room.write(copy, "x")
    assert [one.code for one in room.refresh(copy).problems] == ["conflict-copy"]
    room.remove(copy)
    assert room.refresh(copy).problems == ()


def test_twins_among_the_paths_are_reported_and_mended(room: Room) -> None:
    room.write("People/jo.md", "x")
    room.settle()
    room.write("People/Jo.md", "y")
    codes = {(one.path, one.code) for one in room.refresh("People/Jo.md").problems}
    assert codes == {("People/Jo.md", "twin-names")}
    room.remove("People/jo.md")
    assert room.refresh("People/jo.md").problems == ()


def test_a_picture_can_be_linked_as_soon_as_it_is_there(room: Room) -> None:
    room.write("a.md", "[[photo.png]]")
    room.settle()
    room.write("Files/photo.png", "x")
    room.refresh("Files/photo.png")
    assert "photo.png" in str(vault(room).resolve("photo.png", "a.md"))
    assert type(vault(room).resolve("photo.png", "a.md")).__name__ == "Resolved"


def test_a_note_that_comes_back_gets_its_id_back_while_outputs_remember_it(room: Room) -> None:
    room.write("a.md", contact(org="Acme"))
    room.settle()
    before = room.rows("SELECT id FROM note")
    room.store.db.execute("INSERT INTO output (template, about, person, stale) VALUES ('prep', 1, '', 0)")
    room.remove("a.md")
    room.refresh()
    room.write("a.md", contact(org="Other"))
    room.refresh()
    assert room.rows("SELECT id FROM note") == before


def test_damage_in_the_middle_is_mended_and_the_answer_is_right(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.write("a.md", contact(org="Acme"))
    room.settle()
    room.write("a.md", contact(org="New"))
    room.store.db.execute("UPDATE facts SET props = '{', rest = '7'")
    found = room.refresh()
    assert (found.notes, found.added) == (1, ("a.md",))
    reading = vault(room).note("a.md")
    assert reading is not None
    assert reading.prop("org") == "New"


def test_a_damaged_row_met_while_reading_says_so(room: Room) -> None:
    room.write("a.md", contact(org="Acme"))
    room.settle()
    room.store.db.execute("UPDATE facts SET props = '{'")
    with pytest.raises(Damaged):
        vault(room).by_id(1).prop("org")


def test_paths_of_the_system_become_those_of_the_store(tmp_path: Path) -> None:
    assert relative(tmp_path, str(tmp_path / "People" / "a.md")) == "People/a.md"
    assert relative(tmp_path, str(tmp_path)) == ""
    assert relative(tmp_path, str(tmp_path.parent / "b.md")) is None


def test_a_path_on_another_drive_lies_outside_the_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "os", SimpleNamespace(path=ntpath, sep=ntpath.sep))
    assert relative("C:\\vault", "C:\\vault\\People\\a.md") == "People/a.md"
    assert relative("C:\\vault", "D:\\a.md") is None
