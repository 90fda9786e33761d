"""The marks of a merge that git could not do."""

from __future__ import annotations

import time

import pytest

from vaultkit.notes.conflicts import conflict, remains, sides

MARKED = "a\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> 1a2b3c\nz\n"


@pytest.mark.parametrize(("text", "line"), [
    (MARKED, 2), ("a\n>>>>>>> b\n", 2), ("<<<<<<< HEAD\r\na\r\n", 1), ("A\n=======\n", 0), ("<<<<<<<<\n", 0), ("", 0),
])  # fmt: skip
def test_a_merge_finished_in_part_is_not_finished(text: str, line: int) -> None:
    assert remains(text) == line


def test_both_sides_of_a_place() -> None:
    assert conflict(MARKED) == 2
    assert sides(MARKED) == ("a\nmine\nz\n", "a\ntheirs\nz\n")


def test_what_was_there_before_belongs_to_neither_side() -> None:
    text = MARKED.replace("=======", "||||||| 77\nbefore\n=======")
    assert sides(text) == ("a\nmine\nz\n", "a\ntheirs\nz\n")


def test_several_places_and_an_end_without_a_newline() -> None:
    text = MARKED + MARKED.removesuffix("\nz\n")
    assert sides(text) == ("a\nmine\nz\na\nmine\n", "a\ntheirs\nz\na\ntheirs\n")


def test_line_ends_of_windows() -> None:
    assert sides(MARKED.replace("\n", "\r\n"))[1] == "a\r\ntheirs\r\nz\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "", "a\n", "<<<<<<< HEAD\n", "<<<<<<< HEAD\n=======\n", "=======\n>>>>>>> b\n",
        " <<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n", "<<<<<<<<\na\n=======\nb\n>>>>>>> c\n",
    ],
)  # fmt: skip
def test_what_is_no_conflict(text: str) -> None:
    assert conflict(text) == 0
    assert sides(text) == (text, text)


def test_a_megabyte_of_beginnings_is_read_in_no_time() -> None:
    began = time.process_time()
    assert conflict("<<<<<<< HEAD\n=======\n" * 50_000) == 0
    assert time.process_time() - began < 1
