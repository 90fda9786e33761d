"""invite, export and import: what goes out on which stream, what is written into notes, what is refused."""

from __future__ import annotations

import email
import re
from email import policy
from typing import TYPE_CHECKING, Any

import icalendar
import pytest

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

MINE = me("name: Noor Verhaegen\nemail: noor@example.org\ntimezone: Europe/Berlin")
JO = contact("Jo Kim", "email: jo@example.org\ntimezone: America/New_York")
FRONT = "granted: 2026-03-01\nmode: online\nlink: https://x.example/1\nstart: 2026-03-09T15:00\ntimezone: Europe/Berlin"


def event(data: Any) -> Any:
    (found,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return found


def prop(hand: Hand, key: str) -> str | None:
    found = re.search(rf"^{key}: *(.*)$", hand.read("Interviews/t.md"), re.MULTILINE)
    return found[1] if found else None


def test_links_are_the_default_and_the_note_remembers(hand: Hand) -> None:
    hand.write(MINE | JO | talk("t", "Jo Kim", FRONT))
    ran = hand.ok("invite", "Jo")
    assert [line.split(":")[0] for line in ran.out.splitlines()] == ["Google", "Outlook", "Office"]
    assert prop(hand, "uid")
    assert prop(hand, "sequence") == "0"
    assert "2026-03-09T15:00" in (prop(hand, "invited_for") or "")
    before = hand.files()
    assert hand.ok("invite", "Jo", "--links").out == ran.out
    assert hand.files() == before


def test_ics_and_eml_go_to_stdout_or_a_file_and_tell_one_event(hand: Hand) -> None:
    hand.write(MINE | JO | talk("t", "Jo Kim", FRONT))
    own = event(hand.ok("invite", "Jo", "--ics").raw)
    assert (own["UID"], own["SEQUENCE"], "ATTENDEE" in own) == (prop(hand, "uid"), 0, False)
    ran = hand.ok("invite", "Jo", "--eml", "-o", str(hand.root.parent / "out.eml"))
    assert (ran.raw, "out.eml" in ran.err) == (b"", True)
    mail = email.message_from_bytes((hand.root.parent / "out.eml").read_bytes(), policy=policy.default)
    (part,) = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    sent = event(part.get_payload(decode=True))
    assert (sent["UID"], mail["X-Unsent"], mail["To"]) == (own["UID"], "1", "Jo Kim <jo@example.org>")
    assert "ATTENDEE" in sent


def test_another_time_raises_the_sequence_and_keeps_the_uid(hand: Hand) -> None:
    hand.write(MINE | JO | talk("t", "Jo Kim", FRONT))
    first = event(hand.ok("invite", "t", "--ics").raw)
    hand.ok("set", "t", "start=2026-03-10T16:00")
    second = event(hand.ok("invite", "t", "--ics").raw)
    assert (second["UID"], first["SEQUENCE"], second["SEQUENCE"]) == (first["UID"], 0, 1)
    assert "2026-03-10T16:00" in (prop(hand, "invited_for") or "")


def test_calling_off_names_what_was_invited_for_and_a_second_time_changes_nothing(hand: Hand) -> None:
    hand.write(MINE | JO | talk("t", "Jo Kim", FRONT))
    hand.ok("invite", "t")
    hand.ok("set", "t", "outcome=cancelled", "start=2026-03-20T10:00", "link=")
    called = hand.ok("invite", "t", "--ics", "--cancel")
    off = event(called.raw)
    assert (off["STATUS"], off["SEQUENCE"], off["DTSTART"].dt.day, called.err) == ("CANCELLED", 1, 9, "")
    before = hand.files()
    assert event(hand.ok("invite", "t", "--ics", "--cancel").raw)["SEQUENCE"] == 1
    assert hand.files() == before
    assert hand.ok("invite", "t", "--cancel").out == ""


@pytest.mark.parametrize(("front", "says"), [
    ("start: 2026-03-09\ntimezone: Europe/Berlin", "hour"), ("mode: online", "start"), ("start: 2026-03-29T02:30\ntimezone: Europe/Berlin", "exist"),
    ("start: 2026-10-25T02:30\ntimezone: Europe/Berlin", "twice"), (f"{FRONT}\noutcome: declined", "declined"),
])  # fmt: skip
def test_what_cannot_be_invited_to_is_refused_with_the_reason(hand: Hand, front: str, says: str) -> None:
    hand.write(MINE | JO | talk("t", "Jo Kim", front))
    assert says in hand.no("invite", "t").err


def test_invite_takes_one_form_and_an_interview(hand: Hand) -> None:
    hand.write(MINE | JO | talk("t", "Jo Kim", FRONT))
    hand.no("invite", "t", "--ics", "--eml")
    hand.no("invite", "Nobody")


def test_contacts_go_out_as_vcf_or_csv_and_come_back_as_the_same_people(hand: Hand) -> None:
    hand.write(MINE | JO | contact("林佳穎", "org: Rail; Road, Co\nphone: '+886 2 1'") | contact("Sukmawan"))
    vcf, sheet = (
        hand.ok("export", "contacts", "--format", "vcf"),
        hand.ok("export", "contacts", "--format", "csv"),
    )
    assert (vcf.raw.count(b"BEGIN:VCARD\r\n"), vcf.raw.count(b"VERSION:4.0\r\n")) == (3, 3)
    assert sheet.out.startswith("name,")
    place = hand.root.parent
    (place / "a.vcf").write_bytes(vcf.raw)
    (place / "a.csv").write_bytes(sheet.raw)
    before = hand.files()
    for name in ("a.vcf", "a.csv"):
        found = hand.ok("import", str(place / name), "--json").json
        told = {one["path"] for one in found["matched"]} | {
            path for one in found["ambiguous"] for path in one["paths"]
        }
        assert (found["created"], found["skipped"]) == ([], []), name
        assert told == {"People/Jo Kim.md", "People/林佳穎.md", "People/Sukmawan.md"}, found
    assert hand.files() == before


def test_a_draft_goes_out_without_hints_and_front_matter(hand: Hand) -> None:
    hand.write(MINE | JO | talk("t", "Jo Kim", "held: 2026-02-27"))
    hand.render()
    draft = hand.letter("thank-you")
    assert draft.comment
    text = hand.ok("export", "draft", "Jo", "--format", "txt").out
    assert text.strip() == draft.text.strip()
    mail = email.message_from_bytes(
        hand.ok("export", "draft", draft.path, "--format", "eml").raw, policy=policy.default
    )
    assert (mail["Subject"], mail["To"], mail["X-Unsent"]) == (draft.subject, "Jo Kim <jo@example.org>", "1")
    page = hand.ok("export", "draft", "t", "--format", "html").out
    assert (page.startswith("<!DOCTYPE html>"), "%%" in page) == (True, False)
    link = hand.ok("export", "draft", "t", "--format", "mailto").out
    assert link.startswith("mailto:jo@example.org?subject=")
    assert len(link) <= 1801


def test_what_is_for_my_own_eyes_is_not_mailed(hand: Hand) -> None:
    hand.write(MINE | JO | talk("t", "Jo Kim", FRONT))
    hand.render()
    for form in ("eml", "mailto"):
        hand.no("export", "draft", "t - prep", "--format", form)
    assert hand.ok("export", "draft", "t - prep", "--format", "txt").out
    hand.no("export", "draft", "Me", "--format", "txt")


def test_a_letter_that_git_could_not_merge_is_held_back(hand: Hand) -> None:
    hand.write(MINE | JO | talk("t", "Jo Kim", "granted: 2026-03-01"))
    hand.render()
    path, out = hand.letter("reply").path, hand.root.parent / "out"
    whole = hand.read(path)
    for marked in ("<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n", ">>>>>>> other\n"):
        for form in ("txt", "eml", "html", "mailto"):
            hand.write({path: whole + marked})
            ran = hand.no("export", "draft", path, "--format", form, "-o", str(out))
            assert f"{path}:{whole.count(chr(10)) + 1}: " in ran.err
            assert "conflict marks" in ran.err
            assert (ran.raw, out.exists()) == (b"", False)
    subject = next(line for line in whole.splitlines() if line.startswith("subject:"))
    for_both = f"<<<<<<< HEAD\n{subject}\n=======\nsubject: Hello\n>>>>>>> other"
    hand.write({path: whole.replace(subject, for_both)})
    assert "conflict marks" in hand.no("export", "draft", path, "--format", "txt").err


CARDS = (
    "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEMAIL:ann@example.org\nORG:Maps\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN:J. Kim\nEMAIL:jo@example.org\nORG:Rail\nTITLE:Driver\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN:Bo Li\nEMAIL:other@example.org\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n"
)  # fmt: skip


def test_import_is_a_dry_run_unless_applied_and_fills_only_what_is_empty(hand: Hand) -> None:
    hand.write(MINE | contact("Jo Kim", "email: jo@example.org\norg: Mine\ntitle:") | contact("Bo Li"))
    (hand.root.parent / "a.vcf").write_text(CARDS)
    file, before = str(hand.root.parent / "a.vcf"), hand.files()
    dry = hand.ok("import", file)
    assert ("--apply" in dry.err, hand.files() == before) == (True, True)
    found = hand.ok("import", file, "--json").json
    assert {key: len(found[key]) for key in ("created", "matched", "ambiguous", "skipped")} == {
        "created": 1,
        "matched": 1,
        "ambiguous": 1,
        "skipped": 1,
    }
    assert (found["matched"][0]["fills"], found["ambiguous"][0]["paths"], found["applied"]) == (
        ["title"],
        ["People/Bo Li.md"],
        False,
    )
    assert all(one["reason"] for one in (*found["ambiguous"], *found["skipped"]))
    hand.ok("import", file, "--apply")
    assert (
        hand.read("People/Jo Kim.md")
        == "---\ntype: contact\nemail: jo@example.org\norg: Mine\ntitle: Driver\n---\n"
    )
    assert "email: ann@example.org\n" in hand.read("People/Ann Lee.md")
    after = hand.files()
    again = hand.ok("import", file, "--apply", "--json").json
    assert (again["created"], hand.files() == after) == ([], True)
    assert hand.rules("2036-01-01T12:00") == []


def test_a_long_import_shows_no_progress_where_there_is_no_terminal(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultkit.cli.exchanging.LONG", 1)
    (hand.root.parent / "a.vcf").write_text(CARDS)
    ran = hand.ok("import", str(hand.root.parent / "a.vcf"), "--apply")
    assert "Importing" not in ran.out + ran.err


def test_a_file_without_rows_is_refused_and_says_what_was_expected(hand: Hand) -> None:
    hand.write({"a.csv": "x,y\n", "b.vcf": ""})
    for name in ("a.csv", "b.vcf", "missing.vcf"):
        told = hand.no("import", str(hand.root / name)).err
        assert name in told
    hand.no("import", str(hand.root), "--apply")


def test_a_file_that_cannot_be_written_is_refused_before_the_note_is_touched(hand: Hand) -> None:
    hand.write(MINE | JO | talk("t", "Jo Kim", FRONT))
    before = hand.files()
    for out in (str(hand.root), str(hand.root / "nowhere/out.ics")):
        assert "cannot be written" in hand.no("invite", "Jo", "--ics", "-o", out).err
    assert hand.files() == before
    kept = hand.root.parent / "kept.ics"
    kept.write_text("mine")
    assert hand.no("invite", "Nobody", "--ics", "-o", str(kept))
    assert kept.read_text() == "mine"
