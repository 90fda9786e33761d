"""Reading one note: its kind, its properties under our names, its own problems."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit import notes
from vaultkit.config import Config, Recognise
from vaultkit.model import Facts, Parsed
from vaultkit.people import read_note, schema
from vaultkit.people.access import MOST_LINKS
from vaultkit.people.checks import CODES

from .vaults import TEMPLATES

PLAIN = Config(Path("/vault"))
OWN = Config(
    Path("/vault"),
    contacts=Recognise(folders=("CRM",), tags=("pal",), links=("People",)),
    interviews=Recognise(folders=("CRM/Talks",), tags=("talk",), links=("Meetings",)),
    properties={"wer": "people", "firma": "org"},
    sections={"gelernt": "takeaways"},
)


def read(text: str, path: str = "note.md", config: Config = PLAIN) -> Facts:
    parsed = notes.read(text.encode(), path, sections=config.sections)
    return read_note(path, parsed, config, TEMPLATES)


def contact(body: str) -> Facts:
    return read(f"---\ntype: contact\n{body}\n---\n", "People/Jo Kim.md")


def interview(body: str, below: str = "") -> Facts:
    return read(f'---\ntype: interview\npeople: "[[Jo Kim]]"\n{body}\n---\n{below}', "talk.md")


def codes(facts: Facts) -> list[str]:
    return [problem.code for problem in facts.problems]


@pytest.mark.parametrize(
    ("text", "path", "kind"),
    [
        ("---\ntype: contact\n---\n", "a.md", "contact"),
        ("---\ntype: Person\n---\n", "a.md", "contact"),
        ("---\nType: contact\n---\n", "a.md", "contact"),
        ("---\ntype: interview\n---\n", "a.md", "interview"),
        ("---\ntype: [meeting, interview]\n---\n", "a.md", "interview"),
        ("---\ntype: me\n---\n", "a.md", "me"),
        ("---\ntags: person\n---\n", "a.md", "contact"),
        ("---\ntags: [x, interview]\n---\n", "a.md", "interview"),
        ("#contact\n", "a.md", "contact"),
        ("today an #interview went well\n", "a.md", "other"),
        ("---\ntype: book\n---\n", "a.md", "other"),
        ("hello\n", "People/a.md", "other"),
        ('---\ntemplate: thank-you\nabout: "[[x]]"\n---\n', "a.md", "rendered"),
        ("---\ntemplate: thank-you\n---\n", "a.md", "other"),
        ("---\ntemplate: agenda\n---\n", "a.md", "rendered"),
        ("---\ntemplate: daily\nabout: x\n---\n", "a.md", "other"),
        ('---\ntemplate: thank-you\nabout: "[[x]]"\ntype: contact\n---\n', "a.md", "rendered"),
    ],
)
def test_kind_without_configuration(text: str, path: str, kind: str) -> None:
    assert read(text, path).kind == kind


@pytest.mark.parametrize(
    ("text", "path", "kind"),
    [
        ("hello\n", "CRM/Jo.md", "contact"),
        ("hello\n", "crm/deep/Jo.md", "contact"),
        ("hello\n", "CRMs/Jo.md", "other"),
        ("hello\n", "CRM/Talks/one.md", "interview"),
        ("---\ntags: pal\n---\n", "a.md", "contact"),
        ("---\ntags: talk\n---\n", "CRM/a.md", "interview"),
        ('---\ncategories: "[[People]]"\n---\n', "a.md", "contact"),
        ('---\ncategories:\n  - "[[Meta/People|p]]"\n---\n', "a.md", "contact"),
        ('---\ncategories: "[[Meetings]]"\n---\n', "a.md", "interview"),
        ("see [[People]]\n", "a.md", "other"),
        ('---\nwith: "[[People]]"\n---\n', "a.md", "other"),
        ("---\ntype: interview\n---\n", "CRM/a.md", "interview"),
    ],
)
def test_kind_by_what_the_user_configured(text: str, path: str, kind: str) -> None:
    assert read(text, path, OWN).kind == kind


def test_other_tools_words_and_the_users_own_are_read_as_ours() -> None:
    facts = contact("Company: Acme\ntel: '+1 5'\njob title: cook\ntz: europe/oslo\nemployee: 3")
    assert facts.props["org"] == "Acme"
    assert facts.props["phone"] == "+1 5"
    assert facts.props["title"] == "cook"
    assert facts.props["timezone"] == "Europe/Oslo"
    assert facts.keys["org"] == "Company"
    assert facts.raw["employee"] == 3
    own = read("---\ntype: interview\nWer: Jo\n---\n", config=OWN)
    assert own.props["people"] == ("Jo",)
    assert own.keys["people"] == "Wer"


def test_our_name_goes_before_a_synonym_and_an_empty_one_gives_way() -> None:
    assert contact("company: A\norg: B").props["org"] == "B"
    assert codes(contact("company: A\norg: B")) == ["key-twice"]
    given_way = contact("org:\ncompany: A")
    assert given_way.props["org"] == "A"
    assert codes(given_way) == []


def test_an_empty_key_is_kept_for_the_next_write() -> None:
    facts = interview("thanked:\nDate_Held:")
    assert facts.keys["thanked"] == "thanked"
    assert facts.keys["held"] == "Date_Held"
    assert "held" not in facts.props


def test_a_name_without_brackets_is_a_link() -> None:
    facts = read("---\ntype: interview\npeople: Jo Kim\n---\n")
    assert [(one.target, one.form, one.prop, one.line) for one in facts.links] == [
        ("Jo Kim", "plain", "people", 3)
    ]


def test_an_unquoted_link_is_a_link_and_a_warning() -> None:
    facts = read("---\ntype: interview\npeople: [[Jo Kim]]\n---\n")
    assert [one.target for one in facts.links] == ["Jo Kim"]
    assert facts.props["people"] == ("[[Jo Kim]]",)
    assert [(p.code, p.line, p.severity) for p in facts.problems] == [("unquoted-link", 3, "warning")]
    listed = read("---\ntype: interview\npeople:\n  - [[Jo Kim]]\n  - '[[Sam]]'\n---\n")
    assert listed.props["people"] == ("[[Jo Kim]]", "[[Sam]]")


@pytest.mark.parametrize(
    ("email", "odd"),
    [
        ("jo@example.org", False), ("mailto:jo@example.org", False), ("", False), ("notanaddress", True),
        ("jo@", True), ("Jo <jo@example.org>", True), ("jo@example.org; sam@example.org", True),
    ],
)  # fmt: skip
def test_an_email_that_no_mail_program_takes_is_told(email: str, odd: bool) -> None:
    found = [(p.code, p.line, p.hint) for p in contact(f'mail: "{email}"').problems]
    assert found == [("odd-address", 3, "write it as name@example.org, and nothing else")] * odd


def test_a_property_of_text_shows_no_link() -> None:
    facts = contact('org: "[[Orgs/Acme Inc.|Acme]]"')
    assert facts.props["org"] == "Acme"
    assert facts.raw["org"] == "[[Orgs/Acme Inc.|Acme]]"
    assert [link.target for link in facts.links] == ["Orgs/Acme Inc."]


@pytest.mark.parametrize(
    ("path", "body", "name", "names"),
    [
        ("People/Jo Kim.md", "x: 1", "Jo Kim", ()),
        ("People/@Jo Kim (Acme).md", "x: 1", "Jo Kim", (("Jo Kim", "name"),)),
        ("jk.md", "name: Jo Kim\naliases: [Jo, jk]", "Jo Kim", (("Jo Kim", "name"), ("Jo", "alias"))),
        ("@jk.md", "name: Jo Kim", "Jo Kim", (("Jo Kim", "name"), ("jk", "name"))),
    ],
)
def test_names_of_a_contact(path: str, body: str, name: str, names: tuple[tuple[str, str], ...]) -> None:
    facts = read(f"---\ntype: contact\n{body}\n---\n", path)
    assert facts.name == name
    assert facts.names == names


def test_other_notes_have_aliases_and_nothing_else_of_ours() -> None:
    facts = read("---\naliases: [X]\norg: Acme\nphone: 0113\n---\n## Takeaways\n- x\n[[Jo]]\n", "Orgs/Y.md")
    assert facts.names == (("X", "alias"),)
    assert "org" not in facts.props
    assert dict(facts.sections) == {}
    assert facts.problems == ()
    assert [link.target for link in facts.links] == ["Jo"]


def test_a_rendered_note_is_a_source_of_its_identity_alone() -> None:
    facts = read(
        '---\ntemplate: thank-you\nabout: "[[t]]"\nto: "[[Jo]]"\nsubject: "[[z]]"\n---\n## Log\n- [ ] [[Sam]]\n'
    )
    assert sorted(link.target for link in facts.links) == ["Jo", "t"]
    assert dict(facts.sections) == {}


def test_a_title_that_is_the_name_is_no_title() -> None:
    assert "title" not in contact("title: Jo kim").props
    assert contact("title: Jo Kim's cook").props["title"] == "Jo Kim's cook"


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("held: 2026-02-30", "no-such-date", "2026-02-30"),
        ("held: yesterday", "wrong-value", "yesterday"),
        ("held: 20260309", "wrong-value", "20260309"),
        ("held: [2026-03-09, 2026-03-10]", "wrong-value", "one date"),
        ("start: 2026-03-09T25:00", "no-such-date", "2026-03-09T25:00"),
        ("start: 2026-03-09T14:00Z", "time-offset", "timezone"),
        ("timezone: EST", "zone-unknown", "America/New_York"),
        ("timezone: PST", "zone-unknown", "America/Los_Angeles"),
        ("tz: CET", "zone-abbreviated", "Europe/Berlin"),
        ("timezone: Europe/Berln", "zone-unknown", "Europe/Berlin"),
        ("mode: onlin", "unknown-word", "did you mean online?"),
        ("mode: teleporter", "unknown-word", "online, in-person, phone"),
        ("direction: upwards", "unknown-word", "asking, giving"),
        ("outcome: declind", "unknown-word", "did you mean declined?"),
        ("duration: long", "wrong-value", "30"),
        ("duration: 0", "wrong-value", "30"),
        ("status: thankd", "status-unknown", "did you mean thanked?"),
        ("status: thanked", "status-differs", "idea"),
        ("skip: thank-yu", "unknown-rule", "did you mean thank-you?"),
        ("gift_noticed: 2026-03-09", "gift-not-sent", "gift_sent"),
        ("held: 2026-03-09\nthanked: 2026-03-08", "milestone-order", "thanked (2026-03-08)"),
        ("gift_sent: 2026-03-09\ngift_noticed: 2026-03-08", "milestone-order", "gift_noticed"),
        ("start: 2026-03-20T10:00\nheld: 2026-03-09", "milestone-order", "the start"),
        ("outcome: cancelled\nheld: 2026-03-09", "outcome-held", "cancelled"),
        ("timezone: Europe/Berlin\nstart: 2026-03-29T02:30", "start-gap", "does not exist"),
        ("timezone: Europe/Berlin\nstart: 2026-10-25T02:30", "start-twice", "happens twice"),
        ("timezone: Europe/Berlin\nproposed: [2026-10-25T02:30]", "proposed-twice", "happens twice"),
        ("proposed: 2026-10-25", "proposed-day", "no hour"),
        ("proposed: [soon, 2026-10-25T10:00]", "wrong-value", "soon"),
        ("dial_in: 01135550", "phone-number", '"01135550"'),
    ],
)
def test_a_problem_says_what_and_where_and_what_to_do(line: str, code: str, words: str) -> None:
    facts = interview(line)
    assert codes(facts) == [code]
    (problem,) = facts.problems
    assert words in f"{problem.message} {problem.hint}"
    assert problem.hint
    assert problem.line == 3 + len(line.splitlines()) or code == "outcome-held"
    assert problem.severity == CODES[code].severity


@pytest.mark.parametrize(
    "line",
    [
        "status: idea", "status: active", "status: open", "skip: [thank-you, Gift Note]", "mode: In Person",
        "outcome: no show", "duration: 45 min", "start: 2026-03-09", "held: 2026-03-09T10:00",
        'held: "[[2026-03-09]]"', "start: 2026-03-09T23:00\nheld: 2026-03-08", "outcome:", "thanked: 2026-03-09",
        "proposed: [2026-03-09T10:00, 2026-03-09 11:00]", "timezone: UTC", "asked: 2026-03-09\ngranted: 2026-03-09",
        "outcome: declined\nthanked: 2026-03-09", "colour: red", "thankd: 2026-03-09",
    ],
)  # fmt: skip
def test_nothing_is_wrong_with(line: str) -> None:
    assert codes(interview(line)) == []


def test_a_value_of_another_type_reads_as_empty() -> None:
    facts = interview("held: soon\nmode: teleporter\ntimezone: EST\nduration: x\nstart: [1, 2]")
    assert not {"held", "mode", "timezone", "duration", "start"} & set(facts.props)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("phone: 0113555", "0113555"),
        ("phone: +441135550", "+441135550"),
        ("phone: 5550113 # at work", "5550113"),
        ("phone: [0113555, 2]", "113555"),
    ],
)
def test_a_phone_number_without_quotes_keeps_the_zeros_that_can_be_had(line: str, value: str) -> None:
    facts = contact(line)
    assert facts.props["phone"] == value
    assert codes(facts) == ["phone-number"]


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("keep_in_touch: 90", "keep_in_touch", 90),
        ("keep_in_touch: 3 months", "keep_in_touch", 90),
        ("keep_in_touch: never", "keep_in_touch", "never"),
        ("keep_in_touch: false", "keep_in_touch", "never"),
        ("keep_in_touch: 0", "keep_in_touch", None),
        ("gift_ok: no", "gift_ok", False),
        ("helpful: yes", "helpful", True),
        ("helpful: maybe", "helpful", None),
        ("email: [a@b.example, c@d.example]", "email", "a@b.example"),
        ("org: [A, B]", "org", "A, B"),
        ("org: true", "org", None),
        ("org: {a: b}", "org", None),
        ("name: 42", "name", "42"),
        ("scheduling_url: '[book](https://x.example/a)'", "scheduling_url", "https://x.example/a"),
        ("introduced_by: ['[[Sam]]']", "introduced_by", "[[Sam]]"),
        ("aliases: Jo", "aliases", ("Jo",)),
        ("met: ", "met", None),
        ("connected: 2026-03-09", "connected", "2026-03-09"),
    ],
)
def test_values_by_type(line: str, key: str, value: object) -> None:
    assert contact(line).props.get(key) == value


def test_status_counts_a_takeaway_after_the_start() -> None:
    below = "## Takeaways\n- sell early\n"
    assert codes(interview("status: held\nstart: 2026-03-09", below)) == []
    assert codes(interview("status: scheduled\nstart: 2026-03-09", below)) == ["status-differs"]


def test_an_interview_that_names_nobody_is_told() -> None:
    facts = read("---\ntype: interview\npeople:\n---\n")
    assert [(p.code, p.line) for p in facts.problems] == [("no-people", 3)]


@pytest.mark.parametrize(
    ("text", "path", "kind", "severity"),
    [
        ("---\ntype: contact\nx: [\n---\n", "a.md", "contact", "error"),
        ("---\nx: [\ntype: interview\n---\n", "a.md", "interview", "error"),
        ("---\ntags: [person\n---\n", "a.md", "contact", "error"),
        ("---\ntype: me\nx: [\n---\n", "Me.md", "me", "error"),
        ("---\ntags:\n  - interview\nx: [\n---\n", "a.md", "interview", "error"),
        ("---\nx: [\n---\n", "People/a.md", "contact", "error"),
        ("---\nx: [\n---\n", "Interviews/a.md", "interview", "error"),
        ("---\nx: [\n---\n", "Recipes/a.md", "other", "warning"),
        ("---\nx: [\n---\n#contact\n", "Recipes/a.md", "contact", "error"),
        ("---\ntype: person of interest: x: [\n---\n", "Recipes/a.md", "contact", "error"),
    ],
)
def test_a_broken_front_matter_is_an_error_where_the_note_is_ours(
    text: str, path: str, kind: str, severity: str
) -> None:
    facts = read(text, path)
    assert facts.broken
    assert facts.kind == kind
    assert [problem.severity for problem in facts.problems] == [severity]


def test_what_is_configured_tells_of_a_broken_one_too() -> None:
    assert read('---\ncategories: "[[People]]"\nx: [\n---\n', config=OWN).kind == "contact"
    assert read("---\nx: [\n---\n", "CRM/Talks/a.md", OWN).kind == "interview"
    assert read("---\ntemplate: thank-you\nx: [\n---\n").kind == "rendered"


def test_a_note_that_is_no_text_is_broken_and_an_error() -> None:
    parsed = notes.read(b"---\ntype: contact\n---\n\xff\xfe\x80", "x.md")
    facts = read_note("x.md", parsed, PLAIN, TEMPLATES)
    assert facts.broken
    assert [problem.severity for problem in facts.problems] == ["error"]


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(
    ["2026-02-30", "2026-03-09T02:30", "[[x]]", "[[", "EST", "never", "🎁", "\x00", "٣", "9" * 400, "x" * 5000]
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=8,
)
every = sorted({word for row in schema.PROPERTIES for word in (row.name, *row.synonyms)})
keys = st.sampled_from(every) | st.text(max_size=6)
kinds = st.sampled_from(["contact", "interview", "me", "book"])


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(keys, values, max_size=8),
    kinds,
    st.sampled_from(["none", "read", "broken"]),
    st.text(max_size=40),
)
def test_no_value_makes_it_raise_and_json_holds_the_facts(
    props: dict[str, Any], kind: str, front: Any, head: str
) -> None:
    parsed = Parsed(MappingProxyType({"type": kind, **props}), dict.fromkeys(props, 2), front, head)
    facts = read_note("a/b.md", parsed, OWN, TEMPLATES)
    json.dumps(dict(facts.props))
    for problem in facts.problems:
        assert problem.message
        assert problem.hint
        assert problem.code in CODES


@pytest.mark.parametrize("form", ['\n  - "[[Person {}]]"', "\n  - Person {}"])
def test_a_crowd_is_told(form: str) -> None:
    facts = read(
        f"---\ntype: interview\npeople:{''.join(form.format(number) for number in range(MOST_LINKS + 1))}\n---\n"
    )
    (problem,) = (one for one in facts.problems if one.code == "too-many")
    assert (problem.line, problem.severity) == (3, "warning")
    few = read(
        "---\ntype: interview\npeople:" + "".join(form.format(number) for number in range(5)) + "\n---\n"
    )
    assert "too-many" not in codes(few)
