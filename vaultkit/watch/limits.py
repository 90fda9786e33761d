"""Whether this system can tell of changes at all, and of how many.

In: the vault's root. Out: counts, and the reason to poll instead.
Never: changes a limit.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
REMOTE = frozenset(
    (
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "drvfs", "vboxsf", "virtiofs", "prl_fs", "vmhgfs", "afs",
        "ceph", "ncpfs", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.grpcfuse", "fuse.osxfs", "fuse.davfs2",
        "fuse.vmhgfs-fuse", "fuse.gvfsd-fuse", "fuse.google-drive-ocamlfuse", "fuse.s3fs", "fuse.glusterfs",
    )
)  # fmt: skip
"""Kinds of file system on which others' changes bring no event."""


def reason_to_poll(root: Path, proc: Path = PROC) -> str:
    """Why events cannot be had here, "" when they can."""
    kind = file_system(root, proc)
    if kind in REMOTE:
        return f"the vault lies on {kind}, where changes made elsewhere bring no event"
    limit = number(proc / "sys/fs/inotify/max_user_watches")
    needed = folders(root) if limit is not None else 0
    if limit is not None and needed > limit:
        return (
            f"the vault has {needed:,} folders and the system lets a user watch {limit:,} "
            "(fs.inotify.max_user_watches)"
        )
    return ""


def folders(root: Path) -> int:
    """How many folders there are, hidden ones too, links not followed."""
    return sum(1 for _ in os.walk(root))


def watched() -> int | None:
    """How many folders this process really watches; None where the system does not tell."""
    if not sys.platform.startswith("linux"):
        return None
    count, told = 0, False
    with suppress(OSError):
        for path in list((PROC / "self/fdinfo").iterdir()):
            with suppress(OSError):
                text = path.read_text()
                told = True
                count += text.count("inotify wd:")
    return count if told else None


def queue() -> int | None:
    """How many events the system keeps before it drops them."""
    return number(PROC / "sys/fs/inotify/max_queued_events")


def number(path: Path) -> int | None:
    with suppress(OSError, ValueError):
        return int(path.read_text())
    return None


def file_system(root: Path, proc: Path = PROC) -> str:
    """The kind of file system that the vault lies on, "" where the system does not tell."""
    best, kind = "", ""
    with suppress(OSError):
        place = os.path.realpath(root)
        for line in (proc / "self/mounts").read_text("utf-8", "surrogateescape").splitlines():
            words = line.split(" ")
            if len(words) > 2:  # noqa: PLR2004 - device, place, kind
                at = words[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
                inside = (place + "/").startswith(at.rstrip("/") + "/")
                if inside and len(at) >= len(best):
                    best, kind = at, words[2]
    return kind
