"""Names that every system takes, and paths that stay in the vault."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit import files
from vaultkit.files import names

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = [
    "../x.md",
    "a/../../x.md",
    "a/./x.md",
    "/etc/x.md",
    "//server/share/x.md",
    "~/x.md",
    "C:/x.md",
    "c:x.md",
    "..\\x.md",
    "a\\b.md",
    ".obsidian/plugins/x.md",
    ".git/hooks/x.md",
    "a/.hidden.md",
    "a/ .hidden.md",
    ".md",
    "a/.md",
    "a//x.md",
    "a/ /x.md",
    "",
    "Drafts/",
    "Drafts/x.txt",
    "Drafts/x",
    "Drafts/x\n.md",
    "Drafts/\x00.md",
    "Drafts/???.md",
    f"Drafts/{'é' * 100}.md",
    f"{'x' * 201}/y.md",
]


@pytest.mark.parametrize("path", REFUSED)
def test_a_path_that_leaves_hides_or_cannot_be_is_refused_with_a_reason(path: str) -> None:
    found = files.output_path(path)
    assert found.path is None
    assert found.why


@pytest.mark.parametrize(
    ("given_path", "path"),
    [
        ("Drafts/2026-03-09 Jo Kim - prep.md", "Drafts/2026-03-09 Jo Kim - prep.md"),
        (" Drafts/x.md ", "Drafts/x.md"),
        ("Drafts/What: now? - prep.md", "Drafts/What- now - prep.md"),
        ('Drafts/"A" <b> [c] #d ^e |f *.md', "Drafts/'A' (b) (c) d e -f.md"),
        ("Drafts/CON.md", "Drafts/CON_.md"),
        ("aux/x.md", "aux_/x.md"),
        ("Drafts/x..md", "Drafts/x.md"),
        ("Drafts /x .md", "Drafts/x.md"),
        ("Drafts/Jose\u0301.md", "Drafts/Jos\u00e9.md"),
        (f"Drafts/{'x' * 197}.md", f"Drafts/{'x' * 197}.md"),
    ],
)
def test_a_path_is_mapped_to_one_that_every_system_takes(given_path: str, path: str) -> None:
    assert files.output_path(given_path) == names.SafePath(path)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_a_safe_name_has_no_fault_and_is_its_own_safe_name(text: str) -> None:
    name = files.safe_name(text)
    assert names.name_fault(name + ".md") == ""
    assert files.safe_name(name) == name
    assert name == unicodedata.normalize("NFC", name)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab./\\:~ C?é\u0301\u202e\n", max_size=24).map(lambda text: text + ".md"))
def test_an_output_path_is_refused_or_faultless_and_stays(text: str) -> None:
    found = files.output_path(text)
    if found.path is not None:
        assert not any(names.name_fault(part) for part in found.path.split("/"))
        assert files.output_path(found.path) == found
    else:
        assert found.why


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("AC/DC: live", "AC-DC- live"),
        ("  .hidden.  ", "hidden"),
        ("NUL", "NUL_"),
        ("nul.backup", "nul_.backup"),
        ("Nullarbor", "Nullarbor"),
        ("COM¹", "COM¹_"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\tb\nc", "a b c"),
        ("???", "Untitled"),
        ("a?\u0301", "á"),
        ("\ud800x", "x"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_names_are_mapped(text: str, name: str) -> None:
    assert files.safe_name(text) == name


def test_a_long_name_is_cut_between_letters() -> None:
    name = files.safe_name("👩‍👩‍👧" * 30)
    assert len((name + ".md").encode()) <= names.MAX_NAME_BYTES
    assert not name.endswith("\u200d")
    assert unicodedata.normalize("NFC", name) == name


def test_a_folder_keeps_the_spelling_that_stands_on_disk(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Entwürfe")
    (tmp_path / decomposed / "Alt").mkdir(parents=True)
    assert files.as_on_disk(tmp_path, "entwürfe/alt/neu/x.md") == f"{decomposed}/Alt/neu/x.md"
    assert files.as_on_disk(tmp_path, "x.md") == "x.md"


def test_the_exact_folder_wins_over_its_twin(tmp_path: Path) -> None:
    (tmp_path / "Drafts").mkdir()
    (tmp_path / "drafts").mkdir(exist_ok=True)
    assert files.as_on_disk(tmp_path, "Drafts/x.md", {}) == "Drafts/x.md"
