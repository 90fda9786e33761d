"""`set`, `skip`, `ask`, `log`, `check --fix`: the line that is asked for, and no other."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.people.vaults import vault_of
from vaultkit import edits
from vaultkit.edits.write import set_properties
from vaultkit.errors import Refused, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.fromisoformat("2026-03-12T12:00:00+01:00")
ME = "---\ntype: me\ntimezone: Europe/Berlin\n---\n"
TALK = "Interviews/2026-03-09 Jo Kim.md"
JO = "People/Jo Kim.md"
VAULT = {
    "Me.md": ME,
    JO: "---\ntype: contact\ncompany: Acme # since May\n---\n",
    TALK: '---\ntype: interview\npeople: "[[Jo Kim]]"\noutcome: cancelled\n---\n',
}

SET = [
    ("Jo", "org=Acme Inc.", JO, "company: Acme Inc. # since May"),
    ("Jo", "phone=0113 555", JO, "phone: 0113 555"),
    ("Jo", "phone=0113555", JO, 'phone: "0113555"'),
    ("Jo", "email=jo@x.org", JO, "email: jo@x.org"),
    ("Jo", "helpful=yes", JO, "helpful: true"),
    ("Jo", "keep_in_touch=never", JO, "keep_in_touch: never"),
    ("Jo", "keep_in_touch=3 months", JO, "keep_in_touch: 90"),
    ("Jo Kim", "aliases=Jojo, J", JO, "aliases:\n  - Jojo\n  - J"),
    ("Jo", "introduced_by=Ana Ruiz", JO, 'introduced_by: "[[Ana Ruiz]]"'),
    ("Jo", "last_contact=today", JO, "last_contact: 2026-03-12"),
    ("Jo", "start=2026-03-09 14:00", TALK, "start: 2026-03-09T14:00"),
    ("Jo", "outcome=", TALK, "outcome:\n"),
    ("Jo", "outcome=No show", TALK, "outcome: no-show"),
    ("Jo Kim", "timezone=europe/berlin", JO, "timezone: Europe/Berlin"),
    ("Jo", "duration=1h", TALK, "duration: 60"),
    ("Jo", "link=https://z.example/j/1?a=b", TALK, "link: https://z.example/j/1?a=b"),
    (
        "2026-03-09 Jo Kim",
        "people=[[Jo Kim]], [[Ana Ruiz]]",
        TALK,
        'people:\n  - "[[Jo Kim]]"\n  - "[[Ana Ruiz]]"',
    ),
    ("Jo Kim", "my key=5", JO, "my key: 5"),
    ("Jo Kim", "my key=a: b", JO, 'my key: "a: b"'),
    ("Me", "role_found=2026-03-01", "Me.md", "role_found: 2026-03-01"),
]


@pytest.mark.parametrize(("note", "word", "path", "line"), SET)
def test_set(tmp_path: Path, note: str, word: str, path: str, line: str) -> None:
    done = edits.set_values(vault_of(tmp_path, VAULT), note, [word], now=NOW)
    text = (tmp_path / path).read_text()
    assert (done.path, done.changed) == (path, True)
    assert line in text
    assert len(text.splitlines()) <= len(VAULT[path].splitlines()) + line.count("\n") + 1


def test_several_keys_are_one_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vaultkit import files

    vault, real, writes = vault_of(tmp_path, VAULT), files.replace, []

    def counted(path: Path, new: bytes, **options: Any) -> Any:
        writes.append(path)
        return real(path, new, **options)

    monkeypatch.setattr(files, "replace", counted)
    edits.set_values(vault, "Jo", ["mode=online", "platform=Zoom", "link=https://z.example"], now=NOW)
    assert len(writes) == 1
    assert "mode: online\nplatform: Zoom\nlink: https://z.example\n" in (tmp_path / TALK).read_text()


WRONG = [
    ("emial=x", "no property of a contact; did you mean email"),
    ("durration=30", "no property of an interview; did you mean duration"),
    ("start=tomorrow", "2026-03-09T14:00"),
    ("start=2026-02-30T10:00", "no such day"),
    ("timezone=EST5", "IANA"),
    ("mode=onlin", "did you mean online"),
    ("outcome=maybe", "declined"),
    ("helpful=perhaps", "true or false"),
    ("duration=-5", "minutes"),
    ("last_contact=2026-13-01", "does not exist"),
    ("platform", "KEY=VALUE"),
    ("=x", "KEY=VALUE"),
    ("pla:tform=x", "name of a property"),
    ("org=a\nb", "line breaks"),
]


@pytest.mark.parametrize(("word", "said"), WRONG)
def test_a_wrong_value_is_refused_and_nothing_written(tmp_path: Path, word: str, said: str) -> None:
    note = "Jo Kim" if word.startswith(("emial", "timezone")) else TALK if word.startswith("durr") else "Jo"
    with pytest.raises(WrongUse, match=said):
        edits.set_values(vault_of(tmp_path, VAULT), note, [word], now=NOW)
    assert {path: (tmp_path / path).read_text() for path in VAULT} == VAULT


def test_a_key_that_stands_in_the_note_is_no_misspelling(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, VAULT | {JO: "---\ntype: contact\nEmial: x\n---\n"})
    edits.set_values(vault, "Jo Kim", ["emial=y"], now=NOW)
    assert (tmp_path / JO).read_text() == "---\ntype: contact\nEmial: y\n---\n"


def test_skip_appends_to_the_list(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, VAULT)
    assert edits.skip(vault, "Jo", "Thank_You").path == TALK
    assert edits.skip(vault, "Jo", "gift").changed
    assert "skip:\n  - thank-you\n  - gift\n" in (tmp_path / TALK).read_text()
    assert not edits.skip(vault, "Jo", "gift").changed
    assert edits.skip(vault, "Jo", "stay-in-touch").path == JO


def test_skip_knows_its_rules(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="did you mean thank-you"):
        edits.skip(vault_of(tmp_path, VAULT), "Jo", "thank_yu")


def test_ask_goes_above_the_subheadings(tmp_path: Path) -> None:
    body = "## Questions\n- [ ] first?\n\n### Essential\n- [ ] second?\n"
    vault = vault_of(tmp_path, VAULT | {TALK: VAULT[TALK] + body})
    edits.ask(vault, "Jo", "  what   next? ")
    assert (tmp_path / TALK).read_text() == VAULT[TALK] + body.replace(
        "first?\n", "first?\n- [ ] what next?\n"
    )


def test_ask_makes_the_heading_and_follows_the_notes_bullets(tmp_path: Path) -> None:
    edits.ask(vault_of(tmp_path, VAULT), "Jo", "why?")
    assert (tmp_path / TALK).read_text().endswith("## Questions\n- [ ] why?\n")
    vault = vault_of(tmp_path, VAULT | {TALK: VAULT[TALK] + "## Questions\n- plain\n"})
    edits.ask(vault, "Jo", "- [ ] why?")
    assert (tmp_path / TALK).read_text().endswith("- plain\n- why?\n")


@pytest.mark.parametrize("question", ["", "…", "\x1b[31mred"])
def test_a_line_without_a_word_is_refused(tmp_path: Path, question: str) -> None:
    with pytest.raises(WrongUse):
        edits.ask(vault_of(tmp_path, VAULT), "Jo", question)


def test_log_is_dated(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, VAULT)
    edits.log(vault, "Jo", "met at the fair", now=NOW)
    edits.log(vault, "Jo", "wrote", now=NOW, on="2026-01-02")
    assert (tmp_path / JO).read_text() == VAULT[
        JO
    ] + "\n## Log\n- 2026-03-12 met at the fair\n- 2026-01-02 wrote\n" or (
        (tmp_path / JO).read_text()
        == VAULT[JO] + "## Log\n- 2026-03-12 met at the fair\n- 2026-01-02 wrote\n"
    )
    with pytest.raises(Refused, match="future"):
        edits.log(vault, "Jo", "will write", now=NOW, on="2026-03-13")


def test_set_properties_keeps_the_key_in_the_note(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, VAULT)
    assert set_properties(vault, JO, {"org": "Acme", "uid": "1-2"}) is True
    assert set_properties(vault, JO, {"org": "Acme", "uid": "1-2"}) is False
    assert (tmp_path / JO).read_text() == "---\ntype: contact\ncompany: Acme # since May\nuid: 1-2\n---\n"


BROKEN = """---
type: interview
people: [[Jo Kim]]   # who
thanked_people:
  - [[Jo Kim]]
  - "[[Ana Ruiz]]"
note: |
  people: [[Jo Kim]]
dial_in: 0113555
duration: 30
---
- [[Jo Kim]]
"""


def test_fix_quotes_links_and_numbers_and_touches_nothing_else(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, VAULT | {TALK: BROKEN})
    (done,) = edits.fix(vault)
    assert (done.path, done.changed) == (TALK, True)
    assert (tmp_path / TALK).read_text() == BROKEN.replace(
        "people: [[Jo Kim]]   # who", 'people: "[[Jo Kim]]"   # who'
    ).replace("  - [[Jo Kim]]\n  -", '  - "[[Jo Kim]]"\n  -').replace(
        "dial_in: 0113555", 'dial_in: "0113555"'
    )
    assert edits.fix(vault_of(tmp_path)) == ()


def test_fix_leaves_what_it_is_not_sure_of(tmp_path: Path) -> None:
    text = "---\ntype: interview\npeople: [[[Jo Kim]], [[Ana Ruiz]]]\n---\n"
    results = edits.fix(vault_of(tmp_path, VAULT | {TALK: text}))
    assert [done.changed for done in results] in ([], [False])
    assert (tmp_path / TALK).read_text() == text


SPILLS = "note: 0113555\n  and more\n"
IN_QUOTES = 'note: "she said\n  people: [[Jo Kim]]\n  and no more"\n'


@pytest.mark.parametrize("other", [SPILLS, IN_QUOTES])
@pytest.mark.parametrize(("mine", "mended"), [
    ("dial_in: 0113555\n", 'dial_in: "0113555"\n'),
    ("people: [[Jo Kim]]\n", 'people: "[[Jo Kim]]"\n'),
])  # fmt: skip
def test_fix_leaves_a_line_that_would_change_another_property(
    tmp_path: Path, other: str, mine: str, mended: str
) -> None:
    """In quotes, that line would end the note's front matter, and with it the very problem that is counted."""
    front = f"---\ntype: interview\n{other}{{}}---\n"
    (done,) = edits.fix(vault_of(tmp_path, VAULT | {TALK: front.format(mine)}))
    assert (tmp_path / TALK).read_text() == front.format(mended)
    assert done.changed


@pytest.mark.parametrize("line", ["dial_in: 1.50", "people: [[007]]", "people: [[Jo,Kim]]"])
def test_fix_leaves_a_value_that_quotes_would_change(tmp_path: Path, line: str) -> None:
    """As it was read, 1.50 is 1.5, and 007 is 7: which of the two was meant, nobody knows."""
    text = f"---\ntype: interview\n{line}\n---\n"
    (done,) = edits.fix(vault_of(tmp_path, VAULT | {TALK: text}))
    assert (tmp_path / TALK).read_text() == text
    assert not done.changed


def test_a_note_that_is_gone_is_refused(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, VAULT)
    (tmp_path / TALK).unlink()
    with pytest.raises(Refused, match="No such file"):
        edits.ask(vault, "Jo", "why?")
