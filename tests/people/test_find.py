"""Which note a command means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.people.vaults import vault_of
from vaultkit.errors import WrongUse
from vaultkit.people import find

if TYPE_CHECKING:
    from pathlib import Path

JO = "---\ntype: contact\naliases: [Jojo]\n---\n"


def talk(front: str = "", people: str = "[[Jo Kim]]") -> str:
    return f'---\ntype: interview\npeople: "{people}"\n{front}\n---\n'


VAULT = {
    "Me.md": "---\ntype: me\n---\n",
    "People/Jo Kim.md": JO,
    "People/Ana Ruiz.md": "---\ntype: contact\n---\n",
    "People/Anton Maier.md": "---\ntype: contact\n---\n",
    "People/@Sam Lee (Acme).md": "---\ntype: contact\n---\n",
    "Interviews/2026-03-09 Jo Kim.md": talk("thanked: 2026-03-10"),
    "Interviews/2026-05-01 Jo Kim.md": talk("asked: 2026-05-01"),
    "Interviews/Ana one.md": talk("start: 2026-02-01\noutcome: cancelled", "[[Ana Ruiz]]"),
    "Interviews/Ana two.md": talk("start: 2026-01-01\nthanked: 2026-02-02", "[[Ana Ruiz]]"),
    "Interviews/open a.md": talk("asked: 2026-01-01", "[[Sam Lee]]"),
    "Interviews/open b.md": talk("asked: 2026-02-01", "[[Sam Lee]]"),
    "Interviews/bare.md": talk("asked: 2026-02-01", "Kofi Mensah"),
    "Notes/Kimono.md": "a note",
    "Drafts/2026-05-01 Jo Kim - reply.md": '---\ntemplate: reply\nabout: "[[2026-05-01 Jo Kim]]"\n---\nDear Jo\n',
    "Drafts/2026-03-09 Jo Kim - thank you Jo Kim.md": (
        '---\ntemplate: thank-you\nabout: "[[2026-03-09 Jo Kim]]"\nto: "[[Jo Kim]]"\n---\nDear Jo\n'
    ),
}

INTERVIEWS = [
    ("2026-03-09 Jo Kim", "2026-03-09 Jo Kim"),
    ("Interviews/2026-03-09 Jo Kim.md", "2026-03-09 Jo Kim"),
    ("./Interviews/2026-03-09 Jo Kim", "2026-03-09 Jo Kim"),
    ("2026-03-09 jo kim", "2026-03-09 Jo Kim"),
    ("Jo Kim", "2026-05-01 Jo Kim"),
    ("People/Jo Kim.md", "2026-05-01 Jo Kim"),
    ("jojo", "2026-05-01 Jo Kim"),
    ("Jo", "2026-05-01 Jo Kim"),
    ("Kim", "2026-05-01 Jo Kim"),
    ("2026-03", "2026-03-09 Jo Kim"),
    ("Ana Ruiz", "Ana one"),
    ("Ruiz", "Ana one"),
    ("Kofi Mensah", "bare"),
    ("Kofi", "bare"),
]


@pytest.mark.parametrize(("text", "name"), INTERVIEWS)
def test_an_interview(tmp_path: Path, text: str, name: str) -> None:
    assert find.interview(vault_of(tmp_path, VAULT), text).path == f"Interviews/{name}.md"


REFUSED = [
    ("An", "Ana one"),  # Ana, Anton
    ("Sam Lee", "open a"),
    ("Anton Maier", "no interview"),
    ("2026-05-01 Jo Kin", "2026-05-01 Jo Kim"),
    ("nobody at all", "No interview"),
    ("", "empty"),
    ("Interviews/none.md", "No interview"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_no_guess_at_an_interview(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WrongUse, match=said):
        find.interview(vault_of(tmp_path, VAULT), text)


@pytest.mark.parametrize(("text", "name"), [("Jo", "Jo Kim"), ("Sam Lee", "@Sam Lee (Acme)"), ("jojo", "Jo Kim"),
                                            ("Ana", "Ana Ruiz"), ("People/Ana Ruiz", "Ana Ruiz")])  # fmt: skip
def test_a_contact(tmp_path: Path, text: str, name: str) -> None:
    assert find.contact(vault_of(tmp_path, VAULT), text).path == f"People/{name}.md"


@pytest.mark.parametrize("text", ["An", "2026-03-09 Jo Kim", "Anna Ruiz"])
def test_no_guess_at_a_contact(tmp_path: Path, text: str) -> None:
    with pytest.raises(WrongUse):
        find.contact(vault_of(tmp_path, VAULT), text)


KEYS = [
    ("Jo", ["outcome"], "Interviews/2026-05-01 Jo Kim.md"),
    ("Jo", ["wer"], "Interviews/2026-05-01 Jo Kim.md"),
    ("Jo", ["mode"], "Interviews/2026-05-01 Jo Kim.md"),
    ("Jo Kim", ["mode"], "Interviews/2026-05-01 Jo Kim.md"),
    ("Jo", ["email"], "People/Jo Kim.md"),
    ("Jo Kim", ["timezone"], "People/Jo Kim.md"),
    ("2026-03-09 Jo Kim", ["timezone"], "Interviews/2026-03-09 Jo Kim.md"),
    ("Me", ["timezone"], "Me.md"),
    ("Me", ["role_found"], "Me.md"),
    ("Jo Kim", ["my own key"], "People/Jo Kim.md"),
    ("Kimono", ["my own key"], "Notes/Kimono.md"),
    ("Jo", ["mode", "timezone"], "Interviews/2026-05-01 Jo Kim.md"),
    ("2026-05-01 Jo Kim - reply", ["subject"], "Drafts/2026-05-01 Jo Kim - reply.md"),
]


@pytest.mark.parametrize(("text", "keys", "path"), KEYS)
def test_the_key_says_which_kind_is_meant(tmp_path: Path, text: str, keys: list[str], path: str) -> None:
    (tmp_path / "vaultkit.toml").write_text('[properties]\nwer = "people"\n')
    assert find.for_keys(vault_of(tmp_path, VAULT), text, keys).path == path


def test_keys_of_two_kinds_fit_no_note(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="several kinds"):
        find.for_keys(vault_of(tmp_path, VAULT), "Jo", ["email", "start"])


def test_a_part_finds_the_users_own_notes_first(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, VAULT)
    assert find.note(vault, "2026-05-01").path == "Interviews/2026-05-01 Jo Kim.md"
    assert find.note(vault, "thank you").path.startswith("Drafts/")
    assert find.note(vault, "kimo").path == "Notes/Kimono.md"


@pytest.mark.parametrize(
    ("text", "drafts"),
    [
        ("2026-05-01 Jo Kim - reply", ["2026-05-01 Jo Kim - reply"]),
        ("- reply", ["2026-05-01 Jo Kim - reply"]),
        ("2026-05-01 Jo Kim", ["2026-05-01 Jo Kim - reply"]),
        ("Jo Kim", ["2026-03-09 Jo Kim - thank you Jo Kim"]),
    ],
)
def test_a_draft_or_the_note_it_is_about(tmp_path: Path, text: str, drafts: list[str]) -> None:
    found = find.drafts(vault_of(tmp_path, VAULT), text)
    assert [note.path for note in found] == [f"Drafts/{name}.md" for name in drafts]


MEANT = [
    ("Kim", "People/Jo Kim.md"),
    ("jojo", "People/Jo Kim.md"),
    ("2026-05", "Interviews/2026-05-01 Jo Kim.md"),
    ("- reply", "Drafts/2026-05-01 Jo Kim - reply.md"),
    ("Ruiz", "People/Ana Ruiz.md"),
    ("kimc", "Notes/Kimchi.md"),
]


@pytest.mark.parametrize(("text", "path"), MEANT)
def test_a_render_and_a_diff_find_one_note_by_a_part(tmp_path: Path, text: str, path: str) -> None:
    vault = vault_of(tmp_path, VAULT | {"Notes/Kimchi.md": "another note"})
    assert find.rendered(vault, text).path == path
    about = [draft.path for draft in vault.of_kind("rendered") if path in find._identity(vault, draft)]
    if path.startswith("Drafts/") or about:
        assert [draft.path for draft in find.drafts(vault, text)] == (about or [path])


@pytest.mark.parametrize("text", ["stay in touch Jo", "Stay-in-touch jojo", "stay-in-touch Jo Kim"])
def test_a_template_s_name_finds_its_draft_where_the_file_is_called_otherwise(
    tmp_path: Path, text: str
) -> None:
    hello = {
        f"Drafts/{name} - hello.md": f'---\ntemplate: stay-in-touch\nabout: "[[{name}]]"\n---\n'
        for name in ("Jo Kim", "Ana Ruiz")
    }
    vault = vault_of(tmp_path, VAULT | hello)
    assert [draft.path for draft in find.drafts(vault, text)] == ["Drafts/Jo Kim - hello.md"]
    for nobody in ("stay in touch", "in touch Jo", "stay in touch Kofi"):
        with pytest.raises(WrongUse):
            find.drafts(vault, nobody)


@pytest.mark.parametrize("text", ["An", "2026-0", "open"])
def test_no_guess_at_what_a_rendered_note_is_about(tmp_path: Path, text: str) -> None:
    vault = vault_of(tmp_path, VAULT)
    for look in (find.rendered, find.drafts):
        with pytest.raises(WrongUse, match="Several notes fit"):
            look(vault, text)


def test_namesakes_in_two_folders_are_listed(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, VAULT | {"Old/Jo Kim.md": JO})
    with pytest.raises(WrongUse, match=r"Old/Jo Kim.*People/Jo Kim"):
        find.contact(vault, "Jo Kim")
    assert find.contact(vault, "Old/Jo Kim").path == "Old/Jo Kim.md"


def test_an_absolute_path_below_the_vault(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, VAULT)
    assert find.note(vault, str(tmp_path / "People" / "Jo Kim.md")).path == "People/Jo Kim.md"


@pytest.mark.parametrize("rule", ["stay-in-touch", "announce"])
def test_rules_of_contacts_look_among_contacts(tmp_path: Path, rule: str) -> None:
    from vaultkit.people.agenda import RULES

    vault = vault_of(tmp_path, VAULT)
    assert find.for_rule(vault, "Jo", RULES[rule].side).path == "People/Jo Kim.md"
    assert find.for_rule(vault, "Jo", RULES["reply"].side).path == "Interviews/2026-05-01 Jo Kim.md"
    assert find.for_rule(vault, "Jo Kim", RULES["promise"].side).path == "People/Jo Kim.md"


def test_bytes_that_are_no_text_mean_no_note(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, VAULT)
    for look in (find.note, find.contact, find.interview, find.story, find.rendered, find.drafts):
        with pytest.raises(WrongUse, match="not UTF-8"):
            look(vault, "Jo \udcff")
