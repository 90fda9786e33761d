"""Whose rendering a text is, as its front matter says."""

from __future__ import annotations

import pytest

from tests.writeback.states import ONE
from vaultkit.index.identity import identity_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ONE, ("prep-sheet", "[[Jo]]", "")),
        (ONE.replace("\n", "\r\n"), ("prep-sheet", "[[Jo]]", "")),
        ("\ufeff" + ONE, ("prep-sheet", "[[Jo]]", "")),
        ("---\nTo: Al Ruiz\ntemplate: 'x'\n---\n", ("x", "", "Al Ruiz")),
        ("---\ntemplate: 1\n---\n", None),
        ("---\nabout: x\n---\n", None),
        ("---\ntemplate: x\n", None),
        ("no front matter", None),
        ("", None),
    ],
)
def test_identity_is_read_from_text(text: str, found: tuple[str, str, str] | None) -> None:
    said = identity_in(text)
    assert (said and (said.template, said.about, said.to)) == found
