"""The two renames that the standard library has not: exchange two files, and rename onto nothing.

In: two paths. Out: done, or told that this system cannot.
Never: replaces a file that stands at the new name.
"""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_AT_FDCWD = -100
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
_LINUX = {"exchange": 2, "new": 1}  # RENAME_EXCHANGE, RENAME_NOREPLACE
_MACOS = {"exchange": 2, "new": 4}  # RENAME_SWAP, RENAME_EXCL


@cache
def library() -> Any:
    """The C library of this process, or None where there is no such handle."""
    import ctypes  # noqa: PLC0415 - only a command that writes pays for it

    try:
        return ctypes.CDLL(None, use_errno=True)
    except (OSError, TypeError):  # Windows has no such handle
        return None


def _call(kind: str, old: Path, new: Path) -> bool:
    """Do the rename of `kind`; False when system or file system has no such thing. Raises OSError."""
    found = library()
    if found is None:
        return False
    import ctypes  # noqa: PLC0415 - see above

    names = os.fsencode(old), os.fsencode(new)
    if sys.platform == "darwin" and hasattr(found, "renamex_np"):
        result = found.renamex_np(*names, ctypes.c_uint(_MACOS[kind]))
    elif sys.platform.startswith("linux") and hasattr(found, "renameat2"):
        result = found.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_LINUX[kind]))
    else:
        return False
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(old), None, str(new))


def exchange(one: Path, other: Path) -> bool:
    """Let two files change places in one step. False: this system cannot, and nothing happened.

    Raises OSError, FileNotFoundError when one of them is gone.
    """
    return _call("exchange", one, other)


def rename_new(old: Path, new: Path) -> None:
    """Rename `old` to a name at which nothing stands. Raises FileExistsError, and OSError otherwise."""
    if _call("new", old, new):
        return
    if sys.platform == "win32":
        os.rename(old, new)  # noqa: PTH104 - there it refuses to replace
        return
    try:
        os.link(old, new, follow_symlinks=False)  # a second name is as exclusive as it gets
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        _claim(old, new)
        return
    os.unlink(old)  # noqa: PTH108


def _claim(old: Path, new: Path) -> None:
    """For file systems without hard links: take the name with an empty file, then replace that."""
    if os.path.isdir(old):  # noqa: PTH112
        os.mkdir(new)  # noqa: PTH102
    else:
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    os.replace(old, new)  # noqa: PTH105
