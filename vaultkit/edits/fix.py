"""`check --fix`: what can be mended without a doubt about what was meant.

In: the vault's problems. Out: quotes around wikilinks and telephone numbers in properties.
Never: a change after which any property reads otherwise than it was meant before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.edits.write import Edited, change, facts_as_read
from vaultkit.english import counted
from vaultkit.errors import Refused
from vaultkit.people.coerce import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.config import Config
    from vaultkit.index.vault import Vault
    from vaultkit.model import Facts, Value

_KEY = r"[ \t]*(?:[^\s#'\"\[\]{}\-&*!|>%@`][^:#\r\n]*:|-)[ \t]+"
_LINK = re.compile(rf"(?P<head>{_KEY})(?P<value>\[\[[^\[\]\"\\\r\n]+\]\])(?P<tail>[ \t]*(?:[ \t]#.*)?)")
_PHONE = re.compile(rf"(?P<head>{_KEY})(?P<value>[+]?[0-9][0-9_.]*)(?P<tail>[ \t]*(?:[ \t]#.*)?)")

_DIGITS = re.compile(r"[+]?[0-9_.]+")

FIXES: dict[str, re.Pattern[str]] = {"unquoted-link": _LINK, "phone-number": _PHONE}
"""The codes of problems that can be mended, with the lines that are."""
TRIES = 64
"""How often a note is read again; what is not mended by then stays, and is reported as before."""


def fix(vault: Vault) -> tuple[Edited, ...]:
    """Mend what is safe, note by note; a note that refuses is left, and said. Sorted by path."""
    return tuple(_fix(vault.config, path, codes) for path, codes in _wanted(vault))


def preview(vault: Vault) -> tuple[str, ...]:
    """The lines that `fix` would change, as in a diff, with their place; nothing is written."""
    found: list[str] = []
    for path, codes in _wanted(vault):
        try:
            old = files.read(vault.config.root / path)
            new = _Mender(vault.config, path, codes).mend(facts_as_read(vault.config, path, old), old)
        except (OSError, Refused):
            continue
        rows = zip(old.split(b"\n"), new.split(b"\n"), strict=True)
        for number, (before, after) in enumerate(rows, 1):
            if before != after:
                found += [f"{path}:{number}", f"- {before.decode().rstrip()}", f"+ {after.decode().rstrip()}"]
    return tuple(found)


def _wanted(vault: Vault) -> list[tuple[str, set[str]]]:
    wanted: dict[str, set[str]] = {}
    for problem in vault.problems():
        if problem.code in FIXES:
            wanted.setdefault(problem.path, set()).add(problem.code)
    return sorted(wanted.items())


class _Mender:
    """Mends the text of one note; `count` is how many values it put into quotes."""

    def __init__(self, config: Config, path: str, codes: Iterable[str]) -> None:
        from vaultkit.people.reading import reader  # noqa: PLC0415 - nothing to mend, nothing to load

        self.path = path
        self.codes = sorted(codes)
        self.read = reader(config, {})
        self.count = 0
        self.tries = 0

    def mend(self, facts: Facts, data: bytes) -> bytes:
        """The text with its values in quotes; each is kept only if nothing else reads otherwise."""
        self.count, self.tries = 0, TRIES
        for code in self.codes:
            lines = [line for line, row in _front(data) if _parts(row, FIXES[code])]
            facts, data = self._mended(facts, data, code, lines)
        return data

    def _mended(self, facts: Facts, data: bytes, code: str, lines: list[int]) -> tuple[Facts, bytes]:
        """All lines at once, since each try reads the note again; where that does not do, each half by itself."""
        if not lines or not self.tries:
            return facts, data
        self.tries -= 1
        tried = _quoted(data, lines, FIXES[code])
        after = self.read(self.path, tried)
        if _count(facts, code) - _count(after, code) >= len(lines) and _meant(after) == _meant(facts):
            self.count += len(lines)
            return after, tried
        middle = len(lines) // 2
        for half in (lines[:middle], lines[middle:]) if middle else ():
            facts, data = self._mended(facts, data, code, half)
        return facts, data


def _fix(config: Config, path: str, codes: Iterable[str]) -> Edited:
    mender = _Mender(config, path, codes)
    try:
        changed = change(config, path, mender.mend)
    except Refused as reason:
        return Edited(path, str(reason), changed=False)
    if not changed:
        return Edited(path, f"{path}: nothing that can be mended safely.", changed=False)
    return Edited(path, f"{path}: {counted(mender.count, 'value')} put into quotes.")


def _front(data: bytes) -> list[tuple[int, bytes]]:
    """The lines of the front matter with their numbers, counted from 0."""
    rows = list(enumerate(data.split(b"\n")))
    end = next((n for n, row in rows if n and row.rstrip() in (b"---", b"...")), 0)
    return rows[1:end]


def _parts(row: bytes, pattern: re.Pattern[str]) -> re.Match[str] | None:
    try:
        return pattern.fullmatch(row.decode().removesuffix("\r"))
    except UnicodeDecodeError:
        return None


def _quoted(data: bytes, lines: Iterable[int], pattern: re.Pattern[str]) -> bytes:
    rows = data.split(b"\n")
    for line in lines:
        found = _parts(rows[line], pattern)
        if found is not None:
            end = "\r" if rows[line].endswith(b"\r") else ""
            rows[line] = f'{found["head"]}"{found["value"]}"{found["tail"]}{end}'.encode()
    return b"\n".join(rows)


def _count(facts: Facts, code: str) -> int:
    if code == "unquoted-link":
        return sum(link.form == "unquoted" for link in facts.links)
    return sum(problem.code == code for problem in facts.problems)


def _meant(facts: Facts) -> object:
    """Every property as it was meant, whatever quotes it lacks; and whether the note can be read at all."""
    return facts.broken, {key: _plain(value) for key, value in facts.raw.items()}


def _plain(value: Value) -> object:
    """An unquoted link is its text, a number its digits without zeros in front."""
    match value:
        case (tuple(inner),) if not any(isinstance(one, tuple) for one in inner):
            return f"[[{', '.join(map(as_text, inner))}]]"
        case tuple():
            return tuple(map(_plain, value))
        case str() if _DIGITS.fullmatch(value):
            return value.lstrip("+0")
        case bool():
            return value
        case int() | float():
            return as_text(value).lstrip("0")
    return value
