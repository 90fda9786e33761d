"""What commands say to somebody who is new to them: in order, in one piece, with the next step."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest import mock

from tests.hand import contact, me, talk
from vaultkit.cli import writing
from vaultkit.cli.desk import Desk
from vaultkit.edits import Edited
from vaultkit.pipeline import Report
from vaultkit.report import rendering, watching
from vaultkit.watch import status

if TYPE_CHECKING:
    from tests.hand import Hand


def test_the_choices_of_a_missing_option_stand_below_each_other(hand: Hand) -> None:
    said = hand.no("export", "draft", "x").err
    assert ("    txt,\n" in said, "\\t" in said) == (True, False)


def test_a_name_that_nobody_has_hears_the_next_step(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim"))
    assert hand.no("done", "Zorro", "held").err == (
        'vaultkit: No interview is named "Zorro". `vaultkit list interviews` names them; '
        '`vaultkit new interview "Zorro"` makes one.\n'
    )
    assert '`vaultkit new contact "Zorro"`' in hand.no("log", "Zorro", "x").err
    assert (
        "`vaultkit list contacts` and `vaultkit list interviews` name them.\n" in hand.no("show", "Zorro").err
    )
    assert "`vaultkit list notes` names them.\n" in hand.no("set", "Zorro", "tags=x").err
    assert "`vaultkit list contacts` names them.\n" in hand.no("log", "Zor`ro", "x").err
    assert 'Did you mean "Jo Kim"?\n' in hand.no("log", "Jo Kimm", "x").err


def test_the_path_of_a_new_note_comes_before_what_was_made_beside_it() -> None:
    said: list[str] = []
    with mock.patch.object(writing, "say", said.append), mock.patch.object(writing, "talk", said.append):
        writing._made(
            mock.Mock(spec=Desk, as_json=False), Edited("People/Jo.md", "Jo: new."), Edited("t.md", "")
        )
    assert said == ["t.md", "Jo: new."]


def test_one_is_it_and_several_are_they() -> None:
    one, two = (rendering.as_text(Report(counts={"retired": number}, notes=3)) for number in (1, 2))
    assert one == "1 retired and left as it is; 3 notes in the vault."
    assert two == "2 retired and left as they are; 3 notes in the vault."


def test_a_watch_that_has_read_nothing_yet_says_so() -> None:
    begun = status.begun("/v", 7, "/log", datetime(2026, 3, 2, tzinfo=UTC))
    assert "vault      not read yet\n" in watching.status({"running": True, **begun})
    after = {**begun, "running": True, "rounds": 1, "notes": 1, "outputs": 2}
    assert "vault      1 note, 2 rendered notes\n" in watching.status(after)
