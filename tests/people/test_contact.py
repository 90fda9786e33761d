"""A contact in its vault: helpful, real contact, introductions, and Me beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from vaultkit.people.me import Me

from .vaults import contact, front, link, on, vault

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.people.contact import Contact

TALK = "talk.md"


def jo(root: Path, more: dict[str, str] | None = None, below: str = "", **props: Any) -> Contact:
    found = vault(root, {"People/Jo Kim.md": front("contact", **props) + below, **(more or {})})
    return contact(found, "People/Jo Kim.md")


def with_jo(below: str = "", **props: Any) -> dict[str, str]:
    return {TALK: front("interview", people='"[[Jo Kim]]"', **props) + below}


@pytest.mark.parametrize(
    ("props", "talk", "wanted"),
    [
        ({}, {}, False),
        ({"helpful": "true"}, {}, True),
        ({}, {"held": "2026-03-09"}, False),
        ({}, {"thanked": "2026-03-09"}, True),
        ({"helpful": "false"}, {"thanked": "2026-03-09"}, False),
        ({}, {"thanked": "2026-03-09", "direction": "giving"}, False),
        ({}, {"thanked": "2026-03-09", "outcome": "declined"}, False),
        ({}, {"thanked": "2026-03-09", "outcome": "no-reply"}, True),
        ({}, {"thanked_people": "Jo Kim"}, True),
    ],
)
def test_s35_who_helped(tmp_path: Path, props: dict[str, Any], talk: dict[str, Any], wanted: bool) -> None:
    assert jo(tmp_path, with_jo(**talk), **props).helpful is wanted


def test_s35_who_introduced_another_helped_and_so_did_one_of_two_who_was_thanked(tmp_path: Path) -> None:
    notes = {
        "People/Sam.md": front("contact", introduced_by='"[[Jo Kim]]"'),
        "People/Bo.md": front("contact"),
        "t.md": front("interview", people=link("Bo", "Sam"), thanked_people='"[[Bo]]"'),
        "Diary.md": "I met [[Sam]], introduced_by [[Bo]]\n",
    }
    introducer = jo(tmp_path, notes)
    assert introducer.helpful
    assert [one.name for one in introducer.introduced] == ["Sam"]
    assert contact(introducer.vault, "People/Bo.md").helpful
    sam = contact(introducer.vault, "People/Sam.md")
    assert not sam.helpful
    assert sam.introduced_by is not None
    assert sam.introduced_by.path == "People/Jo Kim.md"
    assert not jo(tmp_path, notes, helpful="false").helpful


def test_an_introduction_by_alias_counts_and_one_by_oneself_does_not(tmp_path: Path) -> None:
    by_alias = jo(tmp_path, {"People/Sam.md": front("contact", introduced_by="Jo")}, aliases="[Jo]")
    assert by_alias.helpful
    assert not jo(tmp_path, {"People/Sam.md": front("contact")}, introduced_by='"[[Jo Kim]]"').helpful


@pytest.mark.parametrize(
    ("props", "below", "talk", "talk_below", "wanted"),
    [
        ({"last_contact": "2026-03-01"}, "", None, "", "2026-03-01"),
        ({"announced": "2026-03-02"}, "", None, "", "2026-03-02"),
        ({}, "## Log\n- 2026-03-03 called\n- 2026-02-01 wrote\n", None, "", "2026-03-03"),
        ({}, "## Log\n### 2026-03-04\n- called\n", None, "", "2026-03-04"),
        ({}, "## Log\n- [[2026-03-05]] called\n", None, "", "2026-03-05"),
        ({}, "## Log\n- [ ] 2026-03-06 call\n- called\n", None, "", None),
        ({}, "## Follow-ups\n- [x] send book ✅ 2026-03-06\n", None, "", "2026-03-06"),
        ({}, "## Follow-ups\n- [-] send book ✅ 2026-03-06\n", None, "", None),
        ({}, "## Personal\n- [x] her recital ✅ 2026-03-06\n", None, "", None),
        ({}, "", {"held": "2026-03-07"}, "", "2026-03-07"),
        ({}, "", {"start": "2026-03-08T10:00"}, "## Takeaways\n- sell early\n", "2026-03-08"),
        ({}, "", {"start": "2026-03-08T10:00"}, "", None),
        ({}, "", {"held": "2026-03-07", "thanked": "2026-03-09"}, "", "2026-03-09"),
        ({}, "", {"held": "2026-03-07", "gift_sent": "2026-03-10"}, "", "2026-03-07"),
        (
            {},
            "",
            {"held": "2026-03-07", "gift_sent": "2026-03-10", "gift_noticed": "2026-03-11"},
            "",
            "2026-03-11",
        ),
        ({}, "", {"granted": "2026-03-07", "replied": "2026-03-08"}, "", None),
        ({}, "", {"held": "2026-03-07"}, "## Follow-ups\n- [x] send book ✅ 2026-03-12\n", "2026-03-12"),
        (
            {},
            "",
            {"held": "2026-03-07"},
            "## Follow-ups\n- [ ] send book 📅 2026-03-12\n- [x] undated\n",
            "2026-03-07",
        ),
        ({"connected": "2026-03-01", "snooze_until": "2026-05-01"}, "", None, "", None),
        ({"last_contact": "2026-02-30"}, "", None, "", None),
    ],
)
def test_s37_real_contact(  # noqa: PLR0917 - the columns of the table
    tmp_path: Path,
    props: dict[str, Any],
    below: str,
    talk: dict[str, Any] | None,
    talk_below: str,
    wanted: str | None,
) -> None:
    more = {} if talk is None else with_jo(talk_below, **talk)
    more["Diary.md"] = "---\ndate: 2026-09-09\n---\n- [x] saw [[Jo Kim]] ✅ 2026-09-09\n"
    assert jo(tmp_path, more, below, **props).last_contact == (None if wanted is None else on(wanted))


def test_s37_facts_of_one_day_are_one_contact(tmp_path: Path) -> None:
    found = jo(
        tmp_path,
        with_jo(held="2026-03-09", thanked="2026-03-09"),
        "## Log\n- 2026-03-09 a\n- 2026-03-09 b\n- 2026-03-10 c\n",
    )
    assert found.contact_days == (on("2026-03-09"), on("2026-03-10"))
    assert found.log_days == (on("2026-03-09"), on("2026-03-09"), on("2026-03-10"))


@pytest.mark.parametrize(
    ("written", "wanted"), [("90", 90), ("never", "never"), (None, None), ("soon", None), ('"60"', 60)]
)
def test_keep_in_touch(tmp_path: Path, written: object, wanted: object) -> None:
    assert jo(tmp_path, keep_in_touch=written).keep_in_touch == wanted


def test_interviews_come_the_oldest_first_and_undated_last(tmp_path: Path) -> None:
    talks = {
        "a.md": front("interview", people='"[[Jo Kim]]"'),
        "b.md": front("interview", people='"[[Jo Kim]]"', held="2026-03-09"),
        "c.md": front("interview", people='"[[Jo Kim]]"', start="2026-01-09T10:00"),
        "d.md": front("interview", people='"[[Somebody Else]]"', held="2026-01-01"),
        "e.md": front("interview", goal='"[[Jo Kim]]"', people='"[[Somebody Else]]"'),
    }
    found = jo(tmp_path, talks)
    assert [one.path for one in found.interviews] == ["c.md", "b.md", "a.md"]
    assert [one.path for one in found.held_interviews] == ["b.md"]


def test_a_cancelled_talk_was_not_held(tmp_path: Path) -> None:
    found = jo(tmp_path, with_jo("## Takeaways\n- x y\n", start="2026-03-09", outcome="cancelled"))
    assert found.held_interviews == ()
    assert found.last_contact is None


def test_a_plain_contact_has_empty_values_and_a_whole_name(tmp_path: Path) -> None:
    found = jo(tmp_path)
    assert found.greeting == "Jo Kim"
    assert (found.org, found.zone, found.gift_ok, found.do_not_contact) == ("", None, None, False)
    assert found.introduced_by is None
    assert contact(found.vault, "People/Jo Kim.md") == found


def test_me_without_a_note_is_nobody_in_utc(tmp_path: Path) -> None:
    me = Me(vault(tmp_path, {"x.md": "hello"}))
    assert (me.name, me.email, me.signature) == ("",) * 3
    assert (me.zone.key, me.zone_known, me.role_found) == ("UTC", False, None)


def test_s14_s36_me_says_what_stands_there(tmp_path: Path) -> None:
    text = front(
        "me", name="Ana Ruiz", timezone="Europe/Madrid", role_found="2026-05-01", role="cook", mode="phone"
    )
    me = Me(vault(tmp_path, {"Me.md": text + "## Signature\n\nAna\n*cook*\n\n"}))
    assert (me.name, me.zone.key, me.zone_known) == ("Ana Ruiz", "Europe/Madrid", True)
    assert me.role_found == on("2026-05-01")
    assert me.signature == "Ana\n*cook*"
