"""`check --fix`: what can be mended without a doubt about what was meant.

In: the vault's problems. Out: quotes around wikilinks and telephone numbers in properties.
Never: a change after which any property reads otherwise than it was meant before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.edits.write import Edited, change
from vaultkit.errors import Refused
from vaultkit.people.coerce import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vaultkit.config import Config
    from vaultkit.index.vault import Vault
    from vaultkit.model import Facts, Value

_KEY = r"[ \t]*(?:[^\s#'\"\[\]{}\-&*!|>%@`][^:#\r\n]*:|-)[ \t]+"
_LINK = re.compile(rf"(?P<head>{_KEY})(?P<value>\[\[[^\[\]\"\\\r\n]+\]\])(?P<tail>[ \t]*(?:[ \t]#.*)?)")
_PHONE = re.compile(rf"(?P<head>{_KEY})(?P<value>[+]?[0-9][0-9_.]*)(?P<tail>[ \t]*(?:[ \t]#.*)?)")

FIXES: dict[str, re.Pattern[str]] = {"unquoted-link": _LINK, "phone-number": _PHONE}
"""The codes of problems that can be mended, with the lines that are."""


def fix(vault: Vault) -> tuple[Edited, ...]:
    """Mend what is safe, note by note; a note that refuses is left, and said. Sorted by path."""
    wanted: dict[str, set[str]] = {}
    for problem in vault.problems():
        if problem.code in FIXES:
            wanted.setdefault(problem.path, set()).add(problem.code)
    return tuple(_fix(vault.config, path, codes) for path, codes in sorted(wanted.items()))


def _fix(config: Config, path: str, codes: Iterable[str]) -> Edited:
    from vaultkit.people.reading import reader  # noqa: PLC0415 - nothing to mend, nothing to load

    read = reader(config, {})
    count = 0

    def compute(facts: Facts, data: bytes) -> bytes:
        nonlocal count
        count = 0
        for code in sorted(codes):
            for line in _lines(facts, code, data):
                mended = _quoted(data, line, FIXES[code])
                if mended != data and _same(facts, read(path, mended), code, lambda d: read(path, d), data):
                    data, count = mended, count + 1
        return data

    try:
        changed = change(config, path, compute)
    except Refused as reason:
        return Edited(path, str(reason), changed=False)
    said = f"{path}: {count} {'value' if count == 1 else 'values'} put into quotes."
    return Edited(path, said if changed else f"{path}: nothing that can be mended safely.", changed)


def _lines(facts: Facts, code: str, data: bytes) -> range:
    """The lines of the front matter, from 0: one by one, each is kept only if nothing else reads otherwise."""
    del code
    body = data.decode("utf-8", "replace").split("\n")
    last = max(facts.lines.values(), default=0)
    end = next((n for n in range(last, len(body)) if body[n].strip() in ("---", "...")), last)
    return range(1, max(end, 1))


def _quoted(data: bytes, line: int, pattern: re.Pattern[str]) -> bytes:
    rows = data.split(b"\n")
    try:
        text = rows[line].decode()
    except (UnicodeDecodeError, IndexError):
        return data
    bare = text.removesuffix("\r")
    found = pattern.fullmatch(bare)
    if found is None:
        return data
    rows[line] = f'{found["head"]}"{found["value"]}"{found["tail"]}{text[len(bare) :]}'.encode()
    return b"\n".join(rows)


def _same(_: Facts, after: Facts, code: str, read: Callable[[bytes], Facts], before: bytes) -> bool:
    """Whether every property means what it meant, and the problem is rarer by one."""
    old = read(before)
    fewer = _count(after, code) < _count(old, code)
    return (
        fewer
        and not after.broken
        and {k: _plain(v) for k, v in old.raw.items()} == {k: _plain(v) for k, v in after.raw.items()}
    )


def _count(facts: Facts, code: str) -> int:
    if code == "unquoted-link":
        return sum(link.form == "unquoted" for link in facts.links)
    return sum(problem.code == code for problem in facts.problems)


def _plain(value: Value) -> object:
    """A value as it was meant: an unquoted link is its text, a number its digits without zeros in front."""
    if isinstance(value, tuple):
        if (
            len(value) == 1
            and isinstance(value[0], tuple)
            and all(not isinstance(v, tuple) for v in value[0])
        ):
            return f"[[{', '.join(as_text(v) for v in value[0])}]]"
        return tuple(_inner(one) for one in value)
    if isinstance(value, str) and re.fullmatch(r"[+]?[0-9_.]+", value):
        return value.lstrip("+0")
    return (
        as_text(value).lstrip("0")
        if isinstance(value, int | float) and not isinstance(value, bool)
        else value
    )


def _inner(value: Value) -> object:
    """An unquoted link as an item of a list stands one list deeper."""
    return _plain(value)
