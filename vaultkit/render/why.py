"""Says in plain words what an output depends on: the answer of `render --why`.

In: the recorded reads of a candidate, a vault that knows the notes' paths. Out: one line for each read.
Never: a value that was read, only where and under which name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultkit.index.diff import ALL, MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.index.vault import Vault
    from vaultkit.render.candidate import Candidate

_KINDS = {"contact": "all contacts", "interview": "all interviews", "me": "Me", "other": "all other notes"}
_SMALL = {
    "path": "where it lies",
    "name": "its name",
    "names": "its other names",
    "links": "its links",
    "lines": "",
    "keys": "",
}


def explain(candidate: Candidate, vault: Vault) -> tuple[str, ...]:
    """One sentence for each subject that the render read, own note first; sorted, without full stops."""
    lines = [] if candidate.about is None else [f"{candidate.about}: the note it is about, as a whole"]
    found = (_line(subject, aspects, vault) for subject, aspects in candidate.reads.items())
    return (*lines, *sorted(line for line in found if line))


_SUBJECTS = {
    "l": 'which note "{}" means',
    "m": 'which notes link to "{}"',
    "t": "the template {}",
    "y": 'how many notes have "{}"',
    "config": "vaultkit.toml",
    "problems": "the problems of all notes",
}


def _line(subject: str, aspects: Iterable[str], vault: Vault) -> str:
    mark, _, rest = subject.partition(":")
    match mark:
        case "n":
            return _of(_path(rest, vault), aspects)
        case "k":
            return _of(_KINDS.get(rest, f"all notes of kind {rest}"), aspects)
        case "b":
            return _of(f'the interviews with "{rest}"', aspects)
        case "me":
            return _of("Me", aspects)
    return _SUBJECTS.get(mark, subject).format(rest)


def _path(number: str, vault: Vault) -> str:
    try:
        return vault.by_id(int(number)).path
    except (KeyError, ValueError):
        return "a note that is gone"


def _of(what: str, aspects: Iterable[str]) -> str:
    aspects = set(aspects)
    if ALL in aspects:
        return f"{what}: every word"
    told = sorted({_aspect(aspect) for aspect in aspects - {MEMBERS}} - {""})
    return f"{what}: {', '.join(told)}" if told else f"{what}: that it is there"


def _aspect(aspect: str) -> str:
    mark, colon, rest = aspect.partition(":")
    if not colon:
        return _SMALL.get(mark, mark)
    if mark == "s":
        return f"the section {rest.replace('_', ' ')}"
    return rest or "all its keys"
