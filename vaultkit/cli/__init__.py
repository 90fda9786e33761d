"""The `vaultkit` command: words in, one call into the rooms below, one report out.

In: the words on the command line. Out: text or JSON on stdout, talk on stderr, an exit code.
Never: logic; and never a heavy import before the command that needs it.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys
from typing import Any, NoReturn

import click

from vaultkit import __version__
from vaultkit.errors import VaultkitError, of_the_system
from vaultkit.spelling import nearest

COMMANDS = {
    "agenda": ("answers", "What to do next, why, by when, and the command that clears it."),
    "ask": ("writing", "Append a question to an interview, unsorted."),
    "check": ("answers", "Every problem in the vault, with its place and remedy."),
    "diff": ("rendering", "Your edits of a rendered note against the pure render."),
    "done": ("writing", "Say that something was done: a milestone, an item, a letter sent."),
    "export": ("exchanging", "Contacts or a draft, for other programs."),
    "import": ("exchanging", "People from vCard, LinkedIn or Google files; a dry run first."),
    "init": ("starting", "A new vault, or vaultkit.toml beside notes that exist."),
    "invite": ("exchanging", "Calendar links, an .ics file or an invitation by mail."),
    "list": ("answers", "Contacts, interviews or notes, filtered and sorted."),
    "log": ("writing", "Append a dated line to a contact's Log."),
    "new": ("writing", "A contact or interview note from its scaffold."),
    "render": ("rendering", "Render sheets and letters into the vault; your edits stay."),
    "set": ("writing", "Set properties of a note, one line each."),
    "show": ("answers", "One person's or interview's whole story."),
    "skip": ("writing", "Turn an agenda rule off for one note."),
    "stats": ("answers", "The pipeline in numbers."),
    "watch": ("watching", "Render on every change, in the background if you like."),
}


class Commands(click.Group):
    """Loads a command's module when it is run; listing and completing need the table above alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"vaultkit.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.COMMANDS[cmd_name]
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = nearest(args[0], COMMANDS)
            hint = f" Did you mean `{near}`?" if near else " `vaultkit --help` lists the commands."
            raise click.UsageError(f"There is no command `{args[0]}`.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vaultkit")
@click.option(
    "--vault", metavar="DIR", envvar="VAULTKIT_VAULT", help="The vault; default: the one you stand in."
)
@click.pass_context
def cli(ctx: click.Context, vault: str | None) -> None:
    """Informational interviews in a vault of Markdown notes that stay yours."""
    ctx.obj = {"vault": vault}


def main() -> None:
    """The one seam where refusals become messages: the text on stderr, the code to the shell.

    What the system refuses under way is told as well; something may have been done then, so that the code is 1.
    """
    gc.set_threshold(100_000)  # little is in circles; looking for it took a twentieth of a first render
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            _set_up(stream)
    if "_VAULTKIT_COMPLETE" in os.environ:
        from vaultkit.cli.complete import names_with_spaces

        names_with_spaces()
    try:
        sys.exit(cli.main(prog_name="vaultkit", standalone_mode=False) or 0)
    except click.ClickException as error:
        _show(error)
    except click.Abort:
        click.echo("Aborted!", err=True)
        sys.exit(1)
    except VaultkitError as error:
        _leave(str(error), error.exit_code)
    except OSError as error:
        _leave(f"{of_the_system(error)}.", 1)
    finally:
        gc.freeze()  # the interpreter's last sweeps over all that was imported: a tenth of a command that answers


def _set_up(stream: Any) -> None:
    """What is written to a file or another program is the same bytes on Windows, which would take its code page."""
    stream.reconfigure(errors="backslashreplace")
    if sys.platform == "win32" and not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
        stream.reconfigure(encoding="utf-8", newline="\n")


def _show(error: click.ClickException) -> NoReturn:
    """As click does, but the words that were typed or pasted are shown escaped."""
    from vaultkit.cli.desk import talk
    from vaultkit.report.text import shown

    told = io.StringIO()
    error.show(told)
    lines = told.getvalue().rstrip("\n").expandtabs(4).split("\n")  # click lists choices with tabs
    talk("\n".join(map(shown, lines)))
    sys.exit(error.exit_code)


def _leave(message: str, code: int) -> NoReturn:
    from vaultkit.cli.desk import talk
    from vaultkit.report.text import shown

    talk(f"vaultkit: {shown(message)}")
    sys.exit(code)
