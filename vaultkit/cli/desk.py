"""What every command has on its desk: the vault, the clock's word, and the two streams.

In: the options that commands share. Out: a Desk, and lines on stdout and stderr.
Never: a clock read when `--now` stands in for it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from vaultkit.errors import WrongUse

if TYPE_CHECKING:
    from vaultkit.pipeline import OpenVault

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Desk:
    """`now` is aware; it is the clock's unless `--now` was given."""

    root: Path
    now: datetime
    as_json: bool = False

    def open(self) -> OpenVault:
        from vaultkit.pipeline import open_vault

        return open_vault(self.root)


def vault_root(named: str | None) -> Path:
    """The vault that `--vault` names, else the nearest one around the current folder."""
    from vaultkit.config import find_root

    if named:
        root = Path(named).expanduser()
        if not root.is_dir():
            raise WrongUse(f"{named} is no folder. `vaultkit init {named}` makes a vault there.")
        return root.resolve()
    found = find_root(Path.cwd())
    if found is None:
        raise WrongUse(
            "No vault here: neither this folder nor one above it holds vaultkit.toml, .vaultkit or .obsidian. "
            "Name one with --vault DIR, or make one with `vaultkit init`."
        )
    return found


def typed(path: Path) -> str:
    """A path as one types it in the shell of this system."""
    if sys.platform == "win32":
        from subprocess import list2cmdline

        return list2cmdline([str(path)])
    from vaultkit.people.agenda.item import quoted

    return quoted(str(path))


def moment(text: str | None) -> datetime:
    """`--now` as an aware time (without an offset: UTC), or the clock's."""
    if not text:
        return datetime.now(UTC)
    try:
        now = datetime.fromisoformat(text)
    except ValueError:
        raise WrongUse(f"--now {text}: not a date and time such as 2026-11-24T09:00+01:00.") from None
    now = now if now.tzinfo else now.replace(tzinfo=UTC)
    try:
        at = now.astimezone(UTC)
        _ = at - timedelta(days=2), at + timedelta(hours=15)  # a day may be asked for in any zone
    except OverflowError:
        raise WrongUse(f"--now {text}: some place has no such day, at the end of the calendar.") from None
    return now


def with_desk(*, clock: bool = False, as_json: bool = True) -> Callable[[Command], Command]:
    """The options --vault, and where they mean something --now and --json; the command gets a Desk first."""

    def decorate(function: Command) -> Command:
        def run(vault: str | None, now: str | None = None, as_json: bool = False, **rest: Any) -> Any:
            context = click.get_current_context()
            shared = context.find_root().obj or {}
            desk = Desk(vault_root(vault or shared.get("vault")), moment(now), as_json)
            return function(desk, **rest)

        run.__name__, run.__doc__ = function.__name__, function.__doc__
        run.__click_params__ = getattr(function, "__click_params__", [])  # type: ignore[attr-defined]
        decorated: Any = click.option(
            "--vault", metavar="DIR", help="The vault; default: the one you stand in."
        )(run)
        if clock:
            decorated = click.option("--now", metavar="ISO", help="A date and time in place of the clock's.")(
                decorated
            )
        if as_json:
            decorated = click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")(
                decorated
            )
        return decorated  # type: ignore[no-any-return]

    return decorate


def say(text: str) -> None:
    """The answer: stdout."""
    if text:
        click.echo(text)


def say_json(value: dict[str, object]) -> None:
    """The answer as the documented object, `version` first."""
    from vaultkit.report.text import as_json

    click.echo(as_json({"version": 1, **value}, indent=2))


def talk(text: str) -> None:
    """What is said beside the answer: stderr, wrapped for who reads it on a terminal."""
    if text:
        from vaultkit.report.text import on_screen

        click.echo(on_screen(text, columns(sys.stderr) or _given_columns()), err=True)


def say_wrapped(text: str) -> None:
    """A sentence as an answer: wrapped on a terminal, one line for another program."""
    from vaultkit.report.text import on_screen

    say(on_screen(text, columns(sys.stdout)))


def columns(stream: TextIO) -> int:
    """How wide the terminal is that a stream leads to; 0 where it leads to none, or to one that does not tell."""
    try:
        return (_given_columns() or os.get_terminal_size(stream.fileno()).columns) if stream.isatty() else 0
    except (OSError, ValueError):
        return 0


def _given_columns() -> int:
    given = os.environ.get("COLUMNS", "")
    return int(given) if re.fullmatch("[0-9]{1,5}", given) else 0
