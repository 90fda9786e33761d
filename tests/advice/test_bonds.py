"""S35 to S39: those who helped, the news that they are owed, and the day on which somebody asks you."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

FOUND = "name: Noor\ntimezone: Europe/Berlin\nrole_found: 2026-02-20\nrole: map editor at the survey office"


def test_S35_the_list_has_those_thanked_introducing_and_marked(hand: Hand) -> None:
    hand.write(
        me() | contact("Thanked Tia") | talk("1", "Thanked Tia", "thanked: 2026-02-01")
        | contact("Giver Gus") | contact("Met Mia", 'introduced_by: "[[Giver Gus]]"') | contact("Marked Mo", "helpful: true")
    )  # fmt: skip
    hand.render()
    note = hand.read("Helpful people.md")
    assert [name in note for name in ("[[Thanked Tia]]", "[[Giver Gus]]", "[[Marked Mo]]")] == [True] * 3
    assert "1 February 2026" in note
    assert re.search(r"Giver Gus.*Met Mia", note)


def test_S35_nobody_else_is_on_it(hand: Hand) -> None:
    hand.write(
        me() | contact("Held Hal") | talk("1", "Held Hal", "held: 2026-02-01")
        | contact("Not Ned", "helpful: false") | talk("2", "Not Ned", "thanked: 2026-02-01") | contact("Card Cy")
        | contact("Asked Ann") | talk("3", "Asked Ann", "direction: giving\nthanked: 2026-02-01")
    )  # fmt: skip
    hand.render()
    assert not re.search(r"Held Hal|Not Ned|Card Cy|Asked Ann", hand.read("Helpful people.md"))
    assert hand.ok("list", "contacts", "--where", "helpful", "--format", "paths").out == ""


HELPED = contact("Jo Kim", "helpful: true") | talk(
    "2025-11-03 Jo Kim", "Jo Kim", "thanked: 2025-11-04", "## Takeaways\n- never take the second job first\n"
)


def test_S36_who_helped_hears_that_you_found_a_role(hand: Hand) -> None:
    hand.write(me(FOUND) | HELPED)
    hand.render()
    draft = hand.letter("announcement")
    assert "map editor at the survey office" in draft.text
    found = hand.item("announce")
    assert found is not None
    assert (found["due"], found["overdue"], found["people"]) == (
        "2026-02-27T23:59:59+01:00",
        True,
        ["Jo Kim"],
    )
    hand.done(draft.path)
    assert "announced: 2026-03-02\n" in hand.read("People/Jo Kim.md")
    assert "announce" not in hand.rules()
    assert hand.actions()[draft.path] == "retired"


def test_S36_a_second_role_is_news_again_and_others_hear_nothing(hand: Hand) -> None:
    hand.write(me(FOUND) | contact("Jo Kim", "helpful: true\nannounced: 2026-02-20") | contact("Card Cy"))
    hand.render()
    assert hand.letters("announcement") == []
    assert "announce" not in hand.rules()
    hand.write(me(FOUND.replace("2026-02-20", "2026-02-28")))
    hand.render()
    assert [letter.path for letter in hand.letters("announcement")] == ["Drafts/Jo Kim - good news.md"]
    assert hand.rules() == ["announce"]


def test_S36_without_a_role_nobody_is_told(hand: Hand) -> None:
    hand.write(me() | HELPED)
    hand.render()
    assert hand.letters("announcement") == []
    assert "announce" not in hand.rules()
    hand.write(me("name: Noor\ntimezone: Europe/Berlin\nrole_found: 2026-02-20"))
    hand.render()
    draft = hand.letter("announcement")
    assert "None" not in draft.text
    assert "role" in draft.comment


def test_S37_the_cadence_counts_from_real_contact(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim", "keep_in_touch: 60")
        | talk("2025-12-01 Jo Kim", "Jo Kim", "thanked: 2025-12-02")
    )
    found = hand.item("stay-in-touch", "2026-01-31T00:30:00+01:00")
    assert found is not None
    assert (found["due"], found["overdue"]) == ("2026-01-31T23:59:59+01:00", False)
    assert hand.item("stay-in-touch", "2026-01-30T23:30:00+01:00") is None
    hand.ok("log", "Jo", "Wrote to her.", "--now", "2026-01-31T10:00:00+01:00")
    assert hand.item("stay-in-touch", "2026-03-31T12:00:00+02:00") is None
    assert hand.item("stay-in-touch", "2026-04-01T12:00:00+02:00") is not None


def test_S37_a_letter_comes_when_asked_for_and_counts_when_it_was_sent(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim", "helpful: true") | talk("2025-11-01 Jo Kim", "Jo Kim", "thanked: 2025-11-02")
    )
    hand.render()
    assert hand.letters("stay-in-touch") == []
    hand.render("Jo Kim", "--template", "stay-in-touch")
    draft = hand.letter("stay-in-touch")
    assert hand.item("stay-in-touch") is not None
    hand.done(draft.path)
    assert "last_contact: 2026-03-02\n" in hand.read("People/Jo Kim.md")
    assert hand.item("stay-in-touch") is None
    assert hand.item("stay-in-touch", "2026-05-31T12:00:00+02:00") is not None


@pytest.mark.parametrize(("front", "body"), [
    ("", ""), ("connected: 2024-01-01", ""), ("keep_in_touch: never\nhelpful: true\nlast_contact: 2025-01-01", ""),
    ("keep_in_touch: 30", ""), ("keep_in_touch: 30\nlast_contact: 2025-01-01\nsnooze_until: 2026-03-03", ""),
    ("keep_in_touch: 30\nlast_contact: 2026-02-01", ""),
    ("keep_in_touch: 30\nlast_contact: 2025-01-01\ndo_not_contact: true", ""),
    ("keep_in_touch: 30", "## Log\n- wrote, no date\n## Follow-ups\n- [ ] send the map\n"),
])  # fmt: skip
def test_S37_an_address_book_is_never_overdue(hand: Hand, front: str, body: str) -> None:
    hand.write(
        me() | contact("Jo Kim", front, body) | {"Daily.md": "Met [[Jo Kim]] 2025-01-01 ![[Jo Kim]]\n"}
    )
    assert "stay-in-touch" not in hand.rules("2026-03-02T12:00:00+01:00")


def test_S37_an_open_interview_is_contact_enough(hand: Hand) -> None:
    old = talk("2025-06-01 Jo Kim", "Jo Kim", "thanked: 2025-06-02")
    hand.write(me() | contact("Jo Kim", "keep_in_touch: 60") | old)
    assert "stay-in-touch" in hand.rules()
    hand.write(talk("again", "Jo Kim", "asked: 2026-02-28"))
    assert "stay-in-touch" not in hand.rules()


def test_S38_show_tells_the_whole_story_of_a_person(hand: Hand) -> None:
    hand.write(
        me() | contact("Bo Li", 'introduced_by: "[[Jo Kim]]"')
        | contact("Jo Kim", "org: Survey\nhelpful: true", "## Personal\n- plays the cello\n## Log\n- 2026-01-05 met at the fair\n")
        | talk("2025-06-01 Jo Kim", "Jo Kim", "thanked: 2025-06-02",
               "## Takeaways\n- sell the maintenance\n## Introductions\n- [x] [[Bo Li]] ✅ 2025-06-03\n## Follow-ups\n- [x] send the map ✅ 2025-06-04\n"
               "## Personal\n- her son sails\n## Notes\nSECRET\n## Debrief\nSECRET\n")
        | talk("2026-02-01 Jo asks", "Jo Kim", "direction: giving\nheld: 2026-02-01")
    )  # fmt: skip
    told = hand.ok("show", "Jo Kim", "--now", hand.now).out
    for part in ("Survey", "2025-06-01 Jo Kim", "2026-02-01 Jo asks", "sell the maintenance", "plays the cello", "her son sails",
                 "2026-01-05", "met at the fair", "Bo Li", "send the map"):  # fmt: skip
        assert part in told, part
    assert "SECRET" not in told
    found = hand.ok("show", "Jo Kim", "--json").json
    assert [(t["direction"], t["stage"]) for t in found["interviews"]] == [
        ("asking", "thanked"),
        ("giving", "held"),
    ]
    assert (found["introduced"], found["last_contact"], found["helpful"]) == (["Bo Li"], "2026-02-01", True)
    assert found["promises"] == [{"text": "send the map", "done": True, "dropped": False, "due": None}]


def test_S38_an_unknown_name_is_refused_with_what_is_near(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | contact("Jo Klein"))
    assert "Jo Kim" in hand.no("show", "Jo Kin").err
    assert all(name in hand.no("show", "Jo").err for name in ("Jo Kim", "Jo Klein"))


GIVING = "direction: giving\nasked: 2026-02-27\n"


def test_S39_being_asked_has_a_reply_and_a_sheet_of_its_own(hand: Hand) -> None:
    hand.write(
        me() | contact("Emre", "timezone: Europe/Amsterdam")
        | talk("Emre asks", "Emre", f"{GIVING}proposed:\n  - 2026-03-10T15:00", "## Questions\n- did you ever faint\n## Talking points\n- the registrar\n")
    )  # fmt: skip
    hand.render()
    draft = hand.letter("giving-reply")
    assert re.search(r"10 March.*3 pm", draft.flat)
    assert re.search(r"half an hour|30 minutes", draft.flat, re.IGNORECASE)
    found = hand.item("asked-of-me")
    assert found is not None
    assert (found["due"], found["overdue"]) == ("2026-03-03T23:59:59+01:00", False)
    hand.done(draft.path)
    assert "asked-of-me" not in hand.rules()
    hand.ok("set", "Emre", "start=2026-03-10T15:00")
    hand.render()
    sheet = hand.letter("giving-sheet").text
    assert ("did you ever faint" in sheet, "the registrar" in sheet) == (True, True)
    assert re.search(r"promise no|no promise", sheet)
    assert len(re.findall(r"^## ", sheet, re.MULTILINE)) >= 4


def test_S39_who_is_asked_owes_no_thanks_and_is_offered_no_gift(hand: Hand) -> None:
    front = f"{GIVING}replied: 2026-02-27\nmode: online\nstart: 2026-02-27T15:00\ntimezone: Europe/Berlin\n"
    hand.write(me() | contact("Emre") | talk("Emre asks", "Emre", front + "held: 2026-02-27"))
    hand.render()
    assert hand.paths("Drafts/*") == hand.paths("Sheets/*") == []
    assert hand.rules() == []
    hand.write(talk("Emre asks", "Emre", front.replace("02-27T", "03-10T")))
    hand.render()
    assert [hand.letters(name) for name in ("prep-sheet", "reply", "thank-you")] == [[], [], []]
    assert "invite" not in hand.rules()
