"""Whatever two notes say, everything that reads them answers."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.people import schema
from vaultkit.people.checks import CODES, check
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.people.me import Me

from .vaults import vault

TEXTS = [
    "[[Jo Kim]]", "[[talk]]", "[[Me]]", "[[Nobody|x]]", "Jo Kim", "EST", "Europe/Berlin", "Asia/Tokyo", "online", "giving",
    "2026-03-29T02:30", "2026-03-09", "2026-02-30", "1900-01-01T00:00", "2199-12-31T23:59", "never", "true", "thanked", "",
]  # fmt: skip
value = st.sampled_from(TEXTS) | st.integers(-5, 10**12) | st.booleans() | st.none() | st.text(max_size=8)
values = value | st.lists(value, max_size=3)


def props(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    names = [row.name for row in schema.PROPERTIES if kind in row.kinds and row.name != "type"]
    return st.dictionaries(st.sampled_from(names), values, max_size=6)


def note(kind: str, said: dict[str, Any], below: str) -> str:
    lines = [f"{key}: {json.dumps(one)}" for key, one in said.items()]
    return "\n".join(["---", f"type: {kind}", *lines, "---", below])


lines = st.lists(
    st.sampled_from(
        ["## Takeaways", "## Questions", "### Essential", "## Log", "## Introductions", "- [x] asked? why?",
         "- 2026-03-09 called [[Jo Kim]]", "- [ ] [[Nobody]] #private", "- [-] dropped", "plain words"]
    ),
    max_size=6,
).map("\n".join)  # fmt: skip


def attributes(one: object) -> list[object]:
    names = [name for name in dir(type(one)) if not name.startswith("_")]
    return [getattr(one, name) for name in names if not callable(getattr(type(one), name))]


@settings(max_examples=40, deadline=None)
@given(props("contact"), props("interview"), props("me"), lines)
def test_every_reader_and_every_check_answers(
    jo: dict[str, Any], talk: dict[str, Any], me: dict[str, Any], below: str
) -> None:
    notes = {
        "People/Jo Kim.md": note("contact", jo, below),
        "talk.md": note("interview", talk, below),
        "Me.md": note("me", me, below),
    }
    with tempfile.TemporaryDirectory() as folder:
        found = vault(Path(folder), notes, "since = 2026-03-09\n")
        (talk_note,), (jo_note,) = found.of_kind("interview"), found.of_kind("contact")
        assert attributes(Interview(talk_note, found))
        assert attributes(Contact(jo_note, found))
        assert attributes(Me(found))
        for problem in (*check(found), *(p for p in found.problems() if p.code in CODES)):
            assert problem.message
            assert problem.hint
            assert problem.path in notes
            assert 0 <= problem.line <= max(text.count("\n") + 1 for text in notes.values())
        found.store.close()
