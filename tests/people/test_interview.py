"""An interview in its vault: people, zones, stage, thanks, questions."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest

from vaultkit.index.vault import Recorder
from vaultkit.people.access import MOST_LINKS
from vaultkit.people.contact import offers_meal
from vaultkit.people.interview import Interview, talks_held

from .vaults import ME, contact, front, link, on, talk, vault

if TYPE_CHECKING:
    from pathlib import Path

JO = {"People/Jo Kim.md": front("contact", timezone="Asia/Tokyo")}
NY = {"Me.md": "---\ntype: me\ntimezone: America/New_York\n---\n"}


def one(
    root: Path, body: str = "", more: dict[str, str] | None = None, toml: str = "", **props: Any
) -> Interview:
    note = front("interview", **{"people": '"[[Jo Kim]]"', **props}) + body
    return talk(vault(root, {"talk.md": note, **(JO if more is None else more)}, toml))


@pytest.mark.parametrize(("zone", "hour"), [(None, 8), ("Europe/Berlin", 9), ("Asia/Tokyo", 17)])
def test_proposed_times_are_in_the_notes_zone_else_in_mine(
    tmp_path: Path, zone: str | None, hour: int
) -> None:
    """Each as 8 o'clock UTC would be written in London in winter, in Berlin and in Tokyo."""
    mine = {"Me.md": front("me", timezone="Europe/London")}
    found = one(tmp_path, more=JO | mine, proposed=f"[2026-03-09T{hour:02}:00]", timezone=zone).proposed
    assert [when.astimezone(UTC).hour for when in found] == [8]


def test_people_are_resolved_in_order_each_once(tmp_path: Path) -> None:
    people = link("Sam Ode", "Jo Kim", "People/Jo Kim", "jk", "Me")
    found = one(tmp_path, more={**JO, "Me.md": ME, "jk.md": "about Jo"}, people=people).people
    assert [(who.name, who.path, who.profile is not None) for who in found] == [
        ("Sam Ode", None, False),
        ("Jo Kim", "People/Jo Kim.md", True),
        ("jk", "jk.md", False),
    ]


def test_of_a_crowd_the_first_are_read(tmp_path: Path) -> None:
    found = one(tmp_path, people=link(*(f"Person {number}" for number in range(3000)))).people
    assert [who.name for who in found] == [f"Person {number}" for number in range(MOST_LINKS)]


def test_a_bare_name_finds_the_note_and_an_alias_too(tmp_path: Path) -> None:
    more = {"People/Jo Kim.md": front("contact", aliases="[Jo]")}
    assert one(tmp_path, more=more, people="Jo").people[0].path == "People/Jo Kim.md"


def test_who_is_in_doubt_has_the_name_and_no_note(tmp_path: Path) -> None:
    more = {"A/Jo Kim.md": front("contact"), "B/Jo Kim.md": front("contact")}
    (who,) = one(tmp_path, more=more).people
    assert (who.name, who.profile, who.path) == ("Jo Kim", None, None)


def test_the_words_of_a_missing_link_are_the_name(tmp_path: Path) -> None:
    found = one(tmp_path, more={}, people='["[[People/@Jo Kim (Acme)]]", "[[jk|Jo]]"]').people
    assert [who.name for who in found] == ["Jo Kim", "Jo"]
    assert [who.key for who in found] == ["jo kim", "jo"]


@pytest.mark.parametrize(
    ("more", "own", "zone", "source"),
    [
        ({**JO, **NY}, "Europe/Rome", "Europe/Rome", "note"),
        ({**JO, **NY}, None, "America/New_York", "me"),
        (JO, None, "Asia/Tokyo", "contact"),
        ({}, None, "UTC", "utc"),
        ({**JO, **NY}, "EST", "America/New_York", "me"),
    ],
)
def test_s16_the_zone_of_the_meeting(
    tmp_path: Path, more: dict[str, str], own: object, zone: str, source: str
) -> None:
    found = one(tmp_path, more=more, timezone=own, start="2026-03-09T14:00")
    assert (found.zone_name, found.zone_source) == (zone, source)
    assert found.start is not None
    assert found.start.at is not None
    assert found.start.at.hour == 14


def test_s16_both_local_times_across_the_date_line(tmp_path: Path) -> None:
    found = one(tmp_path, more={**JO, **NY}, start="2026-03-09T20:00")
    assert found.mine is not None
    assert found.theirs is not None
    assert found.end is not None
    assert found.mine.isoformat() == "2026-03-09T20:00:00-04:00"
    assert found.theirs.isoformat() == "2026-03-10T09:00:00+09:00"
    assert found.end.isoformat() == "2026-03-09T20:30:00-04:00"


def test_a_meeting_over_a_clock_change_is_as_long_as_it_says(tmp_path: Path) -> None:
    found = one(tmp_path, timezone="Europe/Berlin", start="2026-03-29T01:45", duration=30)
    assert found.end is not None
    assert found.end.isoformat() == "2026-03-29T03:15:00+02:00"


def test_a_start_in_a_gap_is_scheduled(tmp_path: Path) -> None:
    found = one(tmp_path, timezone="Europe/Berlin", start="2026-03-29T02:30")
    assert found.stage == "scheduled"
    assert found.start is not None
    assert found.start.problem == "gap"


def test_the_day_alone_has_no_times(tmp_path: Path) -> None:
    found = one(tmp_path, start="2026-03-09")
    assert (found.stage, found.mine, found.theirs, found.end) == ("scheduled", None, None, None)
    assert found.start_day == on("2026-03-09")


def test_three_lines_on_the_way_home_say_that_it_was_held_on_my_day(tmp_path: Path) -> None:
    body = "## Takeaways\n- sell early\n"
    found = one(tmp_path, body, {**JO, **NY}, start="2026-03-10T09:00", timezone="Asia/Tokyo")
    assert found.stage == "held"
    assert found.milestone("held") == on("2026-03-09")
    assert found.written_milestone("held") is None
    assert found.milestone("granted") == on("2026-03-09")


@pytest.mark.parametrize(
    ("body", "props"),
    [
        ("## Takeaways\n- sell early\n", {}),
        ("## Takeaways\n- sell early\n", {"start": "2026-03-09", "outcome": "cancelled"}),
        ("## Takeaways\n%% what did you learn %%\n", {"start": "2026-03-09"}),
        ("## Takeaways\n- [-] sell early\n", {"start": "2026-03-09"}),
        ("## Notes\n- sell early\n", {"start": "2026-03-09"}),
    ],
)
def test_nothing_less_says_that_it_was_held(tmp_path: Path, body: str, props: dict[str, Any]) -> None:
    assert not one(tmp_path, body, **props).was_held


def test_thanks_listed_by_name(tmp_path: Path) -> None:
    more = {**JO, "People/Sam Ode.md": front("contact", aliases="[Sam]")}
    both = link("Jo Kim", "Sam Ode")
    some = one(tmp_path, more=more, people=both, thanked_people="Sam")
    assert [some.thanked_person(who) for who in some.people] == [False, True]
    assert (some.stage, some.milestone("thanked"), some.was_held) == ("held", None, True)


def test_a_list_of_all_is_thanked_and_one_milestone_counts_for_all(tmp_path: Path) -> None:
    both = link("Jo Kim", "Sam Ode")
    every = one(tmp_path, people=both, thanked_people=both, held="2026-03-09")
    assert (every.stage, every.milestone("thanked")) == ("thanked", on("2026-03-09"))
    milestone = one(tmp_path, people=both, thanked_people='"[[Sam Ode]]"', thanked="2026-03-10")
    assert all(milestone.thanked_person(who) for who in milestone.people)


def test_unasked_is_known_only_where_something_is_ticked(tmp_path: Path) -> None:
    body = "## Questions\n- unsorted\n### Essential\n- [ ] a one?\n- [ ] a two?\n### Nice to know\n- [{}] a nice\n"
    nothing = one(tmp_path, body.format(" "))
    assert (nothing.asked_known, nothing.unasked) == (False, ())
    for box in "x-":
        known = one(tmp_path, body.format(box))
        assert [item.text for item in known.unasked] == ["a one?", "a two?"]
    assert [item.text for item in known.questions("")] == ["unsorted"]
    assert len(known.questions()) == 4


def test_history_is_a_fixed_date(tmp_path: Path) -> None:
    assert one(tmp_path, toml="since = 2026-04-01\n", held="2026-03-09").history
    assert not one(tmp_path, toml="since = 2026-04-01\n", held="2026-03-09", thanked="2026-04-01").history
    assert one(tmp_path, toml="since = 2026-04-01\n").history
    assert not one(tmp_path, held="2026-03-09").history


@pytest.mark.parametrize(
    ("jo", "earlier", "wanted"),
    [
        ({"hard_to_reach": "true"}, 0, True),
        ({"helpful": "true"}, 2, True),
        ({"helpful": "true"}, 1, False),
        ({}, 3, False),
    ],
)
def test_s11_a_meal_is_offered_to_who_is_hard_to_reach_or_has_helped_for_long(
    tmp_path: Path, jo: dict[str, Any], earlier: int, wanted: bool
) -> None:
    held = {
        f"{n}.md": front("interview", people='"[[Jo Kim]]"', thanked=f"2026-01-0{n + 1}")
        for n in range(earlier)
    }
    more = {"People/Jo Kim.md": front("contact", **jo), **held}
    assert offers_meal(one(tmp_path, more=more, granted="2026-03-09")) is wanted


def test_talks_before_this_one(tmp_path: Path) -> None:
    held = {f"{n}.md": front("interview", people='"[[Jo Kim]]"', held=f"2026-0{n}-09") for n in (1, 2, 5)}
    found = one(tmp_path, more={**JO, **held}, held="2026-03-09")
    jo = contact(found.vault, "People/Jo Kim.md")
    assert jo.held_before(found) == 2
    assert talks_held(found.vault) == 4
    assert talks_held(found.vault, "giving") == 0


def test_booked_via_them_in_any_case_and_skip_in_any_spelling(tmp_path: Path) -> None:
    found = one(tmp_path, booked_via="Them", skip="[Thank_You, gift note]")
    assert found.booked_via == "them"
    assert found.skip == {"thank-you", "gift-note"}


def test_the_recorder_hears_of_everybody_whose_words_were_read(tmp_path: Path) -> None:
    more = {"People/Jo Kim.md": front("contact", helpful="true"), **NY}
    found = one(tmp_path, more=more, start="2026-03-09T14:00")
    jo = found.vault.note("People/Jo Kim.md")
    recorder = Recorder(own=found.note.id)
    note = found.vault.with_recorder(recorder).note("talk.md")
    assert note is not None
    assert jo is not None
    again = Interview(note, found.vault.with_recorder(recorder))
    assert offers_meal(again) is False
    assert again.mine is not None
    assert "p:helpful" in recorder.reads[f"n:{jo.id}"]
    assert "me" in recorder.reads
    assert any(subject.startswith("b:") for subject in recorder.reads)
    assert "*" not in recorder.reads[f"n:{jo.id}"]


def test_what_was_asked_before_is_read_by_those_who_come_later_too(tmp_path: Path) -> None:
    found = one(tmp_path, more=NY, start="2026-03-09T14:00", takeaways="ink")
    recorder = Recorder()
    vault = found.vault.with_recorder(recorder)
    heard = []
    for asked in (("start", "mine", "start_day", "stage"), ("stage",)):
        recorder.reads = {}
        note = vault.note("talk.md")
        assert note is not None
        talk = Interview(note, vault)
        assert [getattr(talk, name) for name in asked][-1] == found.stage
        heard.append(recorder.reads)
    assert heard[0] == heard[1]
    assert "p:start" in heard[1][f"n:{found.note.id}"]
