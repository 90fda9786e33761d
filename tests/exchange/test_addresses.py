"""Addresses that are certainly one address each."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.header import decode_header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.errors import Refused
from vaultkit.exchange import mail
from vaultkit.exchange.addresses import Who, checked, header


@pytest.mark.parametrize(
    "email", ["jo@example.org", "jo.h+talk@sub.example.org", "o'neil@example.org", "mailto:jo@example.org"]
)
def test_plain_addresses_pass(email: str) -> None:
    assert checked(Who("Jo", email)).email == email.removeprefix("mailto:")


@pytest.mark.parametrize(
    "email",
    [
        "Ruiz, Ana <a@example.org>", "a@example.org, b@example.org", "a@example.org;b@example.org", "a b@example.org",
        '"a b"@example.org', "a@[127.0.0.1]", "a@example.org\r\nBcc: e@example.org", "a..b@example.org", "a@", "@example.org",
        "jo@bücher.example", "jö@example.org", "a@b@example.org", "a@example.org ", "a" * 250 + "@example.org", "a@-x.org", "a@example.org\x00",
        "=?utf-8?q?a=40b?=@example.org",
    ],
)  # fmt: skip
def test_odd_ones_are_refused_with_the_address(email: str) -> None:
    if email == email.strip() + " ":
        assert checked(Who("Jo", email)).email == email.strip()
        return
    with pytest.raises(Refused, match="no plain e-mail address"):
        checked(Who("Jo", email))


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=90))
def test_one_person_stays_one_recipient_whatever_the_name(name: str) -> None:
    data = mail.eml(
        mail.Draft("x", "Hello", "Hi", (Who(name, "ana@example.org"), Who("Sam", "sam@example.org")))
    )
    message = message_from_bytes(data, policy=policy.default)
    found = message["To"].addresses
    assert [one.addr_spec for one in found] == ["ana@example.org", "sam@example.org"]
    # The strict parser of older Pythons shows a fold between encoded words as a blank; the plain decoder does not.
    assert "".join(found[0].display_name.split()) == "".join(name.split())
    raw = str(message_from_bytes(data, policy=policy.compat32)["To"])
    if "=?" in raw:
        words = b"".join(
            part
            for part, charset in decode_header(raw.split("<", maxsplit=1)[0])
            if charset == "utf-8" and isinstance(part, bytes)
        )
        assert words.decode() == checked(Who(name)).name
    assert max(map(len, data.split(b"\r\n"))) <= 78


def test_a_comma_in_a_name_makes_no_second_recipient() -> None:
    assert str(header(Who("Ruiz, Ana", "ana@example.org"))) == '"Ruiz, Ana" <ana@example.org>'
