"""Links as they are written: wikilinks, embeds, relative Markdown links, links in properties.

In: text or properties. Out: Link with target, heading, shown text, line and column.
Never: resolves one; finds one in code, comments or math; time that grows faster than the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from vaultkit.model import Link, Value
from vaultkit.notes.hidden import Span, hidden_and_seen

LINK_LIMIT = 6000
"""More links than these are not taken from one note."""

_CANDIDATE = re.compile(r"\[\[|\]\(")
_TOKEN = re.compile(r"\\.|\[\[|\[|\]|\n[ \t]*(?:\n|[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|>)", re.DOTALL)
GOAL = re.compile(
    r"\([ \t]*\n?[ \t]*"
    r"(?:<(?P<angle>[^<>\n]{0,2000})>|(?P<bare>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*))"
    r"(?:[ \t]+(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?[ \t]*\)"
)
_LONGEST = 2000  # characters between brackets; more is no link
_HEAD_LINE = 2  # of a note: the block begins below the fence
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:|//")


def links_in(text: str) -> tuple[Link, ...]:
    """Find the links of a text, in order; lines and columns count from 1."""
    if _CANDIDATE.search(text) is None:
        return ()
    spans, seen = hidden_and_seen(text)
    return find_links(text[:seen], spans, 1)


def find_links(text: str, spans: tuple[Span, ...], first_line: int) -> tuple[Link, ...]:
    """Find the links outside `spans`; the text's first line counts as `first_line`."""
    if _CANDIDATE.search(text) is None:
        return ()
    found: list[Link] = []
    place = _Places(text, first_line)
    scan_ = _Scan(text, spans)
    for at, link in scan_.run() if "](" in text else scan_.run_wiki():
        found.append(_at(link, *place.of(at)))
        if len(found) >= LINK_LIMIT:
            break
    return tuple(found)


def _at(link: Link, line: int, column: int) -> Link:
    return Link(link.target, line, column, link.heading, link.shown, link.prop, link.form, link.embed)


class _Places:
    """Lines and columns of offsets that mostly rise, so that line ends are counted about once."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._at, self._line = 0, first_line

    def of(self, at: int) -> tuple[int, int]:
        if at < self._at:
            self._line -= self._text.count("\n", at, self._at)
        else:
            self._line += self._text.count("\n", self._at, at)
        self._at = at
        return self._line, at - self._text.rfind("\n", 0, at)


class _Scan:
    """Goes from bracket to bracket with a stack of open ones; a hidden span is stepped over."""

    def __init__(self, text: str, spans: tuple[Span, ...]) -> None:
        self._text, self._spans = text, spans
        self._at, self._span, self._close = 0, 0, -1
        self._open: list[int] = []

    def run(self) -> Iterator[tuple[int, Link]]:
        while (token := _TOKEN.search(self._text, self._at)) is not None:
            span = self._hiding(token.start())
            if span is not None:
                self._at = span.end
                continue
            found = self._take(token.group(), token.start(), token.end())
            if found is not None and found[1].target:
                yield found

    def run_wiki(self) -> Iterator[tuple[int, Link]]:
        """The same for a text without Markdown links: only double brackets are looked at."""
        while (start := self._text.find("[[", self._at)) >= 0:
            span = self._hiding(start)
            if span is not None:
                self._at = span.end
            elif self._escaped(start):
                self._at = start + 1
            else:
                found = self._wiki(start)
                if found is not None and found[1].target:
                    yield found

    def _escaped(self, at: int) -> bool:
        begin = at
        while begin > 0 and self._text[begin - 1] == "\\":
            begin -= 1
        return (at - begin) % 2 == 1

    def _hiding(self, at: int) -> Span | None:
        while self._span < len(self._spans) and self._spans[self._span].end <= at:
            self._span += 1
        span = self._spans[self._span] if self._span < len(self._spans) else None
        return span if span is not None and span.start <= at else None

    def _take(self, mark: str, start: int, end: int) -> tuple[int, Link] | None:
        self._at = end
        if mark == "[[":
            return self._wiki(start)
        if mark == "[":
            self._open.append(start)
        elif mark == "]":
            return self._markdown(start)
        elif mark[0] == "\n":
            self._open.clear()
            self._at = start + 1
        return None

    def _wiki(self, start: int) -> tuple[int, Link] | None:
        close = self._next_close(start + 2)
        if close - start > _LONGEST or self._text.find("\n", start, close) >= 0:
            self._at = start + 1  # two brackets of which each may open a Markdown link
            self._open.append(start)
            return None
        begin = self._text.rfind("[[", start, close)
        self._at = close + 2
        return _wikilink(self._text, begin, close)

    def _next_close(self, at: int) -> int:
        """Find the next `]]`: looked for once for all brackets before it, or 80 KB of `[` take their square."""
        if self._close < at:
            found = self._text.find("]]", at)
            self._close = found if found >= 0 else len(self._text) + _LONGEST
        return self._close

    def _markdown(self, close: int) -> tuple[int, Link] | None:
        opening = self._open.pop() if self._open else None
        if opening is None or self._text[close + 1 : close + 2] != "(":
            return None
        goal = GOAL.match(self._text, close + 1)
        if goal is None:
            return None
        self._at = goal.end()
        link = _markdown(self._text, opening, close, goal)
        return (opening - link.embed, link) if link is not None else None


def _wikilink(text: str, begin: int, close: int) -> tuple[int, Link]:
    target, heading, shown = _parts(text[begin + 2 : close])
    embed = begin > 0 and text[begin - 1] == "!"
    return begin - embed, Link(target, 0, 0, heading, shown, None, "wiki", embed)


def _parts(inner: str) -> tuple[str, str, str]:
    """Split what stands between the brackets into target, heading or block, and shown text."""
    inner, bar, shown = inner.partition("|")
    if bar and inner.endswith("\\"):
        inner = inner[:-1]  # in a table the bar needs a backslash
    target, _, heading = inner.partition("#")
    return target.strip(), heading.strip(), shown.strip()


def _markdown(text: str, opening: int, close: int, goal: re.Match[str]) -> Link | None:
    written = goal["angle"] if goal["angle"] is not None else goal["bare"]
    if not written or written.startswith("#") or _SCHEME.match(written):
        return None
    path, _, heading = written.partition("#")
    embed = opening > 0 and text[opening - 1] == "!"
    shown = text[opening + 1 : close]
    target = unquote(path.replace("\\(", "(").replace("\\)", ")")).strip()
    if not target:
        return None
    return Link(target, 0, 0, unquote(heading), shown, None, "markdown", embed)


def property_links(properties: Mapping[str, Value], lines: Mapping[str, int], head: str) -> tuple[Link, ...]:
    """Find the links in properties: in any text, and the unquoted ones that YAML reads as lists.

    `head` is the block as written: it gives each link its line and column.
    """
    if "[" not in head and "(" not in head:
        return ()
    rows = head.split("\n")
    found: list[Link] = []
    for key, value in properties.items():
        cursor = [lines.get(key, _HEAD_LINE) - _HEAD_LINE, 0]
        for link in _of_value(value, key):
            line, column = _locate(rows, cursor, link)
            found.append(_at(link, line + _HEAD_LINE, column + 1))
    return tuple(found)


def _of_value(value: Value, key: str) -> Iterator[Link]:
    if isinstance(value, str):
        for link in links_in(value) if "[" in value else ():
            yield Link(link.target, 0, 0, link.heading, link.shown, key, link.form, link.embed)
    elif isinstance(value, tuple):
        inner = unquoted(value)
        if inner is not None:
            target, heading, shown = _parts(inner)
            if target:
                yield Link(target, 0, 0, heading, shown, key, "unquoted")
            return
        for each in value:
            yield from _of_value(each, key)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _of_value(each, key)


def unquoted(value: Value) -> str | None:
    """Give what stands in an unquoted `[[x]]`, which YAML reads as a list in a list; None for other values."""
    if not (isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], tuple) and value[0]):
        return None
    inner = value[0]
    if all(isinstance(each, str | int | float) and not isinstance(each, bool) for each in inner):
        return ", ".join(str(each) for each in inner)
    return None


def _locate(rows: list[str], cursor: list[int], link: Link) -> tuple[int, int]:
    """Find where a property's link is written, from the last one on; else the key's own line."""
    sought = link.target if link.form != "markdown" else "]("
    line, column = cursor
    for number in range(line, min(line + 1000, len(rows))):
        at = rows[number].find(sought, column if number == line else 0)
        if at >= 0:
            cursor[0], cursor[1] = number, at + len(sought)
            opening = rows[number].rfind("[" if link.form == "markdown" else "[[", 0, at + 1)
            return number, max(opening, 0)
    return line, 0
