"""Which addresses may be followed."""

from __future__ import annotations

import pytest

from vaultkit.notes import web


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" https://example.org/ü?x=1 ", "https://example.org/%C3%BC?x=1"),
        ("https://example.org/%C3%BC", "https://example.org/%C3%BC"),
        ("mailto:jo@example.org", "mailto:jo@example.org"),
        ("javascript:alert(1)", ""),
        ("example.org/j/1", ""),
        ("https://", ""),
        ("https://example.org/a b", ""),
        ("https://example.org/a\x85b", ""),
        ("https://[example.org", ""),
        ("", ""),
    ],
)
def test_an_address_is_written_as_a_link_or_not_at_all(text: str, address: str) -> None:
    assert web.url(text) == address
