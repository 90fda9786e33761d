"""Writes the manual page from what `--help` says.

In: the commands. Out: docs/vaultkit.1, in the man macros that every man program reads; it ships in the wheel.
Never: a sentence about a command that `--help` has not.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import TYPE_CHECKING

import click

from vaultkit import __version__
from vaultkit.cli import COMMANDS, cli

if TYPE_CHECKING:
    from collections.abc import Iterator

DATED = "2026-11-24"
"""The day of the edition; a page without one is warned about."""
ABOUT = """
vaultkit reads notes about people and talks, and writes prep sheets, thank-yous and other letters back among them.
Edits of yours in what it wrote survive every later render. It sends nothing and needs no network.

Every command reads what has changed in the vault first. A note is named by its path, its name, or a part of the
name that fits no other; a person's name stands for their open talk where a talk is wanted.
The answer goes to standard output, all else to standard error.
"""
EXIT = {
    "0": "Done; there may be warnings.",
    "1": "Done, but something needs you: an error in a note, places where your edit and a render met, or a note that "
    "stands where a rendered one would.",
    "2": "Nothing was done: wrong words, a wrong configuration, or a command that was refused as a whole.",
}
ENVIRONMENT = {
    "VAULTKIT_VAULT": "The vault, where neither --vault nor the folder one stands in says which.",
    "VAULTKIT_CACHE": "Where the index lies, in place of the user's cache folder. It may be deleted at any time.",
    "NO_COLOR": "If set, no colours.",
}
FILES = {
    "vaultkit.toml": "The configuration, at the top of the vault; every line of it is optional.",
    ".vaultkit/": "Beside the notes: what was last rendered, so that edits can be told from it.",
}


def text(words: str) -> str:
    """Lines that no macro can be taken for; quotes and hyphens stay those that a shell reads."""
    safe = words.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace("`", "")
    safe = re.sub(r"[^\x00-\x7f]", lambda found: rf"\[u{ord(found[0]):04X}]", " ".join(safe.split()))
    lines = textwrap.wrap(safe, 78, break_long_words=False, break_on_hyphens=False)
    return "\n".join(rf"\&{line}" if line.startswith(".") else line for line in lines)


def paragraphs(words: str) -> str:
    return "\n.PP\n".join(text(part) for part in words.strip().split("\n\n"))


def entries(rows: dict[str, str]) -> str:
    return "\n".join(f".TP\n.B {text(name)}\n{text(meaning)}" for name, meaning in rows.items())


def command(found: click.Command, name: str) -> Iterator[str]:
    """One command, or each of a group's: its usage, its help, its options."""
    if isinstance(found, click.Group):
        for sub in sorted(found.commands):
            yield from command(found.commands[sub], f"{name} {sub}")
        return
    context = click.Context(found, info_name=name)
    yield f".SS {text(name)}\n.B vaultkit {text(' '.join([name, *found.collect_usage_pieces(context)]))}\n.PP"
    yield paragraphs(inspect.cleandoc(found.help or ""))
    rows = [option.get_help_record(context) for option in found.params if isinstance(option, click.Option)]
    yield entries({row[0]: row[1] for row in rows if row})


def manual() -> str:
    context = click.Context(cli, info_name="vaultkit")
    found = [(cli.get_command(context, name), name) for name in sorted(COMMANDS)]
    commands = "\n".join(line for one, name in found if one for line in command(one, name))
    lines = [
        f'.TH VAULTKIT 1 {DATED} "vaultkit {__version__}"',
        f".SH NAME\n{text('vaultkit - ' + (cli.help or '').rstrip('.'))}",
        ".SH SYNOPSIS\n.B vaultkit\n[\\-\\-vault DIR] COMMAND [OPTIONS] [ARGUMENTS]",
        f".SH DESCRIPTION\n{paragraphs(ABOUT)}",
        f".SH COMMANDS\n{commands}",
        f".SH EXIT STATUS\n{entries(EXIT)}",
        f".SH ENVIRONMENT\n{entries(ENVIRONMENT)}",
        f".SH FILES\n{entries(FILES)}",
    ]
    return "\n".join(lines) + "\n"
