"""What only the program itself shows: what it loads, colours, completion in three shells, a pipe that closes."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.hand import Hand, contact, me, talk

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("jinja2", "markdown_it", "watchdog", "rich", "icalendar", "merge3", "vobject")
LOADED = """
import sys
sys.argv = ["vaultkit", *sys.argv[1:]]
from vaultkit.cli import main
try:
    main()
except SystemExit as left:
    assert not left.code, left.code
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def program(hand: Hand, *words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vaultkit", *words], cwd=hand.root, env={**hand.env, **(env or {})}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["agenda"], ["list", "contacts"], ["done", "Jo", "granted"]]
)
def test_a_command_loads_no_heavy_library_that_it_can_do_without(hand: Hand, words: list[str]) -> None:
    hand.write(me() | contact("Jo Kim") | talk("t", "Jo Kim", "asked: 2026-02-01"))
    hand.ok("list", "notes")
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        cwd=hand.root,
        env=hand.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    loaded = ran.stdout.splitlines()[-1].split()
    assert loaded[0] == "loaded:"
    assert set(loaded) & set(HEAVY) == set()


def test_the_program_and_python_m_are_one(hand: Hand) -> None:
    hand.write(contact("Jo Kim"))
    ran = program(hand, "list", "contacts", "--format", "paths")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "People/Jo Kim.md\n", "")
    refused = program(hand, "show", "Nobody")
    assert (refused.returncode, refused.stdout, refused.stderr[:10]) == (2, "", "vaultkit: ")


def complete(hand: Hand, shell: str, line: list[str]) -> list[str]:
    """What completing the last word of the line offers."""
    env = {
        "_VAULTKIT_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": " ".join(line),
        "COMP_CWORD": str(len(line) - 1),
    }
    if shell == "fish":
        env["COMP_CWORD"] = line[-1]
    done = subprocess.run(
        [sys.executable, "-c", "from vaultkit.cli import main; main()"], cwd=hand.root, env={**hand.env, **env},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if line]


def test_names_complete_in_bash_zsh_and_fish_before_anything_was_indexed(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim") | contact("Ann Lee") | talk("2026-03-09 Jo Kim", "Jo Kim"))
    assert complete(hand, "bash", ["vaultkit", "show", "Jo"]) == ["plain,Jo Kim"]
    assert complete(hand, "bash", ["vaultkit", "log", ""]) == ["plain,Ann Lee", "plain,Jo Kim"]
    assert complete(hand, "bash", ["vaultkit", "ask", "2026"]) == ["plain,2026-03-09 Jo Kim"]
    assert "Jo Kim" in complete(hand, "zsh", ["vaultkit", "show", "Jo"])
    assert [line.split("\t")[0] for line in complete(hand, "fish", ["vaultkit", "show", "Jo"])] == [
        "plain,Jo Kim"
    ]


def test_commands_complete_and_outside_a_vault_a_name_completes_to_nothing(
    hand: Hand, tmp_path: Path
) -> None:
    assert complete(hand, "bash", ["vaultkit", "ren"]) == ["plain,render"]
    nowhere = Hand(tmp_path / "nowhere")
    assert complete(nowhere, "bash", ["vaultkit", "show", "J"]) == []


def on_a_terminal(hand: Hand, *words: str, env: dict[str, str]) -> bytes:
    import pty

    mine, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "vaultkit", *words], cwd=hand.root, env={**hand.env, "TERM": "xterm-256color", **env},
            stdout=theirs, stderr=theirs, stdin=theirs, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1)
        return os.read(mine, 65536)
    finally:
        os.close(mine)
        os.close(theirs)


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_no_color_is_respected_on_a_terminal_and_a_pipe_has_none(hand: Hand) -> None:
    hand.write(me() | contact("Jo Kim", "phone: 0123") | talk("t", "Jo Kim", "held: 2026-02-01"))
    assert b"\x1b[" not in on_a_terminal(hand, "check", env={"NO_COLOR": "1"})
    assert "\x1b[" not in program(hand, "check").stdout


def test_a_reader_that_goes_away_is_no_disaster(hand: Hand) -> None:
    hand.write(
        {
            f"People/P{n:04}.md": "---\ntype: contact\norg: a house with a long name, so that there is much to print\n---\n"
            for n in range(900)
        }
    )
    ran = subprocess.run(
        f'"{sys.executable}" -m vaultkit list contacts --json | head -1', shell=True, cwd=hand.root, env=hand.env,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.stdout, "Traceback" in ran.stderr) == ("{\n", False)
