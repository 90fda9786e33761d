"""Whether the store's file is as its own code left it, and who may open or close it now.

In: the path of the file, the fingerprint of the code. Out: yes or no, a seal beside the file, a lock.
Never: a look into the file.
"""

from __future__ import annotations

import contextlib
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.files import looking

if TYPE_CHECKING:
    from collections.abc import Iterator


def _seal(path: Path, code: str) -> str:
    """What vouches for the file: its stamp, and the code that fills it."""
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino} {code}"


def vouch(path: Path, code: str) -> None:
    """Say that the file as it stands is the work of that code."""
    seal = _seal(path, code)
    if _vouched(path) != seal:
        path.with_suffix(".seal").write_text(seal)


def _vouched(path: Path) -> str | None:
    try:
        return looking.read(path.with_suffix(".seal")).decode()  # a pipe in its place would be waited for
    except (OSError, UnicodeDecodeError):
        return None


def trusted(path: Path, code: str) -> bool:
    """Whether the file is as a store of this very code left it: no byte of it changed by anybody else."""
    try:
        return _vouched(path) == _seal(path, code)
    except OSError:
        return False


def wipe(path: Path) -> None:
    """Remove the file and all that belongs to it."""
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), path.with_suffix(".seal")):
        with contextlib.suppress(FileNotFoundError):
            name.unlink()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Held while a store is opened, closed or folded; ends with the process, however that ends."""
    handle = os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        _wait_for(handle)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _wait_for(handle: int) -> None:
        with contextlib.suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _wait_for(handle: int) -> None:
        with contextlib.suppress(OSError):  # file systems without locks: the seal still tells
            fcntl.flock(handle, fcntl.LOCK_EX)
