"""Where vaultkit keeps what is not the user's: cache, log, lock, and the files that come with it.

In: the vault's root, names. Out: paths of folders that exist, and a lock.
Never: a path inside the vault, and nothing that could not be made again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.errors import Refused, of_the_system

if TYPE_CHECKING:
    from collections.abc import Iterator


def cache_folder(root: Path) -> Path:
    """The folder of the vault's index, made if need be: one for each real root, readable by its owner only.

    `VAULTKIT_CACHE` names another folder to hold them all. Raises Refused when it cannot be made.
    """
    return _made(_base("VAULTKIT_CACHE", "user_cache_dir") / mark_of(root), "VAULTKIT_CACHE")


def mark_of(root: Path) -> str:
    """What stands for the vault in names: one for each real root, however that was typed."""
    return hashlib.sha256(_real(root)).hexdigest()[:20]


def _real(root: Path) -> bytes:
    """On macOS as it is spelt on disk: `Vault` and `vault` are one folder there, and realpath keeps what was typed."""
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - not every system has it

        with suppress(OSError):
            handle = os.open(root, os.O_RDONLY)
            try:
                return fcntl.fcntl(handle, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0")
            finally:
                os.close(handle)
    return os.fsencode(os.path.realpath(root))


def state_folder() -> Path:
    """The folder of logs, made if need be; `VAULTKIT_STATE` names another. Raises Refused."""
    return _made(_base("VAULTKIT_STATE", "user_state_dir"), "VAULTKIT_STATE")


def _base(variable: str, kind: str) -> Path:
    given = os.environ.get(variable)
    if given:
        return Path(given).expanduser().absolute()
    import platformdirs  # noqa: PLC0415 - not needed when the variable is set

    where: str = getattr(platformdirs, kind)("vaultkit", appauthor=False)
    return Path(where)


def _made(folder: Path, variable: str) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        message = f"the folder {folder} cannot be made ({reason}); set {variable} to one that can"
        raise Refused(message) from error
    return folder


def shipped(name: str) -> Path:
    """The folder "templates" or "example-vault" as it came with the package, or in a clone beside it."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "shipped" / name
    return inside if inside.exists() else package.parent / name


@contextmanager
def lock(path: Path, wait: float = 30.0) -> Iterator[None]:
    """Hold the lock file `path`, waiting at most `wait` seconds.

    Raises Refused when another holds it on, or where no such file can be made.
    """
    import filelock  # noqa: PLC0415 - commands that only answer take no lock

    held = filelock.FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held.acquire(timeout=wait)
    except filelock.Timeout as error:
        raise Refused("another vaultkit is writing in this vault; try again when it is done") from error
    except OSError as error:
        raise Refused(f"nothing is written without a lock: {of_the_system(error)}") from error
    try:
        yield
    finally:
        held.release()
