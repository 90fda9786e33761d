"""Links mean what they mean in Obsidian, whatever the order of notes; aliases are ours."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.index.names import bare, file_key, fold, keys_of, without_ending
from vaultkit.index.nearest import NearNames
from vaultkit.index.resolve import Named, resolve
from vaultkit.model import Ambiguous, Missing, Resolved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.index.resolve import Lookup
    from vaultkit.model import Resolution


def lookup(paths: Iterable[str], aliases: Iterable[tuple[str, str]] = ()) -> Lookup:
    table: dict[str, list[Named]] = defaultdict(list)
    for path in paths:
        note = without_ending(path) != path
        table[file_key(path) if note else fold(path.rpartition("/")[2])].append(Named(path, "file"))
    for alias, path in aliases:
        table[fold(alias)].append(Named(path, "alias"))
    return lambda key: table.get(key, [])


NOTES = (
    "Jo Kim.md", "People/Jo Kim.md", "People/Ana.md", "Orgs/Ana.md", "Work/Ana.md", "Orgs/Deep/Leaf.md",
    "A/Same.md", "B/Same.md", "People/Caf\u00e9.md", "Notes/v1.2.md", "photo.png.md", "Files/photo.png",
    "Views/Contacts.base", "Long/Path/Acme.md", "Org/Acme.md", "Twins/jo.md", "Twins/Jo.md", "x.md.md",
)  # fmt: skip
ALIASES = (("Joanna", "People/Ana.md"), ("UX/UI lead", "Orgs/Ana.md"), ("Both", "A/Same.md"), ("Both", "B/Same.md"),
           ("Ana", "A/Same.md"))  # fmt: skip


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        # exact path from the root
        ("Jo Kim", "People/x.md", Resolved("Jo Kim.md", "path")),
        ("People/Jo Kim", "x.md", Resolved("People/Jo Kim.md", "path")),
        ("people/JO KIM.md", "x.md", Resolved("People/Jo Kim.md", "path")),
        ("/Orgs/Ana", "People/x.md", Resolved("Orgs/Ana.md", "path")),
        # the source's own folder
        ("Ana", "People/x.md", Resolved("People/Ana.md", "folder")),
        ("Ana", "Orgs/x.md", Resolved("Orgs/Ana.md", "folder")),
        ("Deep/Leaf", "Orgs/x.md", Resolved("Orgs/Deep/Leaf.md", "folder")),
        # the shortest path
        ("Acme", "People/x.md", Resolved("Org/Acme.md", "name", ("Long/Path/Acme.md",))),
        ("Deep/Leaf", "x.md", Resolved("Orgs/Deep/Leaf.md", "name")),
        ("eep/Leaf", "x.md", Missing()),
        # of equal length
        ("Same", "x.md", Ambiguous(("A/Same.md", "B/Same.md"))),
        ("Ana", "x.md", Ambiguous(("Orgs/Ana.md", "Work/Ana.md"))),
        # spelling
        ("cafe\u0301", "x.md", Resolved("People/Caf\u00e9.md", "name")),
        ("v1.2", "x.md", Resolved("Notes/v1.2.md", "name")),
        (" Leaf ", "x.md", Resolved("Orgs/Deep/Leaf.md", "name")),
        ("x.md", "a.md", Resolved("x.md.md", "path")),
        ("x.md.md", "a.md", Resolved("x.md.md", "path")),
        # relative
        ("./Ana", "People/x.md", Resolved("People/Ana.md", "path")),
        ("../Orgs/Ana", "People/x.md", Resolved("Orgs/Ana.md", "path")),
        ("../Ana", "People/x.md", Missing()),
        ("../../Ana", "People/x.md", Missing()),
        ("./Joanna", "People/x.md", Missing()),
        # other files
        ("photo.png", "x.md", Resolved("Files/photo.png", "name")),
        ("photo.png.md", "x.md", Resolved("photo.png.md", "path")),
        ("Contacts.base", "x.md", Resolved("Views/Contacts.base", "name")),
        ("Contacts", "x.md", Missing()),
        # twins: the one spelt like the link
        ("Twins/jo", "x.md", Resolved("Twins/jo.md", "path")),
        ("Jo", "Twins/x.md", Resolved("Twins/Jo.md", "folder")),
        ("JO", "Twins/x.md", Ambiguous(("Twins/Jo.md", "Twins/jo.md"))),
        # aliases
        ("joanna", "x.md", Resolved("People/Ana.md", "alias")),
        ("UX/UI lead", "x.md", Resolved("Orgs/Ana.md", "alias")),
        ("Both", "x.md", Ambiguous(("A/Same.md", "B/Same.md"))),
        # nothing, and itself
        ("", "People/Ana.md", Resolved("People/Ana.md", "path")),
        ("Nobody", "x.md", Missing()),
        ("Wrong/Jo Kim", "x.md", Missing()),
    ],
)  # fmt: skip
def test_rules(target: str, source: str, expected: Resolution) -> None:
    assert resolve(target, source, lookup(NOTES, ALIASES)) == expected


NAMES = st.sampled_from(["a", "A", "b", "caf\u00e9", "cafe\u0301", "x.png", "v1.2"])
FOLDERS = st.sampled_from(["", "P/", "p/", "P/Q/", "R/", "R/Q/"])
PATHS = st.builds(lambda folder, name: f"{folder}{name}.md", FOLDERS, NAMES)
TARGETS = st.builds(
    lambda folder, name: folder + name, st.sampled_from(["", "P/", "Q/", "./", "../", "/"]), NAMES
)


@settings(max_examples=150, deadline=None)
@given(
    st.sets(PATHS, max_size=8), st.lists(st.tuples(NAMES, PATHS), max_size=4), TARGETS, PATHS, st.integers()
)
def test_the_order_of_notes_decides_nothing(
    paths: set[str], aliases: list[tuple[str, str]], target: str, source: str, seed: int
) -> None:
    aliases = [(name, path) for name, path in aliases if path in paths]
    first = resolve(target, source, lookup(sorted(paths), aliases))
    shuffled, others = sorted(paths), list(aliases)
    random.Random(seed).shuffle(shuffled)
    random.Random(seed).shuffle(others)
    assert resolve(target, source, lookup(shuffled, others)) == first


@settings(max_examples=150, deadline=None)
@given(st.sets(PATHS, max_size=8), TARGETS, PATHS)
def test_only_the_keys_of_a_target_are_looked_up(paths: set[str], target: str, source: str) -> None:
    """What a render records of a link is enough: no other name can change what it means."""
    asked: set[str] = set()
    plain = lookup(sorted(paths))

    def heard(key: str) -> Iterable[Named]:
        asked.add(key)
        return plain(key)

    resolve(target, source, heard)
    assert asked <= set(keys_of(target))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("[[Jo Kim]]", "Jo Kim"),
        ("[[Jo Kim#Log|her]]", "Jo Kim"),
        ("[[Jo Kim\\|her]]", "Jo Kim"),
        (" [[a]b]] ", "a]b"),
        ("Jo #1", "Jo #1"),
    ],
)
def test_a_link_as_text_gives_its_target(text: str, target: str) -> None:
    assert bare(text) == target


def test_half_a_character_is_no_obstacle() -> None:
    assert fold("a\ud800").encode() == b"a?"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Acme Inc", "Acme Inc."),
        ("Jo Kin", "Jo Kim"),
        ("Xcme Inc.", "Acme Inc."),
        ("People/Jo Kmi", "Jo Kim"),
        ("林佳颖", "林佳穎"),
    ],
)
def test_the_nearest_name(wrong: str, right: str) -> None:
    names = NearNames(["Acme Inc.", "Jo Kim", "Somebody Else", "林佳穎", *(f"Note {n}" for n in range(500))])
    assert names.of(wrong)[0] == right


def test_no_name_is_near_to_nonsense_or_to_a_novel() -> None:
    names = NearNames(["Acme Inc.", "Jo Kim"])
    assert names.of("zzzzzz") == ()
    assert names.of("Jo Kim " * 10_000) == ()
    assert names.of("") == ()


def test_many_alike_are_compared_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    import difflib

    names = NearNames([f"Meeting {n}" for n in range(5000)])
    seen: list[int] = []
    real = difflib.get_close_matches

    def counted(word: str, possible: list[str], n: int, cutoff: float) -> list[str]:
        seen.append(len(possible))
        return real(word, possible, n, cutoff)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    assert names.of("Meetin 77")
    assert names.of("Meetin 77")
    assert len(seen) == 1
    assert seen[0] <= 200
