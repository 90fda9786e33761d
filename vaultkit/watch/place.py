"""Where a watch keeps what others may know of it: its lock, its status, its log, the wish that it end.

In: the vault's root. Out: a lock that ends with its process, files in the user's state folder.
Never: a file in the vault, or in the cache, which anybody may delete at any time.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit import files
from vaultkit.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one vault's watch."""

    folder: Path

    @property
    def lock_file(self) -> Path:
        return self.folder / "watch.lock"

    @property
    def status_file(self) -> Path:
        return self.folder / "status.json"

    @property
    def log_file(self) -> Path:
        return self.folder / "watch.log"

    @property
    def wish_file(self) -> Path:
        return self.folder / "stop"

    def status(self) -> dict[str, Any]:
        """What the last watch said of itself, empty where nothing can be read."""
        with suppress(OSError, ValueError):
            found = json.loads(self.status_file.read_bytes())
            if isinstance(found, dict):
                return found
        return {}

    def tell(self, status: dict[str, Any]) -> None:
        """Say how it goes. A full disk does not end a watch."""
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            files.put(self.status_file, json.dumps(status, ensure_ascii=False).encode())

    def held(self) -> bool:
        """Whether a watch runs."""
        lock = self.take()
        if lock is None:
            return True
        lock.release()
        return False

    def take(self, wait: float = 0.0) -> Any:
        """The lock, None when another process has it. The system gives it back when its process ends."""
        import filelock  # noqa: PLC0415 - only a watch takes it

        lock = filelock.FileLock(self.lock_file)
        end = time.monotonic() + wait
        while True:
            try:
                lock.acquire(timeout=0)
            except filelock.Timeout:
                if time.monotonic() >= end:
                    return None
                time.sleep(0.05)
            else:
                return lock

    def wish_end(self) -> None:
        """Ask the watch to end; it looks every second."""
        files.put(self.wish_file, b"")

    def end_is_wished(self) -> bool:
        return os.path.lexists(self.wish_file)

    def forget_wish(self) -> None:
        with suppress(OSError):
            self.wish_file.unlink()


def place_of(root: Path) -> Place:
    """The place of the watch of the vault at `root`, made if need be. Raises Refused when it cannot be."""
    folder = files.state_folder() / f"watch-{files.mark_of(root)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"the folder {folder} cannot be made ({error.strerror or error})") from error
    return Place(folder)


def refusal(root: Path, status: dict[str, Any]) -> Refused:
    """Why a second watch does not begin, naming the first."""
    who = f"process {status['pid']}" if status.get("pid") else "another process"
    since = (
        f", since {status['since'].replace('T', ' ')[:19]}" if isinstance(status.get("since"), str) else ""
    )
    return Refused(
        f"A watch of {root} runs already: {who}{since}. `vaultkit watch --status` tells how it goes, "
        "`vaultkit watch --stop` ends it."
    )
