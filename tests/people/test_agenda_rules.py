"""Every rule of the agenda around each of its thresholds: noon of the day before, on it, and after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.people.vaults import vault_of
from vaultkit.people import agenda
from vaultkit.people.me import Me
from vaultkit.people.schema import AGENDA_RULES

if TYPE_CHECKING:
    from pathlib import Path

BERLIN = ZoneInfo("Europe/Berlin")
ME = "---\ntype: me\nname: Noor\ntimezone: Europe/Berlin\n---\n"
TALK = "Interviews/talk.md"
JO = "---\ntype: contact\n---\n"


def talk(front: str, body: str = "", people: str = "[[Jo Kim]]") -> str:
    return f'---\ntype: interview\npeople: "{people}"\n{front}\n---\n{body}'


def seen(tmp_path: Path, notes: dict[str, str], now: str, rule: str, days: int = 0) -> list[agenda.Entry]:
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": JO} | notes)
    moment = datetime.fromisoformat(now)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=BERLIN)
    entries = agenda.agenda(agenda.items(vault), moment, days, Me(vault).zone)
    return [entry for entry in entries if entry.item.rule == rule]


def state(entries: list[agenda.Entry]) -> str:
    assert len(entries) <= 1
    if not entries:
        return "no"
    return "late" if entries[0].overdue else "open"


SCHEDULED = "mode: online\nlink: https://z.example/1\nstart: 2026-03-11T14:00\nduration: 30"
HELD = "start: 2026-03-11T14:00\nduration: 30\nheld: 2026-03-11"
ESSENTIAL = "## Questions\n### Essential\n- [ ] Why?\n"

# 9 March 2026 is a Monday; 29 March is the night of the clock change in Berlin.
TABLE: list[tuple[str, str, str, list[tuple[str, str]]]] = [
    ("no-answer", "asked: 2026-03-05", "", [  # Thursday: 3 business days are Tuesday the 10th, 7 Monday the 16th
        ("2026-03-05T12:00", "no"), ("2026-03-09T12:00", "no"), ("2026-03-10T00:00", "open"),
        ("2026-03-15T12:00", "open"), ("2026-03-17T12:00", "open"), ("2026-04-04T12:00", "open"),
        ("2026-04-04T23:59:59", "open"), ("2026-04-05T00:00", "no"), ("2026-04-05T12:00", "no")]),
    ("no-answer", "asked: 2026-03-05\ngranted: 2026-03-06", "", [("2026-03-10T12:00", "no")]),
    ("no-answer", "asked: 2026-03-05\noutcome: no-reply", "", [("2026-03-10T12:00", "no")]),
    ("no-answer", "asked: 2026-03-05\noutcome:", "", [("2026-03-10T12:00", "open")]),
    ("no-answer", "direction: giving\nasked: 2026-03-05", "", [("2026-03-10T12:00", "no")]),
    ("reply", "granted: 2026-03-09", "", [
        ("2026-03-08T12:00", "no"), ("2026-03-09T00:00", "open"), ("2026-03-10T12:00", "open"),
        ("2026-03-11T12:00", "open"), ("2026-03-11T23:59:59", "open"), ("2026-03-12T00:00", "late"),
        ("2026-03-12T12:00", "late"), ("2026-09-01T12:00", "late"), ("2026-09-07T12:00", "no")]),
    ("reply", "granted: 2026-03-09\nreplied: 2026-03-09", "", [("2026-03-12T12:00", "no")]),
    ("reply", "granted: 2026-03-09\nstart: 2026-03-20", "", [("2026-03-12T12:00", "no")]),
    ("reply", "granted: 2026-03-09\ndirection: giving", "", [("2026-03-12T12:00", "no")]),
    ("set-time", "replied: 2026-03-06", "", [  # Friday
        ("2026-03-10T12:00", "no"), ("2026-03-11T00:00", "open"), ("2026-03-17T12:00", "open"),
        ("2026-03-17T23:59:59", "open"), ("2026-03-18T00:00", "late"), ("2026-03-18T12:00", "late")]),
    ("set-time", "replied: 2026-03-06\nstart: 2026-03-20", "", [("2026-03-18T12:00", "no")]),
    ("invite", "mode: online\nlink: x\nreplied: 2026-03-05\nstart: 2026-03-11T14:00", "", [
        ("2026-03-05T12:00", "open"), ("2026-03-06T12:00", "open"), ("2026-03-06T23:59:59", "open"),
        ("2026-03-07T00:00", "late"), ("2026-03-11T13:59", "late"), ("2026-03-11T14:00", "no")]),
    ("invite", "mode: online\nlink: x\nreplied: 2026-03-10\nstart: 2026-03-11T14:00", "", [
        ("2026-03-10T12:00", "open"), ("2026-03-11T12:00", "late")]),
    ("invite", "mode: phone\nstart: 2026-03-11T14:00", "", [
        ("2026-01-01T12:00", "open"), ("2026-03-10T12:00", "open"), ("2026-03-11T12:00", "late")]),
    ("invite", "mode: online\ninvited: 2026-03-05\nstart: 2026-03-11T14:00", "", [("2026-03-05T12:00", "open")]),
    ("invite", "mode: phone\ninvited: 2026-03-05\nstart: 2026-03-11T14:00", "", [("2026-03-05T12:00", "no")]),
    ("invite", "mode: online\nlink: x\ninvited: 2026-03-05\nstart: 2026-03-11T14:00", "", [("2026-03-05T12:00", "no")]),
    ("invite", "mode: online\nbooked_via: them\nstart: 2026-03-11T14:00", "", [("2026-03-05T12:00", "no")]),
    ("invite", "mode: in-person\nstart: 2026-03-11T14:00", "", [("2026-03-05T12:00", "no")]),
    ("invite", "link: x\nstart: 2026-03-11T14:00", "", [("2026-03-05T12:00", "no")]),
    ("invite", "mode: online\nstart: 2026-03-11", "", [("2026-03-05T12:00", "no")]),
    ("invite", "mode: online\nstart: 2026-03-11T14:00\nheld: 2026-03-11", "", [("2026-03-10T12:00", "no")]),
    ("confirm", SCHEDULED, "", [
        ("2026-03-09T12:00", "no"), ("2026-03-10T00:00", "open"), ("2026-03-10T12:00", "open"),
        ("2026-03-11T12:00", "open"), ("2026-03-11T13:59:59", "open"), ("2026-03-11T14:00", "no")]),
    ("confirm", f"{SCHEDULED}\nconfirmed: 2026-03-09", "", [("2026-03-10T12:00", "no")]),
    ("confirm", "start: 2026-03-11", "", [("2026-03-10T12:00", "open"), ("2026-03-12T00:00", "no")]),
    ("confirm", f"{SCHEDULED}\ndirection: giving", "", [("2026-03-10T12:00", "open")]),
    ("prepare", SCHEDULED, "", [
        ("2026-03-07T12:00", "no"), ("2026-03-08T00:00", "open"), ("2026-03-10T12:00", "open"),
        ("2026-03-10T23:59:59", "open"), ("2026-03-11T00:00:01", "late"), ("2026-03-11T12:00", "late"),
        ("2026-03-11T14:00", "no")]),
    ("prepare", SCHEDULED, ESSENTIAL, [("2026-03-10T12:00", "no")]),
    ("prepare", SCHEDULED, ESSENTIAL.replace("[ ]", "[x]"), [("2026-03-10T12:00", "no")]),
    ("prepare", SCHEDULED, "## Questions\n- [ ] unsorted?\n", [("2026-03-10T12:00", "open")]),
    ("prepare", SCHEDULED, "## Questions\n### Essential\n- [-] dropped?\n", [("2026-03-10T12:00", "open")]),
    ("prepare", f"{SCHEDULED}\ndirection: giving", "", [("2026-03-10T12:00", "no")]),
    ("today", SCHEDULED, "", [
        ("2026-03-10T12:00", "no"), ("2026-03-11T00:00", "open"), ("2026-03-11T12:00", "open"),
        ("2026-03-11T23:59:59", "open"), ("2026-03-12T00:00", "no")]),
    ("today", f"{SCHEDULED}\nheld: 2026-03-11", "", [("2026-03-11T16:00", "no")]),
    ("today", "start: 2026-03-11\ndirection: giving", "", [("2026-03-11T12:00", "open")]),
    ("did-it-happen", SCHEDULED, "", [
        ("2026-03-11T14:44", "no"), ("2026-03-11T14:45", "open"), ("2026-03-12T12:00", "open"),
        ("2026-03-12T23:59:59", "open"), ("2026-03-13T00:00", "late"), ("2026-09-07T12:00", "late"),
        ("2026-09-08T12:00", "no")]),
    ("did-it-happen", "start: 2026-03-11", "", [
        ("2026-03-11T12:00", "no"), ("2026-03-12T12:00", "open"), ("2026-03-13T12:00", "late")]),
    ("did-it-happen", f"{SCHEDULED}\nheld: 2026-03-11", "", [("2026-03-12T12:00", "no")]),
    ("did-it-happen", f"{SCHEDULED}\nthanked: 2026-03-12", "", [("2026-03-12T12:00", "no")]),
    ("did-it-happen", f"{SCHEDULED}\noutcome: no-show", "", [("2026-03-12T12:00", "no")]),
    ("did-it-happen", SCHEDULED, "## Takeaways\n- three lines\n", [("2026-03-12T12:00", "no")]),
    ("write-up", HELD, "", [
        ("2026-03-10T12:00", "no"), ("2026-03-11T12:00", "open"), ("2026-03-12T12:00", "open"),
        ("2026-03-13T00:00", "late")]),
    ("write-up", f"{HELD}\nthanked: 2026-03-11", "", [("2026-03-11T12:00", "open")]),
    ("write-up", HELD, "## Notes\nprose, no list\n", [("2026-03-11T12:00", "no")]),
    ("write-up", HELD, "## Personal\n- a cat\n", [("2026-03-11T12:00", "no")]),
    ("write-up", HELD, "## Notes\n%% a prompt %%\n## Takeaways\n- [ ]\n", [("2026-03-11T12:00", "open")]),
    ("write-up", f"{HELD}\ndirection: giving", "", [("2026-03-11T12:00", "no")]),
    ("thank-you", HELD, "", [
        ("2026-03-11T14:59", "no"), ("2026-03-11T15:00", "open"), ("2026-03-12T12:00", "open"),
        ("2026-03-14T14:30", "open"), ("2026-03-14T14:30:01", "late"), ("2026-09-08T23:59", "late"),
        ("2026-09-09T00:00", "no")]),
    ("thank-you", "held: 2026-03-11", "", [
        ("2026-03-10T12:00", "no"), ("2026-03-11T00:00", "open"), ("2026-03-14T23:59:59", "open"),
        ("2026-03-15T00:00", "late")]),
    ("thank-you", "start: 2026-03-11\nheld: 2026-03-11", "", [("2026-03-11T12:00", "open")]),
    ("thank-you", f"{HELD}\nthanked: 2026-03-12", "", [("2026-03-12T12:00", "no")]),
    ("thank-you", f"{HELD}\ndirection: giving", "", [("2026-03-12T12:00", "no")]),
    ("thank-you", f"{HELD}\noutcome: cancelled", "", [("2026-03-12T12:00", "no")]),
    ("gift", f"{HELD}\nmode: online", "", [
        ("2026-03-11T14:59", "no"), ("2026-03-11T15:00", "open"), ("2026-03-18T23:59:59", "open"),
        ("2026-03-19T00:00", "no")]),
    ("gift", f"{HELD}\nmode: online\nthanked: 2026-03-12", "", [("2026-03-12T12:00", "open")]),
    ("gift", f"{HELD}\nmode: in-person", "", [("2026-03-12T12:00", "no")]),
    ("gift", f"{HELD}\nmode: online\ngift_sent: 2026-03-12", "", [("2026-03-12T12:00", "no")]),
    ("gift-note", "held: 2026-03-05\ngift_sent: 2026-03-06", "", [  # a Friday
        ("2026-03-08T12:00", "no"), ("2026-03-09T00:00", "open"), ("2026-03-13T23:59:59", "open"),
        ("2026-03-14T00:00", "no")]),
    ("gift-note", "gift_sent: 2026-03-06\ngift_noticed: 2026-03-09", "", [("2026-03-09T12:00", "no")]),
    ("introduction", "held: 2026-03-01\nthanked: 2026-03-02", "## Introductions\n- [ ] Sunita\n", [
        ("2026-03-15T12:00", "no"), ("2026-03-16T00:00", "open"), ("2026-04-01T12:00", "open"),
        ("2026-04-01T23:59:59", "open"), ("2026-04-02T00:00", "late")]),
    ("introduction", "held: 2026-03-01", "## Introductions\n- Sunita\n", [
        ("2026-03-14T12:00", "no"), ("2026-03-15T12:00", "open")]),
    ("introduction", "held: 2026-03-01", "## Introductions\n- [x] S.\n- [-] T.\n", [("2026-03-15T12:00", "no")]),
    ("introduction", "asked: 2026-03-01", "## Introductions\n- Sunita\n", [("2026-03-15T12:00", "no")]),
    ("introduction", "direction: giving\nheld: 2026-03-01", "## Introductions\n- S.\n", [("2026-03-15T12:00", "open")]),
    ("introduced", "held: 2026-03-01", "## Introductions\n- [x] [[Ana Ruiz]] ✅ 2026-03-06\n", [
        ("2026-03-05T12:00", "no"), ("2026-03-06T00:00", "open"), ("2026-03-10T12:00", "open"),
        ("2026-03-13T23:59:59", "open"), ("2026-03-14T00:00", "late")]),
    ("introduced", "held: 2026-03-01\nthanked: 2026-03-04", "## Introductions\n- [x] [[Ana Ruiz]]\n", [
        ("2026-03-03T12:00", "no"), ("2026-03-04T12:00", "open")]),
    ("introduced", "held: 2026-03-01\nskip: introduced", "## Introductions\n- [x] [[Ana Ruiz]]\n", [
        ("2026-03-06T12:00", "no")]),
    ("introduced", "held: 2026-03-01", "## Introductions\n- [x] somebody\n- [ ] [[Ana Ruiz]]\n- [x] [[Jo Kim]]\n", [
        ("2026-03-06T12:00", "no")]),
    ("promise", "held: 2026-03-06", "## Follow-ups\n- [ ] send slides\n", [  # Friday: 2 business days, Tuesday
        ("2026-03-05T12:00", "no"), ("2026-03-06T12:00", "open"), ("2026-03-10T23:59:59", "open"),
        ("2026-03-11T00:00", "late"), ("2026-09-06T12:00", "late"), ("2026-09-07T12:00", "no")]),
    ("promise", "asked: 2026-03-06", "## Follow-ups\n- [ ] send slides 📅 2026-03-20\n", [
        ("2026-01-05T12:00", "open"), ("2026-03-20T12:00", "open"), ("2026-03-21T00:00", "late")]),
    ("promise", "asked: 2026-03-06", "## Follow-ups\n- [ ] send slides\n", [("2026-03-20T12:00", "no")]),
    ("promise", "held: 2026-03-06", "## Follow-ups\n- [x] send slides ✅ 2026-03-07\n", [("2026-03-20T12:00", "no")]),
    ("promise", "direction: giving\nheld: 2026-03-06", "## Follow-ups\n- s.\n", [("2026-03-06T12:00", "open")]),
    ("personal", "asked: 2026-03-01", "## Personal\n- [ ] exam 📅 2026-03-20\n", [
        ("2026-03-18T12:00", "no"), ("2026-03-19T00:00", "open"), ("2026-03-23T23:59:59", "open"),
        ("2026-03-24T00:00", "no")]),
    ("personal", "asked: 2026-03-01", "## Personal\n- [x] exam 📅 2026-03-20\n- no date\n", [("2026-03-20T12:00", "no")]),
    ("personal", "outcome: cancelled", "## Personal\n- exam [due:: 2026-03-20]\n", [("2026-03-20T12:00", "open")]),
    ("asked-of-me", "direction: giving\nasked: 2026-03-06", "", [
        ("2026-03-05T12:00", "no"), ("2026-03-06T00:00", "open"), ("2026-03-13T23:59:59", "open"),
        ("2026-03-14T00:00", "late")]),
    ("asked-of-me", "direction: giving\nasked: 2026-03-06\nreplied: 2026-03-07", "", [("2026-03-14T00:00", "no")]),
    ("asked-of-me", "asked: 2026-03-06", "", [("2026-03-07T12:00", "no")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "front", "body", "when", "expected"),
    [(rule, front, body, when, is_) for rule, front, body, times in TABLE for when, is_ in times],
)
def test_an_interviews_rule(  # noqa: PLR0917 - the columns of a table
    tmp_path: Path, rule: str, front: str, body: str, when: str, expected: str
) -> None:
    assert state(seen(tmp_path, {TALK: talk(front, body)}, when, rule)) == expected


DUE = [
    ("no-answer", "asked: 2026-03-05", "", "2026-03-10T12:00", "2026-03-10T23:59:59+01:00"),
    ("no-answer", "asked: 2026-03-05", "", "2026-03-16T12:00", "2026-03-16T23:59:59+01:00"),
    ("reply", "granted: 2026-03-09", "", "2026-03-09T12:00", "2026-03-10T23:59:59+01:00"),
    ("set-time", "replied: 2026-03-06", "", "2026-03-11T12:00", "2026-03-11T23:59:59+01:00"),
    ("invite", "mode: phone\nstart: 2026-03-11T14:00", "", "2026-03-09T12:00", "2026-03-10T23:59:59+01:00"),
    ("confirm", SCHEDULED, "", "2026-03-10T12:00", "2026-03-10T23:59:59+01:00"),
    ("prepare", SCHEDULED, "", "2026-03-10T12:00", "2026-03-10T23:59:59+01:00"),
    ("today", SCHEDULED, "", "2026-03-11T12:00", "2026-03-11T14:00:00+01:00"),
    ("today", "start: 2026-03-11", "", "2026-03-11T12:00", "2026-03-11T23:59:59+01:00"),
    ("did-it-happen", SCHEDULED, "", "2026-03-11T16:00", "2026-03-11T23:59:59+01:00"),
    ("did-it-happen", "start: 2026-03-11T23:30\nduration: 60", "", "2026-03-12T12:00", "2026-03-12T23:59:59+01:00"),
    ("promise", "held: 2026-03-09", "## Follow-ups\n- s 📅 2026-03-02\n", "2026-03-03T12:00", "2026-03-02T23:59:59+01:00"),
    ("write-up", HELD, "", "2026-03-11T16:00", "2026-03-11T23:59:59+01:00"),
    ("thank-you", HELD, "", "2026-03-11T16:00", "2026-03-12T14:30:00+01:00"),
    ("thank-you", "held: 2026-03-11", "", "2026-03-11T16:00", "2026-03-12T23:59:59+01:00"),
    ("gift", f"{HELD}\nmode: online", "", "2026-03-11T16:00", "2026-03-14T23:59:59+01:00"),
    ("gift-note", "gift_sent: 2026-03-06", "", "2026-03-09T16:00", "2026-03-09T23:59:59+01:00"),
    ("introduction", "held: 2026-03-01", "## Introductions\n- S.\n", "2026-03-15T12:00", "2026-03-15T23:59:59+01:00"),
    ("introduced", "held: 2026-03-06", "## Introductions\n- [x] [[A B]]\n", "2026-03-06T12:00",
     "2026-03-10T23:59:59+01:00"),
    ("promise", "held: 2026-03-06", "## Follow-ups\n- s.\n", "2026-03-06T12:00", "2026-03-10T23:59:59+01:00"),
    ("personal", "", "## Personal\n- e 📅 2026-03-20\n", "2026-03-20T12:00", "2026-03-20T23:59:59+01:00"),
    ("asked-of-me", "direction: giving\nasked: 2026-03-06", "", "2026-03-06T12:00", "2026-03-10T23:59:59+01:00"),
    # across the night of 29 March hours are absolute, days are not
    ("reply", "granted: 2026-03-28", "", "2026-03-28T12:00", "2026-03-30T00:59:59+02:00"),
    ("thank-you", "start: 2026-03-28T14:00\nheld: 2026-03-28", "", "2026-03-28T16:00", "2026-03-29T15:30:00+02:00"),
    ("thank-you", "held: 2026-03-28", "", "2026-03-28T16:00", "2026-03-29T23:59:59+02:00"),
    ("thank-you", "start: 2026-10-24T14:00\nheld: 2026-10-24", "", "2026-10-24T16:00", "2026-10-25T13:30:00+01:00"),
    # the year's turn, and the 29th of February
    ("asked-of-me", "direction: giving\nasked: 2026-12-31", "", "2026-12-31T12:00", "2027-01-04T23:59:59+01:00"),
    ("thank-you", "held: 2028-02-28", "", "2028-02-28T12:00", "2028-02-29T23:59:59+01:00"),
    ("gift", "mode: online\nheld: 2028-02-27", "", "2028-02-28T12:00", "2028-03-01T23:59:59+01:00"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "front", "body", "now", "due"), DUE)
def test_when_it_is_due(  # noqa: PLR0917 - the columns of a table
    tmp_path: Path, rule: str, front: str, body: str, now: str, due: str
) -> None:
    (entry,) = seen(tmp_path, {TALK: talk(front, body)}, now, rule)
    assert entry.item.due.isoformat() == due


HELPFUL = "---\ntype: contact\nhelpful: true\n{}\n---\n{}"
CONTACTS: list[tuple[str, str, str, str, list[tuple[str, str]]]] = [
    ("stay-in-touch", "", "last_contact: 2026-01-01", "", [  # 90 days: 1 April; a quarter of it is 22
        ("2026-03-31T12:00", "no"), ("2026-04-01T00:00", "open"), ("2026-04-22T12:00", "open"),
        ("2026-04-23T23:59:59", "open"), ("2026-04-24T12:00", "late"), ("2027-04-24T12:00", "late")]),
    ("stay-in-touch", "", "last_contact: 2026-01-01\nkeep_in_touch: 40", "", [
        ("2026-02-09T12:00", "no"), ("2026-02-10T12:00", "open"), ("2026-02-20T12:00", "open"),
        ("2026-02-21T00:00", "late")]),
    ("stay-in-touch", "", "last_contact: 2026-01-01\nkeep_in_touch: never", "", [("2026-04-24T12:00", "no")]),
    ("stay-in-touch", "", "", "", [("2026-04-24T12:00", "no")]),
    ("stay-in-touch", "", "last_contact: 2026-01-01\nsnooze_until: 2026-04-10", "", [
        ("2026-04-09T12:00", "no"), ("2026-04-10T12:00", "open")]),
    ("stay-in-touch", "", "last_contact: 2026-01-01\nsnooze_until: 2026-02-10", "", [("2026-02-10T12:00", "no")]),
    ("stay-in-touch", "", "last_contact: 2026-01-01", "## Log\n- 2026-03-01 wrote\n", [
        ("2026-04-10T12:00", "no"), ("2026-05-30T12:00", "open")]),
    ("stay-in-touch", "", "last_contact: 2026-01-01\ndo_not_contact: true", "", [("2026-04-24T12:00", "no")]),
    ("stay-in-touch", "", "last_contact: 2026-01-01\nskip: stay-in-touch", "", [("2026-04-24T12:00", "no")]),
    ("stay-in-touch", "asked: 2026-04-01", "last_contact: 2026-01-01", "", [("2026-04-24T12:00", "no")]),
    ("stay-in-touch", "granted: 2026-04-01", "last_contact: 2026-01-01", "", [("2026-04-24T12:00", "no")]),
    ("stay-in-touch", "replied: 2026-04-01", "last_contact: 2026-01-01", "", [("2026-04-24T12:00", "no")]),
    ("stay-in-touch", "start: 2026-05-01T10:00", "last_contact: 2026-01-01", "", [("2026-04-24T12:00", "no")]),
    ("stay-in-touch", "goal: an idea", "last_contact: 2026-01-01", "", [("2026-04-24T12:00", "late")]),
    ("stay-in-touch", "asked: 2026-04-01\noutcome: declined", "last_contact: 2026-01-01", "", [
        ("2026-04-24T12:00", "late")]),
    ("stay-in-touch", "held: 2026-01-02", "", "", [("2026-04-01T12:00", "no"), ("2026-04-02T12:00", "open")]),
    ("announce", "", "role_found", "", [
        ("2026-03-01T12:00", "no"), ("2026-03-02T00:00", "open"), ("2026-03-09T23:59:59", "open"),
        ("2026-03-10T00:00", "late"), ("2027-03-10T00:00", "late")]),
    ("announce", "", "role_found\nannounced: 2026-03-02", "", [("2026-03-03T12:00", "no")]),
    ("announce", "", "role_found\nannounced: 2025-03-02", "", [("2026-03-03T12:00", "open")]),
    ("announce", "", "role_found\ndo_not_contact: true", "", [("2026-03-03T12:00", "no")]),
    ("stay-in-touch", "", "role_found\nlast_contact: 2025-01-01", "", [("2026-03-03T12:00", "no")]),
    ("stay-in-touch", "", "role_found\nlast_contact: 2025-01-01\nskip: announce", "", [("2026-03-03T12:00", "late")]),
    ("personal", "", "", "## Personal\n- [ ] recital 📅 2026-03-20\n", [
        ("2026-03-18T12:00", "no"), ("2026-03-19T12:00", "open"), ("2026-03-24T12:00", "no")]),
    ("promise", "", "", "## Follow-ups\n- [ ] book 📅 2026-03-20\n- [ ] no date\n", [
        ("2026-03-19T12:00", "open"), ("2026-03-21T12:00", "late"), ("2027-03-21T12:00", "late")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "front", "contact", "body", "when", "expected"),
    [
        (rule, front, contact, body, when, is_)
        for rule, front, contact, body, t in CONTACTS
        for when, is_ in t
    ],
)
def test_a_contacts_rule(  # noqa: PLR0917 - the columns of a table
    tmp_path: Path, rule: str, front: str, contact: str, body: str, when: str, expected: str
) -> None:
    notes = {
        "People/Jo Kim.md": HELPFUL.format(
            contact.replace("role_found\n", "").replace("role_found", ""), body
        )
    }
    if front:
        notes[TALK] = talk(front)
    if "role_found" in contact:
        notes["Me.md"] = ME.replace("name: Noor", "role_found: 2026-03-02")
    assert state(seen(tmp_path, notes, when, rule)) == expected


def test_an_address_book_is_never_overdue(tmp_path: Path) -> None:
    book = {f"People/P{n}.md": "---\ntype: contact\nlast_contact: 2020-01-01\n---\n" for n in range(9)}
    assert seen(tmp_path, book, "2026-03-11T12:00", "stay-in-touch") == []


def test_who_merely_helped_or_was_met_has_no_cadence(tmp_path: Path) -> None:
    notes = {
        "People/Thanked.md": JO,
        "People/Introduced one.md": JO,
        "People/Met.md": '---\ntype: contact\nintroduced_by: "[[Introduced one]]"\n---\n',
        "People/Asked for.md": "---\ntype: contact\nkeep_in_touch: 40\nlast_contact: 2026-01-01\n---\n",
        TALK: talk("held: 2026-01-02\nthanked: 2026-01-03", people="[[Thanked]]"),
        "Interviews/met.md": talk("held: 2026-01-02", people="[[Met]]"),
    }
    entries = seen(tmp_path, notes, "2027-03-11T12:00", "stay-in-touch")
    assert [entry.item.people for entry in entries] == [("Asked for",)]


def test_an_open_interview_that_is_history_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").write_text("since = 2026-02-01\n")
    notes = {
        "People/Jo Kim.md": HELPFUL.format("last_contact: 2025-01-01", ""),
        TALK: talk("asked: 2025-02-01"),
    }
    assert len(seen(tmp_path, notes, "2026-03-11T12:00", "stay-in-touch")) == 1


REPORT = [("2026-03-24T12:00", "no"), ("2026-03-25T00:00", "open"), ("2026-04-10T23:59:59", "open"),
          ("2026-04-11T00:00", "late")]  # fmt: skip


@pytest.mark.parametrize(("when", "expected"), REPORT)
def test_report_back_to_the_introducer(tmp_path: Path, when: str, expected: str) -> None:
    notes = {
        "People/Jo Kim.md": '---\ntype: contact\nintroduced_by: "[[Ana Ruiz]]"\n---\n',
        "People/Ana Ruiz.md": "---\ntype: contact\n---\n## Log\n- 2026-03-10 asked for a name\n",
        TALK: talk("held: 2026-03-11"),
        "Interviews/second.md": talk("held: 2026-03-20"),
    }
    entries = seen(tmp_path, notes, when, "report-back")
    assert state(entries) == expected
    for entry in entries:
        assert entry.item.about == TALK
        assert entry.item.people == ("Ana Ruiz",)


@pytest.mark.parametrize(("day", "shown"), [("2026-03-10", 1), ("2026-03-11", 0), ("2026-03-30", 0)])
def test_a_log_line_of_the_introducer_that_day_or_later_clears(tmp_path: Path, day: str, shown: int) -> None:
    notes = {
        "People/Jo Kim.md": '---\ntype: contact\nintroduced_by: "[[Ana Ruiz]]"\n---\n',
        "People/Ana Ruiz.md": f"---\ntype: contact\n---\n## Log\n- {day} told them\n",
        TALK: talk("held: 2026-03-11"),
    }
    assert len(seen(tmp_path, notes, "2026-03-26T12:00", "report-back")) == shown


@pytest.mark.parametrize(
    ("front", "people"), [("do_not_contact: true\n", "[[Jo Kim]]"), ("", '[[Jo Kim]]", "[[Ana Ruiz]]')]
)
def test_no_report_to_who_is_left_alone_or_was_there(tmp_path: Path, front: str, people: str) -> None:
    notes = {
        "People/Jo Kim.md": '---\ntype: contact\nintroduced_by: "[[Ana Ruiz]]"\n---\n',
        "People/Ana Ruiz.md": f"---\ntype: contact\n{front}---\n",
        TALK: f'---\ntype: interview\npeople: ["{people}"]\nheld: 2026-03-11\n---\n',
    }
    assert seen(tmp_path, notes, "2026-03-26T12:00", "report-back") == []
    assert "thank-you" in {item.rule for item in agenda.items(vault_of(tmp_path, notes))}


@pytest.mark.parametrize(
    ("front", "shown"), [("goal: x", 1), ("asked: 2026-03-09", 0), ("outcome: declined", 0)]
)
def test_introduced_waits_for_an_interview_past_an_idea(tmp_path: Path, front: str, shown: int) -> None:
    notes = {
        "People/Ana Ruiz.md": JO,
        TALK: talk("held: 2026-03-05", "## Introductions\n- [x] [[Ana Ruiz]] and [[Acme]]\n"),
        "Orgs/Acme.md": "a firm",
        "Interviews/ana.md": talk(front, people="[[Ana Ruiz]]"),
    }
    entries = seen(tmp_path, notes, "2026-03-10T12:00", "introduced")
    assert len(entries) == shown
    assert all(e.item.people == ("Ana Ruiz",) and e.item.clear == "vaultkit done ana asked" for e in entries)


def test_introduced_is_nobody_of_the_talk_and_nobody_to_be_left_alone(tmp_path: Path) -> None:
    notes = {
        "People/Ana Ruiz.md": "---\ntype: contact\ndo_not_contact: true\n---\n",
        TALK: talk("held: 2026-03-05", "## Introductions\n- [x] [[Ana Ruiz]], by [[Jo Kim]]\n"),
    }
    assert seen(tmp_path, notes, "2026-03-10T12:00", "introduced") == []


@pytest.mark.parametrize("outcome", ["cancelled", "declined", "no-show", "no-reply"])
def test_an_outcome_closes_all_but_what_is_personal(tmp_path: Path, outcome: str) -> None:
    body = (
        "## Follow-ups\n- a 📅 2026-03-09\n## Personal\n- b 📅 2026-03-09\n"
        "## Introductions\n- c\n- [x] [[Who]] ✅ 2026-03-05\n"
    )
    dates = (
        "asked: 2026-03-01\ngranted: 2026-03-02\nreplied: 2026-03-02\nstart: 2026-03-05T14:00\nmode: online"
    )
    note = talk(f"{dates}\ngift_sent: 2026-03-06\noutcome: {outcome}", body)
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": JO, TALK: note})
    assert [item.rule for item in agenda.items(vault)] == ["personal"]


def test_several_people_are_thanked_one_by_one(tmp_path: Path) -> None:
    notes = {
        "People/Ana Ruiz.md": JO,
        TALK: talk("held: 2026-03-11\nthanked_people: '[[Jo Kim]]'").replace(
            'people: "[[Jo Kim]]"', 'people:\n  - "[[Jo Kim]]"\n  - "[[Ana Ruiz]]"'
        ),
    }
    (entry,) = seen(tmp_path, notes, "2026-03-11T12:00", "thank-you")
    assert entry.item.people == ("Ana Ruiz",)


def test_gift_is_not_offered_when_anybody_declines_gifts(tmp_path: Path) -> None:
    notes = {
        "People/Jo Kim.md": "---\ntype: contact\ngift_ok: no\n---\n",
        TALK: talk(f"{HELD}\nmode: online"),
    }
    assert seen(tmp_path, notes, "2026-03-12T12:00", "gift") == []


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("2026-03-11T14:00", 0),
        ("2026-03-11T14:00 Europe/Berlin, 30 minutes, https://z.example/1", 0),
        ("2026-03-11T09:00 America/New_York, 30 minutes, https://z.example/1", 0),
        ("2026-03-11T15:00", 1),
        ("2026-03-11T14:00 Europe/Berlin, 60 minutes", 1),
        ("2026-03-11T14:00 Europe/Berlin, 30 minutes, https://z.example/2", 1),
        ("cancelled 2026-03-11T14:00", 1),
    ],
)
def test_an_invitation_for_another_time_or_place_comes_back(tmp_path: Path, said: str, shown: int) -> None:
    note = talk(f"{SCHEDULED}\ninvited: 2026-03-06\ninvited_for: {said}")
    assert len(seen(tmp_path, {TALK: note}, "2026-03-07T12:00", "invite")) == shown


def test_each_open_line_is_an_item_of_its_own(tmp_path: Path) -> None:
    body = "## Follow-ups\n- [ ] one\n- [ ] two\n- three\n"
    lines = [
        e.item.line
        for e in seen(tmp_path, {TALK: talk("held: 2026-03-06", body)}, "2026-03-09T12:00", "promise")
    ]
    assert len(lines) == len(set(lines)) == 3


def test_a_giving_interview_has_its_seven_rules_and_no_other(tmp_path: Path) -> None:
    body = "## Follow-ups\n- a 📅 2026-03-09\n## Personal\n- b 📅 2026-03-09\n## Introductions\n- c\n- [x] [[Who]]\n"
    fronts = ("asked: 2026-03-01", "granted: 2026-03-01", "replied: 2026-03-01", "held: 2026-03-01\nmode: online",
              "start: 2026-03-11T14:00\nmode: online", "held: 2026-03-01\ngift_sent: 2026-03-01")  # fmt: skip
    notes = {f"I/{n}.md": talk(f"direction: giving\n{front}", body) for n, front in enumerate(fronts)}
    vault = vault_of(tmp_path, {"Me.md": ME, "People/Jo Kim.md": JO} | notes)
    assert {item.rule for item in agenda.items(vault)} == {
        "asked-of-me", "confirm", "today", "did-it-happen", "promise", "personal", "introduction",
    }  # fmt: skip


def test_history_has_no_item_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "vaultkit.toml").write_text("since = 2026-11-24\n")
    notes = {
        "People/Jo Kim.md": HELPFUL.format("", ""),
        "I/old.md": talk("held: 2026-11-23", "## Follow-ups\n- a\n## Introductions\n- b\n- [x] [[Who]]\n"),
        "I/none.md": talk("goal: x", "## Follow-ups\n- a 📅 2026-12-09\n"),
        "I/new.md": talk("asked: 2026-11-01\nheld: 2026-11-24"),
    }
    vault = vault_of(tmp_path, notes)
    assert {item.about for item in agenda.items(vault)} == {"I/new.md", "People/Jo Kim.md"}


def test_nobody_to_contact_means_no_item(tmp_path: Path) -> None:
    notes = {
        "People/Jo Kim.md": "---\ntype: contact\ndo_not_contact: true\nhelpful: true\n---\n## Personal\n- a 📅 2026-03-11\n",
        TALK: talk(HELD, "## Follow-ups\n- a\n## Personal\n- a 📅 2026-03-11\n"),
    }
    assert agenda.items(vault_of(tmp_path, notes)) == ()


def test_skip_on_a_note_turns_a_rule_off_there(tmp_path: Path) -> None:
    notes = {TALK: talk(f"{HELD}\nskip: [thank_you, write-up]"), "I/b.md": talk(HELD)}
    assert [e.item.about for e in seen(tmp_path, notes, "2026-03-12T12:00", "thank-you")] == ["I/b.md"]
    assert [e.item.about for e in seen(tmp_path, notes, "2026-03-12T12:00", "write-up")] == ["I/b.md"]


def test_days_are_those_of_the_users_zone(tmp_path: Path) -> None:
    note = talk("start: 2026-03-11T23:30\ntimezone: America/New_York")
    (entry,) = seen(tmp_path, {TALK: note}, "2026-03-12T01:00", "today")
    assert entry.item.due.isoformat() == "2026-03-12T04:30:00+01:00"


def test_without_me_days_are_utc_and_it_says_so(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, {"I/a.md": talk("held: 2026-03-11")})
    assert [i.due.isoformat() for i in agenda.items(vault) if i.rule == "thank-you"] == [
        "2026-03-12T23:59:59+00:00"
    ]
    assert "UTC" in agenda.zone_remark(Me(vault))
    assert agenda.zone_remark(Me(vault_of(tmp_path, {"Me.md": ME}))) == ""


def test_the_table_has_every_rule_of_the_schema() -> None:
    assert set(agenda.RULES) == set(AGENDA_RULES)


def test_no_answer_looks_ahead_once(tmp_path: Path) -> None:
    entries = seen(tmp_path, {TALK: talk("asked: 2026-03-05")}, "2026-03-06T12:00", "no-answer", days=30)
    assert [e.ahead for e in entries] == [True]
    assert entries[0].item.due == datetime(2026, 3, 10, 23, 59, 59, tzinfo=BERLIN)


@pytest.mark.parametrize(("days", "shown"), [(0, 0), (1, 0), (2, 1), (100_000, 1)])
def test_days_ahead_are_calendar_days(tmp_path: Path, days: int, shown: int) -> None:
    note = talk("asked: 2026-03-01", "## Personal\n- e 📅 2026-03-20\n")
    assert len(seen(tmp_path, {TALK: note}, "2026-03-17T23:00", "personal", days)) == shown


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "2199-12-31", "9999-12-31"])
def test_no_date_is_too_far(tmp_path: Path, day: str) -> None:
    body = f"## Follow-ups\n- a 📅 {day}\n## Personal\n- b 📅 {day}\n"
    notes = {TALK: talk(f"asked: {day}\nheld: {day}\nstart: {day}T23:59", body)}
    assert seen(tmp_path, notes, "2026-03-17T23:00", "no-answer", 9) == []


def test_a_meeting_in_the_hour_that_does_not_exist_is_still_on_the_agenda(tmp_path: Path) -> None:
    entries = seen(tmp_path, {TALK: talk("start: 2026-03-29T02:30")}, "2026-03-29T01:00", "today")
    assert state(entries) == "open"


def test_the_end_is_absolute_over_the_change_of_clocks(tmp_path: Path) -> None:
    """25 October 2026, 02:30 the first time, in Berlin: two hours later the wall says 03:30."""
    note = talk("start: 2026-10-25T00:30\nduration: 180")
    (entry,) = seen(tmp_path, {TALK: note}, "2026-10-25T12:00", "did-it-happen")
    assert entry.item.appears == datetime.fromisoformat("2026-10-25T02:45:00+01:00")
    assert entry.item.appears - datetime.fromisoformat("2026-10-25T00:30:00+02:00") == timedelta(
        hours=3, minutes=15
    )
