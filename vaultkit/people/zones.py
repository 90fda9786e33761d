"""Time zones: which names are IANA's, which are meant by the others, and what a clock change does to a time.

In: a zone's name, a wall time. Out: a ZoneInfo, near names, "gap" or "fold".
Never: a guess. The list of names is tzdata's, so that no machine's file system decides about case.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vaultkit.people.names import distance, fold, slips

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

ClockProblem = Literal["gap", "fold"]

_MEANT: Mapping[str, tuple[str, ...]] = {
    "est": ("America/New_York",), "edt": ("America/New_York",), "et": ("America/New_York",),
    "est5edt": ("America/New_York",), "cst": ("America/Chicago", "Asia/Shanghai"), "cdt": ("America/Chicago",),
    "ct": ("America/Chicago",), "cst6cdt": ("America/Chicago",), "mst": ("America/Denver", "America/Phoenix"),
    "mdt": ("America/Denver",), "mt": ("America/Denver",), "mst7mdt": ("America/Denver",),
    "pst": ("America/Los_Angeles",), "pdt": ("America/Los_Angeles",), "pt": ("America/Los_Angeles",),
    "pst8pdt": ("America/Los_Angeles",), "hst": ("Pacific/Honolulu",), "akst": ("America/Anchorage",),
    "akdt": ("America/Anchorage",), "ast": ("America/Halifax",), "nst": ("America/St_Johns",),
    "brt": ("America/Sao_Paulo",), "art": ("America/Argentina/Buenos_Aires",),
    "bst": ("Europe/London",), "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "wet": ("Europe/Lisbon",), "west": ("Europe/Lisbon",), "cet": ("Europe/Berlin", "Europe/Paris"),
    "cest": ("Europe/Berlin", "Europe/Paris"), "met": ("Europe/Berlin",), "eet": ("Europe/Athens", "Europe/Helsinki"),
    "eest": ("Europe/Athens", "Europe/Helsinki"), "msk": ("Europe/Moscow",), "trt": ("Europe/Istanbul",),
    "sast": ("Africa/Johannesburg",), "wat": ("Africa/Lagos",), "cat": ("Africa/Maputo",),
    "eat": ("Africa/Nairobi",), "pkt": ("Asia/Karachi",), "npt": ("Asia/Kathmandu",), "gst": ("Asia/Dubai",),
    "wib": ("Asia/Jakarta",), "sgt": ("Asia/Singapore",), "hkt": ("Asia/Hong_Kong",), "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",), "awst": ("Australia/Perth",), "acst": ("Australia/Adelaide",),
    "aest": ("Australia/Sydney", "Australia/Brisbane"), "aedt": ("Australia/Sydney",),
    "nzst": ("Pacific/Auckland",), "nzdt": ("Pacific/Auckland",),
}  # fmt: skip
_MOST = 3
_REFUSED = frozenset({"est", "mst", "hst", "factory"})
# tzdata has EST, MST and HST, but as clocks that stand still: whoever writes them in July means another time.


@lru_cache(maxsize=1)
def known() -> Mapping[str, str]:
    """Every IANA name, folded, with its right spelling."""
    listed = pkgutil.get_data("tzdata", "zones") or b""
    names = {name.casefold(): name for name in listed.decode("ascii").split()}
    return {folded: name for folded, name in names.items() if folded not in _REFUSED}


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo | None:
    """The zone of an IANA name, whatever its case; None for EST, PST, offsets and all else that is none."""
    right = known().get("_".join(name.casefold().split()))
    if right is None:
        return None
    try:
        return ZoneInfo(right)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def abbreviated(name: str) -> bool:
    """Whether a name is an abbreviation of a clock rather than of a place: EST, PST, CET."""
    return name.strip().casefold() in _MEANT


def nearest_zones(name: str) -> tuple[str, ...]:
    """Three IANA names at most that somebody may have meant: by abbreviation, by city, by a slip of the hand."""
    wanted = "_".join(fold(name).split())
    if wanted in _MEANT:
        return _MEANT[wanted][:_MOST]
    if not any(letter.isalpha() for letter in wanted):
        return ()
    city = wanted.rsplit("/", 1)[-1]
    same = [right for low, right in known().items() if low.rsplit("/", 1)[-1] == city]
    if same:
        return tuple(sorted(same, key=_rank)[:_MOST])
    near = [(min(distance(wanted, low, 2), distance(city, low.rsplit("/", 1)[-1], 2)), _rank(right), right)
            for low, right in known().items()]  # fmt: skip
    return tuple(right for far, _, right in sorted(near) if far <= slips(city))[:_MOST]


def _rank(name: str) -> tuple[int, str]:
    """Names of cities before old ones like US/Eastern and Cuba."""
    area = name.split("/", 1)[0]
    modern = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
    return (0 if area in modern and "/" in name else 1, name)


def same_zone(one: ZoneInfo, two: ZoneInfo) -> bool:
    """Whether two zones are one under two names, as Asia/Calcutta and Asia/Kolkata are."""
    return one.key == two.key or (_data(one.key) is not None and _data(one.key) == _data(two.key))


@lru_cache(maxsize=64)
def _data(key: str) -> bytes | None:
    try:
        return pkgutil.get_data("tzdata", f"zoneinfo/{key}")
    except OSError:
        return None


def clock_problem(wall: datetime, where: ZoneInfo) -> ClockProblem | None:
    """ "gap" for a wall time that a clock change leaves out, "fold" for one that it brings twice (PEP 495)."""
    early = wall.replace(tzinfo=where, fold=0).utcoffset()
    late = wall.replace(tzinfo=where, fold=1).utcoffset()
    if early is None or late is None or early == late:
        return None
    return "fold" if early > late else "gap"
