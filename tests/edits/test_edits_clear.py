"""What the agenda says clears an item, clears it: the command line itself is run, word for word."""

from __future__ import annotations

import shlex
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.people.vaults import vault_of
from vaultkit import edits
from vaultkit.errors import WrongUse
from vaultkit.people import agenda
from vaultkit.people.me import Me

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.index.vault import Vault

NOW = datetime.fromisoformat("2026-03-11T12:00:00+01:00")
ME = "---\ntype: me\ntimezone: Europe/Berlin\nrole_found: 2026-03-02\n---\n"
JO = '---\ntype: contact\nhelpful: true\nintroduced_by: "[[Ana Ruiz]]"\n---\n'
ANA = "---\ntype: contact\nkeep_in_touch: 30\nlast_contact: 2026-01-01\nskip: announce\n---\n"


def talk(front: str, body: str = "") -> str:
    return f'---\ntype: interview\npeople: "[[Jo Kim]]"\n{front}\n---\n{body}'


CASES = {
    "no-answer": talk("asked: 2026-02-27"),
    "reply": talk("granted: 2026-03-09"),
    "asked-of-me": talk("direction: giving\nasked: 2026-03-09"),
    "invite": talk("mode: phone\nstart: 2026-03-12T14:00"),
    "confirm": talk("start: 2026-03-12T14:00"),
    "prepare": talk("start: 2026-03-12T14:00"),
    "today": talk("start: 2026-03-11T14:00"),
    "did-it-happen": talk("start: 2026-03-10T14:00"),
    "write-up": talk("held: 2026-03-10"),
    "thank-you": talk("held: 2026-03-10"),
    "gift": talk("held: 2026-03-10\nmode: online"),
    "gift-note": talk("held: 2026-03-09\ngift_sent: 2026-03-10"),
    "introduction": talk(
        "held: 2026-02-20", "## Introductions\n- [[Sunita Rao|Sunita]] \\#1 at the *port*\n"
    ),
    "introduced": talk("held: 2026-03-09", "## Introductions\n- [x] [[Sunita Rao]]\n"),
    "report-back": talk("held: 2026-02-20"),
    "promise": talk("held: 2026-03-10", '## Follow-ups\n- send "$HOME" `x` 📅 2026-03-20\n- that #private\n'),
    "personal": talk("asked: 2026-03-10", "## Personal\n- exam\n- exam 📅 2026-03-12 #private\n"),
    "announce": talk("asked: 2026-03-10"),
    "stay-in-touch": talk("outcome: declined"),
}


def run(vault: Vault, line: str) -> None:
    """The command as cli/ hands it on."""
    program, verb, *words = shlex.split(line)
    assert program == "vaultkit"
    match verb, words:
        case "done", [note, "--item", text]:
            edits.tick(vault, note, text, now=NOW)
        case "done", [note, milestone]:
            edits.done(vault, note, milestone, now=NOW)
        case "done", [note, "thanked", "--person", person]:
            edits.done(vault, note, "thanked", now=NOW, person=person)
        case "set", [note, *pairs]:
            edits.set_values(vault, note, pairs, now=NOW)
        case "skip", [note, rule]:
            edits.skip(vault, note, rule)
        case "log", [note, text]:
            edits.log(vault, note, text, now=NOW)
        case "new", ["interview", name, "--set", pair]:
            edits.new_interview(vault, [name], [pair], now=NOW)
        case _:
            raise AssertionError(line)


def items(vault: Vault, rule: str) -> list[agenda.AgendaItem]:
    entries = agenda.agenda(agenda.items(vault), NOW, 0, Me(vault).zone)
    return [entry.item for entry in entries if entry.item.rule == rule]


@pytest.mark.parametrize("rule", CASES)
def test_the_command_clears_the_item(tmp_path: Path, rule: str) -> None:
    notes = {"Me.md": ME, "People/Jo Kim.md": JO, "People/Ana Ruiz.md": ANA, "Talks/a talk.md": CASES[rule]}
    vault = vault_of(tmp_path, notes)
    found = items(vault, rule)
    assert found
    while found:
        before = len(found)
        run(vault, found[0].clear)
        vault = vault_of(tmp_path)
        found = items(vault, rule)
        assert len(found) < before


def test_thanks_to_one_leave_who_is_not_written_to_unthanked(tmp_path: Path) -> None:
    both = talk("held: 2026-03-10").replace('"[[Jo Kim]]"', '["[[Jo Kim]]", "[[Ana Ruiz]]"]')
    left_alone = "---\ntype: contact\ndo_not_contact: true\n---\n"
    vault = vault_of(tmp_path, {"People/Jo Kim.md": JO, "People/Ana Ruiz.md": left_alone, "t.md": both})
    (item,) = items(vault, "thank-you")
    run(vault, item.clear)
    assert items(vault_of(tmp_path), "thank-you") == []
    assert "\nthanked:" not in (tmp_path / "t.md").read_text("utf-8")


def test_every_rule_but_set_time_is_tried_here() -> None:
    """`start` is for the user to name, so that one command has a blank to fill in."""
    assert set(CASES) == set(agenda.RULES) - {"set-time"}


def test_the_blank_of_set_time_is_refused_until_it_is_filled_in(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, {"People/Jo Kim.md": JO, "a.md": talk("replied: 2026-03-02")})
    (item,) = items(vault, "set-time")
    with pytest.raises(WrongUse, match="start"):
        run(vault, item.clear)
    run(vault, item.clear.replace("YYYY-MM-DDTHH:MM", "2026-03-20T14:00"))
    assert items(vault_of(tmp_path), "set-time") == []
