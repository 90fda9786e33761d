"""Bases follow the notes that they are about: a rename must bring nothing deleted back.

In: the renames that the index saw, or that Obsidian wrote into rendered notes. Out: texts with the new links.
Never: a guess; where two notes could be meant, nothing moves.

An interview that names a person by a name that its note no longer has (renamed outside of Obsidian) names them
without a note: `to` follows the note only when the interview does, and until then the rename waits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vaultkit import files
from vaultkit.config import RENDERS
from vaultkit.errors import ChangedMeanwhile, Refused
from vaultkit.index import renames
from vaultkit.index.identity import identity_in
from vaultkit.index.names import bare, key_of, stem, without_ending
from vaultkit.index.schema import ORPHANS
from vaultkit.model import ABOUT, Problem, Resolved
from vaultkit.pipeline.standing import busy, is_quiet
from vaultkit.writeback import bases
from vaultkit.writeback.carrying import Renamed, Rewrite, carried
from vaultkit.writeback.carrying import carry as write

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from vaultkit.index.vault import Reading
    from vaultkit.pipeline.opening import OpenVault

MANY = 50
"""Notes above which their rendered notes are looked through as a whole."""


@dataclass(slots=True)
class Following:
    """What follows whom: texts to be written, and the renames that some `to` still waits for."""

    rewrites: list[Rewrite] = field(default_factory=list)
    waiting: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> dict[tuple[bool, str], str]:
        """(whether it is a base, path) → the text to be."""
        return {(one.base, one.path): one.new for one in self.rewrites}


def following(opened: OpenVault, abouts: Sequence[int]) -> Following:
    """What has to follow a rename, seen from the stale notes `abouts` and from what the index saw."""
    fresh = _seen_by_index(opened) + _seen_in_files(opened, abouts)
    waiting = [
        one
        for old, new in renames.waiting_renames(opened.store)
        if opened.snapshot().note(old) is None and (one := _renamed(opened, old, new)) is not None
    ]
    found = Following()
    if fresh or waiting:
        for row in _carriers(opened, {key_of(stem(one.old)) for one in (*fresh, *waiting)}):
            _follow(opened, row, fresh, waiting, found)
    return found


def busy_in(opened: OpenVault, found: Following, *, watching: bool) -> dict[str, int]:
    """Rendered notes that would follow and cannot, or that their user is at work on, and the id of the note that each
    is about then.

    Until they follow, nothing is rendered from that note: it would be made a second time. `watching`: the same
    holds of what the user has just edited.
    """
    held = {}
    for one in found.rewrites:
        if one.base or not (trouble(opened, one.path) or (watching and _just_edited(opened, one))):
            continue
        said = identity_in(one.new)
        note = _note(opened, said.about, one.path) if said else None
        held[one.path] = note.id if note else ORPHANS
    return held


def trouble(opened: OpenVault, path: str) -> Problem | None:
    """Why a rendered note cannot follow now, None where it can."""
    place = opened.root / path
    if files.being_written(place):
        return busy(path)
    try:
        files.replaceable(files.real_target(place, opened.root))
    except ChangedMeanwhile:
        return None  # it is looked at anew
    except Refused as reason:
        message = f"a note was renamed, and this one cannot follow: {reason}"
        return Problem(path, 0, 0, "not-written", "error", message, "look at that and render again")
    return None


def _just_edited(opened: OpenVault, one: Rewrite) -> bool:
    if is_quiet(opened.root / one.path):
        return False
    base = bases.read(opened.root, one.path)
    return base is None or base.text != one.old


def carry(opened: OpenVault, found: Following, held: Collection[str] = ()) -> set[str]:
    """Write what follows; the paths that changed. For what is `held` the renames are kept in mind."""
    due = [one for one in found.rewrites if one.path not in held]
    with opened.lock():
        stuck = write(opened.root, due)
    assert opened.refreshed is not None
    if not held:
        renames.settle_renames(opened.store, opened.refreshed.number, found.waiting)
    return {f"{RENDERS}/{one.path}" if one.base else one.path for one in due if one.path not in stuck}


# Which notes were renamed


def _seen_by_index(opened: OpenVault) -> list[Renamed]:
    """The same bytes at a new path, the old one gone; of a note that was renamed twice, from first to last."""
    last: dict[str, str] = {}
    for old, new in renames.pending_renames(opened.store):
        for first in [first for first, at in last.items() if at == old]:
            last[first] = new
        last.setdefault(old, new)
    found = (_renamed(opened, old, new) for old, new in last.items() if old != new)
    return [one for one in found if one is not None]


def _seen_in_files(opened: OpenVault, abouts: Sequence[int]) -> list[Renamed]:
    """Obsidian changed the link in a rendered note, and the base at its path still has the old one."""
    found: dict[str, Renamed] = {}
    for path, *links in _differing(opened, abouts):
        for old, new in zip(links[::2], links[1::2], strict=True):
            target = _note(opened, new, path)
            if old != new and target is not None and old and _note(opened, old, path) is None:
                one = _renamed(opened, without_ending(bare(old)) + ".md", target.path)
                found |= {old: one} if one is not None else {}
    return list(found.values())


def _differing(opened: OpenVault, abouts: Sequence[int]) -> list[tuple[Any, ...]]:
    """(path, `about` of the base, of the file, `to` of the base, of the file), all as written."""
    sql = (
        "SELECT f.path, b.about, f.about, b.person, f.person FROM identity f JOIN identity b "
        "ON b.base = 1 AND b.path = f.path AND b.template = f.template "
        "WHERE f.base = 0 AND (b.about != f.about OR b.person != f.person)"
    )
    if ORPHANS in abouts or len(abouts) > MANY:
        return opened.store.all(sql)
    vault, rows = opened.snapshot(), []
    for about in abouts:
        try:
            keys = {key_of(stem(vault.by_id(about).path))}
        except KeyError:
            continue
        for key in sorted(keys):
            rows += opened.store.all(f"{sql} AND f.about_key = ?", key)
    return rows


def _note(opened: OpenVault, link: str, source: str) -> Reading | None:
    """The contact or interview that a link in a rendered note means."""
    found = opened.snapshot().resolve(bare(link), source)
    note = opened.snapshot().note(found.path) if isinstance(found, Resolved) else None
    return note if note is not None and note.kind in ABOUT else None


def _renamed(opened: OpenVault, old: str, new: str) -> Renamed | None:
    """None where it is no contact or interview that was renamed."""
    from vaultkit.render.compose import link_to  # noqa: PLC0415 - only a rename asks

    vault = opened.snapshot()
    note = vault.note(new)
    if note is None or note.kind not in ABOUT:
        return None
    namesakes = opened.store.all(  # one at the old path itself came later, and was never meant
        "SELECT path FROM name JOIN note ON id = name.note WHERE folded = ? AND how = 'file' AND path NOT IN (?, ?)",
        key_of(stem(old)), old, new,
    )  # fmt: skip
    link = link_to(new, vault)
    return Renamed(old, new, bare(link) if link.startswith("[[") else link, by_name=not namesakes)


# What follows


def _carriers(opened: OpenVault, keys: Iterable[str]) -> list[tuple[Any, ...]]:
    """(base, path, `about`, `to`) of every base and rendered note that names one of these."""
    sql = (
        "SELECT base, identity.path, about, person FROM identity LEFT JOIN note ON base = 0 AND note.path = identity.path "
        "WHERE (about_key = ? OR person_key = ?) AND (base = 1 OR kind = 'rendered')"
    )
    return sorted({row for key in keys for row in opened.store.all(sql, key, key)})


def _follow(
    opened: OpenVault, row: tuple[Any, ...], fresh: list[Renamed], waiting: list[Renamed], into: Following
) -> None:
    is_base, path, about, to = row
    old = _text(opened, is_base, path)
    if old is None:
        return
    mine = next((one for one in fresh if one.meant_by(bare(about))), None)
    new = carried(old, [mine], ("about",)) if mine else old
    theirs = next((one for one in (*fresh, *waiting) if to and one.meant_by(bare(to))), None)
    if theirs is not None:
        note = opened.snapshot().note(mine.new) if mine else _note(opened, about, path)
        if note is not None and _names(note, theirs):
            into.waiting[theirs.old] = theirs.new
        else:
            new = carried(new, [theirs], ("to",))
    if new != old:
        into.rewrites.append(Rewrite(bool(is_base), path, old, new))


def _names(about: Reading, renamed: Renamed) -> bool:
    """Whether the note still names the person by the old name."""
    return any(renamed.meant_by(link.target) for link in about.links("people"))


def _text(opened: OpenVault, is_base: int, path: str) -> str | None:
    if is_base:
        base = bases.read(opened.root, path)
        return base.text if base else None
    try:
        return files.read(opened.root / path).decode()
    except (OSError, UnicodeDecodeError):
        return None
