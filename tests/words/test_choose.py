"""The choice among sentences: fixed, even, and different for neighbours."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.render.words.choose import fixed, numbered, pick
from vaultkit.render.words.frames import frame

FOUR = ("a", "b", "c", "d")


def test_the_number_of_a_name_never_changes() -> None:
    assert fixed("Jo Kim") == 1615014903
    assert fixed("jo  kim") == fixed("Jo Kim")
    assert fixed(unicodedata.normalize("NFD", "Róisín")) == fixed(unicodedata.normalize("NFC", "róisín"))


def test_another_process_chooses_the_same() -> None:
    code = "from vaultkit.render.words.choose import *; print(''.join(pick(numbered('Jo', s), 'tail', 'abcd') for s in range(4)))"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert runs == {"".join(str(pick(numbered("Jo", step), "tail", FOUR)) for step in range(4)) + "\n"}


@settings(max_examples=100)
@given(st.text(max_size=20), st.integers(0, 500), st.sampled_from(["opening", "tail", "closing"]))
def test_four_letters_in_a_row_differ(name: str, step: int, slot: str) -> None:
    assert {pick(numbered(name, step + at), slot, FOUR) for at in range(4)} == set(FOUR)


def test_every_option_stands_beside_every_other_whatever_the_slots_are_called() -> None:
    """Two slots with names of one length as well: a checksum alone would tie them together for ever."""
    names = [f"Person {number}" for number in range(400)]
    for one, other in combinations(("tail", "last", "made", "opening", "closing", "subject"), 2):
        pairs = Counter(
            (pick(numbered(name, 0), one, FOUR), pick(numbered(name, 0), other, FOUR)) for name in names
        )
        assert len(pairs) == 16, (one, other)
        assert max(pairs.values()) < 3 * min(pairs.values()), (one, other, pairs)


@settings(max_examples=50)
@given(st.text(max_size=20), st.integers(0, 500), st.integers(0, 9999), st.integers(0, 9999))
def test_a_step_differs_everywhere_and_a_mark_in_some_places(
    name: str, step: int, one: int, other: int
) -> None:
    slots = [f"slot {at}" for at in range(12)]
    first = [pick(numbered(name, step, one), slot, FOUR) for slot in slots]
    then = [pick(numbered(name, step + 1, other), slot, FOUR) for slot in slots]
    assert all(a != b for a, b in zip(first, then, strict=True))


def test_letters_of_other_marks_differ_somewhere() -> None:
    slots = [f"slot {at}" for at in range(12)]
    found = {tuple(pick(numbered("Jo", 3, mark), slot, FOUR) for slot in slots) for mark in range(50)}
    assert len(found) > 45


def test_neighbours_get_another_frame_for_one_line() -> None:
    for name in ("Jo", "Ana", "Pieter", "Hana"):
        turns = [frame("sell early and often", numbered(name, step)) for step in range(4)]
        assert turns[0] != turns[1] != turns[2] != turns[3]
        company = [frame("sell early and often", numbered(name, step), people=3) for step in range(4)]
        assert company.count("own line") == 1


def test_nothing_to_choose_from_is_nothing() -> None:
    assert pick(numbered("Jo", 0), "tail", ()) == ""
