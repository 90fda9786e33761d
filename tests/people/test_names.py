"""Names, greetings and near words."""

from __future__ import annotations

import pytest

from vaultkit.people.names import distance, fold, greeting, person_name, shown, slip_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jo Kim", "Jo Kim"),
        ("@Jo Kim", "Jo Kim"),
        ("Jo Kim (Acme)", "Jo Kim"),
        ("@Jo Kim [Acme Inc.]", "Jo Kim"),
        ("林佳穎（台北）", "林佳穎"),
        ("Jo (Joanna) Kim", "Jo (Joanna) Kim"),
        ("(Acme)", "(Acme)"),
        ("@", "@"),
        ("Nguyễn Thị Hạnh", "Nguyễn Thị Hạnh"),
    ],
)
def test_person_name(text: str, name: str) -> None:
    assert person_name(text) == name


@pytest.mark.parametrize(
    ("name", "written", "aliases", "wanted"),
    [
        ("Jo Kim", "Dr Kim", ("Jo",), "Dr Kim"),
        ("Jo Kim", "", ("Jo",), "Jo"),
        ("Jo Kim", "", ("jo",), "jo"),
        ("Jo Kim", "", ("Jo", "Kim"), "Jo Kim"),
        ("Jo Kim", "", ("Joanna", "JK"), "Jo Kim"),
        ("Jo Kim", "", ("Joanna", "Jo"), "Jo"),
        ("Jo Kim", "", ("Jo Kim",), "Jo Kim"),
        ("Jo Kim", "", (), "Jo Kim"),
        ("Sukmawan", "", ("Sukmawan",), "Sukmawan"),
        ("Mehmet Karadağ", "", (), "Mehmet Karadağ"),
    ],
)
def test_greeting(name: str, written: str, aliases: tuple[str, ...], wanted: str) -> None:
    assert greeting(name, written, aliases) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[[Acme Inc.]]", "Acme Inc."),
        ("[[Orgs/Acme Inc.|Acme]]", "Acme"),
        ("[[Orgs/Acme]]", "Acme"),
        ("[[Acme#Team]] and [[B|b]]", "Acme and b"),
        ("[[#Salary]]", "Salary"),
        ("[Acme](https://acme.example)", "Acme"),
        ("C# [draft] a_b", "C# [draft] a_b"),
    ],
)
def test_shown(text: str, wanted: str) -> None:
    assert shown(text) == wanted


def test_near_words_are_slips_of_the_hand_and_no_more() -> None:
    words = ("thanked", "granted", "goal", "org", "uid", "mode")
    assert slip_of("thnaked", words) == "thanked"
    assert slip_of("thakned", words) == "thanked"
    assert slip_of("goals", words) == "goal"
    assert slip_of("note", words) == ""
    assert slip_of("or", words) == ""
    assert slip_of("thanked", words) == ""


@pytest.mark.parametrize(
    ("a", "b", "far"), [("abcd", "abdc", 1), ("abcd", "abc", 1), ("abcd", "wxyz", 3), ("", "ab", 2)]
)
def test_distance_counts_swaps_once_and_stops_at_the_limit(a: str, b: str, far: int) -> None:
    assert distance(a, b, 2) == far


def test_names_are_compared_in_one_form() -> None:
    assert fold("Ro\u0301isi\u0301n  NÍ") == fold("róisín ní")
