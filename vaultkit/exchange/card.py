"""A person as address books know them: what vCard, LinkedIn and Google have in common with a contact.

In: values that a reader found. Out: Card, and the forms under which two cards are one person's.
Never: a first and a last name; a name is one text here as everywhere.
"""

from __future__ import annotations

import re
import unicodedata
import uuid
from dataclasses import dataclass, fields, replace
from urllib.parse import unquote, urlsplit

from vaultkit.exchange import clean
from vaultkit.notes import web
from vaultkit.people.names import fold

_SPACE = uuid.UUID("5d0b7a52-2f0d-5a4e-8a9a-5b1f2c7f6d20")
_PROFILE = re.compile(r"(?:[a-z]{2,3}\.|www\.|m\.)*linkedin\.com", re.IGNORECASE)


NAMELESS = "it has no name"
LONGEST = 1000
"""Characters of one value (the note apart), beyond which it is no value but a file gone wrong."""
MOST = 20
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Card:
    """One person. Empty text: not known. `connected` is an ISO date; `note` may have several lines.

    Without a name it can only add to a contact that the vault has. `line` is where it begins in its file, from 1; `remarks` are
    sentences on what could not be taken.
    """

    name: str
    aliases: tuple[str, ...] = ()
    greeting: str = ""
    pronouns: str = ""
    pronunciation: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    org: str = ""
    title: str = ""
    timezone: str = ""
    location: str = ""
    linkedin: str = ""
    scheduling_url: str = ""
    platform: str = ""
    connected: str = ""
    uid: str = ""
    note: str = ""
    line: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row or card that gives no person: `who` as far as it says, and the reason."""

    line: int
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """What one file holds. `form` says which kind it turned out to be."""

    form: str
    cards: tuple[Card, ...]
    skipped: tuple[Skipped, ...] = ()


def tidy(card: Card) -> Card:
    """The card with every text on one line (the note apart), without blanks, doubles, or controls.

    What is far too long for the value that it claims to be is left out, with a remark.
    """
    changed: dict[str, str | tuple[str, ...]] = {}
    left: list[str] = []
    for field in fields(card):
        value = getattr(card, field.name)
        if field.name == "note":
            changed["note"] = clean.lines(value).strip()
        elif isinstance(value, str):
            text = clean.one_line(value)
            changed[field.name] = (
                text if len(text) <= LONGEST else text[:SHOWN] if field.name == "name" else ""
            )
            left += [field.name] * (len(text) > LONGEST)
        elif isinstance(value, tuple):
            texts = list(dict.fromkeys(filter(None, map(clean.one_line, value))))
            short = (
                [text for text in texts if len(text) <= LONGEST][:MOST] if field.name != "remarks" else texts
            )
            changed[field.name] = tuple(short)
            left += [field.name] * (len(short) < len(texts))
    done = replace(card, **changed)  # type: ignore[arg-type]
    if left:
        done = replace(done, remarks=(*done.remarks, f"{', '.join(left)}: too much or too long, and cut"))
    others = tuple(alias for alias in done.aliases if fold(alias) != fold(done.name))
    # Some programs put the name where the job belongs when they know none.
    title = "" if fold(done.title) == fold(done.name) else done.title
    return replace(done, aliases=others, title=title)


def same_uid(uid: str) -> str:
    """The form under which identifiers are compared; `urn:uuid:` is only a way of writing."""
    return uid.strip().casefold().removeprefix("urn:uuid:")


def same_profile(address: str) -> str:
    """The form under which profile addresses are compared: no scheme, no language, no tail; "" for others."""
    text = address.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    path = unicodedata.normalize("NFC", unquote(parts.path)).casefold().rstrip("/")
    if not _PROFILE.fullmatch(host) or not path:
        return ""
    kind, _, rest = path.lstrip("/").partition("/")
    return f"linkedin.com/{kind}/{rest.split('/', 1)[0]}"


def profile(address: str) -> str:
    """The address when it is a person's LinkedIn profile, ready to write; else ""."""
    text = address.strip()
    whole = text if "://" in text else f"https://{text}"
    return web.url(whole) if re.match(r"linkedin\.com/(in|pub)/.", same_profile(whole)) else ""


def of_path(path: str) -> str:
    """The identifier of a contact note that has no `uid`: the same while the note stays where it is."""
    return str(uuid.uuid5(_SPACE, unicodedata.normalize("NFC", path)))


def of_content(card: Card) -> str:
    """The identifier of an imported person with neither uid, profile nor e-mail: known again next time."""
    return str(uuid.uuid5(_SPACE, "\n".join((fold(card.name), *card.phones, fold(card.org)))))
