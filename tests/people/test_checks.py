"""Checks of notes together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vaultkit.people import checks
from vaultkit.people.agenda.rules import RULES
from vaultkit.people.checks import CODES, check, registry
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.people.schema import AGENDA_RULES

from .vaults import ME, front, link, vault

if TYPE_CHECKING:
    from vaultkit.model import Problem

JO = {"People/Jo Kim.md": front("contact")}
TOKYO = {"People/Jo Kim.md": front("contact", timezone="Asia/Tokyo")}
NOTE = "talk.md"


def problems(root: Path, notes: dict[str, str], code: str, toml: str = "") -> list[Problem]:
    return [problem for problem in check(vault(root, notes, toml)) if problem.code == code]


def interview(below: str = "", **props: Any) -> dict[str, str]:
    return {NOTE: front("interview", **{"people": '"[[Jo Kim]]"', **props}) + below}


def test_every_code_is_found_by_some_check_or_value_and_every_check_has_a_module(tmp_path: Path) -> None:
    check(vault(tmp_path, {}))
    of_checks = {
        code for one in vars(registry).values() if isinstance(one, registry.Checks) for code, _ in one.rules
    }
    of_values = {
        "wrong-value",
        "no-such-date",
        "time-offset",
        "phone-number",
        "zone-unknown",
        "zone-abbreviated",
        "unknown-word",
        "key-twice",
    }
    assert of_checks | of_values == set(CODES)
    assert all(code.about.endswith(".") for code in CODES.values())


def test_whatever_is_asked_first_all_modules_with_checks_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = vault(tmp_path, {"Me.md": ME, **JO, **interview()})
    [jo], [talk] = found.of_kind("contact"), found.of_kind("interview")
    real = checks._load
    loaded: list[bool] = []
    monkeypatch.setattr(checks, "_load", lambda: loaded.append(real() is None))
    checks.of_contact(Contact(jo, found))
    checks.of_interview(Interview(talk, found))
    checks.of_me(found)
    check(found)
    assert len(loaded) == 4
    apart = {"__init__", "registry", "codes", "alone", "drafts"}
    modules = {path.stem for path in Path(checks.__file__).parent.glob("*.py")} - apart
    assert modules == set(real.__code__.co_varnames)


def test_a_whole_vault_has_nothing_to_report(tmp_path: Path) -> None:
    notes = {
        "Me.md": ME,
        **TOKYO,
        **interview("## Questions\n### Essential\n- [ ] What is hard?\n", start="2026-03-09T14:00", timezone="Asia/Tokyo",
                    mode="online", link="https://x.example", invited="2026-03-01"),
    }  # fmt: skip
    found = vault(tmp_path, notes)
    assert check(found) == ()
    assert found.problems() == ()


# ---- links


def test_a_missing_note_comes_with_the_nearest_name(tmp_path: Path) -> None:
    notes = {"People/Jo Kim.md": front("contact", org='"[[Acme Inc]]"'), "Orgs/Acme Inc..md": "hello"}
    (found,) = problems(tmp_path, notes, "link-missing")
    assert (found.path, found.line, found.severity) == ("People/Jo Kim.md", 3, "warning")
    assert 'no note is named "Acme Inc"' in found.message
    assert found.hint == "did you mean [[Acme Inc.]]?"


def test_a_missing_person_may_be_made(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, interview(), "link-missing")
    assert found.severity == "warning"
    assert 'vaultkit new contact "Jo Kim"' in found.hint


def test_a_note_that_is_missing_is_told_wherever_it_is_linked(tmp_path: Path) -> None:
    below = "## Introductions\n- [[Wilhelmina Osei]]\n- [[2026-03-09]]\n- ![[face.png]]\n- [x](https://x.example) [[#Notes]]\n"
    (found,) = problems(tmp_path, {**JO, **interview(below)}, "link-missing")
    assert (found.severity, found.line, found.hint) == (
        "warning",
        6,
        "make it, or write the name without brackets",
    )


def test_links_of_other_notes_are_obsidians_affair(tmp_path: Path) -> None:
    assert problems(tmp_path, {"Diary.md": "[[Nobody]]"}, "link-missing") == []


def test_an_ambiguous_link_lists_its_notes(tmp_path: Path) -> None:
    notes = {"A/Jo Kim.md": front("contact"), "B/Jo Kim.md": front("contact"), **interview()}
    (found,) = problems(tmp_path, notes, "link-ambiguous")
    assert found.severity == "error"
    assert "A/Jo Kim.md, B/Jo Kim.md" in found.message
    assert "[[A/Jo Kim]]" in found.hint
    assert len(problems(tmp_path, notes, "namesake")) == 1


def test_an_alias_as_a_link_is_a_warning_and_a_bare_name_is_none(tmp_path: Path) -> None:
    jo = {"People/Jo Kim.md": front("contact", aliases="[Jo]")}
    (found,) = problems(tmp_path, {**jo, **interview(people='"[[Jo]]"')}, "link-alias")
    assert (found.path, found.line, found.severity) == (NOTE, 3, "warning")
    assert found.hint == "write [[Jo Kim|Jo]]"
    assert problems(tmp_path, {**jo, **interview(people="Jo")}, "link-alias") == []


def test_two_notes_that_share_the_alias_are_an_error(tmp_path: Path) -> None:
    notes = {
        "A.md": front("contact", aliases="[Jo]"),
        "B.md": front("contact", aliases="[jo]"),
        **interview(people='"[[Jo]]"'),
    }
    (found,) = problems(tmp_path, notes, "link-ambiguous")
    assert "A.md, B.md" in found.message


def test_a_person_whom_only_the_shorter_path_decided(tmp_path: Path) -> None:
    notes = {
        "A/Jo Kim.md": front("contact"),
        "Old/B/Jo Kim.md": front("contact"),
        "x/talk.md": interview()[NOTE],
    }
    (found,) = problems(tmp_path, notes, "link-namesake")
    assert found.severity == "warning"
    assert "A/Jo Kim.md, Old/B/Jo Kim.md" in found.message
    body = interview("[[Jo Kim]]\n", people='"[[A/Jo Kim]]"')[NOTE]
    assert problems(tmp_path, {**notes, "x/talk.md": body}, "link-namesake") == []


# ---- times


def test_s16_a_start_without_a_zone_is_told(tmp_path: Path) -> None:
    same = {"Me.md": ME, "People/Jo Kim.md": front("contact", timezone="Europe/Paris")}
    (found,) = problems(tmp_path, {**same, **interview(start="2026-03-09T14:00")}, "zone-missing")
    assert (found.severity, found.line) == ("info", 4)
    assert "Europe/Berlin" in found.message


def test_s16_both_readings_where_their_zone_differs(tmp_path: Path) -> None:
    (found,) = problems(
        tmp_path, {"Me.md": ME, **TOKYO, **interview(start="2026-03-09T14:00")}, "zone-missing"
    )
    assert found.severity == "warning"
    assert "14:00 is read in Europe/Berlin" in found.message
    assert "Asia/Tokyo" in found.message
    assert "2026-03-09 06:00" in found.message


@pytest.mark.parametrize("start", [None, "2026-03-09"])
def test_without_an_hour_no_zone_is_asked_for(tmp_path: Path, start: object) -> None:
    assert problems(tmp_path, {"Me.md": ME, **TOKYO, **interview(start=start)}, "zone-missing") == []


@pytest.mark.parametrize(
    ("zone", "wanted"),
    [("America/Denver", 1), ("Asia/Tokyo", 0), ("Japan", 0), ("Europe/Berlin", 0), (None, 0)],
)
def test_s16_a_zone_that_is_neither_theirs_nor_mine(tmp_path: Path, zone: object, wanted: int) -> None:
    notes = {"Me.md": ME, **TOKYO, **interview(start="2026-03-09T14:00", timezone=zone)}
    found = problems(tmp_path, notes, "zone-neither")
    assert len(found) == wanted
    assert all(one.severity == "warning" and one.line == 5 for one in found)


def test_nobody_is_told_of_a_zone_that_may_be_theirs(tmp_path: Path) -> None:
    talk = interview(start="2026-03-09T14:00", timezone="America/Denver")
    assert problems(tmp_path, {"Me.md": ME, **JO, **talk}, "zone-neither") == []
    assert problems(tmp_path, {**TOKYO, **talk}, "zone-neither") == []


def test_a_clock_change_in_my_zone_is_an_error_once(tmp_path: Path) -> None:
    notes = {"Me.md": ME, **JO, **interview(start="2026-03-29T02:30")}
    (found,) = problems(tmp_path, notes, "start-gap")
    assert (found.severity, found.line) == ("error", 4)
    own = vault(tmp_path, {**notes, **interview(start="2026-10-25T02:30", timezone="Europe/Berlin")})
    assert [p.code for p in (*check(own), *own.problems()) if p.code.startswith("start-")] == ["start-twice"]


@pytest.mark.parametrize(
    ("props", "codes"),
    [
        ({"mode": "online"}, ["no-link", "not-invited"]),
        ({"mode": "online", "link": "https://x.example"}, ["not-invited"]),
        ({"mode": "online", "invited": "2026-03-01"}, ["no-link"]),
        ({"mode": "online", "booked_via": "them"}, []),
        ({"mode": "phone"}, []),
        ({}, []),
        ({"mode": "online", "held": "2026-03-09"}, []),
        ({"mode": "online", "outcome": "cancelled"}, []),
        ({"mode": "online", "start": None}, []),
    ],
)
def test_s15_an_online_meeting_needs_link_and_invitation(
    tmp_path: Path, props: dict[str, Any], codes: list[str]
) -> None:
    notes = {**JO, **interview(**{"start": "2026-03-09T14:00", "timezone": "UTC", **props})}
    found = [p for p in check(vault(tmp_path, notes)) if p.code in ("no-link", "not-invited")]
    assert sorted(p.code for p in found) == codes


def test_history_is_left_in_peace(tmp_path: Path) -> None:
    later = "since = 2026-04-01\n"
    talk = interview("## Questions\n- A? B?\n", start="2026-03-09T14:00", mode="online")
    zoned = interview(start="2026-03-09T14:00", timezone="America/Denver")
    for one in (talk, zoned):
        codes = {p.code for p in check(vault(tmp_path, {"Me.md": ME, **TOKYO, **one}))}
        assert codes & {"zone-missing", "zone-neither"}
        assert check(vault(tmp_path, {"Me.md": ME, **TOKYO, **one}, later)) == ()


def test_two_meetings_at_one_time(tmp_path: Path) -> None:
    def at(start: str, zone: str, **more: Any) -> str:
        return front("interview", people='"[[Jo Kim]]"', start=start, timezone=zone, **more)

    notes = {
        **JO,
        "a.md": at("2026-03-09T14:00", "Europe/Berlin"),
        "b.md": at("2026-03-09T13:29", "Europe/London"),
    }
    (found,) = problems(tmp_path, notes, "meetings-overlap")
    assert found.path == "b.md"
    apart = {**notes, "b.md": at("2026-03-09T13:30", "Europe/London")}
    assert problems(tmp_path, apart, "meetings-overlap") == []
    over = {**notes, "b.md": at("2026-03-09T13:29", "Europe/London", outcome="cancelled")}
    assert problems(tmp_path, over, "meetings-overlap") == []


# ---- questions


@pytest.mark.parametrize(
    ("count", "minutes", "told"), [(7, None, 0), (8, None, 1), (5, 20, 0), (6, 20, 1), (1, 2, 0)]
)
def test_s6_one_essential_for_every_four_minutes(
    tmp_path: Path, count: int, minutes: object, told: int
) -> None:
    below = (
        "## Questions\n### Essential\n"
        + "".join(f"- [ ] question {n}?\n" for n in range(count))
        + "- [-] dropped\n"
    )
    found = problems(tmp_path, {**JO, **interview(below, duration=minutes)}, "too-many-questions")
    assert len(found) == told
    assert all(one.severity == "info" for one in found)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (" ".join(["word"] * 31) + "?", "question-long"),
        ("What is hard? And why?", "question-double"),
        ("what IS hard", "question-repeated"),
        (" ".join(["word"] * 30) + "?", None),
        ("What is hard, and why?", None),
        ("[x] " + " ".join(["word"] * 31) + "?", None),
        ("[-] What is hard to learn? And why?", None),
    ],
)
def test_s6_edit_down(tmp_path: Path, question: str, code: str | None) -> None:
    notes = {**JO, **interview(f"## Questions\n- What is hard?\n- {question}\n")}
    found = [p for p in check(vault(tmp_path, notes)) if p.code.startswith("question")]
    assert [p.code for p in found] == ([] if code is None else [code])
    assert [p.line for p in found] == ([] if code is None else [7])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("question_minutes = 10", {"question-double", "question-long", "too-many-questions"}),
        ("question_minutes = 3", {"question-double", "question-long"}),
        ("duration = 15", {"question-double", "question-long", "too-many-questions"}),
        ("question_words = 31", {"question-double"}),
        ("question_marks = 2", {"question-long"}),
    ],
)
def test_s6_numbers_of_ones_own(tmp_path: Path, line: str, told: set[str]) -> None:
    long = " ".join(["word"] * 31)
    below = f"## Questions\n### Essential\n- What is hard? And why?\n- {long}\n- a\n- b\n"
    found = check(vault(tmp_path, {**JO, **interview(below)}, f"[defaults]\n{line}\n"))
    assert {p.code for p in found if "question" in p.code} == told


def test_s6_no_word_on_the_questions_of_a_talk_that_is_over(tmp_path: Path) -> None:
    below = "## Questions\n- A? B?\n- A? B?\n"
    notes = {**JO, **interview(below, held="2026-03-09")}
    assert [p for p in check(vault(tmp_path, notes)) if p.code.startswith("question")] == []


def test_s6_a_question_that_was_asked_before(tmp_path: Path) -> None:
    earlier = (
        front("interview", people='"[[Jo Kim]]"', held="2026-01-09")
        + "## Questions\n- [x] What is hard?\n- [ ] Pay?\n"
    )
    notes = {
        **JO,
        "first.md": earlier,
        **interview("## Questions\n- what is hard?\n- Pay?\n", granted="2026-03-09"),
    }
    (found,) = problems(tmp_path, notes, "question-asked")
    assert (found.path, found.line) == (NOTE, 7)
    assert "first" in found.message


# ---- keys, and what there is once


def test_a_misspelt_key_comes_with_the_nearest(tmp_path: Path) -> None:
    notes = {
        "People/Jo Kim.md": front("contact", compny="Acme"),
        **interview(thankd="2026-03-09", colour="red"),
    }
    found = problems(tmp_path, notes, "misspelt-key")
    assert [(p.path, p.line, p.hint) for p in found] == [
        ("People/Jo Kim.md", 3, "did you mean company?"),
        (NOTE, 4, "did you mean thanked?"),
    ]


@pytest.mark.parametrize("others", [1, 2])
def test_a_key_in_three_notes_is_the_users_own(tmp_path: Path, others: int) -> None:
    more = {f"Books/{n}.md": "---\nThankd: x\n---\n" for n in range(others)}
    found = problems(tmp_path, {**JO, **more, **interview(thankd="2026-03-09")}, "misspelt-key")
    assert len(found) == (1 if others == 1 else 0)


def test_a_key_that_is_mapped_or_belongs_to_another_kind_is_no_misspelling(tmp_path: Path) -> None:
    notes = {**JO, **interview(gaol="x", emails="x", links="x")}
    assert problems(tmp_path, notes, "misspelt-key", '[properties]\ngaol = "goal"\n') == []
    assert len(problems(tmp_path, notes, "misspelt-key")) == 1


def test_there_is_one_me(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, {"Me.md": ME, "You.md": ME}, "second-me")
    assert (found.path, found.severity, found.line) == ("You.md", "error", 2)
    assert "Me.md" in found.message


def test_thanks_to_somebody_who_was_not_there(tmp_path: Path) -> None:
    notes = {**JO, **interview(thanked_people=link("Jo Kim", "Sam Ode"))}
    (found,) = problems(tmp_path, notes, "thanked-stranger")
    assert "Sam Ode" in found.message
    assert found.line == 4


def test_a_persons_note_that_is_no_contact_is_told(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, {"Jo Kim.md": "met in May", **interview()}, "no-contact")
    assert (found.severity, found.line) == ("info", 3)
    assert problems(tmp_path, {**JO, **interview()}, "no-contact") == []
    assert problems(tmp_path, interview(), "no-contact") == []


def test_problems_are_sorted_and_the_same_twice(tmp_path: Path) -> None:
    found = vault(
        tmp_path, {**interview(thankd=1, start="2026-03-09T14:00", mode="online"), "Me.md": ME, "B.md": ME}
    )
    assert list(check(found)) == sorted(check(found))
    assert len(check(found)) > 3


def test_skip_may_name_the_rules_that_the_agenda_has() -> None:
    assert set(AGENDA_RULES) == set(RULES)
