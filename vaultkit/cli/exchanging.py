"""`invite`, `export` and `import`: other programs' formats, to and from files.

In: the words of the command, files that the user names. Out: bytes on stdout or in `-o`, notes made or filled.
Never: sends anything, or overwrites a file outside the vault without being told so by `-o`.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from vaultkit.cli.complete import interviews, notes
from vaultkit.cli.desk import Desk, say, say_json, talk, with_desk
from vaultkit.english import counted
from vaultkit.errors import Refused, WrongUse, of_the_system
from vaultkit.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.exchange.invitation import Invitation
    from vaultkit.exchange.outcomes import Plan
    from vaultkit.pipeline import OpenVault

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
    from vaultkit import edits  # noqa: PLC0415 - help does without it
    from vaultkit.exchange import adapting, invitation  # noqa: PLC0415
    from vaultkit.people import find  # noqa: PLC0415
    from vaultkit.people.interview import Interview  # noqa: PLC0415

    _check_writable(out)
    with desk.open() as opened:
        vault = opened.snapshot()
        note = find.interview(vault, interview)
        made = adapting.invite(Interview(note, vault), cancel=cancel)
        data = invitation.ics(made) if ics else invitation.eml(made) if eml else None
        pages = invitation.links(made) if data is None else None
        if made.changes:
            edits.set_properties(vault, note.path, made.changes)
    for notice in made.notices:
        talk(shown(notice))
    if data is not None:
        _give(data, out)
    else:
        _pages(desk, made, pages, out)


def _pages(desk: Desk, made: Invitation, pages: object, out: str | None) -> None:
    found = {name: getattr(pages, name) for name in ("google", "outlook", "office")} if pages else {}
    if desk.as_json:
        say_json({"links": found, "uid": made.identity.uid, "sequence": made.identity.sequence,
                  "cancelled": made.cancelled})  # fmt: skip
    elif not found:
        talk(
            "Called off. No calendar has a page for that: --eml makes the message, --ics takes it out of your own."
        )
    else:
        text = f"Google:  {found['google']}\nOutlook: {found['outlook']}\nOffice:  {found['office']}\n"
        _give(text.encode(), out)


@click.group()
def export() -> None:
    """Contacts or a draft, for other programs."""


@export.command(name="contacts")
@click.option("--format", "form", type=click.Choice(["vcf", "csv"]), required=True)
@OUT
@with_desk(as_json=False)
def export_contacts(desk: Desk, form: Literal["vcf", "csv"], out: str | None) -> None:
    """Every contact, as vCard 4.0 or CSV."""
    from vaultkit.exchange import adapting, exporting  # noqa: PLC0415
    from vaultkit.people.contact import Contact  # noqa: PLC0415

    with desk.open() as opened:
        vault = opened.snapshot()
        cards = [adapting.card(Contact(note, vault)) for note in vault.of_kind("contact")]
    _give(exporting.contacts(cards, form), out)


@export.command(name="draft")
@click.argument("note", shell_complete=notes)
@click.option("--format", "form", type=click.Choice(["txt", "eml", "html", "mailto"]), required=True)
@OUT
@with_desk(as_json=False)
def export_draft(
    desk: Desk, note: str, form: Literal["txt", "eml", "html", "mailto"], out: str | None
) -> None:
    """A rendered note, to paste, to open in a mail program, or to print."""
    from vaultkit import files  # noqa: PLC0415
    from vaultkit.exchange import adapting, mail  # noqa: PLC0415
    from vaultkit.people import find  # noqa: PLC0415

    with desk.open() as opened:
        vault = opened.snapshot()
        found = find.drafts(vault, note)
        if len(found) != 1:
            listed = ", ".join(f'"{one.path}"' for one in found)
            raise WrongUse(
                f"Several rendered notes fit {note!r}: {listed}."
                if found
                else f"{note!r} is no rendered note."
            )
        template = opened.templates.get(str(found[0].prop("template") or ""))
        audience = template.audience if template is not None else "me"
        data = files.read(opened.root / found[0].path)
        draft = adapting.draft(found[0], data, vault, audience=audience)
    _give(mail.export(draft, form), out)


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--apply", "really", is_flag=True, help="Do it; without this only say what would happen.")
@with_desk()
def import_(desk: Desk, files: tuple[Path, ...], really: bool) -> None:
    """People from vCard files, LinkedIn's Connections.csv or a Google Contacts CSV.

    A value that you have is never changed, an empty one is filled, and a second run finds nothing to do.
    """
    from vaultkit.exchange import adapting, importing  # noqa: PLC0415
    from vaultkit.people.contact import Contact  # noqa: PLC0415
    from vaultkit.people.me import Me  # noqa: PLC0415

    sources = [(path.name, importing.read(_bytes(path), path.name)) for path in files]
    with desk.open() as opened:
        vault = opened.snapshot()
        plan = importing.plan(
            sources,
            [adapting.known(Contact(note, vault)) for note in vault.of_kind("contact")],
            folder=opened.config.new.people,
            taken=[note.path for note in vault.every()],
            me=[Me(vault).email],
        )
        failed = _apply(opened, plan) if really else []
    if desk.as_json:
        say_json(_plan_object(plan, really, failed))
    else:
        _tell(plan, really, failed)
    sys.exit(bool(failed))


def _bytes(path: Path) -> bytes:
    from vaultkit import files  # noqa: PLC0415

    try:
        return files.received(path.expanduser())
    except OSError as error:
        raise WrongUse(f"{path}: cannot be read ({error.strerror or error}).") from error


def _apply(opened: OpenVault, plan: Plan) -> list[str]:
    """Make and fill; what one note refuses is said and stops no other."""
    from vaultkit import edits  # noqa: PLC0415
    from vaultkit.exchange import importing  # noqa: PLC0415

    failed = []
    fills = [one for one in plan.matched if one.fills]
    work: list[Callable[[], object]] = [
        partial(edits.create, opened.root, one.path, importing.note_text(one)) for one in plan.created
    ]
    work += [partial(edits.set_properties, opened.snapshot(), one.path, one.fills) for one in fills]
    silent = len(work) < LONG or not sys.stderr.isatty()
    with click.progressbar(work, label="Importing", file=sys.stderr, hidden=silent) as rows:
        for step in rows:
            try:
                step()
            except Refused as reason:
                failed.append(str(reason))
    return failed


def _plan_object(plan: Plan, really: bool, failed: list[str]) -> dict[str, object]:
    return {
        "applied": really,
        "created": [{"path": c.path, "name": c.name, "file": c.file, "line": c.line} for c in plan.created],
        "matched": [
            {
                "path": m.path,
                "name": m.name,
                "by": m.by,
                "fills": sorted(m.fills),
                "file": m.file,
                "line": m.line,
            }
            for m in plan.matched
        ],
        "ambiguous": [
            {
                "name": q.name,
                "paths": list(q.paths),
                "reason": q.reason,
                "hint": q.hint,
                "file": q.file,
                "line": q.line,
            }
            for q in plan.questions
        ],
        "skipped": [
            {"name": s.name, "reason": s.reason, "file": s.file, "line": s.line} for s in plan.skipped
        ],
        "failed": failed,
    }


def _tell(plan: Plan, really: bool, failed: list[str]) -> None:
    verb = "created" if really else "would be created"
    fill = [one for one in plan.matched if one.fills]
    for made in plan.created:
        say(f"{'new' if really else 'would make'}   {shown(made.path)}")
    for one in fill:
        say(
            f"{'filled' if really else 'would fill'}  {shown(one.path)}: {', '.join(map(shown, one.fills))} (by {one.by})"
        )
    for question in plan.questions:
        say(
            f"question  {shown(question.file)}:{question.line} {shown(question.name)}: {shown(question.reason)}"
        )
        say(f"  {shown(question.hint)}")
    for row in plan.skipped:
        say(
            f"{'remark' if row.remark else 'skipped'}   {shown(row.file)}:{row.line} {shown(row.name)}: {shown(row.reason)}"
        )
    for reason in failed:
        say(f"failed    {shown(reason)}")
    say(
        f"{len(plan.created)} {verb}, {len(plan.matched)} matched ({len(fill)} with something to fill), "
        f"{counted(len(plan.questions), 'question')}, {sum(not row.remark for row in plan.skipped)} skipped."
    )
    if not really:
        talk("Nothing was written. Add --apply to do it.")


COMMANDS = {"invite": invite, "export": export, "import": import_}
