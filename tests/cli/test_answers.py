"""list, show, stats and check: typed conditions, order, forms, stories, and what check mends."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

TALKS = (
    me() | contact("Jo Kim", "org: Rail & Road\nkeep_in_touch: 90\nlast_contact: 2026-01-05\nhelpful: true")
    | contact("Ann Lee", "org: Maps\nkeep_in_touch: 9\nlast_contact: 2025-12-31") | contact("Bo Li")
    | talk("a", "Jo Kim", "start: 2026-03-09T14:00\nmode: online") | talk("b", ("Ann Lee", "Bo Li"), "start: 2026-12-01\nmode: phone")
    | talk("c", "Ann Lee", "held: 2026-02-01\nmode: online\nmood: glad") | talk("d", "Bo Li", "asked: 2026-02-10\noutcome: declined")
)  # fmt: skip


def listed(hand: Hand, what: str, *words: str) -> list[str]:
    paths = hand.ok("list", what, "--format", "paths", *words).out.split("\n")
    return [path.rpartition("/")[2].removesuffix(".md") for path in paths if path]


@pytest.mark.parametrize(("where", "found"), [
    ("stage == held", "c"), ("stage != held", "abd"), ("stage = declined", "d"), ("start < 2026-10-01", "a"), ("start > 2026-3-1", ""),
    ("start >= 2026-12-01", "b"), ("start <= 2026-03-09T14:00", "a"), ("start < 2026-03-09", ""), ("start == 2026-03-09", "a"),
    ("mode in (online, phone)", "abc"), ("mode == online and not stage == held", "a"), ("mode == ONLINE", "ac"),
    ("people == 'Ann Lee'", "bc"), ('people == "Bo Li" or mood == glad', "bcd"), ("people ~ li", "bd"), ("mood", "c"), ("not mood", "abd"),
    ("held", "c"), ("outcome == null", "abc"), ("(mode == online or mode == phone) and people ~ lee", "bc"), ("nothing == 1", ""),
    (" and ".join(["not mood"] * 60), "abd"),
])  # fmt: skip
def test_conditions_on_interviews(hand: Hand, where: str, found: str) -> None:
    hand.write(TALKS)
    assert "".join(listed(hand, "interviews", "--where", where)) == found


@pytest.mark.parametrize(("where", "found"), [
    ("keep_in_touch > 10", ["Jo Kim"]), ("keep_in_touch < 10", ["Ann Lee"]), ("last_contact < 2026-01-01", ["Ann Lee"]),
    ("last_contact >= 2026-01-05", ["Ann Lee", "Jo Kim"]), ("helpful", ["Jo Kim"]), ("org ~ 'rail & r'", ["Jo Kim"]),
    ("company == Maps", ["Ann Lee"]), ("not last_contact", ["Bo Li"]),
])  # fmt: skip
def test_conditions_on_contacts(hand: Hand, where: str, found: list[str]) -> None:
    """Numbers compare as numbers and days as days; what a talk gives counts: Ann's was held on 1 February."""
    hand.write(TALKS)
    if where == "last_contact < 2026-01-01":
        hand.write(talk("c", "Ann Lee", "mode: online\nmood: glad"))
    assert listed(hand, "contacts", "--where", where) == found


def test_order_by_any_key_both_ways_and_by_path_without_one(hand: Hand) -> None:
    hand.write(TALKS)
    assert listed(hand, "interviews") == ["a", "b", "c", "d"]
    assert listed(hand, "interviews", "--sort", "start") == ["a", "b", "c", "d"]
    assert listed(hand, "interviews", "--sort", "-start") == ["b", "a", "c", "d"]
    assert listed(hand, "interviews", "--sort", "-mode") == ["b", "a", "c", "d"]
    assert listed(hand, "contacts", "--sort", "keep_in_touch")[:2] == ["Ann Lee", "Jo Kim"]
    assert listed(hand, "contacts", "--sort", "name") == ["Ann Lee", "Bo Li", "Jo Kim"]


def test_what_is_not_set_comes_last_both_ways(hand: Hand) -> None:
    hand.write(TALKS)
    assert listed(hand, "contacts", "--sort", "keep_in_touch") == ["Ann Lee", "Jo Kim", "Bo Li"]
    assert listed(hand, "contacts", "--sort", "-keep_in_touch") == ["Jo Kim", "Ann Lee", "Bo Li"]


def test_the_forms_of_a_list(hand: Hand) -> None:
    hand.write(TALKS | contact("=1+1", "org: '@SUM(A1)'"))
    table = hand.ok("list", "contacts").out.splitlines()
    assert table[0].split() == ["name", "org", "last_contact"]
    assert len(table) == 2 + 4
    rows = list(csv.DictReader(io.StringIO(hand.ok("list", "contacts", "--format", "csv").out)))
    assert [(row["name"], row["org"]) for row in rows] == [
        ("'=1+1", "'@SUM(A1)"),
        ("Ann Lee", "Maps"),
        ("Bo Li", ""),
        ("Jo Kim", "Rail & Road"),
    ]
    assert len(hand.ok("list", "notes", "--format", "jsonl").out.splitlines()) == 9


def test_notes_are_all_notes_of_every_kind(hand: Hand) -> None:
    hand.write(TALKS | {"Daily/2026-02-01.md": "Met [[Jo Kim]]\n"})
    hand.render()
    notes = hand.ok("list", "notes", "--json").json["notes"]
    found = {(note["path"].rpartition("/")[0], note["type"]) for note in notes}
    assert {one for one in found if one[1] != "rendered"} == {
        ("Daily", "other"), ("Interviews", "interview"), ("People", "contact"), ("", "me"),
    }  # fmt: skip
    assert {("Drafts", "rendered"), ("Sheets", "rendered"), ("", "rendered")} <= found


def test_show_tells_of_an_interview_with_both_clocks(hand: Hand) -> None:
    body = (
        "## Questions\n### Essential\n- [x] Why?\n- [-] When?\n- Who?\n## Notes\nSECRET\n## Debrief\nSECRET\n"
    )
    hand.write(
        me()
        | contact("Jo Kim", "timezone: America/New_York")
        | talk("t", "Jo Kim", "goal: maps\nheld: 2026-03-09\nstart: 2026-03-09T15:00", body)
    )
    found = hand.ok("show", "t", "--json").json
    assert (found["mine"], found["theirs"]) == ("2026-03-09T15:00:00+01:00", "2026-03-09T10:00:00-04:00")
    assert (found["stage"], found["milestones"]["held"], found["milestones"]["thanked"]) == (
        "held",
        "2026-03-09",
        None,
    )
    assert [(q["text"], q["done"], q["dropped"], q["group"]) for q in found["questions"]] == [
        ("Why?", True, False, "essential"), ("When?", False, True, "essential"), ("Who?", False, False, "essential"),
    ]  # fmt: skip
    assert "SECRET" not in hand.ok("show", "t").out + hand.ok("show", "t", "--json").out


def test_show_finds_a_person_by_alias_and_part_and_a_talk_by_its_name(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Josephine Kim", "aliases: Jo")
        | talk("2026-03-09 Josephine Kim", "Josephine Kim", "held: 2026-03-09")
    )
    for words in (
        "Jo",
        "josephine kim",
        "phine",
        "People/Josephine Kim.md",
        "[[Josephine Kim]]",
        str(hand.root / "People/Josephine Kim.md"),
    ):
        assert hand.ok("show", words, "--json").json["path"] == "People/Josephine Kim.md", words
    assert hand.ok("show", "2026-03-09", "--json").json["type"] == "interview"


def test_the_agenda_says_why_by_when_and_which_command_clears_it(hand: Hand) -> None:
    for number in range(7):
        hand.write(contact(f"P{number}", "keep_in_touch: 30\nlast_contact: 2025-01-01"))
    hand.write(me() | talk("t", "Jo Kim", "granted: 2026-03-01"))
    out = hand.ok("agenda", "--now", hand.now).out
    assert [line for line in out.splitlines() if not line.startswith(" ")] == [
        "Replies, thanks and promises", "", "People",
    ]  # fmt: skip
    assert (
        "  today: Reply to Jo Kim and propose times: the yes came on 1 March 2026.\n      vaultkit done t replied\n"
        in out
    )
    assert out.count("vaultkit log P") == 5
    assert "  and 2 people more: `vaultkit agenda --json` has all.\n" in out


def test_stats_have_a_bar_for_each_stage(hand: Hand) -> None:
    hand.write(TALKS | talk("e", "Jo Kim", "held: 2026-02-02"))
    bars = {line.split()[0]: line.count("#") for line in hand.ok("stats").out.splitlines() if "#" in line}
    assert bars == {"scheduled": 40, "held": 40, "declined": 20}
    found = hand.ok("stats", "--json").json
    assert (
        found["stages"]["held"],
        found["outcomes"]["declined"],
        found["contacts"],
        found["interviews"],
    ) == (2, 1, 3, 5)


BAD = "---\ntype: contact\nphone: 0123  # mine\nintroduced_by: [[Jo Kim]]\norg: 'x'\n---\n"


def test_fix_mends_what_is_safe_a_line_each(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | {"People/Bo Li.md": BAD})
    preview = hand.ok("check", "--fix", "--dry-run")
    assert hand.read("People/Bo Li.md") == BAD
    assert [line for line in preview.out.splitlines() if line[0] in "+-"] == [
        "- phone: 0123  # mine", '+ phone: "0123"  # mine', "- introduced_by: [[Jo Kim]]", '+ introduced_by: "[[Jo Kim]]"',
    ]  # fmt: skip
    fixed = hand.ok("check", "--fix", "--strict")
    assert hand.read("People/Bo Li.md") == BAD.replace("0123 ", '"0123" ').replace(
        "[[Jo Kim]]", '"[[Jo Kim]]"'
    )
    assert ("People/Bo Li.md" in fixed.err, fixed.out) == (True, "No problems.\n")


def test_fix_leaves_what_is_not_sure(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim", "greting: J\ntimezone: EST\nkeep_in_touch: often")
        | {"People/Bad.md": "---\ntype: contact\nphone: 0123\nname: [\n---\n"}
    )
    before = hand.files()
    assert hand.run("check", "--fix").code == 1
    assert hand.files() == before
    assert {"misspelt-key", "zone-unknown", "wrong-value"} <= set(hand.codes())


def test_each_problem_has_place_reason_and_remedy_and_comes_again(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim", "greting: J") | talk("t", "Jo Kin", "start: 2026-02-30T10:00\nstatus: helt")
    )
    found = hand.problems()
    assert [(p["path"], p["line"], p["code"]) for p in found] == [
        ("Interviews/t.md", 4, "link-missing"), ("Interviews/t.md", 5, "no-such-date"), ("Interviews/t.md", 6, "status-unknown"),
        ("People/Jo Kim.md", 3, "misspelt-key"),
    ]  # fmt: skip
    assert all(p["message"] and p["hint"] for p in found)
    assert [
        "[[Jo Kim]]" in found[0]["hint"],
        "held" in found[2]["hint"] + found[2]["message"],
        "greeting" in found[3]["hint"],
    ] == [True] * 3
    assert hand.problems() == found
    text = hand.run("check").out
    assert all(f"{p['path']}:{p['line']}" in text for p in found)


def test_a_broken_note_of_somebody_else_is_a_warning_counted_in_a_line(hand: Hand) -> None:
    hand.write(me() | {f"Clips/{n}.md": "---\ntitle: [\n---\n" for n in range(12)})
    ran = hand.run("agenda")
    assert ran.err.splitlines() == ["12 problems (12 warnings): `vaultkit check` shows them."]
    assert hand.run("check").out.count("Clips/") == 12
    rendered = hand.run("render").err.splitlines()
    assert (len(rendered), "12 other notes" in rendered[0]) == (1, True)
    assert len(hand.run("render", "--json").json["problems"]) == 12


def test_a_template_that_does_not_compile_is_told_by_check_and_the_shipped_ones_do(hand: Hand) -> None:
    from vaultkit.config import Config
    from vaultkit.render.discovery import discover
    from vaultkit.render.pool import Pool

    assert Pool().check(discover(Config(hand.root))) == ()
    head = "---\nrenders: interview\npath: 'x {{ interview.name }}.md'\naudience: me\n---\n"
    hand.write({"Templates/_mine.md": "{{ me.name }}\n"})
    assert hand.problems() == []
    hand.write({"Templates/mine.md": f"{head}{{% if %}}\n"})
    (problem,) = hand.problems()
    assert (problem["path"], problem["line"], problem["severity"]) == ("Templates/mine.md", 6, "error")


def test_history_has_nothing_of_its_own_and_still_counts(hand: Hand) -> None:
    """In show, stats, helpful, the last contact and the offer of a meal."""
    hand.write(
        {"vaultkit.toml": "since = 2026-03-01\n"} | me() | contact("Jo Kim", "helpful: true") | contact("Al")
    )
    hand.write(talk("a", "Jo Kim", "thanked: 2026-01-05") | talk("b", "Jo Kim", "held: 2026-02-05"))
    hand.write(talk("c", "Al", "thanked: 2026-02-06", "## Follow-ups\n- [ ] send a map\n"))
    hand.write(talk("new", "Jo Kim", "granted: 2026-03-01\nmode: in-person"))
    reply = "Drafts/new - reply Jo Kim.md"
    made = {one["path"]: one["about"] for one in hand.render()["outputs"]}
    assert {reply, "Sheets/new - prep.md", "Helpful people.md"} <= set(made)
    assert {f"Interviews/{name}.md" for name in "abc"}.isdisjoint(made.values())
    assert hand.rules() == ["reply"]
    assert "a meal" in hand.read(reply)
    assert "[[Al]]" in hand.read("Helpful people.md")
    told = hand.ok("show", "Jo Kim", "--json", "--now", hand.now).json
    assert told["last_contact"] == "2026-02-05"
    assert [one["name"] for one in told["interviews"]] == ["a", "b", "new"]
    counted = hand.ok("stats", "--json", "--now", hand.now).json
    assert (counted["held"], counted["stages"]["thanked"]) == (3, 2)


def test_a_note_that_is_no_text_is_listed_told_and_rendered_from_by_nobody(hand: Hand) -> None:
    hand.write(me() | talk("t", "Jo Kim", "held: 2026-02-28"))
    with (hand.root / "Interviews/t.md").open("ab") as note:
        note.write(b"\xff\n")
    assert hand.actions() == {"Helpful people.md": "create"}
    assert hand.codes() == ["not-utf8"]
    assert "Interviews/t.md" in hand.ok("list", "notes", "--format", "paths").out
