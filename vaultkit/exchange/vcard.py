"""vCards as address books write them: 2.1, 3.0 and 4.0, and the habits of Apple, Google and Android.

In: the bytes of a file. Out: a Source: cards, and for every card that gives none the reason.
Never: raises over content; a broken card costs itself alone.
"""

from __future__ import annotations

import codecs
import contextlib
import quopri
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultkit.exchange import clean
from vaultkit.exchange.card import NAMELESS, SHOWN, Card, Skipped, Source, profile, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(
    r'(?:(?P<group>[\w-]+)\.)?(?P<name>[\w-]+)(?P<params>(?:;[^":;]*(?:"[^"]*"[^":;]*)*)*):(?P<value>.*)',
    re.DOTALL,
)
_PARAMETER = re.compile(r';(?:([\w-]+)[ ]*=)?((?:[^";]|"[^"]*")*)')
_BARE_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_QUOTED = re.compile(r"[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]", re.IGNORECASE)
_BINARY = re.compile(r"[^:]*;(?:ENCODING=)?(?:BASE64|B)[;:]", re.IGNORECASE)
_PICTURE_LINE = re.compile(r"[ \t]*[A-Za-z0-9+/]+=*[ \t]*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_MAIL = re.compile(r"(?<![^\s@<>,;:\"])[^\s@<>,;:\"]++@[^\s@<>,;:\"]++")
_HEAD = 1000
"""Characters of a line in which its parameters stand, and of a label: each is looked through time and again."""
_SLOW = frozenset({"idna", "punycode"})
"""Encodings of names in the network, which take time by the square of the length."""
_HANDLE = re.compile(r"[\w%.-]+")


@dataclass(slots=True)
class _Property:
    """One line of a card. `raw` is still encoded; `text` and `parts` decode it."""

    name: str
    group: str
    params: dict[str, list[str]]
    raw: str

    def text(self) -> str:
        return _unescaped(self._decoded(self.raw))

    def parts(self, sign: str) -> list[str]:
        """The value split at unescaped `sign`, which is done before decoding: an encoded one is text."""
        pieces = re.split(rf"(?<!\\)((?:\\\\)*){sign}", self.raw)
        joined = [text + slashes for text, slashes in zip(pieces[::2], [*pieces[1::2], ""], strict=True)]
        return [_unescaped(self._decoded(one)).strip() for one in joined]

    def rank(self) -> int:
        """Lower comes first: 4.0's PREF, the TYPE=pref of the others, then the order of the file."""
        if "PREF" in self.types():
            return 1
        number = "".join(self.params.get("PREF", []))[:3]
        return int(number) if number.isdecimal() else 101

    def types(self) -> list[str]:
        return [word.strip().upper() for value in self.params.get("TYPE", []) for word in value.split(",")]

    def _decoded(self, text: str) -> str:
        data = text.encode("utf-8", "surrogateescape")
        if "QUOTED-PRINTABLE" in (one.upper() for one in self.params.get("ENCODING", [])):
            data = quopri.decodestring(data)
        for charset in (*self.params.get("CHARSET", [])[:1], "utf-8", "cp1252"):
            with contextlib.suppress(LookupError, ValueError):
                if codecs.lookup(charset).name not in _SLOW:
                    return data.decode(charset)
        return data.decode("latin-1")


@dataclass(slots=True)
class _Block:
    line: int
    properties: list[_Property] = field(default_factory=list)

    def all(self, *names: str) -> list[_Property]:
        return sorted((one for one in self.properties if one.name in names), key=_Property.rank)

    def texts(self, *names: str) -> list[str]:
        return [text for one in self.all(*names) if (text := clean.one_line(one.text()))]

    def first(self, *names: str) -> str:
        return next(iter(self.texts(*names)), "")

    def labels(self) -> dict[str, str]:
        """Apple's own label of each group of lines, such as `_$!<HomePage>!$_` or a word of the user's."""
        found = [one for one in self.properties if one.name == "X-ABLABEL" and one.group]
        return {one.group: _APPLE_LABEL.sub(r"\1", one.text()[:_HEAD]) for one in reversed(found)}


def looks_like(data: bytes) -> bool:
    """Whether a file holds a vCard somewhere near its beginning."""
    return "BEGIN:VCARD" in _text(data[:65536]).upper().replace(" ", "")


def read(data: bytes) -> Source:
    """Every card in the file, in its order."""
    cards: list[Card] = []
    skipped: list[Skipped] = []
    for block, fault in _blocks(_text(data)):
        card = _card(block)
        reason = fault or _no_person(block) or ("" if card.name or card.emails or card.uid else NAMELESS)
        if reason:
            skipped.append(Skipped(block.line, card.name, reason))
        else:
            cards.append(card)
    return Source("vCard", tuple(cards), tuple(skipped))


def _text(data: bytes) -> str:
    """Bytes as text; what is no UTF-8 stays recoverable, since 2.1 names an encoding line by line."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")


def _blocks(text: str) -> Iterator[tuple[_Block, str]]:
    """Cards with the fault that spoils them, if any. A card inside a card (2.1's AGENT) is passed over."""
    block: _Block | None = None
    inner = 0
    for number, line in _unfolded(text):
        word = line.strip().upper().replace(" ", "")
        if word == "BEGIN:VCARD":
            if block is not None and _is_agent(block):
                inner += 1
                continue
            if block is not None:
                yield block, "it has no END:VCARD"
            block = _Block(number)
        elif word == "END:VCARD":
            if inner:
                inner -= 1
            elif block is not None:
                yield block, ""
                block = None
        elif block is not None and not inner and (found := _LINE.fullmatch(line.strip("\r\n"))):
            block.properties.append(_property(found))
    if block is not None:
        yield block, "it has no END:VCARD; the file may be cut off"


def _is_agent(block: _Block) -> bool:
    return any(one.name == "AGENT" and not one.raw.strip() for one in block.properties[-1:])


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first. Quoted-printable and pictures have ways of their own."""
    held, at, old = "", 0, False
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if held and held.endswith("=") and _QUOTED.match(held, 0, _HEAD):
            held = held[:-1] + line
        elif held and line[:1] in (" ", "\t"):
            # 2.1 breaks before a blank that belongs to the text; the later ones add the blank.
            held += line if old and not _BINARY.match(held, 0, _HEAD) else line[1:]
        elif held and _BINARY.match(held, 0, _HEAD) and _PICTURE_LINE.fullmatch(line):
            held += line.strip()
        else:
            if held:
                yield at, held
            held, at = line, number
            old = line.strip().upper() == "VERSION:2.1" or (old and line.strip().upper() != "BEGIN:VCARD")
    if held:
        yield at, held


def _property(found: re.Match[str]) -> _Property:
    params: dict[str, list[str]] = {}
    for name, value in _PARAMETER.findall(found["params"]):
        bare = value.strip().replace('"', "")
        key = name.upper() or ("ENCODING" if bare.upper() in _BARE_ENCODINGS else "TYPE")
        params.setdefault(key, []).append(bare)
    return _Property(found["name"].upper(), (found["group"] or "").lower(), params, found["value"])


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _no_person(block: _Block) -> str:
    kind = block.first("KIND", "X-ADDRESSBOOKSERVER-KIND").casefold()
    if kind and kind != "individual":
        return f"it is of kind {kind}, not a person"
    if block.first("X-ABSHOWAS").casefold() == "company":
        return "it is a company, not a person"
    return ""


def _card(block: _Block) -> Card:
    names = block.texts("FN")
    mails = {text: _MAIL.search(text.removeprefix("mailto:")) for text in block.texts("EMAIL")}
    odd = [text for text, found in mails.items() if not found]
    name = next(iter([*names, *filter(None, [_structured(block)]), *block.texts("NICKNAME")]), "")
    nicknames = [one for prop in block.all("NICKNAME") for one in prop.parts(",")]
    return tidy(
        Card(
            name=name,
            aliases=(*names[1:], *nicknames),
            pronouns=block.first("PRONOUNS", "X-PRONOUNS"),
            emails=tuple(found[0] for found in mails.values() if found),
            phones=tuple(text.removeprefix("tel:") for text in block.texts("TEL")),
            org=_org(block),
            title=block.first("TITLE") or block.first("ROLE"),
            timezone=block.first("TZ"),
            location=_location(block),
            linkedin=_linkedin(block),
            uid=block.first("UID"),
            note="\n".join(one.text().strip() for one in block.all("NOTE")),
            line=block.line,
            remarks=tuple(f"{text[:SHOWN]!r} is no e-mail address" for text in odd),
        )
    )


def _structured(block: _Block) -> str:
    """The name out of N: given, further, family; only its order is ours."""
    for one in block.all("N"):
        family, given, further, *_ = [*one.parts(";"), "", "", ""]
        if name := clean.one_line(f"{given} {further} {family}"):
            return name
    return ""


def _org(block: _Block) -> str:
    return next((text for one in block.all("ORG") for text in one.parts(";")[:1] if text), "")


def _location(block: _Block) -> str:
    places = sorted(block.all("ADR"), key=lambda one: "WORK" not in one.types())
    for one in places:
        parts = [*one.parts(";"), *[""] * 7]
        if told := ", ".join(part for part in (parts[3], parts[6]) if part):
            return told
    return ""


def _linkedin(block: _Block) -> str:
    labels = block.labels()
    for one in block.all("URL", "X-SOCIALPROFILE", "SOCIALPROFILE", "IMPP"):
        text = clean.one_line(one.text())
        if found := profile(text):
            return found
        service = [*one.types(), *one.params.get("SERVICE-TYPE", []), labels.get(one.group, "")]
        handle = text.removeprefix("x-apple:")
        if "LINKEDIN" in (word.upper() for word in service) and _HANDLE.fullmatch(handle):
            return profile(f"https://www.linkedin.com/in/{handle}")
    return ""
