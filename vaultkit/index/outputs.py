"""The outputs of the vault in the store: what is stale, what each came to, and what it read.

In: what the pipeline rendered and wrote. Out: jobs, and stored outputs.
Never: decides what an output is worth; it keeps what it is given and clears a mark only when no newer came.

The order: `stale_jobs`, render, write, `save` (what was read replaces what was read before), `record`, `clear`.
Killed anywhere between, the marks still stand and the next run goes on.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vaultkit.index.diff import concerns
from vaultkit.index.marks import KEPT, joined, mark_jobs, parted
from vaultkit.index.names import file_key
from vaultkit.index.schema import ORPHANS, VAULT
from vaultkit.index.store import many

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from vaultkit.index.store import Store

LOUD = ("refused", "foreign")
_MENTIONED = frozenset(("problems", "kept_back", "foreign"))
MANY = 500
AT_ONCE = 2000
"""Outputs of which the rows are collected."""
_encode = json.JSONEncoder(check_circular=False).encode
ITEMS = "#items"
"""In the place of a template: the agenda items of a note, which go stale like outputs."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything about one note: `about` is its id, VAULT or ORPHANS; `path` None for those and for a note
    that is gone. `stale` is the number of the refresh that marked it last.
    """

    about: int
    path: str | None
    stale: int


@dataclass(frozen=True, slots=True)
class Output:
    """One template's candidate for one note and person, as it was last settled.

    `path` is the one that the template gives, `file` where the rendered note was found or written.
    `report` is the pipeline's own, whatever JSON holds. `reads`: subject to aspects, none meaning all.
    """

    template: str
    about: int
    person: str = ""
    holds: bool = False
    path: str | None = None
    file: str | None = None
    report: Mapping[str, Any] = field(default_factory=dict)
    reads: Mapping[str, Sequence[str]] = field(default_factory=dict)


# What is stale


def stale_jobs(store: Store) -> tuple[Job, ...]:
    """Every note of which an output is stale, by path; the vault's own after them, the orphans last."""
    sql = (
        "SELECT about, path, max(stale) FROM ("
        "  SELECT about, stale FROM output WHERE stale AND template != ?"
        "  UNION ALL SELECT about, stale FROM job WHERE stale"
        ") LEFT JOIN note ON id = about GROUP BY about"
    )
    return sorted_jobs(store.all(sql, ITEMS))


def jobs_of(store: Store, notes: Iterable[int]) -> tuple[Job, ...]:
    """Jobs for notes that are asked for, stale or not; clearing them takes every mark up to now."""
    number = store.number
    rows = [(note, _path_of(store, note), number) for note in sorted(set(notes))]
    return sorted_jobs(rows)


def sorted_jobs(rows: Iterable[tuple[Any, ...]]) -> tuple[Job, ...]:
    jobs = (Job(*row) for row in rows)
    last = {VAULT: 1, ORPHANS: 2}
    return tuple(sorted(jobs, key=lambda job: (last.get(job.about, 0), job.path or "", job.about)))


def _path_of(store: Store, note: int) -> str | None:
    row = store.one("SELECT path FROM note WHERE id = ?", note)
    return row[0] if row else None


# What is known


def outputs_of(store: Store, about: int) -> tuple[Output, ...]:
    """The stored outputs about one note, by template and person, without their reads."""
    return _outputs(store, "about = ? AND template != ? ORDER BY template, person", about, ITEMS)


def all_outputs(store: Store) -> tuple[Output, ...]:
    """Every stored output, by note, template and person, without the reads."""
    return _outputs(store, "template != ? ORDER BY about, template, person", ITEMS)


def wanting(store: Store, path: str) -> tuple[Output, ...]:
    """The stored outputs that hold and want this path, without the reads."""
    return _outputs(store, "path = ? AND holds", path)


def told(store: Store, *, loud: bool = False) -> tuple[Output, ...]:
    """The stored outputs of which a report says more than that they are as they should be, without the reads.

    With `loud` those alone that are in trouble, or have a problem: deleted and retired ones can be very many.
    """
    more = "" if loud else " OR action NOT IN ('', 'none', 'unchanged')"
    return _outputs(store, f"(loud{more}) ORDER BY about, template, person")


def counts(
    store: Store, but: Collection[tuple[str, int, str]] = (), abouts: Collection[int] = ()
) -> Counter[str]:
    """Action → how many stored outputs have it; those of `but` (template, about, person) and all of `abouts` apart."""
    found = Counter(dict(store.all("SELECT action, count(*) FROM output GROUP BY action")))
    if len(but) + len(abouts) > MANY:
        rows = store.all("SELECT template, about, person, action FROM output")
        found = Counter(
            action for *place, action in rows if tuple(place) not in but and place[1] not in abouts
        )
    else:
        sql = "SELECT action FROM output WHERE template = ? AND about = ? AND person = ?"
        found.subtract(row[0] for place in but if place[1] not in abouts and (row := store.one(sql, *place)))
        for about in abouts:
            found.subtract(row[0] for row in store.all("SELECT action FROM output WHERE about = ?", about))
    return Counter(
        {action: number for action, number in found.items() if number and action not in ("", "none")}
    )


def reads_of(store: Store, output: Output) -> dict[str, tuple[str, ...]]:
    """What an output read, sorted: subject to aspects."""
    sql = (
        "SELECT subject, aspects FROM read JOIN output ON id = output "
        "WHERE about = ? AND template = ? AND person = ? ORDER BY subject"
    )
    rows = store.all(sql, output.about, output.template, output.person)
    return {subject: tuple(sorted(parted(aspects))) for subject, aspects in rows}


def _outputs(store: Store, where: str, *values: Any) -> tuple[Output, ...]:
    sql = f"SELECT template, about, person, holds, path, file, report FROM output WHERE {where}"  # noqa: S608
    return tuple(
        Output(template, about, person, bool(holds), path, file, json.loads(report))
        for template, about, person, holds, path, file, report in store.all(sql, *values)
    )


# What was done


def save(store: Store, number: int, jobs: Mapping[int, Iterable[Output]]) -> None:
    """Keep what jobs came to: for each note all its outputs, those not among them being no more.

    `number` is that of the refresh that the render followed (`Refreshed.number`): what a later one changed
    and these outputs read makes them stale at once, since they may have been rendered from the state before.
    Older marks are kept; `clear` takes them off.
    """
    with store.writing() as db:
        rows = Rows(db, changes_since(db, number))
        for about, outputs in jobs.items():
            rows.replace(about, list(outputs))
        rows.write()


def clear(store: Store, jobs: Iterable[Job]) -> None:
    """These are settled: their marks go, unless a refresh made a newer one meanwhile."""
    with store.writing() as db:
        rows = [(job.about, job.stale) for job in jobs]
        sql = "UPDATE output SET stale = 0 WHERE about = ? AND stale <= ? AND template != ?"
        many(db, sql, ((*row, ITEMS) for row in rows))
        many(db, "UPDATE job SET stale = 0 WHERE about = ? AND stale <= ?", rows)
        tidy(db)


def mark(store: Store, abouts: Iterable[int]) -> None:
    """Have these rendered again by the next run, such as those whose file could not be written."""
    with store.writing() as db:
        mark_jobs(db, store.number, abouts)


def wanting_name(store: Store, keys: Iterable[str]) -> set[int]:
    """The notes of outputs that want one of these file names, folded."""
    sql = "SELECT DISTINCT about FROM read JOIN output ON id = output WHERE subject = ? AND path IS NOT NULL"
    return {row[0] for key in keys for row in store.all(sql, f"l:{key}")}


# How


def changes_since(db: sqlite3.Connection, number: int) -> dict[str, tuple[set[str], int]] | None:
    """What changed after a refresh: subject to aspects and number. None: more than is remembered."""
    row = db.execute("SELECT value FROM meta WHERE key = 'number'").fetchone()
    newest = int(row[0]) if row else 0
    if newest <= number:
        return {}
    if number < newest - KEPT:
        return None
    found: dict[str, tuple[set[str], int]] = {}
    rows = db.execute("SELECT subject, aspects, number FROM change WHERE number > ?", (number,))
    for subject, aspects, at in rows:
        before, last = found.get(subject, (set(), 0))
        found[subject] = (before | parted(aspects), max(last, at))
    return None if "*" in found else found


@dataclass(slots=True)
class Rows:
    """Outputs on their way into the tables, many rows in one statement. Nothing can be read before `write`.

    `since`: what changed after the refresh that the outputs followed. `items`: they are agenda items.
    """

    db: sqlite3.Connection
    since: dict[str, tuple[set[str], int]] | None
    items: bool = False
    _first: bool | None = None
    _last: int | None = None
    _new: list[tuple[Any, ...]] = field(default_factory=list)
    _known: list[tuple[Any, ...]] = field(default_factory=list)
    _reads: list[tuple[Any, ...]] = field(default_factory=list)

    def replace(self, about: int, outputs: Sequence[Output]) -> None:
        """All outputs about one note: those that are not among them are no more."""
        if len(self._new) + len(self._known) > AT_ONCE:
            self.write()
        old = self._known_of(about)
        if old:
            many(self.db, "DELETE FROM read WHERE output = ?", ((one,) for one in old.values()))
            gone = old.keys() - {(output.template, output.person) for output in outputs}
            many(self.db, "DELETE FROM output WHERE id = ?", ((old[key],) for key in gone))
        for output in outputs:
            self._put(output, old.get((output.template, output.person)))

    def _known_of(self, about: int) -> dict[tuple[str, str], int]:
        """Ids by template and person."""
        if self._first is None:
            self._first = self.db.execute("SELECT 1 FROM output LIMIT 1").fetchone() is None
        if self._first:  # thousands of notes, and none of them has any
            return {}
        same = "=" if self.items else "!="
        sql = f"SELECT template, person, id FROM output WHERE about = ? AND template {same} ?"  # noqa: S608
        return {(template, person): note for template, person, note in self.db.execute(sql, (about, ITEMS))}

    def _put(self, output: Output, known: int | None) -> None:
        report, action = _encode(dict(output.report)), str(output.report.get("action", ""))
        loud = action in LOUD or not _MENTIONED.isdisjoint(output.report)
        values = (output.holds, output.path, output.file, report, action, loud)
        stale = _overtaken(self.db, output, self.since)
        if known is None:
            known = self._next()
            self._new.append((known, *values, stale, output.template, output.about, output.person))
        else:
            self._known.append((*values, stale, known))
        reads = _subjects(output)
        self._reads += [(subject, known, _column(tuple(aspects))) for subject, aspects in reads.items()]

    def _next(self) -> int:
        """An id that no output has."""
        if self._last is None:
            self._last = int(self.db.execute("SELECT coalesce(max(id), 0) FROM output").fetchone()[0])
        self._last += 1
        return self._last

    def write(self) -> None:
        columns = "id, holds, path, file, report, action, loud, stale, template, about, person"
        many(self.db, f"INSERT INTO output ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._new)  # noqa: S608
        many(
            self.db,
            "UPDATE output SET holds = ?, path = ?, file = ?, report = ?, action = ?, loud = ?, "
            "stale = max(stale, ?) WHERE id = ?",
            self._known,
        )
        many(self.db, "INSERT OR REPLACE INTO read VALUES (?, ?, ?)", self._reads)
        for rows in (self._new, self._known, self._reads):
            rows.clear()


@lru_cache(maxsize=4096)
def _column(aspects: tuple[str, ...]) -> str:
    """Most outputs read the same of different notes."""
    return joined(aspects)


def _subjects(output: Output) -> Mapping[str, Sequence[str]]:
    """What it read, and the name of its file: whether that may be created hangs on who else has it."""
    return {f"l:{file_key(output.path)}": (), **output.reads} if output.path else output.reads


def _overtaken(db: sqlite3.Connection, output: Output, since: dict[str, tuple[set[str], int]] | None) -> int:
    if since == {}:
        return 0
    if since is None:
        row = db.execute("SELECT value FROM meta WHERE key = 'number'").fetchone()
        return int(row[0])
    hits = [
        since[subject][1]
        for subject, aspects in output.reads.items()
        if subject in since and concerns(parted(joined(aspects)), since[subject][0])
    ]
    return max(hits, default=0)


def tidy(db: sqlite3.Connection) -> None:
    """Jobs with nothing to do, and ids of notes that are gone and about which nothing is remembered."""
    db.execute("DELETE FROM job WHERE NOT stale AND NOT items")
    db.execute("DELETE FROM gone WHERE id NOT IN (SELECT about FROM output)")
