"""Which vault, which stream, which exit code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.hand import Hand, Ran, contact, me, talk
from vaultkit import __version__
from vaultkit.cli import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = (["agenda"], ["list", "contacts"], ["show", "Jo Kim"], ["stats"])


def test_the_vault_may_be_named_before_or_after_or_in_the_environment(hand: Hand, tmp_path: Path) -> None:
    hand.write(contact("Jo Kim"))
    root, elsewhere = str(hand.root), tmp_path
    runs = [
        hand.run("--vault", root, "list", "contacts", "--format", "paths", cwd=elsewhere),
        hand.run("list", "contacts", "--format", "paths", "--vault", root, cwd=elsewhere),
        hand.run("list", "--vault", root, "contacts", "--format", "paths", cwd=elsewhere),
        hand.run("list", "contacts", "--format", "paths", cwd=elsewhere, env={"VAULTKIT_VAULT": root}),
        hand.run("list", "contacts", "--format", "paths", cwd=hand.root / "People"),
    ]
    assert [(ran.code, ran.out) for ran in runs] == [(0, "People/Jo Kim.md\n")] * 5


def test_the_nearest_word_wins(hand: Hand, tmp_path: Path) -> None:
    hand.write(contact("Jo Kim"))
    other = Hand(tmp_path / "other").write(contact("Bo Li"))
    env = {"VAULTKIT_VAULT": str(other.root)}
    names = ["list", "contacts", "--format", "paths"]
    assert hand.run("--vault", str(hand.root), *names, cwd=tmp_path, env=env).out == "People/Jo Kim.md\n"
    assert (
        hand.run("--vault", str(other.root), *names, "--vault", str(hand.root), cwd=tmp_path).out
        == "People/Jo Kim.md\n"
    )
    assert hand.run(*names, cwd=hand.root, env=env).out == "People/Bo Li.md\n"


@pytest.mark.parametrize("mark", ["vaultkit.toml", ".vaultkit/version", ".obsidian/app.json"])
def test_the_nearest_parent_with_a_mark_is_the_vault(tmp_path: Path, mark: str) -> None:
    person = Hand(tmp_path / "outer").write({mark: "", "In/Jo.md": "---\ntype: contact\n---\n"})
    (person.root / "In" / "deep").mkdir()
    assert (
        person.run("list", "contacts", "--format", "paths", cwd=person.root / "In" / "deep").out
        == "In/Jo.md\n"
    )


def test_no_vault_is_wrong_use_that_says_what_to_do(hand: Hand, tmp_path: Path) -> None:
    for words, env in (
        (["agenda"], {}),
        (["agenda", "--vault", str(tmp_path / "no")], {}),
        (["agenda"], {"VAULTKIT_VAULT": str(tmp_path / "no")}),
    ):
        ran = hand.run(*words, cwd=tmp_path, env=env)
        assert (ran.code, ran.raw) == (2, b"")
        assert "vaultkit init" in ran.err


def test_a_named_folder_needs_no_mark(hand: Hand, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    assert hand.run("list", "contacts", "--vault", str(plain), cwd=tmp_path).code == 0


@pytest.mark.parametrize("words", [
    ["bogus"], ["agneda"], ["agenda", "--bogus"], ["list"], ["list", "people"], ["show"], ["done"], ["new"], ["export"],
    ["agenda", "--now", "soon"], ["agenda", "--days", "-1"], ["list", "contacts", "--where", "a >"],
    ["list", "contacts", "--where", "(a"], ["list", "contacts", "--format", "xml"], ["render", "--template", "thank-yuo"],
    ["invite"], ["export", "contacts"], ["export", "draft", "x", "--format", "pdf"], ["import"],
])  # fmt: skip
def test_wrong_use_is_2_and_does_nothing(hand: Hand, words: list[str]) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim", "held: 2026-02-01"))
    hand.no(*words)


def test_a_slip_of_the_finger_hears_what_was_meant(hand: Hand) -> None:
    assert "agenda" in hand.no("agneda").err
    assert "thank-you" in hand.no("render", "--template", "thank-yuo").err


@pytest.mark.parametrize(
    "text",
    [
        "since = yesterday",
        "sicne = 2026-01-01",
        '[agenda]\nthank-you.due = "soon"',
        "[contacts]\nfolders = 3",
    ],
)
def test_wrong_configuration_is_2_and_nothing_is_done(hand: Hand, text: str) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim", "held: 2026-02-01"))
    hand.write({"vaultkit.toml": text})
    for words in (["agenda"], ["render"], ["check"], ["list", "contacts"]):
        ran = hand.run(*words)
        assert (ran.code, ran.raw) == (2, b""), (words, ran)
        assert "vaultkit.toml" in ran.err
    assert hand.paths("Drafts/*") == []


def test_answers_exit_0_and_say_on_stderr_in_a_line_how_many_problems_there_are(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim", "phone: 0123\ntimezone: EST")
        | {"People/Bad.md": "---\ntype: contact\nname: [\n---\n"}
    )
    for words in ANSWERS:
        ran = hand.run(*words, "--now", hand.now) if words[0] != "list" else hand.run(*words)
        assert ran.code == 0, words
        assert [line for line in ran.err.splitlines() if "check" in line] == [
            "3 problems (1 error and 2 warnings): `vaultkit check` shows them."
        ]
        assert ran.out.strip()
    assert hand.run("agenda", "--json").json["items"] == []


def test_answers_about_a_vault_in_order_say_nothing_on_stderr(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim"))
    for words in ANSWERS:
        assert hand.run(*words).err == "", words


def test_check_is_0_for_warnings_1_for_errors_and_strict_for_both(hand: Hand) -> None:
    assert (hand.run("check").code, hand.run("check", "--strict").code) == (0, 0)
    hand.write({"vaultkit.toml": ""} | contact("Jo Kim", "phone: 0123"))
    assert (hand.run("check").code, hand.run("check", "--strict").code) == (0, 1)
    hand.write({"People/Bad.md": "---\ntype: contact\nname: [\n---\n"})
    assert (hand.run("check").code, hand.run("check", "--strict", "--json").code) == (1, 1)


def test_hints_are_no_failure_even_where_it_is_strict(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo Kim") | talk("t", "Jo Kim", "granted: 2026-02-01", "## Questions\n- Why? Why?\n")
    )
    ran = hand.run("check", "--strict")
    assert (ran.code, "info: " in ran.out) == (0, True)


def test_a_render_is_1_for_an_error_a_foreign_note_and_a_place_kept_back(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim")
        | talk("t", "Jo Kim", "held: 2026-02-27", "## Takeaways\n- never take the second job\n")
    )
    assert hand.run("render").code == 0
    path = "Drafts/t - thank you Jo Kim.md"
    hand.write({"Copy.md": hand.read(path)})
    foreign = hand.run("render")
    assert (foreign.code, "Copy.md" in foreign.out + foreign.err) == (1, True)
    (hand.root / "Copy.md").unlink()
    assert hand.run("render").code == 0
    hand.write({"People/Bad.md": "---\ntype: contact\nname: [\n---\n"})
    broken = hand.run("render")
    assert (broken.code, "People/Bad.md:" in broken.err) == (1, True)
    assert hand.run("render").code == 1


def test_the_answer_goes_to_stdout_the_talk_to_stderr(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim", "phone: 0123"))
    render = hand.run("render")
    assert ("phone" in render.out, "People/Jo Kim.md:3" in render.err) == (False, True)
    agenda = hand.run("agenda")
    assert ("check" in agenda.out, "check" in agenda.err) == (False, True)
    new = hand.ok("new", "interview", "Zed Zo", "--now", hand.now)
    assert (new.out, "Zed Zo" in new.err) == ("Interviews/2026-03-02 Zed Zo.md\n", True)


def test_without_a_zone_of_mine_the_agenda_says_that_it_counts_in_utc(hand: Hand) -> None:
    hand.write(talk("t", "Jo", "granted: 2026-03-01"))
    ran = hand.ok("agenda", "--now", "2026-03-02T12:00")
    assert "UTC" in ran.err
    assert hand.agenda("2026-03-02T12:00")[0]["due"] == "2026-03-02T23:59:59+00:00"
    assert "UTC" not in hand.write(me()).ok("agenda").err


def test_help_and_version(hand: Hand) -> None:
    assert hand.ok("--version").out.split()[-1] == __version__
    text = hand.ok("--help").out
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", text, re.MULTILINE)] == []
    for name in COMMANDS:
        assert hand.ok(name, "--help").out.startswith("Usage: vaultkit"), name


def test_every_command_takes_vault_and_those_with_a_clock_take_now(hand: Hand) -> None:
    clocked = {"agenda", "done", "init", "log", "stats", "show", "new contact", "new interview"}
    plain = {"render", "check", "diff", "list", "ask", "export contacts", "export draft", "invite", "import"}
    for words in sorted(clocked | plain):
        text = hand.ok(*words.split(), "--help").out
        assert "--vault" in text, words
        assert ("--now" in text) is (words in clocked), words


HOSTILE = {
    "org": 'org: "\\u001b[2Jevil\\u202e"', "title": 'title: "\\u009b31mred"', "goal": 'goal: "\\u001b]0;pwned\\u0007"',
}  # fmt: skip


def controls(ran: Ran) -> set[str]:
    """The numbers of all that a terminal would obey instead of showing."""
    return {f"{ord(one):04x}" for one in ran.out + ran.err if one != "\n" and not one.isprintable()}


def test_control_characters_of_notes_never_reach_the_terminal(hand: Hand) -> None:
    hand.write(
        me() | contact("Jo\u202e Kim", f"{HOSTILE['org']}\n{HOSTILE['title']}", "## Personal\n- \x1b[5m blink 📅 2026-03-02\n## Log\n- 2026-01-01 \x1b[5m\n")
        | talk("t\x1b[1m", "Jo\u202e Kim", f"held: 2026-02-27\n{HOSTILE['goal']}\nfoo: [", "## Takeaways\n- \x1b[5m a line of words\n")
        | talk("u", "Jo\u202e Kim", f"held: 2026-02-27\n{HOSTILE['goal']}\nstrat: 1", "## Takeaways\n- \x1b[5m a line of words\n## Questions\n- \x9b?\n")
    )  # fmt: skip
    for words in (
        ["render", "--dry-run", "--diff", "--why"], ["render"], ["agenda", "--now", hand.now], ["check"], ["list", "contacts"],
        ["list", "contacts", "--format", "csv"], ["list", "notes", "--format", "paths"], ["show", "Jo\u202e Kim"], ["show", "u"],
        ["diff", "u"], ["set", "u", "mode=\x1b[1m"], ["show", "\x1b[1m"], ["done", "u", "thanked", "--now", hand.now], ["stats"],
        ["list", "interviews", "--where", "goal ~ pwned"], ["done", "u", "--item", "\x1b", "--now", hand.now],
    ):  # fmt: skip
        ran = hand.run(*words)
        assert controls(ran) == set(), (words, ran)


EVIL = "e\x1b]8;;evil.example\x1b\\x\x1b]52;c;eA==\x07\x9b31m\u202e\u2066\x7f\x08\r"
"""A link and the clipboard by OSC 8 and 52, a colour by C1, turned direction, rubbed out letters, and a line begun again."""


def test_control_characters_of_names_templates_and_files_never_reach_the_terminal(
    hand: Hand, tmp_path: Path
) -> None:
    evil = EVIL
    path = f"Templates/{evil}.md"
    hand.write(
        me() | contact("Jo Kim") | contact(f"P{evil}", f'"k{evil}": "[[n{evil}]]"\naliases: ["a{evil}"]\nemail: "{evil}"', f"## {evil}\n- [[m{evil}]] #t{evil}\n")
        | talk("u", f"P{evil}", f'held: "{evil}"\nlink: "https://a.example/{evil}"\nvenue: "{evil}"', f"## Questions\n### {evil}\n- {evil}?\n")
        | {path: f"---\nrenders: interview\npath: \"{{{{ '{evil}' }}}}.md\"\n{evil}: x\n---\n{{{{ interview.{evil} }}}}",
           f"Templates/b{evil}.md": f'---\nrenders: interview\npath: "D/b.md"\n---\n{{{{ "a"|nofilter{evil} }}}}', f"Templates/c{evil}.md": f'---\nrenders: "{evil}"\n---\n',
           f"Notes/{evil}.sync-conflict-1.md": "", f"F{evil}/x.md": "---\ntype: contact\norg: [\n---\n", f"Notes/{evil}.MD": "x"}
    )  # fmt: skip
    (hand.root / "Notes" / f"to{evil}.md").symlink_to(f"/none{evil}")
    book, rows, none = tmp_path / f"b{evil}.vcf", tmp_path / "r.csv", str(tmp_path / f"none{evil}")
    book.write_text(
        f"BEGIN:VCARD\nVERSION:4.0\nFN:Jo Kim {evil}\nEMAIL:no{evil}\nTITLE:{evil}\nEND:VCARD\nBEGIN:VCARD\nFN:Jo Kim\nUID:{evil}\n"
    )
    rows.write_text(f'Name,E-mail 1 - Value,Notes\n"Z{evil}","{evil}","{evil}"\n,,\n')
    for words in (
        ["check"], ["check", "--json"], ["render", "--dry-run", "--diff"], ["render", "--why", "u"], ["render", f"t{evil}"], ["render"], ["list", "notes"],
        ["list", "contacts", "--format", "csv"], ["list", f"x{evil}"], ["list", "contacts", "--where", evil], ["list", "contacts", "--where", f"k{evil} = 1"],
        ["list", "contacts", "--columns", evil], ["show", "P"], ["show", evil], ["show", "u", f"--{evil}"], [evil], ["agenda", "--now", evil], ["stats", "--json"],
        ["agenda", "--now", hand.now], ["done", "u", evil], ["skip", evil, "thank-you"], ["skip", "u", evil], ["set", "u", f"{evil}={evil}"], ["set", "u", evil], ["log", "P", evil],
        ["ask", "u", evil], ["new", "contact", evil], ["new", "interview", f"../{evil}"], ["invite", "u"], ["invite", "u", "--ics", "-o", none + "/x"], ["diff", evil],
        ["export", "contacts", "-o", none + "/x"], ["export", "draft", evil], ["import", str(book)], ["import", "--apply", str(book), str(rows)], ["import", none],
        ["--vault", none, "check"], ["watch", "--status", "--vault", none], ["init", str(book)],
    ):  # fmt: skip
        ran = hand.run(*words)
        assert controls(ran) == set(), (words, ascii(ran.out + ran.err)[:5000])
    for text in (
        f'"k{evil}" = 1\n',
        'templates = "a\\u001b]52;c\\u0007"\n',
        '[agenda]\n"\\u009b31m\\u202e" = "off"\n',
    ):
        hand.write({"vaultkit.toml": text})
        ran = hand.run("check")
        assert not {c for c in ran.out + ran.err if c != "\n" and not c.isprintable()}, ran
