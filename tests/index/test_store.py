"""The store is a cache: whatever befalls it, the next run answers rightly."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.index.vaults import Room, contact, interview, note, state
from vaultkit.errors import VaultkitError
from vaultkit.index import schema
from vaultkit.index import store as storing
from vaultkit.index.store import Damaged, Store
from vaultkit.index.vault import Vault


def filled(tmp_path: Path) -> Room:
    room = Room(tmp_path)
    for number in range(12):
        room.write(f"People/P{number}.md", contact(org=f"Org {number}", aliases=f"Alias {number}"))
        room.write(f"Interviews/I{number}.md", interview(f"[[P{number}]]", "# takeaways\n- a thing\n"))
    room.write("odd.md", note(bad="1", mine="x"))
    room.settle()
    return room


def test_nothing_is_built_again_without_need(tmp_path: Path) -> None:
    room = filled(tmp_path)
    room.close()
    again = Room(tmp_path)
    found = again.refresh()
    assert (again.reads, found.notes) == ([], 25)
    again.close()


def test_a_store_of_other_code_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = filled(tmp_path)
    room.close()
    monkeypatch.setattr(storing, "fingerprint", lambda: "another version")
    again = Room(tmp_path)
    again.refresh()
    assert len(again.reads) == 25
    again.close()


def test_the_fingerprint_follows_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "vaultkit"
    shutil.copytree(Path(schema.__file__).parent.parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "__file__", str(copy / "index" / "schema.py"))
    first = schema.fingerprint()
    assert schema.fingerprint() == first
    with (copy / "notes" / "__init__.py").open("a") as file:
        file.write("# other\n")
    assert schema.fingerprint() != first


def test_the_fingerprint_knows_every_room_that_rendering_imports() -> None:
    package = Path(schema.__file__).parent.parent
    imported = {
        found
        for room in filter(None, schema.ROOMS)
        for module in (package / room).glob("*.py")
        for found in re.findall(r"^ *from vaultkit\.(\w+)[. ]", module.read_text("utf-8"), re.MULTILINE)
        if (package / found).is_dir()
    }
    assert imported
    assert imported <= set(schema.ROOMS)


@pytest.mark.parametrize(
    "how", ["flip", "truncate", "empty", "text", "deleted", "folder deleted", "log", "seal", "pipe"]
)
def test_a_file_that_somebody_else_touched_is_made_anew(tmp_path: Path, how: str) -> None:
    room = filled(tmp_path)
    expected = state(room.store)
    room.close()
    file = room.store.path
    data = file.read_bytes()
    if how == "flip":
        place = data.index(b"Org 7")
        file.write_bytes(data[:place] + b"Org 8" + data[place + 5 :])
    elif how == "truncate":
        os.truncate(file, len(data) // 2)
    elif how in ("empty", "text"):
        file.write_bytes(b"" if how == "empty" else b"not a database " * 100)
    elif how == "deleted":
        file.unlink()
    elif how == "folder deleted":
        shutil.rmtree(file.parent)
    elif how == "log":
        Path(f"{file}-wal").write_bytes(b"nonsense" * 1000)
    else:
        file.with_suffix(".seal").write_bytes(b"\xff")
        if how == "pipe" and hasattr(os, "mkfifo"):
            file.with_suffix(".seal").unlink()
            os.mkfifo(file.with_suffix(".seal"))
    again = Room(tmp_path)
    assert again.refresh().notes == 25
    assert state(again.store) == expected
    again.close()


def test_random_damage_never_shows(tmp_path: Path) -> None:
    room = filled(tmp_path)
    expected = state(room.store)
    room.close()
    dice = random.Random(7)
    for _ in range(25):
        data = bytearray(room.store.path.read_bytes())
        for _ in range(dice.randint(1, 40)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        if dice.random() < 0.3:
            del data[dice.randrange(len(data)) :]
        room.store.path.write_bytes(data)
        again = Room(tmp_path)
        again.refresh()
        assert state(again.store) == expected
        again.close()


@pytest.mark.parametrize("how", ["deleted", "replaced", "garbage"])
def test_damage_under_way_is_mended(tmp_path: Path, how: str) -> None:
    room = filled(tmp_path)
    expected = state(room.store)
    if how == "deleted":
        shutil.rmtree(room.cache)
        room.cache.mkdir()
    elif how == "replaced":
        room.store.path.unlink()
        other = Room(tmp_path)
        other.refresh()
        other.close()
    else:
        room.store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        room.store.db.execute("PRAGMA shrink_memory")
        with room.store.path.open("r+b") as file:
            file.write(b"\0" * 8192)
    assert room.refresh().notes == 25
    assert state(room.store) == expected
    room.close()


def test_a_store_whose_folder_cannot_be_used_lives_for_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    store = Store.open(tmp_path, tmp_path / "file" / "cache")
    folder = store.path.parent
    assert store.number == 0
    assert folder.exists()
    store.close()
    assert not folder.exists()


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    room = filled(tmp_path)
    assert stat.S_IMODE(room.store.path.stat().st_mode) == 0o600
    room.close()


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store.open(tmp_path, tmp_path)

    def fail() -> None:
        with store.writing():
            store.set_meta("a", 1)
            raise KeyError("x")

    with pytest.raises(KeyError):
        fail()
    assert store.meta("a") is None
    with store.writing():
        store.set_meta("a", 2)
    assert store.meta("a") == 2
    store.close()


def test_a_reader_beside_it_sees_what_is_committed_and_cannot_write(tmp_path: Path) -> None:
    room = filled(tmp_path)
    reader = Store.open_readonly(room.store.path)
    one = Vault(reader, room.config).note("People/P3.md")
    assert one is not None
    assert one.prop("org") == "Org 3"
    with pytest.raises(sqlite3.OperationalError):
        reader.db.execute("DELETE FROM note")
    room.write("new.md", "x")
    room.refresh()
    assert reader.one("SELECT count(*) FROM note") == (26,)
    reader.close()
    room.close()


def test_a_reader_of_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        Store.open_readonly(tmp_path / "index.db")


def test_one_that_waits_too_long_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "PATIENCE", 0.05)
    first, second = Store.open(tmp_path, tmp_path), Store.open(tmp_path, tmp_path)

    def write_too() -> None:
        with second.writing():
            pass

    with first.writing(), pytest.raises(VaultkitError, match="Another vaultkit"):
        write_too()
    first.close()
    second.close()


SCRIPT = """
import sys
from pathlib import Path
from tests.index.vaults import Room
room = Room(Path(sys.argv[1]))
for turn in range(int(sys.argv[3])):
    room.write(f"People/{sys.argv[2]}{turn % 7}.md", f"---\\ntype: contact\\norg: {turn}\\n---\\n")
    if turn % 3 == 2:
        room.remove(f"People/{sys.argv[2]}{turn % 7}.md")
    room.refresh()
room.close()
"""


def test_two_processes_at_once_end_right(tmp_path: Path) -> None:
    Room(tmp_path).close()
    where = {"cwd": Path(__file__).parents[2], "stderr": subprocess.PIPE}
    runs = [
        subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path), name, "30"], **where)  # type: ignore[call-overload]
        for name in ("a", "b")
    ]
    for run in runs:
        _, errors = run.communicate(timeout=60)
        assert (run.returncode, errors) == (0, b"")
    again, fresh = Room(tmp_path), Room(tmp_path, "fresh")
    again.refresh()
    fresh.refresh()
    assert state(again.store) == state(fresh.store)
    again.close()
    fresh.close()


def test_two_first_looks_at_once_read_the_vault_once(tmp_path: Path) -> None:
    """The one that waited finds that nothing is left to do."""
    room = Room(tmp_path)
    for number in range(40):
        room.write(f"n{number}.md", "text")
    other = Room(tmp_path)
    gate = threading.Barrier(2)
    reads: list[int] = []

    def go(one: Room) -> None:
        gate.wait()
        one.refresh()
        reads.append(len(one.reads))

    threads = [threading.Thread(target=go, args=(one,)) for one in (room, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert room.rows("SELECT count(*) FROM note") == [(40,)]
    assert state(room.store) == state(other.store)
    assert sorted(reads)[1] == 40
    room.close()
    other.close()


def test_a_process_that_was_killed_leaves_a_store_to_go_on_with(tmp_path: Path) -> None:
    room = filled(tmp_path)
    room.close()
    script = SCRIPT.replace("room.close()", "import os; os._exit(9)")
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), "k", "5"], cwd=Path(__file__).parents[2], check=False
    )
    again, fresh = Room(tmp_path), Room(tmp_path, "fresh")
    again.refresh()
    assert len(again.reads) < 25
    fresh.refresh()
    assert state(again.store) == state(fresh.store)
    again.close()
    fresh.close()


def test_a_long_log_is_folded_while_the_store_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "LARGE_WAL", 10_000)
    room = filled(tmp_path)
    size = room.store.path.stat().st_size
    for number in range(30):
        room.write(f"n{number}.md", "x" * 500)
        room.refresh()
    assert room.store.path.stat().st_size > size
    again = Room(tmp_path)
    assert again.store.number == room.store.number
    again.close()
    room.close()


def test_a_store_is_closed_although_its_lock_cannot_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "index.db")
    real = os.open

    def refuse(path: str | Path, *given: int) -> int:
        if str(path).endswith(".lock"):
            raise PermissionError(path)
        return real(path, *given)

    monkeypatch.setattr(os, "open", refuse)
    store.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.db.execute("SELECT 1")
