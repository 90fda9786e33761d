"""Drafts as mail, read back by Python's email package, which reports every defect."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.exchange.made import AINO, LEILANI, PATH, online
from vaultkit.errors import Refused
from vaultkit.exchange import invitation, mail
from vaultkit.exchange.addresses import Who
from vaultkit.exchange.identity import Identity
from vaultkit.exchange.mail import Draft

LETTER = """%% One word stands under Takeaways in [[2026-10-21 Talk]]. What else did Hạnh say? %%

Dear Hạnh,

Thank you for Wednesday. One line in my notes now reads: 50 %\\% of it is <\\% patience.
Your page is at https://example.org/a_b_c, and [[People/Jo Kim|Jo]] says hello.

With thanks,
Ottilie Strand
"""
DRAFT = Draft("2026-10-21 Talk - thank you Hạnh", LETTER, "Thank you for Wednesday", (AINO,), LEILANI)


def strict(data: bytes) -> EmailMessage:
    """The message, with every part parsed, decoded, and free of defects."""
    message = message_from_bytes(data, policy=policy.strict)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects
        assert not [defect for _, value in part.items() for defect in getattr(value, "defects", ())]
        if not part.is_multipart():
            part.get_content()
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_draft_opens_for_editing_and_says_who_to_whom_and_what() -> None:
    message = strict(mail.eml(DRAFT))
    assert message["X-Unsent"] == "1"
    assert str(message["From"]) == "Leilani Kahale <leilani@example.org>"
    assert str(message["To"]) == "Aino Lehtisaari <aino@example.org>"
    assert message["Subject"] == "Thank you for Wednesday"
    assert message.get_content_type() == "multipart/alternative"
    assert "Date" not in message
    assert "Message-ID" not in message


def test_the_text_is_the_letter_and_nothing_else() -> None:
    text = body(strict(mail.eml(DRAFT)), "plain")
    assert text == (
        "Dear Hạnh,\n\n"
        "Thank you for Wednesday. One line in my notes now reads: 50 %% of it is <% patience.\n"
        "Your page is at https://example.org/a_b_c, and Jo says hello.\n\n"
        "With thanks,\nOttilie Strand\n"
    )


def test_the_html_says_the_same() -> None:
    html = body(strict(mail.eml(DRAFT)), "html")
    assert "Dear Hạnh," in html
    assert "With thanks,<br />\nOttilie Strand" in html
    assert '<a href="https://example.org/a_b_c" rel="noopener noreferrer" class="bare">' in html
    for hidden in ("Takeaways", "[[", "%%\\", "\\%", "People/"):
        assert hidden not in html


def test_the_same_letter_is_the_same_file() -> None:
    assert mail.eml(DRAFT) == mail.eml(DRAFT)
    assert mail.eml(DRAFT) != mail.eml(Draft("x", "other", "s", (AINO,), LEILANI))


def test_every_line_ends_as_mail_lines_do_and_none_is_too_long() -> None:
    data = mail.eml(Draft("x", "word " * 500 + "\n" + "ü" * 3000, "s" * 300, (AINO,), LEILANI))
    lines = data.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 78


@pytest.mark.parametrize(
    "subject", ["Hi\nBcc: evil@example.org", "Hi\r\n\r\nbody", "Hi\u2028there", "Hi\x85there", "Hi\x0bthere"]
)
def test_a_subject_of_two_lines_is_refused(subject: str) -> None:
    for make in (mail.eml, mail.mailto):
        with pytest.raises(Refused, match="more than one line"):
            make(Draft("x", "body", subject, (AINO,)))


@settings(max_examples=120, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120), st.text(max_size=120)
)
def test_no_subject_or_body_makes_a_header_or_a_part(subject: str, text: str) -> None:
    message = strict(mail.eml(Draft("x", text, subject, (AINO,), LEILANI)))
    assert set(message.keys()) <= {"From", "To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    assert message.get_all("To") == ["Aino Lehtisaari <aino@example.org>"]
    assert len(list(message.iter_parts())) == 2
    if subject.strip():
        assert (
            "".join(str(message["Subject"]).split()) == "".join(subject.replace("\\%", "%").split())
            or "\\" in subject
        )


def test_people_without_address_and_a_sender_without_one_are_left_out() -> None:
    message = strict(mail.eml(Draft("x", "Hello", "Hi", (Who("Jo Kim"),), Who("Me"))))
    assert "To" not in message
    assert "From" not in message


def test_what_is_for_oneself_goes_into_no_mail() -> None:
    sheet = Draft("Jo - prep", "- ask about pay", audience="me")
    for form in ("eml", "mailto"):
        with pytest.raises(Refused, match="your own eyes"):
            mail.export(sheet, form)
    assert mail.export(sheet, "txt") == b"- ask about pay\n"
    assert b"<li>ask about pay</li>" in mail.export(sheet, "html")


def test_a_mailto_address_holds_the_letter() -> None:
    address = mail.mailto(DRAFT)
    assert address.startswith("mailto:aino@example.org?")
    fields = parse_qs(urlsplit(address).query, strict_parsing=True)
    assert fields["subject"] == ["Thank you for Wednesday"]
    assert fields["body"][0].split("\r\n")[0] == "Dear Hạnh,"
    assert fields["body"][0].endswith("Ottilie Strand")
    assert "+" not in address


def test_a_mailto_address_of_1800_characters_is_refused_and_one_less_is_not() -> None:
    frame = len(mail.mailto(Draft("x", "a", "s", (AINO,)))) - 1
    assert len(mail.mailto(Draft("x", "a" * (1799 - frame), "s", (AINO,)))) == 1799
    with pytest.raises(Refused, match="1800 characters"):
        mail.mailto(Draft("x", "a" * (1800 - frame), "s", (AINO,)))


def test_an_invitation_is_a_draft_whose_calendar_part_asks() -> None:
    made = invitation.invite(online(), Identity(), path=PATH)
    data = invitation.eml(made)
    message = strict(data)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    calendar = Calendar.from_ical(str(part.get_content()))
    assert calendar["METHOD"] == "REQUEST"
    assert message["X-Unsent"] == "1"
    assert str(message["To"]) == "Aino Lehtisaari <aino@example.org>"
    assert "Friday 6 November 2026, 9 am (Helsinki)" in body(message, "plain")
    attached = next(message.iter_attachments())
    assert attached.get_filename() == "invitation.ics"
    assert attached.get_payload(decode=True) == part.get_payload(decode=True)
    assert data == invitation.eml(made)


def test_a_cancellation_says_so_everywhere() -> None:
    made = invitation.invite(online(), Identity(), path=PATH)
    message = strict(invitation.eml(invitation.cancel(online(), made.identity)))
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "CANCEL"
    assert message["Subject"] == "Called off: our talk on Thursday 5 November"
    assert "out of your calendar" in body(message, "plain")


def test_the_letter_of_an_invitation_shows_a_stranger_s_words_as_they_are() -> None:
    made = invitation.invite(
        online(mode="in-person", link="", place="*Café* [x](https://evil.example) <b>Ora</b> %%hidden%%"),
        Identity(),
        path=PATH,
    )
    message = strict(invitation.eml(made))
    assert "*Café* [x](https://evil.example) <b>Ora</b> %%hidden%%" in body(message, "plain")
    assert "<b>Ora" not in body(message, "html")


@pytest.mark.parametrize("form", ["txt", "html", "eml", "mailto"])
def test_a_book_is_no_letter(form: Literal["txt", "html", "eml", "mailto"]) -> None:
    with pytest.raises(Refused, match="no letter any more"):
        mail.export(Draft("x", "word " * 30_000, "s", (AINO,), LEILANI), form)
