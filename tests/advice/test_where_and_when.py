"""S8 to S18: in person or online, who pays, which platform, whose clock, who books."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

import pytest

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

GRANTED = "granted: 2026-03-01\n"
TIMES = "proposed:\n  - 2026-03-10T15:00\n  - 2026-03-11T16:30\n"
TREAT = re.compile(r"\b(bill|pay|pays|treat|guest|on me)\b", re.IGNORECASE)
MEAL = re.compile(r"\b(meal|lunch|eat)\b", re.IGNORECASE)
INVITE_CODES = {"no-link", "not-invited"}


def reply(hand: Hand, front: str = "", person: str = "", who: str = "") -> str:
    """What the reply says when the note says this."""
    hand.write(
        (me(who) if who else me()) | contact("Jo Kim", person) | talk("Jo - talk", "Jo Kim", GRANTED + front)
    )
    hand.render()
    return hand.letter("reply").flat


def sheet(hand: Hand, front: str = "", body: str = "", person: str = "timezone: America/New_York") -> str:
    """The sheet of a talk that is scheduled."""
    start = f"{GRANTED}start: 2026-03-10T15:00\ntimezone: Europe/Berlin\n{front}"
    hand.write(me() | contact("Jo Kim", person) | talk("Jo - talk", "Jo Kim", start, body))
    hand.render()
    return hand.letter("prep-sheet").text


@pytest.mark.parametrize(("mode", "says"), [
    ("phone", r"\+49 30 5550199"), ("online", "Jitsi"), ("in-person", "near|close"),
])  # fmt: skip
def test_S8_the_reply_proposes_what_suits_me(hand: Hand, mode: str, says: str) -> None:
    mine = f'name: Noor\ntimezone: Europe/Berlin\nplatform: Jitsi\nphone: "+49 30 5550199"\nmode: {mode}'
    proposed = reply(hand, who=mine)
    assert re.search(says, proposed)
    assert mode in hand.read("Me.md")
    assert "mode" not in hand.read("Interviews/Jo - talk.md")


@pytest.mark.parametrize(("mode", "says"), [("phone", r"\+49 30 5550199"), ("online", "Jitsi")])
def test_S8_the_note_goes_before_me(hand: Hand, mode: str, says: str) -> None:
    mine = 'name: Noor\ntimezone: Europe/Berlin\nplatform: Jitsi\nphone: "+49 30 5550199"\nmode: in-person'
    text = reply(hand, f"mode: {mode}", who=mine)
    assert re.search(says, text)
    assert not TREAT.search(text)


def test_S8_nothing_else_takes_a_proposal_for_a_fact(hand: Hand) -> None:
    mine = "name: Noor\ntimezone: Europe/Berlin\nplatform: Jitsi\nmode: online"
    start = "start: 2026-03-10T15:00\ntimezone: Europe/Berlin\n"
    hand.write(
        me(mine) | contact("Jo Kim") | contact("Bo Li") | talk("2026-03-10 Jo Kim", "Jo Kim", GRANTED + start)
        | talk("2026-02-27 Bo Li", "Bo Li", "held: 2026-02-27")
    )  # fmt: skip
    hand.render()
    assert not re.search(r"jitsi|online|link still", hand.letter("prep-sheet").text, re.IGNORECASE)
    assert not re.search(r"jitsi|online|screen|\bcall\b", hand.letter("thank-you").text, re.IGNORECASE)
    assert not {"invite", "gift"} & set(hand.rules())
    assert not INVITE_CODES & set(hand.codes())


def test_S9_in_person_asks_for_a_place_near_their_work(hand: Hand) -> None:
    text = reply(hand, "mode: in-person", "location: Leeds")
    assert re.search(r"[^.?!]*\b(near|close)\b[^.?!]*\bLeeds\b", text)
    assert re.search(r"coffee|café|cafe", text)


def test_S9_no_place_is_asked_for_online_or_where_one_is_named(hand: Hand) -> None:
    text = reply(hand, "mode: online", "location: Leeds")
    assert not re.search(r"Leeds|coffee|café", text)
    named = reply(hand, "mode: in-person\nplace: Café Lumen, 14 Harbour Street", "location: Leeds")
    assert "Café Lumen" in named
    assert "Leeds" not in named


def test_S10_who_asks_pays_and_says_so(hand: Hand) -> None:
    assert TREAT.search(reply(hand, "mode: in-person", "location: Leeds"))
    assert TREAT.search(reply(hand, "mode: in-person\nplace: Café Lumen", "location: Leeds"))
    assert TREAT.search(sheet(hand, "mode: in-person\nplace: Café Lumen"))


@pytest.mark.parametrize("front", ["mode: in-person\nvenue: office", "mode: online", "mode: phone"])
def test_S10_nobody_pays_at_their_office_or_on_a_call(hand: Hand, front: str) -> None:
    assert not TREAT.search(reply(hand, front, "location: Leeds"))
    assert not TREAT.search(sheet(hand, front))


HELD_TWICE = talk("2025-01-10 Jo Kim", "Jo Kim", "thanked: 2025-01-11") | talk(
    "2025-06-10 Jo Kim", "Jo Kim", "thanked: 2025-06-11"
)


@pytest.mark.parametrize("person", ["hard_to_reach: true", "helpful: true"])
def test_S11_a_meal_for_whom_is_hard_to_pin_down_or_has_helped_for_long(hand: Hand, person: str) -> None:
    hand.write(HELD_TWICE if "helpful" in person else {})
    assert MEAL.search(reply(hand, "mode: in-person\nplace: ", person))
    found = hand.ok(
        "list", "interviews", "--where", "offer_meal and stage == granted", "--format", "paths"
    ).out
    assert found == "Interviews/Jo - talk.md\n"


def test_S11_lunch_only_where_a_proposed_time_is_at_lunch(hand: Hand) -> None:
    assert "lunch" not in reply(hand, f"mode: in-person\n{TIMES}", "hard_to_reach: true").casefold()
    noon = "proposed:\n  - 2026-03-10T12:30\n  - 2026-03-11T13:00\n"
    assert "lunch" in reply(hand, f"mode: in-person\n{noon}", "hard_to_reach: true").casefold()


@pytest.mark.parametrize("held", [0, 1, 2])
def test_S11_no_meal_for_others(hand: Hand, held: int) -> None:
    """One talk and marked helpful, or two talks and not marked: neither is enough."""
    hand.write(dict(list(HELD_TWICE.items())[:held]))
    text = reply(hand, "mode: in-person\nplace: Café Lumen", "helpful: true" if held == 1 else "")
    assert not re.search(r"\bmeal\b|\blunch\b", text, re.IGNORECASE)
    assert (
        hand.ok("list", "interviews", "--where", "offer_meal and stage == granted", "--format", "paths").out
        == ""
    )


CANDID = "## Questions\n### Essential\n- [ ] What is an ordinary day like?\n- [ ] How is the pay after five years?\n"


def test_S12_at_their_office_look_around_and_keep_candid_questions(hand: Hand) -> None:
    text = sheet(hand, "mode: in-person\nvenue: office", CANDID)
    lines = text.splitlines()
    assert "1. What is an ordinary day like?" in lines
    marked = next(line for line in lines if "How is the pay after five years?" in line)
    assert marked.removeprefix("2. How is the pay after five years?").strip()
    above = text.split("1. What is")[0]
    assert re.search(r"\beasy\b.*\bsee\b", above)
    assert re.search(r"\b(?:Notice|Watch|Look at)\b.*\b(?:who|what|how)\b", above)
    assert re.search(r"guarded|careful|hold back", above)


def test_S12_where_nothing_is_marked_the_sheet_speaks_of_no_mark(hand: Hand) -> None:
    plain = CANDID.replace("How is the pay after five years?", "What hangs on the walls?")
    text = sheet(hand, "mode: in-person\nvenue: office", plain)
    assert re.search(r"guarded|careful|hold back", text)
    assert not re.search(r"\bmarked\b|later\)", text)


def test_S12_elsewhere_nothing_is_marked(hand: Hand) -> None:
    for front in ("mode: in-person\nplace: Café Lumen", "mode: online\nvenue: office"):
        lines = sheet(hand, front, CANDID).splitlines()
        assert "1. What is an ordinary day like?" in lines
        assert "2. How is the pay after five years?" in lines
        assert not any("guarded" in line for line in lines)


def test_S13_the_platform_is_asked_while_nobody_knows_it(hand: Hand) -> None:
    text = reply(hand, "mode: online", who="name: Noor\ntimezone: Europe/Berlin\nplatform: Jitsi")
    assert re.search(r"\?[^?]*Jitsi|Jitsi[^.]*\?", text)


def test_S13_what_they_prefer_is_remembered_on_the_contact(hand: Hand) -> None:
    mine = "name: Noor\ntimezone: Europe/Berlin\nplatform: Jitsi"
    reply(hand, "mode: online", who=mine)
    hand.ok("set", "Jo Kim", "platform=Teams")
    assert "platform: Teams\n" in hand.read("People/Jo Kim.md")
    hand.render()
    text = hand.letter("reply").flat
    assert "Teams" in text
    assert "Jitsi" not in text
    assert not re.search(r"platform[^.]*\?", text)
    assert "Teams" in sheet(hand, "mode: online\nlink: https://x.example/1", person="platform: Teams")


def test_S14_zoom_unless_somebody_says_otherwise(
    hand: Hand, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert "Zoom" in reply(hand, "mode: online", who="name: Noor\ntimezone: Europe/Berlin")
    new = tmp_path_factory.mktemp("new") / "vault"
    hand.ok("init", str(new))
    assert "platform: Zoom\n" in (new / "Me.md").read_text()


@pytest.mark.parametrize("platform", ["Jitsi", "a tin can and a string", "Teams"])
def test_S14_any_platform_is_legal(hand: Hand, platform: str) -> None:
    text = reply(hand, "mode: online", who=f"name: Noor\ntimezone: Europe/Berlin\nplatform: {platform}")
    assert platform in text
    assert "Zoom" not in text
    hand.write(talk("2026-03-10 Jo Kim", "Jo Kim", f"{GRANTED}mode: online\nplatform: {platform}"))
    assert hand.problems() == []


SCHEDULED = f"{GRANTED}replied: 2026-03-01\nstart: 2026-03-10T15:00\ntimezone: Europe/Berlin\n"


def test_S15_a_scheduled_call_needs_invitation_and_link(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim", "email: jo@example.org")
        | talk("2026-03-10 Jo Kim", "Jo Kim", f"{SCHEDULED}mode: online\n")
    )
    assert set(hand.codes()) >= INVITE_CODES
    assert "invite" in hand.rules()
    hand.ok("set", "Jo Kim", "link=https://meet.example.org/77")
    assert INVITE_CODES & set(hand.codes()) == {"not-invited"}
    assert "invite" in hand.rules()
    pages = hand.ok("invite", "Jo").out
    assert pages.count("https://meet.example.org/77") == 0
    assert unquote_plus(pages).count("https://meet.example.org/77") >= 2
    hand.done("Jo", "invited")
    assert not INVITE_CODES & set(hand.codes())
    assert "invite" not in hand.rules()


def test_S15_an_invitation_alone_is_not_enough_and_another_time_needs_another(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim")
        | talk("2026-03-10 Jo Kim", "Jo Kim", f"{SCHEDULED}mode: online\ninvited: 2026-03-01\n")
    )
    assert INVITE_CODES & set(hand.codes()) == {"no-link"}
    assert "invite" in hand.rules()
    hand.ok("set", "Jo", "link=https://meet.example.org/77")
    hand.ok("invite", "Jo")
    assert "invite" not in hand.rules()
    hand.ok("set", "Jo", "start=2026-03-11T15:00")
    assert "invite" in hand.rules()


@pytest.mark.parametrize("front", ["mode: in-person\nplace: here", "mode: online\nbooked_via: them", ""])
def test_S15_no_invitation_is_missed_in_person_or_on_their_page(hand: Hand, front: str) -> None:
    hand.write(me() | contact("Jo Kim") | talk("2026-03-10 Jo Kim", "Jo Kim", SCHEDULED + front))
    assert not INVITE_CODES & set(hand.codes())
    assert "invite" not in hand.rules()


def test_S16_both_local_times_stand_on_sheet_reply_and_agenda(hand: Hand) -> None:
    """Berlin changes its clocks three weeks after New York: on 10 March five hours lie between them."""
    text = sheet(hand, "mode: online")
    row = next(line for line in text.splitlines() if "3 pm" in line)
    assert "10 am" in row
    found = hand.item("today", "2026-03-10T08:00:00+01:00")
    assert found is not None
    assert re.search(r"15:00.*10:00", found["text"])
    hand.write(talk("Jo - talk", "Jo Kim", f"{GRANTED}mode: online\n{TIMES}"))
    hand.render()
    said = hand.letter("reply").flat
    assert re.search(r"10 am\b.*\b3 pm", said)
    assert re.search(r"11:30 am\b.*\b4:30 pm", said)


def test_S16_the_zone_of_the_meeting_goes_before_mine(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim", "timezone: America/New_York")
        | talk("a", "Jo Kim", f"{GRANTED}start: 2026-03-10T15:00\ntimezone: America/New_York")
        | talk("b", "Jo Kim", f"{GRANTED}start: 2026-03-10T15:00")
    )  # fmt: skip
    mine = {name: hand.ok("show", name, "--json").json["mine"] for name in "ab"}
    assert mine == {"a": "2026-03-10T20:00:00+01:00", "b": "2026-03-10T15:00:00+01:00"}


def test_S16_conflicts_are_reported(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim", "timezone: America/New_York")
        | talk("neither", "Jo Kim", f"{GRANTED}start: 2026-03-10T15:00\ntimezone: Asia/Tokyo")
        | talk("unsaid", "Jo Kim", f"{GRANTED}start: 2026-03-11T15:00")
        | talk("fine", "Jo Kim", f"{GRANTED}start: 2026-03-12T15:00\ntimezone: America/New_York")
        | talk("gap", "Jo Kim", f"{GRANTED}start: 2026-03-29T02:30\ntimezone: Europe/Berlin")
        | talk("overlap", "Jo Kim", f"{GRANTED}start: 2026-03-12T15:15\ntimezone: America/New_York")
    )  # fmt: skip
    found = {(p["path"], p["code"]): p for p in hand.problems()}
    codes = {(path.removeprefix("Interviews/").removesuffix(".md"), code) for path, code in found}
    assert codes >= {("neither", "zone-neither"), ("unsaid", "zone-missing"), ("gap", "start-gap")}
    assert {name for name, code in codes if code == "meetings-overlap"} & {"fine", "overlap"}
    assert "20:00" in found["Interviews/unsaid.md", "zone-missing"]["message"]
    assert not {code for name, code in codes if name == "fine"} - {"meetings-overlap"}


def test_S17_times_to_choose_from_stand_in_their_zone(hand: Hand) -> None:
    """Half past nine on Sunday evening in Berlin is Monday in Auckland."""
    late = "proposed:\n  - 2026-03-15T21:30\n  - 2026-03-16T09:00\n  - 2026-03-17T09:00\n"
    text = reply(hand, f"mode: online\n{late}", "timezone: Pacific/Auckland")
    assert re.search(r"Monday 16 March(, | at )9:30 am", text)
    assert re.search(r"Monday 16 March(, | at )9 pm", text)
    assert re.search(r"Tuesday 17 March(, | at )9 pm", text)
    assert text.count("Auckland") == 1


def test_S17_a_time_in_their_night_is_pointed_out_to_you_alone(hand: Hand) -> None:
    """Two in the afternoon in Berlin is two in the morning in Auckland."""
    hours = "proposed:\n  - 2026-03-16T09:00\n  - 2026-03-16T14:00\n"
    text = reply(hand, f"mode: online\n{hours}", "timezone: Pacific/Auckland")
    comment = hand.letter("reply").comment
    assert re.search(r"7 am.*Tuesday 17 March, 2 am", comment)
    assert "Monday 16 March, 9 pm" not in comment
    assert "after 9 pm" not in text


def test_S17_without_times_the_reply_names_none_and_asks(hand: Hand) -> None:
    text = reply(hand, "mode: online", "timezone: Pacific/Auckland")
    assert not re.search(r"\b\d{1,2}(:\d\d)? [ap]m\b|Auckland|March", text)
    assert re.search(r"\bdays?\b|\btwo or three\b", text)


def test_S18_their_booking_page_settles_it(hand: Hand) -> None:
    page = "https://cal.example.org/jo"
    text = reply(hand, f"mode: online\n{TIMES}", f"timezone: America/New_York\nscheduling_url: {page}")
    assert text.count(page) == 1
    assert not re.search(r"\b\d{1,2}(:\d\d)? [ap]m\b", text)
    assert not re.search(r"platform|Zoom|invitation", text)
    hand.write(talk("Jo - talk", "Jo Kim", f"{SCHEDULED}mode: online\nbooked_via: them\n"))
    assert "invite" not in hand.rules()
    assert not INVITE_CODES & set(hand.codes())


def test_S18_without_a_page_nothing_is_booked_there(hand: Hand) -> None:
    text = reply(hand, f"mode: online\n{TIMES}", "timezone: America/New_York")
    assert not re.search(r"\bpage\b|\bbook", text)
    assert re.search(r"10 am", text)
    hand.write(talk("Jo - talk", "Jo Kim", f"{SCHEDULED}mode: online\n"))
    assert "invite" in hand.rules()
