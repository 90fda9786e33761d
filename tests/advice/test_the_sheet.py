"""S19 to S25: the sheet that lies beside you while you talk, and what you write down meanwhile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

SET = "granted: 2026-03-01\nreplied: 2026-03-01\nmode: online\nlink: https://x.example/1\nstart: 2026-03-10T15:00\ntimezone: Europe/Berlin\n"
NAME = "2026-03-10 Jo Kim"


def sheet(hand: Hand, body: str, front: str = SET, person: str = "") -> str:
    hand.write(
        me() | contact("Jo Kim", "timezone: America/New_York", person) | talk(NAME, "Jo Kim", front, body)
    )
    hand.render()
    return hand.letter("prep-sheet").text


def at(text: str, *parts: str) -> list[int]:
    """Where each part stands; each must stand there once."""
    assert [part for part in parts if text.count(part) != 1] == [], text
    return [text.index(part) for part in parts]


def test_S19_essential_questions_stand_on_top_whatever_the_note_s_order(hand: Hand) -> None:
    body = ("## Questions\n- [ ] unsorted one?\n### Nice to know\n- [ ] nice one?\n- [ ] nice two?\n"
            "### Essential\n- [ ] must one?\n- [ ] must two?\n")  # fmt: skip
    places = at(sheet(hand, body), "must one?", "must two?", "unsorted one?", "nice one?", "nice two?")
    assert places == sorted(places)


def test_S19_dropped_questions_are_gone_and_empty_parts_have_no_heading(hand: Hand) -> None:
    text = sheet(hand, "## Questions\n### Essential\n- [-] dropped?\n- [ ] must?\n### Nice to know\n")
    assert "dropped?" not in text
    heads = re.findall(r"^## (.*)\n+(?=## |\Z)", text, re.MULTILINE)
    assert heads == []
    assert len(re.findall(r"^## .*(nice|essential)", text, re.MULTILINE | re.IGNORECASE)) == 1


RICH = (
    "## Questions\n### Essential\n" + "".join(f"- [ ] Must {n}?\n" for n in range(7))
    + "### Nice to know\n" + "".join(f"- [ ] Nice {n}?\n" for n in range(6))
    + "## Talking points\n- the winter in the north\n- the lost map\n"
    + "## Personal\n- plays the cello\n- [ ] how was the recital?\n## Wrap-up\n- greetings from Tevita\n"
)  # fmt: skip


def test_S20_the_sheet_fits_on_one_page(hand: Hand) -> None:
    text = sheet(hand, RICH)
    assert all(f"Must {n}?" in text for n in range(7))
    rows = sum(1 + len(line) // 95 for line in text.splitlines() if line.strip())
    assert rows <= 55
    assert "- [ ]" not in text


def test_S20_a_must_that_was_not_asked_comes_up_after_the_meeting(hand: Hand) -> None:
    body = "## Questions\n### Essential\n- [x] Why maps?\n- [ ] Who checks the certificate?\n## Takeaways\n- never take the second job first\n"
    hand.write(me() | contact("Jo Kim") | talk(NAME, "Jo Kim", "held: 2026-03-10", body))
    hand.render()
    text = hand.letter("thank-you").text
    assert "Who checks the certificate?" in text
    assert "Why maps?" not in text


def test_S20_while_nothing_is_ticked_nobody_is_asked_twice(hand: Hand) -> None:
    body = "## Questions\n### Essential\n- [ ] Why maps?\n- [ ] Who checks the certificate?\n"
    hand.write(me() | contact("Jo Kim") | talk(NAME, "Jo Kim", "held: 2026-03-10", body))
    hand.render()
    draft = hand.letter("thank-you")
    assert "?" not in draft.text
    assert "Who checks the certificate" in draft.comment


def test_S21_a_stalled_talk_has_leftovers_personal_things_and_stories(hand: Hand) -> None:
    text = sheet(hand, RICH)
    stalls = text.split("## ")
    with_story = next(part for part in stalls if "the winter in the north" in part)
    assert "the lost map" in with_story
    assert re.search(r"question", with_story)
    personal = next(part for part in stalls if part.startswith("Personal"))
    assert "plays the cello" in personal
    assert "how was the recital?" in personal


def test_S21_what_is_told_or_asked_already_does_not_come_again(hand: Hand) -> None:
    body = ("## Questions\n### Essential\n- [ ] Must?\n## Talking points\n- [x] the winter in the north\n- [-] the lost map\n"
            "## Personal\n- [x] how was the recital?\n")  # fmt: skip
    text = sheet(hand, body)
    assert not re.search(r"winter|lost map|recital", text)
    assert not re.search(r"^## .*\n+(?=## |\Z)", text, re.MULTILINE)


def test_S22_the_ending_is_planned_with_the_clock_thanks_next_step_and_who_else(hand: Hand) -> None:
    text = sheet(hand, "## Wrap-up\n- greetings from Tevita\n", SET + "duration: 40\n")
    part = next(part for part in text.split("## ") if "greetings from Tevita" in part)
    assert "3:35 pm" in part.splitlines()[0]
    for told in (r"time|minutes", r"\bthank", r"\b(next|will do)\b", r"\b(who|whom) else\b"):
        assert re.search(told, part, re.IGNORECASE), told
    assert "#Introductions]]" in part


def test_S22_without_a_start_the_ending_has_no_hour(hand: Hand) -> None:
    text = sheet(hand, "## Wrap-up\n- greetings from Tevita\n- [-] not this\n", "granted: 2026-03-01")
    part = next(part for part in text.split("## ") if "greetings from Tevita" in part)
    assert re.search(r"\bthank", part, re.IGNORECASE)
    assert not re.search(r"\d [ap]m|None|from $", part, re.MULTILINE)
    assert "not this" not in text


def test_S23_notes_as_you_talk_are_touched_by_nobody(hand: Hand) -> None:
    text = sheet(hand, "## Notes\nWORD one\n\n  - WORD two\t\n## Takeaways\n")
    assert "#Notes]]" in text
    path = f"Interviews/{NAME}.md"
    for front in ("held: 2026-03-10", "thanked: 2026-03-11\ngift_sent: 2026-03-12"):
        hand.write(talk(NAME, "Jo Kim", front, "## Notes\nWORD one\r\n\n  - WORD two\t"))
        before = hand.read(path)
        hand.render()
        assert hand.read(path) == before
    others = [hand.read(note) for note in hand.paths() if note != path]
    assert [text for text in others if "WORD" in text] == []


def test_S23_notes_are_no_items_of_anything(hand: Hand) -> None:
    body = "## Notes\n- [ ] call her WORD 📅 2026-03-02\n- [ ] WORD? #ask #thanks\n## Takeaways\n- a line\n"
    hand.write(me() | contact("Jo Kim") | talk("2026-02-27 Jo Kim", "Jo Kim", "held: 2026-02-27", body))
    hand.render()
    assert "WORD" not in hand.ok("agenda", "--now", hand.now, "--days", "30").out
    assert "WORD" not in hand.letter("thank-you").text


def test_S24_personal_things_come_back_on_the_next_sheet(hand: Hand) -> None:
    hand.write(
        talk(
            "2025-06-01 Jo Kim",
            "Jo Kim",
            "thanked: 2025-06-02",
            "## Personal\n- her son sails\n- [x] the move, done\n",
        )
    )
    text = sheet(hand, "## Personal\n- a new dog\n", person="## Personal\n- plays the cello\n")
    at(text, "her son sails", "plays the cello", "a new dog")
    assert "the move, done" not in text


def test_S24_only_what_is_tagged_may_be_asked_about_in_a_letter(hand: Hand) -> None:
    body = "## Personal\n- [ ] did the kitten stop eating the charts? #ask\n- [ ] walnuts\n- [x] the move? #ask\n"
    hand.write(
        me()
        | contact("Jo Kim", "", "## Personal\n- divorce\n- rash? #ask #private\n")
        | talk(NAME, "Jo Kim", "held: 2026-03-01", body)
    )
    hand.render("Jo Kim", "--template", "stay-in-touch")
    hand.render()
    letter = hand.letter("stay-in-touch").text
    assert re.search(r"did the kitten stop eating the charts\?", letter, re.IGNORECASE)
    assert "#ask" not in letter
    assert not re.search(r"walnut|divorce|move|rash", letter)
    assert not re.search(r"kitten|walnut|divorce|move|rash", hand.letter("thank-you").text)


PERSONAL = "## Personal\n- [ ] recital 📅 2026-03-12\n- [x] graduation 📅 2026-03-12 ✅ 2026-03-01\n- a dog\n"


def test_S25_dated_personal_things_reach_the_agenda_around_their_day(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim", "", PERSONAL)
        | talk(NAME, "Jo Kim", "thanked: 2026-02-01", "## Personal\n- [ ] exam [due:: 2026-03-12]\n")
    )
    days = {day: sorted(re.findall(r"recital|exam|graduation|dog", " ".join(i["text"] for i in hand.agenda(f"2026-03-{day}T12:00:00+01:00"))))
            for day in (10, 11, 12, 15, 16)}  # fmt: skip
    assert days == {10: [], 11: ["exam", "recital"], 12: ["exam", "recital"], 15: ["exam", "recital"], 16: []}
    assert not any(item["overdue"] for item in hand.agenda("2026-03-15T12:00:00+01:00"))


def test_S25_a_tick_clears_it_and_an_undated_thing_never_comes(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim", "", PERSONAL))
    now = "2026-03-12T09:00:00+01:00"
    assert hand.rules(now) == ["personal"]
    hand.done("Jo", "--item", "recital", now=now)
    assert "- [x] recital 📅 2026-03-12 ✅ 2026-03-12\n" in hand.read("People/Jo Kim.md")
    assert hand.rules(now, "--days", "400") == []
