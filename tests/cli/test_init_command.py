"""init: a new vault, the example, or one file beside notes that somebody has had for years."""

from __future__ import annotations

import os
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.hand import Hand

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Hand:
    """Somebody who stands in a folder that is no vault."""
    return Hand(tmp_path / "home")


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_a_new_vault_has_folders_views_me_and_a_configuration_with_comments(home: Hand) -> None:
    ran = home.ok("init", "my vault")
    made = tree(home.root / "my vault")
    assert {"People", "Interviews", "Drafts", "Templates", "Views", "Me.md", "vaultkit.toml"} <= made
    assert any(name.endswith(".base") for name in made)
    assert ("my vault" in ran.out, "vaultkit new interview" in ran.err) == (True, True)
    config = (home.root / "my vault/vaultkit.toml").read_text()
    assert sum(line.startswith("#") for line in config.splitlines()) > 10
    assert set(tomllib.loads(config)["render"]["always"]) == {"agenda", "introductions"}


def test_it_works_at_once_and_says_that_nothing_is_open(home: Hand) -> None:
    home.ok("init", "v")
    vault = Hand(home.root / "v")
    assert vault.ok("check", "--strict").out == "No problems.\n"
    vault.render()
    assert {"Agenda.md", "Introductions.md", "Helpful people.md"} <= set(vault.paths("*.md"))
    assert "open" in vault.read("Agenda.md")
    assert vault.run("render", "--check").code == 0


def test_what_comes_next_names_the_vault_however_it_was_named(home: Hand) -> None:
    assert "--vault ." in home.ok("init").err
    assert '--vault "my vault"' in home.ok("init", "my vault").err
    assert "--vault v" in home.ok("init", "--vault", "v").err
    assert "--vault w" in home.ok("--vault", "w", "init", "--example").err


def test_twice_is_once(home: Hand) -> None:
    home.ok("init", "v")
    vault = Hand(home.root / "v")
    vault.write(
        {
            "Me.md": "---\ntype: me\nname: Mine\n---\n",
            "vaultkit.toml": "since = 2020-01-01\n",
            "Views/People.base": "mine\n",
        }
    )
    before = vault.files()
    home.ok("init", "v")
    assert vault.files() == before


def test_nothing_is_overwritten_where_a_folder_holds_other_files(home: Hand) -> None:
    vault = Hand(home.root / "v").write(
        {"vaultkit.toml": "# mine\n", "Views/People.base": "mine\n", "photo.jpg": "x"}
    )
    home.ok("init", "v")
    assert (vault.read("vaultkit.toml"), vault.read("Views/People.base")) == ("# mine\n", "mine\n")
    assert (vault.root / "Me.md").exists()


def test_the_folder_is_here_by_default_or_the_vault_that_is_named(home: Hand) -> None:
    (home.root / "a").mkdir()
    home.ok("--vault", str(home.root / "b"), "init")
    home.ok("init", "--vault", str(home.root / "c"))
    assert home.run("init", cwd=home.root / "a").code == 0
    assert all((home.root / name / "Me.md").exists() for name in "abc")


def test_the_example_vault_renders_and_is_refused_over_notes(home: Hand) -> None:
    home.ok("init", "--example", "e")
    vault = Hand(home.root / "e")
    names = set(vault.files())
    assert {"Me.md", "vaultkit.toml"} < names
    assert not any(name.startswith("Drafts/") for name in names)
    assert vault.run("render").code == 0
    assert len(vault.paths("Drafts/*")) > 3
    before = vault.files()
    assert "notes already" in home.no("init", "--example", "e").err
    assert vault.files() == before


OLD = {
    "People/Jo.md": "---\ntype: contact\n---\n", "People/Bo.md": "---\ntags: [person]\n---\n", "People/Cy.md": "Cy\n",
    "Meetings/2025-01-01 Jo.md": "---\ntype: interview\npeople: '[[Jo]]'\nheld: 2025-01-01\n---\n",
    "Meetings/2025-02-01 Cy.md": "#interview\n[[Cy]]\n", "Daily/2025-01-01.md": "An #interview with [[Jo]]\n", "x.canvas": "{}",
}  # fmt: skip


def test_beside_notes_it_writes_one_file_with_today_and_says_what_it_knows(home: Hand) -> None:
    vault = Hand(home.root / "old").write(OLD)
    ran = home.ok("init", "old", "--now", "2026-11-24T09:00")
    assert set(vault.files()) == {*OLD, "vaultkit.toml"}
    assert all(vault.read(path) == text for path, text in OLD.items())
    assert not any(path.name.startswith(".") for path in vault.root.iterdir())
    assert tomllib.loads(vault.read("vaultkit.toml")) == {"since": date(2026, 11, 24)}
    assert (
        "Recognised: 2 contacts (1 by tag and 1 by `type`), 2 interviews (1 by tag and 1 by `type`)."
        in ran.out
    )
    assert {'# folders = ["People"]', '# folders = ["Meetings"]'} <= set(
        vault.read("vaultkit.toml").splitlines()
    )


def test_every_comment_in_it_is_configuration_once_its_mark_is_gone(home: Hand) -> None:
    vault = Hand(home.root / "old").write(OLD)
    home.ok("init", "old", "--now", "2026-11-24")
    lines = [
        line.removeprefix("# ") if line.startswith(("# [", '# "')) or " = " in line else line
        for line in vault.read("vaultkit.toml").splitlines()
    ]
    vault.write({"vaultkit.toml": "\n".join(lines) + "\n"})
    ran = home.ok("init", "old")
    assert ("there already" in ran.out, "3 contacts" in ran.out) == (True, True)
    assert "by vaultkit.toml" in ran.out


def test_what_lies_before_since_is_history_and_renders_nothing(home: Hand) -> None:
    vault = Hand(home.root / "old").write(OLD)
    home.ok("init", "old", "--now", "2026-11-24")
    assert vault.rules("2026-11-24T09:00") == []
    vault.render()
    assert vault.paths("Drafts/*") == []
    assert vault.ok("stats", "--json").json["held"] == 1


def test_notes_that_are_recognised_by_nothing_are_told_how(home: Hand) -> None:
    Hand(home.root / "old").write({"a.md": "text\n"})
    ran = home.ok("init", "old", "--now", "2026-11-24")
    assert ("0 contacts, 0 interviews" in ran.out, "vaultkit.toml" in ran.err) == (True, True)
    found = home.ok("init", "old", "--json").json
    assert (found["created"], found["contacts"], found["interviews"]) == ([], {}, {})


def test_a_folder_that_may_not_be_looked_into_is_passed_over(
    home: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.write({"mine/locked/a.txt": ""})
    for name in ("scandir", "listdir"):
        monkeypatch.setattr(os, name, _refusing(getattr(os, name)))
    assert "Next: fill in Me.md" in home.ok("init", "mine").err


def _refusing(look: Callable[..., Any]) -> Callable[..., Any]:
    """As Windows does for the folders of old names in Documents."""

    def looked(path: Any = ".") -> Any:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    return looked


def test_a_tag_in_another_language_is_found_where_the_people_are(home: Hand) -> None:
    notes = {f"Menschen/{name}.md": "---\ntags: [mensch, chor]\n---\n" for name in ("Jo", "Bo")}
    vault = Hand(home.root / "old").write({**notes, "Menschen/Cy.md": "#mensch\n", "Treffen/a.md": "#chor\n"})
    home.ok("init", "old", "--now", "2026-11-24")
    lines = vault.read("vaultkit.toml").splitlines()
    assert '# tags = ["mensch"]  # on 3 of 3 notes there' in lines
    assert '# tags = ["meeting"]  # none like it was found here' in lines
