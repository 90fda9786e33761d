"""A watch that goes on when its terminal is closed: started, asked to end.

In: the vault, the place of its watch. Out: a process, or why there is none.
Never: ends a process that does not hold the vault's lock.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import vaultkit
from vaultkit.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vaultkit.watch.place import Place

START = 30.0
"""Seconds that a child has to begin."""
END = 60.0
"""Seconds that a watch has to finish its round."""


def command(root: Path, *, polling: bool = False) -> list[str]:
    """The words that start a watch of `root`, with the interpreter that runs now."""
    made = [sys.executable, "-P", "-m", "vaultkit", "watch", "--vault", str(root)]
    return [*made, "--poll"] if polling else made


def start(words: Sequence[str], place: Place) -> int:
    """Start a watch that outlives its parent; its process id once it watches. Raises Refused with its own words."""
    said, stale = place.folder / "start.log", place.status()
    with said.open("wb") as stderr:
        child = subprocess.Popen(  # noqa: S603 - our own words, no shell
            list(words), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr, cwd=Path.home(),
            env=_environment(), **_apart(),
        )  # fmt: skip
    end = time.monotonic() + START
    while time.monotonic() < end:
        pid = begun(place, child.pid, stale)
        if pid is not None:
            return pid
        if child.poll() is not None:
            break
        time.sleep(0.05)
    else:
        child.kill()
        raise Refused(f"the watch did not begin within {START:g} seconds; its log is {place.log_file}")
    why = said.read_text("utf-8", "replace").strip().removeprefix("vaultkit: ")
    raise Refused(why or f"the watch ended at once, with code {child.returncode}")


def begun(place: Place, child: int, stale: dict[str, Any]) -> int | None:
    """The process that watches, once it does; `stale` is what an earlier watch said of itself.

    In an environment, Windows starts Python by way of a second process, so the number is not the child's there.
    """
    status = place.status()
    pid = status.get("pid")
    if not isinstance(pid, int) or status.get("mode") == "starting":
        return None
    another = sys.platform == "win32" and status != stale and place.held()
    return pid if pid == child or another else None


def _environment() -> dict[str, str]:
    """As here, and with this very vaultkit, which may run from a clone that only the current folder leads to."""
    here = str(Path(vaultkit.__file__).resolve().parent.parent)
    others = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    places = [here, *(os.path.abspath(path) for path in others)]  # noqa: PTH100 - the child stands elsewhere
    kept = {key: value for key, value in os.environ.items() if key != "VAULTKIT_VAULT"}
    for key in ("VAULTKIT_CACHE", "VAULTKIT_STATE"):
        if kept.get(key):
            kept[key] = str(Path(kept[key]).expanduser().absolute())
    return {**kept, "PYTHONPATH": os.pathsep.join(dict.fromkeys(places))}


def _apart() -> dict[str, Any]:
    """What parts a child from the terminal of its parent."""
    if sys.platform == "win32":
        return {
            # A console that nobody sees, which the processes that render share: without one, each would open its own.
            "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
        }
    return {"start_new_session": True}


def stop(place: Place) -> int | None:
    """Ask the watch to end, and wait until it has; its process id, None when there was none. Raises Refused."""
    if not place.held():
        return None
    pid = place.status().get("pid")
    place.wish_end()
    if sys.platform != "win32" and isinstance(pid, int):
        with suppress(OSError):
            os.kill(pid, signal.SIGTERM)
    lock = place.take(END)
    if lock is None:
        raise Refused(f"the watch (process {pid}) has not ended within {END:g} seconds; see {place.log_file}")
    place.forget_wish()
    lock.release()
    return pid if isinstance(pid, int) else 0
