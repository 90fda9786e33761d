"""Marked words in private places reach nobody: no letter, no calendar, no export; Notes, Debrief and Log no agenda."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

BODY = """text SECRET-talk-body

## Questions
### Essential
- [x] Why maps?
- [ ] Who checks? SECRET-q #private
## Talking points
- SECRET-point
## Notes
- [ ] SECRET-notes #ask #thanks 📅 2026-03-02
> SECRET-notes-quote
## Takeaways
- SECRET-take of words #private #thanks
- never take the second job first
- %%SECRET-hidden%% another line here
## Personal
- [ ] SECRET-personal 📅 2026-03-02
- [ ] SECRET-ask? #ask #private
- [ ] how was the recital? #ask
## Introductions
- [ ] SECRET-intro #private
## Follow-ups
- [ ] SECRET-promise 📅 2026-03-02
## Wrap-up
- SECRET-wrap
## Debrief
- SECRET-debrief #thanks
  - [ ] SECRET-debrief-task 📅 2026-03-02
"""
PERSON_FRONT = """
greeting: Jo
email: jo@example.org
timezone: America/New_York
helpful: true
phone: SECRET-phone
linkedin: SECRET-linkedin
met: SECRET-met
pronunciation: SECRET-say
hard_to_reach: true
Salary: SECRET-own
"""
PERSON = """text SECRET-body

## Personal
- [ ] SECRET-c-personal 📅 2026-03-02
- [ ] the cello? #ask
## Log
- 2026-01-05 SECRET-log #ask
- [ ] SECRET-log-task 📅 2026-03-02
## Notes
SECRET-c-notes
"""
ME = "name: Noor Verhaegen\nemail: noor@example.org\ntimezone: Europe/Berlin\nrole_found: 2026-02-20\nrole: map editor"
START = "start: 2026-03-09T15:00\ntimezone: Europe/Berlin\nmode: online\nlink: https://x.example/1\nmood: SECRET-mood\n"
TALKS = {
    "granted": "granted: 2026-02-20\nmood: SECRET-mood",
    "scheduled": f"granted: 2026-02-20\n{START}",
    "held": f"{START.replace('03-09', '02-27')}held: 2026-02-27\ngift: card\ngift_sent: 2026-02-28",
    "giving": "direction: giving\nasked: 2026-02-27\nmood: SECRET-mood",
}
OTHER = contact(
    "Bo Li",
    "org: BOTH-org\nemail: both@example.org\nintroduced_by: '[[Jo Kim]]'",
    "## Personal\n- BOTH-ask #ask\n- SECRET-bo\n",
)
"""Of these Jo Kim may see the name; BOTH marks what a letter to Bo Li may hold."""
LETTERS = {"reply", "thank-you", "gift-note", "giving-reply", "announcement", "stay-in-touch"}
SECRET = re.compile(r"SECRET[\w-]*")


@pytest.fixture
def full(hand: Hand) -> Hand:
    hand.write(
        me(ME, "SECRET-me-body\n## Diary\nSECRET-me-diary\n## Signature\nNoor\n")
        | contact("Jo Kim", PERSON_FRONT, PERSON)
        | OTHER
    )
    for name, front in TALKS.items():
        body = BODY if name == "held" else BODY.replace("## Takeaways", "## Not yet")
        hand.write(talk(name, ("Jo Kim", "Bo Li") if name == "held" else "Jo Kim", front, body))
    hand.render()
    hand.render("--template", "stay-in-touch")
    return hand


def test_no_letter_has_a_private_word_not_even_its_hints(full: Hand) -> None:
    found = {name: full.letters(name) for name in LETTERS}
    assert all(found.values()), {name for name in LETTERS if not found[name]}
    leaks = {one.path: SECRET.findall(full.read(one.path)) for letters in found.values() for one in letters}
    assert {path: words for path, words in leaks.items() if words} == {}
    to_jo = [full.read(one.path) for letters in found.values() for one in letters if "Bo Li" not in one.path]
    assert len(to_jo) == 6
    assert not re.search("both", "".join(to_jo), re.IGNORECASE)


def test_no_export_of_a_letter_has_one(full: Hand) -> None:
    for name in sorted(LETTERS):
        for letter in full.letters(name):
            for form in ("txt", "eml", "html", "mailto"):
                ran = full.run("export", "draft", letter.path, "--format", form)
                assert ran.code in (0, 2)
                assert SECRET.findall((ran.out + ran.err).replace("=\r\n", "")) == [], (letter.path, form)


def test_no_calendar_file_has_one(full: Hand) -> None:
    for form in (["--links"], ["--ics"], ["--eml"], ["--eml", "--cancel"], ["--ics", "--cancel"]):
        out = full.ok("invite", "scheduled", *form).out
        assert SECRET.findall(out.replace("=\r\n", "").replace("\r\n ", "")) == [], form


def test_notes_debrief_and_log_reach_no_agenda(full: Hand) -> None:
    full.render("--template", "agenda")
    seen = (
        full.read("Agenda.md")
        + full.ok("agenda", "--now", full.now, "--days", "400").out
        + str(full.agenda(None, "--days", "400"))
    )
    assert set(SECRET.findall(seen)) == {"SECRET-personal", "SECRET-promise", "SECRET-c-personal"}


def test_what_is_for_my_eyes_has_no_notes_debrief_or_log(full: Hand) -> None:
    full.render("--template", "introductions")
    mine = [
        path
        for path in full.paths()
        if path.startswith("Sheets/") or path in ("Helpful people.md", "Introductions.md")
    ]
    assert len(mine) >= 4
    found = set(SECRET.findall("".join(map(full.read, mine))))
    assert not {word for word in found if re.search("notes|debrief|log|hidden|me-|body", word)}
    assert {"SECRET-personal", "SECRET-point"} <= found


PATHS = (
    "interview.notes", "interview.debrief", "interview.personal", "interview.talking_points", "interview.follow_ups", "interview.wrap_up",
    "interview.properties", "interview.mood", "interview.takeaways", "interview.introductions", "interview.questions.all", "person.personal",
    "person.log", "person.phone", "person.linkedin", "person.met", "person.Salary", "person.properties", "person.interviews", "me.diary",
    "me.properties", "interview.people", "vault.contacts", "vault.interviews", "vault.notes", "vault.agenda", "vault.problems",
    "person['log']", "person.__class__.__mro__[1].__subclasses__()", "interview.__dict__", "self._TemplateReference__context",
    "cycler.__init__.__globals__", "lipsum.__globals__", "namespace.__init__", "joiner.__init__.__globals__", "range.__self__",
    "'{0.__class__.__init__.__globals__}'.format(person)", "'{0.log}'.format(person)", "'%s' % person", "person ~ ''",
    "[person] | map(attribute='log') | list", "[person] | map('attr', 'log') | list", "[interview] | selectattr('notes') | list",
    "[interview] | sort(attribute='mood') | list", "[interview] | groupby('debrief') | list", "person | attr('log')", "person | pprint",
    "person | tojson", "person | list", "person | string", "interview | items | list", "dict(person)", "[interview] | sum(attribute='notes', start=[])",
    "interview.people[1].org", "interview.people[1].email", "interview.people | map(attribute='org') | list", "vault.contacts | first",
    "(person, interview) | string", "interview.takeaways | map(attribute='raw') | list", "interview.takeaways | map(attribute='tags') | list",
    "interview.path | string", "person.introduced | map(attribute='org') | list", "caller", "varargs", "kwargs", "g", "config", "request",
)  # fmt: skip


def hostile(body: str) -> str:
    head = "renders: interview\nper: people\npath: 'Drafts/{{ interview.name }} - evil {{ person.name }}.md'\naudience: them"
    return f"---\n{head}\nwhen: interview.stage == 'held'\n---\nbegin\n{body}\nend\n"


def out_of(hand: Hand, body: str, **more: str) -> set[str]:
    """The private words that a template of the vault, audience them, gets out into any rendered note or report."""
    hand.write(
        {"Templates/evil.md": hostile(body)} | {f"Templates/{name}.md": text for name, text in more.items()}
    )
    ran = hand.run("render", "held", "--template", "evil", "--fresh")
    texts = [hand.read(path) for path in hand.paths("Drafts/*evil*")] + [ran.out, ran.err]
    found = {word for text in texts for word in SECRET.findall(text)}
    to_jo = "".join(hand.read(path) for path in hand.paths("Drafts/*evil Jo Kim*"))
    return found | set(re.findall("BOTH-[a-z]+|both@", to_jo))


def test_a_hostile_template_gets_at_nothing_by_attribute_filter_or_global(full: Hand) -> None:
    for path in PATHS:
        assert out_of(full, f"{{{{ {path} }}}}") == set(), path


def test_nor_by_loops_macros_sets_and_calls(full: Hand) -> None:
    loops = "".join(
        f"{{% for a in [{path}] %}}{{{{ a }}}}{{% for b in a if a is iterable %}}{{{{ b }}}}{{{{ b.text }}}}{{{{ b.raw }}}}{{% endfor %}}{{% endfor %}}"
        for path in (
            "interview.takeaways",
            "interview.people",
            "interview.questions.essential",
            "person.interviews or []",
            "interview.introductions",
        )
    )
    bodies = (
        loops,
        "{% macro m(x) %}{{ x }}{{ caller() if caller else '' }}{% endmacro %}{{ m(person) }}{% call m(interview) %}{{ person }}{% endcall %}",
        "{% set ns = namespace(x=person) %}{{ ns.x }}{{ ns }}{% set y = interview %}{{ y.notes }}",
        "{% with person=interview.people[-1] %}{{ person.org }}{{ person.email }}{{ person.personal }}{% endwith %}",
        "{% for p in interview.people recursive %}{{ p }}{{ p.log }}{{ loop([p.personal]) }}{% endfor %}",
        "{% filter upper %}{{ person }}{% endfilter %}{{ [person] | join(attribute='log') }}{{ [person] | unique(attribute='phone') | list }}",
        "{{ takeaway(interview, person, 1000) }}{{ offers(interview, person) }}{{ to_ask(person) }}{{ personal_things(interview) }}",
    )
    for body in bodies:
        assert out_of(full, body) == set(), body


def test_nor_by_includes_imports_and_other_templates(full: Hand) -> None:
    part = "{{ interview.notes }}{{ person.log }}{% for i in interview.debrief %}{{ i.text }}{% endfor %}"
    for body in (
        "{% include 'part.md' %}", "{% include 'part' %}", "{% import 'part.md' as p with context %}{{ p }}", "{% extends 'part.md' %}",
        "{% from 'part.md' import x with context %}{{ x }}", "{% include '../People/Jo Kim.md' %}", "{% include 'People/Jo Kim.md' %}",
        "{% include '/etc/passwd' %}", "{% include ['Interviews/held.md', 'part.md'] ignore missing %}", "{% include interview.path %}",
    ):  # fmt: skip
        found = out_of(full, body, part=part)
        assert found == set(), body
        assert not any("root:" in full.read(path) for path in full.paths("Drafts/*evil*"))


def test_a_path_and_other_keys_cannot_carry_private_words_into_a_letter(full: Hand) -> None:
    """`path` and `when` see everything; the keys of a letter are read by its reader and see what the letter sees."""
    text = hostile("x").replace(
        "audience: them",
        "audience: them\nsubject: '{{ interview.notes }}{{ person.log }}{{ interview.debrief }}'",
    )
    full.write({"Templates/evil.md": text})
    ran = full.run("render", "held", "--template", "evil")
    assert (
        SECRET.findall("".join(full.read(path) for path in full.paths("Drafts/*evil*")) + ran.out + ran.err)
        == []
    )


def test_the_same_template_for_my_own_eyes_does_see_them(full: Hand) -> None:
    """The tests above can fail: without `audience: them` the words come out."""
    text = hostile("{{ interview.debrief }}{% for i in person.log %}{{ i.text }}{% endfor %}").replace(
        "audience: them", "audience: me"
    )
    full.write({"Templates/evil.md": text})
    full.run("render", "held", "--template", "evil")
    assert "SECRET-log" in "".join(full.read(path) for path in full.paths("Drafts/*evil*"))
