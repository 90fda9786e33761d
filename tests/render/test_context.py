"""What a letter may see, held against what may be shared, name by name and road by road."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.render.bench import Bench, sheet
from tests.render.named import reference
from vaultkit.people.schema import PROPERTIES
from vaultkit.render import names
from vaultkit.render.talk_names import INTERVIEW
from vaultkit.render.view import Table, View

if TYPE_CHECKING:
    from pathlib import Path

CONTACT = (
    "---\ntype: contact\ngreeting: Jo\nphone: SECRET-phone\nlinkedin: https://SECRET.example\nmet: SECRET-met\n"
    "org: Acme\ntitle: engineer\nemail: jo@example.org\ntimezone: Europe/Berlin\nlocation: Berlin\n"
    "pronunciation: SECRET-say\nintroduced_by: SECRET-who\nuid: SECRET-uid\nSalary: SECRET-own\ntags: [SECRETtag]\n"
    "aliases: [SECRETalias]\nkeep_in_touch: 90\nhelpful: true\ngift_ok: false\n---\n"
    "## Personal\n- likes tea SECRET-personal\n- new kitten #ask\n- divorce SECRET-private #ask #private\n"
    "## Log\n- 2026-01-05 SECRET-log\n## Notes\n- SECRET-contact-notes\n## Follow-ups\n- SECRET-contact-follow\n"
    "## Introductions\n- SECRET-contact-intro\n"
)
TALK = (
    '---\ntype: interview\npeople: "[[Jo Kim]]"\nheld: 2026-03-09\nstart: 2026-03-09T14:00\ntimezone: Europe/Berlin\n'
    "goal: learn %%SECRET-hidden%% things\nuid: SECRET-uid\ninvited_for: SECRET-for\nmood: SECRET-own\nskip: [gift]\n---\n"
    "## Questions\n### Essential\n- [x] why?\n- [ ] how SECRET-q #private\n- [ ] when?\n"
    "## Talking points\n- SECRET-talking\n## Notes\n- SECRET-notes\n"
    "## Takeaways\n- sell early %%SECRET-comment%%\n- SECRET-take #private/deep\n"
    "## Personal\n- SECRET-their-dog\n- the recital #ask\n## Introductions\n- [ ] Bo Li\n- SECRET-intro #private\n"
    "## Follow-ups\n- SECRET-follow\n## Wrap-up\n- SECRET-wrap\n## Debrief\n- SECRET-debrief\n"
)
OTHER = "---\ntype: contact\ngreeting: Bo\nemail: SECRET-bo@example.org\norg: SECRET-org\n---\n## Personal\n- SECRET-bo #ask\n"
OTHER_TALK = '---\ntype: interview\npeople: "[[Bo Li]]"\nheld: 2026-02-02\ngoal: SECRET-goal\n---\n## Takeaways\n- SECRET-bo-take\n'
TOGETHER = (
    '---\ntype: interview\npeople:\n  - "[[Jo Kim]]"\n  - "[[Bo Li]]"\nheld: 2026-03-01\n---\n## Takeaways\n- both heard it\n'
    "## Notes\n- SECRET-both\n## Debrief\n- SECRET-both-debrief\n## Talking points\n- SECRET-both-talking\n"
    "## Follow-ups\n- SECRET-both-follow\n## Personal\n- SECRET-both-dog\n## Wrap-up\n- SECRET-both-wrap\n"
)


def bench(tmp_path: Path, **templates: str) -> Bench:
    made = Bench(tmp_path, **templates)
    made.write("People/Jo Kim.md", CONTACT)
    made.write("People/Bo Li.md", OTHER)
    made.write("Interviews/2026-03-09 Jo Kim.md", TALK)
    made.write("Interviews/2026-02-02 Bo Li.md", OTHER_TALK)
    made.write("Interviews/2026-03-01 both.md", TOGETHER)
    made.write("Daily/2026-03-09.md", "---\nSECRET: SECRET-daily\n---\nSECRET-body\n")
    return made


def walk(view: View, table: Table, depth: int = 4) -> list[str]:
    """Every value that can be reached from a View by any name of any table."""
    found: list[str] = []
    for name in {*table.names, *all_names(), "SECRET", "Salary", "mood", "salary"}:
        try:
            value = view[name]
        except Exception as error:  # noqa: BLE001 - a door that stays shut, whatever it says
            found.append(str(error))
            continue
        found += spread(value, depth - 1)
    return found


def spread(value: object, depth: int) -> list[str]:
    if isinstance(value, View):
        return [str(value)] if depth <= 0 else [repr(value), *walk(value, INTERVIEW, depth)]
    if isinstance(value, tuple):
        return [text for member in value for text in spread(member, depth)]
    if isinstance(value, dict) or hasattr(value, "items"):
        return [str(dict(value))]  # type: ignore[call-overload]
    return [str(value)]


def all_names() -> set[str]:
    return {name for _owner, name, _them, _says in reference()}


@pytest.mark.parametrize(
    ("about", "template"),
    [
        ("Interviews/2026-03-09 Jo Kim.md", ""),
        ("Interviews/2026-03-09 Jo Kim.md", "per: people\n"),
        ("People/Jo Kim.md", ""),
    ],
)
def test_no_road_leads_a_letter_to_what_is_private(tmp_path: Path, about: str, template: str) -> None:
    from vaultkit.people.contact import Contact
    from vaultkit.people.interview import Interview
    from vaultkit.render.context import Scope, Someone

    store, vault, _recorder, _engine = bench(tmp_path).open()
    with store:
        note = vault.note(about)
        assert note is not None
        subject = Interview(note, vault) if note.kind == "interview" else Contact(note, vault)
        to = Someone.of(subject.people[0]) if template and isinstance(subject, Interview) else None
        scope = Scope(vault, "them", subject, to)
        reached = [text for view in scope.context().values() for text in walk(view, names.PERSON, 3)]
        unshared = Scope(vault, "me", subject, to).context().values()
        mine = [text for view in unshared for text in walk(view, names.PERSON, 3)]
    shown = "\n".join(line for line in reached if '"SECRET"' not in line)
    assert sorted(set(re.findall(r"SECRET[\w-]*", shown))) == []
    assert "jo@example.org" in shown
    assert "new kitten" in shown
    assert {"SECRET-notes", "SECRET-own", "SECRET-log"} <= set(re.findall(r"SECRET-[\w-]*", "\n".join(mine)))


def test_the_list_of_names_is_what_may_be_shared() -> None:
    contact = {name for name, row in names.PERSON.names.items() if row.them}
    assert contact == {
        "name", "greeting", "pronouns", "org", "title", "email", "platform", "scheduling_url", "timezone", "location",
        "path", "has_note", "helpful", "marked_helpful", "keep_in_touch", "talks", "talks_held", "interviews", "personal",
        "turn",
    }  # fmt: skip
    private = {name for name, row in INTERVIEW.names.items() if not row.them}
    assert private == {
        "uid", "sequence", "invited_for", "status", "skip", "notes", "talking_points", "follow_ups", "wrap_up", "debrief",
        "history", "outcome", "properties", "tags", "aliases", "google_calendar", "outlook_calendar",
    }  # fmt: skip
    assert set(names.OTHER_PERSON.names) == {"name", "greeting"}
    assert {name for name, row in names.VAULT.names.items() if row.them} == {
        "contacts", "interviews", "talks_held", "asking_held",
    }  # fmt: skip


def test_every_property_of_the_schema_has_its_name_and_is_shared_as_the_schema_says() -> None:
    for kind, table in (("contact", names.PERSON), ("interview", INTERVIEW), ("me", names.ME)):
        for row in PROPERTIES:
            if kind in row.kinds and row.name != "type":
                shown = table.names[row.name].them is not None
                assert shown == (row.shared or row.fact), (kind, row.name)
                assert not table.names[row.name].them or row.shared or row.fact


def test_what_is_not_set_is_empty_and_never_none(tmp_path: Path) -> None:
    table = " ".join(
        f"[{{{{ {owner}.{name} }}}}]"
        for owner, name, _them, _says in reference()
        if owner in ("interview", "me", "person") and name != "properties"
    )
    made = Bench(tmp_path, x=sheet(table, more="per: people\n"))
    made.write("Interviews/2026-03-09 Jo Kim.md", '---\ntype: interview\npeople: "[[Al]]"\n---\n')
    (made.root / "Me.md").unlink()
    [candidate] = made.render("Interviews/2026-03-09 Jo Kim.md", "x")
    assert candidate.text is not None, candidate.problems
    assert "None" not in candidate.text
    assert "[asking]" in candidate.text
    assert "[Al]" in candidate.text


def test_keys_of_my_own_are_attributes_when_the_note_has_them(tmp_path: Path) -> None:
    made = bench(
        tmp_path,
        x=sheet(
            "{{ interview.mood }} {{ interview.properties.mood }} {{ interview.properties.get('x', 'no') }}"
        ),
    )
    assert made.body("x") == "SECRET-own SECRET-own no\n"
    made.template("x", sheet("{{ interview.moood }}"))
    assert 'an interview has no "moood"; did you mean "mood"?' in made.fault("x").message
    made.template("x", sheet("{{ interview.properties.moood }}"))
    assert made.one("x").failed
    made.template("x", sheet("{% if interview.moood is defined %}a{% else %}b{% endif %}"))
    assert made.body("x") == "b\n"


def test_a_letter_says_why_a_private_name_is_none(tmp_path: Path) -> None:
    made = bench(tmp_path, x=sheet("a\n\n{{ interview.notes }}", audience="them"))
    problem = made.fault("x")
    assert problem.message.startswith('"notes" of an interview is private: a template of "audience: them"')
    assert (problem.path, problem.line) == ("Templates/x.md", 8)


def test_what_became_of_a_talk_is_for_me_alone(tmp_path: Path) -> None:
    talk = '---\ntype: interview\npeople: "[[Al]]"\nasked: 2026-03-01\noutcome: no-show\n---\n'
    made = Bench(
        tmp_path, x=sheet("<{{ interview.stage }}>", audience="them"), y=sheet("{{ interview.stage }}")
    )
    made.write("Interviews/2026-03-09 Jo Kim.md", talk)
    assert (made.body("x"), made.body("y")) == ("<>\n", "no-show\n")
    made.template("x", sheet("{{ interview.outcome }}", audience="them"))
    assert '"outcome" of an interview is private' in made.fault("x").message
    made.template("x", sheet("a", audience="them", more='when: interview.outcome == "no-show"\n'))
    assert made.one("x").holds


def test_when_and_path_see_everything_whatever_the_audience(tmp_path: Path) -> None:
    text = sheet("Hi", audience="them", more="when: interview.notes and interview.mood\n")
    made = bench(tmp_path, x=text.replace("{{ interview.name }}", "{{ interview.mood }}"))
    assert made.one("x").path == "Out/SECRET-own - x.md"
    assert (
        not made.one("x", "Interviews/2026-02-02 Bo Li.md").holds
        or made.one("x", "Interviews/2026-02-02 Bo Li.md").failed
    )


def test_old_takeaways_under_a_mapped_heading_are_shared_by_tag_alone(tmp_path: Path) -> None:
    made = Bench(
        tmp_path, x=sheet("{{ interview.takeaways }}", audience="them"), y=sheet("{{ interview.takeaways }}")
    )
    made.write("vaultkit.toml", '[sections]\n"What I learned" = "takeaways"\n')
    made.write(
        "Interviews/2026-03-09 Jo Kim.md",
        '---\ntype: interview\npeople: "[[Jo Kim]]"\n---\n## What I learned\n- the team is worn out\n- sell early #thanks\n',
    )
    assert made.body("x") == "sell early\n"
    assert made.body("y") == "the team is worn out, sell early\n"


def test_of_other_people_a_letter_has_name_and_greeting(tmp_path: Path) -> None:
    body = (
        "{% for p in interview.people %}{{ p.name }}/{{ p.greeting }}/{{ p.org|default('-') }} {% endfor %}"
    )
    made = bench(tmp_path, x=sheet(body, audience="them", more="per: people\n"))
    jo, bo = made.render("Interviews/2026-03-01 both.md", "x")
    assert (jo.person, bo.person) == ("People/Jo Kim.md", "People/Bo Li.md")
    assert jo.text is not None
    assert bo.text is not None
    assert "Jo Kim/Jo/Acme Bo Li/Bo/-" in jo.text
    assert "Jo Kim/Jo/- Bo Li/Bo/SECRET-org" in bo.text


def test_a_letter_sees_the_interviews_of_its_reader_only(tmp_path: Path) -> None:
    body = "{{ vault.interviews }} | {{ contact.interviews }} | {{ vault.contacts }} | {{ vault.talks_held }} {{ contact.talks }}"
    made = bench(tmp_path, x=sheet(body, renders="contact", audience="them"))
    assert made.body("x", "People/Jo Kim.md") == (
        "2026-03-01 both, 2026-03-09 Jo Kim | 2026-03-01 both, 2026-03-09 Jo Kim | Bo Li, Jo Kim | 3 2\n"
    )


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("helpful: true\nkeep_in_touch: 90", "true true"),
        ("keep_in_touch: never", "false false"),
        ("x: 1", "false false"),
    ],
)
def test_of_two_properties_a_letter_sees_whether_they_are_set(
    tmp_path: Path, written: str, seen: str
) -> None:
    body = "{{ person.marked_helpful }} {{ person.keep_in_touch }}"
    made = Bench(tmp_path, x=sheet(body, renders="contact", audience="them"))
    made.write("People/Jo Kim.md", f"---\ntype: contact\n{written}\n---\n")
    assert made.body("x", "People/Jo Kim.md") == f"{seen}\n"


def test_an_item_tells_a_letter_nothing_of_where_it_stands(tmp_path: Path) -> None:
    body = "{% for t in interview.takeaways %}{{ t.line }}{% endfor %}"
    made = bench(tmp_path, x=sheet(body, audience="them"), y=sheet(body))
    assert made.one("x").failed
    assert not made.one("y").failed


def test_an_item_tells_whom_it_links(tmp_path: Path) -> None:
    made = Bench(
        tmp_path,
        x=sheet(
            "{% for t in interview.takeaways %}{{ t.text }}: {{ t.people }};{% endfor %}", audience="them"
        ),
    )
    made.write("People/Bo Li.md", OTHER)
    made.write(
        "Interviews/2026-03-09 Jo Kim.md",
        '---\ntype: interview\npeople: "[[Jo Kim]]"\n---\n## Takeaways\n- ask [[Bo Li|Bo]]\n- alone\n',
    )
    assert made.body("x") == "ask [[Bo Li|Bo]]: Bo Li;alone: ;\n"


def test_questions_by_group_and_left_over(tmp_path: Path) -> None:
    body = "{{ interview.questions.essential }}|{{ interview.questions.unasked }}|{{ interview.questions.asked_known }}"
    made = bench(tmp_path, x=sheet(body, audience="them"), y=sheet(body))
    assert made.body("x") == "why?, when?|when?|true\n"
    assert made.body("y") == "why?, how SECRET-q, when?|how SECRET-q, when?|true\n"


def test_no_loop_meets_a_rendered_note(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("{% for n in vault.notes %}{{ n.path }};{% endfor %}", renders="vault"))
    made.write("Sheets/t - prep.md", '---\ntemplate: prep-sheet\nabout: "[[2026-03-09 Jo Kim]]"\n---\nx\n')
    made.write("Daily/x.md", "x\n")
    assert made.body("x", None) == "Daily/x.md;Interviews/2026-03-09 Jo Kim.md;Me.md;People/Jo Kim.md;\n"


def test_the_note_for_the_phone_names_the_broken_ones(tmp_path: Path) -> None:
    body = "{% for p in vault.problems %}{{ p.path }};{% endfor %}"
    made = bench(tmp_path, x=sheet(body, renders="vault"))
    made.write("People/Broken.md", "---\ntype: contact\norg: [\n---\n")
    made.write("Daily/Broken.md", "---\norg: [\n---\n")
    assert "People/Broken.md;" in made.body("x", None)
    assert "Daily" not in made.body("x", None)


def test_the_reference_has_a_line_for_every_name() -> None:
    rows = reference()
    assert len(rows) > 150
    assert all(says and not says.endswith(".") for _owner, _name, _them, says in rows)
