"""The store: one SQLite file in the user's cache folder, thrown away whenever it is in doubt.

In: the vault's root. Out: a connection that several processes may share, and transactions.
Never: the only place of anything, and never trusted after somebody else has written in its file.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import weakref
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self

from vaultkit.errors import VaultkitError
from vaultkit.files.places import cache_folder
from vaultkit.index import seal
from vaultkit.index.schema import TABLES, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "index.db"
PATIENCE = 120.0
"""Seconds that one process waits for another one's first look at a large vault."""
LARGE_WAL = 64 * 1024 * 1024


class Damaged(Exception):
    """The store's file is no store, or gone, or says what it cannot say. `Store.rebuild` mends it."""


class Store:
    """One open store. `path` is its file; `db` its connection, in autocommit outside `writing`."""

    def __init__(self, path: Path, *, readonly: bool = False, scratch: bool = False) -> None:
        self.path = path
        self.readonly = readonly
        # As it stands now: what is stored from here on is its work.
        self._code = "" if readonly else fingerprint()
        self._scratch = scratch
        self._open()

    @classmethod
    def open(cls, root: Path, folder: Path | None = None) -> Store:
        """The store of the vault at `root`, made or made anew if need be.

        `folder` stands in for the cache folder. Where none can be written in, a temporary one serves.
        """
        try:
            return cls((folder or cache_folder(root)) / NAME)
        except (VaultkitError, OSError, sqlite3.Error):
            import tempfile  # noqa: PLC0415 - hardly ever

            return cls(Path(tempfile.mkdtemp(prefix="vaultkit-")) / NAME, scratch=True)

    @classmethod
    def open_readonly(cls, path: Path) -> Store:
        """A store that a process beside its owner reads. Raises Damaged when there is none at `path`."""
        try:
            return cls(path, readonly=True)
        except sqlite3.Error as error:
            raise Damaged(str(error)) from error

    def close(self) -> None:
        """Give the file back; the last one out folds the log into it."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def rebuild(self) -> None:
        """Throw the store away and begin an empty one in its place."""
        self._finalizer.detach()
        with contextlib.suppress(sqlite3.Error):
            self.db.close()
        with seal.alone(self.path):
            seal.wipe(self.path)
        self._open()

    def displaced(self) -> bool:
        """Whether the file that is open no longer stands at its path (somebody emptied the cache)."""
        return _inode(self.path) != self._inode

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, alone from its first line. Undone as a whole by an exception.

        Raises Damaged, or VaultkitError when another process writes for longer than anybody should wait.
        """
        with _told():
            self.db.execute("BEGIN IMMEDIATE")
        try:
            with _told():
                yield self.db
                self.db.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("ROLLBACK")
            raise
        self._shorten()

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Every row of a query. Raises Damaged."""
        try:
            return self.db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            _tell(error)

    def one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row of a query. Raises Damaged."""
        try:
            row: tuple[Any, ...] | None = self.db.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            _tell(error)
        return row

    def meta(self, key: str) -> Any:
        """A value of the store about itself, None when it was never set."""
        row = self.one("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row else None

    def set_meta(self, key: str, value: Any) -> None:
        """Inside `writing`."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def number(self) -> int:
        """The number of the last refresh that changed anything."""
        return int(self.meta("number") or 0)

    def _open(self) -> None:
        if self.readonly:
            from urllib.parse import quote  # noqa: PLC0415 - only for a reader beside

            self.db = sqlite3.connect(f"file:{quote(str(self.path))}?mode=ro", timeout=PATIENCE, uri=True)
            self.db.isolation_level = None
            self.db.execute("SELECT 1 FROM meta").fetchone()
        else:
            with seal.alone(self.path):
                self.db = _opened(self.path, self._code)
        self._inode = _inode(self.path)
        self._finalizer = weakref.finalize(self, _shut, self.db, self.path, self._code, self._scratch)
        self._close = self._finalizer

    def _shorten(self) -> None:
        """A watch that runs for weeks must not let its log grow without end."""
        try:
            large = Path(f"{self.path}-wal").stat().st_size > LARGE_WAL
        except OSError:
            return
        if large:
            with seal.alone(self.path), _told():
                self.db.execute("PRAGMA wal_checkpoint(PASSIVE)")
                seal.vouch(self.path, self._code)


def _opened(path: Path, code: str) -> sqlite3.Connection:
    """A connection to a store of ours. Nobody else opens or closes meanwhile."""
    if not seal.trusted(path, code):
        seal.wipe(path)
    try:
        return _connected(path, code)
    except sqlite3.DatabaseError:
        seal.wipe(path)
        return _connected(path, code)


def _connected(path: Path, code: str) -> sqlite3.Connection:
    new = not path.exists()
    if new:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # it holds what notes say
    db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = OFF")  # a cache: what a power cut takes is read again
        # Only under the lock does the file itself change, so that its stamp can vouch for it.
        db.execute("PRAGMA wal_autocheckpoint = 0")
        db.execute("PRAGMA cache_size = -16000")
        db.execute("PRAGMA temp_store = MEMORY")
        if new:
            db.executescript(f"BEGIN; {TABLES} COMMIT; PRAGMA wal_checkpoint(TRUNCATE);")
            seal.vouch(path, code)
        db.execute("SELECT 1 FROM meta").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def _shut(db: sqlite3.Connection, path: Path, code: str, scratch: bool) -> None:
    """`code` is "" for a reader beside, who vouches for nothing."""
    if not code:
        db.close()
        return
    try:
        with contextlib.suppress(OSError, sqlite3.Error), seal.alone(path):
            ours = seal.trusted(path, code)
            db.close()
            if ours:
                seal.vouch(path, code)
    finally:
        with contextlib.suppress(sqlite3.Error):
            db.close()  # where the lock could not be had; a second time it does nothing
    if scratch:
        import shutil  # noqa: PLC0415 - hardly ever

        shutil.rmtree(path.parent, ignore_errors=True)


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return -1


@contextmanager
def _told() -> Iterator[None]:
    """What SQLite says in this block, in our words."""
    try:
        yield
    except sqlite3.Error as error:
        _tell(error)


def _tell(error: sqlite3.Error) -> NoReturn:
    """What SQLite says, as one of two things: wait is over, or the file is no good."""
    if isinstance(error, sqlite3.ProgrammingError) or not isinstance(error, sqlite3.DatabaseError):
        raise error  # a mistake of ours, which no new store would mend
    code = error.sqlite_errorcode & 0xFF if hasattr(error, "sqlite_errorcode") else 0
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        message = "Another vaultkit is busy with this vault; try again when it is done."
        raise VaultkitError(message) from error
    if code == sqlite3.SQLITE_FULL:
        message = "No room is left for vaultkit's index; set VAULTKIT_CACHE to a folder with more."
        raise VaultkitError(message) from error
    raise Damaged(str(error)) from error


def many(db: sqlite3.Connection, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """`executemany`, without a statement when there is nothing to do."""
    listed = list(rows)
    if listed:
        db.executemany(sql, listed)
