"""The agenda as a whole: order, groups, numbers of one's own, what its words say and never say."""

from __future__ import annotations

import shlex
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.vaults import vault_of
from vaultkit.errors import WrongConfiguration
from vaultkit.people import agenda
from vaultkit.people.agenda.spans import Days, Span, span, step
from vaultkit.people.me import Me

if TYPE_CHECKING:
    from pathlib import Path

BERLIN = ZoneInfo("Europe/Berlin")
ME = "---\ntype: me\ntimezone: Europe/Berlin\n---\n"
JO = "---\ntype: contact\n---\n"


def talk(front: str, body: str = "", people: str = "[[Jo Kim]]") -> str:
    return f'---\ntype: interview\npeople: "{people}"\n{front}\n---\n{body}'


def shown(tmp_path: Path, notes: dict[str, str], now: str, days: int = 0) -> tuple[agenda.Entry, ...]:
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": JO} | notes)
    return agenda.agenda(agenda.items(vault), datetime.fromisoformat(now), days, Me(vault).zone)


def test_overdue_first_then_due_then_name(tmp_path: Path) -> None:
    notes = {
        "I/1.md": talk("granted: 2026-03-09", people="Zoe"),
        "I/2.md": talk("granted: 2026-03-09", people="ana"),
        "I/3.md": talk("granted: 2026-03-01", people="Max"),
        "I/4.md": talk("direction: giving\nasked: 2026-03-06", people="Bo"),
    }
    found = shown(tmp_path, notes, "2026-03-10T12:00:00+01:00")
    assert [entry.item.people[0] for entry in found] == ["Max", "ana", "Bo", "Zoe"]
    assert [entry.overdue for entry in found] == [True, False, False, False]


def test_the_order_of_an_hour_that_happens_twice_is_that_of_the_sun(tmp_path: Path) -> None:
    notes = {
        "I/1.md": talk("start: 2026-10-25T00:30\ntimezone: UTC", people="Ana"),
        "I/2.md": talk("start: 2026-10-25T01:15\ntimezone: UTC", people="Bo"),
    }
    found = shown(tmp_path, notes, "2026-10-25T00:00:00+02:00")
    assert [(e.item.people[0], e.item.due.isoformat()) for e in found if e.item.rule == "today"] == [
        ("Ana", "2026-10-25T02:30:00+02:00"),
        ("Bo", "2026-10-25T02:15:00+01:00"),
    ]


def test_groups_of_the_text_report(tmp_path: Path) -> None:
    people = {
        f"People/P{n}.md": "---\ntype: contact\nhelpful: true\nlast_contact: 2025-01-01\n---\n"
        for n in range(8)
    }
    notes = people | {"I/1.md": talk("start: 2026-03-11T14:00"), "I/2.md": talk("held: 2026-03-09")}
    groups = agenda.grouped(shown(tmp_path, notes, "2026-03-11T12:00:00+01:00"))
    assert [g.title for g in groups] == ["Meetings", "Replies, thanks and promises", "People"]
    assert [e.item.rule for e in groups[0].entries] == ["prepare", "confirm", "today"]
    assert (len(groups[2].entries), groups[2].more) == (5, 3)
    assert agenda.grouped(()) == ()


CONFIGURED = [
    ('thank-you.due = "48h"', "2026-03-13T14:30:00+01:00"),
    ("thank-you.due = 2", "2026-03-11T16:30:00+01:00"),
    ('thank-you.due = "2 d"', "2026-03-13T23:59:59+01:00"),
    ('thank-you.due = "3bd"', "2026-03-16T23:59:59+01:00"),
    ('thank-you.due = "90min"', "2026-03-11T16:00:00+01:00"),
]


@pytest.mark.parametrize(("line", "due"), CONFIGURED)
def test_a_number_of_ones_own(tmp_path: Path, line: str, due: str) -> None:
    (tmp_path / "vaultkit.toml").write_text(f"[agenda]\n{line}\n")
    note = talk("start: 2026-03-11T14:00\nduration: 30\nheld: 2026-03-11")
    found = shown(tmp_path, {"I/1.md": note}, "2026-03-11T15:30:00+01:00")
    assert [e.item.due.isoformat() for e in found if e.item.rule == "thank-you"] == [due]


@pytest.mark.parametrize(
    ("now", "rules"), [("11:59", []), ("12:00", ["confirm"]), ("13:00", ["confirm", "prepare"])]
)
def test_hours_before_a_meeting_count_from_its_start(tmp_path: Path, now: str, rules: list[str]) -> None:
    (tmp_path / "vaultkit.toml").write_text(
        '[agenda]\nconfirm.appears = "2h"\nprepare.appears = "1h"\ntoday = "off"\n'
    )
    found = shown(tmp_path, {"I/1.md": talk("start: 2026-03-11T14:00")}, f"2026-03-11T{now}:00+01:00")
    assert sorted(e.item.rule for e in found) == rules


def test_a_rule_that_is_off(tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").write_text('[agenda]\nthank-you = "off"\ninterview.gone = "2d"\n')
    found = shown(tmp_path, {"I/1.md": talk("held: 2026-03-11")}, "2026-03-12T12:00:00+01:00")
    assert [e.item.rule for e in found] == ["write-up"]
    assert shown(tmp_path, {}, "2026-03-14T12:00:00+01:00") == ()


@pytest.mark.parametrize("rule", [rule for rule in agenda.RULES.values() if rule.numbers])
def test_every_number_can_be_set(rule: agenda.Rule) -> None:
    for number in rule.numbers:
        numbers = agenda.settings({rule.name: {number.name: 9}})
        assert numbers(rule.name, number.name).amount == 9
        assert str(agenda.settings({})(rule.name, number.name)) == number.default


WRONG = [
    ({"thankyou": "off"}, "thank-you"),
    ({"thank-you": {"dew": "24h"}}, "did you mean due"),
    ({"thank-you": {"due": "24 parsecs"}}, "24h"),
    ({"thank-you": {"due": "-1h"}}, "24h"),
    ({"thank-you": {"due": "25%"}}, "24h"),
    ({"thank-you": {"due": True}}, "24h"),
    ({"stay-in-touch": {"cadence": "9h"}}, "90d"),
    ({"today": {"due": "1d"}}, "off"),
    ({"thank-you": "on"}, "off"),
    ({"interview": "off"}, "interview.gone"),
]


@pytest.mark.parametrize(("table", "hint"), WRONG)
def test_a_wrong_configuration_says_what_would_fit(table: dict[str, Any], hint: str) -> None:
    with pytest.raises(WrongConfiguration, match=r"vaultkit\.toml") as refused:
        agenda.settings(table)
    assert hint in str(refused.value)


def test_what_stays_in_its_note(tmp_path: Path) -> None:
    body = (
        "## Notes\n- SECRETNOTE\n## Debrief\n- SECRETDEBRIEF\n## Follow-ups\n- [ ] SECRETPROMISE #private\n"
        "- [ ] [[Jo Kim|Jo]] gets the *slides* 📅 2026-03-20 #task\n"
        "## Personal\n- SECRETEXAM #private/health 📅 2026-03-20\n## Introductions\n- SECRETNAME #private\n"
    )
    contact = "---\ntype: contact\nhelpful: true\n---\n## Log\n- 2026-01-01 SECRETLOG\n"
    notes = {"I/1.md": talk("held: 2026-03-09", body), "People/Jo Kim.md": contact}
    found = shown(tmp_path, notes, "2026-03-12T12:00:00+01:00", days=400)
    assert "SECRET" not in repr([(e.item.text, e.item.clear) for e in found])
    promises = [e.item for e in found if e.item.rule == "promise"]
    assert any("Jo gets the slides" in item.text and "20 March 2026" in item.text for item in promises)
    assert 'vaultkit done 1 --item "line 11"' in {item.clear for item in promises}


def test_a_line_that_ends_itself_gets_no_second_stop(tmp_path: Path) -> None:
    body = "## Follow-ups\n- did she call?\n- send it\n## Introductions\n- Sunita!\n"
    found = shown(tmp_path, {"I/1.md": talk("held: 2026-02-20", body)}, "2026-03-12T12:00:00+01:00")
    ends = sorted(e.item.text[-6:] for e in found if e.item.rule in ("promise", "introduction"))
    assert ends == [" call?", "nd it.", "unita!"]


def test_both_clocks_stand_in_the_text(tmp_path: Path) -> None:
    notes = {
        "People/Jo Kim.md": "---\ntype: contact\ntimezone: America/Mexico_City\n---\n",
        "I/1.md": talk("start: 2026-03-11T19:00\nmode: online\nplatform: Zoom\nlink: https://z.example/1"),
    }
    found = {e.item.rule: e.item for e in shown(tmp_path, notes, "2026-03-11T09:00:00+01:00")}
    assert found["today"].text == (
        "Meet Jo Kim on Wednesday 11 March 2026, 19:00 by your clock, 12:00 in Mexico City, "
        "online by Zoom: https://z.example/1."
    )


NAMES = ["2026-03-09 Jo Kim", "O'Brien $HOME", 'say "so"', "-dash", "plain", "a`b`", "bang!", "日本"]


@pytest.mark.parametrize("name", NAMES)
def test_the_command_names_the_note_for_a_shell(tmp_path: Path, name: str) -> None:
    found = shown(tmp_path, {f"I/{name}.md": talk("granted: 2026-03-09")}, "2026-03-09T12:00:00+01:00")
    (entry,) = found
    words = shlex.split(entry.item.clear)
    assert words[:2] == ["vaultkit", "done"]
    assert words[2] in (name, f"./I/{name}.md")
    assert words[3:] == ["replied"]


def test_the_command_of_the_plain_case(tmp_path: Path) -> None:
    (entry,) = shown(
        tmp_path, {"I/2026-03-09 Jo Kim.md": talk("granted: 2026-03-09")}, "2026-03-09T12:00:00+01:00"
    )
    assert entry.item.clear == 'vaultkit done "2026-03-09 Jo Kim" replied'


def test_a_name_that_two_notes_share_becomes_a_path(tmp_path: Path) -> None:
    notes = {"I/a.md": talk("granted: 2026-03-09"), "J/a.md": "another"}
    (entry,) = shown(tmp_path, notes, "2026-03-09T12:00:00+01:00")
    assert entry.item.clear == "vaultkit done I/a replied"


def test_the_note_that_no_clock_writes(tmp_path: Path) -> None:
    notes = {
        "I/old.md": talk("asked: 2026-01-05"),
        "I/new.md": talk("granted: 2026-03-09"),
        "I/far.md": talk("asked: 2026-03-09", "## Personal\n- e 📅 2026-06-01\n- f 📅 2026-02-01\n"),
    }
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": JO} | notes)
    assert agenda.latest_day(vault) == date(2026, 3, 9)
    found = agenda.opened(agenda.items(vault), agenda.latest_day(vault), BERLIN)
    assert [(day.day.isoformat(), [item.rule for item in day.items]) for day in found] == [
        ("2026-03-10", ["reply"]),
        ("2026-03-12", ["no-answer"]),
        ("2026-03-18", ["no-answer"]),
        ("2026-06-01", ["personal"]),
    ]
    assert {item.about for day in found for item in day.items} == {"I/new.md", "I/far.md"}


@pytest.mark.parametrize(
    ("notes", "latest"),
    [
        ({"I/a.md": talk("goal: x")}, None),
        ({"I/a.md": talk("goal: x", "## Follow-ups\n- [x] a ✅ 2026-05-02\n")}, date(2026, 5, 2)),
        ({"People/Jo Kim.md": "---\ntype: contact\n---\n## Log\n- 2026-05-03 a\n"}, date(2026, 5, 3)),
        ({"People/Jo Kim.md": "---\ntype: contact\nannounced: 2026-05-04\n---\n"}, date(2026, 5, 4)),
        ({"I/a.md": talk("held: 2026-05-05\nthanked: 2026-05-06")}, date(2026, 5, 6)),
        (
            {"People/Jo Kim.md": "---\ntype: contact\n---\n## Follow-ups\n- [x] a ✅ 2026-05-07\n"},
            date(2026, 5, 7),
        ),
    ],
)
def test_the_vaults_own_latest_day(tmp_path: Path, notes: dict[str, str], latest: date | None) -> None:
    assert agenda.latest_day(vault_of(tmp_path, notes)) == latest


@given(st.dates(date(1999, 1, 1), date(2150, 1, 1)), st.integers(1, 60))
def test_business_days_are_monday_to_friday_one_by_one(day: date, count: int) -> None:
    by_one = day
    for _ in range(count):
        by_one = step(by_one, Span(1, "bd"))
        assert by_one.weekday() < 5
    assert step(day, Span(count, "bd")) == by_one
    assert step(step(day, Span(count, "bd"), 1), Span(count, "bd"), -1) <= max(day, by_one)


ZONES = [
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "UTC",
    "Africa/Cairo",
]


@given(st.dates(date(1971, 1, 1), date(2037, 12, 31)), st.sampled_from(ZONES))
def test_a_day_ends_one_second_before_the_next_begins(day: date, zone: str) -> None:
    days = Days(ZoneInfo(zone))
    assert days.begins(day) <= days.ends(day) + timedelta(seconds=1)
    assert days.begins(day + timedelta(days=1)) - days.ends(day) == timedelta(seconds=1)


@pytest.mark.parametrize(("text", "read"), [("24h", "24h"), (" 30 MIN ", "30min"), ("3bd", "3bd"), (7, "7d"),
                                            ("", None), ("h", None), ("1.5h", None), ("²h", None), ("-3d", None)])  # fmt: skip
def test_lengths_of_time(text: str | int, read: str | None) -> None:
    found = span(text, "d")
    assert (None if found is None else str(found)) == read
