"""Killed at any call, with the source edited before the next run: everything heals and no word is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from vaultkit.files import swap
from vaultkit.writeback import bases
from vaultkit.writeback.state import Render

from .states import MINE, ONE, OTHER, PATH, TWO, note
from .world import backups, heal, hidden, killed, notes, run, stored

if TYPE_CHECKING:
    from pathlib import Path

THREE = note("a", "b", "C", "d")
MINE_THREE = note("mine", "a", "b", "C", "d")
THIRD = "Third/Jo - prep.md"

# (name, what stood there, the run that is killed, its flags, the run after it, the vault in the end)
CASES: list[tuple[str, dict[str, str], Render, dict[str, Any], Render, dict[str, str]]] = [
    ("create", {}, Render(PATH, ONE), {}, Render(PATH, THREE), {PATH: THREE}),
    ("update", {PATH: ONE}, Render(PATH, TWO), {}, Render(PATH, THREE), {PATH: THREE}),
    ("merged", {PATH: MINE}, Render(PATH, TWO), {}, Render(PATH, THREE), {PATH: MINE_THREE}),
    ("moved", {PATH: ONE}, Render(OTHER, ONE), {}, Render(OTHER, THREE), {OTHER: THREE}),
    ("moved and merged", {PATH: MINE}, Render(OTHER, TWO), {}, Render(OTHER, THREE), {OTHER: MINE_THREE}),
    ("moved on", {PATH: MINE}, Render(OTHER, TWO), {}, Render(THIRD, THREE), {THIRD: MINE_THREE}),
    ("moved and back", {PATH: MINE}, Render(OTHER, TWO), {}, Render(PATH, THREE), {PATH: MINE_THREE}),
    ("fresh", {PATH: MINE}, Render(PATH, TWO), {"fresh": True}, Render(PATH, THREE), {}),
    (
        "moved by hand",
        {"Mine/x.md": MINE},
        Render(PATH, TWO),
        {},
        Render(PATH, THREE),
        {"Mine/x.md": MINE_THREE},
    ),
    ("deleted", {PATH: ""}, Render(OTHER, TWO), {}, Render(OTHER, THREE), {}),
]


def prepare(root: Path, there: dict[str, str]) -> None:
    """The output was rendered as ONE, then edited, moved by hand or deleted."""
    root.mkdir()
    if not there:
        return
    run(root, Render(PATH, ONE))
    (root / PATH).unlink()
    for path, text in there.items():
        if text:
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_bytes(text.encode())


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("plain", [False, True], ids=["exchange", "plain"])
@pytest.mark.parametrize(
    ("name", "there", "first", "flags", "second", "end"), CASES, ids=[case[0] for case in CASES]
)
def test_a_kill_at_any_call_heals(  # noqa: PLR0917 - the columns of the table
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    there: dict[str, str],
    first: Render,
    flags: dict[str, Any],
    second: Render,
    end: dict[str, str],
    plain: bool,
    after: bool,
) -> None:
    if plain:
        monkeypatch.setattr(swap, "_call", lambda *_: False)
    for number in range(200):
        root = tmp_path / str(number)
        prepare(root, there)
        with killed(monkeypatch, number, after=after) as hand:
            run(root, first, **flags)
        run(root, second)
        left = notes(root)
        if name == "fresh":
            # Killed before the write it is still edited, after it the edits are in the backup.
            assert left in ({PATH: MINE_THREE}, {PATH: THREE})
            assert "mine" in left[PATH] or MINE in backups(root)
        else:
            assert left == end, (number, left)
        assert hidden(root) == []
        assert stored(root) == {second.path: THREE} or (
            name == "deleted" and list(stored(root)) == [second.path]
        )
        again = run(root, second)
        assert [one.written for one in again] == [False]
        assert notes(root) == left
        if not hand.dead:
            assert number > 3
            return
    raise AssertionError("the run never ends")


def test_a_killed_run_with_many_outputs_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def renders(word: str) -> list[Render]:
        return [Render(f"D/{name}.md", note(word, template=name)) for name in ("p", "q", "r")]

    for number in range(200):
        root = tmp_path / str(number)
        root.mkdir()
        with killed(monkeypatch, number, after=False) as hand:
            run(root, *renders("one"))
        if not hand.dead:
            return
        run(root, *renders("two"))
        assert notes(root) == {one.path: one.text for one in renders("two")}
        assert stored(root) == notes(root)
        assert hidden(root) == []


def test_a_kill_while_joining_joins_again_and_brings_nothing_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(100):
        root = tmp_path / str(number)
        root.mkdir()
        (root / "here.md").write_bytes(MINE.encode())
        with killed(monkeypatch, number, after=False) as hand:
            run(root, Render("here.md", MINE))
        done = run(root, Render("here.md", MINE))
        assert [one.action for one in done] == ["unchanged"]
        assert stored(root) == {"here.md": MINE}
        assert not (root / bases.JOINING).exists()
        if not hand.dead:
            return


def test_a_save_that_a_kill_left_aside_is_kept_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between exchange and putting back, the temporary file is the user's save."""
    run(tmp_path, Render(PATH, ONE))
    (tmp_path / PATH).write_bytes(MINE.encode())
    save = note("my newest words")
    real = swap.exchange

    def late(one: Path, other: Path) -> bool:
        (tmp_path / PATH).write_bytes(save.encode())
        real(one, other)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(swap, "exchange", late)
        with pytest.raises(KeyboardInterrupt):
            run(tmp_path, Render(PATH, TWO))
    assert len(hidden(tmp_path)) >= 1
    (told,) = heal(tmp_path)
    assert save in backups(tmp_path)
    assert told.code == "leftover"
    assert (tmp_path / told.message.partition(" is kept in ")[2]).is_file()
    assert hidden(tmp_path) == []
    assert heal(tmp_path) == ()
