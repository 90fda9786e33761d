"""An output needs a place that is nobody else's: refused, moved, and two that want one."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, talk
from tests.pipeline.vaults import (
    JO,
    LETTER,
    LETTER_TEMPLATE,
    SHEET,
    SHEET_TEMPLATE,
    TALK,
    report,
    still,
)

if TYPE_CHECKING:
    from tests.pipeline.conftest import Person

OTHER = SHEET.replace("Sheets/", "Plans/")
ELSEWHERE = SHEET_TEMPLATE.replace('"Sheets/', '"Plans/')
CARD = '---\nrenders: contact\npath: "Cards/{{ contact.org or contact.name }} - card.md"\n---\n{{ contact.name }}\n'


def test_moved_with_its_edits(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    vault.write({"Templates/sheet.md": ELSEWHERE})
    mine = vault.read(SHEET)
    assert report(vault) == (0, {OTHER: "moved"}, [])
    assert vault.read(OTHER) == mine
    assert not (vault.root / SHEET).exists()
    assert list(vault.bases()) == [OTHER]
    assert still(vault) == (0, {OTHER: "kept"}, [])


def test_moved_and_merged_at_once(vault: Person) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    vault.edit(TALK, "selling", "buying")
    vault.write({"Templates/sheet.md": ELSEWHERE})
    assert report(vault) == (0, {OTHER: "moved"}, [])
    assert "buying" in vault.read(OTHER)
    assert "Be early." in vault.read(OTHER)
    assert still(vault) == (0, {OTHER: "kept"}, [])


def test_moved_with_a_place_kept_back(vault: Person) -> None:
    vault.edit(SHEET, "selling", "dancing")
    vault.edit(TALK, "selling", "buying")
    vault.write({"Templates/sheet.md": ELSEWHERE})
    assert report(vault) == (1, {OTHER: "moved"}, ["kept-back"])
    assert still(vault) == (1, {OTHER: "kept"}, ["kept-back"])


def test_one_that_its_user_moved_is_left_where_it_is(vault: Person) -> None:
    vault.move(SHEET, "Mine/x.md")
    vault.write({"Templates/sheet.md": ELSEWHERE})
    vault.edit(TALK, "selling", "buying")
    assert report(vault) == (0, {"Mine/x.md": "update"}, [])
    assert still(vault) == (0, {}, [])


def test_a_deleted_one_stays_deleted_at_its_new_place(vault: Person) -> None:
    vault.remove(SHEET)
    vault.write({"Templates/sheet.md": ELSEWHERE})
    assert report(vault) == (0, {OTHER: "deleted"}, [])
    assert list(vault.bases()) == [OTHER]
    assert still(vault) == (0, {OTHER: "deleted"}, [])


@pytest.mark.parametrize("text", ["my own\n", "---\ntype: contact\n---\n"])
def test_a_persons_note_at_the_place_is_never_written(vault: Person, text: str) -> None:
    vault.write({OTHER: text, "Templates/sheet.md": ELSEWHERE})
    assert still(vault) == (1, {SHEET: "refused"}, ["path-taken"])
    assert vault.read(OTHER) == text
    vault.remove(OTHER)
    assert report(vault) == (0, {OTHER: "moved"}, [])


def test_the_place_of_another_rendered_note(vault: Person) -> None:
    vault.edit(TALK, "start: 2026-03-09T14:00", "held: 2026-03-09")
    vault.render()
    vault.edit(TALK, "held: 2026-03-09", "start: 2026-03-09T14:00")
    vault.write({"Templates/sheet.md": SHEET_TEMPLATE.replace(
        '"Sheets/{{ interview.name }} - sheet.md"', '"Drafts/{{ interview.name }} - letter Jo Kim.md"')})  # fmt: skip
    letter = vault.read(LETTER)
    code, actions, codes = still(vault)
    assert (code, actions[SHEET], codes) == (1, "refused", ["path-taken"])
    assert vault.read(LETTER) == letter
    vault.remove(LETTER)  # deleted, yet its base keeps the place
    assert still(vault)[1][SHEET] == "refused"


def test_the_same_file_name_elsewhere(vault: Person) -> None:
    vault.remove(SHEET)
    name = SHEET.rpartition("/")[2]
    vault.write({f"Daily/{name}": "mine\n"})
    assert report(vault, "--recreate")[::2] == (1, ["name-taken"])
    assert not (vault.root / SHEET).exists()
    vault.remove(f"Daily/{name}")
    assert report(vault, "--recreate") == (0, {SHEET: "create"}, [])


def test_a_namesake_that_comes_later_hinders_nothing_that_stands(vault: Person) -> None:
    vault.write({f"Daily/{SHEET.rpartition('/')[2]}": "mine\n"})
    vault.edit(TALK, "selling", "buying")
    assert report(vault) == (0, {SHEET: "update"}, [])


def test_two_outputs_that_want_one_path_get_neither_and_are_both_named(vault: Person) -> None:
    vault.write({**contact("Ana Roy", "org: Acme"), "Templates/card.md": CARD})
    code, actions, codes = still(vault)
    assert (code, actions) == (1, {"Cards/Acme - card.md": "refused"})
    assert codes == ["two-outputs", "two-outputs"]
    told = [problem["message"] for problem in vault.render()["problems"]]
    assert all("card of People/Jo Kim.md" in line and "card of People/Ana Roy.md" in line for line in told)
    vault.edit("People/Ana Roy.md", "Acme", "Beta")
    made = {"Cards/Acme - card.md": "create", "Cards/Beta - card.md": "create"}
    assert report(vault) == (0, made, [])
    assert still(vault) == (0, {}, [])


def test_a_third_rival_is_told_to_all_and_one_that_leaves_frees_nobody(vault: Person) -> None:
    vault.write({**contact("Ana Roy", "org: Acme"), "Templates/card.md": CARD})
    vault.render()
    vault.write(contact("Bo Lu", "org: Acme"))
    assert still(vault)[2] == ["two-outputs"] * 3
    vault.remove("People/Ana Roy.md")
    assert still(vault)[2] == ["two-outputs"] * 2
    vault.remove("People/Bo Lu.md")
    assert report(vault) == (0, {"Cards/Acme - card.md": "create"}, [])


def test_one_letter_for_each_person_at_one_path(vault: Person) -> None:
    vault.write(contact("Ana Roy"))
    vault.write(talk("2026-03-10 Two", ("Jo Kim", "Ana Roy"), "held: 2026-03-10"))
    vault.write({"Templates/letter.md": LETTER_TEMPLATE.replace(" {{ person.name }}.md", ".md")})
    code, actions, codes = still(vault)
    assert (code, codes) == (1, ["two-outputs"] * 2)
    assert "Drafts/2026-03-10 Two - letter.md" in actions
    told = " ".join(problem["message"] for problem in vault.render()["problems"])
    assert "for People/Jo Kim.md" in told
    assert "for People/Ana Roy.md" in told


def test_two_new_outputs_of_one_file_name_in_two_folders(vault: Person) -> None:
    vault.write(
        {
            **contact("Ana Roy", "org: Acme"),
            "Templates/card.md": CARD.replace("Cards/", "{{ contact.name }}/"),
        }
    )
    code, actions, codes = still(vault)
    assert (code, codes) == (1, ["name-taken"] * 2)
    assert set(actions.values()) == {"refused"}
    vault.edit("People/Ana Roy.md", "Acme", "Beta")
    assert set(report(vault)[1].values()) == {"create"}


def test_one_takes_the_place_that_the_other_leaves_in_the_same_run(vault: Person) -> None:
    vault.write({"Templates/card.md": CARD})
    assert vault.actions() == {"Cards/Acme - card.md": "create"}
    vault.write(contact("Ana Roy", "org: Acme"))
    assert still(vault)[::2] == (1, ["path-taken"])
    vault.edit(JO, "Acme", "Beta")
    made = {"Cards/Beta - card.md": "moved", "Cards/Acme - card.md": "create", SHEET: "update"}
    assert report(vault) == (0, made, [])
    assert vault.read("Cards/Acme - card.md").endswith("Ana Roy\n")
    assert still(vault) == (0, {}, [])


def test_two_deleted_ones_do_not_lay_their_bases_on_one_another(vault: Person) -> None:
    vault.write({**contact("Ana Roy", "org: Beta"), "Templates/card.md": CARD})
    vault.render()
    for name in ("Acme", "Beta"):
        vault.remove(f"Cards/{name} - card.md")
    vault.write({"Templates/card.md": CARD.replace("contact.org or contact.name", "'one'")})
    assert set(report(vault)[1].values()) == {"deleted"}
    assert len([path for path in vault.bases() if path.startswith("Cards/")]) == 2
    assert set(still(vault)[1].values()) == {"deleted"}


@pytest.mark.parametrize(
    "path",
    ["../out.md", "/tmp/out.md", ".obsidian/x.md", ".git/hooks/x.md", "Templates/x.md", "x: y?.md/..", ""],
)
def test_a_path_cannot_leave_the_vault_or_hit_a_hidden_folder(vault: Person, path: str) -> None:
    vault.write(
        {"Templates/sheet.md": SHEET_TEMPLATE.replace("Sheets/{{ interview.name }} - sheet.md", path)}
    )
    before = vault.tree()
    code, actions, codes = report(vault)
    assert (code, actions, codes) == (1, {SHEET: "refused"}, ["template"])
    assert vault.tree() == before
    assert not (vault.root.parent / "out.md").exists()


# Renders that fail


def test_a_failing_template_leaves_its_output_and_stops_no_other(vault: Person) -> None:
    vault.write({"Templates/sheet.md": SHEET_TEMPLATE.replace("interview.goal", "interview.gaol")})
    vault.write({"Templates/card.md": CARD})
    before = vault.read(SHEET)
    code, actions, codes = report(vault)
    assert (code, actions, codes) == (1, {SHEET: "refused", "Cards/Acme - card.md": "create"}, ["template"])
    assert vault.read(SHEET) == before
    found = vault.render()["problems"][0]
    assert (found["path"], found["line"]) == ("Templates/sheet.md", 8)
    assert "gaol" in found["message"]
    assert "goal" in found["message"] + found["hint"]
    assert still(vault) == (1, {SHEET: "refused"}, ["template"])


def test_a_when_that_fails_and_is_mended(vault: Person) -> None:
    vault.write({"Templates/sheet.md": SHEET_TEMPLATE.replace("interview.stage ==", "interview.stag ==")})
    assert still(vault) == (1, {SHEET: "refused"}, ["template"])
    vault.write({"Templates/sheet.md": SHEET_TEMPLATE})
    assert still(vault) == (0, {}, [])


def test_a_broken_template_of_the_vault_does_not_give_way_to_the_shipped_one(vault: Person) -> None:
    vault.write({"Templates/prep-sheet.md": "---\nrenders: interview\n---\n{{\n"})
    code, actions, codes = still(vault)
    assert code == 1
    assert "template" in codes
    assert set(actions.values()) <= {"refused"}
    assert not [path for path in vault.paths() if "prep" in path and not path.startswith("Templates/")]


def test_a_broken_note_freezes_what_would_read_it_and_is_told_until_mended(vault: Person) -> None:
    text = vault.read(JO)
    vault.write({JO: "---\ntype: contact\norg: [\n---\n"})
    code, actions, codes = still(vault)
    assert (code, actions) == (1, {SHEET: "refused"})
    assert "broken-note" in codes
    vault.write({JO: text.replace("Acme", "Beta")})
    assert report(vault) == (0, {SHEET: "update"}, [])


def test_a_new_talk_with_somebody_whose_note_is_broken_renders_once_it_is_mended(vault: Person) -> None:
    text = vault.read(JO)
    vault.write({JO: "---\ntype: contact\norg: [\n---\n"})
    vault.write(talk("2026-03-12 Jo Kim", "Jo Kim", "held: 2026-03-12"))
    assert still(vault)[0] == 1
    vault.write({JO: text})
    assert report(vault) == (0, {"Drafts/2026-03-12 Jo Kim - letter Jo Kim.md": "create"}, [])


def test_a_loop_over_the_vault_goes_on_without_a_broken_note(vault: Person) -> None:
    vault.write({"Templates/list.md": '---\nrenders: vault\npath: "List.md"\n---\n'
                 "{% for who in vault.contacts %}\n- {{ who.name }}\n{% endfor %}\n"})  # fmt: skip
    vault.write(contact("Ana Roy"))
    vault.render()
    assert vault.read("List.md").endswith("- Ana Roy\n- Jo Kim\n")
    vault.write({JO: "---\ntype: contact\norg: [\n---\n"})
    assert report(vault)[1]["List.md"] == "update"
    assert vault.read("List.md").endswith("---\n- Ana Roy\n")


def test_a_rendered_note_that_is_no_text_is_left(vault: Person) -> None:
    (vault.root / SHEET).write_bytes(b"---\ntemplate: sheet\n---\n\xff\xfe\xff")
    vault.edit(TALK, "selling", "buying")
    before = (vault.root / SHEET).read_bytes()
    still(vault)
    assert (vault.root / SHEET).read_bytes() == before


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("vaultkit.toml", 'exclude = ["Plans"]\n'),
        ("vaultkit.toml", 'exclude = ["* - sheet.md"]\n'),
        (".obsidian/templates.json", '{"folder": "Plans"}'),
        (".obsidian/plugins/templater-obsidian/data.json", '{"templates_folder": "Plans/"}'),
    ],
)
def test_a_path_to_where_no_note_is_looked_for_is_refused(vault: Person, path: str, text: str) -> None:
    vault.remove(SHEET)
    shutil.rmtree(vault.root / ".vaultkit")
    vault.write({path: text, "Templates/sheet.md": ELSEWHERE})
    assert still(vault) == (1, {OTHER: "refused"}, ["template"])
    vault.write({path: "{}" if path.endswith("json") else ""})  # and nothing else is touched
    assert report(vault) == (0, {OTHER: "create"}, [])
    vault.write({path: text})
    assert still(vault) == (1, {OTHER: "refused"}, ["template"])
    vault.write({path: "{}" if path.endswith("json") else ""})
    assert still(vault) == (0, {}, [])


def test_an_output_named_like_a_conflict_copy_is_refused(vault: Person) -> None:
    vault.write({"Templates/sheet.md": SHEET_TEMPLATE.replace("- sheet", "- conflicted copy")})
    assert report(vault) == (1, {SHEET: "refused"}, ["template"])
