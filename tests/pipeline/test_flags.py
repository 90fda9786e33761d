"""What a render is asked: notes and templates by name, dry runs, reasons, and what it answers with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, talk
from tests.pipeline.vaults import JO, LETTER, LETTER_TEMPLATE, SHEET, TALK, report, still

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pipeline.conftest import Person

REQUEST = '---\nrenders: contact\nwhen: request\npath: "Drafts/{{ contact.name }} - hello.md"\n---\nHello {{ contact.org }}.\n'
HELLO = "Drafts/Jo Kim - hello.md"
ANA = LETTER.replace("letter Jo Kim", "letter Ana Roy")


@pytest.fixture
def two(vault: Person) -> Person:
    """The talk was held with two people: two letters, and a retired sheet."""
    vault.write(contact("Ana Roy", "org: Beta"))
    vault.edit(TALK, '  - "[[Jo Kim]]"\n', '  - "[[Jo Kim]]"\n  - "[[Ana Roy]]"\n')
    vault.edit(TALK, "start: 2026-03-09T14:00", "held: 2026-03-09")
    assert vault.actions() == {SHEET: "retired", LETTER: "create", ANA: "create"}
    return vault


# By name


def test_a_note_is_rendered_whether_stale_or_not_and_others_are_not(vault: Person) -> None:
    vault.write(talk("2026-03-10 Jo Kim", "Jo Kim", "goal: reading\nstart: 2026-03-10T14:00"))
    vault.edit(TALK, "selling", "buying")
    assert report(vault, TALK)[1] == {SHEET: "update"}
    assert report(vault)[1] == {"Sheets/2026-03-10 Jo Kim - sheet.md": "create"}


def test_flags_of_a_named_letter_are_for_that_letter_alone(two: Person) -> None:
    for path in (LETTER, ANA):
        two.edit(path, "Yours", "Mine")
    assert report(two, LETTER, "--fresh") == (0, {LETTER: "update"}, [])
    assert "Mine" not in two.read(LETTER)
    assert "Mine" in two.read(ANA)
    assert still(two) == (0, {SHEET: "retired", ANA: "kept"}, [])


def test_flags_of_a_named_talk_are_for_all_about_it(two: Person) -> None:
    for path in (LETTER, ANA):
        two.edit(path, "Yours", "Mine")
    assert report(two, TALK, "--fresh") == (0, {SHEET: "retired", LETTER: "update", ANA: "update"}, [])


@pytest.mark.parametrize(
    "word", [ANA, ANA.removesuffix(".md"), "2026-03-09 Jo Kim - letter Ana Roy", "letter ana"]
)
def test_a_deleted_letter_is_found_by_its_name_and_comes_back_alone(two: Person, word: str) -> None:
    two.remove(LETTER)
    two.remove(ANA)
    assert report(two, word, "--recreate") == (0, {ANA: "create"}, [])
    assert not (two.root / LETTER).exists()
    assert still(two) == (0, {SHEET: "retired", LETTER: "deleted"}, [])


def test_a_name_that_is_no_note_is_refused(vault: Person) -> None:
    vault.no("render", "Nobody at all")
    vault.no("render", "--template", "sheeet")
    assert "sheet" in vault.no("render", "--template", "sheeet").err


def test_a_template_by_name_leaves_the_others_stale(two: Person) -> None:
    two.edit(TALK, "selling", "buying")
    two.edit(TALK, "held: 2026-03-09", "start: 2026-03-09T14:00")
    assert report(two, "--template", "sheet") == (0, {SHEET: "update"}, [])
    assert report(two)[1] == {LETTER: "retired", ANA: "retired"}
    assert still(two)[1] == {LETTER: "retired", ANA: "retired"}


def test_a_run_about_one_note_keeps_what_is_known_of_others(two: Person) -> None:
    two.edit(LETTER, "Yours", "Mine")
    two.edit(ANA, "Yours", "Mine")
    two.render()
    report(two, LETTER)
    assert still(two) == (0, {SHEET: "retired", LETTER: "kept", ANA: "kept"}, [])


def test_a_note_about_the_vault_by_its_name(vault: Person) -> None:
    vault.write(
        {"Templates/list.md": '---\nrenders: vault\npath: "List.md"\n---\n{{ vault.contacts | length }}\n'}
    )
    vault.render()
    vault.edit("List.md", "1\n", "1 or so\n")
    vault.edit(SHEET, "Be on time.", "Be early.")
    assert report(vault, "List", "--fresh") == (0, {"List.md": "update"}, [])
    assert still(vault) == (0, {SHEET: "kept"}, [])


# On request


def test_on_request_only_when_asked_for(vault: Person) -> None:
    vault.write({"Templates/hello.md": REQUEST})
    assert still(vault) == (0, {}, [])
    assert report(vault, "--template", "hello") == (0, {HELLO: "create"}, [])
    unchanged = vault.render()["unchanged"]
    vault.edit(JO, "Acme", "Beta")
    assert report(vault)[1] == {SHEET: "update"}
    assert "Hello Acme." in vault.read(HELLO)
    assert still(vault) == (0, {}, [])
    assert vault.render()["unchanged"] == unchanged == 2
    assert report(vault, "--template", "hello") == (0, {HELLO: "update"}, [])


def test_on_request_a_deleted_one_is_made_anew_and_fresh_begins_a_new_letter(vault: Person) -> None:
    vault.write({"Templates/hello.md": REQUEST})
    report(vault, "--template", "hello")
    vault.remove(HELLO)
    assert still(vault) == (0, {}, [])
    assert report(vault, "--template", "hello") == (0, {HELLO: "create"}, [])
    vault.edit(HELLO, "Hello Acme.", "Hi.")
    assert report(vault, "--template", "hello") == (0, {HELLO: "kept"}, [])
    assert report(vault, "--template", "hello", "--fresh") == (0, {HELLO: "update"}, [])


def test_on_request_edits_and_twins_are_nobodys_news_in_a_plain_run(vault: Person) -> None:
    vault.write({"Templates/hello.md": REQUEST})
    report(vault, "--template", "hello")
    vault.edit(HELLO, "Hello Acme.", "Hi Acme.")
    vault.edit(JO, "Acme", "Beta")
    assert report(vault, "--template", "hello") == (1, {HELLO: "kept"}, ["kept-back"])
    vault.render()
    assert still(vault) == (0, {}, [])
    assert report(vault, "--template", "hello") == (1, {HELLO: "kept"}, ["kept-back"])


def test_the_letter_itself_named_is_asked_for(vault: Person) -> None:
    vault.write({"Templates/hello.md": REQUEST})
    report(vault, "--template", "hello")
    vault.edit(JO, "Acme", "Beta")
    vault.render()
    assert report(vault, HELLO) == (0, {HELLO: "update"}, [])


def test_always_makes_it_an_ordinary_one(vault: Person) -> None:
    vault.write({"Templates/hello.md": REQUEST, "vaultkit.toml": '[render]\nalways = ["hello"]\n'})
    assert report(vault) == (0, {HELLO: "create"}, [])
    vault.remove(HELLO)
    assert still(vault) == (0, {HELLO: "deleted"}, [])
    assert still(vault, "--template", "hello") == (0, {HELLO: "deleted"}, [])
    assert report(vault, "--template", "hello", "--recreate") == (0, {HELLO: "create"}, [])


# Dry


def test_a_dry_run_foretells_and_writes_nothing_and_the_real_one_still_has_all_to_do(vault: Person) -> None:
    vault.write(talk("2026-03-10 Jo Kim", "Jo Kim", "start: 2026-03-10T14:00"))
    vault.edit(SHEET, "Be on time.", "Be early.")
    vault.edit(TALK, "selling", "buying")
    before = vault.tree()
    code, actions, codes = report(vault, "--dry-run")
    assert vault.tree() == before
    assert actions == {SHEET: "merged", "Sheets/2026-03-10 Jo Kim - sheet.md": "create"}
    assert report(vault, "--dry-run") == (code, actions, codes)
    assert report(vault) == (code, actions, codes)


@pytest.mark.parametrize(
    ("flag", "action"),
    [("--recreate", "create"), ("--fresh", "update"), ("--overwrite", "update"), ("--adopt", "kept")],
)
def test_a_dry_run_with_each_flag(vault: Person, flag: str, action: str) -> None:
    match flag:
        case "--recreate":
            vault.remove(SHEET)
        case "--fresh":
            vault.edit(SHEET, "Be on time.", "Be early.")
        case _:
            vault.edit(SHEET, "Be on time.", "Be early.")
            (vault.root / ".vaultkit/renders" / SHEET).unlink()
    before = vault.tree()
    assert report(vault, flag, "--dry-run")[1] == {SHEET: action}
    assert vault.tree() == before
    assert report(vault, flag)[1] == {SHEET: action}


def test_a_dry_run_tells_of_the_place_that_another_would_leave(vault: Person) -> None:
    card = '---\nrenders: contact\npath: "Cards/{{ contact.org }} - card.md"\n---\n{{ contact.name }}\n'
    vault.write({**contact("Ana Roy", "org: Acme"), "Templates/card.md": card})
    assert vault.actions() == {"Cards/Acme - card.md": "refused"}
    vault.remove("People/Ana Roy.md")
    assert report(vault, "--dry-run") == (0, {"Cards/Acme - card.md": "create"}, [])
    assert report(vault) == (0, {"Cards/Acme - card.md": "create"}, [])


def test_check_fails_where_something_would_be_written_and_only_there(vault: Person) -> None:
    assert vault.run("render", "--check").code == 0
    vault.edit(SHEET, "Be on time.", "Be early.")
    assert vault.run("render", "--check").code == 0
    vault.edit(TALK, "selling", "buying")
    before = vault.tree()
    assert vault.run("render", "--check").code == 1
    assert vault.tree() == before
    vault.render()
    assert vault.run("render", "--check").code == 0


def test_check_counts_notes_and_not_bases(vault: Person) -> None:
    """The user wrote what the render says now: the base follows, and no note is written."""
    vault.edit(SHEET, "selling", "buying")
    vault.edit(TALK, "selling", "buying")
    assert vault.run("render", "--check").code == 0
    before = vault.bases()
    vault.render()
    assert vault.bases() != before


def test_diff_shows_lines_and_json_stays_json(vault: Person) -> None:
    vault.edit(TALK, "selling", "buying")
    shown = vault.run("render", "--dry-run", "--diff").out
    assert "-To find out: selling." in shown
    assert "+To find out: buying." in shown
    json.loads(vault.run("render", "--dry-run", "--diff", "--json").raw)


# Why


def test_why_tells_what_an_unchanged_output_depends_on(vault: Person) -> None:
    told = vault.run("render", TALK, "--why").out
    assert f"{TALK}: the note it is about, as a whole" in told
    assert f"{JO}: " in told
    assert "org" in told
    assert 'which note "jo kim" means' in told
    assert "the template sheet" in told
    found = vault.render(TALK, "--why")
    assert {one["template"]: one["path"] for one in found["why"]}["sheet"] == SHEET
    assert found["outputs"] == []


def test_why_tells_why_there_is_none(vault: Person) -> None:
    told = vault.render(TALK, "--why")["why"]
    reasons = {one["template"]: one["reads"][0] for one in told}
    assert "does not hold" in reasons["letter"]


def test_why_tells_nothing_that_only_a_neighbours_condition_read(vault: Person) -> None:
    path = 'path: "Lists/{{ interview.name }} - list.md"'
    vault.write(
        {"Templates/list.md": f"---\nrenders: interview\nwhen: vault.contacts | length > 9\n{path}\n---\n"}
    )
    reads = {one["template"]: " ".join(one["reads"]) for one in vault.render(TALK, "--why")["why"]}
    assert "all contacts" in reads["list"]
    assert "all contacts" not in reads["sheet"]


def test_why_writes_what_a_run_would_write(vault: Person) -> None:
    vault.edit(TALK, "selling", "buying")
    assert report(vault, TALK, "--why")[1] == {SHEET: "update"}


# Answers


def test_the_json_is_as_documented(two: Person) -> None:
    two.edit(ANA, "thank you for your time.", "my thanks.")
    two.write({"Templates/letter.md": LETTER_TEMPLATE.replace("your time", "all your time")})
    ran = two.run("render", "--json")
    assert ran.code == 1
    assert list(ran.json) == ["version", "outputs", "unchanged", "problems"]
    assert ran.json["version"] == 1
    found = {one["path"]: one for one in ran.json["outputs"]}
    assert found[LETTER] == {
        "path": LETTER, "action": "update", "template": "letter", "about": TALK, "to": JO,
    }  # fmt: skip
    assert found[ANA]["kept_back"] == [
        {"line": 9, "yours": "my thanks.", "render": "thank you for all your time."}
    ]
    assert [list(one) for one in ran.json["problems"]] == [
        ["path", "line", "column", "code", "severity", "message", "hint"]
    ]
    assert ran.json["problems"][0]["path"] == ANA


def test_the_text_shows_what_was_done_and_counts_the_rest(two: Person) -> None:
    two.edit(TALK, "selling", "buying")
    ran = two.run("render")
    assert ran.code == 0
    assert ran.out.splitlines()[:2] == [f"update   {ANA}", f"update   {LETTER}"]
    assert "2 updated" in ran.out
    assert "1 retired" in ran.out
    assert ran.out.rstrip().endswith("notes in the vault.")
    assert ran.err == ""


def test_the_text_counts_notes_of_the_users_own_before_and_after(vault: Person) -> None:
    """Me, Jo and the talk; what was rendered is no note of hers."""
    assert vault.run("render").out.rstrip().endswith("3 notes in the vault.")


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda vault: None, 0),
        (lambda vault: vault.edit(SHEET, "Be on time.", "Be early."), 0),
        (lambda vault: vault.remove(SHEET), 0),
        (lambda vault: vault.write({"People/Odd.md": "---\ntype: contact\nphone: 12345\n---\n"}), 0),
        (lambda vault: vault.write({"People/Odd.md": "---\ntype: contact\na: [\n---\n"}), 1),
        (lambda vault: vault.write({SHEET.replace(".md", " 1.md"): vault.read(SHEET)}), 1),
        (lambda vault: vault.write({"Templates/x.md": "---\nrenders: intervew\npath: x\n---\n"}), 1),
        (lambda vault: vault.write({"vaultkit.toml": "sinse = 2026-01-01\n"}), 2),
        (lambda vault: vault.write({"vaultkit.toml": "since = [\n"}), 2),
    ],
    ids=["nothing", "kept", "deleted", "a warning", "a broken note", "a twin", "a template", "a key", "no toml"],
)  # fmt: skip
def test_exit_codes(vault: Person, prepare: Callable[[Person], object], code: int) -> None:
    prepare(vault)
    assert vault.run("render").code == code
    assert vault.run("render").code == code  # and once more, when nothing has changed


def test_a_vault_that_is_not_there(vault: Person) -> None:
    assert vault.run("render", "--vault", str(vault.root / "nowhere")).code == 2
