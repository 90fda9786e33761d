"""Checks of letters as their user left them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from vaultkit.people.checks import Draft, check, drafts_of, of_drafts
from vaultkit.people.checks.drafts import words

from .vaults import front, vault

if TYPE_CHECKING:
    from pathlib import Path

FRONT = '---\ntemplate: thank-you\nabout: "[[t]]"\nsubject: any openings at your firm\n---\n%% Ask for a referral? No? No? No? %%\n\n'


def codes(body: str, marks: str = "thanked") -> list[str]:
    return [problem.code for problem in of_drafts([Draft("d.md", FRONT + body, marks)])]


@pytest.mark.parametrize(
    "sentence",
    [
        "Are you hiring at the moment?",
        "Is your team currently hiring?",
        "Do you know of any openings in your department?",
        "If you hear of anything that might be a job for me, tell me.",
        "Could you refer me to the right person?",
        "Would you recommend me to your boss?",
        "I would be grateful for a referral.",
        "Could you put in a good word for me?",
        "I have attached my CV.",
        "Could you pass on my résumé?",
        "Is there an open position on your team?",
        "Please consider me for a role in your team.",
        "I am looking for a new job in your field.",
        "Do you have any job leads?",
        "Any advice or leads would help.",
        "Could you get me an interview?",
        "Would you write me a reference?",
        "I would love to be considered for the junior position.",
    ],
)
def test_s27_a_letter_that_asks_for_a_job(sentence: str) -> None:
    found = of_drafts([Draft("d.md", f"{FRONT}Dear Jo,\n\nThank you.\n{sentence}\n", "")])
    assert [(p.code, p.line, p.severity) for p in found] == [("letter-asks-for-job", 11, "warning")]


@pytest.mark.parametrize(
    "sentence",
    [
        "My notes begin like this: the best job is the one you can leave.",
        "You do a job that few people see.",
        "I have found it: a role on the flood desk.",
        "Nobody prints that in a job advert.",
        "You kindly offered me an introduction: Sunita Rao at the port authority.",
        "Is there a coffee place near your work that you like?",
        "One line in my notes: never take the second job first.",
        "I would recommend the book to anybody.",
        "Thank you for the good words.",
        "In your position I would have left.",
        "An opening night is always loud.",
        "That is one word of many.",
        "How do people come to have a job like yours?",
        "I hope the work is good to you.",
    ],
)
def test_s27_talk_of_work_is_no_ask(sentence: str) -> None:
    assert codes(f"Dear Jo,\n\n{sentence}\n") == []


def test_s34_a_letter_over_150_words() -> None:
    assert codes("word " * 150) == []
    (found,) = of_drafts([Draft("d.md", FRONT + "word " * 151, "")])
    assert (found.code, found.line) == ("letter-long", 8)
    assert "151" in found.message


def test_s34_words_are_counted_from_greeting_to_signature() -> None:
    assert words(FRONT + "Dear Jo,\n\nthat is – well – enough: 3 pm.\n\nAna\n") == 9
    assert words("no front matter here") == 4
    assert words("---\r\nx: many words in here\r\n---\r\nDear Jo\r\n") == 2


def test_s34_two_asks_at_most_in_a_thank_you() -> None:
    body = "Dear Jo,\n\nWhich one?\nWhy?\nSee https://x.example/?a=b too.\n"
    assert codes(body) == []
    assert codes(body + "And how?\n") == ["letter-asks-much"]
    assert codes(body + "And how?\n", marks="replied") == []


def test_s31_a_thank_you_announces_no_gift() -> None:
    body = "Dear Jo,\n\nI have sent you a gift card.\n"
    assert codes(body) == ["letter-names-gift"]
    assert codes(body, marks="gift_noticed") == []
    assert codes("Dear Jo,\n\nYou have a gift for plain words.\n") == []


def test_letters_are_gathered_from_the_vault(tmp_path: Path) -> None:
    letter = FRONT + "Dear Jo,\n\nAre you hiring?\n"
    notes = {
        "t.md": front("interview", people="Jo"),
        "Drafts/a.md": letter,
        "Sheet.md": "---\ntemplate: agenda\n---\nhire me\n",
    }
    found = vault(tmp_path, notes)
    home, rendered = tmp_path / "vault", found.of_kind("rendered")
    drafts = list(drafts_of(rendered, {"thank-you": "thanked"}, lambda path: (home / path).read_bytes()))
    assert [(draft.path, draft.marks) for draft in drafts] == [("Drafts/a.md", "thanked")]
    assert "letter-asks-for-job" in [problem.code for problem in check(found, drafts)]
    assert list(drafts_of(rendered, {"thank-you": "thanked"}, lambda _: None)) == []


@pytest.mark.parametrize(
    "body",
    [
        "|-" * 400_000,
        "<!--" * 200_000,
        "%%" * 200_001,
        "?(" * 300_000,
        "any " + " " * 400_000,
        "refer me. " * 90_000,
    ],
)
def test_a_letter_of_any_signs_is_looked_through_in_passing(body: str) -> None:
    before = time.process_time()
    found = codes(body)
    assert time.process_time() - before < 5, "it took minutes by the square of its length"
    assert len(found) < 30


def test_a_comment_that_nothing_closes_is_text() -> None:
    assert words("one %% two %% three <!-- four five --> six %% seven <!-- eight") == 5
