"""The vault as everybody else sees it: notes, links and problems, loaded when asked and recorded.

In: the store, the configuration, perhaps a recorder. Out: Readings and Resolutions.
Never: disk, and never a question whose answer a render could use without its being recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from vaultkit.index.diff import ALL, MEMBERS
from vaultkit.index.names import bare, file_key, fold, key_of, keys_of, stem, without_ending
from vaultkit.index.reading import ITSELF, Reading, Recorder
from vaultkit.index.refresh import stored_problems
from vaultkit.index.shelf import BrokenNote, Head, Shelf
from vaultkit.model import Link, Resolved

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultkit.config import Config
    from vaultkit.index.shelf import Finding
    from vaultkit.index.store import Store
    from vaultkit.model import Kind, Problem, Resolution

__all__ = ["BrokenNote", "Reading", "Recorder", "Vault"]

MOST_FINDINGS = 4096
"""A few hundred bytes each."""
_Found = TypeVar("_Found")


class Vault:
    """A lazy snapshot. Make a new one after each refresh; what this one loaded it keeps.

    With `refuse_broken` loops leave broken notes out, and what any other says raises BrokenNote. With a
    recorder, links that are missing come without the nearest names: no render may depend on all names.
    """

    def __init__(
        self,
        store: Store,
        config: Config,
        recorder: Recorder | None = None,
        *,
        refuse_broken: bool = False,
        shelf: Shelf | None = None,
    ) -> None:
        self.store = store
        self.config = config
        self.recorder = recorder
        self._refuse = refuse_broken
        self._shelf = shelf or Shelf(store)

    def with_recorder(self, recorder: Recorder | None) -> Vault:
        """The same state for another reader, broken notes among it, sharing what was loaded."""
        return Vault(self.store, self.config, recorder, shelf=self._shelf)

    def once(self, note: Reading, what: str, find: Callable[[Reading], _Found]) -> _Found:
        """What `find` makes of a note, worked out once for all who look at this state.

        Whoever asks again has read what was read for it. So `find` must read the note that it is handed and start from
        nothing that was read before, and what it gives must be plain: what read more later would do so for nobody.
        """
        recorder = self.recorder
        if recorder is None:
            return find(note)
        findings, key = self._shelf.findings, (what, note.id, self._refuse)
        kept = findings.get(key)
        if kept is None:
            kept = self._found(recorder, note, find)
            if len(findings) >= MOST_FINDINGS:
                findings.clear()
            if kept[2] is None or isinstance(kept[2], BrokenNote):
                findings[key] = kept
        found, reads, error = kept
        recorder.heard_all(reads, note.subjects, note.id)
        if error is not None:
            # What is kept would hold on to its frames, and gain more at each raise.
            raise error.with_traceback(None) if isinstance(error, BrokenNote) else error
        return found  # type: ignore[no-any-return]  # as `find` gave it

    def _found(self, recorder: Recorder, note: Reading, find: Callable[[Reading], Any]) -> Finding:
        """What was found and what was read for it; or why it was not, such as a broken note, or time that is up."""
        heard, own = recorder.reads, recorder.own
        recorder.reads, recorder.own = {}, None
        try:
            return find(self._reading(note._head, (ITSELF,))), recorder.reads, None  # noqa: SLF001 - nothing to record
        except BaseException as error:  # noqa: BLE001 - it is raised again when what was read has been heard
            return None, recorder.reads, error
        finally:
            recorder.reads, recorder.own = heard, own

    # Notes

    def note(self, path: str) -> Reading | None:
        """The note at a path relative to the vault, spelt exactly so; None when there is none."""
        self._hear(f"l:{file_key(path)}")
        head = self._shelf.at(path)
        return self._reading(head) if head else None

    def by_id(self, note: int) -> Reading:
        """The note of an id. Raises KeyError when there is none."""
        head = self._shelf.head(note)
        if head is None:
            raise KeyError(note)
        return self._reading(head)

    def of_kind(self, kind: Kind) -> tuple[Reading, ...]:
        """All notes of a kind, by path. What is read of them counts as read of the kind."""
        subject = (f"k:{kind}",)
        self._hear(subject[0], MEMBERS)
        heads = self._shelf.kind(kind)
        return tuple(self._reading(head, subject) for head in heads if not (self._refuse and head.broken))

    def every(self) -> tuple[Reading, ...]:
        """All notes of whatever kind, rendered ones too, by path. For commands: a render has no such loop."""
        return tuple(self._reading(head) for head in self._shelf.heads())

    def me(self) -> Reading | None:
        """The note of `type: me`; of several the one named Me.md, else the first by path."""
        self._hear("me", MEMBERS)
        heads = sorted(self._shelf.kind("me"), key=lambda head: (fold(stem(head.path)) != "me", head.path))
        return self._reading(heads[0], ("me",)) if heads else None

    # Links

    def resolve(self, link: Link | str, source: str) -> Resolution:
        """What a link in the note `source` (a path) means. Text may be a target or `[[target#heading|shown]]`."""
        target = link.target if isinstance(link, Link) else bare(link)
        for key in keys_of(target):
            self._hear(f"l:{key}")
        return self._shelf.resolve(target, source, suggest=self.recorder is None)

    def shortest(self, path: str) -> str:
        """The shortest target that finds the note at `path` from any folder: its file name where that is its alone."""
        name = stem(path)
        found = self.resolve(name, "")
        alone = isinstance(found, Resolved) and found.path == path and not found.rivals
        return name if alone else without_ending(path)

    def named(self, name: str) -> tuple[Reading, ...]:
        """The notes whose file, name or alias is exactly this, without regard to case; by path."""
        key = fold(name)
        self._hear(f"l:{key}")
        paths = sorted({hit.path for hit in self._shelf.named(key)})
        heads = (self._shelf.at(path) for path in paths)
        return tuple(self._reading(head) for head in heads if head is not None)

    def interviews_of(self, contact: Reading) -> tuple[Reading, ...]:
        """The interviews whose `people` mean this contact, by path."""
        subjects, heads = self.once(contact, "interviews", self._interviews_of)
        usable = (one for one in heads if one.kind == "interview" and not (self._refuse and one.broken))
        return tuple(self._reading(head, subjects) for head in usable)

    def _interviews_of(self, contact: Reading) -> tuple[tuple[str, ...], list[Head]]:
        keys = self._keys(contact)
        subjects = tuple(f"b:{key}" for key in keys)
        for subject in subjects:
            self._hear(subject, MEMBERS)
        return subjects, self._linking(contact, keys, "people")

    def linking(self, note: Reading, key: str) -> tuple[Reading, ...]:
        """The notes that link this one under a property, by its canonical key; by path. Rendered ones link nothing."""
        keys = self._keys(note)
        for folded in keys:
            self._hear(f"m:{folded}", key)
        return tuple(map(self._reading, self._linking(note, keys, key)))

    def _linking(self, note: Reading, keys: tuple[str, ...], key: str) -> list[Head]:
        sql = "SELECT id, path, target FROM link CROSS JOIN note ON id = link.note WHERE folded = ? AND prop = ?"
        found: dict[str, int] = {}
        for folded in keys:
            for source, path, target in self.store.all(sql, folded, key):
                if path not in found and self._means(target, path, note):
                    found[path] = source
        heads = (self._shelf.head(found[path]) for path in sorted(found))
        return [head for head in heads if head is not None]

    def _means(self, target: str, source: str, note: Reading) -> bool:
        found = self.resolve(Link(target, 0), source)
        return isinstance(found, Resolved) and found.path == note._head.path  # noqa: SLF001 - nothing to record

    def _keys(self, note: Reading) -> tuple[str, ...]:
        """The keys of every link that may mean a note."""
        names = [] if note._head.broken else [name for name, _ in note.names]  # noqa: SLF001 - as above
        path = note.path
        return tuple(sorted({file_key(path), key_of(stem(path)), *(key_of(name) for name in names)}))

    # Problems and counts

    def problems(self) -> tuple[Problem, ...]:
        """All problems that the index stores, sorted: of each note by itself, of names, of folders."""
        self._hear("problems")
        return stored_problems(self.store)

    def key_count(self, key: str) -> int:
        """How many notes have a property of this name that none of vaultkit's properties claims."""
        self._hear(f"y:{fold(key)}")
        row = self.store.one("SELECT notes FROM key WHERE key = ?", fold(key))
        return int(row[0]) if row else 0

    def _hear(self, subject: str, aspect: str = ALL) -> None:
        if self.recorder is not None:
            self.recorder.heard(subject, aspect)

    def _reading(self, head: Head, subjects: tuple[str, ...] = ()) -> Reading:
        subjects = subjects or (f"n:{head.id}",)
        return Reading(head, self._shelf, self.recorder, subjects, refuse=self._refuse)
