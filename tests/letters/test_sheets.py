"""Sheets for the user's own eyes: what they say of invitations and links, and in which order things stand."""

from __future__ import annotations

import pytest

from tests.letters.memory import contact, interview, letter, me

START = "granted: 2026-11-01\nstart: 2026-12-02T10:00\n"


def sheet(front: str, body: str = "", template: str = "prep-sheet") -> str:
    return letter({**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", front, body)}, template).text


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("mode: online", "- No invitation has gone out yet"), ("mode: in-person", "- A short line the day before is enough to confirm"),
        ("mode: online\ninvited: 2026-11-20", "- Invited on 20 November; a short line the day before is enough to confirm"),
        ("mode: online\ninvited: 2026-11-20\nconfirmed: 2026-12-01", "- Invited on 20 November, confirmed on 1 December"),
        ("mode: in-person\nconfirmed: 2026-12-01", "- Confirmed on 1 December"),
    ],
)  # fmt: skip
def test_an_invitation_is_told_of_only_when_one_was_sent(front: str, line: str) -> None:
    assert line in sheet(START + front).split("## Practical\n")[1].splitlines()


def test_an_invitation_is_at_hand_while_it_makes_sense() -> None:
    for front, words in (
        ("mode: online", "- Send the invitation: [Google"), ("mode: in-person", "- An invitation, if one helps: [Google"),
        ("mode: online\ninvited: 2026-11-20", ""), ("mode: online\nbooked_via: them", ""),
        ("mode: online\nstart: 2026-03-29T02:30", ""),
    ):  # fmt: skip
        text = sheet(f"granted: 2026-01-01\n{front}" if "start" in front else START + front)
        assert words in text
        assert ("Google" in text) is bool(words)


def test_a_link_is_missed_only_where_you_are_to_make_it() -> None:
    assert "Zoom, link still missing" in sheet(f"{START}mode: online\nplatform: Zoom")
    assert "| Zoom |" in sheet(f"{START}mode: online\nplatform: Zoom\nbooked_via: them")


@pytest.mark.parametrize("template", ["prep-sheet", "giving-sheet"])
@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://meet.example.org/5?a=b", "[Zoom](https://meet.example.org/5?a=b)"),
        ("https://meet.example.org/(5)|6", "[Zoom](https://meet.example.org/%285%29%7C6)"),
        ("https://meet.example.org/5 Passcode 77", "Zoom: https://meet.example.org/5 Passcode 77"),
        ("meet.example.org/5", "Zoom: meet.example.org/5"),
    ],
)
def test_a_link_is_whole_whatever_was_pasted(template: str, link: str, shown: str) -> None:
    giving = "direction: giving\n" if template == "giving-sheet" else ""
    assert f"| {shown} |" in sheet(
        f"{START}{giving}platform: Zoom\nmode: online\nlink: '{link}'", template=template
    )


def test_a_number_to_dial_is_for_a_link_that_fails() -> None:
    for mode, said in (("online", True), ("phone", False), ("in-person", False)):
        assert ("Should the link fail" in sheet(f"{START}mode: {mode}\ndial_in: '555 0144'")) is said


def test_what_may_be_asked_about_stands_first_among_personal_things() -> None:
    body = "## Personal\n- learning the cello\n- [ ] how was the recital? #ask\n- likes rain\n"
    part = sheet(START, body).split("## Personal\n")[1]
    assert part.startswith("- how was the recital?\n- learning the cello\n- likes rain\n")


def test_the_day_on_which_you_were_asked_is_told_when_it_is_known() -> None:
    for front, said in (
        ("replied: 2027-01-11", False),
        ("asked: 2027-01-11\nreplied: 2027-01-11", True),
        ("asked: 2027-01-10", True),
    ):
        text = sheet(f"direction: giving\n{front}\nstart: 2027-02-01T10:00", template="giving-sheet")
        assert ("Asked you on" in text) is said


def test_a_sheet_of_which_nothing_is_known_says_so_and_prompts() -> None:
    text = sheet("granted: 2026-11-01")
    assert text.startswith("No time is set yet.\n\n**Jo Kim**.")
    assert "|" not in text
    prompts = text.split("## Essential\n")[1].split("## ")[0]
    assert len([line for line in prompts.splitlines() if line[:2] in ("1.", "2.", "3.")]) == 3
    assert [word in prompts for word in ("only one question", "normal day", "worries you")] == [True] * 3
    asked = sheet("granted: 2026-11-01\ngoal: is it dry", "## Questions\n- why\n")
    assert "**To find out:** is it dry" in asked
    assert "worries you" not in asked


def test_candid_questions_can_wait_only_where_colleagues_listen_and_one_pays_only_elsewhere() -> None:
    body = "## Questions\n### Essential\n- Where do pay and hours stand?\n- What did you do yesterday?\n"
    office = sheet(f"{START}mode: in-person\nvenue: office", body)
    assert office.count("*(better later)*") == 1
    assert "pay and hours stand? *(better later)*" in office
    assert "you pay" not in office
    table = sheet(f"{START}mode: in-person", body)
    assert "You asked, so you pay." in table
    assert "better later" not in table
