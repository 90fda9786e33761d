"""`done`: one property or one line, and nothing that cannot be true."""

from __future__ import annotations

import errno
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.people.vaults import vault_of
from vaultkit import edits
from vaultkit.edits import write
from vaultkit.errors import Refused, WrongUse

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.fromisoformat("2026-03-12T00:30:00+01:00")  # still the 11th in UTC
ME = "---\ntype: me\ntimezone: Europe/Berlin\n---\n"
JO = "---\ntype: contact\n---\n"
TALK = "Interviews/2026-03-09 Jo Kim.md"
MARKS = {"thank-you": "thanked", "reply": "replied", "stay-in-touch": "last_contact"}


def talk(front: str, body: str = "", people: str = '"[[Jo Kim]]"') -> str:
    return f"---\ntype: interview\npeople: {people}\n{front}\n---\n{body}"


def edit(
    tmp_path: Path,
    notes: dict[str, str],
    *words: str,
    on: str | None = None,
    person: str | None = None,
) -> edits.Edited:
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": JO} | notes)
    return edits.done(vault, *words, now=NOW, on=on, person=person)


def changed_lines(old: str, new: str) -> set[str]:
    return set(old.splitlines()) ^ set(new.splitlines())


def test_a_milestone_changes_its_line_and_no_other(tmp_path: Path) -> None:
    old = talk("asked: 2026-03-01   # by mail\r\ngranted:\nzone: 'x'", "text without end")
    done = edit(tmp_path, {TALK: old}, "Jo", "granted", on="2026-03-02")
    new = (tmp_path / TALK).read_bytes().decode()
    assert (done.path, done.changed) == (TALK, True)
    assert changed_lines(old, new) == {"granted:", "granted: 2026-03-02"}


def test_today_is_that_of_my_zone(tmp_path: Path) -> None:
    edit(tmp_path, {TALK: talk("asked: 2026-03-01")}, "Jo Kim", "granted")
    assert "granted: 2026-03-12" in (tmp_path / TALK).read_text()


def test_held_is_the_day_of_the_start_in_my_zone(tmp_path: Path) -> None:
    edit(tmp_path, {TALK: talk("start: 2026-03-09T20:00\ntimezone: America/New_York")}, "Jo Kim", "held")
    assert "held: 2026-03-10" in (tmp_path / TALK).read_text()


def test_the_key_already_in_the_note_is_kept(tmp_path: Path) -> None:
    edit(tmp_path, {TALK: talk("thank_you_sent:\nheld: 2026-03-09")}, "Jo Kim", "thanked")
    text = (tmp_path / TALK).read_text()
    assert "thank_you_sent: 2026-03-12" in text
    assert "thanked" not in text


@pytest.mark.parametrize("word", ["gift_sent", "gift-sent", "Gift sent"])
def test_a_milestone_in_any_spelling(tmp_path: Path, word: str) -> None:
    edit(tmp_path, {TALK: talk("held: 2026-03-09")}, "Jo Kim", word)
    assert "gift_sent: 2026-03-12" in (tmp_path / TALK).read_text()


def test_a_second_time_it_says_so_and_keeps_the_day(tmp_path: Path) -> None:
    done = edit(tmp_path, {TALK: talk("held: 2026-03-09\nthanked: 2026-03-10")}, "Jo Kim", "thanked")
    assert (done.changed, "2026-03-10 already" in done.said) == (False, True)
    assert edit(tmp_path, {}, "Jo Kim", "thanked", on="2026-03-11").changed
    assert "thanked: 2026-03-11" in (tmp_path / TALK).read_text()


NONSENSE = [
    ("held: 2026-03-09", "gift_noticed", None, "no gift was sent"),
    ("gift_sent: 2026-03-10", "gift_noticed", "2026-03-09", "before gift_sent"),
    ("granted: 2026-03-01", "replied", "2026-03-13", "future"),
    ("start: 2026-03-20T14:00", "held", None, "future"),
    ("start: 2026-03-20T14:00", "thanked", None, "before the meeting"),
    ("held: 2026-03-09", "thanked", "2026-03-08", "before the meeting"),
    ("held: 2026-03-09", "gift_sent", "2026-03-08", "before the meeting"),
    ("asked: 2026-03-05", "granted", "2026-03-04", "before asked"),
    ("granted: 2026-03-05", "asked", "2026-03-06", "before asked"),
    ("outcome: cancelled", "held", "2026-03-06", "reopens"),
    ("thanked: 2026-03-05", "held", "2026-03-06", "before held"),
]


@pytest.mark.parametrize(("front", "milestone", "on", "reason"), NONSENSE)
def test_nonsense_is_refused_with_its_reason(
    tmp_path: Path, front: str, milestone: str, on: str | None, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        edit(tmp_path, {TALK: talk(front)}, "Jo Kim", milestone, on=on)
    assert (tmp_path / TALK).read_text() == talk(front)


WRONG = [
    ("Jo", "thankd", None, None, "did you mean thanked"),
    ("Jo", "start", None, None, "no milestone"),
    ("Jo", "thanked", "2026-02-30", None, "does not exist"),
    ("Jo", "thanked", "soon", None, "no day"),
    ("Jo", "thanked", None, "Ana", "with Jo Kim"),
    ("Jo", "held", None, "Jo", "counts for all"),
    ("Nobody", "thanked", None, None, "No interview"),
    ("2026-03-09 Jo Kim", "announced", None, None, "No contact"),
    ("Jo", "announced", None, "Jo", "--person"),
]


@pytest.mark.parametrize(("note", "milestone", "on", "person", "said"), WRONG)
def test_wrong_words_are_refused(  # noqa: PLR0917 - the columns of a table
    tmp_path: Path, note: str, milestone: str, on: str | None, person: str | None, said: str
) -> None:
    with pytest.raises(WrongUse, match=said):
        edit(tmp_path, {TALK: talk("held: 2026-03-09")}, note, milestone, on=on, person=person)


def test_announced_goes_to_the_contact(tmp_path: Path) -> None:
    notes = {
        TALK: talk("held: 2026-03-09"),
        "Me.md": ME.replace("type: me", "type: me\nrole_found: 2026-03-05"),
    }
    with pytest.raises(Refused, match="before 2026-03-05"):
        edit(tmp_path, notes, "Jo", "announced", on="2026-03-04")
    assert edit(tmp_path, notes, "Jo", "announced").path == "People/Jo Kim.md"
    assert "announced: 2026-03-12" in (tmp_path / "People/Jo Kim.md").read_text()


TWO = '\n  - "[[Jo Kim]]"\n  - "[[Ana Ruiz]]"'


def test_one_of_two_is_thanked_then_the_other(tmp_path: Path) -> None:
    notes = {TALK: talk("held: 2026-03-09", people=TWO), "People/Ana Ruiz.md": JO}
    edit(tmp_path, notes, "2026-03-09 Jo Kim", "thanked", person="Ana", on="2026-03-10")
    assert 'thanked_people:\n  - "[[Ana Ruiz]]"\n---' in (tmp_path / TALK).read_text()
    assert not edit(tmp_path, {}, "2026-03-09 Jo Kim", "thanked", person="Ana Ruiz").changed
    edit(tmp_path, {}, "2026-03-09 Jo Kim", "thanked", person="Jo Kim", on="2026-03-11")
    text = (tmp_path / TALK).read_text()
    assert 'thanked_people:\n  - "[[Ana Ruiz]]"\n  - "[[Jo Kim]]"\nthanked: 2026-03-11\n' in text


def test_somebody_else_in_thanked_people_stays(tmp_path: Path) -> None:
    notes = {TALK: talk('held: 2026-03-09\nthanked_people: "[[Jo Kim|Jo]]"', people=TWO)}
    edit(tmp_path, notes, "2026-03-09 Jo Kim", "thanked", person="Ana Ruiz")
    assert '  - "[[Jo Kim|Jo]]"\n  - "[[Ana Ruiz]]"\nthanked: 2026-03-12' in (tmp_path / TALK).read_text()


def test_of_two_thanked_at_once_the_later_one_sees_that_nobody_is_left(tmp_path: Path) -> None:
    notes = {"Me.md": ME, TALK: talk("held: 2026-03-09", people=TWO), "People/Jo Kim.md": JO}
    first, second = vault_of(tmp_path, notes), vault_of(tmp_path, {})
    said = [
        edits.done(vault, "2026-03-09 Jo Kim", "thanked", now=NOW, person=name).said
        for vault, name in ((first, "Ana"), (second, "Jo"))
    ]
    assert "Jo Kim still to thank" in said[0]
    assert "still to thank" not in said[1]
    assert "\nthanked: 2026-03-12\n" in (tmp_path / TALK).read_text()


def test_a_single_person_needs_no_list(tmp_path: Path) -> None:
    edit(tmp_path, {TALK: talk("held: 2026-03-09")}, "Jo", "thanked", person="Jo")
    text = (tmp_path / TALK).read_text()
    assert "thanked: 2026-03-12" in text
    assert "thanked_people" not in text


def draft(about: str, template: str = "thank-you", to: str = "[[Jo Kim]]") -> str:
    return f'---\ntemplate: {template}\nabout: "[[{about}]]"\nto: "{to}"\n---\nDear\n'


def test_a_draft_sets_what_it_marks_for_its_reader(tmp_path: Path) -> None:
    letter = "Drafts/thanks.md"
    notes = {
        TALK: talk("held: 2026-03-09", people=TWO),
        "People/Ana Ruiz.md": JO,
        letter: draft("2026-03-09 Jo Kim"),
    }
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": JO} | notes)
    assert edits.draft(vault, "thanks", MARKS, now=NOW).path == TALK
    assert 'thanked_people:\n  - "[[Jo Kim]]"\n---' in (tmp_path / TALK).read_text()
    assert (tmp_path / letter).read_text() == notes[letter]


def test_a_draft_is_found_by_the_note_it_is_about(tmp_path: Path) -> None:
    notes = {
        "Drafts/a.md": draft("2026-03-09 Jo Kim", "reply"),
        "Drafts/sheet.md": draft("2026-03-09 Jo Kim", "agenda"),
        TALK: talk("granted: 2026-03-09"),
        "Drafts/hello.md": draft("Jo Kim", "stay-in-touch"),
    }
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": JO} | notes)
    edits.draft(vault, "2026-03-09 Jo Kim", MARKS, now=NOW)
    assert "replied: 2026-03-12" in (tmp_path / TALK).read_text()
    edits.draft(vault, "hello", MARKS, now=NOW)
    assert "last_contact: 2026-03-12" in (tmp_path / "People/Jo Kim.md").read_text()
    with pytest.raises(WrongUse, match=r'"a", "hello"'):
        edits.draft(vault, "Jo Kim", MARKS, now=NOW)
    with pytest.raises(WrongUse, match="no draft"):
        edits.draft(vault, "sheet", MARKS, now=NOW)


BODY = """## Introductions
- [ ] Sunita Rao at the port
## Follow-ups
- [ ] send the [[slides]] to *Jo* 📅 2026-03-20
* call back
- [x] call the bank
## Personal
- [ ] call back
"""


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("Sunita", "- [ ] Sunita Rao at the port", "- [x] Sunita Rao at the port ✅ 2026-03-12"),
        ("send the slides to Jo", "- [ ] send the [[slides]] to *Jo* 📅 2026-03-20",
         "- [x] send the [[slides]] to *Jo* 📅 2026-03-20 ✅ 2026-03-12"),
        ("line 10", "* call back", "* [x] call back ✅ 2026-03-12"),
    ],
)  # fmt: skip
def test_an_item_is_ticked(tmp_path: Path, words: str, old: str, new: str) -> None:
    text = talk("held: 2026-03-09", BODY)
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": JO, TALK: text})
    edits.tick(vault, "Jo", words, now=NOW)
    assert changed_lines(text, (tmp_path / TALK).read_text()) == {old, new} or old == "* call back"
    assert new in (tmp_path / TALK).read_text()


@pytest.mark.parametrize(("words", "said"), [("call back", "Several"), ("sunito", "Sunita"), ("bank", "No open line"),
                                             ("line 99", "No open line")])  # fmt: skip
def test_no_guess_at_a_line(tmp_path: Path, words: str, said: str) -> None:
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": JO, TALK: talk("held: 2026-03-09", BODY)})
    with pytest.raises(WrongUse, match=said):
        edits.tick(vault, "Jo", words, now=NOW)


def test_the_whole_line_goes_before_a_part_and_the_log_has_nothing_to_tick(tmp_path: Path) -> None:
    text = f"{JO}## Follow-ups\n- [ ] call\n- [ ] call the bank\n## Log\n- [ ] 2026-03-01 rang twice\n"
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": text})
    edits.tick(vault, "Jo", "Call", now=NOW)
    assert changed_lines(text, (tmp_path / "People/Jo Kim.md").read_text()) == {
        "- [ ] call",
        "- [x] call ✅ 2026-03-12",
    }
    with pytest.raises(WrongUse, match="No open line"):
        edits.tick(vault, "Jo", "rang", now=NOW)


def test_a_line_that_moved_meanwhile_is_found_again(tmp_path: Path) -> None:
    text = talk("held: 2026-03-09", "## Follow-ups\n- [ ] one\n- [ ] two\n")
    vault = vault_of(tmp_path, {"Me.md": ME, TALK: text})
    (tmp_path / TALK).write_text(text.replace("## Follow-ups\n", "## Follow-ups\n- [ ] zero\n- [ ] half\n"))
    edits.tick(vault, "2026-03-09 Jo Kim", "two", now=NOW)
    assert (tmp_path / TALK).read_text().endswith("- [ ] one\n- [x] two ✅ 2026-03-12\n")


def test_a_save_in_between_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program saves between our reading and our replacing, three times."""
    from vaultkit import files

    vault = vault_of(tmp_path, {"Me.md": ME, TALK: talk("granted: 2026-03-01")})
    real, saves = files.replace, iter(["one", "two", "three"])

    def busy(path: Path, new: bytes, **options: Any) -> Any:
        if (save := next(saves, None)) is not None:
            path.write_text(path.read_text() + f"{save}\n")
        return real(path, new, **options)

    monkeypatch.setattr(files, "replace", busy)
    edits.done(vault, "2026-03-09 Jo Kim", "replied", now=NOW)
    text = (tmp_path / TALK).read_text()
    assert text.endswith("one\ntwo\nthree\n")
    assert text.count("replied: 2026-03-12") == 1


def test_what_the_system_refuses_is_said_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vaultkit import files

    vault = vault_of(tmp_path, {"Me.md": ME, TALK: talk("granted: 2026-03-01")})

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device", "/somewhere/aside.tmp")

    monkeypatch.setattr(files, "replace", full)
    with pytest.raises(Refused) as told:
        edits.done(vault, "2026-03-09 Jo Kim", "replied", now=NOW)
    assert str(told.value) == (
        f"{TALK}: not written: No space left on device; make room on the disk and try again."
    )


def test_a_save_while_the_new_text_is_made_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = vault_of(tmp_path, {"Me.md": ME, TALK: talk("granted: 2026-03-01")})
    real, saves = write.facts_as_read, iter(["one", "two"])

    def busy(*given: Any) -> Any:
        if (save := next(saves, None)) is not None:
            (tmp_path / TALK).write_text((tmp_path / TALK).read_text() + f"{save}\n")
        return real(*given)

    monkeypatch.setattr(write, "facts_as_read", busy)
    edits.done(vault, "2026-03-09 Jo Kim", "replied", now=NOW)
    assert (tmp_path / TALK).read_text().endswith("one\ntwo\n")
    assert (tmp_path / TALK).read_text().count("replied: 2026-03-12") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells who has a file open")
def test_a_note_that_is_open_elsewhere_is_left_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is exchanged meanwhile: whoever has it open would see that."""
    vault = vault_of(tmp_path, {"Me.md": ME, TALK: talk("granted: 2026-03-01")})
    monkeypatch.setattr(write, "REST", 0.0)
    before = (tmp_path / TALK).stat()
    with (tmp_path / TALK).open("rb+"), pytest.raises(Refused, match="open to write or keeps saving it"):
        edits.done(vault, "2026-03-09 Jo Kim", "replied", now=NOW)
    assert (tmp_path / TALK).stat().st_ctime_ns == before.st_ctime_ns
    edits.done(vault, "2026-03-09 Jo Kim", "replied", now=NOW)
    assert "replied: 2026-03-12" in (tmp_path / TALK).read_text()


@pytest.mark.parametrize("front", ["[1, 2]", "thanked: [2026-01-01, 2026-01-02]\nheld: 2026-01-01", "a: {"])
def test_what_cannot_be_written_is_refused_with_the_path(tmp_path: Path, front: str) -> None:
    text = f"---\n{front}\n---\n#interview\n" if "thanked" not in front else talk(front)
    vault = vault_of(tmp_path, {"Me.md": ME, TALK: text})
    with pytest.raises(Refused, match=r"^Interviews/2026-03-09 Jo Kim\.md: "):
        edits.done(vault, TALK, "thanked", now=NOW)
    assert (tmp_path / TALK).read_text() == text
