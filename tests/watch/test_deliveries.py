"""What comes from another machine comes in pieces: nothing is made anew of which the rest is on its way."""

from __future__ import annotations

import itertools
import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.hand import _kept
from tests.watch.running import NAMES, contact, interview, note_of, read, sheet_of, small_vault
from vaultkit.pipeline import Ask, open_vault, render
from vaultkit.render import pool
from vaultkit.watch import Watch
from vaultkit.watch import rounds as rounds_module
from vaultkit.watch.doubts import AGAIN, DELIVERY, Doubts
from vaultkit.watch.events import Heard
from vaultkit.watch.rounds import FIRST_DELIVERY, Rounds
from vaultkit.watch.survey import Survey
from vaultkit.watch.waiting import Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.watch.rounds import Done
    from vaultkit.watch.survey import Doubt

NEW = "Sukhvinder Gill"
MINE = "\nMine, to be kept.\n"
QUIET, LONGEST = DELIVERY["arrived"]
OLD = 1_600_000_000


def deliver(root: Path, files: dict[str, str]) -> frozenset[str]:
    """As a sync tool: with the dates of the other machine."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".syncthing.{place.name}.tmp")
        beside.write_text(text, newline="\n")
        os.utime(beside, (OLD, OLD))
        beside.replace(place)
    return frozenset(files)


@pytest.fixture(autouse=True)
def one_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting a process that renders costs more than all else here."""
    monkeypatch.setattr(pool, "Pool", _kept)


@pytest.fixture
def rounds(vault: Path) -> Iterator[Rounds]:
    with open_vault(vault) as opened:
        made = Rounds(opened, Doubts())
        made.first(0.0)
        yield made


def at_other_machine(root: Path) -> dict[str, str]:
    """A new talk, and its sheet with a base and an edit, as another machine made them."""
    with open_vault(root) as opened:
        (root / f"People/{NEW}.md").write_text(contact(NEW), newline="\n")
        (root / note_of(NEW)).write_text(interview(NEW), newline="\n")
        render(opened, Ask())
    sheet = read(root / sheet_of(NEW))
    return {f".vaultkit/renders/{sheet_of(NEW)}": sheet, sheet_of(NEW): sheet + MINE}


def look(rounds: Rounds, paths: frozenset[str], now: float) -> Done:
    return rounds.look(Look(paths), now)


def test_a_note_that_arrives_waits_for_what_was_rendered_from_it(
    rounds: Rounds, vault: Path, tmp_path: Path
) -> None:
    coming = at_other_machine(small_vault(tmp_path / "other"))
    first = deliver(vault, {f"People/{NEW}.md": contact(NEW), note_of(NEW): interview(NEW)})
    done = look(rounds, first, 1.0)
    assert done.report is None
    assert done.later.keys() == first
    second = deliver(vault, coming)
    done = look(rounds, first | second, 1.0 + QUIET - 0.1)
    assert done.report is not None
    assert done.report.writes == 0, "the sheet starts the wait anew"
    done = look(rounds, first | second, 1.0 + 2 * QUIET)
    assert done.report is not None
    assert [(one.action, one.path) for one in done.report.outcomes] == [("kept", sheet_of(NEW))]
    assert MINE in read(vault / sheet_of(NEW))


def test_a_deleted_rendered_note_does_not_come_back_with_a_note_that_arrives(
    rounds: Rounds, vault: Path, tmp_path: Path
) -> None:
    base = f".vaultkit/renders/{sheet_of(NEW)}"
    coming = at_other_machine(small_vault(tmp_path / "other"))
    first = deliver(vault, {note_of(NEW): interview(NEW), f"People/{NEW}.md": contact(NEW)})
    look(rounds, first, 1.0)
    second = deliver(vault, {base: coming[base]})
    look(rounds, first | second, 1.0 + 2 * QUIET)
    assert not (vault / sheet_of(NEW)).exists()


def test_a_note_that_is_typed_waits_for_nothing(rounds: Rounds, vault: Path) -> None:
    (vault / f"People/{NEW}.md").write_text(contact(NEW), newline="\n")
    (vault / note_of(NEW)).write_text(interview(NEW), newline="\n")
    look(rounds, frozenset({f"People/{NEW}.md", note_of(NEW)}), 1.0)
    assert read(vault / sheet_of(NEW))


def test_a_note_that_was_moved_waits_with_its_old_name_for_a_moment(rounds: Rounds, vault: Path) -> None:
    """Here or elsewhere, nobody can tell: what was moved there with it may be on its way."""
    old, new = note_of(NAMES[0]), note_of(NAMES[0]).replace("04-09", "04-10")
    os.utime(vault / old, (OLD, OLD))
    look(rounds, frozenset({old}), 1.0)
    look(rounds, frozenset({old}), 9.0)
    (vault / old).rename(vault / new)
    done = look(rounds, frozenset({old, new}), 10.0)
    assert done.report is None
    assert done.later.keys() == {old, new}
    done = look(rounds, frozenset({old, new}), 10.0 + DELIVERY["brought"][0])
    assert done.report is not None
    assert [one.action for one in done.report.outcomes] == ["moved"]


def test_a_rendered_note_at_work_follows_a_rename_later_and_is_not_made_twice(
    rounds: Rounds, vault: Path
) -> None:
    old, new = note_of(NAMES[0]), note_of(NAMES[0]).replace("04-09", "04-10")
    sheet, moved = sheet_of(NAMES[0]), sheet_of(NAMES[0]).replace("04-09", "04-10")
    (vault / sheet).write_text(read(vault / sheet) + MINE, newline="\n")
    (vault / old).rename(vault / new)
    done = look(rounds, frozenset({sheet, old, new}), 10.0)
    assert sheet in done.later
    assert MINE in read(vault / sheet)
    assert not (vault / moved).exists()
    for now in (20.0, 30.0, 40.0, 50.0):  # the link follows, then the file
        if (vault / sheet).exists():
            os.utime(vault / sheet, (OLD, OLD))
            look(rounds, frozenset({sheet}), now)
    assert MINE in read(vault / moved)
    assert Path(new).stem in read(vault / moved)
    assert not (vault / sheet).exists()


def test_a_watch_that_begins_amid_a_delivery_waits_for_its_end(tmp_path: Path) -> None:
    root = tmp_path / "arriving"
    deliver(root, {note_of(NEW): interview(NEW), "Me.md": "---\ntype: me\nname: Pia Solberg\n---\n"})
    with open_vault(root) as opened:
        rounds = Rounds(opened, Doubts())
        assert rounds.first(0.0).report is None
        assert not (root / sheet_of(NEW)).exists()
        assert rounds.first(FIRST_DELIVERY).report is not None
        assert (root / sheet_of(NEW)).exists()


def test_a_pause_in_the_first_delivery_of_a_vault_does_not_end_it(tmp_path: Path) -> None:
    """What was rendered there may come last: made anew here, it would meet the one that is on its way."""
    root, other = tmp_path / "arriving", small_vault(tmp_path / "other")
    coming = at_other_machine(other)
    deliver(root, {path.relative_to(other).as_posix(): read(path) for path in other.rglob("*.md") if MINE not in
                   read(path) and path.parent.name not in ("Sheets", "Drafts") and ".vaultkit" not in path.parts})  # fmt: skip
    with open_vault(root) as opened:
        rounds = Rounds(opened, Doubts())
        rounds.first(0.0)
        assert rounds.first(2 * QUIET).report is None
        deliver(root, coming)
        rounds.first(3 * QUIET)
        done = rounds.first(4 * QUIET)
        assert done.report is not None, "there is a record of renders by now"
    assert MINE in read(root / sheet_of(NEW))


def test_where_nobody_has_written_anything_nothing_is_rendered(tmp_path: Path) -> None:
    """Else the note about helpful people would meet the one that is on its way."""
    (tmp_path / "empty").mkdir()
    with open_vault(tmp_path / "empty") as opened:
        done = Rounds(opened, Doubts()).first(0.0)
        assert done.report is not None
        assert done.report.writes == 0
        assert not done.stuck
    assert list((tmp_path / "empty").iterdir()) == []


# Patience


def arriving(*paths: str, doubt: Doubt = "arrived") -> Survey:
    return Survey(frozenset(paths), doubts=dict.fromkeys(paths, doubt))


def test_all_that_arrives_waits_for_the_last_of_it() -> None:
    doubts = Doubts()
    assert doubts.judge(arriving("a.md"), 10.0, 100).waiting == {"a.md"}
    assert doubts.judge(arriving("a.md", "b.md"), 10.0 + QUIET - 0.1, 100).waiting == {"a.md", "b.md"}
    assert doubts.judge(arriving("a.md", "b.md"), 10.0 + QUIET, 100).waiting == {"a.md", "b.md"}
    assert doubts.judge(arriving("a.md", "b.md"), 10.0 + 2 * QUIET, 100).believed == {"a.md", "b.md"}


def test_all_that_arrives_waits_for_what_is_being_fetched() -> None:
    doubts = Doubts()
    doubts.judge(arriving("a.md"), 10.0, 100)
    doubts.more_is_coming(10.0 + QUIET - 0.1)
    assert doubts.judge(arriving("a.md"), 10.0 + QUIET, 100).waiting == {"a.md"}
    assert doubts.judge(arriving("a.md"), 10.0 + 2 * QUIET, 100).believed == {"a.md"}


def test_a_watch_sees_what_is_being_fetched(vault: Path) -> None:
    watch = Watch(vault, lambda _: None)
    watch._tender.open(fresh=False)
    watch._take(Heard(str(vault / "People/Jo Kim.md")))
    assert watch._tender.doubts.delivered == 0.0
    watch._take(Heard(str(vault / "People/.syncthing.Jo Kim.md.tmp")))
    assert watch._tender.doubts.delivered > 0.0
    watch._tender.close()


def test_a_long_delivery_is_believed_as_a_whole(
    rounds: Rounds, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came first has been here for seconds when the last comes, and still waits for that."""
    began, now = time.time(), 1.0
    monkeypatch.setattr("vaultkit.watch.survey.time", SimpleNamespace(time=lambda: began + now))
    first = deliver(vault, {note_of(NEW): interview(NEW)})
    for number in range(8):
        more = deliver(vault, {f"People/{number}.md": contact(f"{number}")})
        first |= more
        assert note_of(NEW) in look(rounds, first, now).later
        now += QUIET / 2
    done = look(rounds, first, now + QUIET)
    assert done.report is not None
    assert note_of(NEW) in done.report.changed


def test_a_delivery_without_end_is_believed_in_part() -> None:
    doubts, now, step = Doubts(), 10.0, QUIET / 2
    waiting = doubts.judge(arriving("a.md"), now, 100).waiting
    while "a.md" in waiting:
        now += step
        waiting = doubts.judge(arriving("a.md", f"{now}.md"), now, 100).waiting
    assert LONGEST <= now - 10.0 <= LONGEST + step


def test_a_watch_that_begins_in_a_delivery_without_end_begins_all_the_same(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, now = itertools.count(), 10.0
    monkeypatch.setattr(
        rounds_module, "survey", lambda _: Survey(doubts={f"{next(number)}.md": "arrived", "a.md": "brought"})
    )
    with open_vault(vault) as opened:
        rounds = Rounds(opened, Doubts())
        while rounds.first(now).report is None and now < 100:
            now += AGAIN
        assert now == 10.0 + LONGEST
        assert not rounds.doubts.since, "what comes again is waited for again"


def test_a_note_that_is_brought_again_is_waited_with_again_and_never_for_long() -> None:
    doubts = Doubts()
    quiet = DELIVERY["brought"][0]
    for now in (10.0, 20.0):
        assert doubts.judge(arriving("a.md", doubt="brought"), now, 100, ["a.md"]).waiting == {"a.md"}
        assert not doubts.judge(arriving("a.md", doubt="brought"), now + quiet, 100, ["a.md"]).waiting
