"""`render` and `diff`.

In: the words of the command. Out: one run of the pipeline, one report.
Never: a decision; pipeline and plan have those.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from vaultkit.cli.complete import notes as complete_notes
from vaultkit.cli.desk import Desk, say, say_json, talk, with_desk
from vaultkit.report import problems as told
from vaultkit.report.text import shown

if TYPE_CHECKING:
    from vaultkit.pipeline import OpenVault


@click.command()
@click.argument("notes", nargs=-1, metavar="[NOTE]...", shell_complete=complete_notes)
@click.option("--template", metavar="NAME", help="This template alone; those on request render too.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--diff", "show_diff", is_flag=True, help="Show the lines that change.")
@click.option("--why", is_flag=True, help="Say what each output depends on.")
@click.option("--recreate", is_flag=True, help="Make deleted ones again.")
@click.option("--adopt", is_flag=True, help="Take foreign ones as they are, and go on from there.")
@click.option(
    "--overwrite", is_flag=True, help="Replace foreign ones; the old text goes to .vaultkit/backups."
)
@click.option("--fresh", is_flag=True, help="Replace edited ones; the old text goes to .vaultkit/backups.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything would be written.")
@with_desk()
def render(
    desk: Desk,
    notes: tuple[str, ...],
    template: str | None,
    dry_run: bool,
    show_diff: bool,
    why: bool,
    recreate: bool,
    adopt: bool,
    overwrite: bool,
    fresh: bool,
    check: bool,
) -> None:
    """Render sheets and letters into the vault. Your edits stay; what you deleted stays deleted.

    A NOTE may be a rendered note or the note that it is about; without one, everything that changed is
    rendered.
    """
    from vaultkit import pipeline
    from vaultkit.pipeline.scope import resolve_notes, resolve_template
    from vaultkit.report import rendering

    with desk.open() as opened:
        asked = pipeline.Ask(
            template=resolve_template(opened, template), notes=resolve_notes(opened, notes),
            dry=dry_run or check, recreate=recreate, adopt=adopt, overwrite=overwrite, fresh=fresh,
            why=why, listed=desk.as_json,
        )  # fmt: skip
        report = pipeline.render(opened, asked)
        aloud = told.aloud(report.problems, partial(_of_others, opened))
    if desk.as_json:
        say_json(rendering.as_object(report))
    else:
        say(rendering.as_text(report, dry=asked.dry))
        if show_diff:
            say(rendering.diffs(report))
        if why:
            say(rendering.whys(report))
        talk(aloud)
    sys.exit(told.failing(report.problems) or (check and report.writes > 0))


def _of_others(opened: OpenVault, path: str) -> bool:
    note = opened.snapshot().note(path)
    return note is not None and note.kind == "other"


@click.command()
@click.argument("note", shell_complete=complete_notes)
@with_desk()
def diff(desk: Desk, note: str) -> None:
    """Your edits of NOTE against the pure render: what you took out (-) and put in (+)."""
    from vaultkit.pipeline.comparing import pure_renders
    from vaultkit.report import rendering

    with desk.open() as opened:
        found = pure_renders(opened, note)
    if desk.as_json:
        say_json({"notes": [asdict(one) for one in found]})
        return
    for one in found:
        say(
            rendering.diff(one.render, one.yours, one.path, names=("render", "yours"))
            or f"{shown(one.path)}: no edits."
        )


COMMANDS = {"render": render, "diff": diff}
