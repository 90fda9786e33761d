"""done, set, skip, ask, log and new: what each writes, that it writes nothing else, and what it refuses."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

FRONT = "asked: 2026-02-01   # by mail\nheld:\ntags:\n  - x\n"


def lines_changed(hand: Hand, path: str, *words: str) -> tuple[list[str], list[str]]:
    """The lines of a note that a command took out and put in; no other note may change."""
    before = hand.files()
    hand.ok(*words)
    after = hand.files()
    assert [name for name in after if after[name] != before.get(name)] == [path]
    lines = list(difflib.ndiff(before[path].decode().split("\n"), after[path].decode().split("\n")))
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


def test_done_sets_one_milestone_in_one_line(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim", FRONT))
    now = ("--now", hand.now)
    assert lines_changed(hand, "Interviews/t.md", "done", "t", "granted", "--on", "2026-03-01", *now) == (
        [],
        ["granted: 2026-03-01"],
    )
    assert lines_changed(hand, "Interviews/t.md", "done", "Jo", "held", "--on", "yesterday", *now) == (
        ["held:"],
        ["held: 2026-03-01"],
    )
    assert lines_changed(hand, "Interviews/t.md", "done", "Jo", "thanked", *now) == (
        [],
        ["thanked: 2026-03-02"],
    )


def test_done_again_keeps_the_day_and_says_so(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim", "granted: 2026-02-01"))
    before = hand.files()
    ran = hand.done("t", "granted")
    assert ("2026-02-01" in ran.out, hand.files() == before) == (True, True)
    assert hand.ok("done", "t", "granted", "--json", "--now", hand.now).json["notes"][0]["changed"] is False


def test_held_is_by_default_the_day_of_the_start_in_my_zone(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim") | talk("t", "Jo Kim", "start: 2026-02-27T20:00\ntimezone: America/New_York")
    )
    hand.done("t", "held")
    assert "held: 2026-02-28\n" in hand.read("Interviews/t.md")


def test_done_finds_the_open_interview_of_a_person_else_the_latest(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim", "aliases: JK") | talk("1", "Jo Kim", "thanked: 2025-01-01") | talk("2", "Jo Kim", "held: 2026-01-01")
        | talk("3", "Jo Kim", "asked: 2025-06-01\noutcome: declined") | talk("4", "Ann", "thanked: 2025-01-01") | talk("5", "Ann", "thanked: 2025-02-01")
    )  # fmt: skip
    assert hand.done("JK", "thanked").out.startswith("2:")
    assert hand.done("ann", "gift_sent").out.startswith("5:")
    hand.write(talk("6", "Jo Kim", "asked: 2026-02-01") | talk("7", "Jo Kim", "asked: 2026-02-02"))
    refused = hand.no("done", "Jo Kim", "granted", "--now", hand.now)
    assert ("6" in refused.err, "7" in refused.err) == (True, True)


@pytest.mark.parametrize("words", [
    ["t", "thanked", "--on", "2026-03-03"], ["t", "thanked", "--on", "2026-02-26"], ["t", "thanked", "--on", "2026-02-30"],
    ["t", "gift_noticed"], ["t", "gift_sent", "--on", "2026-02-01"], ["t", "replied", "--on", "2026-01-01"], ["t", "bogus"],
    ["t", "granted", "--person", "Jo"], ["t", "thanked", "--person", "Zed"], ["Nobody", "thanked"], ["t"], ["o", "held"], ["o", "thanked"],
    ["ahead", "held"], ["ahead", "thanked"], ["t", "--item", "nothing"], ["t", "--item", "line"], ["t", "thanked", "--item", "line one"],
    ["Jo Kim", "announced", "--on", "2026-02-01"], ["t", "announced"], ["t", "start"], ["", "thanked"],
])  # fmt: skip
def test_done_refuses_what_cannot_be_and_says_why(hand: Hand, words: list[str]) -> None:
    hand.write(
        me("name: N\ntimezone: Europe/Berlin\nrole_found: 2026-02-20") | contact("Jo Kim")
        | talk("t", "Jo Kim", "asked: 2026-02-01\nstart: 2026-02-27T15:00\ntimezone: Europe/Berlin\nheld: 2026-02-27", "## Follow-ups\n- [ ] line one\n- [ ] line two\n- [x] line\n")
        | talk("o", "Bo", "asked: 2026-02-01\noutcome: cancelled") | talk("ahead", "Ann", "start: 2026-03-09T15:00\ntimezone: Europe/Berlin")
    )  # fmt: skip
    hand.no("done", *words, "--now", hand.now)


def test_done_with_a_person_adds_them_and_the_last_one_sets_thanked(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim")
        | contact("Bo Li", "aliases: B")
        | talk("t", ("Jo Kim", "Bo Li"), "held: 2026-02-27")
    )
    now = ("--now", hand.now)
    assert lines_changed(hand, "Interviews/t.md", "done", "t", "thanked", "--person", "B", *now)[1] == [
        "thanked_people:",
        '  - "[[Bo Li]]"',
    ]
    assert hand.stage("t") == "held"
    come = lines_changed(hand, "Interviews/t.md", "done", "t", "thanked", "--person", "Jo", *now)[1]
    assert sorted(come) == ['  - "[[Jo Kim]]"', "thanked: 2026-03-02"]
    assert hand.stage("t") == "thanked"


LINES = "## Follow-ups\r\n- [ ] send the [[map]] 📅 2026-03-05 ^id\r\n- ring up\r\n* [ ] other\r\n"


def test_done_ticks_one_line_with_the_day(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim", "held: 2026-02-27", LINES))
    now = ("--now", hand.now)
    gone, come = lines_changed(hand, "Interviews/t.md", "done", "Jo", "--item", "SEND the map", *now)
    assert (gone, len(come)) == (["- [ ] send the [[map]] 📅 2026-03-05 ^id\r"], 1)
    assert come[0].startswith("- [x] send the [[map]] 📅 2026-03-05")
    assert "✅ 2026-03-02" in come[0]
    assert "^id" in come[0]
    assert lines_changed(hand, "Interviews/t.md", "done", "t", "--item", "ring up", *now) == (
        ["- ring up\r"],
        ["- [x] ring up ✅ 2026-03-02\r"],
    )
    hand.no("done", "t", "--item", "ring up", *now)


def test_done_with_a_draft_sets_what_its_template_marks_for_its_reader(hand: Hand) -> None:
    people = ("Jo Kim", "Bo Li")
    hand.write(
        me() | contact("Jo Kim", "helpful: true") | contact("Bo Li") | talk("t", people, "held: 2026-02-27")
    )
    hand.render()
    hand.render("Jo Kim", "--template", "stay-in-touch")
    now = ("--now", hand.now)
    draft = "Drafts/t - thank you Bo Li.md"
    assert lines_changed(hand, "Interviews/t.md", "done", draft, *now)[1] == [
        "thanked_people:",
        '  - "[[Bo Li]]"',
    ]
    assert lines_changed(hand, "People/Jo Kim.md", "done", "Jo Kim - hello", *now)[1] == [
        "last_contact: 2026-03-02"
    ]
    refused = hand.no("done", "Jo Kim", *now)
    assert ("thank you Jo Kim" in refused.err, "hello" in refused.err) == (True, True)
    hand.no("done", "Helpful people", *now)


def test_done_announced_goes_to_the_contact(hand: Hand) -> None:
    hand.write(
        me("name: N\ntimezone: Europe/Berlin\nrole_found: 2026-02-20")
        | contact("Jo Kim", "helpful: true")
        | talk("t", "Jo Kim", "thanked: 2026-01-01")
    )
    assert lines_changed(hand, "People/Jo Kim.md", "done", "Jo", "announced", "--now", hand.now) == (
        [],
        ["announced: 2026-03-02"],
    )


@pytest.mark.parametrize(("words", "path", "come"), [
    (["Jo Kim", "org=Rail: and road"], "People/Jo Kim.md", ['org: "Rail: and road"']),
    (["Jo Kim", "company=Acme"], "People/Jo Kim.md", ["org: Acme"]),
    (["Jo Kim", "keep_in_touch=60"], "People/Jo Kim.md", ["keep_in_touch: 60"]),
    (["Jo Kim", "helpful=yes"], "People/Jo Kim.md", ["helpful: true"]),
    (["Jo", "start=2026-03-09 14:00"], "Interviews/t.md", ["start: 2026-03-09T14:00"]),
    (["t", "start=2026-03-09T14:00", "timezone=Europe/Paris"], "Interviews/t.md", ["start: 2026-03-09T14:00", "timezone: Europe/Paris"]),
    (["Jo", "outcome=no-show"], "Interviews/t.md", ["outcome: no-show"]),
    (["t", "proposed=2026-03-09T14:00, 2026-03-10T15:00"], "Interviews/t.md", ["proposed:", "  - 2026-03-09T14:00", "  - 2026-03-10T15:00"]),
    (["t", "mood=glad"], "Interviews/t.md", ["mood: glad"]), (["Me", "role=map editor"], "Me.md", ["role: map editor"]),
    (["Jo Kim", "phone=+49301"], "People/Jo Kim.md", ['phone: "+49301"']), (["Jo Kim", "phone=0301"], "People/Jo Kim.md", ['phone: "0301"']),
    (["Jo Kim", "introduced_by=Bo Li"], "People/Jo Kim.md", ['introduced_by: "[[Bo Li]]"']),
])  # fmt: skip
def test_set_writes_one_line_a_property(hand: Hand, words: list[str], path: str, come: list[str]) -> None:
    hand.write(me() | contact("Jo Kim") | contact("Bo Li") | talk("t", "Jo Kim", FRONT))
    assert lines_changed(hand, path, "set", *words) == ([], come)


def test_set_empties_and_replaces_a_value_and_keeps_the_comment(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim", FRONT))
    assert lines_changed(hand, "Interviews/t.md", "set", "t", "asked=2026-02-03") == (
        ["asked: 2026-02-01   # by mail"],
        ["asked: 2026-02-03   # by mail"],
    )
    gone, come = lines_changed(hand, "Interviews/t.md", "set", "t", "asked=")
    assert (gone, come[0].split("#")[0].strip()) == (["asked: 2026-02-03   # by mail"], "asked:")


@pytest.mark.parametrize("words", [
    ["t", "start=2026-02-30"], ["t", "start=noon"], ["t", "mode=onlin"], ["t", "timezone=EST"], ["t", "strat=2026-03-09"], ["t", "mode"],
    ["t"], ["Jo Kim", "helpful=perhaps"], ["Jo Kim", "keep_in_touch=often"], ["Nobody", "org=x"], ["t", "org=a\nb: c"], ["t", "a: b=c"],
    ["t", "skip=gfit"], ["t", "people=Ann", "scheduling_url=x", "role=y"], ["", "org=x"],
])  # fmt: skip
def test_set_refuses_what_reads_wrong(hand: Hand, words: list[str]) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim", "granted: 2026-02-01"))
    hand.no("set", *words)


def test_a_note_whose_front_matter_is_broken_is_left_alone(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim")
        | {"Interviews/b.md": '---\ntype: interview\npeople: "[[Jo Kim]]"\ngoal: [\n---\n'}
    )
    for words in (
        ["set", "Interviews/b.md", "mode=online"],
        ["done", "Interviews/b.md", "granted", "--now", hand.now],
    ):
        assert "Interviews/b.md" in hand.no(*words).err


def test_skip_turns_one_rule_off_for_one_note(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim", "keep_in_touch: 9\nlast_contact: 2025-01-01")
        | talk("t", "Jo Kim", "granted: 2026-03-01")
        | talk("u", "Ann", "granted: 2026-03-01")
    )
    assert sorted(hand.rules()) == ["reply", "reply"]
    assert lines_changed(hand, "Interviews/t.md", "skip", "t", "reply")[1] == ["skip:", "  - reply"]
    assert [item["about"] for item in hand.agenda()] == ["Interviews/u.md"]
    before = hand.files()
    hand.ok("skip", "t", "reply")
    assert hand.files() == before
    assert "reply" in hand.no("skip", "t", "repyl").err
    lines_changed(hand, "People/Jo Kim.md", "skip", "Jo Kim", "stay-in-touch")
    hand.no("skip", "Jo Kim", "")


@pytest.mark.parametrize(("body", "after"), [
    ("", "## Log\n- 2026-03-02 rang her\n"), ("## Log\n", "## Log\n- 2026-03-02 rang her\n"),
    ("## log\n- 2026-01-01 x\n\n## Other\ny", "## log\n- 2026-01-01 x\n- 2026-03-02 rang her\n\n## Other\ny"),
])  # fmt: skip
def test_log_appends_one_dated_line(hand: Hand, body: str, after: str) -> None:
    hand.write(me() | contact("Jo Kim", "", body))
    hand.ok("log", "Jo", "rang", "her", "--now", hand.now)
    front, _, text = hand.read("People/Jo Kim.md").partition("---\ntype: contact\n---\n")
    assert (front, text.lstrip("\n")) == ("", after)


def test_log_takes_another_day_and_refuses_one_that_cannot_be(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim"))
    hand.ok("log", "Jo", "wrote", "--on", "2026-02-01", "--now", hand.now)
    assert "- 2026-02-01 wrote\n" in hand.read("People/Jo Kim.md")
    for words in (
        ["Jo", "x", "--on", "2026-02-30"],
        ["Jo", "x", "--on", "2026-03-03"],
        ["t", "x"],
        ["Jo", "  "],
        ["Nobody", "x"],
    ):
        hand.no("log", *words, "--now", hand.now)


def test_new_contact_is_a_scaffold_with_what_was_given(hand: Hand) -> None:
    hand.write(me())
    ran = hand.ok(
        "new", "contact", "Jo", "Kim", "--set", "org=Acme", "--set", "timezone=Asia/Seoul", "--now", hand.now
    )
    assert (ran.out, ran.err) == ("People/Jo Kim.md\n", "")
    text = hand.read("People/Jo Kim.md")
    assert (
        "type: contact\n" in text,
        "org: Acme\n" in text,
        "timezone: Asia/Seoul\n" in text,
        "announced:\n" in text,
    ) == (True,) * 4
    assert hand.problems() == []
    hand.no("new", "contact", "jo kim", "--now", hand.now)
    hand.no("new", "contact", "Bo", "--set", "timezone=EST", "--now", hand.now)
    hand.no("new", "contact", "...", "--now", hand.now)


def test_new_contact_with_a_name_no_file_can_have_keeps_the_name(hand: Hand) -> None:
    hand.write(me())
    path = hand.ok("new", "contact", "Jo / Kim: the 2nd?", "--now", hand.now).out.strip()
    assert not set(path.removeprefix("People/")) & set('/:?*"<>|')
    assert (
        hand.ok("list", "contacts", "--json").json["notes"][0]["properties"]["name"] == "Jo / Kim: the 2nd?"
    )


def test_new_interview_has_its_milestones_there_and_empty(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim", "aliases: JK"))
    ran = hand.ok("new", "interview", "JK", "Zed Zo", "--start", "2026-03-09T14:00", "--timezone", "Europe/Paris", "--mode", "online",
                  "--duration", "45", "--goal", "maps?", "--set", "asked=today", "--now", hand.now)  # fmt: skip
    assert (ran.out, ran.err) == ("Interviews/2026-03-09 Jo Kim and Zed Zo.md\n", "Zed Zo: a new contact.\n")
    text = hand.read(ran.out.strip())
    for key in ("granted", "replied", "invited", "confirmed", "held", "thanked", "gift_sent", "gift_noticed"):
        assert f"\n{key}:\n" in text, key
    for line in (
        '  - "[[Jo Kim]]"',
        '  - "[[Zed Zo]]"',
        "asked: 2026-03-02",
        "start: 2026-03-09T14:00",
        "timezone: Europe/Paris",
        "mode: online",
        "duration: 45",
    ):
        assert f"\n{line}\n" in text, line
    assert hand.read("People/Zed Zo.md").startswith("---\ntype: contact\n")


def test_new_interview_is_refused_as_a_whole(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | {"Interviews/2026-03-02 Jo Kim.md": "mine\n"})
    for words in (["Jo Kim"], ["Zed Zo", "--start", "2026-13-01"], ["Zed Zo", "--mode", "telepathy"], ["Zed Zo", "--timezone", "PST"], ["  "],
                  ["Zed Zo", "--set", "people=Ann"], ["Zed Zo", "--direction", "sideways"]):  # fmt: skip
        hand.no("new", "interview", *words, "--now", hand.now)


def test_new_interview_for_somebody_who_asks_me(hand: Hand) -> None:
    hand.write(me())
    path = hand.ok(
        "new", "interview", "Emre", "--direction", "giving", "--set", "asked=2026-02-27", "--now", hand.now
    ).out.strip()
    assert hand.ok("show", path, "--json").json["direction"] == "giving"
    assert hand.read(path).count("direction:") == 1
    assert hand.rules() == ["asked-of-me"]
