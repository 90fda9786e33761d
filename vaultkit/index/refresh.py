"""Brings the store up to date with the vault, in one transaction, and marks what became stale.

In: the store, the configuration, a function that reads a note, digests of templates. Out: Refreshed.
Never: writes when nothing changed, and never believes a listing that another process has overtaken.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.config import RENDERS
from vaultkit.errors import VaultkitError
from vaultkit.index.compare import Comparison, Work
from vaultkit.index.diff import ALL
from vaultkit.index.pack import unpacked_problems
from vaultkit.index.rows import note_rows
from vaultkit.index.rules import SETTINGS, rules_of
from vaultkit.index.scan import Listing, scan
from vaultkit.index.store import Damaged, Store, many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.config import Config
    from vaultkit.index.marks import Marks
    from vaultkit.index.update import ReadMany, ReadNote, Update
    from vaultkit.model import Problem


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh found. Paths are relative to the vault, sorted.

    `number` is that of the last refresh that changed anything, this one or an earlier.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    number: int = 0
    leftovers: tuple[str, ...] = ()


def refresh(
    store: Store,
    config: Config,
    read_note: ReadNote,
    template_digests: Mapping[str, str],
    paths: set[str] | None = None,
    *,
    read_many: ReadMany | None = None,
) -> Refreshed:
    """Index what changed since the last time; with `paths` only there (notes, folders, files under renders).

    `template_digests`: every template and partial by name. A digest may begin with words and a blank, such
    as "interview 9f86…": when the words change, or a name comes or goes, everything becomes stale, since
    another set of notes is concerned. `read_many`: reads the notes of a first index, with help or without.
    A store that turns out damaged is made anew, and the whole vault read.
    Raises VaultkitError when the vault is not there, or the store cannot be written.
    """
    if store.displaced():
        store.rebuild()
    try:
        return _Refresh(store, config, read_note, template_digests, read_many).run(paths)
    except Damaged:
        store.rebuild()
    try:
        return _Refresh(store, config, read_note, template_digests, read_many).run(None)
    except Damaged as error:
        raise VaultkitError(f"vaultkit's index at {store.path} cannot be used: {error}.") from error


def stored_problems(store: Store) -> tuple[Problem, ...]:
    """Every problem that the store has, of notes and of names, sorted."""
    texts = store.all("SELECT problems FROM problem")
    texts += store.all("SELECT problems FROM folder WHERE problems IS NOT NULL")
    return tuple(sorted(problem for (text,) in texts for problem in unpacked_problems(text)))


@dataclass(slots=True)
class _Refresh:
    store: Store
    config: Config
    read_note: ReadNote
    digests: Mapping[str, str]
    read_many: ReadMany | None = None

    def run(self, paths: set[str] | None) -> Refreshed:
        looked = time.time_ns()
        number = self.store.number
        if paths is not None and not paths.isdisjoint(path for path, _ in SETTINGS):
            paths = None  # what is left out may be something else now
        if paths is None:
            listing: Listing | None = scan(self.config)
        else:
            listing = None
            if not self.config.root.is_dir():
                raise VaultkitError(f"The vault {self.config.root} cannot be read: there is no such folder.")
        if self._settled() and not any(self._compare(listing, paths, everything=False)):
            return self._result(None, listing)
        with self.store.writing() as db:
            if self.store.number != number or paths is not None:
                looked = time.time_ns()
                listing = scan(self.config) if paths is None else None
            from vaultkit.index.update import Update  # noqa: PLC0415 - mostly nothing changed

            update = Update(
                db, self.config.root, self.read_note, looked, self.store.number + 1, self.read_many
            )
            self._update(update, listing, paths)
        return self._result(update, listing)

    # What is different

    def _reading(self) -> str:
        """What the meaning of every note depends on, beside its bytes; and every output that may lie in a folder of
        templates: Obsidian's settings say which those are.
        """
        folders = rules_of(self.config).folders
        return json.dumps([self.config.digest, folders, sorted(_shapes(self.digests).items())])

    def _settled(self) -> bool:
        wanted = (self._reading(), json.dumps(dict(sorted(self.digests.items()))))
        return (self.store.meta("reading"), self.store.meta("templates")) == wanted

    def _compare(
        self, listing: Listing | None, paths: set[str] | None, *, everything: bool
    ) -> tuple[Work, Work]:
        """The work on the notes and on the bases."""
        db, root, rules = self.store.db, self.config.root, rules_of(self.config)
        notes = Comparison(db, root, rules, base=False)
        bases = Comparison(db, root, rules, base=True)
        if listing is not None:
            return (
                notes.whole(listing.folders, everything=everything),
                bases.whole(listing.bases, everything=everything),
            )
        inside = {
            path[len(RENDERS) :].lstrip("/") for path in paths or () if (path + "/").startswith(RENDERS + "/")
        }
        own = {path for path in paths or () if not (path + "/").startswith(RENDERS + "/")}
        return notes.paths(own), bases.paths(inside)

    # The transaction

    def _update(self, update: Update, listing: Listing | None, paths: set[str] | None) -> None:
        from vaultkit.index.folders import store_bases, store_folders  # noqa: PLC0415 - mostly nothing changed

        everything = self.store.meta("reading") != self._reading()
        if everything and listing is None:
            listing = scan(self.config)
        update.marks.everything = everything
        notes, bases = self._compare(listing, paths, everything=everything)
        touched = store_bases(update, bases, self.config.root / RENDERS)
        self._look_again(update, notes, listing, touched)
        update.notes(notes, everything=everything or bool(touched))
        store_folders(update.db, notes, update.marks)
        self._templates(update.marks)
        renames = ((old, new, update.number) for old, new in update.renamed)
        many(update.db, "INSERT OR REPLACE INTO rename VALUES (?, ?, ?)", renames)
        self._finish(update)

    def _look_again(
        self, update: Update, notes: Work, listing: Listing | None, touched: set[tuple[str, str]]
    ) -> None:
        """Notes that carry the identity of a base that came or went may be rendered ones now, or no longer."""
        from vaultkit.index.folders import carriers  # noqa: PLC0415 - as above

        for path in carriers(update.db, touched):
            row = note_rows(update.db, "path = ?", path).get(path)
            if row is None or path in notes.seen or path in notes.gone:
                continue
            entry = listing.entry(path) if listing else (path.rpartition("/")[2], *row.stamp)
            if entry is not None:
                notes.seen[path] = entry
                notes.rows[path] = row

    def _templates(self, marks: Marks) -> None:
        before: dict[str, str] = json.loads(self.store.meta("templates") or "{}")
        for name in before.keys() | self.digests.keys():
            if before.get(name) != self.digests.get(name):
                marks.subjects[f"t:{name}"].add(ALL)
                marks.templates.add(name)
        self.store.set_meta("templates", json.dumps(dict(sorted(self.digests.items()))))
        self.store.set_meta("reading", self._reading())

    def _finish(self, update: Update) -> None:
        update.marks.apply(update.db, update.number)
        self.store.set_meta("number", update.number)
        count = int(self.store.meta("notes") or 0) + len(update.added) - len(update.removed)
        self.store.set_meta("notes", count)

    def _result(self, update: Update | None, listing: Listing | None) -> Refreshed:
        left = listing.leftovers() if listing else ()
        if update is None:
            return Refreshed(number=self.store.number, leftovers=left)
        moved = {path for pair in update.renamed for path in pair}
        return Refreshed(
            added=tuple(sorted(update.added)),
            changed=tuple(sorted(path for path in update.changed if path not in moved)),
            removed=tuple(sorted(update.removed)),
            renamed=tuple(sorted(update.renamed)),
            number=update.number,
            leftovers=left,
        )


def _shapes(digests: Mapping[str, str]) -> dict[str, str]:
    return {name: digest.rpartition(" ")[0] for name, digest in digests.items()}


def relative(root: os.PathLike[str] | str, path: str) -> str | None:
    """A path of the operating system as the store writes it, None for one outside the vault."""
    try:
        inside = os.path.relpath(path, root).replace(os.sep, "/")
    except ValueError:  # on another drive of Windows
        return None
    return None if inside == ".." or inside.startswith("../") else "" if inside == "." else inside
