"""Killed anywhere, with the source edited before the next run: that one ends where an undisturbed one would."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.pipeline.vaults import JO, LETTER, LETTER_TEMPLATE, SHEET, SHEET_TEMPLATE, TALK
from tests.pipeline.world import World
from tests.writeback.world import Killed, killed
from vaultkit.files import swap
from vaultkit.index import outputs, record
from vaultkit.index.store import Store
from vaultkit.pipeline import writing
from vaultkit.report import rendering
from vaultkit.writeback.rendered_here import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

ELSEWHERE = SHEET_TEMPLATE.replace('"Sheets/', '"Plans/').replace("Be on time.", "Be on time, always.")


def furnish(world: World) -> None:
    """Rendered once: a sheet about a talk that is to come."""
    for name in ("reply", "prep-sheet", "thank-you", "helpful-people", "announcement"):
        world.write(f"Templates/{name}.md", '---\nrenders: contact\nwhen: "false"\npath: "x"\n---\n')
    world.write("Me.md", "---\ntype: me\nname: Noor\n---\n")
    world.write(JO, "---\ntype: contact\norg: Acme\n---\n")
    world.write(
        TALK, '---\ntype: interview\npeople: "[[Jo Kim]]"\ngoal: selling\nstart: 2026-03-09T14:00\n---\n'
    )
    world.write("Templates/sheet.md", SHEET_TEMPLATE)
    world.write("Templates/letter.md", LETTER_TEMPLATE)
    assert world.render() == {SHEET: "create"}


def _mine(world: World) -> None:
    world.edit(SHEET, "Be on time.", "Be on time.\n\nMy own line.")


def _create(world: World) -> None:
    world.edit(TALK, "start: 2026-03-09T14:00", "held: 2026-03-09")


def _update(world: World) -> None:
    world.edit(JO, "Acme", "Beta")


def _merge(world: World) -> None:
    _mine(world)
    world.edit(JO, "Acme", "Beta")


def _move(world: World) -> None:
    _mine(world)
    world.write("Templates/sheet.md", ELSEWHERE)


def _delete_and_move(world: World) -> None:
    world.remove(SHEET)
    world.write("Templates/sheet.md", ELSEWHERE)


def _rename(world: World) -> None:
    _mine(world)
    world.move(TALK, "Interviews/Jo.md")
    world.write("here.md", "")


def _rename_deleted(world: World) -> None:
    world.remove(SHEET)
    world.move(TALK, "Interviews/Jo.md")


def _join(world: World) -> None:
    world.edit(TALK, "start: 2026-03-09T14:00", "held: 2026-03-09")
    world.render()
    world.remove(LETTER)
    world.edit(TALK, "held: 2026-03-09", "start: 2026-03-09T14:00")
    world.remove(SHEET)
    world.write("List.md", "---\ntemplate: list\n---\nx\n")
    world.write("Templates/list.md", '---\nrenders: vault\npath: "List.md"\n---\nx\n')
    world.forget_bases()


CASES: dict[str, Callable[[World], None]] = {
    "create": _create, "update": _update, "merge": _merge, "move": _move, "delete and move": _delete_and_move,
    "rename": _rename, "rename deleted": _rename_deleted, "join": _join,
}  # fmt: skip


def edit_source(world: World) -> None:
    """Of a renamed talk it is the person: edited as well, nothing would tell that it is the same note."""
    if (world.root / TALK).exists():
        world.edit(TALK, "selling", "buying")
    else:
        world.write(JO, "---\ntype: contact\norg: Gamma\n---\n")


def ends(world: World) -> tuple[dict[str, str], object, dict[str, Any]]:
    """Notes, bases and the report, once a run has nothing to do any more.

    Of a machine that joins only the paths of the bases: what a missing output said when it joined is nobody's news.
    """
    assert world.report().again == ()
    told = world.json()
    assert world.afresh().json() == told
    hidden = [path for path in world.tree() if path.endswith((".tmp", ".aside"))]
    assert hidden == []
    bases = world.bases()
    return world.notes(), sorted(bases) if "List.md" in bases else bases, told


def made(folder: Path, change: Callable[[World], None]) -> World:
    world = World(folder / "vault", folder / "cache")
    furnish(world)
    change(world)
    return world


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("name", CASES)
def test_killed_at_any_call_that_touches_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, after: bool
) -> None:
    change = CASES[name]
    calm = made(tmp_path / "calm", change)
    calm.report()
    edit_source(calm)
    wanted = ends(calm)
    # Each call in turn would take minutes; between them the cases, which begin elsewhere, meet all of them.
    for number in range(list(CASES).index(name), 400, 12):
        world = made(tmp_path / str(number), change)
        with killed(monkeypatch, number, after=after) as hand:
            world.report()
        edit_source(world)
        assert ends(world) == wanted, number
        if not hand.dead:
            assert number > 10
            return
    raise AssertionError("the run never ends")


GAPS = [
    (swap, "exchange"), (swap, "rename_new"), (outputs, "save"), (outputs, "clear"), (outputs, "mark"),
    (writing, "remember"), (writing, "record"), (writing, "sync_written"), (record, "note_changes"),
    (rendering, "as_object"),
]  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_killed_between_any_two_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Files are written and the index does not know, outputs are saved and still marked, and so on."""
    change = CASES[name]
    calm = made(tmp_path / "calm", change)
    calm.report()
    edit_source(calm)
    wanted = ends(calm)
    for number, (module, function) in enumerate(GAPS):
        late = bool(
            (number + list(CASES).index(name)) % 2
        )  # before the call or after, each in half of the cases
        world = made(tmp_path / str(number), change)
        _die_at(monkeypatch, world, (module, function), late=late)
        edit_source(world)
        assert ends(world) == wanted, (function, late)


def _die_at(monkeypatch: pytest.MonkeyPatch, world: World, gap: tuple[Any, str], *, late: bool) -> None:
    real = getattr(*gap)

    def die(*given: object, **more: object) -> None:
        if late:
            real(*given, **more)
        raise Killed

    with monkeypatch.context() as patch, suppress(Killed):
        patch.setattr(*gap, die)
        world.json()


@pytest.mark.parametrize("name", ["create", "update", "move"])
def test_killed_and_nothing_edited_since(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The next run has nothing to go by but what the killed one left in the index."""
    calm = made(tmp_path / "calm", CASES[name])
    calm.report()
    wanted = ends(calm)
    for number, gap in enumerate(GAPS[:2] + GAPS[5:8]):
        world = made(tmp_path / str(number), CASES[name])
        _die_at(monkeypatch, world, gap, late=False)
        assert ends(world) == wanted, gap


def test_older_versions_learn_of_a_run_that_was_killed_when_all_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = made(tmp_path, _create)
    (world.root / VERSION).unlink()
    _die_at(monkeypatch, world, (writing, "sync_written"), late=False)
    world.report()
    assert (world.root / VERSION).is_file()


def test_killed_with_the_index_gone_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calm = made(tmp_path / "calm", _merge)
    calm.report()
    edit_source(calm)
    wanted = ends(calm)
    for number in range(0, 400, 9):
        world = made(tmp_path / str(number), _merge)
        with killed(monkeypatch, number, after=False) as hand:
            world.report()
        edit_source(world)
        assert ends(world.afresh("other")) == wanted, number
        if not hand.dead:
            return


def _kill_one(folder: Path, chance: random.Random, wanted: object) -> bool:
    world = made(folder, _move)
    env = {**os.environ, "VAULTKIT_CACHE": str(world.cache)}
    words = [sys.executable, "-m", "vaultkit", "--vault", str(world.root), "render"]
    run = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=_code())
    time.sleep(chance.uniform(0.1, 1.2))
    run.kill()
    died = run.wait() != 0
    edit_source(world)
    found = ends(world)
    assert found == wanted
    return died


def _code() -> Path:
    return Path(rendering.__file__).parents[2]


def _killed_runs(tmp_path: Path, count: int, seed: int) -> None:
    calm = made(tmp_path / "calm", _move)
    calm.report()
    edit_source(calm)
    wanted = ends(calm)
    chance = random.Random(seed)
    died = [_kill_one(tmp_path / str(number), chance, wanted) for number in range(count)]
    assert any(died)


def test_real_processes_killed_at_any_moment(tmp_path: Path) -> None:
    _killed_runs(tmp_path, 4, 1)


def test_a_damaged_index_is_made_anew_and_says_the_same(tmp_path: Path) -> None:
    world = made(tmp_path, _merge)
    wanted = ends(made(tmp_path / "calm", _merge))
    for path in world.cache.rglob("index.db"):
        path.write_bytes(path.read_bytes()[:3000] + b"rubbish" * 200)
    assert ends(world) == wanted
    with Store.open(world.root, next(world.cache.iterdir())) as store:
        store.db.execute("DELETE FROM output")
    assert world.json()["problems"] == wanted[2]["problems"]


def test_a_leftover_with_somebodys_words_is_kept_and_told_once(tmp_path: Path) -> None:
    """Killed between an exchange and its undoing, a temporary file is the user's save."""
    world = made(tmp_path, lambda _: None)
    wanted = ends(world)
    world.write("Sheets/.vaultkit-0-save.tmp", "my newest words\n")
    world.write(".vaultkit/.vaultkit-0-version.tmp", "")
    world.write(f".vaultkit/renders/{SHEET}.{'0' * 32}.aside", "a base whose file never came")
    found = world.report()
    assert [problem.code for problem in found.problems] == ["leftover"]
    kept = next(path for path in world.tree() if path.startswith(".vaultkit/backups/"))
    assert world.read(kept) == "my newest words\n"
    assert kept in found.problems[0].message
    assert ends(world) == wanted


def test_a_leftover_of_our_own_words_goes_without_a_word(tmp_path: Path) -> None:
    world = made(tmp_path, lambda _: None)
    world.write("Sheets/.vaultkit-0-half.tmp", world.read(SHEET)[:40])
    assert world.report().problems == ()
    assert not [path for path in world.tree() if path.endswith(".tmp") or "backups" in path]


def test_a_dry_run_puts_nothing_right(tmp_path: Path) -> None:
    world = made(tmp_path, lambda _: None)
    world.write("Sheets/.vaultkit-0-save.tmp", "my newest words\n")
    before = world.tree()
    world.report(dry=True)
    assert world.tree() == before
