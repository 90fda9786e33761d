"""Reads what has to be read and brings the tables up to date, noting what changed about whom.

In: Work, a function that reads a note, a transaction of the caller's. Out: rows, Marks, and who came and went.
Never: opens a file whose stamp is known and settled, nor lets one bad note stop the others.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vaultkit.index import scan
from vaultkit.index.columns import Read, columns_of
from vaultkit.index.diff import names_of, note_changes
from vaultkit.index.identity import Identity, identity_of
from vaultkit.index.marks import Marks
from vaultkit.index.names import stem
from vaultkit.index.rows import NoteRow, Writer, facts_of, stamp_row
from vaultkit.model import ABOUT, Facts, Problem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import TypeAlias

    from vaultkit.index.compare import Work
    from vaultkit.index.scan import Entry

    ReadNote: TypeAlias = Callable[[str, bytes], Facts]
    ReadMany: TypeAlias = Callable[[list[str], Callable[[str], Read | None]], Iterable[Read | None]]

TICK = 20_000_000
"""Nanoseconds within which two writes can leave one time stamp: the kernel's clock for files is coarse."""
COARSE_TICK = 2_100_000_000
"""The same where a file system stores whole seconds, or every other one."""
DAY = 86_400_000_000_000


def racy(stamp: Iterable[int], looked: int) -> bool:
    """Git's rule: a file touched in the tick in which it was looked at may change again without a trace.

    `stamp` is size, mtime, ctime, inode; `looked` the time of the look, both in nanoseconds since 1970, UTC.
    """
    _, mtime, ctime, _ = stamp
    for time in (mtime, ctime):
        tick = COARSE_TICK if time % 1_000_000_000 == 0 else TICK
        if looked - tick <= time <= looked + DAY:  # beyond a day ahead it is a date somebody set
            return True
    return False


def digest_of(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


@dataclass(slots=True)
class Update:
    """One refresh at work inside its transaction. `looked`: when its scan began. `read_many`: reads the notes of a first
    index with the help of other processes, each that they leave by the function that it is given.

    `remembered`: whether anybody has outputs or ids to lose; a first index asks nothing about that.
    """

    db: sqlite3.Connection
    root: Path
    read_note: ReadNote
    looked: int
    number: int
    read_many: ReadMany | None = None
    marks: Marks = field(default_factory=Marks)
    remembered: bool = True
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)

    # The notes

    def notes(self, work: Work, *, everything: bool = False) -> None:
        """Bring the notes up to date. With `everything` they are read for other rules, so digests do not count."""
        writer = Writer(self.db)
        sql = "SELECT 1 FROM output UNION ALL SELECT 1 FROM gone LIMIT 1"
        self.remembered = self.db.execute(sql).fetchone() is not None
        if self.marks.everything and not work.rows and not work.gone:
            self._first(writer, work)
            return
        read = self._renames(work) if work.gone else {}
        for path in sorted(work.seen):
            found = read.pop(path, None) or self._bytes(path)
            row = work.rows.get(path)
            if found is None:
                if row is not None:
                    work.gone[path] = row
                continue
            self._note(writer, work.seen[path], row, path, found, everything=everything)
        for path in sorted(work.gone):
            self._remove(writer, work.gone[path])
        writer.flush()

    def _first(self, writer: Writer, work: Work) -> None:
        """None of the notes was known: all of them are read, and nobody is told of each."""
        paths = sorted(work.seen)
        for read in self.read_many(paths, self._read) if self.read_many else map(self._read, paths):
            if read is not None:
                path = read.columns.path
                entry = work.seen[path]
                doubt = read.faulty or racy(entry[1:], self.looked)
                writer.add(self._former(path), read.columns, entry, read.digest, racy=doubt)
                self.added.append(path)
        writer.flush()

    def _read(self, path: str) -> Read | None:
        """What the tables are to hold of a note; None when it went meanwhile."""
        found = self._bytes(path)
        if found is None:
            return None
        data, fault = found
        if fault is not None:
            return Read(b"", True, columns_of(unreadable(path, fault)))
        return Read(digest_of(data), False, columns_of(self.facts(path, data)))

    def _bytes(self, path: str) -> tuple[bytes, OSError | None] | None:
        """The bytes, or why they cannot be read; None when the file went meanwhile."""
        try:
            return scan.read(self.root, path), None
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            return b"", error

    def _renames(self, work: Work) -> dict[str, tuple[bytes, OSError | None]]:
        """Find notes that went and came under another name, by their bytes; what was read on the way."""
        new = [path for path in sorted(work.seen) if path not in work.rows]
        read = {path: found for path in new if (found := self._bytes(path)) is not None}
        digests = {path: digest_of(found[0]) for path, found in read.items() if found[1] is None}
        for by_name in (True, False):
            self._pair(work, digests, by_name=by_name)
        return read

    def _pair(self, work: Work, digests: dict[str, bytes], *, by_name: bool) -> None:
        """Only where one note can be meant: two equal files that moved at once are nobody's rename."""

        def trait(path: str, digest: bytes) -> tuple[bytes, str]:
            return digest, path.rpartition("/")[2] if by_name else ""

        gone = {path: trait(path, row.digest) for path, row in work.gone.items()}
        new = {path: trait(path, digest) for path, digest in digests.items() if path not in work.rows}
        times = Counter(gone.values()), Counter(new.values())
        by_trait = {one: path for path, one in new.items()}
        for old, one in sorted(gone.items()):
            if times[0][one] == times[1][one] == 1:
                path = by_trait[one]
                work.rows[path] = work.gone.pop(old)
                self.renamed.append((old, path))

    def _note(
        self,
        writer: Writer,
        entry: Entry,
        row: NoteRow | None,
        path: str,
        found: tuple[bytes, OSError | None],
        *,
        everything: bool,
    ) -> None:
        data, fault = found
        digest = digest_of(data) if fault is None else b""
        doubt = fault is not None or racy(entry[1:], self.looked)
        if row is not None and row.path == path and row.digest == digest and fault is None and not everything:
            if row.racy != doubt or row.stamp != entry[1:]:
                stamp_row(self.db, row.id, entry, digest, racy=doubt)
            return
        facts = self.facts(path, data) if fault is None else unreadable(path, fault)
        old = facts_of(self.db, row.id) if row is not None else None
        if row is None or old is None:
            note = writer.add(self._former(path), columns_of(facts), entry, digest, racy=doubt)
            self.added.append(path)
        elif old == facts:
            stamp_row(self.db, row.id, entry, digest, racy=doubt)
            self._same_facts(row, facts, digest)
            return
        else:
            note = row.id
            writer.change(note, old, columns_of(facts), entry, digest, racy=doubt)
            self.changed.append(path)
        self.note(note, old, facts)

    def _same_facts(self, row: NoteRow, facts: Facts, digest: bytes) -> None:
        """Of a rendered note every byte counts: plan compares them. Of another, what no fact says is nothing, other
        than to an output of which the base lies at that path.
        """
        if row.digest != digest:
            self._of_base(facts.path)
        if facts.kind == "rendered" and row.digest != digest:
            self.changed.append(facts.path)
            self.note(row.id, facts, facts)

    def facts(self, path: str, data: bytes) -> Facts:
        """What one note says. A mistake of ours about it becomes its problem."""
        try:
            facts = self.read_note(path, data)
        except Exception as error:  # noqa: BLE001 - a mistake of ours about one note must not stop the others
            return _failed(path, f"vaultkit failed on this note ({type(error).__name__}: {error})")
        return self._as_rendered(facts)

    def _as_rendered(self, facts: Facts) -> Facts:
        """A note whose identity a base has is rendered, also when its template is gone; it links nothing."""
        identity = identity_of(facts)
        if facts.kind != "rendered" and identity is not None and self._has_base(identity):
            facts = replace(facts, kind="rendered", sections={}, names=())
        return facts

    def _has_base(self, identity: Identity) -> bool:
        template, about, to, key, _ = identity.columns()
        sql = "SELECT 1 FROM identity WHERE base AND about_key = ? AND template = ? AND about = ? AND person = ?"
        return self.db.execute(sql, (key, template, about, to)).fetchone() is not None

    def _former(self, path: str) -> int | None:
        """The id that a note at this path had before it went, if outputs about it are still remembered."""
        if not self.remembered:
            return None
        row = self.db.execute("DELETE FROM gone WHERE path = ? RETURNING id", (path,)).fetchone()
        return None if row is None else int(row[0])

    def _remove(self, writer: Writer, row: NoteRow) -> None:
        old = facts_of(self.db, row.id)
        if old is None:
            return
        writer.remove(row.id, old)
        if self._has_outputs(row.id):
            self.db.execute("INSERT OR REPLACE INTO gone VALUES (?, ?)", (old.path, row.id))
        self.removed.append(old.path)
        self.note(row.id, old, None)

    def _has_outputs(self, note: int) -> bool:
        sql = "SELECT 1 FROM output WHERE about = ?"
        return self.remembered and self.db.execute(sql, (note,)).fetchone() is not None

    def note(self, note: int, old: Facts | None, new: Facts | None) -> None:
        """Note down what one note's change concerns; where everything is stale anyway, nothing."""
        if self.marks.everything:
            return
        note_changes(note, old, new, self.marks.subjects)
        states = [facts for facts in (old, new) if facts is not None]
        if any(facts.kind in ABOUT for facts in states) or self._has_outputs(note):
            self.marks.jobs.add(note)
        for facts in states:
            identity = identity_of(facts)
            if facts.kind == "rendered" and identity is not None:
                self.marks.identities.add(identity.mark())
        if old is not None and new is not None and (old.kind in ABOUT) != (new.kind in ABOUT):
            self.marks.names.update(key for facts in states for key, _ in names_of(facts))
        for path in {facts.path for facts in states}:
            self._of_base(path)
        first, last = states[0], states[-1]
        moved = len(states) == 1 or (first.path, first.kind) != (last.path, last.kind)
        if moved or last.kind == "rendered":
            self.marks.paths.update(facts.path for facts in states)

    def _of_base(self, path: str) -> None:
        """Whatever stands at a base's path concerns its output, also when it carries no identity any more."""
        if self.remembered:
            sql = "SELECT template, about, about_key FROM identity WHERE base = 1 AND path = ?"
            self.marks.identities.update(self.db.execute(sql, (path,)))


def unreadable(path: str, error: OSError) -> Facts:
    """A note that is there and cannot be read: listed, reported, and tried again every time."""
    return _failed(path, f"this note cannot be read ({error.strerror or error})")


def _failed(path: str, message: str) -> Facts:
    problem = Problem(path, 0, 0, "unreadable", "error", message, "nothing is rendered from it meanwhile")
    return Facts(path, "other", stem(path), problems=(problem,), broken=True)
