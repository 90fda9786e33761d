"""`init`: a new vault.

In: a folder, and whether it is to be the example. Out: what was made, and what to do next.
Never: overwrites.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaultkit.cli.desk import moment, say, say_json, talk, typed
from vaultkit.english import counted, listed
from vaultkit.report.text import shown

if TYPE_CHECKING:
    from collections import Counter
    from datetime import date


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--example", is_flag=True, help="The example vault: a teacher finds out what makers of maps do."
)
@click.option("--vault", metavar="DIR", help="The same as DIR.")
@click.option("--now", metavar="ISO", help="A date and time in place of the clock's.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def init(folder: Path | None, example: bool, vault: str | None, now: str | None, as_json: bool) -> None:
    """Make a vault in DIR (default: here).

    Where notes exist already only vaultkit.toml is written, and no note is touched.
    """
    from vaultkit import starting

    shared = (click.get_current_context().find_root().obj or {}).get("vault")
    named = folder or Path(vault or shared or ".")
    root = named.expanduser().absolute()
    today = moment(now).astimezone().date() if now is None else moment(now).date()
    if not example and starting.holds_notes(root):
        _beside(root, today, as_json)
        return
    made = starting.example(root) if example else starting.new_vault(root)
    if as_json:
        say_json({"vault": str(root), "created": made})
        return
    written = f"{counted(len(made), 'file')} written to {shown(str(folder or root))}."
    say(written if made else "Nothing was missing.")
    first, command = ("", "render") if example else ("fill in Me.md, then: ", 'new interview "Jo Kim"')
    talk(f"Next: {first}`vaultkit {command} --vault {typed(named)}`")


def _beside(root: Path, today: date, as_json: bool) -> None:
    from vaultkit import starting
    from vaultkit.pipeline import open_vault

    with open_vault(root) as opened:
        made = starting.beside(root, today, opened.snapshot())
        found = starting.recognised(opened.snapshot())
    if as_json:
        say_json({"vault": str(root), "created": made, "contacts": dict(found.contacts),
                  "interviews": dict(found.interviews)})  # fmt: skip
        return
    written = "written; no note was touched" if made else "is there already; nothing was written"
    say(f"vaultkit.toml {written}.")
    say(
        f"Recognised: {counted(found.contacts.total(), 'contact')}{_by(found.contacts)}, "
        f"{counted(found.interviews.total(), 'interview')}{_by(found.interviews)}."
    )
    if not found.contacts or not found.interviews:
        talk("vaultkit.toml says how to have more of your notes recognised; look into it before you render.")


def _by(rules: Counter[str]) -> str:
    words = {"type": "by `type`", "tag": "by tag", "vaultkit.toml": "by vaultkit.toml"}
    found = listed(f"{number} {words[rule]}" for rule, number in sorted(rules.items()))
    return f" ({found})" if found else ""


COMMANDS = {"init": init}
