"""Replacing, moving and deleting files so that nobody's save is lost, whatever happens in between.

In: a path, the new bytes, and the bytes that the caller computed them from. Out: the file's new stamp.
Never: writes in place, and never drops bytes that were not the expected ones.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from vaultkit.errors import ChangedMeanwhile, Refused
from vaultkit.files import swap
from vaultkit.files.aside import aside_name, write_aside
from vaultkit.files.busy import being_written, in_use
from vaultkit.files.looking import (
    Stamp,
    bytes_at,
    check_parents,
    read,
    real_target,
    replaceable,
    stamped,
    stamped_as,
)
from vaultkit.files.syncing import sync_folder

if TYPE_CHECKING:
    from pathlib import Path


def replace(
    path: Path, new: bytes, *, expected: bytes | None, fsync: bool = True, within: Path | None = None
) -> Stamp:
    """Put `new` in the place of `expected`, or where nothing stands when that is None.

    A link is followed and stays; mode, group and attributes stay. `within`: the vault that the file must
    really lie in, no linked folder on the way. Writes nothing when the bytes are there already.
    Raises ChangedMeanwhile when something else stands there, Refused for what must not be replaced
    (read-only, several hard links, another owner, no regular file), OSError for what the system refuses.
    """
    if within is not None:
        check_parents(within, path)
    if expected is None:
        return _create(path, new, fsync=fsync, within=within)
    target = real_target(path, within)
    before, found = replaceable(target), stamped(path)
    if bytes_at(target) != expected:
        raise ChangedMeanwhile(str(path))
    if new == expected:
        return found
    aside = write_aside(target, new, before, fsync=fsync)
    written = stamped(aside)
    _swap(aside, target, new, expected)
    if fsync:
        sync_folder(target.parent)
    return stamped_as(path, written)


def _create(path: Path, new: bytes, *, fsync: bool, within: Path | None) -> Stamp:
    if os.path.lexists(path):
        raise ChangedMeanwhile(str(path))
    _make_folder(path, within)
    aside = write_aside(path, new, None, fsync=fsync)
    written = stamped(aside)
    try:
        swap.rename_new(aside, path)
    except FileExistsError as error:
        _drop(aside)
        raise ChangedMeanwhile(str(path)) from error
    except OSError:
        _drop(aside)
        raise
    if fsync:
        sync_folder(path.parent)
    return stamped_as(path, written)


def _make_folder(path: Path, within: Path | None) -> None:
    """The folder of `path`, looked at once more where it was not there before."""
    folder = path.parent
    if not os.path.isdir(folder):  # noqa: PTH112 - thousands a run
        folder.mkdir(parents=True, exist_ok=True)
        if within is not None:
            check_parents(within, path)


def put_once(path: Path, data: bytes, *, fsync: bool) -> None:
    """Write a file of ours under a name that says what comes, so that half of it does no harm. Raises OSError."""
    _make_folder(path, None)
    try:
        with path.open("wb") as file:
            file.write(data)
            if fsync:
                file.flush()
                os.fsync(file.fileno())
    except OSError:
        _drop(path)
        raise


def put(path: Path, data: bytes) -> Stamp:
    """Write a file of ours (below `.vaultkit` or the cache), replacing what stands there. Raises OSError."""
    _make_folder(path, None)
    aside = write_aside(path, data, None, fsync=False)
    try:
        os.replace(aside, path)  # noqa: PTH105 - tests break every call of os in turn
    except OSError:
        _drop(aside)
        raise
    return stamped(path)


def move(old: Path, new: Path, *, expected: bytes, within: Path | None = None) -> Stamp:
    """Rename a file that still has the bytes `expected`, onto nothing. Makes the folder.

    Raises ChangedMeanwhile when `old` changed or went, or something stands at `new`; Refused as `replace`.
    """
    if within is not None:
        check_parents(within, old)
        check_parents(within, new)
    replaceable(old if not old.is_symlink() else real_target(old, within))
    if old.is_symlink() and old.parent != new.parent and not os.path.isabs(os.readlink(old)):  # noqa: PTH117, PTH115
        raise Refused(f"{old.name} is a link with a relative target, which a move would break")
    before = stamped(old)
    if bytes_at(old) != expected:
        raise ChangedMeanwhile(str(old))
    _make_folder(new, within)
    try:
        _rename(old, new)
    except OSError as error:
        if isinstance(error, (FileExistsError, FileNotFoundError)) or in_use(error):
            raise ChangedMeanwhile(str(new)) from error
        raise
    return stamped_as(new, before)


def _rename(old: Path, new: Path) -> None:
    same = old.parent == new.parent and old.name.casefold() == new.name.casefold()
    if same and os.path.lexists(new) and os.path.samefile(old, new):  # noqa: PTH121
        os.rename(old, new)  # noqa: PTH104 - a change of case on a file system that ignores case
    else:
        swap.rename_new(old, new)


def remove(path: Path, *, expected: bytes) -> None:
    """Delete a file that still has the bytes `expected`; nothing else is ever lost.

    Raises ChangedMeanwhile when it changed or went, Refused for what is no regular file.
    """
    if path.is_symlink():
        raise Refused(f"{path.name} is a link")
    replaceable(path)
    if bytes_at(path) != expected:
        raise ChangedMeanwhile(str(path))
    aside = aside_name(path)
    try:
        os.rename(path, aside)  # noqa: PTH104
    except OSError as error:
        if isinstance(error, FileNotFoundError) or in_use(error):
            raise ChangedMeanwhile(str(path)) from error
        raise
    if not being_written(aside) and bytes_at(aside) == expected:
        os.unlink(aside)  # noqa: PTH108 - a failure here is the caller's to know
        return
    with suppress(FileExistsError):  # a newer save stands there: the leftover is found and kept later
        swap.rename_new(aside, path)
    raise ChangedMeanwhile(str(path))


def _swap(aside: Path, target: Path, new: bytes, expected: bytes) -> None:
    """Let `aside` take the place of `target`, unless that is no longer `expected`."""
    try:
        exchanged = swap.exchange(aside, target)
    except OSError as error:
        _drop(aside)
        if isinstance(error, FileNotFoundError):
            raise ChangedMeanwhile(str(target)) from error
        raise
    if not exchanged:
        _replace_plainly(aside, target, expected)
        return
    # Who opened it before the exchange may write only now: asked first, since nobody else can open it any more.
    if not aside.is_symlink() and not being_written(aside) and bytes_at(aside) == expected:
        _drop(aside)
        return
    _put_back(aside, target, new)
    raise ChangedMeanwhile(str(target))


def _replace_plainly(aside: Path, target: Path, expected: bytes) -> None:
    """Where files cannot be exchanged: look as late as can be, then replace."""
    if target.is_symlink() or being_written(target) or bytes_at(target) != expected:
        _drop(aside)
        raise ChangedMeanwhile(str(target))
    try:
        os.replace(aside, target)  # noqa: PTH105
    except OSError as error:
        _drop(aside)
        if in_use(error):
            raise ChangedMeanwhile(str(target)) from error
        raise


def _drop(aside: Path) -> None:
    """Delete a temporary file whose bytes are known; one that stays is found by the next run."""
    with suppress(OSError):
        os.unlink(aside)  # noqa: PTH108


def _put_back(aside: Path, target: Path, new: bytes) -> None:
    """Undo an exchange that brought out somebody's save instead of what was expected."""
    try:
        swap.exchange(aside, target)
    except FileNotFoundError:  # deleted in this very moment: the save goes back all the same
        with suppress(FileExistsError):
            swap.rename_new(aside, target)
        return
    if not aside.is_symlink() and bytes_at(aside) == new:
        _drop(aside)
        return
    # A still newer save came in between, and lies aside now. It is the newest: it takes the place, and
    # the older one is left as a leftover, which the next run keeps as a backup.
    with suppress(OSError):
        swap.exchange(aside, target)


def back_up(root: Path, path: str, data: bytes) -> str:
    """Keep `data` under `.vaultkit/backups/`, named like `path`; its path there, relative to the vault.

    Never replaces another backup; the same bytes under the same name are kept once. Raises OSError.
    """
    stem, ending = os.path.splitext(path)  # noqa: PTH122 - a path relative to the vault is text
    for number in range(1, 10_000):
        name = f".vaultkit/backups/{path}" if number == 1 else f".vaultkit/backups/{stem} {number}{ending}"
        there = root / name
        with suppress(ChangedMeanwhile):
            if os.path.lexists(there):
                if there.is_file() and read(there) == data:
                    return name
                continue
            replace(there, data, expected=None, fsync=True, within=root)
            return name
    raise Refused(f".vaultkit/backups has too many copies of {path}")
