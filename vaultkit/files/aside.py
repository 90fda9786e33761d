"""Temporary files that look like the file whose place they will take.

In: a path, bytes, the look of the file that stands there. Out: a temporary file beside it.
Never: touches the file itself.
"""

from __future__ import annotations

import os
import secrets
import stat
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from vaultkit.errors import Refused
from vaultkit.files import swap
from vaultkit.files.looking import TEMPORARY

if TYPE_CHECKING:
    from pathlib import Path


def aside_name(path: Path) -> Path:
    """A name beside `path` that nobody has; it begins with the number of this process, for `is_abandoned`."""
    return path.parent / f"{TEMPORARY}{os.getpid():x}-{secrets.token_hex(8)}.tmp"


def write_aside(target: Path, data: bytes, like: os.stat_result | None, *, fsync: bool) -> Path:
    """A temporary file beside `target` with its mode, group and attributes, and `data` in it."""
    aside = aside_name(target)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(aside, flags, 0o666 if like is None else 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if like is not None:
                _dress(handle, target, like)
            if fsync:
                os.fsync(handle)
    except BaseException:
        with suppress(OSError):
            aside.unlink()
        raise
    return aside


def _dress(handle: int, target: Path, like: os.stat_result) -> None:
    if hasattr(os, "fchown") and os.fstat(handle).st_gid != like.st_gid:
        try:
            os.fchown(handle, -1, like.st_gid)
        except PermissionError as error:
            raise Refused(f"{target.name} belongs to a group that a new file cannot be given") from error
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(like.st_mode))
    _copy_attributes(handle, target)


def _copy_attributes(handle: int, target: Path) -> None:
    if sys.platform == "darwin":
        _copy_attributes_macos(handle, target)
        return
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(target)
    except OSError:  # a file system without them
        return
    for name in names:
        try:
            os.setxattr(handle, name, os.getxattr(target, name))
        except OSError as error:
            # Labels of the system's own (SELinux) are set by the system; the user's must not be lost.
            if name.startswith(("user.", "system.posix_acl")):
                raise Refused(f"the attribute {name} of {target.name} cannot be kept") from error


def _copy_attributes_macos(handle: int, target: Path) -> None:
    library = swap.library()
    source = os.open(target, os.O_RDONLY)
    try:
        library.fcopyfile(source, handle, None, 1 | 4)  # COPYFILE_ACL | COPYFILE_XATTR
    finally:
        os.close(source)
