"""`watch`: in the terminal, in the background, asked how it goes, asked to end.

In: the words of the command. Out: lines as rounds are run, or one answer.
Never: a decision about notes; watch and pipeline have those.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from vaultkit.cli.desk import Desk, say, say_json, talk, typed, with_desk
from vaultkit.errors import WrongUse

if TYPE_CHECKING:
    from vaultkit.watch import News
    from vaultkit.watch.log import Log
    from vaultkit.watch.place import Place


@click.command()
@click.option("--background", is_flag=True, help="Go on without this terminal.")
@click.option("--stop", "stops", is_flag=True, help="End the vault's watch, its round finished.")
@click.option("--status", "asks", is_flag=True, help="How the vault's watch goes.")
@click.option("--service", is_flag=True, help="Print a systemd user unit and a launchd agent.")
@click.option("--poll", is_flag=True, help="Look on a timer; for drives that tell of no changes.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what is wrong.")
@with_desk()
def watch(
    desk: Desk, background: bool, stops: bool, asks: bool, service: bool, poll: bool, quiet: bool
) -> None:
    """Render on every change, until you end it with Ctrl+C. One watch a vault; `render` beside it is safe."""
    from vaultkit.watch.place import place_of

    if sum((background, stops, asks, service)) > 1:
        raise WrongUse("Choose one of --background, --stop, --status and --service.")
    if desk.as_json and not asks:
        raise WrongUse("--json belongs to --status here.")
    place = place_of(desk.root)
    if service:
        _service(desk, place, poll=poll)
    elif asks:
        _status(desk, place)
    elif stops:
        _stop(desk, place)
    elif background:
        _background(desk, place, poll=poll)
    else:
        _foreground(desk, place, poll=poll, quiet=quiet)


def _service(desk: Desk, place: Place, *, poll: bool) -> None:
    from vaultkit.watch import background, service

    words = background.command(desk.root, polling=poll)
    say(service.both(words, str(desk.root), str(place.folder / "launchd.log")))


def _status(desk: Desk, place: Place) -> None:
    from vaultkit.report import watching

    found = {"running": place.held(), **place.status()}
    if desk.as_json:
        say_json(found)
    else:
        say(watching.status(found))


def _stop(desk: Desk, place: Place) -> None:
    from vaultkit.watch import background

    pid = background.stop(place)
    talk("No watch runs for this vault." if pid is None else f"The watch of {desk.root} has ended.")


def _background(desk: Desk, place: Place, *, poll: bool) -> None:
    from vaultkit.watch import background
    from vaultkit.watch.place import refusal

    if place.held():
        raise refusal(desk.root, place.status())
    words = [*background.command(desk.root, polling=poll), "--quiet"]
    pid = background.start(words, place)
    again = f"vaultkit watch --vault {typed(desk.root)}"
    say(f"Watching {desk.root} in the background, process {pid}.")
    talk(f"`{again} --status` tells how it goes, `{again} --stop` ends it; the log is {place.log_file}.")


def _foreground(desk: Desk, place: Place, *, poll: bool, quiet: bool) -> None:
    import logging

    from vaultkit.watch import Watch
    from vaultkit.watch.log import Log
    from vaultkit.watch.place import refusal

    lock = place.take()
    if lock is None:
        raise refusal(desk.root, place.status())
    place.forget_wish()
    logging.captureWarnings(True)
    log = Log(place.log_file)
    running = Watch(
        desk.root,
        Shown(desk, place, log, quiet=quiet),
        polling=poll,
        ends=place.end_is_wished,
        murmur=log.line,
    )
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: running.stop())
    try:
        running.run()
    finally:
        place.forget_wish()
        lock.release()
        log.close()
    sys.exit(0)


class Shown:
    """Shows news on the terminal, in the log, and to whoever asks for the status."""

    def __init__(self, desk: Desk, place: Place, log: Log, *, quiet: bool) -> None:
        from vaultkit.watch import status

        self._place, self._log, self._quiet = place, log, quiet
        self._after = status.after
        begun = datetime.now().astimezone()
        self._status = status.begun(str(desk.root), os.getpid(), str(place.log_file), begun)
        place.tell(self._status)

    def __call__(self, news: News) -> None:
        from vaultkit.report import watching

        for line, wrong in watching.lines(news):
            self._log.line(line)
            self._show(f"{news.at:%H:%M:%S} {line}", wrong=wrong)
        trace: Any = getattr(news, "trace", "")
        if trace:
            self._log.line(trace)
        self._status = self._after(self._status, news)
        self._place.tell(self._status)

    def _show(self, line: str, *, wrong: bool) -> None:
        """A terminal that was closed does not end a watch."""
        try:
            if wrong:
                talk(line)
            elif not self._quiet:
                say(line)
        except OSError:
            self._quiet = True


COMMANDS = {"watch": watch}
