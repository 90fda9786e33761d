"""The marks that git leaves in a text where two branches changed one place, until somebody has merged it.

In: a note's text. Out: where they begin, and the text as either branch had it.
Never: a choice between the two, or a mark in a text that vaultkit writes.
"""

from __future__ import annotations

from io import StringIO
from typing import NamedTuple

_OURS, _BEFORE, _THEIRS, _END = "<<<<<<<", "|||||||", "=======", ">>>>>>>"
_NEXT = {_OURS: (_BEFORE, _THEIRS), _BEFORE: (_THEIRS,), _THEIRS: (_END,)}


class _Place(NamedTuple):
    """The lines from the first mark to the last, and what each branch had there."""

    begin: int
    end: int
    ours: list[str]
    theirs: list[str]


def conflict(text: str) -> int:
    """The line of the first mark, 0 where there is none."""
    places = _places(_lines(text)) if _OURS in text else []
    return places[0].begin + 1 if places else 0


def remains(text: str) -> int:
    """The line of the first mark of a merge that somebody has not finished, or finished in part; 0 for none.

    A line of equals signs alone counts for nothing: in Markdown it underlines a heading.
    """
    return next((number for number, line in enumerate(_lines(text), 1) if _mark(line) in (_OURS, _END)), 0)


def sides(text: str) -> tuple[str, str]:
    """The text as this branch had it, and as the other did; twice the text itself where there is no mark."""
    lines = _lines(text) if _OURS in text else []
    ours: list[str] = []
    theirs: list[str] = []
    at = 0
    for place in _places(lines):
        ours += [*lines[at : place.begin], *place.ours]
        theirs += [*lines[at : place.begin], *place.theirs]
        at = place.end
    return ("".join([*ours, *lines[at:]]), "".join([*theirs, *lines[at:]])) if at else (text, text)


def _lines(text: str) -> list[str]:
    return StringIO(text).readlines()  # splitlines would cut at U+2028 too


def _places(lines: list[str]) -> list[_Place]:
    found = []
    begin, state = 0, ""
    parts: dict[str, list[str]] = {}
    for number, line in enumerate(lines):
        mark = _mark(line)
        if mark == _OURS:
            begin, state, parts = number, mark, {_OURS: [], _BEFORE: [], _THEIRS: []}
        elif state and mark in _NEXT[state]:
            state = mark
            if mark == _END:
                found.append(_Place(begin, number + 1, parts[_OURS], parts[_THEIRS]))
                state = ""
        elif state:
            parts[state].append(line)
    return found


def _mark(line: str) -> str:
    """The mark that a line is; behind it stands nothing, or the name of a branch."""
    mark, rest = line[:7], line[7:8]
    return mark if mark in (_OURS, _BEFORE, _THEIRS, _END) and rest in ("", " ", "\r", "\n") else ""
