"""Merge a body sentence by sentence: what the user did not touch comes from the render.

In: the body of base, file and render. Out: the body to write, the base's body, and what clashed.
Never: drops a word of the user's, or brings in twice what both sides have.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vaultkit.writeback.state import KeptBack, Merged
from vaultkit.writeback.tokens import NEWLINE, Matcher, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class _Region:
    """Tokens of base, file and render that belong together; `settled` when all three are equal."""

    old: slice
    mine: slice
    fresh: slice
    settled: bool


def merge_body(base: str, file: str, new: str) -> Merged:
    """The body to be. Where both changed one place the user's words stay, and the base keeps its own."""
    old, mine, fresh = tokens(base), tokens(file), tokens(new)
    words = _words(old), _words(mine), _words(fresh)
    there = _has_it_all(*words)
    if there and not _wrote_over(*words):
        return Merged(file, new)
    found = _by_region(old, mine, fresh)
    return Merged(file, new) if there and found.text != file else found


def _by_region(old: list[Token], mine: list[Token], fresh: list[Token]) -> Merged:
    text: list[str] = []
    after: list[str] = []
    kept: list[KeptBack] = []
    line, last = 1, ((-1, -1), (-1, -1))
    for region in _regions(old, mine, fresh):
        z, a, b = old[region.old], mine[region.mine], fresh[region.fresh]
        how = "mine" if region.settled else _how(_keys(z), _keys(a), _keys(b))
        begins = region.mine.start == 0 or mine[region.mine.start - 1].key == NEWLINE
        both = _side_by_side(z, a, b, begins) or _side_by_side(z, b, a, begins) if how == "clash" else None
        if how == "clash" and both is None:
            place = _whole_lines(mine, region.mine), _whole_lines(fresh, region.fresh)
            if place != last:  # one line may clash in many places, and is told once
                above = _breaks(mine[place[0][0] : region.mine.start])
                kept.append(_kept_back(line - above, mine[slice(*place[0])], fresh[slice(*place[1])]))
            last, b = place, [*z]
        put = both or (fresh[region.fresh] if how == "render" else a)
        text.extend(token.text for token in put)
        after.extend(token.text for token in b)
        line += _breaks(put)
    return Merged("".join(text), "".join(after), tuple(dict.fromkeys(kept)))


def _has_it_all(old: list[str], mine: list[str], fresh: list[str]) -> bool:
    """Whether the file holds all that the render brought since the base, and nothing that it dropped.

    So it is where another machine merged and sync carried the file over. What then differs from the render is the
    user's; merged once more, the same lines could come in a second time, a little further up or down.
    """
    brought, dropped = Counter(fresh) - Counter(old), Counter(old) - Counter(fresh)
    if not (brought or dropped):
        return False
    lacking, own = set[str](), set[str]()
    for theirs, ours in _apart(fresh, mine):
        lacking.update(theirs)
        own.update(ours)
    return not (lacking & own or lacking & brought.keys() or own & dropped.keys())


def _wrote_over(old: list[str], mine: list[str], fresh: list[str]) -> bool:
    """Whether the user wrote in the place of something that the render dropped: there the two have to agree."""
    dropped = Counter(old) - Counter(fresh)
    own = {word for _, come in _apart(fresh, mine) for word in come}
    return any(dropped.keys() & set(gone) and own & set(come) for gone, come in _apart(old, mine))


def _apart(one: list[str], two: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """What stands between the parts that two texts have in common."""
    at = there = 0
    for i, j, size in Matcher(None, one, two).get_matching_blocks():
        yield one[at:i], two[there:j]
        at, there = i + size, j + size


def _words(found: Sequence[Token]) -> list[str]:
    return [token.key for token in found if token.key.strip()]


def _keys(found: Sequence[Token]) -> list[str]:
    return [token.key for token in found]


def _regions(old: list[Token], mine: list[Token], fresh: list[Token]) -> Iterator[_Region]:
    import merge3  # noqa: PLC0415 - few runs merge

    z = a = b = 0
    matcher = merge3.Merge3(_keys(old), _keys(mine), _keys(fresh), sequence_matcher=Matcher)
    for z0, z1, a0, a1, b0, b1 in matcher.find_sync_regions():
        if z < z0 or a < a0 or b < b0:
            yield from _lines_of(
                _Region(slice(z, z0), slice(a, a0), slice(b, b0), settled=False), old, mine, fresh
            )
        if z0 < z1:
            yield _Region(slice(z0, z1), slice(a0, a1), slice(b0, b1), settled=True)
        z, a, b = z1, a1, b1


def _lines_of(
    region: _Region, old: Sequence[Token], mine: Sequence[Token], fresh: Sequence[Token]
) -> Iterator[_Region]:
    """A region in which all three have as many lines, taken line by line: a line end alone holds nothing together."""
    parts = [_cut(old, region.old), _cut(mine, region.mine), _cut(fresh, region.fresh)]
    if len({len(part) for part in parts}) > 1 or len(parts[0]) == 1:
        yield region
        return
    for number, (z, a, b) in enumerate(zip(*parts, strict=True)):
        if number:  # the line end before it
            above = [slice(one.start - 1, one.start) for one in (z, a, b)]
            yield _Region(above[0], above[1], above[2], settled=True)
        if z.start < z.stop or a.start < a.stop or b.start < b.stop:
            yield _Region(z, a, b, settled=False)


def _cut(found: Sequence[Token], at: slice) -> list[slice]:
    """The lines of a slice, without their line ends."""
    cuts = [number for number in range(at.start, at.stop) if found[number].key == NEWLINE]
    return [
        slice(start, stop)
        for start, stop in zip([at.start, *(cut + 1 for cut in cuts)], [*cuts, at.stop], strict=True)
    ]


def _how(old: list[str], mine: list[str], fresh: list[str]) -> str:
    """Whose tokens stand in a region: "mine", "render", or "clash" (mine, and it is reported)."""
    if fresh in (mine, old):
        return "mine"
    if mine == old:
        return "render"
    words = [key for key in fresh if key.strip()]
    if words and _within(words, mine):
        return "mine"  # the user has all that the render brings, and more
    if mine and _within(old, mine) and _within(mine, fresh):
        return "render"  # the render has all that the user added, and more
    return "clash"


def _side_by_side(
    old: list[Token], grown: list[Token], other: list[Token], begins: bool
) -> list[Token] | None:
    """Whole lines that one side added right above or below what the other changed; None when they mix.

    `begins`: the region starts at the beginning of a line.
    """
    size = len(old)
    z, long, short = _keys(old), _keys(grown), _keys(other)
    if not z or len(long) <= size:
        return None
    if long[-size:] == z and short[-size:] != z and begins and long[-size - 1] == NEWLINE:
        return grown[:-size] + other
    if long[:size] != z or short[:size] == z:
        return None
    lines = z[-1] == long[-1] == NEWLINE and (short[-1] == NEWLINE if short else begins)
    tail = long[size] == NEWLINE and NEWLINE not in (z[-1], long[-1], *short[-1:]) and bool(short)
    return other + grown[size:] if lines or tail else None


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether all of `few` occur in `many`, in their order."""
    rest = iter(many)
    return all(one in rest for one in few)


def _kept_back(line: int, mine: Sequence[Token], fresh: Sequence[Token]) -> KeptBack:
    """What stands on one side and on the other, from `line` on, less the lines that are equal above and below."""
    yours, render = _lines(mine), _lines(fresh)
    most = min(len(yours), len(render))
    above = next((n for n in range(most) if yours[n] != render[n]), most)
    below = next((n for n in range(most - above) if yours[-1 - n] != render[-1 - n]), most - above)
    told = ("\n".join(one[above : len(one) - below]) for one in (yours, render))
    return KeptBack(line + above, *told)


def _whole_lines(found: Sequence[Token], at: slice) -> tuple[int, int]:
    """Where the lines that a region touches begin and end."""
    start, stop = at.start, at.stop
    while start > 0 and found[start - 1].key != NEWLINE:
        start -= 1
    while stop < len(found) and found[stop].key != NEWLINE:
        stop += 1
    return start, stop


def _lines(found: Sequence[Token]) -> list[str]:
    text = "".join(token.text for token in found)
    return [line.rstrip() for line in text.split("\n")] if text else []


def _breaks(found: Iterable[Token]) -> int:
    return sum(token.text.count("\n") for token in found)
