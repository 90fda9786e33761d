"""Which of the shipped notes stand at which stage: a table of both directions and every stage."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

STAGES = {
    "idea": "goal: maps",
    "asked": "asked: 2026-02-20",
    "granted": "granted: 2026-02-21",
    "replied": "replied: 2026-02-22",
    "scheduled": "start: 2026-03-09T14:00\ntimezone: Europe/Berlin",
    "held": "held: 2026-02-24",
    "thanked": "thanked: 2026-02-25",
    "sent": "thanked: 2026-02-25\ngift_sent: 2026-02-26",
    "noticed": "thanked: 2026-02-25\ngift_sent: 2026-02-26\ngift_noticed: 2026-02-27",
    "sent, unheard": "thanked: 2026-02-25\ngift_sent: 2026-02-26\noutcome: no-reply",
    "sent, off": "gift_sent: 2026-02-26\noutcome: no-show",
    "noticed, unheard": "gift_sent: 2026-02-26\ngift_noticed: 2026-02-27\noutcome: no-reply",
    "declined": "granted: 2026-02-21\noutcome: declined",
    "cancelled": "start: 2026-03-09T14:00\noutcome: cancelled",
    "reopened": "granted: 2026-02-21\noutcome:",
}
ASKING = {
    "granted": {"reply", "prep-sheet"}, "replied": {"prep-sheet"}, "scheduled": {"prep-sheet"}, "held": {"thank-you"},
    "sent": {"gift-note"}, "sent, unheard": {"gift-note"}, "sent, off": {"gift-note"},
    "reopened": {"reply", "prep-sheet"},
}  # fmt: skip
GIVING = {
    "asked": {"giving-reply"}, "granted": {"giving-reply"}, "scheduled": {"giving-sheet"}, "reopened": {"giving-reply"},
}  # fmt: skip


def test_each_stage_has_its_notes_and_no_other(hand: Hand) -> None:
    notes = me() | contact("Jo Kim")
    for stage, front in STAGES.items():
        notes |= talk(f"{stage} asking", "Jo Kim", front)
        notes |= talk(f"{stage} giving", "Jo Kim", f"{front}\ndirection: giving")
    hand.write(notes)
    found: dict[str, set[str]] = {f"{stage} {way}": set() for stage in STAGES for way in ("asking", "giving")}
    for one in hand.render()["outputs"]:
        if one["template"] != "helpful-people":
            found[re.sub(r"^Interviews/|\.md$", "", one["about"])].add(one["template"])
    assert found == {
        f"{stage} {way}": table.get(stage, set())
        for stage in STAGES
        for way, table in (("asking", ASKING), ("giving", GIVING))
    }


def test_of_the_vault_and_of_people_only_what_nobody_has_to_ask_for(hand: Hand) -> None:
    hand.write(me("name: Noor\nrole_found: 2026-02-20") | contact("Jo Kim", "helpful: true"))
    hand.write(contact("Al", "helpful: true\nannounced: 2026-02-21") | contact("Bo"))
    assert hand.actions() == {"Drafts/Jo Kim - good news.md": "create", "Helpful people.md": "create"}
    assert set(hand.actions("--template", "agenda")) == {"Agenda.md"}
    assert set(hand.actions("--template", "introductions")) == {"Introductions.md"}


@pytest.mark.parametrize(
    ("start", "said"), [("2026-03-29T02:30", "does not exist"), ("2026-10-25T02:30", "twice")]
)
def test_an_hour_that_clocks_skip_or_show_twice_has_its_sheet_which_says_so(
    hand: Hand, start: str, said: str
) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim", f"start: {start}\ntimezone: Europe/Berlin"))
    hand.render()
    assert said in hand.letter("prep-sheet").text
    assert hand.stage("t") == "scheduled"
