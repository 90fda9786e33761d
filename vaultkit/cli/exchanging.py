"""`invite`, `export` and `import`: other programs' formats, to and from files.

In: the words of the command, files that the user names. Out: bytes on stdout or in `-o`, notes made or filled.
Never: sends anything, or overwrites a file outside the vault without being told so by `-o`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from vaultkit.cli.complete import interviews, notes
from vaultkit.cli.desk import Desk, say, say_json, talk, with_desk
from vaultkit.errors import Refused, WrongUse, of_the_system
from vaultkit.report.text import shown

if TYPE_CHECKING:
    from vaultkit.exchange.outcomes import Plan
    from vaultkit.index.vault import Vault

LONG = 200
"""Cards from which on an import shows how far it is."""
OUT = click.option("-o", "--output", "out", metavar="FILE", help="Write there instead of to stdout.")


def _give(data: bytes, out: str | None) -> None:
    if out is None or out == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        Path(out).expanduser().write_bytes(data)
    except OSError as error:
        raise Refused(f"{out}: cannot be written: {of_the_system(error, named=True)}.") from error
    talk(f"{shown(out)} written.")


def _check_writable(out: str | None) -> None:
    """Refuse a file that cannot be written while nothing is done yet."""
    if out is None or out == "-":
        return
    path = Path(out).expanduser()
    new = not path.exists()
    if not (new or path.is_file() or path.is_dir()):
        return  # a pipe or a device: opening it may wait for somebody
    try:
        path.open("ab").close()
        if new:
            path.unlink()
    except OSError as error:
        raise Refused(f"{out}: cannot be written: {of_the_system(error, named=True)}.") from error


@click.command()
@click.argument("interview", shell_complete=interviews)
@click.option("--links", is_flag=True, help="Pre-filled event pages of Google and Outlook (the default).")
@click.option("--ics", is_flag=True, help="A file for your own calendar.")
@click.option("--eml", is_flag=True, help="A mail draft that invites, or calls off.")
@click.option("--cancel", is_flag=True, help="Call the invitation off.")
@OUT
@with_desk()
def invite(
    desk: Desk, interview: str, links: bool, ics: bool, eml: bool, cancel: bool, out: str | None
) -> None:
    """Invite to INTERVIEW: links, or a file with the event.

    The note keeps the event's identity (uid, sequence, invited_for), so that a later invitation moves the
    event instead of making a second one. Say `vaultkit done … invited` once you have sent it.
    """
    if links + ics + eml > 1:
        raise WrongUse("One at a time: --links, --ics or --eml.")
    from vaultkit.edits import exchanging
    from vaultkit.exchange import invitation
    from vaultkit.report import exchanging as told

    _check_writable(out)
    with desk.open() as opened:
        form = invitation.ics if ics else invitation.eml if eml else invitation.links
        made, given = exchanging.invite(opened.snapshot(), interview, form, cancel=cancel)
    for notice in made.notices:
        talk(shown(notice))
    if isinstance(given, bytes):
        _give(given, out)
    elif desk.as_json:
        say_json(told.pages_object(made, given))
    elif given is None:
        talk(
            "Called off. No calendar has a page for that: --eml makes the message, --ics takes it out of your own."
        )
    else:
        _give(told.pages_text(given).encode(), out)


@click.group()
def export() -> None:
    """Contacts or a draft, for other programs."""


@export.command(name="contacts")
@click.option("--format", "form", type=click.Choice(["vcf", "csv"]), required=True)
@OUT
@with_desk(as_json=False)
def export_contacts(desk: Desk, form: Literal["vcf", "csv"], out: str | None) -> None:
    """Every contact, as vCard 4.0 or CSV."""
    from vaultkit.exchange import adapting, books
    from vaultkit.people.contact import Contact

    with desk.open() as opened:
        vault = opened.snapshot()
        cards = [adapting.card(Contact(note, vault)) for note in vault.of_kind("contact")]
    _give(books.write(cards, form), out)


@export.command(name="draft")
@click.argument("note", shell_complete=notes)
@click.option("--format", "form", type=click.Choice(["txt", "eml", "html", "mailto"]), required=True)
@OUT
@with_desk(as_json=False)
def export_draft(
    desk: Desk, note: str, form: Literal["txt", "eml", "html", "mailto"], out: str | None
) -> None:
    """A rendered note, to paste, to open in a mail program, or to print."""
    from vaultkit import files
    from vaultkit.exchange import adapting, mail
    from vaultkit.people import find

    with desk.open() as opened:
        letter = find.draft(opened.snapshot(), note)
        data = files.read(opened.root / letter.path)
        draft = adapting.draft(letter, data, opened.snapshot(), audience=opened.audience(letter))
    _give(mail.export(draft, form), out)


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--apply", "really", is_flag=True, help="Do it; without this only say what would happen.")
@with_desk()
def import_(desk: Desk, files: tuple[Path, ...], really: bool) -> None:
    """People from vCard files, LinkedIn's Connections.csv or a Google Contacts CSV.

    A value that you have is never changed, an empty one is filled, and a second run finds nothing to do.
    """
    from vaultkit.edits import exchanging
    from vaultkit.exchange import books
    from vaultkit.report import exchanging as told

    sources = [(path.name, books.read(_bytes(path), path.name)) for path in files]
    with desk.open() as opened:
        plan = exchanging.plan(opened.snapshot(), sources)
        failed = _apply(opened.snapshot(), plan) if really else []
    if desk.as_json:
        say_json(told.plan_object(plan, failed, applied=really))
    else:
        say(told.plan_text(plan, failed, applied=really))
        talk("" if really else "Nothing was written. Add --apply to do it.")
    sys.exit(bool(failed))


def _bytes(path: Path) -> bytes:
    from vaultkit import files

    try:
        return files.received(path.expanduser())
    except OSError as error:
        raise WrongUse(f"{path}: cannot be read ({error.strerror or error}).") from error


def _apply(vault: Vault, plan: Plan) -> list[str]:
    """What failed, with a bar meanwhile."""
    from vaultkit.edits import exchanging

    steps = len(plan.created) + len(plan.filled)
    silent = steps < LONG or not sys.stderr.isatty()
    with click.progressbar(
        exchanging.carry_out(vault, plan), steps, label="Importing", file=sys.stderr, hidden=silent
    ) as told:
        return [reason for reason in told if reason]


COMMANDS = {"invite": invite, "export": export, "import": import_}
