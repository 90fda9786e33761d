"""How words are compared, and which is near."""

from __future__ import annotations

import pytest

from vaultkit.spelling import caseless, did_you_mean, nearest


def test_nearest() -> None:
    assert nearest("goall", ["goal", "gift"]) == "goal"
    assert nearest("xyz", ["goal"]) == ""
    assert nearest("goal", ["goal"]) == ""


@pytest.mark.parametrize("typed", ["Thank_you", "thank-yuo", "THANK YOU"])
def test_hyphens_lines_and_case_make_no_distance(typed: str) -> None:
    assert did_you_mean(typed, ("thank-you", "gift")) == "; did you mean thank-you?"


def test_nothing_near_says_nothing() -> None:
    assert did_you_mean("zebra", ("gift", "goal")) == ""


def test_one_letter_stored_in_two_ways_is_one() -> None:
    assert caseless("JOSE\u0301") == caseless("jos\u00e9")
    assert caseless("STRASSE") == caseless("straße")
