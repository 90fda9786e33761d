"""Patience, pace, hints, and what half a note looks like."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.watch.running import interview
from vaultkit.config import Config
from vaultkit.watch.doubts import MASS_AT_LEAST, MASS_PATIENCE, PATIENCE, Doubts, Verdict
from vaultkit.watch.hints import hint
from vaultkit.watch.pace import ASLEEP, FIRST_WAIT, LONGEST_WAIT, Backoff, Sleep, poll_pause, safety_pause
from vaultkit.watch.survey import Doubt, Survey, looks_cut

CONFIG = Config(Path("/vault"))


# Patience


def doubtful(paths: list[str], doubt: Doubt = "missing") -> Survey:
    return Survey(gone=frozenset(paths), doubts=dict.fromkeys(paths, doubt))


def test_a_missing_note_is_believed_after_two_seconds() -> None:
    doubts = Doubts()
    assert doubts.judge(doubtful(["a.md"]), 10.0, 100).waiting == {"a.md"}
    assert doubts.judge(doubtful(["a.md"]), 10.0 + PATIENCE - 0.01, 100).waiting == {"a.md"}
    verdict = doubts.judge(doubtful(["a.md"]), 10.0 + PATIENCE, 100)
    assert verdict == Verdict(frozenset({"a.md"}), frozenset(), hold=False)


def test_a_note_that_came_back_begins_anew() -> None:
    doubts = Doubts()
    doubts.judge(doubtful(["a.md"]), 10.0, 100)
    doubts.judge(Survey(), 11.0, 100, ["a.md"])
    assert doubts.judge(doubtful(["a.md"]), 12.5, 100).waiting == {"a.md"}


def test_looking_elsewhere_does_not_start_the_patience_anew() -> None:
    doubts = Doubts()
    doubts.judge(doubtful(["a.md"]), 10.0, 100)
    doubts.judge(Survey(), 11.0, 100, ["b.md"])
    assert doubts.judge(doubtful(["a.md"]), 12.0, 100, ["a.md"]).believed == {"a.md"}


def test_a_mass_that_is_gone_holds_all_back_for_longer() -> None:
    doubts, gone = Doubts(), [f"{number}.md" for number in range(MASS_AT_LEAST + 1)]
    assert doubts.judge(doubtful(gone), 0.0, 60).hold
    assert doubts.judge(doubtful(gone), PATIENCE, 60).hold
    assert doubts.judge(doubtful(gone), MASS_PATIENCE, 60).believed == set(gone)


def test_a_mass_that_is_gone_holds_nothing_back_for_what_goes_on_arriving() -> None:
    doubts, gone = Doubts(), [f"{number}.md" for number in range(MASS_AT_LEAST + 1)]
    for number in range(int(MASS_PATIENCE) + 1):
        coming = Survey(seen=frozenset({f"new {number}.md"}), gone=frozenset(gone))
        doubt: dict[str, Doubt] = {**dict.fromkeys(gone, "missing"), f"new {number}.md": "arrived"}
        verdict = doubts.judge(replace(coming, doubts=doubt), float(number), 60)
        assert verdict.hold is (number < MASS_PATIENCE)
    assert verdict.believed == set(gone)


def test_what_was_held_back_has_waited_all_the_same() -> None:
    """Else what arrives with a mass that is gone would begin to wait anew each time that it was believed."""
    doubts, gone = Doubts(), [f"{number}.md" for number in range(MASS_AT_LEAST + 1)]
    doubt: dict[str, Doubt] = {**dict.fromkeys(gone, "missing"), "new.md": "arrived"}
    found = Survey(frozenset({"new.md"}), frozenset(gone), doubt)
    for now in (0.0, 2.0, 4.5):
        assert doubts.judge(found, now, 60).hold
    assert doubts.judge(found, MASS_PATIENCE, 60).believed == {"new.md", *gone}


def test_the_same_number_is_no_mass_in_a_large_vault() -> None:
    gone = [f"{number}.md" for number in range(MASS_AT_LEAST + 1)]
    assert not Doubts().judge(doubtful(gone), 0.0, 1000).hold


def test_a_base_that_is_gone_holds_all_back() -> None:
    verdict = Doubts().judge(doubtful([".vaultkit/renders/a.md"]), 0.0, 100)
    assert verdict.hold


def test_whole_notes_are_taken_at_once_beside_doubtful_ones() -> None:
    found = Survey(seen=frozenset({"a.md", "b.md"}), doubts={"b.md": "cut"})
    verdict = Doubts().judge(found, 0.0, 100)
    assert verdict == Verdict(frozenset({"a.md"}), frozenset({"b.md"}), hold=False)


# Pace


def test_safety_costs_at_most_its_part() -> None:
    assert safety_pause(0.01) == 30.0
    assert safety_pause(0.4) == pytest.approx(100.0)
    assert poll_pause(0.001) == 0.5
    assert poll_pause(0.1) == pytest.approx(2.0)


def test_backoff_doubles_to_a_bound_and_begins_anew() -> None:
    backoff = Backoff()
    waits = [backoff.failed() for _ in range(8)]
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert waits[-1] == LONGEST_WAIT
    backoff.worked()
    assert backoff.failed() == FIRST_WAIT


def test_sleep_is_seen_where_the_clocks_part_and_where_a_tick_is_late() -> None:
    sleep = Sleep(0.0, 1000.0)
    assert not sleep.over(1.0, 1001.1)
    assert sleep.over(2.0, 1002.0 + 3600)
    assert not sleep.over(3.0, 1003.0 + 3600)
    assert sleep.over(3.0 + 3 * ASLEEP, 1003.0 + 3600 + 3 * ASLEEP)
    assert not sleep.over(3.0 + 6 * ASLEEP, 1003.0 + 3600 + 6 * ASLEEP, busy=3 * ASLEEP)


# Hints


@pytest.mark.parametrize(
    ("path", "folder", "wanted"),
    [
        ("People/Jo.md", False, "look"),
        ("People", True, "look"),
        ("scan.pdf", False, "look"),
        ("People/Jo.md~", False, None),
        ("People/4913", False, None),
        ("People/#Jo.md#", False, None),
        ("People/.#Jo.md", False, None),
        ("People/.Jo.md.Xy12", False, None),
        (".vaultkit-1f-abc.tmp", False, None),
        (".git/index", False, None),
        (".git", True, None),
        (".obsidian/workspace.json", False, None),
        (".obsidian/templates.json", False, "settings"),
        (".obsidian", True, "settings"),
        (".obsidian/plugins/templater-obsidian/data.json", False, "settings"),
        ("vaultkit.toml", False, "settings"),
        ("Templates/memo.md", False, "settings"),
        ("templates", True, "settings"),
        (".vaultkit/renders/Sheets/a.md", False, "look"),
        (".vaultkit/renders/Sheets", True, "look"),
        (".vaultkit/renders/Sheets/a.md.0123.aside", False, None),
        (".vaultkit/version", False, None),
        (".vaultkit/backups/a.md", False, None),
        (".vaultkit", True, "look"),
        ("Jo.sync-conflict-20260101-101010-ABC.md", False, "look"),
        ("", True, None),
    ],
)
def test_hints(path: str, *, folder: bool, wanted: str | None) -> None:
    assert hint(path, CONFIG, folder=folder) == wanted


def test_templates_may_lie_deep() -> None:
    config = Config(Path("/vault"), templates="Meta/Templates")
    assert hint("Meta/Templates/a.md", config, folder=False) == "settings"
    assert hint("Meta", config, folder=True) == "settings"
    assert hint("Meta/other.md", config, folder=False) == "look"


# Halves


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 400))
def test_a_beginning_is_whole_only_behind_its_front_matter(length: int) -> None:
    whole = interview("Jo Kim").encode()
    end = whole.index(b"---\n## ") + 3
    part = whole[:length]
    assert looks_cut(part) == (len(part) < end)


@pytest.mark.parametrize(
    "text", ["# Only a body\n", "--- \n---\n", "---\r\na: b\r\n---", "----\n", "--- a\n", "-- so\n"]
)
def test_other_notes_are_whole(text: str) -> None:
    assert not looks_cut(text.encode())
