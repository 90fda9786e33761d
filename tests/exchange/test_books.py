"""What an import would do: matched by signs, never by a name alone, and the second time nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.made import DATA
from tests.exchange.test_vcard import CARDS
from vaultkit.errors import WrongUse
from vaultkit.exchange import books
from vaultkit.exchange.card import Card, Source, tidy
from vaultkit.exchange.outcomes import Created, Known, Plan
from vaultkit.people.names import fold as fold_name

JO = Card(
    "Jo Kim",
    emails=("jo@example.org",),
    phones=("+1 312 555 0118",),
    org="Acme",
    linkedin="https://www.linkedin.com/in/jokim",
    uid="u-1",
    line=3,
)


def known(path: str = "People/Jo Kim.md", **changes: Any) -> Known:
    return replace(Known(path, ("Jo Kim",)), **changes)


def plan(people: list[Card], *there: Known, **more: Any) -> Plan:
    return books.plan([("book.vcf", Source("vCard", tuple(people)))], there, folder="People", **more)


def as_known(one: Created) -> Known:
    """The contact that the vault has after the plan is carried out."""
    mails = one.properties.get("email", ())
    return Known(
        one.path,
        (one.name, *(a for a in one.properties.get("aliases") or () if isinstance(a, str))),  # type: ignore[union-attr]
        str(one.properties.get("uid") or ""),
        str(one.properties.get("linkedin") or ""),
        (mails,) if isinstance(mails, str) else tuple(map(str, mails)),  # type: ignore[arg-type]
        frozenset(one.properties),
    )


def test_somebody_new_is_created_with_what_the_card_says() -> None:
    (one,) = plan([JO]).created
    assert one.path == "People/Jo Kim.md"
    assert dict(one.properties) == {
        "type": "contact", "email": "jo@example.org", "phone": "+1 312 555 0118", "org": "Acme",
        "linkedin": "https://www.linkedin.com/in/jokim", "uid": "u-1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("there", "by"),
    [
        (known(uid="urn:uuid:U-1"), "uid"),
        (known(linkedin="linkedin.com/in/JoKim/?trk=x"), "profile"),
        (known(linkedin="https://de.linkedin.com/in/jokim"), "profile"),
        (known(emails=("JO@example.org",)), "e-mail"),
    ],
)
def test_a_contact_is_matched_by_its_signs(there: Known, by: str) -> None:
    found = plan([JO], there)
    assert found.created == ()
    (one,) = found.matched
    assert (one.path, one.by) == (there.path, by)


def test_a_match_fills_what_is_empty_under_the_note_s_own_names_and_touches_nothing_else() -> None:
    there = known(uid="u-1", filled=frozenset({"uid", "phone", "email"}), keys={"org": "Company"})
    (one,) = plan([replace(JO, emails=("new@example.org",))], there).matched
    assert dict(one.fills) == {"Company": "Acme", "linkedin": "https://www.linkedin.com/in/jokim"}


def test_two_signs_that_point_at_two_contacts_are_a_question() -> None:
    found = plan(
        [JO],
        known("A.md", names=("Jo",), uid="u-1"),
        known("B.md", names=("Kim",), emails=("jo@example.org",)),
    )
    assert (len(found.created), len(found.matched)) == (0, 0)
    (one,) = found.questions
    assert one.paths == ("A.md", "B.md")
    assert "uid of A.md" in one.reason


def test_the_same_name_alone_is_a_question_with_a_way_out() -> None:
    found = plan([JO], known())
    assert (len(found.created), len(found.matched)) == (0, 0)
    (one,) = found.questions
    assert one.paths == ("People/Jo Kim.md",)
    assert "linkedin=https://www.linkedin.com/in/jokim" in one.hint
    assert plan([replace(JO, name="JO  kim")], known()).questions
    assert plan([JO], known("People/J.md", names=("J. Kim", "Jo Kim"))).questions


def test_two_of_one_name_in_a_file_are_a_question_and_two_of_one_sign_are_one_person() -> None:
    twins = plan([JO, replace(JO, emails=("other@example.org",), linkedin="", uid="u-2")])
    assert (len(twins.created), len(twins.questions)) == (1, 1)
    twice = plan([JO, replace(JO, title="Editor")])
    assert (len(twice.created), len(twice.matched)) == (1, 1)
    assert twice.created[0].properties["title"] == "Editor"


def test_people_who_share_an_address_are_not_mixed() -> None:
    office = Card("Ana Ruiz", emails=("desk@example.org",), org="Ink")
    found = plan([office, Card("Sam Lee", emails=("desk@example.org",), title="Boss")])
    assert [one.name for one in found.created] == ["Ana Ruiz"]
    assert "title" not in found.created[0].properties
    assert "different name" in found.questions[0].reason


def test_my_own_card_is_left_out() -> None:
    (one,) = plan([JO], me=["Jo@Example.org"]).skipped
    assert "your own" in one.reason


def test_a_card_without_name_adds_to_a_contact_or_is_skipped() -> None:
    nameless = Card("", emails=("jo@example.org",), phones=("555-0100",))
    assert plan([nameless]).skipped[0].reason == "it has no name"
    assert dict(
        plan([nameless], known(emails=("jo@example.org",), filled=frozenset({"email"}))).matched[0].fills
    ) == {"phone": "555-0100"}


@pytest.mark.parametrize(
    ("name", "path", "written"),
    [
        ('Jo "J" Kim: <x> [y] a/b\\c', "People/Jo 'J' Kim- (x) (y) a-b-c.md", True),
        ("CON", "People/CON_.md", True),
        ("Jo Kim.", "People/Jo Kim.md", True),
        ("Nguyễn Thị Hạnh", "People/Nguyễn Thị Hạnh.md", False),
        ("Jo (Acme)", "People/Jo (Acme).md", True),
        ("@jo", "People/@jo.md", True),
        ("../../.bashrc", "People/-..-.bashrc.md", True),
    ],
)
def test_file_names_are_safe_and_the_name_is_kept(name: str, path: str, written: bool) -> None:
    (one,) = plan([replace(JO, name=name)]).created
    assert one.path == path
    assert one.properties.get("name") == (name if written else None)


def test_a_taken_file_name_gets_the_firm_in_brackets_then_a_number() -> None:
    taken = ["Interviews/jo kim.md", "Notes/Jo Kim (Acme).md"]
    assert plan([JO], taken=taken[:1]).created[0].path == "People/Jo Kim (Acme).md"
    assert plan([JO], taken=taken).created[0].path == "People/Jo Kim (2).md"
    assert "name" not in plan([JO], taken=taken).created[0].properties


def test_names_too_long_for_a_file_still_get_one_each() -> None:
    people = [Card("ñ" * 300 + end, uid=end, org="x" * 300) for end in "abcd"]
    found = plan(people)
    assert len({one.path for one in found.created}) == 4
    assert max(len(one.path.removeprefix("People/").encode()) for one in found.created) <= 200
    assert [one.properties["name"] for one in found.created] == [one.name for one in people]


def test_an_alias_that_somebody_else_bears_is_not_taken() -> None:
    found = plan([replace(JO, aliases=("J", "Ana"))], known("People/Ana.md", names=("Ana",)))
    assert found.created[0].properties["aliases"] == ("J",)


def test_what_plugins_would_run_is_defused() -> None:
    source = books.read((DATA / "google-old.csv").read_bytes(), "google-old.csv")
    (one,) = books.plan([("x", source)], [], folder="").created
    text = books.note_text(one)
    for run in ("```", "<%", "%%", "\n=", "\n- [ ]"):
        assert run not in text
    assert text.startswith("---\ntype: contact\n")
    assert "alert(1)" in text


@pytest.mark.parametrize(
    "note",
    ["```dataviewjs\nx\n```", "~~~dataview\nLIST\n~~~", "`$= dv.el()`", "`= this.x`", "<% tp.x %>", "%%hidden%%", "# Heading", "## Log\n- 2026-01-01 x",
     "- [ ] a task", "* [ ] a task", "1. [ ] a task", "> [!note]", "![[embed]]", "![x](https://t.example.org/p.png)", "[[Jo Kim]]", "<iframe src=x>", "due:: 2026-05-20",
     "[due:: x]", "#contact", "    code", "\tcode", "| a |\n|---|", "Title\n===", "Title\n---", "---\ntype: me\n---", "x ^id", "$x$", "==x=="],
)  # fmt: skip
def test_a_note_from_a_card_is_shown_and_does_nothing(note: str) -> None:
    from vaultkit import notes
    from vaultkit.exchange.plain import plain

    (one,) = plan([replace(JO, note=note)]).created
    text = books.note_text(one)
    parsed = notes.read(text.encode(), one.path)
    assert parsed.properties["type"] == "contact"
    assert set(parsed.sections) <= {"notes"}
    assert not [link for link in parsed.links if link.prop is None]
    assert parsed.tags == ()
    section = parsed.sections["notes"]
    assert not [item for item in section.items if item.box is not None]
    shown = plain(one.body.split("\n", 3)[3])
    assert "".join(shown.split()) == "".join(note.split())


def test_every_name_property_and_value_is_defused_too() -> None:
    evil = "<% tp.x %> %%y%%"
    (one,) = plan(
        [Card(evil, aliases=(evil,), org=evil, title=evil + "t", location=evil, phones=(evil,), uid=evil)]
    ).created
    text = books.note_text(one)
    assert "<%" not in text
    assert "%%" not in text
    assert "<%" not in one.path


def test_markup_in_addresses_is_left_out() -> None:
    (one,) = plan(
        [
            Card(
                "Jo",
                linkedin="javascript:alert(1)//linkedin.com/in/x",
                scheduling_url="javascript:alert(1)",
                uid="u",
            )
        ]
    ).created
    assert set(one.properties) == {"type", "uid"}


def test_a_zone_that_is_none_is_not_taken() -> None:
    assert "timezone" not in plan([replace(JO, timezone="-05:00")]).created[0].properties
    assert plan([replace(JO, timezone="Europe/Oslo")]).created[0].properties["timezone"] == "Europe/Oslo"


@pytest.mark.parametrize("name", ["preamble-only.csv", "strange.csv"])
def test_a_file_without_rows_is_refused_and_says_what_was_expected(name: str) -> None:
    with pytest.raises(WrongUse, match="expected a vCard file") as found:
        books.read((DATA / name).read_bytes(), name)
    assert found.value.exit_code == 2


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00" * 10, b"hello", b"BEGIN:VCARD\n", b"BEGIN:VCARD\nVERSION:3.0\nKIND:group\nFN:x\nEND:VCARD"],
)
def test_a_file_that_gives_nobody_is_refused(data: bytes) -> None:
    with pytest.raises(WrongUse, match="expected a vCard file"):
        books.read(data, "x.vcf")


def test_bad_rows_and_odd_values_are_told_with_their_line() -> None:
    sources = [
        (name, books.read((DATA / name).read_bytes(), name)) for name in ("Connections.csv", "broken.vcf")
    ]
    found = books.plan(sources, [], folder="People")
    assert [(one.file, one.line, one.remark) for one in found.skipped] == [
        ("Connections.csv", 8, True), ("Connections.csv", 10, False), ("broken.vcf", 5, True),
        ("broken.vcf", 1, False), ("broken.vcf", 16, False), ("broken.vcf", 20, False),
    ]  # fmt: skip


FEW_WORDS = st.sampled_from(["", "Jo", "Ana", "Sam"])
FEW_MAILS = st.sampled_from(["", "a@example.org", "b@example.org"])
ENTANGLED = st.builds(
    Card,
    name=FEW_WORDS,
    aliases=FEW_WORDS.map(lambda one: (one,)),
    emails=FEW_MAILS.map(lambda one: (one,)),
    phones=st.sampled_from([(), ("555-0100",)]),
    title=FEW_WORDS,
    linkedin=st.sampled_from(["", "https://www.linkedin.com/in/x", "https://www.linkedin.com/in/y"]),
    uid=st.sampled_from(["", "u-1", "u-2", "u-3"]),
).map(tidy)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(CARDS, max_size=4), st.lists(ENTANGLED, max_size=6)))
def test_the_second_import_creates_and_fills_nothing(people: list[Card]) -> None:
    assert_nothing_is_left_for_a_second_import(people)


def assert_nothing_is_left_for_a_second_import(people: list[Card]) -> Plan:
    first = plan(people)
    again = plan(people, *(as_known(one) for one in first.created), taken=[one.path for one in first.created])
    assert again.created == ()
    assert not [one for one in again.matched if one.fills]
    assert again.questions == first.questions
    assert again.skipped == first.skipped
    return first


def test_a_card_that_only_a_later_one_explains_is_matched_at_once() -> None:
    profile = "https://www.linkedin.com/in/x"
    found = assert_nothing_is_left_for_a_second_import(
        [
            Card("Jo", uid="a"),
            Card("Jo", uid="b", location="Oslo", linkedin=profile),
            Card("J. Kim", linkedin=profile),
        ]
    )
    assert [one.name for one in found.created] == ["Jo", "J. Kim"]
    assert found.created[1].properties["location"] == "Oslo"
    assert [(one.path, one.by) for one in found.matched] == [("People/J. Kim.md", "profile")]
    nameless = assert_nothing_is_left_for_a_second_import(
        [Card("", emails=("jo@example.org",), phones=("555-0100",)), Card("Jo", emails=("jo@example.org",))]
    )
    assert nameless.skipped == ()
    assert nameless.created[0].properties["phone"] == "555-0100"


def test_an_address_is_its_owner_s_whichever_card_comes_first() -> None:
    shared = ("desk@example.org",)
    there = known("People/Ana.md", names=("Ana",), emails=shared)
    for people in (
        [Card("Sam", emails=shared), Card("Ana", emails=shared)],
        [Card("Ana", emails=shared), Card("Sam", emails=shared)],
    ):
        found = plan(people, there)
        assert [one.name for one in found.matched] == ["Ana"]
        assert [one.name for one in found.questions] == ["Sam"]


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        CARDS.filter(lambda card: bool(card.name)),
        min_size=1,
        max_size=4,
        unique_by=lambda card: fold_name(card.name),
    )
)
def test_no_new_note_has_a_name_that_is_taken(people: list[Card]) -> None:
    from vaultkit.files.names import name_fault
    from vaultkit.spelling import caseless

    found = plan(people, taken=[f"{people[0].name}.md"])
    stems = [one.path.removeprefix("People/").removesuffix(".md") for one in found.created]
    assert len({caseless(stem) for stem in stems}) == len(stems)
    assert not [stem for stem in stems if name_fault(f"{stem}.md")]


def test_ten_thousand_rows_take_seconds_at_most() -> None:
    import time

    begun = time.process_time()
    rows = "".join(
        f"Jo{n},Kim{n},https://www.linkedin.com/in/jokim{n},,Firm {n},Boss,12 Mar 2025\n"
        for n in range(10_000)
    )
    data = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + rows.encode()
    source = books.read(data, "Connections.csv")
    assert len(books.plan([("x", source)], [], folder="People").created) == 10_000
    assert time.process_time() - begun < 8


def test_a_value_that_is_far_too_long_is_cut_and_said() -> None:
    long = replace(
        JO, org="o" * 70_000, emails=tuple(f"{n}@example.org" for n in range(500)), name="n" * 70_000
    )
    found = plan([long])
    (made,) = found.created
    text = books.note_text(made)
    assert len(text) < 5000
    assert "title: " not in text
    (row,) = found.skipped
    assert row.remark
    assert row.reason == "name, emails, org: too much or too long, and cut"
