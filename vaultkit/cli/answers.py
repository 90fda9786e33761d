"""Commands that only answer: agenda, list, show, stats, check.

In: the words of the command. Out: one answer on stdout; how many problems there are on stderr.
Never: a change in the vault, but for `check --fix`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from vaultkit.cli.complete import notes
from vaultkit.cli.desk import Desk, say, say_json, talk, with_desk
from vaultkit.report import problems as told
from vaultkit.report.text import shown

if TYPE_CHECKING:
    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Kind

KINDS: dict[str, Kind | None] = {"contacts": "contact", "interviews": "interview", "notes": None}


def _remark(vault: Vault) -> None:
    talk(told.one_line(vault.problems()))


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
    from vaultkit.people import agenda as rules  # noqa: PLC0415 - help does without it
    from vaultkit.people.me import Me  # noqa: PLC0415
    from vaultkit.pipeline.agenda import agenda_items  # noqa: PLC0415
    from vaultkit.report import agenda as shown_agenda  # noqa: PLC0415

    with desk.open() as opened:
        vault, me = opened.snapshot(), Me(opened.snapshot())
        entries = rules.agenda(agenda_items(opened, desk.now, days), desk.now, days, me.zone)
        if desk.as_json:
            say_json({"items": shown_agenda.as_objects(entries)})
        else:
            say(shown_agenda.as_text(rules.grouped(entries), desk.now))
            talk(rules.zone_remark(me))
        _remark(vault)


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
    from vaultkit.people import query  # noqa: PLC0415

    wanted = query.condition(where) if where else None
    with desk.open() as opened:
        vault, kind = opened.snapshot(), KINDS[what]
        form = "json" if desk.as_json else form
        if kind is not None and form in ("table", "csv") and not (where or sort):
            from vaultkit.pipeline.agenda import listed  # noqa: PLC0415 - a list with a condition does without

            _tabled(listed(opened, kind), kind, form)
            _remark(vault)
            return
        found = vault.every() if kind is None else vault.of_kind(kind)
        looks = [(note, Look(note, vault)) for note in found]
        if wanted is not None:
            looks = [(note, look) for note, look in looks if wanted(look)]
        if sort:
            looks = query.ordered(looks, lambda pair: pair[1](sort.lstrip("-")), down=sort.startswith("-"))
        _listed(looks, kind, form)
        _remark(vault)


class Look:
    """The value of a key in one note, for conditions and columns: derived, canonical or as written."""

    def __init__(self, note: Reading, vault: Vault) -> None:
        self.note = note
        self.vault = vault

    def __call__(self, key: str) -> Any:
        from vaultkit.people.lookup import look  # noqa: PLC0415

        return look(self.note, self.vault, key)


def _listed(looks: list[tuple[Reading, Look]], kind: Kind | None, form: str) -> None:
    from vaultkit.report import tables  # noqa: PLC0415

    if form == "paths":
        say("\n".join(shown(note.path) for note, _ in looks))
    elif form in ("json", "jsonl"):
        rows = [_object(note, look) for note, look in looks]
        say_json({"notes": rows}) if form == "json" else say(tables.lines(rows))
    else:
        _tabled([{column: look(column) for column in _columns(kind)} for _, look in looks], kind, form)


def _tabled(rows: list[dict[str, Any]], kind: Kind | None, form: str) -> None:
    from vaultkit.report import tables  # noqa: PLC0415

    say((tables.table if form == "table" else tables.comma)(rows, _columns(kind)))


def _columns(kind: Kind | None) -> tuple[str, ...]:
    from vaultkit.people.columns import COLUMNS  # noqa: PLC0415

    return COLUMNS[kind] if kind else ("path", "type")


def _object(note: Reading, look: Look) -> dict[str, Any]:
    from vaultkit.report.tables import plain  # noqa: PLC0415

    made = {"path": note.path, "name": note.name, "type": note.kind}
    if note.kind == "interview":
        made["stage"] = look("stage")
    return {**made, "properties": plain(dict(note.raw()))}


@click.command()
@click.argument("name", shell_complete=notes)
@with_desk(clock=True)
def show(desk: Desk, name: str) -> None:
    """The whole story of one person or one talk."""
    from vaultkit.people import find  # noqa: PLC0415
    from vaultkit.people.contact import Contact  # noqa: PLC0415
    from vaultkit.people.interview import Interview  # noqa: PLC0415
    from vaultkit.report import story  # noqa: PLC0415

    with desk.open() as opened:
        vault = opened.snapshot()
        note = find.story(vault, name)
        if note.kind == "interview":
            told_story = story.of_interview(Interview(note, vault))
        else:
            told_story = story.of_contact(Contact(note, vault))
        say_json(told_story) if desk.as_json else say(story.as_text(told_story))
        _remark(vault)


@click.command()
@with_desk(clock=True)
def stats(desk: Desk) -> None:
    """The pipeline in numbers, with a plain bar for each stage. A yes counts, whatever came of it."""
    from vaultkit.report import story  # noqa: PLC0415

    with desk.open() as opened:
        vault = opened.snapshot()
        found = story.numbers(vault)
        say_json(found) if desk.as_json else say(story.numbers_as_text(found))
        _remark(vault)


@click.command()
@click.option("--fix", is_flag=True, help="Mend what is safe, a line each.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what would change.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@with_desk()
def check(desk: Desk, fix: bool, dry_run: bool, strict: bool) -> None:
    """Every problem, with path, line, reason and remedy."""
    if fix and _fixed(desk, dry_run=dry_run):
        return
    with desk.open() as opened:
        found = opened.check()
    if desk.as_json:
        say_json({"problems": told.as_objects(found)})
    else:
        say(told.as_text(found) or "No problems.")
        talk(told.tally(found))
    sys.exit(told.failing(found, strict=strict))


def _fixed(desk: Desk, *, dry_run: bool) -> bool:
    """Whether that was all there was to do: a dry run shows the lines and checks nothing."""
    from vaultkit import edits  # noqa: PLC0415

    with desk.open() as opened:
        if dry_run:
            say("\n".join(shown(line) for line in edits.preview(opened.snapshot())) or "Nothing to mend.")
            return True
        for one in edits.fix(opened.snapshot()):
            talk(shown(one.said))
    return False


COMMANDS = {"agenda": agenda, "list": list_, "show": show, "stats": stats, "check": check}
