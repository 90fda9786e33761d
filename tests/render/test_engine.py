"""From a note and a template to a candidate: what holds, what it says, what it read, what went wrong."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.render.bench import JO, TALK, Bench, sheet
from vaultkit.index.vault import Recorder, Vault
from vaultkit.model import Problem
from vaultkit.render.candidate import Candidate, all_from_json, all_to_json, from_json, to_json
from vaultkit.render.why import explain

if TYPE_CHECKING:
    from pathlib import Path

INTERVIEW = "Interviews/2026-03-09 Jo Kim.md"
LETTER = '---\nrenders: interview\nper: people\npath: "Drafts/{{ person.name }}.md"\naudience: them\n---\nDear {{ person.greeting }},\n'
TWO = '---\ntype: interview\npeople:\n  - "[[Jo Kim]]"\n  - Bo Li\n---\n'


# Identity and shape


def test_a_rendered_note_says_what_it_is(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=LETTER.replace("audience", "subject: 'A: {{ interview.name }}'\naudience"))
    assert made.one("x").text == (
        '---\ntemplate: x\nabout: "[[2026-03-09 Jo Kim]]"\nto: "[[Jo Kim]]"\nsubject: "A: 2026-03-09 Jo Kim"\n---\nDear Jo,\n'
    )


def test_the_link_is_the_shortest_that_finds_one_note_only(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=LETTER)
    made.write("Old/2026-03-09 Jo Kim.md", "a twin by name")
    made.write("Old/Jo Kim.md", "another")
    made.write(INTERVIEW, TALK.replace("[[Jo Kim]]", "[[People/Jo Kim]]"))
    text = made.one("x").text or ""
    assert 'about: "[[Interviews/2026-03-09 Jo Kim]]"\nto: "[[People/Jo Kim]]"' in text


def test_a_name_that_no_wikilink_holds_gets_another_link(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("Hi"))
    made.write("Interviews/C# and me.md", TALK)
    assert '"[C# and me](Interviews/C%23%20and%20me.md)"' in (
        made.one("x", "Interviews/C# and me.md").text or ""
    )


def test_one_for_each_person_with_or_without_a_note(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=LETTER)
    made.write(INTERVIEW, TWO)
    jo, bo = made.render(INTERVIEW, "x")
    assert (jo.person, jo.path) == ("People/Jo Kim.md", "Drafts/Jo Kim.md")
    assert (bo.person, bo.path) == ("Bo Li", "Drafts/Bo Li.md")
    assert "\nto: Bo Li\n" in (bo.text or "")


def test_nobody_means_no_letter(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=LETTER)
    made.write(INTERVIEW, "---\ntype: interview\n---\n")
    assert made.render(INTERVIEW, "x") == []


def test_a_note_about_the_vault_has_no_about(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("{{ vault.contacts }}", renders="vault"))
    assert made.one("x", None) == replace(
        made.one("x", None),
        path="Vault - x.md",
        text="---\ntemplate: x\n---\nJo Kim\n",
        about=None,
        person=None,
    )


def test_each_kind_of_note_has_its_own_templates(tmp_path: Path) -> None:
    made = Bench(tmp_path, a=sheet("i"), b=sheet("c", renders="contact"), c=sheet("v", renders="vault"))
    assert {c.template for c in made.render(INTERVIEW)} & {"a", "b", "c"} == {"a"}
    assert {c.template for c in made.render("People/Jo Kim.md")} & {"a", "b", "c"} == {"b"}
    assert {c.template for c in made.render(None)} & {"a", "b", "c"} == {"c"}


def test_the_body_is_tidied_and_an_empty_one_is_empty(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("\n\na  \n\n\n\nb\n{{ '' }}\n\n"), y=sheet("{{ '' }}\n\n"))
    assert made.body("x") == "a\n\nb\n"
    assert (made.one("y").text or "").endswith("\n---\n")


def test_extra_keys_are_jinja_and_one_line_each(tmp_path: Path) -> None:
    made = Bench(
        tmp_path,
        x=sheet(
            "",
            more='subject: |\n  {{ me.name }}\n  again\nprio: 3\non: true\ncssclasses: ["{{ 1 + 1 }}", b]\nleft:\n',
        ),
    )
    front = (made.one("x").text or "").split("\n---\n")[0]
    assert '\nsubject: Ana Ruiz again\nprio: 3\non: true\ncssclasses:\n  - "2"\n  - b\nleft:' in front


def test_the_user_s_words_start_no_program(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("%% hint %% {{ interview.goal }}"))
    made.write(INTERVIEW, '---\ntype: interview\ngoal: "<% tp.x %> 100%% %% sure"\n---\n')
    assert made.body("x") == "%% hint %% <\\% tp.x %> 100%\\% %\\% sure\n"


# When


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ('interview.stage == "held"', True),
        ('interview.stage == "idea"', False),
        ("true", True),
        ("interview.goal", False),
        ("", True),
    ],
)
def test_when(tmp_path: Path, when: str, holds: bool) -> None:
    candidate = Bench(tmp_path, x=sheet("Hi", more=f"when: {when}\n")).one("x")
    assert (candidate.holds, candidate.why_not) == (holds, "" if holds else "when")
    assert (candidate.text is not None) == holds
    assert (candidate.path is not None) == holds


def test_history_has_no_output_of_its_own(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("Hi"), y=sheet("Hi", renders="contact"))
    made.write("vaultkit.toml", "since = 2026-04-01\n")
    assert (made.one("x").holds, made.one("x").why_not) == (False, "history")
    assert made.one("y", "People/Jo Kim.md").holds
    made.write("vaultkit.toml", "since = 2026-03-09\n")
    assert made.one("x").holds


def test_who_is_not_to_be_contacted_gets_no_letter_but_has_a_sheet(tmp_path: Path) -> None:
    made = Bench(
        tmp_path,
        per=LETTER,
        all=sheet("Hi", audience="them"),
        mine=sheet("Hi"),
        card=sheet("Hi", renders="contact", audience="them"),
    )
    made.write("People/Jo Kim.md", JO.replace("greeting", "do_not_contact: true\ngreeting"))
    made.write(INTERVIEW, TWO)
    found = {(c.template, c.person): c.why_not for c in made.render(INTERVIEW)}
    assert found["per", "People/Jo Kim.md"] == "do not contact"
    assert found["per", "Bo Li"] == ""
    assert found["all", None] == "do not contact"
    assert found["mine", None] == ""
    assert made.one("card", "People/Jo Kim.md").why_not == "do not contact"


def test_on_request_waits_until_it_is_asked_for_or_made_ordinary(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("Hi", more="when: request\n"))
    waiting = made.one("x")
    assert (waiting.holds, waiting.request, waiting.path, waiting.text) == (True, True, None, None)
    asked = made.one("x", asked=True)
    assert (asked.request, asked.path) == (False, "Out/2026-03-09 Jo Kim - x.md")
    made.write("vaultkit.toml", '[render]\nalways = ["x"]\n')
    assert made.one("x").text is not None
    assert not made.one("x").request


# Paths


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("../out.md", "could leave the vault"),
        ("/etc/x.md", "not relative to the vault"),
        ("//server/x.md", "not relative to the vault"),
        ("C:/x.md", "not relative to the vault"),
        ("~/x.md", "not relative to the vault"),
        (".obsidian/x.md", "hidden"),
        ("a/.git/hooks/x.md", "hidden"),
        ("{{ '.x' }}.md", "hidden"),
        ("{{ '..' }}/x.md", "could leave the vault"),
        ("a\\b.md", "backslash"),
        ("x.txt", ".md"),
        ("a//b.md", "empty part"),
        ("{{ '' }}.md", ".md"),
        ("Templates/x.md", "templates folder"),
        ("templates/deep/x.md", "templates folder"),
    ],
)
def test_a_path_that_leads_astray_leaves_its_output_alone(tmp_path: Path, path: str, why: str) -> None:
    made = Bench(
        tmp_path, x=f"---\nrenders: interview\npath: '{path.replace(chr(39), chr(39) * 2)}'\n---\nHi\n"
    )
    problem = made.fault("x")
    assert why in problem.message
    assert (problem.path, problem.line) == ("Templates/x.md", 3)
    assert made.one("x").path is None


def test_a_value_in_a_path_is_a_name_and_never_a_folder(tmp_path: Path) -> None:
    made = Bench(tmp_path, x='---\nrenders: contact\npath: "Drafts/{{ contact.name }} - x.md"\n---\n')
    for name, path in [
        ("../../etc/passwd", "Drafts/..-..-etc-passwd - x.md"),
        ("Jo: a/b?", "Drafts/Jo- a-b - x.md"),
        ("A\\B", "Drafts/A-B - x.md"),
    ]:
        made.write("People/Jo Kim.md", f"---\ntype: contact\nname: '{name}'\n---\n")
        found = made.one("x", "People/Jo Kim.md")
        if found.failed:
            assert "hidden" in found.problems[0].message
        else:
            assert found.path == path


# What goes wrong


def test_a_fault_names_template_line_note_and_the_nearest(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("a\nb\n{{ interview.goall }}\n"))
    problem = made.fault("x")
    assert (problem.path, problem.line, problem.severity) == ("Templates/x.md", 8, "error")
    assert problem.message == f'an interview has no "goall"; did you mean "goal"? (for {INTERVIEW})'
    assert problem.hint


def test_what_does_not_compile_is_told_once_and_not_of_each_note(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("a\n{{ nope.\n"))
    assert made.fault("x").message == "expected name or number"


@pytest.mark.parametrize(
    ("more", "body", "line", "message"),
    [
        ("when: interview.stag\n", "", 5, 'did you mean "stage"'),
        ("when: nonsense ==\n", "", 5, "unexpected"),
        (
            'when: interview.stage = "held"\n',
            "",
            5,
            "does not belong to it; to compare, write == in place of =",
        ),
        ("when: interview.stage interview.name\n", "", 5, "that does not belong to it"),
        (
            "",
            "{% if interview.stage = 'held' %}{% endif %}",
            6,
            "got '='; to compare, write == in place of =",
        ),
        ("", "{{ foo }}", 6, '"foo" is not known; docs/reference/templates.md lists all names'),
        ("", "{% if 1 %}{{ 1|dat }}{% endif %}", 6, 'no filter is named "dat"; did you mean "date"?'),
        ("", "{{ [1]|map('dat')|list }}", 6, 'no filter is named "dat"; did you mean "date"?'),
        (
            "",
            "{{ interview.questions.nice }}",
            6,
            'the questions have no "nice"; did you mean "nice_to_know"?',
        ),
        (
            "",
            "{{ interview.questions.zzz }}",
            6,
            '"zzz"; there is all, asked_known, essential, nice_to_know, unasked and unsorted',
        ),
        ("subject: '{{ interview.x }}'\n", "", 5, 'an interview has no "x"'),
        ("subject: '{{ }'\n", "", 5, ""),
        ("", "a\n{% if %}\n", 7, ""),
        ("", "a\n{% for x in %}\n", 7, ""),
        ("", "{{ 'a'|uper }}", 6, 'no filter is named "uper"; did you mean "upper"'),
        ("", "{{ 1 is od }}", 6, 'no test is named "od"; did you mean "odd"'),
        ("", "{{ person.name }}", 6, '"person" is not known here: it takes "per: people"'),
        ("", "a\n\n{% include '_gone' %}", 8, 'no template is named "_gone"'),
        ("", "{{ 1 / 0 }}", 6, "divides by zero"),
        ("", "{{ 1 + 'a' }}", 6, "unsupported"),
        ("", "{{ 'a' * 10**9 }}", 6, "longer than 1,000,000"),
        ("", "{{ ''.__class__ }}", 6, "has no '__class__'"),
        ("", "{% macro m() %}\n{{ m() }}{% endmacro %}{{ m() }}", 7, "without an end"),
        (
            "",
            "{% for k in interview.properties %}\n{{ interview.properties }}{% endfor %}",
            7,
            "cannot be printed",
        ),
    ],
)
def test_a_fault_stands_at_its_line(tmp_path: Path, more: str, body: str, line: int, message: str) -> None:
    made = Bench(tmp_path, x=sheet(body, more=more) if more else sheet("\n" + body).replace("\n\n", "\n", 1))
    problem = made.fault("x")
    assert message in problem.message
    assert problem.line == line


def test_a_fault_in_a_partial_is_told_of_the_partial(tmp_path: Path) -> None:
    made = Bench(
        tmp_path,
        x=sheet("{% include '_p' %}"),
        _p="one\n{{ interview.goall }}\n",
        y=sheet("{% import '_m' as m %}{{ m.f() }}"),
        _m="\n{% macro f() %}\n{{ zzz }}{% endmacro %}",
    )
    assert (made.fault("x").path, made.fault("x").line) == ("Templates/_p.md", 2)
    assert (made.fault("y").path, made.fault("y").line) == ("Templates/_m.md", 3)


def test_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    made = Bench(tmp_path, a=sheet("{{ x }}"), b=sheet("fine"))
    a, b = made.render(INTERVIEW, "a", "b")
    assert (a.failed, b.failed) == (True, False)
    assert b.text is not None


def test_a_fault_for_one_person_stops_no_other_person(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=LETTER + "{{ 1 / 0 if not person.has_note }}")
    made.write(INTERVIEW, TWO)
    jo, bo = made.render(INTERVIEW, "x")
    assert (jo.person, jo.failed) == ("People/Jo Kim.md", False)
    assert (bo.person, bo.failed) == ("Bo Li", True)


def test_a_broken_template_fails_for_every_note_it_would_render(tmp_path: Path) -> None:
    made = Bench(tmp_path, **{"thank-you": "---\nrenders: interview\nper: people\n---\n"})
    [candidate] = made.render(INTERVIEW, "thank-you")
    assert (candidate.failed, candidate.person, candidate.holds) == (True, None, True)
    assert candidate.problems[0].path == "Templates/thank-you.md"
    assert candidate.covers("thank-you", INTERVIEW, "People/Jo Kim.md")
    assert not candidate.covers("reply", INTERVIEW, None)


def test_a_broken_note_is_not_rendered_from(tmp_path: Path) -> None:
    made = Bench(
        tmp_path,
        x=LETTER,
        y=sheet("{{ interview.name }}"),
        z=sheet("{{ interview.people }}"),
        v=sheet("{{ vault.contacts }}", renders="vault"),
    )
    made.write("People/Jo Kim.md", "---\ntype: contact\norg: [\n---\n")
    letter, name, people = made.render(INTERVIEW, "x", "y", "z")
    assert [(p.path, p.code) for p in letter.problems] == [("People/Jo Kim.md", "broken-note")]
    assert letter.person is None
    assert letter.covers("x", INTERVIEW, "People/Jo Kim.md")
    assert not name.failed
    assert people.failed
    assert made.body("v", None) == ""
    made.write(INTERVIEW, "---\ntype: interview\npeople: [\n---\n")
    assert [c.failed for c in made.render(INTERVIEW, "x", "y", "z")] == [True, True, True]


ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


def test_a_template_that_never_ends_is_ended_and_after_three_notes_left_alone(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet(ENDLESS))
    paths = [INTERVIEW, *(f"Interviews/{number}.md" for number in range(3))]
    for path in paths[1:]:
        made.write(path, TALK)
    store, vault, recorder, engine = made.open()
    engine.seconds = 0.1
    with store:
        found = [engine.render(vault, recorder, vault.note(path), only=frozenset({"x"}))[0] for path in paths]
    assert all("longer than" in c.problems[0].message for c in found[:3])
    assert "left alone" in found[3].problems[0].message


def test_those_left_alone_hang_on_what_the_three_notes_read(tmp_path: Path) -> None:
    """Mended there, or in the template, they are tried again: with an empty cache they would be."""
    body = "{% for p in interview.people %}{{ p.org }}{% endfor %}" + ENDLESS
    made = Bench(tmp_path, x=sheet(body))
    paths = [INTERVIEW, *(f"Interviews/{number}.md" for number in range(3))]
    for path in paths[1:]:
        made.write(path, TALK)
    store, vault, recorder, engine = made.open()
    engine.seconds = 0.05
    with store:
        found = [engine.render(vault, recorder, vault.note(path), only=frozenset({"x"}))[0] for path in paths]
        jo, *ids = (note.id for path in ("People/Jo Kim.md", *paths) if (note := vault.note(path)))
        engine.begin()
        monstrous = {f"b:{number}": () for number in range(65)}
        engine.strikes["x"] = {f"{number}": monstrous for number in range(3)}
        (many,) = engine.render(vault, recorder, vault.note(INTERVIEW), only=frozenset({"x"}))
    left = found[3]
    assert {f"n:{one}" for one in ids[:3]} | {f"n:{jo}", "t:x"} <= left.reads.keys()
    assert f"n:{ids[3]}" not in left.reads
    assert (many.failed, many.reads) == (True, {}), "too much to keep for each: the next run tries again"


def test_condition_path_and_text_share_the_time_of_one_render(tmp_path: Path) -> None:
    some = "{% for a in range(3000) %}{% for b in range(100) %}{% endfor %}{% endfor %}"
    when = "range(99999)|map('string')|map('length')|sum > 0"
    made = Bench(tmp_path, x=sheet(ENDLESS + some, more=f'per: people\nwhen: "{when}"\n'))
    made.write(INTERVIEW, "---\ntype: interview\npeople: [A, B, C, D, E, F]\n---\n")
    store, vault, recorder, engine = made.open()
    engine.seconds = 0.3
    with store:
        before = time.process_time()
        found = engine.render(vault, recorder, vault.note(INTERVIEW), only=frozenset({"x"}))
    assert time.process_time() - before < 2 * engine.seconds
    assert [c.failed for c in found] == [True] * 6


def test_however_many_templates_never_end_the_run_does_and_a_sound_one_renders(tmp_path: Path) -> None:
    made = Bench(tmp_path, **{f"x{number}": sheet(ENDLESS) for number in range(40)}, z=sheet("Hi"))
    store, vault, recorder, engine = made.open()
    engine.seconds = 0.02
    only = frozenset({"z", *(f"x{number}" for number in range(40))})
    with store:
        before = time.process_time()
        found = engine.render(vault, recorder, vault.note(INTERVIEW), only=only)
    assert time.process_time() - before < 40 * engine.seconds, "each took all the time there is"
    assert [c.template for c in found if not c.failed] == ["z"]
    assert "longer than 0.005 seconds" in found[38].problems[0].message
    engine.begin()
    assert engine.lost == 0


def test_a_note_that_takes_too_long_for_each_of_its_people_does_not_stop_the_letters_of_others(
    tmp_path: Path,
) -> None:
    body = "{% if interview.goal %}" + ENDLESS + "{% endif %}Hi"
    made = Bench(tmp_path, x=sheet(body, more="per: people\n"))
    made.write(INTERVIEW, "---\ntype: interview\npeople: [A, B, C, D]\ngoal: x\n---\n")
    made.write("Interviews/z.md", TALK)
    store, vault, recorder, engine = made.open()
    engine.seconds = 0.1
    with store:
        found = [
            candidate.failed
            for path in (INTERVIEW, "Interviews/z.md")
            for candidate in engine.render(vault, recorder, vault.note(path), only=frozenset({"x"}))
        ]
    assert found == [True, True, True, True, False]


def test_a_text_that_no_file_can_hold_is_the_template_s_problem(tmp_path: Path) -> None:
    made = Bench(
        tmp_path, x=sheet("{{ '\\ud800' }}"), y=sheet("Hi", more="subject: \"{{ '%c' % 56000 }}\"\n")
    )
    for found in made.render(INTERVIEW, "x", "y"):
        assert found.failed
        assert "half a character" in found.problems[0].message


def test_properties_that_nobody_could_read_again_are_the_template_s_problem(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("Hi", more="subject: \"{{ 'é' * 33000 }}\"\n"))
    [found] = made.render(INTERVIEW, "x")
    assert found.failed
    assert "64 KB" in found.problems[0].message


def test_a_template_that_cannot_be_compiled_is_told_by_check(tmp_path: Path) -> None:
    made = Bench(tmp_path, a=sheet("{% if %}"), b=sheet("Hi", more="when: a b\n"), c=sheet("{{ x }}"))
    store, _vault, _recorder, engine = made.open()
    store.close()
    assert [(p.path, p.line) for p in engine.check()] == [("Templates/a.md", 6), ("Templates/b.md", 5)]


def test_a_partial_that_nobody_includes_yet_is_compiled_too(tmp_path: Path) -> None:
    made = Bench(tmp_path, _p="fine\n{% if %}", _q="---\nx: 1\n---\n{{ a b }}", _r="{{ fine }}")
    store, _vault, _recorder, engine = made.open()
    store.close()
    assert [(p.path, p.line) for p in engine.check()] == [("Templates/_p.md", 2), ("Templates/_q.md", 4)]


# Reads


def test_reads_are_recorded_for_each_candidate_alone(tmp_path: Path) -> None:
    made = Bench(
        tmp_path,
        a=sheet("{{ interview.name }}"),
        b=sheet("{% for p in interview.people %}{{ p.org }}{% endfor %}"),
        c=sheet("{% include '_p' %}{{ me.phone }}"),
        _p="x",
        d=sheet("{{ interview.people }}", more="when: false\n"),
    )
    a, b, c, d = made.render(INTERVIEW, "a", "b", "c", "d")
    assert not any(subject.startswith("n:") for subject in a.reads)
    assert a.reads["t:a"] == ()
    [jo] = [aspects for subject, aspects in b.reads.items() if subject.startswith("n:")]
    assert "p:org" in jo
    assert "p:phone" not in jo
    assert {"t:c", "t:_p", "me"} <= set(c.reads)
    assert "p:phone" in c.reads["me"]
    assert list(c.reads) == sorted(c.reads)
    assert set(d.reads) == {"t:d"}


def test_what_a_letter_reads_is_the_same_whoever_came_before_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.write("People/Ana Ito.md", "---\ntype: contact\nhelpful: true\n---\n")
    bench.write("People/Jo Kim.md", '---\ntype: contact\nintroduced_by: "[[Ana Ito]]"\n---\n')
    for day, more in enumerate(
        ("held: 2026-03-09", "start: 2026-03-12T15:00", "granted: 2026-03-01", "held: 2026-03-10")
    ):
        front = f'type: interview\npeople: ["[[Jo Kim]]", "[[Ana Ito]]", Bo]\nthanked_people: "[[Ana Ito]]"\n{more}\n'
        bench.write(
            f"Interviews/{day}.md", f"---\n{front}---\n## Personal\n- likes tea\n\n## Takeaways\n- ink\n"
        )
    store, vault, recorder, engine = bench.open()
    with store:
        notes = [note.path for kind in ("contact", "interview") for note in vault.of_kind(kind)]
        every = frozenset(one.name for one in engine.compiler.templates)
        for path in (*notes, *reversed(notes)):
            alone = Vault(store, vault.config, ear := Recorder(), refuse_broken=True)
            wanted = engine.render(alone, ear, alone.note(path), asked=every)
            assert engine.render(vault, recorder, vault.note(path), asked=every) == wanted
            assert any(one.text for one in wanted)


def test_a_when_that_does_not_hold_is_recorded_too(tmp_path: Path) -> None:
    candidate = Bench(tmp_path, x=sheet("", more="when: vault.contacts[0].org == 'x'\n")).one("x")
    assert not candidate.holds
    assert "p:org" in candidate.reads["k:contact"]


def test_a_missing_include_and_a_missing_person_are_reads(tmp_path: Path) -> None:
    made = Bench(tmp_path, x=sheet("{% include '_gone' ignore missing %}{{ interview.people }}"))
    made.write(INTERVIEW, TWO)
    reads = made.one("x").reads
    assert "t:_gone" in reads
    assert "l:bo li" in reads


def test_a_failed_one_keeps_its_reads(tmp_path: Path) -> None:
    candidate = Bench(tmp_path, x=sheet("{{ interview.people }}{{ x }}")).one("x")
    assert candidate.failed
    assert "l:jo kim" in candidate.reads


def test_why_is_told_in_plain_words(tmp_path: Path) -> None:
    made = Bench(
        tmp_path,
        x=sheet(
            "{% for p in interview.people %}{{ p.org }}{{ p.personal }}{% endfor %}{{ vault.contacts }}{{ me.name }}"
        ),
    )
    store, vault, recorder, engine = made.open()
    with store:
        [candidate] = engine.render(vault, recorder, vault.note(INTERVIEW), only=frozenset({"x"}))
        lines = explain(candidate, vault.with_recorder(None))
    assert lines[0] == f"{INTERVIEW}: the note it is about, as a whole"
    assert "the template x" in lines
    assert 'which note "jo kim" means' in lines
    [jo] = [line for line in lines if line.startswith("People/Jo Kim.md: ")]
    assert "org" in jo
    assert "the section personal" in jo
    assert any(line.startswith("all contacts: ") for line in lines)
    assert any(line.startswith("Me: ") and "name" in line for line in lines)


# The same again


def test_the_same_vault_gives_the_same_bytes(tmp_path: Path) -> None:
    made = Bench(tmp_path)
    made.write("People/Bo Li.md", JO.replace("Jo", "Bo"))
    made.write(INTERVIEW, TWO.replace("---\n", "---\nheld: 2026-03-09\n", 1))
    assert made.render(INTERVIEW) == made.render(INTERVIEW)


def test_no_shipped_template_fails_on_bare_notes(tmp_path: Path) -> None:
    made = Bench(tmp_path)
    (made.root / "Me.md").unlink()
    fields = [
        "",
        "asked: 2026-03-01\n",
        "granted: 2026-03-01\n",
        "start: 2026-03-09T14:00\n",
        "start: 2026-03-09\n",
        "held: 2026-03-09\n",
        "gift_sent: 2026-03-09\n",
    ]
    for number, field in enumerate(fields):
        for direction in ("asking", "giving"):
            made.write(
                f"Interviews/{number} {direction}.md",
                f'---\ntype: interview\ndirection: {direction}\npeople: ["[[Jo Kim]]", Al]\n{field}---\n',
            )
    store, vault, recorder, engine = made.open()
    with store:
        notes = (*vault.of_kind("interview"), *vault.of_kind("contact"), None)
        asked = frozenset(engine.compiler.templates.named)
        found = [c for note in notes for c in engine.render(vault, recorder, note, asked=asked)]
    assert [c.problems for c in found if c.failed] == []
    texts = [c.text or "" for c in found if c.holds]
    assert len(texts) > 10
    assert not any("None" in text for text in texts)


def test_a_candidate_goes_through_json_and_back() -> None:
    problem = Problem("a.md", 1, 2, "template", "error", "what", "do")
    candidate = Candidate(
        "x",
        "a.md",
        None,
        True,
        why_not="",
        path="p.md",
        text="ü\n",
        problems=(problem,),
        reads={"n:1": ("p:a",), "t:x": ()},
    )
    assert from_json(to_json(candidate)) == candidate
    others = [
        replace(candidate, template="y", reads={"n:1": ("p:a",), "t:y": ()}),
        replace(candidate, template="z", reads={"n:1": ("p:a",), "t:part": (), "t:z": ()}),
        replace(candidate, template="w", reads={"n:1": ("p:a",), "t:part": ()}),
        replace(candidate, template="v", reads={}),
    ]
    told = all_to_json([candidate, *others])
    assert [one["reads"] is None for one in told] == [False, True, False, False, False]
    assert all_from_json(told) == (candidate, *others)
