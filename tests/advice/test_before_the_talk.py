"""S1 to S7: from a yes to a time, with the questions written down on the way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

ESSENTIAL = "## Questions\n### Essential\n"


def test_S1_the_stage_follows_from_asked_and_granted(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk("Jo - talk", "Jo Kim", "asked: 2026-02-20"))
    assert hand.stage("Jo - talk") == "asked"
    hand.done("Jo", "granted", "--on", "2026-03-01")
    assert hand.stage("Jo - talk") == "granted"
    assert hand.read("Interviews/Jo - talk.md") == (
        '---\ntype: interview\npeople:\n  - "[[Jo Kim]]"\nasked: 2026-02-20\ngranted: 2026-03-01\n---\n'
    )
    assert hand.rules() == ["reply"]


def test_S1_nothing_starts_before_they_agree(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim") | talk("idea", "Jo Kim") | talk("ask", "Jo Kim", "asked: 2026-02-27")
        | talk("no", "Jo Kim", "asked: 2026-02-01\noutcome: declined")
    )  # fmt: skip
    hand.render()
    assert [hand.stage(name) for name in ("idea", "ask", "no")] == ["idea", "asked", "declined"]
    assert hand.paths("Drafts/*") == hand.paths("Sheets/*") == []
    assert hand.agenda() == []


def test_S2_stats_count_each_yes_whatever_came_of_it(hand: Hand) -> None:
    hand.write(
        me() | talk("1", "A", "asked: 2026-01-02") | talk("2", "B", "granted: 2026-01-03")
        | talk("3", "C", "granted: 2026-01-04\noutcome: cancelled") | talk("4", "D", "thanked: 2026-02-01")
        | talk("5", "E", "asked: 2026-01-05\noutcome: declined") | talk("6", "F")
        | talk("7", "G", "direction: giving\nheld: 2026-02-01")
    )  # fmt: skip
    found = hand.ok("stats", "--json", "--now", hand.now).json
    assert (found["yes"], found["asked"], found["asking"], found["giving"]) == (3, 5, 6, 1)
    text = hand.ok("stats", "--now", hand.now).out
    assert re.search(r"\b3 yeses\b", text)


def test_S2_an_offer_is_no_measure(hand: Hand) -> None:
    hand.write(me() | talk("2", "B", "granted: 2026-01-03"))
    before = hand.ok("stats", "--json", "--now", hand.now).out
    hand.write(me("name: Noor\ntimezone: Europe/Berlin\nrole_found: 2026-02-20\nrole: map editor"))
    after = hand.ok("stats", "--now", hand.now, "--json").out
    assert after == before
    assert not re.search(r"offer|job|success|rate|role", after, re.IGNORECASE)


def test_S3_a_new_interview_asks_for_the_goal_and_has_a_place_for_questions(hand: Hand) -> None:
    hand.write(me())
    path = hand.ok("new", "interview", "Jo Kim", "--goal", "how does a map get made?", "--set", "granted=2026-03-01",
                   "--now", hand.now).out.strip()  # fmt: skip
    text = hand.read(path)
    assert re.search(r"^goal: how does a map get made\?", text, re.MULTILINE)
    assert text.index("## Questions") < text.index("### Essential") < text.index("### Nice to know")
    hand.render()
    assert "how does a map get made?" in hand.letter("prep-sheet").text


def test_S3_a_goal_that_is_not_decided_stands_there_empty_and_shows_nowhere(hand: Hand) -> None:
    hand.write(me())
    path = hand.ok("new", "interview", "Jo Kim", "--set", "granted=2026-03-01", "--now", hand.now).out.strip()
    assert re.search(r"^goal:\s*(#.*)?$", hand.read(path), re.MULTILINE)
    hand.render()
    for letter in (*hand.letters("prep-sheet"), *hand.letters("reply")):
        assert not re.search(r"None|find out:\s*$|best put as|\*\*\s*$", letter.text, re.MULTILINE)


def test_S4_the_scaffold_prompts_for_the_burning_question_the_day_and_the_worry(hand: Hand) -> None:
    hand.write(me())
    path = hand.ok("new", "interview", "Jo Kim", "--now", hand.now).out.strip()
    questions = hand.read(path).split("## Questions")[1].split("### Essential")[0]
    prompts = re.findall(r"%%(.*?)%%", questions)
    assert [sum(word in prompt.casefold() for prompt in prompts) for word in ("burning", "day", "worr")] == [
        1,
        1,
        1,
    ]
    hand.ok("done", path, "granted", "--now", hand.now)
    hand.render()
    sheet = hand.letter("prep-sheet").text
    assert len(re.findall(r"^\d\. .*\?$", sheet, re.MULTILINE)) == 3


def test_S4_prompts_are_never_questions(hand: Hand) -> None:
    hand.write(me())
    path = hand.ok("new", "interview", "Jo Kim", "--set", "granted=2026-03-01", "--now", hand.now).out.strip()
    assert hand.ok("show", path, "--json").json["questions"] == []
    hand.ok("ask", path, "What do you love?")
    hand.render()
    sheet = hand.letter("prep-sheet").text
    assert "What do you love?" in sheet
    assert not re.search(r"burning|worr", sheet, re.IGNORECASE)


def test_S5_ask_jots_down_one_question_after_another_unsorted(hand: Hand) -> None:
    body = f"## Questions\n{ESSENTIAL.removeprefix('## Questions')}- [ ] Why maps?\n\n## Notes\nnone yet\n"
    hand.write(me() | contact("Jo Kim") | talk("Jo - talk", "Jo Kim", "granted: 2026-03-01", body))
    before = hand.read("Interviews/Jo - talk.md")
    hand.ok("ask", "Jo", "Who draws?", "--vault", str(hand.root))
    hand.ok("ask", "Jo", "What", "is", "a", "day", "like?")
    after = hand.read("Interviews/Jo - talk.md")
    added = [line for line in after.splitlines() if line not in before.splitlines()]
    assert [re.sub(r"^- (\[ \] )?", "", line) for line in added] == ["Who draws?", "What is a day like?"]
    assert after.index("Who draws?") < after.index("What is a day like?") < after.index("### Essential")
    groups = {q["text"]: q["group"] for q in hand.ok("show", "Jo - talk", "--json").json["questions"]}
    assert groups == {"Why maps?": "essential", "Who draws?": "", "What is a day like?": ""}
    hand.render()
    assert all(text in hand.letter("prep-sheet").text for text in groups)


def test_S5_a_question_for_nobody_known_is_refused(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk("Jo - talk", "Jo Kim"))
    assert "Jo" in hand.no("ask", "Joo", "Why?").err
    hand.no("ask", "Jo", "  ")


LONG = "What " + "and then " * 16 + "would you do?"


def test_S6_check_suggests_to_cut_and_deletes_nothing(hand: Hand) -> None:
    lines = [*(f"- [ ] Number {n}, why?" for n in range(9)), f"- [ ] {LONG}", "- [ ] Who pays? And who decides?",
             "- [ ] Number 3, why?"]  # fmt: skip
    body = ESSENTIAL + "\n".join(lines) + "\n"
    hand.write(me() | contact("Jo Kim") | talk("Jo - talk", "Jo Kim", "granted: 2026-03-01", body))
    before = hand.files()
    found = {p["code"]: p for p in hand.problems() if p["path"] == "Interviews/Jo - talk.md"}
    assert set(found) == {"too-many-questions", "question-long", "question-double", "question-repeated"}
    assert {p["severity"] for p in found.values()} == {"info"}
    assert found["question-long"]["line"] == 1 + before[
        "Interviews/Jo - talk.md"
    ].decode().splitlines().index(f"- [ ] {LONG}")
    hand.ok("check", "--fix")
    assert hand.files() == before


def test_S6_few_and_short_questions_pass_and_more_time_allows_more(hand: Hand) -> None:
    many = ESSENTIAL + "".join(f"- [ ] Number {n}, why?\n" for n in range(12))
    hand.write(
        me() | contact("Jo Kim")
        | talk("few", "Jo Kim", "granted: 2026-03-01", ESSENTIAL + "- [ ] Why?\n- [ ] Who?\n")
        | talk("hour", "Jo Kim", "granted: 2026-03-01\nduration: 60", many.replace("Number", "Hour"))
        | talk("short", "Jo Kim", "granted: 2026-03-01\nduration: 20", many)
    )  # fmt: skip
    advice = [p["path"] for p in hand.problems() if p["code"].startswith(("question", "too-many"))]
    assert advice == ["Interviews/short.md"]


def test_S7_a_yes_brings_a_draft_and_stays_on_the_agenda_until_replied(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk("Jo - talk", "Jo Kim", "granted: 2026-03-01"))
    hand.render()
    draft = hand.letter("reply")
    assert "Jo Kim" in draft.text
    found = hand.item("reply", "2026-03-03T01:00:00+01:00")
    assert found is not None
    assert (found["due"], found["overdue"]) == ("2026-03-02T23:59:59+01:00", False)
    late = hand.item("reply", "2026-03-04T00:00:00+01:00")
    assert late is not None
    assert late["overdue"]
    hand.done(draft.path)
    assert hand.item("reply") is None
    assert "replied: 2026-03-02\n" in hand.read("Interviews/Jo - talk.md")
    assert hand.actions()[draft.path] == "retired"
    assert hand.letter("reply") == draft


def test_S7_no_reply_is_due_to_somebody_who_has_not_said_yes_or_has_a_time(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim") | talk("asked", "Jo Kim", "asked: 2026-03-01")
        | talk("set", "Jo Kim", "granted: 2026-03-01\nstart: 2026-03-20T15:00\ntimezone: Europe/Berlin")
        | talk("off", "Jo Kim", "granted: 2026-03-01\noutcome: cancelled")
    )  # fmt: skip
    hand.render()
    assert hand.letters("reply") == []
    assert "reply" not in hand.rules()
