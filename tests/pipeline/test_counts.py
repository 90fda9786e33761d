"""Commands that only answer say how many problems `check` would show, and that is how many it shows."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, me, talk
from vaultkit.people import checks
from vaultkit.people.checks import registry
from vaultkit.render.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pipeline.conftest import Person

EXAMPLE = Path(__file__).parent.parent.parent / "example-vault"
ANSWERS = (
    ["agenda"],
    ["list", "contacts"],
    ["list", "notes", "--format", "paths"],
    ["stats"],
    ["show", "Jo Kim"],
)


def said(vault: Person, *words: str) -> int:
    """The number that a command names on stderr."""
    err = vault.ok(*words).err
    found = re.search(r"^([\d,]+) problems? \((.*)\): `vaultkit check` shows (it|them)\.$", err, re.MULTILINE)
    if found is None:
        assert "problem" not in err
        return 0
    parts = [
        int(number.replace(",", "")) for number in re.findall(r"([\d,]+) (?:error|warning|hint)", found[2])
    ]
    assert sum(parts) == int(found[1].replace(",", ""))
    return sum(parts)


def counted(vault: Person, *words: str) -> int:
    """The same, after it was compared with what `check` shows."""
    number = said(vault, *(words or ["agenda"]))
    assert number == len(vault.problems()), vault.problems()
    return number


JO, TALK = "People/Jo Kim.md", "Interviews/one.md"
EVERYTHING = (
    me()
    | contact("Jo Kim", "gretings: Jo\nphone: 0123")
    | contact("Ana Roy", "name: Kim Jo")
    | contact("Kim Jo", body="[[Nowhere]] and again [[Nowhere]]\n")
    | talk("one", "Jo Kim", "start: 2026-03-09T14:00", "[[Nobody]]\n## Questions\n- Why?\n- Why?\n")
    | talk("two", "Ana Roy", "start: 2026-03-09T14:10\nmode: online", "[[Somebody]]\n")
    | talk("three", "No One", "held: 2026-02-01", "## Takeaways\n- a line\n")
    | {"Notes/bad.md": "---\ntitle: [\n---\n", "Interviews/bad.md": "---\ntype: interview\nx: [\n---\n"}
    | {"Templates/bad.md": "---\nrenders: contact\n---\n", "Templates/_worse.md": "{% if %}\n"}
    | {"Copy.sync-conflict-20260101.md": "x\n"}
)


def test_every_command_that_only_answers_names_the_number_that_check_shows(bare: Person) -> None:
    bare.write({path: text for path, text in EVERYTHING.items() if not path.startswith("Templates/")})
    (bare.root / "People/Odd.md").write_bytes(b"---\ntype: contact\n---\n\xff\n")
    numbers = {counted(bare, *words) for words in ANSWERS}
    assert len(numbers) == 1
    assert numbers.pop() > 15
    assert counted(bare.afresh()) == said(bare, "agenda")


DRAFT = "Drafts/three - thank you No One.md"
EDITS: list[Callable[[Person], object]] = [
    lambda v: v.render(),
    lambda v: v.edit(DRAFT, "Dear", "Is there a job for me?\n\nDear"),
    lambda v: v.edit(DRAFT, "Is there a job for me?\n\n", ""),
    lambda v: v.edit(DRAFT, "Dear", "word " * 200 + "Dear"),
    lambda v: v.write({"Templates/thank-you.md": "---\nrenders: interview\npath: x\n---\n"}),
    lambda v: v.remove("Templates/thank-you.md"),
    lambda v: v.remove(DRAFT),
    lambda v: v.write(contact("Nowhere")),  # two links less are missing
    lambda v: v.write(contact("X", "gretings: Jo") | contact("Y", "gretings: Jo")),  # the user's own word now
    lambda v: v.remove("People/Y.md"),
    lambda v: v.edit(TALK, "T14:00", "T13:00"),  # no overlap any more
    lambda v: v.edit("Interviews/two.md", "T14:10", "T13:10"),
    lambda v: v.edit("Interviews/two.md", "start:", "outcome: cancelled\nstart:"),
    lambda v: v.edit("People/Ana Roy.md", "name: Kim Jo", "name: Ana"),  # no namesake any more
    lambda v: v.write({"Me.md": "---\ntype: me\ntimezone: America/Lima\ntimzone: x\n---\n"}),
    lambda v: v.write({"Me too.md": "---\ntype: me\n---\n"}),
    lambda v: v.remove("Me.md"),
    lambda v: v.move(JO, "People/Joanna Kim.md"),
    lambda v: v.remove("Interviews/bad.md"),
    lambda v: v.edit("Templates/_worse.md", "{% if %}", "fine"),
    lambda v: v.write({"vaultkit.toml": 'since = 2026-03-10\n[properties]\ngretings = "greeting"\n'}),
]


@pytest.mark.soak
def test_the_number_follows_every_edit(bare: Person) -> None:
    """What is kept is made anew by what it read, and by nothing else: an index from nothing gives the same."""
    bare.write(EVERYTHING)
    numbers = [counted(bare)]
    for edit in EDITS:
        edit(bare)
        numbers.append(counted(bare))
    unmoved = [n for n, (before, after) in enumerate(pairwise(numbers)) if before == after]
    assert unmoved == [0], "the first render alone tells nothing new"
    assert counted(bare.afresh()) == numbers[-1]


@pytest.mark.soak
def test_the_number_in_the_example_vault(bare: Person) -> None:
    shutil.copytree(EXAMPLE, bare.root, dirs_exist_ok=True)
    counted(bare)
    for path in sorted((bare.root / "Interviews").glob("*.md"))[:4]:
        path.write_text(path.read_text().replace("people:", "poeple:").replace("start:", "start: 1"))
        counted(bare)


@pytest.mark.soak
def test_a_letter_and_a_template_are_looked_at_once(bare: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    bare.write(EVERYTHING)
    bare.render()
    number = counted(bare)
    for name in ("of_drafts", "of_contact", "of_interview", "of_me"):
        monkeypatch.setattr(checks, name, None)
    monkeypatch.setattr(Pool, "check", None)
    assert said(bare, "agenda") == number


def test_no_check_of_all_notes_together_is_left_uncounted() -> None:
    """Another one has to be counted in pipeline/counting.py, without a look at every note."""
    from vaultkit.people.checks import keys, links, overlap, questions, times  # noqa: F401

    assert {code for code, _ in registry.of_vault.rules} == {"namesake", "meetings-overlap"}
