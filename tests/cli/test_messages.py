"""What commands say to somebody who is new to them: in order, in one piece, with the next step."""

from __future__ import annotations

import io
import os
import struct
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from tests.hand import contact, me, talk
from vaultkit.cli import desk, writing
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


def test_thanks_for_a_talk_that_was_never_said_to_be_are_taken_and_told(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim", "asked: 2026-02-01"))
    ran = hand.done("t", "thanked")
    assert (ran.out, ran.err) == (
        "t: thanked on 2026-03-02.\n",
        "t has no start and no held: with thanked it counts as held.\n",
    )
    hand.write(talk("u", "Jo Kim", "start: 2026-02-20") | talk("v", "Jo Kim", "held: 2026-02-20"))
    assert [hand.done(name, "thanked").err for name in "tuv"] == ["", "", ""]
    hand.write(talk("w", "Jo Kim"))
    ran = hand.done("w", "gift_sent", "--json")
    assert (set(ran.json["notes"][0]), "counts as held" in ran.err) == ({"path", "said", "changed"}, True)


def test_a_question_that_stands_there_open_is_not_added_again(hand: Hand) -> None:
    body = "## Questions\n- [x] Who pays?\n### Essential\n- [ ] How is a map made?\n"
    hand.write(me() | talk("t", "Jo Kim", "", body))
    before = hand.files()
    assert hand.ok("ask", "t", "how is a map  made?").out == 't: "how is a map made?" stands there already.\n'
    assert hand.files() == before
    assert hand.ok("ask", "t", "Who pays?").out == "t: Who pays?\n"
    assert hand.read("Interviews/t.md").count("Who pays?") == 2


def test_a_key_that_nobody_has_is_told_and_the_list_comes(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim", "mood: glad") | talk("t", "Jo Kim"))
    ran = hand.ok(
        "list", "contacts", "--where", "not orgg and mood == glad", "--sort", "-nam", "--format", "paths"
    )
    assert ran.out == "People/Jo Kim.md\n"
    assert ran.err == (
        'No contact has "orgg", and vaultkit knows no such property; did you mean org?\n'
        'No contact has "nam", and vaultkit knows no such property; did you mean name?\n'
    )
    for what, where in (
        ("contacts", "helpful and not company and NAME ~ jo"), ("notes", "type == contact or mood or zoom"),
        ("interviews", "stage == idea and offer_meal or history or held"),
    ):  # fmt: skip
        assert hand.ok("list", what, "--where", where).err == ""
    assert 'No note has "xyzzyx"' in hand.ok("list", "notes", "--sort", "xyzzyx").err


def test_a_condition_that_means_something_else_is_refused_with_what_was_meant(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim", "org: Harbour Maps"))
    for where in ("org == Harbour Maps", "(org == Harbour Maps) or name", "org in (Acme, Harbour Maps)"):
        assert 'in quotes, "Harbour Maps".' in hand.no("list", "contacts", "--where", where).err


def test_talk_is_wrapped_where_the_columns_are_known_and_answers_on_a_terminal_alone(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim"))
    narrow = {"COLUMNS": "40"}
    refused = hand.run("log", "Zorro", "x", env=narrow)
    assert (refused.code, max(map(len, refused.err.split("\n")))) == (2, 38)
    assert refused.err.endswith('names them;\n`vaultkit new contact "Zorro"` makes\none.\n')
    words = ("log", "Jo", *["word"] * 20, "--now", hand.now)
    assert hand.run(*words, env=narrow).out.count("\n") == 1
    said: list[str] = []
    with mock.patch.object(desk, "columns", return_value=40), mock.patch.object(desk, "say", said.append):
        desk.say_wrapped("word " * 20 + "end")
    assert said[0].count("\n") == 2
    assert desk.columns(io.StringIO()) == 0


def test_a_list_is_as_narrow_as_the_terminal(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim", f"org: {'o' * 30}\ntitle: {'t' * 30}"))
    with mock.patch("vaultkit.cli.answers.columns", return_value=40):
        narrow = hand.ok("list", "contacts").out.splitlines()
    assert (max(map(len, narrow)), narrow[2]) == (40, f"Jo Kim  {'o' * 14}…  {'t' * 14}…")
    assert "o" * 30 in hand.ok("list", "contacts").out


@pytest.mark.skipif(sys.platform == "win32", reason="has no such terminals")
def test_the_width_is_that_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl
    import termios

    monkeypatch.delenv("COLUMNS", raising=False)
    master, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 33, 0, 0))
    with os.fdopen(terminal, "w") as stream, os.fdopen(master, "rb", buffering=0):
        assert desk.columns(stream) == 33
        monkeypatch.setenv("COLUMNS", "44")
        assert desk.columns(stream) == 44
        monkeypatch.setenv("COLUMNS", "wide")
        assert desk.columns(stream) == 33
