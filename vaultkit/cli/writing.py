"""Commands that write into notes: done, set, skip, ask, log, new.

In: the words of the command. Out: one line or property of one note, and a sentence about it.
Never: a rule; edits has those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vaultkit.cli.complete import contacts, interviews, notes
from vaultkit.cli.desk import Desk, say, say_json, say_wrapped, talk, with_desk
from vaultkit.errors import WrongUse
from vaultkit.report.text import shown

if TYPE_CHECKING:
    from vaultkit.edits import Edited


def _told(desk: Desk, *edited: Edited) -> None:
    if desk.as_json:
        say_json({"notes": [{"path": e.path, "said": e.said, "changed": e.changed} for e in edited]})
    for one in edited:
        if not desk.as_json:
            say_wrapped(shown(one.said))
        talk(shown(one.beside))


@click.command()
@click.argument("note", shell_complete=notes)
@click.argument("milestone", required=False)
@click.option("--on", metavar="DATE", help="The day; default: today, for `held` the day of the meeting.")
@click.option("--person", metavar="NAME", help="Only this one of several was thanked.")
@click.option("--item", metavar="TEXT", help="Tick the line that has this text.")
@with_desk(clock=True)
def done(
    desk: Desk, note: str, milestone: str | None, on: str | None, person: str | None, item: str | None
) -> None:
    """Say that something was done.

    NOTE MILESTONE sets a date (asked, granted, replied, invited, confirmed, held, thanked, gift_sent,
    gift_noticed; announced for a contact). NOTE --item TEXT ticks a line. A draft alone says that it was sent.
    """
    from vaultkit import edits

    if item is not None and (milestone or person or on):
        raise WrongUse(
            "--item ticks a line of the note, with today's date; it goes with no milestone, --on or --person."
        )
    with desk.open() as vault:
        if item is not None:
            edited = edits.tick(vault.snapshot(), note, item, now=desk.now)
        elif milestone is None:
            if person:
                raise WrongUse("--person goes with `thanked`; a draft knows to whom it goes.")
            edited = edits.draft(vault.snapshot(), note, vault.marks(), now=desk.now, on=on)
        else:
            edited = edits.done(vault.snapshot(), note, milestone, now=desk.now, on=on, person=person)
    _told(desk, edited)


@click.command(name="set")
@click.argument("note", shell_complete=notes)
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...")
@with_desk(clock=True)
def set_(desk: Desk, note: str, pairs: tuple[str, ...]) -> None:
    """Set properties, one line each; everything else in the note stays as it is."""
    from vaultkit import edits

    with desk.open() as vault:
        _told(desk, edits.set_values(vault.snapshot(), note, pairs, now=desk.now))


@click.command()
@click.argument("note", shell_complete=notes)
@click.argument("rule")
@with_desk()
def skip(desk: Desk, note: str, rule: str) -> None:
    """Turn the agenda rule RULE off for NOTE."""
    from vaultkit import edits

    with desk.open() as vault:
        _told(desk, edits.skip(vault.snapshot(), note, rule))


@click.command()
@click.argument("interview", shell_complete=interviews)
@click.argument("text", nargs=-1, required=True)
@with_desk()
def ask(desk: Desk, interview: str, text: tuple[str, ...]) -> None:
    """Append a question to INTERVIEW, unsorted: jot it down now, sort it later."""
    from vaultkit import edits

    with desk.open() as vault:
        _told(desk, edits.ask(vault.snapshot(), interview, " ".join(text)))


@click.command()
@click.argument("contact", shell_complete=contacts)
@click.argument("text", nargs=-1, required=True)
@click.option("--on", metavar="DATE", help="The day; default: today.")
@with_desk(clock=True)
def log(desk: Desk, contact: str, text: tuple[str, ...], on: str | None) -> None:
    """Append a dated line to the Log of CONTACT: that counts as contact."""
    from vaultkit import edits

    with desk.open() as vault:
        _told(desk, edits.log(vault.snapshot(), contact, " ".join(text), now=desk.now, on=on))


@click.group()
def new() -> None:
    """A new note from its scaffold: a contact, or an interview."""


@new.command(name="contact")
@click.argument("name", nargs=-1, required=True)
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="A property to fill in.")
@with_desk(clock=True)
def new_contact(desk: Desk, name: tuple[str, ...], pairs: tuple[str, ...]) -> None:
    """A note for the person NAME."""
    from vaultkit import edits

    with desk.open() as vault:
        _made(desk, edits.new_contact(vault.snapshot(), " ".join(name), pairs, now=desk.now))


@new.command(name="interview")
@click.argument("people", nargs=-1, required=True, metavar="PERSON...", shell_complete=contacts)
@click.option("--start", metavar="WHEN", help="2026-12-01T14:00, in --timezone or yours.")
@click.option("--timezone", metavar="ZONE", help="Such as Europe/Brussels.")
@click.option("--mode", metavar="MODE", help="online, in-person or phone.")
@click.option("--duration", metavar="MINUTES")
@click.option("--goal", metavar="TEXT", help="What you want to find out.")
@click.option("--direction", metavar="WAY", help="giving, when they ask you.")
@click.option("--set", "pairs", multiple=True, metavar="KEY=VALUE", help="Another property to fill in.")
@with_desk(clock=True)
def new_interview(desk: Desk, people: tuple[str, ...], pairs: tuple[str, ...], **named: str | None) -> None:
    """A note for a talk with each PERSON (quote a name of several words); who has no note gets one."""
    from vaultkit import edits

    words = [f"{key}={value}" for key, value in named.items() if value] + list(pairs)
    with desk.open() as vault:
        _made(desk, *edits.new_interview(vault.snapshot(), people, words, now=desk.now))


def _made(desk: Desk, *edited: Edited) -> None:
    """The path of the note itself is the answer; what was made beside it is said after it."""
    if desk.as_json:
        _told(desk, *edited)
        return
    say(shown(edited[-1].path))
    for one in edited[:-1]:
        talk(shown(one.said))


COMMANDS = {"done": done, "set": set_, "skip": skip, "ask": ask, "log": log, "new": new}
