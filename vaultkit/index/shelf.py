"""What was loaded from the store, kept while there is room, shared by every Vault over one state.

In: a store. Out: heads of notes, names, and parts of facts, each read when first asked for.
Never: all of a large vault at once.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from vaultkit.index import pack
from vaultkit.index.names import stem
from vaultkit.index.nearest import NearNames
from vaultkit.index.resolve import Named, resolve
from vaultkit.index.store import Damaged
from vaultkit.model import Facts, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.index.store import Store
    from vaultkit.model import Kind, Link, Resolution, Value

ROOM = 4096
"""Notes of which the facts are kept: 2 KB each, so that a loop over 100,000 does not hold them all."""
MANY_NAMES = 20_000
Finding: TypeAlias = tuple[Any, dict[str, set[str]], BaseException | None]
HEAD = "SELECT id, path, kind, broken, shown FROM note"
NAMED = (
    "SELECT path, how FROM name JOIN note ON id = note WHERE folded = ? "
    "UNION ALL SELECT path, 'file' FROM file WHERE folded = ?"
)


class BrokenNote(Exception):
    """A render asked for what a broken note says. `path` is that note's."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Head(NamedTuple):
    """Enough to know a note by before anything else of it is loaded. `name`: that of a contact's person, or of the file."""

    id: int
    path: str
    kind: Kind
    broken: bool
    name: str


class Shelf:
    """One state of the store, as far as somebody asked."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._heads: dict[int, Head] = {}
        self._paths: dict[str, Head] = {}
        self._kinds: dict[str, tuple[Head, ...]] = {}
        self._texts: dict[int, dict[str, Any]] = {}
        self._named: dict[str, tuple[Named, ...]] = {}
        self._resolved: dict[tuple[str, str, bool], Resolution] = {}
        self._near: NearNames | None = None
        self.findings: dict[object, Finding] = {}
        """What readers worked out of notes, and what they had to read for it; the index knows no meaning."""

    # Notes

    def head(self, note: int) -> Head | None:
        if note not in self._heads:
            return self._keep(self.store.one(f"{HEAD} WHERE id = ?", note))
        return self._heads[note]

    def at(self, path: str) -> Head | None:
        return self._paths.get(path) or self._keep(self.store.one(f"{HEAD} WHERE path = ?", path))

    def kind(self, kind: Kind) -> tuple[Head, ...]:
        if kind not in self._kinds:
            rows = self.store.all(f"{HEAD} WHERE kind = ? ORDER BY path", kind)
            self._kinds[kind] = tuple(_head(row) for row in rows)
        return self._kinds[kind]

    def heads(self) -> tuple[Head, ...]:
        return tuple(_head(row) for row in self.store.all(f"{HEAD} ORDER BY path"))

    def _keep(self, row: tuple[Any, ...] | None) -> Head | None:
        if row is None:
            return None
        head = self._heads.setdefault(row[0], _head(row))
        return self._paths.setdefault(head.path, head)

    # Their parts

    def props(self, head: Head) -> dict[str, Value]:
        found: dict[str, Value] = self._part(head, "props", pack.props_of)
        return found

    def rest(self, head: Head) -> dict[str, Any]:
        found: dict[str, Any] = self._part(head, "rest", pack.rest_of)
        return found

    def section(self, head: Head, name: str) -> Section | None:
        """One section; of a whole note few are ever asked for."""
        found: dict[str, Any] = self._part(head, "sections", pack.sections_in)
        section = found.get(name)
        if isinstance(section, list):
            with _readable(head.path):
                section = found[name] = pack.section_of(section)
        return section

    def sections(self, head: Head) -> dict[str, Section]:
        names: dict[str, Any] = self._part(head, "sections", pack.sections_in)
        return {name: self.section(head, name) or Section(name) for name in names}

    def links(self, head: Head) -> tuple[Link, ...]:
        found: tuple[Link, ...] = self._part(head, "links", pack.links_of)
        return found

    def facts(self, head: Head) -> Facts:
        row = self.store.one("SELECT problems FROM problem WHERE note = ?", head.id)
        with _readable(head.path):
            problems = pack.unpacked_problems(row[0]) if row else ()
        return Facts(
            path=head.path,
            kind=head.kind,
            name=head.name,
            props=self.props(head),
            sections=self.sections(head),
            links=self.links(head),
            problems=problems,
            broken=head.broken,
            **self.rest(head),
        )

    def _part(self, head: Head, part: str, unpack: Any) -> Any:
        parts = self._texts.get(head.id)
        if parts is None:
            parts = self._load(head)
        found = parts[part]
        if found.__class__ is str:
            with _readable(head.path):
                found = parts[part] = unpack(found)
        return found

    def _load(self, head: Head) -> dict[str, Any]:
        row = self.store.one("SELECT props, rest, sections, links FROM facts WHERE note = ?", head.id)
        if row is None:  # another process removed it since: no render may guess what it said
            raise BrokenNote(head.path)
        if len(self._texts) >= ROOM:
            for old in list(self._texts)[: ROOM // 2]:
                del self._texts[old]
        parts = self._texts[head.id] = dict(zip(("props", "rest", "sections", "links"), row, strict=True))
        return parts

    # Names

    def named(self, key: str) -> tuple[Named, ...]:
        """Every note and file that a folded name leads to."""
        if key not in self._named:
            if len(self._named) > MANY_NAMES:
                self._named.clear()
            self._named[key] = tuple(Named(*row) for row in sorted(self.store.all(NAMED, key, key)))
        return self._named[key]

    def resolve(self, target: str, source: str, *, suggest: bool) -> Resolution:
        key = (target, source, suggest)
        if key not in self._resolved:
            if len(self._resolved) > MANY_NAMES:
                self._resolved.clear()
            near = self._nearest if suggest else None
            self._resolved[key] = resolve(target, source, self.named, near)
        return self._resolved[key]

    def _nearest(self, target: str) -> tuple[str, ...]:
        if self._near is None:
            rows = self.store.all("SELECT path FROM note WHERE kind != 'rendered'")
            self._near = NearNames({stem(path) for (path,) in rows})
        return self._near.of(target)


def _head(row: tuple[Any, ...]) -> Head:
    note, path, kind, broken, name = row
    return Head(note, path, kind, bool(broken), name)


@contextmanager
def _readable(path: str) -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, AttributeError) as error:
        raise Damaged(f"what it says of {path} cannot be read") from error
