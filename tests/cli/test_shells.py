"""Real shells complete a name with a blank so that the command gets it whole."""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.hand import Hand, contact

pty = pytest.importorskip("pty", reason="has no terminals of POSIX")
SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(_VAULTKIT_COMPLETE=bash_source vaultkit)"'),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -U compinit; compinit -u -D; eval "$(_VAULTKIT_COMPLETE=zsh_source vaultkit)"',
    ),
    "fish": (["fish", "--no-config", "-i"], "_VAULTKIT_COMPLETE=fish_source vaultkit | source"),
}
ANSWERS = {
    b"\x1b[c": b"\x1b[?62;c",
    b"\x1b[6n": b"\x1b[1;1R",
}  # what a terminal says when fish asks what it is


class Keyboard:
    """A shell in a terminal of its own, and somebody who waits for what it shows."""

    def __init__(self, words: list[str], hand: Hand) -> None:
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        env = {**hand.env, "PATH": programs, "TERM": "xterm", "LC_ALL": "C.UTF-8", "PS1": "> "}
        self.pid, self.terminal = pty.fork()
        if not self.pid:
            os.chdir(hand.root)
            os.execvpe(words[0], words, env)

    def types(self, text: str, until: str) -> str:
        os.write(self.terminal, text.encode())
        shown, end = b"", time.monotonic() + 20
        while until.encode() not in shown and time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.1)[0]:
                new = os.read(self.terminal, 65536)
                shown += new
                for asked, answer in ANSWERS.items():
                    os.write(self.terminal, answer * new.count(asked))
        return shown.decode(errors="replace")

    def leave(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


@pytest.mark.programs
@pytest.mark.parametrize("shell", SHELLS)
def test_a_name_with_a_blank_is_completed_into_one_word(shell: str, hand: Hand) -> None:
    words, set_up = SHELLS[shell]
    if not shutil.which(words[0]):
        pytest.skip(f"no {shell} here")
    hand.write(contact("Jo van den Berg & Sons") | contact("Ann Lee"))
    keyboard = Keyboard(words, hand)
    try:
        keyboard.types(f"{set_up}; echo re'a'dy\n", "ready")
        keyboard.types("vaultkit show Jo\t", "Sons")
        answer = keyboard.types("\n", "People/Jo van den Berg & Sons.md")
    finally:
        keyboard.leave()
    assert "People/Jo van den Berg & Sons.md" in answer
