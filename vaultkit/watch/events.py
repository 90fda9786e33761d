"""Wakes the watch: watchdog's events, put on a queue as they come.

In: the vault's root, a queue. Out: Heard on the queue, or None for events that were lost.
Never: decides anything in the library's threads, where an exception would leave a watch blind but alive.
"""

from __future__ import annotations

import logging
import os
import re
import warnings
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from queue import SimpleQueue

LOGGERS = ("watchdog", "py.warnings")
HURRY = 0.02
"""Seconds that the library may hold a move back to pair it; its half a second holds back all behind it too."""
PAIRING = (
    ("watchdog.observers.inotify_move_event_grouper", "InotifyMoveEventGrouper"),
    ("watchdog.observers.inotify_buffer", "InotifyBuffer"),
)
MOST_WORDS = 200
"""Different messages of the library that are passed on; it can print 700 KB for one `mkdir -p`."""


class Heard(NamedTuple):
    """`saved`: something was written into a file that was there."""

    path: str
    folder: bool = False
    saved: bool = False


class Events:
    """One observer of one tree. Made anew rather than mended."""

    def __init__(
        self, root: Path, heard: SimpleQueue[Heard | None], murmur: Callable[[str], None] = lambda _: None
    ) -> None:
        self.root = root
        self._heard = heard
        self._murmur = _Murmur(lambda: heard.put(None), murmur)
        self._observer: Any = None

    def start(self) -> None:
        """Begin. Raises OSError where the system gives no events (no instances or watches left, no such folder)."""
        from watchdog import events  # noqa: PLC0415 - only a watch needs it
        from watchdog.observers import Observer  # noqa: PLC0415

        warnings.filterwarnings("always", category=RuntimeWarning, module=r"watchdog\.")
        self._murmur.listen()
        _hurry()
        observer = Observer()
        try:
            observer.schedule(
                _handler(self._heard),
                os.fspath(self.root),
                recursive=True,
                event_filter=[
                    events.FileCreatedEvent, events.DirCreatedEvent, events.FileModifiedEvent,
                    events.FileMovedEvent, events.DirMovedEvent, events.FileDeletedEvent, events.DirDeletedEvent,
                ],
            )  # fmt: skip
            observer.start()
        except BaseException:
            self._murmur.leave()
            _end(observer)
            raise
        self._observer = observer

    def alive(self) -> bool:
        """Whether every thread that events pass through lives. One can die alone."""
        observer = self._observer
        if observer is None or not observer.is_alive() or not observer.emitters:
            return False
        reader = getattr(observer, "_inotify_fd", None)  # watchdog 7 reads in a thread of its own
        reads = reader is None or not hasattr(reader, "is_alive") or reader.is_alive()
        return reads and all(emitter.is_alive() for emitter in observer.emitters)

    def stop(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            _end(observer)
            self._murmur.leave()


def _hurry() -> None:
    """Two halves of a move are as good as the pair, since both paths are looked at; so do not wait for it."""
    for module, name in PAIRING:
        with suppress(ImportError, AttributeError):  # versions 7 and 6 of the library, on Linux
            getattr(import_module(module), name).delay = HURRY


def _end(observer: Any) -> None:
    try:
        observer.stop()
        if observer.ident is not None:
            observer.join(5)
    except (OSError, RuntimeError):
        return  # the folder it watched is gone, and it with it


def _handler(heard: SimpleQueue[Heard | None]) -> Any:
    """A handler that notes paths. Events of other kinds, such as our own reads, have no method here."""
    from watchdog.events import FileSystemEventHandler  # noqa: PLC0415

    class Handler(FileSystemEventHandler):
        def on_created(self, event: Any) -> None:
            heard.put(Heard(os.fsdecode(event.src_path), event.is_directory))

        def on_modified(self, event: Any) -> None:
            if not event.is_directory:  # a folder's own change is told by what changed in it
                heard.put(Heard(os.fsdecode(event.src_path), saved=True))

        def on_deleted(self, event: Any) -> None:
            heard.put(Heard(os.fsdecode(event.src_path), event.is_directory))

        def on_moved(self, event: Any) -> None:
            heard.put(Heard(os.fsdecode(event.src_path), event.is_directory))
            if event.dest_path:
                heard.put(Heard(os.fsdecode(event.dest_path), event.is_directory))

    return Handler()


class _Murmur(logging.Handler):
    """The library's own words: an overflow is news, the rest goes to the log, each once."""

    def __init__(self, overflow: Callable[[], None], murmur: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._overflow = overflow
        self._pass_on = murmur
        self._told: set[str] = set()

    def listen(self) -> None:
        for name in LOGGERS:
            logging.getLogger(name).addHandler(self)

    def leave(self) -> None:
        for name in LOGGERS:
            logging.getLogger(name).removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if "overflow" in text.lower():
            self._overflow()
        kind = re.sub(r"\d+|'[^']*'|b\"[^\"]*\"", "", text)[:120]
        if kind not in self._told and len(self._told) < MOST_WORDS:
            self._told.add(kind)
            self._pass_on(text.strip().partition("\n")[0])
