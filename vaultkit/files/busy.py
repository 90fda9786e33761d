"""Whether another program has a file open, so that what it saves may be on the way.

In: a path, or what the system refused. Out: yes or no.
Never: writes, or waits.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_IN_USE = (5, 32)  # ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION
MOUNTS = "/proc/self/mountinfo"
_NO_LEASES = re.compile(r"nfs|cifs|smb|9p|afs|ceph")
"""Kinds of file system that refuse a lease also where nobody writes: their server would have to promise it."""


def being_written(path: Path) -> bool:
    """Whether some process has the file open for writing: its save may still be on the way.

    Linux tells, by refusing a lease; elsewhere, and where the file system knows no leases, nobody can say.
    Windows refuses the replacing itself (`in_use`).
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        return _lease_refused(handle) and not _NO_LEASES.match(_file_system(os.fstat(handle).st_dev))
    finally:
        os.close(handle)


def _lease_refused(handle: int) -> bool:
    import fcntl  # noqa: PLC0415 - not every system has it
    import signal  # noqa: PLC0415 - see above

    try:  # the signal is one that is ignored, where SIGIO would end the process
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    return False


def _file_system(device: int) -> str:
    """The kind of file system that is mounted from `device`, "" where the system does not tell."""
    number = f"{os.major(device)}:{os.minor(device)}"
    with suppress(OSError), open(MOUNTS, encoding="utf-8", errors="replace") as lines:  # noqa: PTH123 - no Path
        for line in lines:
            mount, _, source = line.partition(" - ")
            if mount.split(" ", 3)[2:3] == [number]:
                return source.split(" ", 1)[0]
    return ""


def in_use(error: OSError) -> bool:
    """Whether Windows refuses since another program has the file open: there nobody can replace it then."""
    return getattr(error, "winerror", None) in _IN_USE
