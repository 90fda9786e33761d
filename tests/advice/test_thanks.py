"""S26 to S34: the thank-you, the token that may go with it, and what the letter may ask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand, Letter

NAME = "2026-02-27 Jo Kim"
START = "start: 2026-02-27T15:00\ntimezone: Europe/Berlin\n"
HELD = f"{START}held: 2026-02-27\n"
GIFT = re.compile(r"\b(gift|token|present|voucher|spam|junk)\b", re.IGNORECASE)


def thanks(hand: Hand, body: str, front: str = HELD, person: str = "") -> Letter:
    hand.write(me() | contact("Jo Kim", person) | talk(NAME, "Jo Kim", front, body))
    hand.render()
    return hand.letter("thank-you")


def test_S26_a_held_interview_stays_on_the_agenda_until_thanked(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk(NAME, "Jo Kim", HELD, "## Takeaways\n- a line\n"))
    seen = {now: (found["due"], found["overdue"]) if (found := hand.item("thank-you", now)) else None
            for now in ("2026-02-27T15:59:59+01:00", "2026-02-27T16:00:00+01:00", "2026-03-02T15:31:00+01:00", "2026-08-20T12:00:00+02:00")}  # fmt: skip
    due = "2026-02-28T15:30:00+01:00"
    assert list(seen.values()) == [None, (due, False), (due, True), (due, True)]
    hand.done("Jo", "thanked")
    assert hand.rules() == []


def test_S26_after_half_a_year_it_is_let_go_and_nobody_thanks_for_what_was_not(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim") | talk(NAME, "Jo Kim", HELD, "## Takeaways\n- a line\n")
        | talk("no", "Jo Kim", f"{START}outcome: no-show") | talk("maybe", "Jo Kim", START)
    )  # fmt: skip
    assert "thank-you" in hand.rules("2026-08-27T12:00:00+02:00")
    assert "thank-you" not in hand.rules("2026-08-28T12:00:00+02:00")
    found = hand.item("thank-you")
    assert found is not None
    assert found["about"] == f"Interviews/{NAME}.md"


def test_S27_a_letter_that_asks_for_a_job_is_told_so(hand: Hand) -> None:
    draft = thanks(hand, "## Takeaways\n- a line\n")
    assert "letter-asks-for-job" not in hand.codes()
    asks = (
        "Could you refer me to your manager?",
        "Do you have any openings for me?",
        "Please put in a good word for me.",
    )
    for ask in asks:
        text = hand.read(draft.path)
        hand.write({draft.path: text.replace("\n\n", f"\n\n{ask}\n\n", 1)})
        found = [p for p in hand.problems() if p["code"] == "letter-asks-for-job"]
        assert [p["path"] for p in found] == [draft.path], ask
        assert found[0]["line"] == 1 + hand.read(draft.path).splitlines().index(ask)
        hand.write({draft.path: text})


def test_S27_none_of_the_shipped_letters_asks_for_one(hand: Hand) -> None:
    """Every letter there is, for people whose names choose different sentences."""
    people = ["Jo Kim", "Bo Li", "Ana Reis", "Ike Obi", "Uma Rao", "Max Ott"]
    hand.write(me("name: Noor\ntimezone: Europe/Berlin\nrole_found: 2026-02-20\nrole: map editor"))
    for person in people:
        hand.write(
            contact(person, "helpful: true") | talk(f"{person} held", person, HELD, "## Takeaways\n- a line of four words\n")
            | talk(f"{person} yes", person, "granted: 2026-03-01") | talk(f"{person} gift", person, "gift_sent: 2026-02-28")
            | talk(f"{person} asks", person, "direction: giving\nasked: 2026-02-28")
        )  # fmt: skip
    hand.render()
    hand.render("--template", "stay-in-touch")
    drafts = hand.paths("Drafts/*")
    assert len(drafts) == 7 * len(people)
    assert [p for p in hand.problems() if p["code"].startswith("letter")] == []
    wants = re.compile(
        r"\b(jobs?|hir\w+|vacanc\w+|openings?|resum\w+|r\u00e9sum\w+|CV|recommend\w*|refer\w*|good word)\b",
        re.IGNORECASE,
    )
    assert [found[0] for path in drafts if (found := wants.search(hand.read(path).split("---", 2)[2]))] == []


BOTH = "## Takeaways\n- sell the maintenance, not the machine\n- nobody reads the manual until something is on fire\n"


def test_S28_one_letter_for_each_person_no_two_alike(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim") | contact("Bo Li") | talk("2026-02-27 both", ("Jo Kim", "Bo Li"), HELD, BOTH)
    )
    hand.render()
    one, two = sorted(hand.letters("thank-you"), key=lambda letter: "Jo Kim" in letter.path)
    assert ("Bo Li" in one.text.splitlines()[0], "Jo Kim" in two.text.splitlines()[0]) == (True, True)
    assert one.subject != two.subject
    first, second = (
        {s.strip() for s in re.split(r"(?<=[.!?:])\s+", letter.text) if len(s.split()) > 2}
        for letter in (one, two)
    )
    shared = {s for s in first & second if "Noor" not in s}
    assert shared == set()
    assert ("maintenance" in two.text, "on fire" in one.text) == (True, True)


def test_S28_who_is_thanked_or_not_to_be_written_to_gets_none(hand: Hand) -> None:
    people = ("Jo Kim", "Bo Li", "Ana Reis")
    hand.write(
        me() | contact("Jo Kim") | contact("Bo Li") | contact("Ana Reis", "do_not_contact: true")
        | talk("2026-02-27 three", people, f'{HELD}thanked_people: "[[Jo Kim]]"', BOTH)
    )  # fmt: skip
    hand.render()
    assert [letter.path for letter in hand.letters("thank-you")] == [
        "Drafts/2026-02-27 three - thank you Bo Li.md"
    ]
    found = hand.item("thank-you")
    assert found is not None
    assert found["people"] == ["Bo Li"]
    hand.done("2026-02-27 three", "thanked", "--person", "Bo")
    assert hand.item("thank-you") is None


def test_S28_a_second_talk_gets_another_letter(hand: Hand) -> None:
    first = thanks(hand, "## Takeaways\n- never take the second job first\n")
    hand.done("Jo", "thanked")
    hand.write(
        talk(
            "2026-03-01 Jo Kim",
            "Jo Kim",
            "held: 2026-03-01",
            "## Takeaways\n- never take the second job first\n",
        )
    )
    hand.render()
    second = next(letter for letter in hand.letters("thank-you") if letter.path != first.path)
    assert second.subject != first.subject
    assert second.text.splitlines()[2] != first.text.splitlines()[2]


@pytest.mark.parametrize(("front", "person", "offered"), [
    ("mode: online", "", True), ("mode: online", "gift_ok: true", True), ("mode: online", "gift_ok: false", False),
    ("mode: online", "gift_ok: no", False), ("mode: in-person", "", False), ("mode: phone", "", False), ("", "", False),
    ("mode: online\ngift_sent: 2026-02-28", "", False), ("mode: online\nskip: gift", "", False),
    ("mode: online\ndirection: giving", "", False),
])  # fmt: skip
def test_S29_a_token_is_offered_only_after_a_talk_online(
    hand: Hand, front: str, person: str, offered: bool
) -> None:
    hand.write(me() | contact("Jo Kim", person) | talk(NAME, "Jo Kim", HELD + front))
    assert ("gift" in hand.rules("2026-02-28T12:00:00+01:00")) is offered


def test_S29_it_stays_optional(hand: Hand) -> None:
    """Never overdue, gone by itself a week after, and off when it is not wanted."""
    hand.write(me() | contact("Jo Kim") | talk(NAME, "Jo Kim", f"{HELD}mode: online"))
    last = hand.item("gift", "2026-03-06T23:00:00+01:00")
    assert last is not None
    assert not last["overdue"]
    assert "gift" not in hand.rules("2026-03-07T00:00:00+01:00")
    assert "gift" in hand.rules()
    hand.ok("skip", "Jo", "gift")
    assert "gift" not in hand.rules()
    hand.ok("set", NAME, "skip=")
    hand.write({"vaultkit.toml": '[agenda]\ngift = "off"\n'})
    assert "gift" not in hand.rules()


def test_S30_the_note_says_that_it_was_sent_and_may_lie_in_spam(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim")
        | talk(
            NAME,
            "Jo Kim",
            f"{HELD}thanked: 2026-02-28\nmode: online\ngift: coffee card\ngift_sent: 2026-02-28",
        )
    )
    hand.render()
    draft = hand.letter("gift-note")
    assert re.search(r"\b(spam|junk)\b", draft.text, re.IGNORECASE)
    assert re.search(r"\b(sent|waiting|reached|turned up)\b", draft.text)
    assert "(coffee card)" in draft.text
    assert not GIFT.search(draft.subject)
    found = hand.item("gift-note")
    assert found is not None
    assert hand.now[:10] == found["due"][:10]
    hand.done(draft.path)
    assert "gift_noticed: 2026-03-02\n" in hand.read(f"Interviews/{NAME}.md")
    assert hand.item("gift-note") is None


def test_S30_without_a_name_the_gift_leaves_no_gap(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim") | talk(NAME, "Jo Kim", f"{HELD}thanked: 2026-02-28\ngift_sent: 2026-02-28")
    )
    hand.render()
    assert not re.search(r"\(|  | \.|None", hand.letter("gift-note").flat)
    hand.ok("set", "Jo", "gift_noticed=2026-03-02")
    assert hand.actions()[f"Drafts/{NAME} - gift note Jo Kim.md"] == "retired"


def test_S31_nobody_hears_of_a_gift_before_it_was_sent(hand: Hand) -> None:
    body = "## Takeaways\n- never take the second job first\n"
    draft = thanks(hand, body, f"{HELD}mode: online\ngift: coffee card")
    assert not GIFT.search(draft.text)
    assert "coffee" not in draft.text
    assert hand.letters("gift-note") == []
    assert "gift-note" not in hand.rules()
    hand.no("done", "Jo", "gift_noticed", "--now", hand.now)


def test_S31_the_thank_you_stays_silent_after_it_was_sent(hand: Hand) -> None:
    draft = thanks(
        hand, "## Takeaways\n- a line\n", f"{HELD}mode: online\ngift: coffee card\ngift_sent: 2026-02-28"
    )
    assert not GIFT.search(draft.text + draft.subject)
    assert "coffee" not in draft.text
    hand.no("done", "Jo", "gift_noticed", "--on", "2026-02-27", "--now", hand.now)
    text = hand.read(draft.path)
    hand.write({draft.path: text.replace("\n\n", "\n\nA gift card is on its way to you.\n\n", 1)})
    assert "letter-names-gift" in hand.codes()


OFFER = "Sunita Rao at the port authority"


def test_S32_an_offered_introduction_is_named_once_and_gently(hand: Hand) -> None:
    draft = thanks(hand, f"## Takeaways\n- a line\n## Introductions\n- [ ] {OFFER}\n- [ ] his cousin\n")
    assert draft.text.count(OFFER) == 1
    assert "cousin" not in draft.text
    assert "cousin" in draft.comment
    sentence = re.search(rf"[^.?!]*{OFFER}[^.?!]*[.?!]", draft.flat)
    assert sentence is not None
    assert sentence[0].endswith(".")


@pytest.mark.parametrize("box", ["x", "-"])
def test_S32_an_introduction_made_or_dropped_is_no_reminder(hand: Hand, box: str) -> None:
    draft = thanks(hand, f"## Takeaways\n- a line\n## Introductions\n- [{box}] {OFFER}\n")
    assert not re.search(r"Sunita|introduc", draft.text)


ASKED = "## Takeaways\n- a line\n## Questions\n### Essential\n- [x] Why maps?\n- [ ] Who checks?\n- [ ] When do budgets close?\n- [ ] Where do juniors start?\n"


def test_S33_what_was_forgotten_is_asked_at_most_two_questions(hand: Hand) -> None:
    text = thanks(hand, ASKED).text
    assert [q in text for q in ("Who checks?", "When do budgets close?", "Where do juniors start?")] == [
        True,
        True,
        False,
    ]
    assert text.count("?") == 2


def test_S33_beside_an_introduction_one_question(hand: Hand) -> None:
    text = thanks(hand, f"{ASKED}## Introductions\n- [ ] {OFFER}\n").text
    assert (text.count("?"), text.count(OFFER)) == (1, 1)
    assert "Who checks?" in text


@pytest.mark.parametrize(
    "change",
    [
        ("- [x] Why", "- [ ] Why"),
        ("- [ ] ", "- [x] "),
        ("- [ ] ", "- [-] "),
        ("### Essential", "### Nice to know"),
    ],
)
def test_S33_nothing_is_asked_that_may_have_been(hand: Hand, change: tuple[str, str]) -> None:
    assert "?" not in thanks(hand, ASKED.replace(*change)).text


def test_S34_rich_or_thin_a_thank_you_is_short(hand: Hand) -> None:
    long = "- " + "Sentences like this one have eight whole words. " * 30 + "\n"
    sizes = {}
    for name, body in {
        "rich": f"{ASKED}## Introductions\n- [ ] {OFFER}\n", "long": f"## Takeaways\n{long}", "word": "## Takeaways\n- patience\n",
        "none": "", "plain": "## Takeaways\n- never take the second job first\n",
    }.items():  # fmt: skip
        draft = thanks(hand, body)
        sizes[name] = draft.words
        assert (draft.comment != "") is (name in ("word", "none"))
    assert all(60 <= sizes[name] <= 150 for name in ("rich", "long", "plain")), sizes
    assert all(35 <= sizes[name] <= 150 for name in ("word", "none")), sizes
    assert "letter-long" not in hand.codes()


def test_S34_an_edited_letter_is_measured_too(hand: Hand) -> None:
    draft = thanks(hand, "## Takeaways\n- a line\n")
    text = hand.read(draft.path)
    hand.write({draft.path: text.replace("\n\n", "\n\n" + "And one more thing. " * 30 + "\n\n", 1)})
    assert [p["path"] for p in hand.problems() if p["code"] == "letter-long"] == [draft.path]
    hand.write({draft.path: text.replace("\n\n", "\n\nWhy? Where? And who?\n\n", 1)})
    assert [p["path"] for p in hand.problems() if p["code"] == "letter-asks-much"] == [draft.path]
    hand.write({draft.path: text.replace("\n\n", "\n\nWhy? Where?\n\n", 1)})
    assert not {"letter-long", "letter-asks-much"} & set(hand.codes())
