"""Several machines and several versions: one that joins, one that is older, two runs at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from tests.hand import contact, talk
from tests.pipeline.vaults import (
    JO,
    LETTER,
    LETTER_TEMPLATE,
    SHEET,
    SHEET_TEMPLATE,
    TALK,
    report,
    still,
)

if TYPE_CHECKING:
    from tests.pipeline.conftest import Person

SECOND = "Sheets/2026-03-10 Jo Kim - sheet.md"


def two_talks(vault: Person) -> None:
    vault.write(talk("2026-03-10 Jo Kim", "Jo Kim", "goal: reading\nstart: 2026-03-10T14:00"))
    assert vault.actions() == {SECOND: "create"}


def forget(vault: Person) -> None:
    """As on a machine to which hidden folders are not carried."""
    shutil.rmtree(vault.root / ".vaultkit")


def test_a_machine_that_joins_brings_nothing_back(vault: Person) -> None:
    two_talks(vault)
    vault.remove(SECOND)
    forget(vault)
    assert report(vault) == (0, {SECOND: "deleted"}, ["joined"])
    assert sorted(vault.bases()) == sorted([SHEET, SECOND])
    assert still(vault) == (0, {SECOND: "deleted"}, [])
    vault.edit(TALK, "selling", "buying")
    assert report(vault) == (0, {SHEET: "update", SECOND: "deleted"}, [])


def test_what_is_new_after_joining_is_created(vault: Person) -> None:
    two_talks(vault)
    vault.remove(SECOND)
    forget(vault)
    vault.render()
    vault.write(talk("2026-03-11 Jo Kim", "Jo Kim", "start: 2026-03-11T14:00"))
    made = "Sheets/2026-03-11 Jo Kim - sheet.md"
    assert report(vault) == (0, {made: "create", SECOND: "deleted"}, [])
    assert report(vault, "--recreate") == (0, {SECOND: "create"}, [])


def test_joining_tells_what_helps(vault: Person) -> None:
    forget(vault)
    ran = vault.run("render")
    assert ran.code == 0
    assert "--recreate" in ran.err
    assert "--adopt" in ran.err
    assert "--recreate" not in vault.run("render").err


def test_joining_with_edits_leaves_them_foreign_until_adopted(vault: Person) -> None:
    two_talks(vault)
    vault.edit(SHEET, "Be on time.", "Be early.")
    forget(vault)
    assert report(vault) == (1, {SHEET: "foreign"}, ["joined", "foreign"])
    assert still(vault) == (1, {SHEET: "foreign"}, ["foreign"])
    assert report(vault, "--adopt") == (0, {SHEET: "kept"}, [])
    assert still(vault) == (0, {SHEET: "kept"}, [])


def test_joining_with_recreate_and_adopt_at_once(vault: Person) -> None:
    two_talks(vault)
    vault.remove(SECOND)
    vault.edit(SHEET, "Be on time.", "Be early.")
    forget(vault)
    assert report(vault, "--recreate", "--adopt") == (0, {SECOND: "create", SHEET: "kept"}, ["joined"])
    assert still(vault) == (0, {SHEET: "kept"}, [])


def test_a_run_about_one_note_joins_for_all(vault: Person) -> None:
    """Else what it did not look at would come back with the next run."""
    two_talks(vault)
    vault.remove(SECOND)
    vault.remove(SHEET)
    vault.write({"Templates/list.md": '---\nrenders: vault\npath: "List.md"\n---\nx\n'})
    vault.render()
    forget(vault)
    vault.run("render", TALK, "--recreate")
    assert (vault.root / SHEET).exists()
    assert not (vault.root / SECOND).exists()
    assert still(vault)[1] == {SECOND: "deleted"}


def test_a_machine_that_joins_while_a_template_is_asked_for(vault: Person) -> None:
    two_talks(vault)
    vault.remove(SECOND)
    vault.write({"Templates/list.md": '---\nrenders: vault\nwhen: request\npath: "List.md"\n---\nx\n'})
    forget(vault)
    vault.run("render", "--template", "list")
    assert (vault.root / "List.md").exists()
    assert not (vault.root / SECOND).exists()
    assert still(vault)[1] == {SECOND: "deleted"}


def test_a_first_render_is_no_joining(vault: Person) -> None:
    forget(vault)
    vault.remove(SHEET)
    assert report(vault) == (0, {SHEET: "create"}, [])


def test_two_machines_with_bases_of_their_own_come_to_equal_trees(vault: Person) -> None:
    """Hidden folders are not carried between them; visible files are, after each run."""
    there = type(vault)(vault.root.parent / "there")

    def carry(one: Person, other: Person) -> None:
        theirs, mine = one.files(), other.files()
        for path in mine.keys() - theirs.keys():
            other.remove(path)
        for path, data in theirs.items():
            if mine.get(path) != data:
                place = other.root / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)

    carry(vault, there)
    assert there.render()["unchanged"] == 1
    for old, new in (("selling", "buying"), ("buying", "making")):
        vault.edit(TALK, old, new)
        carry(vault, there)
        assert vault.actions() == there.actions() == {SHEET: "update"}
        assert vault.files() == there.files()
    there.edit(SHEET, "Be on time.", "Be early.")
    carry(there, vault)
    assert vault.actions() == there.actions() == {SHEET: "kept"}
    vault.edit(TALK, "making", "giving")
    vault.render()
    carry(vault, there)
    there.render()
    assert vault.files() == there.files()
    assert vault.actions() == there.actions() == {SHEET: "kept"}


# Versions


def test_an_older_vaultkit_creates_and_changes_nothing_else(vault: Person) -> None:
    two_talks(vault)
    vault.edit(TALK, "selling", "buying")
    (vault.root / ".vaultkit/version").write_text("999.0\n")
    vault.write(talk("2026-03-11 Jo Kim", "Jo Kim", "start: 2026-03-11T14:00"))
    made = "Sheets/2026-03-11 Jo Kim - sheet.md"
    code, actions, codes = report(vault)
    assert (code, actions, codes) == (0, {SHEET: "kept", made: "create"}, ["older-vaultkit"])
    assert "selling" in vault.read(SHEET)
    assert (vault.root / ".vaultkit/version").read_text() == "999.0\n"
    assert still(vault) == (0, {SHEET: "kept"}, ["older-vaultkit"])
    assert vault.run("render").err.count("newer vaultkit") == 1
    vault.write({"Templates/sheet.md": SHEET_TEMPLATE.replace('"Sheets/', '"Plans/')})
    assert set(still(vault)[1].values()) == {"kept"}
    (vault.root / ".vaultkit/version").write_text("0.0.1\n")
    assert set(report(vault)[1].values()) == {"moved"}


# At once


def test_two_runs_at_once_write_each_output_once(vault: Person) -> None:
    """Real processes: what they write together is what one would have written."""
    vault.edit(TALK, "start: 2026-03-09T14:00", "held: 2026-03-09")
    vault.write(
        {key: text for number in range(12) for key, text in contact(f"Person {number}", "org: X").items()}
    )
    for number in range(12):
        vault.write(talk(f"Talk {number}", f"Person {number}", "goal: all\nheld: 2026-03-09"))
    words = [sys.executable, "-m", "vaultkit", "--vault", str(vault.root), "render", "--json"]
    runs = [
        subprocess.Popen(words, env=vault.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for run in runs:
        run.communicate()
        assert run.returncode == 0
    letters = [path for path in vault.paths() if path.startswith("Drafts/")]
    assert len(letters) == 13
    assert still(vault) == (0, {SHEET: "retired"}, [])
    assert {path: vault.read(path) for path in letters}.items() <= vault.bases().items()
    assert not [path for path in vault.tree() if path.endswith((".tmp", ".aside"))]


def test_runs_beside_an_editor_that_saves_all_the_time_lose_no_save(vault: Person) -> None:
    """Each save is one line more; after all of them the note holds every line."""
    place, saves = vault.root / SHEET, 60
    stop = threading.Event()

    def save() -> None:
        for number in range(saves):
            text = place.read_bytes().decode()
            beside = place.with_name(f"save {number}")
            beside.write_bytes((text + f"line {number}\n").encode())
            beside.replace(place)
            stop.wait(0.01)
        stop.set()

    editor = threading.Thread(target=save)
    editor.start()
    goals = ["buying", "making", "giving"]
    before = "selling"
    while not stop.is_set():
        after = goals[(goals.index(before) + 1) % 3] if before in goals else goals[0]
        vault.edit(TALK, before, after)
        before = after
        vault.run("render")
    editor.join()
    vault.run("render")
    kept = vault.read(SHEET) + "".join(path.read_text() for path in (vault.root / ".vaultkit").rglob("*.md"))
    # A save made from a text that a render has replaced meanwhile is the editor's own doing; its words stand.
    assert f"line {saves - 1}\n" in vault.read(SHEET)
    assert all(f"line {number}\n" in kept for number in range(saves))
    assert f"To find out: {before}." in vault.read(SHEET)


def test_a_run_waits_for_the_lock_and_then_does_its_work(vault: Person) -> None:
    vault.edit(TALK, "selling", "buying")
    lock = next(Path(vault.env["VAULTKIT_CACHE"]).rglob("render.lock"))
    code = f"import filelock, time\nwith filelock.FileLock({str(lock)!r}):\n print('held', flush=True)\n time.sleep(1)\n"
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    assert report(vault) == (0, {SHEET: "update"}, [])
    assert holder.wait() == 0
    holder.stdout.close()


def test_the_letters_of_both_machines(vault: Person) -> None:
    """An output whose base is another's edit: nothing is lost where both render after a sync of all, hidden too."""
    vault.edit(TALK, "start: 2026-03-09T14:00", "held: 2026-03-09")
    vault.render()
    there = type(vault)(vault.root.parent / "there")
    shutil.copytree(vault.root, there.root, dirs_exist_ok=True)
    vault.edit(JO, "Acme", "Beta")
    there.edit(JO, "Acme", "Beta")
    vault.write({"Templates/letter.md": LETTER_TEMPLATE.replace("time.", "time and wit.")})
    there.write({"Templates/letter.md": LETTER_TEMPLATE.replace("time.", "time and wit.")})
    assert vault.actions() == there.actions()
    assert vault.tree() == there.tree()
    assert "time and wit." in vault.read(LETTER)
