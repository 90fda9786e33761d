"""Address books as CSV: LinkedIn's connections, Google's contacts in both layouts, and our own export.

In: the bytes of a file, or cards. Out: a Source, or the bytes of one file.
Never: a cell that a spreadsheet would run; raises over a bad row, which is reported with its line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from vaultkit.exchange import clean
from vaultkit.exchange.card import NAMELESS, Card, Skipped, Source, profile, tidy
from vaultkit.notes import marks

COLUMNS = (
    "name", "aliases", "greeting", "pronouns", "pronunciation", "email", "phone", "org", "title", "location",
    "timezone", "linkedin", "scheduling_url", "platform", "connected", "uid",
)  # fmt: skip
"""The columns of our own export, which are the names of the properties."""

_MANY = {"aliases": "aliases", "email": "emails", "phone": "phones"}
_SEARCHED = 60  # rows in which a header may stand; LinkedIn's preamble has three
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: at for at, name in enumerate(_NAMES, 1)}
_DAY = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ ,-]+(\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})")
_GOOGLE = re.compile(
    r"e-mail \d+ - (?:value|label|type)|organization(?: 1 -)? name|given name yomi|labels|group membership"
)

Row = Mapping[str, str]


def read(data: bytes) -> Source | None:
    """What the file holds, or None when no row is a header of one of the forms that are known."""
    text = _text(data)
    for delimiter in ",;\t":
        rows = _rows(text, delimiter)
        for _, cells in islice(rows, _SEARCHED):
            header = tuple(cell.strip().casefold() for cell in cells)
            form = _form(header)
            if form:
                return _source(form, header, rows)
    return None


def write(cards: Iterable[Card]) -> bytes:
    """Our own form, UTF-8 with CRLF. Several values stand in one cell, a line each."""
    told = io.StringIO(newline="")
    writer = csv.writer(told, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for card in map(tidy, cards):
        writer.writerow([_cell(card, column) for column in COLUMNS])
    return told.getvalue().encode()


def _cell(card: Card, column: str) -> str:
    value: str | tuple[str, ...] = getattr(card, _MANY.get(column, column))
    values = value if isinstance(value, tuple) else (value,)
    return "\n".join(clean.cell(marks.joined(one)) for one in values)


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")  # what a spreadsheet saves on Windows
    return text.replace("\0", "")


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins. A row that cannot be read comes as one without cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, []
            continue
        if cells:
            yield line, cells


def _form(header: tuple[str, ...]) -> str:
    names = set(header)
    if names.issuperset(("name", "email", "linkedin", "uid")):
        return "vaultkit CSV"
    if names & {"first name", "given name", "name"} and any(map(_GOOGLE.fullmatch, header)):
        return "Google Contacts CSV"
    if names.issuperset(("first name", "last name")) and names & {
        "connected on",
        "position",
        "company",
        "url",
    }:
        return "LinkedIn Connections.csv"
    return ""


def _source(form: str, header: tuple[str, ...], rows: Iterable[tuple[int, list[str]]]) -> Source:
    make = _MAKERS[form]
    cards: list[Card] = []
    skipped: list[Skipped] = []
    for line, cells in rows:
        fault = _fault(header, cells)
        if fault:
            skipped.append(Skipped(line, "", fault))
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name}
        if not any(row.values()):
            continue
        card = tidy(replace(make(row), line=line))
        if card.name or card.emails or card.linkedin or card.uid:
            cards.append(card)
        else:
            skipped.append(Skipped(line, "", NAMELESS))
    return Source(form, tuple(cards), tuple(skipped))


def _fault(header: tuple[str, ...], cells: list[str]) -> str:
    if not cells:
        return "it cannot be read as CSV"
    if any(cells[len(header) :]):
        return f"it has {len(cells)} cells under {len(header)} headings; a comma may stand outside quotation marks"
    return ""


def _linkedin(row: Row) -> Card:
    since = _day(row.get("connected on", ""))
    odd = row.get("connected on", "") if not since else ""
    return Card(
        name=f"{row.get('first name', '')} {row.get('last name', '')}",
        emails=_mails([row.get("email address", "")]),
        org=row.get("company", ""),
        title=row.get("position", ""),
        linkedin=profile(row.get("url", "")),
        connected=since,
        remarks=(f"the date {odd!r} cannot be read",) if odd else (),
    )


def _google(row: Row) -> Card:
    emails = _mails(_numbered(row, "e-mail"))
    given = row.get("first name") or row.get("given name", "")
    further = row.get("middle name") or row.get("additional name", "")
    family = row.get("last name") or row.get("family name", "")
    whole = row.get("name") or f"{given} {further} {family}".strip()
    city, country = _first(row, "address 1 - city"), _first(row, "address 1 - country")
    profiles = [found for text in _numbered(row, "website") if (found := profile(text))]
    return Card(
        name=whole or row.get("nickname") or row.get("file as", ""),
        aliases=tuple(_values(row.get("nickname", ""))),
        emails=emails,
        phones=tuple(_numbered(row, "phone")),
        org=_first(row, "organization name") or _first(row, "organization 1 - name"),
        title=_first(row, "organization title") or _first(row, "organization 1 - title"),
        location=", ".join(filter(None, (city, country))),
        linkedin=next(iter(profiles), ""),
        note=row.get("notes", ""),
    )


def _own(row: Row) -> Card:
    values: dict[str, str | tuple[str, ...]] = {}
    for column in COLUMNS:
        text = row.get(column, "")
        several = tuple(clean.uncell(one) for one in re.split(r"\r\n|\n|\r", text))
        values[_MANY.get(column, column)] = several if column in _MANY else clean.uncell(text)
    return Card(**values)  # type: ignore[arg-type]


_MAKERS: Mapping[str, Callable[[Row], Card]] = {
    "vaultkit CSV": _own,
    "Google Contacts CSV": _google,
    "LinkedIn Connections.csv": _linkedin,
}


def _numbered(row: Row, what: str) -> list[str]:
    """The values of `E-mail 1 - Value`, `E-mail 2 - Value`, …; one that is labelled `* ` is preferred."""
    told: list[tuple[bool, str]] = []
    for number in range(1, 30):
        value = row.get(f"{what} {number} - value", "")
        label = row.get(f"{what} {number} - label") or row.get(f"{what} {number} - type", "")
        told += [(not label.startswith("*"), one) for one in _values(value)]
    return [value for _, value in sorted(told, key=lambda one: one[0])]


def _values(text: str) -> list[str]:
    return [one.strip() for one in text.split(" ::: ") if one.strip()]


def _first(row: Row, column: str) -> str:
    return next(iter(_values(row.get(column, ""))), "")


def _mails(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>]+", text))


def _day(text: str) -> str:
    """`12 Mar 2025`, `Mar 12, 2025` or an ISO date as an ISO date; "" for what may be read in two ways."""
    if found := _DAY.fullmatch(text):
        day, month, year = found[1], found[2], found[3]
    elif found := _MONTH_FIRST.fullmatch(text):
        day, month, year = found[2], found[1], found[3]
    else:
        try:
            return datetime.fromisoformat(text).date().isoformat()
        except ValueError:
            return ""
    try:
        return date(int(year), _MONTHS.get(month.casefold(), 0), int(day)).isoformat()
    except ValueError:
        return ""
