"""A renamed note takes along what was rendered from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vaultkit.writeback import bases
from vaultkit.writeback.carrying import Renamed, Rewrite, carried
from vaultkit.writeback.carrying import carry as write
from vaultkit.writeback.state import Base, Render

from .world import notes, run, stored

if TYPE_CHECKING:
    from pathlib import Path

JO = Renamed("People/Jo.md", "People/Jo Kim.md", "Jo Kim")


def carry(root: Path, renames: list[Renamed], paths: list[str] | None = None) -> list[str]:
    """Let the rendered notes at `paths` follow, and every base."""
    texts = [(False, path, notes(root)[path]) for path in paths or ()]
    texts += [(True, path, text) for path, text in stored(root).items()]
    rewrites = [Rewrite(base, path, text, carried(text, renames)) for base, path, text in texts]
    return write(root, [one for one in rewrites if one.old != one.new])


def sheet(about: str, *body: str, to: str = "") -> str:
    named = f'to: "{to}"\n' if to else ""
    return f'---\ntemplate: t\nabout: "{about}"\n{named}---\n' + "".join(line + "\n" for line in body)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[Jo]]", "[[Jo Kim]]"),
        ("[[jo]]", "[[Jo Kim]]"),
        ("[[People/Jo]]", "[[Jo Kim]]"),
        ("[[People/Jo.md]]", "[[Jo Kim]]"),
        ("[[Jo|Josephine]]", "[[Jo Kim|Josephine]]"),
        ("[[Jo#Log]]", "[[Jo Kim#Log]]"),
        ("[[Joe]]", "[[Joe]]"),
        ("[[Else/Jo]]", "[[Else/Jo]]"),
        ("[Jo](People/Jo.md)", "[[Jo Kim]]"),
        ("[Jo](People/J%6f.md)", "[[Jo Kim]]"),
        ("[Jo](Else/Jo.md)", "[Jo](Else/Jo.md)"),
    ],
)
def test_about_and_to_follow(before: str, after: str) -> None:
    assert carried(sheet(before), [JO]) == sheet(after)
    assert carried(sheet("[[x]]", to=before), [JO]) == sheet("[[x]]", to=after)


def test_a_plain_name_follows_as_the_person_and_not_as_the_note() -> None:
    assert carried(sheet("Jo", to="Jo"), [JO]) == sheet("Jo", to="[[Jo Kim]]")
    assert carried("---\nto: Jo \n---\n", [JO]) == '---\nto: "[[Jo Kim]]" \n---\n'
    assert carried("---\nto: Joe\n---\n", [JO]) == "---\nto: Joe\n---\n"


def test_one_key_can_follow_alone() -> None:
    assert carried(sheet("[[Jo]]", to="[[Jo]]"), [JO], ("to",)) == sheet("[[Jo]]", to="[[Jo Kim]]")
    assert carried(sheet("[[Jo]]", to="[[Jo]]"), [JO], ("about",)) == sheet("[[Jo Kim]]", to="[[Jo]]")


def test_a_name_that_no_wikilink_holds_gets_a_markdown_link() -> None:
    odd = Renamed("People/Jo.md", "People/Jo #1.md", "[Jo #1](People/Jo%20%231.md)")
    assert carried(sheet("[[Jo]]"), [odd]) == sheet("[Jo #1](People/Jo%20%231.md)")


def test_nothing_else_changes() -> None:
    text = sheet("[[Jo]]", "about: [[Jo]]", "[[Jo]]").replace("\n", "\r\n")
    other = text.replace("template: t", "template: t\r\nsubject: '[[Jo]]'")
    assert carried(other, [JO]) == other.replace('"[[Jo]]"', '"[[Jo Kim]]"')
    for broken in ("---\nabout: [[Jo]]\n", "about: [[Jo]]\n", ""):
        assert carried(broken, [JO]) == broken


def test_a_bare_name_that_meant_a_namesake_stays() -> None:
    renamed = Renamed("People/Jo.md", "People/Jo Kim.md", "Jo Kim", by_name=False)
    assert carried(sheet("[[Jo]]"), [renamed]) == sheet("[[Jo]]")
    assert carried(sheet("[[People/Jo]]"), [renamed]) == sheet("[[Jo Kim]]")


def test_two_notes_that_change_names_do_not_chain() -> None:
    swapped = [Renamed("A.md", "B.md", "B"), Renamed("B.md", "A.md", "A")]
    assert carried(sheet("[[A]]", to="[[B]]"), swapped) == sheet("[[B]]", to="[[A]]")


def test_a_deleted_output_stays_deleted_under_the_new_name(tmp_path: Path) -> None:
    run(tmp_path, Render("Jo - t.md", sheet("[[Jo]]", "a")))
    (tmp_path / "Jo - t.md").unlink()
    assert carry(tmp_path, [JO]) == []
    done = run(tmp_path, Render("Jo Kim - t.md", sheet("[[Jo Kim]]", "a")))
    assert [one.action for one in done] == ["deleted"]
    assert notes(tmp_path) == {}
    assert list(stored(tmp_path)) == ["Jo Kim - t.md"]


def test_an_edited_output_moves_with_its_edits(tmp_path: Path) -> None:
    run(tmp_path, Render("Jo - t.md", sheet("[[Jo]]", "a", "b")))
    (tmp_path / "Jo - t.md").write_text(sheet("[[Jo]]", "a", "b", "mine"))
    assert carry(tmp_path, [JO], ["Jo - t.md"]) == []
    assert notes(tmp_path) == {"Jo - t.md": sheet("[[Jo Kim]]", "a", "b", "mine")}
    done = run(tmp_path, Render("Jo Kim - t.md", sheet("[[Jo Kim]]", "A", "b")))
    assert [one.action for one in done] == ["moved"]
    assert notes(tmp_path) == {"Jo Kim - t.md": sheet("[[Jo Kim]]", "A", "b", "mine")}


def test_a_note_that_cannot_be_written_keeps_its_base_waiting(tmp_path: Path) -> None:
    run(tmp_path, Render("Jo - t.md", sheet("[[Jo]]", "a")))
    (tmp_path / "Jo - t.md").chmod(0o444)
    assert carry(tmp_path, [JO], ["Jo - t.md"]) == ["Jo - t.md"]
    assert stored(tmp_path) == {"Jo - t.md": sheet("[[Jo]]", "a")}


def test_what_is_gone_or_changed_meanwhile_is_left(tmp_path: Path) -> None:
    bases.put(tmp_path, Base("x.md", sheet("[[Jo]]", "newer")))
    old, new = sheet("[[Jo]]"), sheet("[[Jo Kim]]")
    assert write(tmp_path, [Rewrite(False, "gone.md", old, new), Rewrite(True, "x.md", old, new)]) == [
        "gone.md"
    ]
    assert stored(tmp_path) == {"x.md": sheet("[[Jo]]", "newer")}


def test_carrying_again_changes_nothing(tmp_path: Path) -> None:
    bases.put(tmp_path, Base("x.md", sheet("[[Jo]]")))
    carry(tmp_path, [JO])
    before = (tmp_path / ".vaultkit/renders/x.md").stat()
    assert carry(tmp_path, [JO]) == []
    assert (tmp_path / ".vaultkit/renders/x.md").stat().st_mtime_ns == before.st_mtime_ns
    assert stored(tmp_path) == {"x.md": sheet("[[Jo Kim]]")}
