"""What stands at a path: stamps, bytes, and whether a file may be replaced at all.

In: paths. Out: stamps, bytes, or Refused with the reason.
Never: writes.
"""

from __future__ import annotations

import errno
import os
import re
import select
import stat
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from vaultkit.errors import ChangedMeanwhile, Refused

if TYPE_CHECKING:
    from pathlib import Path

TEMPORARY = ".vaultkit-"
"""What the names of our temporary files begin with; they end in `.tmp`."""
LARGEST = 1 << 28
"""Bytes of a file that is read at all: a hole of terabytes takes no room on a disk, and all memory here."""

_MOUNT_POINT = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT, which the standard library knows on Windows only
_LONGEST_WRITE = 60.0  # seconds that a temporary file may live


class Stamp(NamedTuple):
    """What `lstat` says of a file, compared with `!=`: times are nanoseconds since 1970 in UTC."""

    size: int
    mtime_ns: int
    ctime_ns: int
    ino: int


def is_temporary(name: str) -> bool:
    """Whether a file name is one of our temporary ones."""
    return name.startswith(TEMPORARY) and name.endswith(".tmp")


def is_abandoned(path: Path) -> bool:
    """Whether nobody writes a temporary file any more, so that it is a leftover.

    Its name begins with the number of its process. It is abandoned when that is gone, when it is this one
    (which asks under its lock), or when it is older than a minute: numbers are given anew. Where processes
    cannot be asked (Windows) only the age counts, and not at all for names of another form.
    """
    number = path.name.removeprefix(TEMPORARY).partition("-")[0]
    if not re.fullmatch(r"[0-9a-f]{1,8}", number) or int(number, 16) == os.getpid():
        return True
    try:
        if time.time() - os.lstat(path).st_mtime > _LONGEST_WRITE:
            return True
        if sys.platform != "win32":
            os.kill(int(number, 16), 0)
    except PermissionError:
        return False
    except (OSError, OverflowError):
        return True
    return False


def stamp(path: Path | str) -> Stamp | None:
    """The stamp of the name itself (a link is not followed); None when nothing stands there."""
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def read(path: Path) -> bytes:
    """The bytes of a regular file, links followed. Raises OSError, also for a pipe, and for what has no end."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        if found.st_size > LARGEST:
            raise OSError(errno.EFBIG, f"larger than {LARGEST >> 20} MB", str(path))
        return file.read()


def received(path: Path, seconds: float = 2.0) -> bytes:
    """The bytes of a file that a user names: a regular one, or a pipe to which another program writes.

    Raises OSError; also when nobody begins to write within `seconds`, and for a device, which has no end.
    """
    if not path.is_fifo():
        return read(path)
    parts: list[bytes] = []
    handle, end = os.open(path, os.O_RDONLY | os.O_NONBLOCK), time.monotonic() + seconds
    try:
        while sum(map(len, parts)) <= LARGEST:
            try:
                part = os.read(handle, 1 << 20)
            except BlockingIOError:  # somebody has it open to write, and thinks
                select.select([handle], [], [])
                continue
            if not part and (parts or time.monotonic() > end):
                return b"".join(parts)
            parts += [part] if part else []
            time.sleep(0 if part else 0.01)
    finally:
        os.close(handle)
    raise OSError(errno.EFBIG, f"larger than {LARGEST >> 20} MB", str(path))


def check_parents(root: Path, path: Path) -> None:
    """Raises Refused unless every folder from `root` down to `path` is a real folder or not there yet."""
    top, whole = os.fspath(root), os.fspath(path)
    # Thousands of outputs pass here in a run: text is sliced, a Path is only made for odd cases.
    if whole.startswith(top) and whole[len(top) : len(top) + 1] == os.sep:
        parts = whole[len(top) + 1 :].split(os.sep)  # noqa: PTH206
    else:
        try:
            parts = list(path.relative_to(root).parts)
        except ValueError as error:
            raise Refused(f"{path} lies outside the vault") from error
    if ".." in parts:
        raise Refused(f"{path} could lie outside the vault")
    here = top
    for number, part in enumerate(parts[:-1]):
        here = f"{here}{os.sep}{part}"
        try:
            mode = os.lstat(here).st_mode
        except FileNotFoundError:
            return
        shown = "/".join(parts[: number + 1])
        if stat.S_ISLNK(mode) or is_junction(here):
            raise Refused(f"the folder {shown} is a link; nothing is written through it")
        if not stat.S_ISDIR(mode):
            raise Refused(f"{shown} is a file where a folder is needed")


def is_junction(path: str | os.PathLike[str]) -> bool:
    """Whether this is a folder of Windows that leads elsewhere and calls itself no link; no other system has any."""
    if sys.platform == "win32":
        with suppress(OSError):  # `os.path.isjunction` came with Python 3.12
            return bool(os.lstat(path).st_reparse_tag == _MOUNT_POINT)
    return False


def leads_out(path: Path, within: Path) -> bool:
    """Whether what a path stands for lies elsewhere than in a folder. Raises OSError, RuntimeError where it is nothing."""
    return not path.resolve(strict=True).is_relative_to(within.resolve(strict=True))


def real_target(path: Path, within: Path | None) -> Path:
    """The file that a name stands for, which is where the temporary file has to lie."""
    if not path.is_symlink():
        return path
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise Refused(f"{path.name} is a link that leads nowhere") from error
    if within is not None and not target.is_relative_to(within.resolve()):
        raise Refused(f"{path.name} is a link to a file outside the vault")
    return target


def replaceable(target: Path) -> os.stat_result:
    try:
        found = os.lstat(target)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ChangedMeanwhile(str(target)) from error
    if not stat.S_ISREG(found.st_mode):
        raise Refused(f"{target.name} is not a regular file")
    if found.st_nlink > 1:
        raise Refused(f"{target.name} has {found.st_nlink} hard links, which replacing it would part")
    if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
        raise Refused(f"{target.name} belongs to another user")
    if not found.st_mode & stat.S_IWUSR:
        raise Refused(f"{target.name} is read-only")
    return found


def bytes_at(path: Path) -> bytes | None:
    """What a regular file holds that is no link; None for anything else, or nothing."""
    try:
        if stat.S_ISLNK(os.lstat(path).st_mode):
            return read(path) if path.is_file() else None
        return read(path)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        if error.errno in (errno.EINVAL, errno.ENXIO) or path.is_dir():  # Windows opens no folder
            return None
        raise


def stamped_as(path: Path, written: Stamp) -> Stamp:
    """The stamp of a file of ours that has just got its name. Whoever has saved there since must not lend it theirs:
    the save would be taken for known. `written` is then the answer, which no file has that was renamed."""
    now = stamped(path)
    ours = (now.size, now.mtime_ns, now.ino) == (written.size, written.mtime_ns, written.ino)
    return now if ours or path.is_symlink() else written


def stamped(path: Path) -> Stamp:
    found = stamp(path)
    if found is None:
        raise ChangedMeanwhile(str(path))
    return found
