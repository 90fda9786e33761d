"""A disk that fails: every call that touches it, counted, and a hand that lets one fail or does something before it.

In: what happens at which call. Out: the calls that were made, by name.
Never: a real fault; the tests with a small disk have those.
"""

from __future__ import annotations

import builtins
import io
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import filelock

from vaultkit.files import swap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

READS = ("open to read", "scandir", "lstat")
WRITES = (
    "open to write", "write", "fsync", "rename", "replace", "exchange", "rename_new", "unlink", "mkdir", "fchmod", "lock",
)  # fmt: skip


class Disk:
    """`strike(name, count)` is asked at each call, `count` from 0 for each name; it may raise, or do something."""

    def __init__(self, strike: Callable[[str, int], None]) -> None:
        self.counts: dict[str, int] = {}
        self.strike = strike
        self._within = False

    def meets(self, name: str, path: object) -> None:
        """Only what concerns the vault or its cache: Python reads files of its own."""
        if self._within or not _ours(path):
            return
        count = self.counts.get(name, 0)
        self.counts[name] = count + 1
        self._within = True
        try:
            self.strike(name, count)
        finally:
            self._within = False


def _ours(path: object) -> bool:
    return isinstance(path, int) or not str(path).endswith((".py", ".pyc", ".so"))


@contextmanager
def failing(patch: pytest.MonkeyPatch, strike: Callable[[str, int], None]) -> Iterator[Disk]:
    """Within, every call is met by `strike` first."""
    disk = Disk(strike)
    real: dict[str, Any] = {"open": os.open, "io": io.open, "fdopen": os.fdopen}

    def os_open(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        disk.meets("open to write" if writes else "open to read", path)
        return int(real["open"](path, flags, *rest, **more))

    def io_open(path: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        disk.meets("open to write" if set(mode) & set("wax+") else "open to read", path)
        found = real["io"](path, mode, *rest, **more)
        return _Pen(found, disk) if "w" in mode and "b" in mode else found

    def fdopen(handle: int, mode: str = "r", *rest: Any, **more: Any) -> Any:
        found = real["fdopen"](handle, mode, *rest, **more)
        return _Pen(found, disk) if "w" in mode else found

    with patch.context() as at:
        for module, name in [
            *((os, name) for name in ("scandir", "lstat", "fsync", "rename", "replace", "unlink", "mkdir", "fchmod")),
            (swap, "exchange"), (swap, "rename_new"),
        ]:  # fmt: skip
            at.setattr(module, name, _met(disk, name, getattr(module, name)))
        at.setattr(filelock.FileLock, "acquire", _locked(disk, filelock.FileLock.acquire))
        at.setattr(os, "open", os_open)
        at.setattr(io, "open", io_open)
        at.setattr(builtins, "open", io_open)
        at.setattr(os, "fdopen", fdopen)
        yield disk


def _met(disk: Disk, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*given: Any, **more: Any) -> Any:
        disk.meets(name, given[0] if given else ".")
        return real(*given, **more)

    return call


def _locked(disk: Disk, real: Callable[..., Any]) -> Callable[..., Any]:
    def acquire(self: Any, *given: Any, **more: Any) -> Any:
        disk.meets("lock", self.lock_file)
        return real(self, *given, **more)

    return acquire


class _Pen:
    """A file being written, each write of which may fail halfway."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self.file, self.disk = file, disk

    def __enter__(self) -> Self:
        self.file.__enter__()
        return self

    def __exit__(self, *given: object) -> None:
        self.file.__exit__(*given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def write(self, data: bytes) -> int:
        try:
            self.disk.meets("write", 0)
        except OSError:
            self.file.write(data[: len(data) // 2])
            self.file.flush()
            raise
        return int(self.file.write(data))
