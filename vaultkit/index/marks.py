"""Which outputs a refresh makes stale: what changed against what was read.

In: subjects with their aspects, jobs, identities, paths; a transaction of the caller's. Out: marked rows.
Never: clears a mark.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultkit.index.diff import ALL, concerns, none_yet
from vaultkit.index.names import storable
from vaultkit.index.schema import ORPHANS, VAULT
from vaultkit.index.store import many
from vaultkit.model import ABOUT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from vaultkit.index.diff import Subjects

MOST_LOGGED = 2000
KEPT = 500
"""Refreshes of which the changes are remembered, for a render that began before them."""


@dataclass(slots=True)
class Marks:
    """What one refresh found. `identities`: (template, about as written, key of about); `names`: keys of notes
    that became a contact or interview, or no longer are one: what is about them belongs elsewhere now.
    """

    subjects: Subjects = field(default_factory=none_yet)
    jobs: set[int] = field(default_factory=set)
    identities: set[tuple[str, str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)
    everything: bool = False

    def __bool__(self) -> bool:
        found = self.subjects or self.jobs or self.identities or self.names or self.paths
        return bool(found or self.everything)

    def apply(self, db: sqlite3.Connection, number: int, spared: frozenset[str] = frozenset()) -> None:
        """Write the marks of refresh `number`. Outputs whose file is one of `spared` stay as they are."""
        self._log(db, number)
        if self.everything:
            _mark_everything(db, number)
            return
        hits = _readers(db, self.subjects)
        for template in self.templates:
            hits.update(row[0] for row in db.execute("SELECT id FROM output WHERE template = ?", (template,)))
        for column in ("path", "file"):
            sql = f"SELECT id FROM output WHERE {column} = ?"  # noqa: S608 - one of two words
            for path in self.paths:
                hits.update(row[0] for row in db.execute(sql, (path,)))
        jobs = self.jobs | self._by_identity(db, hits)
        for path in spared:
            hits.difference_update(
                row[0] for row in db.execute("SELECT id FROM output WHERE file = ?", (path,))
            )
        many(db, "UPDATE output SET stale = ? WHERE id = ?", ((number, hit) for hit in hits))
        mark_jobs(db, number, jobs)

    def _log(self, db: sqlite3.Connection, number: int) -> None:
        large = self.everything or len(self.subjects) > MOST_LOGGED
        logged = {ALL: {ALL}} if large else self.subjects
        rows = ((number, subject, joined(aspects)) for subject, aspects in logged.items())
        many(db, "INSERT OR REPLACE INTO change VALUES (?, ?, ?)", rows)
        db.execute("DELETE FROM change WHERE number <= ?", (number - KEPT,))

    def _by_identity(self, db: sqlite3.Connection, hits: set[int]) -> set[int]:
        """Add the outputs whose rendered note or base changed, or what its `about` may mean."""
        found, jobs = set(self.identities), set()
        if db.execute("SELECT 1 FROM identity LIMIT 1").fetchone():
            sql = "SELECT template, about, about_key FROM identity WHERE about_key = ? OR person_key = ?"
            names = {subject[2:] for subject in self.subjects if subject.startswith("l:")} | self.names
            for name in names - {""}:
                rows = db.execute(sql, (name, name)).fetchall()
                found.update(rows)
                if any(key == name for _, _, key in rows):
                    jobs.add(ORPHANS)
        for template, about, key in found:
            notes, sure = _meant(db, about, key)
            if not sure:
                jobs.add(ORPHANS)
            for note in notes:
                sql = "SELECT id FROM output WHERE about = ? AND template = ?"
                outputs = [row[0] for row in db.execute(sql, (note, template))]
                hits.update(outputs)
                if not outputs:
                    jobs.add(note)
        return jobs


def _meant(db: sqlite3.Connection, about: str, key: str) -> tuple[set[int], bool]:
    """Every note that `about` may mean, and whether it can mean nothing else: which it does, the pipeline asks."""
    if not about:
        return {VAULT}, True
    rows = db.execute(
        "SELECT note, kind FROM name JOIN note ON note = id WHERE folded = ?", (key,)
    ).fetchall()
    notes = {note for note, kind in rows if kind in ABOUT}
    return notes, len(rows) == len(notes) == 1 and "/" not in about


def _readers(db: sqlite3.Connection, subjects: Subjects) -> set[int]:
    if not subjects or not db.execute("SELECT 1 FROM read LIMIT 1").fetchone():
        return set()
    hits: set[int] = set()
    for subject, aspects in subjects.items():
        for output, read in db.execute("SELECT output, aspects FROM read WHERE subject = ?", (subject,)):
            if output not in hits and concerns(parted(read), aspects):
                hits.add(output)
    return hits


def _mark_everything(db: sqlite3.Connection, number: int) -> None:
    db.execute("UPDATE output SET stale = ?", (number,))
    sql = "SELECT id FROM note WHERE kind IN ('contact', 'interview') UNION SELECT about FROM output"
    mark_jobs(db, number, {VAULT, ORPHANS, *(row[0] for row in db.execute(sql))})


def mark_jobs(db: sqlite3.Connection, number: int, jobs: Iterable[int]) -> None:
    """Everything about these notes is to be rendered, and their agenda items made, anew."""
    many(db, "INSERT OR REPLACE INTO job VALUES (?, ?, ?)", ((job, number, number) for job in jobs))


def joined(aspects: Iterable[str]) -> str:
    """Aspects as a column holds them."""
    return "\n".join(sorted(storable(aspect) for aspect in aspects))


def parted(text: str) -> set[str]:
    """Nothing said of the aspects means all of them."""
    return set(text.split("\n")) if text else {ALL}
