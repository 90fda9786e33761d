"""Commands that only answer: agenda, list, show, stats, check.

In: the words of the command. Out: one answer on stdout; how many problems there are on stderr.
Never: a change in the vault, but for `check --fix`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from vaultkit.cli.complete import notes
from vaultkit.cli.desk import Desk, columns, say, say_json, talk, with_desk
from vaultkit.report import problems as told
from vaultkit.report.text import shown

if TYPE_CHECKING:
    from vaultkit.model import Kind
    from vaultkit.pipeline import OpenVault

KINDS: dict[str, Kind | None] = {"contacts": "contact", "interviews": "interview", "notes": None}


def _remark(opened: OpenVault) -> None:
    from vaultkit.pipeline.counting import problem_counts

    talk(told.how_many(problem_counts(opened)))


@click.command()
@click.option(
    "--days",
    metavar="N",
    type=click.IntRange(0, 36_500),
    default=0,
    help="Look this many days ahead as well.",
)
@with_desk(clock=True)
def agenda(desk: Desk, days: int) -> None:
    """What to do, why, by when, and the command that clears it."""
    from vaultkit.people import agenda as rules
    from vaultkit.people.me import Me
    from vaultkit.pipeline.kept import agenda_items
    from vaultkit.report import agenda as shown_agenda

    with desk.open() as opened:
        me = Me(opened.snapshot())
        entries = rules.agenda(agenda_items(opened, desk.now, days), desk.now, days, me.zone)
        if desk.as_json:
            say_json({"items": shown_agenda.as_objects(entries)})
        else:
            say(shown_agenda.as_text(rules.grouped(entries), desk.now))
            talk(rules.zone_remark(me))
        _remark(opened)


@click.command(name="list")
@click.argument("what", type=click.Choice(sorted(KINDS)))
@click.option("--where", metavar="EXPR", help="Such as: stage == held and start < 2026-12-01")
@click.option("--sort", metavar="KEY", help="A property; -KEY for the other way round.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "jsonl", "csv", "paths"]), default="table"
)
@with_desk()
def list_(desk: Desk, what: str, where: str | None, sort: str | None, form: str) -> None:
    """Contacts, interviews or notes, filtered and sorted by their properties."""
    from vaultkit.people.columns import columns_of
    from vaultkit.pipeline.kept import listed
    from vaultkit.report import tables

    kind, form = KINDS[what], "json" if desk.as_json else form
    with desk.open() as opened:
        vault = opened.snapshot()
        if form in ("table", "csv"):
            rows = listed(opened, kind, where, sort)
            names = columns_of(kind)
            say(
                tables.table(rows, names, columns(sys.stdout))
                if form == "table"
                else tables.comma(rows, names)
            )
        else:
            from vaultkit.people.lookup import chosen  # a table of kept rows is shown without

            found = chosen(vault, kind, where, sort)
            if form == "paths":
                say("\n".join(shown(note.path) for note in found))
            else:
                objects = [tables.as_object(note, vault) for note in found]
                say_json({"notes": objects}) if form == "json" else say(tables.lines(objects))
        if where or sort:
            from vaultkit.people.lookup import unknown

            for said in unknown(vault, kind, where, sort):
                talk(shown(said))
        _remark(opened)


@click.command()
@click.argument("name", shell_complete=notes)
@with_desk(clock=True)
def show(desk: Desk, name: str) -> None:
    """The whole story of one person or one talk."""
    from vaultkit.people import find
    from vaultkit.report import story

    with desk.open() as opened:
        vault = opened.snapshot()
        found = story.of_note(find.story(vault, name), vault)
        say_json(found) if desk.as_json else say(story.as_text(found))
        _remark(opened)


@click.command()
@with_desk(clock=True)
def stats(desk: Desk) -> None:
    """The pipeline in numbers, with a plain bar for each stage. A yes counts, whatever came of it."""
    from vaultkit.report import story

    with desk.open() as opened:
        vault = opened.snapshot()
        found = story.numbers(vault)
        say_json(found) if desk.as_json else say(story.numbers_as_text(found))
        _remark(opened)


@click.command()
@click.option("--fix", is_flag=True, help="Mend what is safe, a line each.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what would change.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@with_desk()
def check(desk: Desk, fix: bool, dry_run: bool, strict: bool) -> None:
    """Every problem, with path, line, reason and remedy."""
    from vaultkit.pipeline.checking import check as every_problem

    if fix and _fixed(desk, dry_run=dry_run):
        return
    with desk.open() as opened:
        found = every_problem(opened)
    if desk.as_json:
        say_json({"problems": told.as_objects(found)})
    else:
        say(told.as_text(found) or "No problems.")
        talk(told.tally(found))
    sys.exit(told.failing(found, strict=strict))


def _fixed(desk: Desk, *, dry_run: bool) -> bool:
    """Whether that was all there was to do: a dry run shows the lines and checks nothing."""
    from vaultkit import edits

    with desk.open() as opened:
        if dry_run:
            say("\n".join(shown(line) for line in edits.preview(opened.snapshot())) or "Nothing to mend.")
            return True
        for one in edits.fix(opened.snapshot()):
            talk(shown(one.said))
    return False


COMMANDS = {"agenda": agenda, "list": list_, "show": show, "stats": stats, "check": check}
