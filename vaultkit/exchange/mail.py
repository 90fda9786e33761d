"""Letters as mail drafts: a file to open and send, an address to click, text for the clipboard.

In: a Draft, that is a rendered note and the people it goes to. Out: bytes or text, the same every time.
Never: sends, and never a date, an id or a boundary that chance or the clock made.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from vaultkit.errors import Refused
from vaultkit.exchange import clean, headers, html
from vaultkit.exchange.addresses import NOBODY, Who, checked
from vaultkit.exchange.plain import plain
from vaultkit.notes import marks

if TYPE_CHECKING:
    from email.message import EmailMessage

Format = Literal["txt", "eml", "html", "mailto"]
LONGEST = 100_000
"""Characters of a letter: a book takes long to set, and nobody mails one from here."""
MAILTO_LIMIT = 1800
"""Characters of a `mailto:` address; beyond, some browsers and mail programs cut it without a word."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A rendered note: `body` is its Markdown without front matter, `name` its file name without ending.

    `audience` is "them" or "me"; what is for me is never addressed to anybody.
    """

    name: str
    body: str
    subject: str = ""
    to: tuple[Who, ...] = ()
    sender: Who = NOBODY
    audience: Literal["them", "me"] = "them"


def export(draft: Draft, form: Format) -> bytes:
    """The draft in one format. Refused: a note for oneself as mail, a long `mailto:`, an odd address, a book."""
    if draft.audience == "them" and len(draft.body) > LONGEST:
        raise Refused(f"{draft.name} has more than {LONGEST:,} characters, and is no letter any more")
    if draft.audience == "me" and form in ("eml", "mailto"):
        raise Refused(f"{draft.name} is for your own eyes; export it as txt or html")
    match form:
        case "txt":
            return text(draft).encode()
        case "html":
            return page(draft).encode()
        case "eml":
            return eml(draft)
        case "mailto":
            return (mailto(draft) + "\n").encode()


def text(draft: Draft) -> str:
    """The letter alone, without subject, as it is pasted into a mail."""
    return plain(draft.body)


def page(draft: Draft) -> str:
    """One page to read or print. A sheet has its name above it, a letter its subject in the title only."""
    mine = draft.audience == "me"
    return html.page(draft.body, title=draft.name if mine else draft.subject or draft.name, heading=mine)


def eml(draft: Draft) -> bytes:
    """A message of RFC 5322 that mail programs open for editing; people without address are left out."""
    return finish(compose(draft))


def compose(draft: Draft) -> EmailMessage:
    """The draft as a message of text and HTML, with its headers and no boundary yet."""
    from email.message import EmailMessage  # noqa: PLC0415
    from email.policy import SMTP  # noqa: PLC0415

    message = EmailMessage(policy=SMTP.clone(refold_source="none"))
    if draft.sender.email:
        message.set_raw("From", headers.people([draft.sender]))
    recipients = [who for who in draft.to if who.email]
    if recipients:
        message.set_raw("To", headers.people(recipients))
    subject = clean.unbroken(marks.joined(draft.subject), "The subject")
    if subject:
        message.set_raw("Subject", headers.text(subject))
    message["X-Unsent"] = "1"
    message.set_content(text(draft), cte="quoted-printable")
    message.add_alternative(html.mail(draft.body), subtype="html", cte="quoted-printable")
    return message


def finish(message: EmailMessage) -> bytes:
    """The bytes, with boundaries made of the content: the same letter is the same file."""
    parts = [part for part in message.walk() if part.is_multipart()]
    digest = hashlib.sha256()
    for part in message.walk():
        if not part.is_multipart():
            digest.update(str(part.get_payload()).encode())
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{digest.hexdigest()[:32]}_{number}")
    return message.as_bytes()


def mailto(draft: Draft) -> str:
    """A `mailto:` address (RFC 6068); Refused at 1,800 characters and more."""
    people = ",".join(quote(checked(who).email, safe="@") for who in draft.to if who.email)
    subject = clean.unbroken(marks.joined(draft.subject), "The subject")
    body = text(draft).rstrip("\n").replace("\n", "\r\n")
    fields = [
        f"{key}={quote(value, safe='')}" for key, value in (("subject", subject), ("body", body)) if value
    ]
    address = f"mailto:{people}" + ("?" + "&".join(fields) if fields else "")
    if len(address) >= MAILTO_LIMIT:
        raise Refused(
            f"As a mailto: address the letter has {len(address)} characters, and mail programs cut those of "
            f"{MAILTO_LIMIT} or more; use --format eml or txt"
        )
    return address
