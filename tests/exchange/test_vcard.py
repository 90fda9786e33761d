"""vCards of every dialect, and our own, read back by vobject and khard."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.made import DATA
from vaultkit.exchange import vcard, vcard_writing
from vaultkit.exchange.card import Card, tidy

if TYPE_CHECKING:
    from pathlib import Path


def cards(name: str) -> dict[str, Card]:
    return {card.name: card for card in vcard.read((DATA / name).read_bytes()).cards}


def test_a_phone_s_2_1_with_quoted_printable_and_soft_breaks() -> None:
    found = cards("phone-2.1.vcf")
    hanh = found["Nguyễn Thị Hạnh"]
    assert hanh.phones == ("+84-28-5550-0104", "+84-28-5550-0105")
    assert hanh.emails == ("hanh@example.org",)
    assert hanh.org == "Bánh mì"
    assert hanh.note == "first line\nsecond line; with a semicolon"
    assert found["Tevita Fonua"].phones == ("555-0123",)


def test_an_old_2_1_in_latin_letters_with_a_card_inside() -> None:
    found = cards("old-2.1-latin.vcf")
    assert list(found) == ["Jörg Müller"]
    assert found["Jörg Müller"].emails == ("joerg@example.org",)
    assert found["Jörg Müller"].location == "Berlin, Germany"


def test_apple_s_item_groups_labels_and_companies() -> None:
    source = vcard.read((DATA / "apple-3.0.vcf").read_bytes())
    ada = source.cards[0]
    assert ada.name == "Dr. Adaeze Umeh"
    assert ada.aliases == ("Adaeze", "Ada")
    assert ada.emails == ("adaeze@example.org", "ada.home@example.org")
    assert ada.org == "Cedar Basin Authority"
    assert ada.location == "Lagos, Nigeria"
    assert ada.linkedin == "https://www.linkedin.com/in/adaeze-umeh/"
    assert ada.note == "met at the delta meeting, 2025\nlikes maps"
    assert source.cards[1].linkedin == "http://www.linkedin.com/in/keoni"
    assert [(one.who, one.reason) for one in source.skipped] == [
        ("Cedar Basin Authority", "it is a company, not a person")
    ]


def test_google_s_3_0_with_two_names_and_with_none() -> None:
    found = cards("google-3.0.vcf")
    assert found["Itzel Robledo"].title == "Sensory scientist"
    assert found["Itzel Robledo"].linkedin.startswith("https://mx.linkedin.com/in/itzel-robledo")
    assert found["Jo Kim"].aliases == ("J. H. Kim",)
    assert found[""].emails == ("only-mail@example.org",)


def test_4_0_with_preferences_uris_zones_and_groups() -> None:
    source = vcard.read((DATA / "modern-4.0.vcf").read_bytes())
    mehmet = source.cards[0]
    assert mehmet.name == "Mehmet Karadağ"
    assert mehmet.aliases == ("M. Karadag",)
    assert mehmet.emails == ("mehmet@example.org", "m.home@example.org")
    assert mehmet.phones == ("+90-212-555-0166",)
    assert mehmet.timezone == "Europe/Istanbul"
    assert mehmet.title == "Medical writer, senior"
    assert mehmet.pronouns == "he/him"
    assert mehmet.note.endswith("must disappear")
    assert source.skipped[0].reason == "it is of kind group, not a person"


def test_a_broken_card_costs_itself_alone() -> None:
    source = vcard.read((DATA / "broken.vcf").read_bytes())
    assert [(card.name, card.emails, card.remarks) for card in source.cards] == [
        ("Still Whole", ("whole@example.org",), ("'not an address' is no e-mail address",))
    ]
    assert [(one.line, one.who) for one in source.skipped] == [
        (1, "Before The Cut"),
        (16, ""),
        (20, "Cut Off"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_odd_encodings_of_a_whole_file(encoding: str) -> None:
    data = "BEGIN:VCARD\nVERSION:3.0\nFN:Jörg Müller\nEND:VCARD\n".encode(encoding)
    assert vcard.looks_like(data)
    assert vcard.read(data).cards[0].name == "Jörg Müller"


def test_bytes_that_are_no_utf8_are_taken_for_windows_letters() -> None:
    assert vcard.read(b"BEGIN:VCARD\nFN:J\xf6rg \x80\nEND:VCARD\n").cards[0].name == "Jörg €"


def test_a_file_of_old_line_ends() -> None:
    assert vcard.read(b"BEGIN:VCARD\rFN:Jo Kim\rEND:VCARD\r").cards[0].name == "Jo Kim"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "FN:", "N:", ";", "=", "\r\n", "\n", " ", "ENCODING=QUOTED-PRINTABLE", "x",
             "NOTE;QUOTED-PRINTABLE:", "PHOTO;BASE64:", "item1.", '"', "\\", ",", "=E4", "AGENT:\n", "EMAIL:a@example.org", "\x00"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_no_file_makes_the_reader_raise(pieces: list[str]) -> None:
    vcard.read("".join(pieces).encode())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    vcard.read(b"BEGIN:VCARD\n" + data)


def test_a_large_file_of_one_letter_takes_no_time() -> None:
    for filler in (b";", b'"', b"=\n", b"A", b" \n", b"x:", b'a;b="'):
        vcard.read(b"BEGIN:VCARD\n" + filler * 40_000 + b"\nEND:VCARD\n")


LETTERS = st.characters(exclude_categories=["Cs", "Cc"])
TEXT = st.text(LETTERS, max_size=30)
MAIL = st.from_regex(r"[a-z0-9.]{1,8}@[a-z]{1,8}\.example", fullmatch=True)
CARDS = st.builds(
    Card,
    name=st.text(LETTERS, min_size=1, max_size=40).filter(str.strip),
    aliases=st.lists(st.text(LETTERS, min_size=1, max_size=12), max_size=3).map(tuple),
    pronouns=TEXT,
    emails=st.lists(MAIL, max_size=3).map(tuple),
    phones=st.lists(st.from_regex(r"\+?[0-9 ()-]{3,15}", fullmatch=True), max_size=2).map(tuple),
    org=TEXT,
    title=TEXT,
    timezone=st.sampled_from(["", "Europe/Helsinki"]),
    location=TEXT,
    linkedin=st.sampled_from(
        ["", "https://www.linkedin.com/in/jo-kim%C3%A9/", "https://linkedin.com/in/x?y=z,1;2"]
    ),
    uid=st.one_of(st.uuids().map(str), st.text(LETTERS, max_size=12)),
).map(tidy)


def plain(card: Card) -> Card:
    """The card as a vCard can hold it: no backslash that stands for a user's `<%`, uids in one spelling."""
    from dataclasses import replace

    from vaultkit.exchange.card import same_uid
    from vaultkit.notes import marks

    def undone(text: str) -> str:
        return marks.joined(text)

    return tidy(
        replace(
            card, line=0, uid=same_uid(undone(card.uid)), name=undone(card.name), org=undone(card.org), title=undone(card.title),
            location=undone(card.location), pronouns=undone(card.pronouns), aliases=tuple(map(undone, card.aliases)),
        )
    )  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(CARDS.filter(lambda card: bool(card.name)), min_size=1, max_size=3))
def test_a_round_trip_loses_nothing_that_the_format_holds(people: list[Card]) -> None:
    source = vcard.read(vcard_writing.write(people))
    assert source.skipped == ()
    assert [plain(card) for card in source.cards] == [plain(card) for card in people]


HOSTILE = "Jo\r\nEND:VCARD\nBEGIN:VCARD\x00\x1b\u2028FN:Evil; x, y\\"


def test_no_words_make_lines_of_their_own() -> None:
    card = Card(
        HOSTILE,
        aliases=(HOSTILE,),
        org=HOSTILE,
        title=HOSTILE,
        phones=(HOSTILE,),
        linkedin=HOSTILE,
        uid=HOSTILE,
        location=HOSTILE,
    )
    data = vcard_writing.write([card])
    assert data.count(b"\r\nBEGIN:VCARD") == 0
    assert data.count(b"BEGIN:VCARD\r\n") == 1
    assert data.count(b"\r\nEND:VCARD\r\n") == 1
    assert not [byte for byte in data if byte < 32 and byte not in b"\r\n"]
    assert [one.name for one in vcard.read(data).cards] == ["Jo END:VCARD BEGIN:VCARD FN:Evil; x, y\\"]


def test_lines_are_folded_between_letters() -> None:
    data = vcard_writing.write([Card("Ж" * 200)])
    assert max(map(len, data.split(b"\r\n"))) <= 75
    for line in data.split(b"\r\n"):
        line.decode()


PEOPLE = [
    Card("Ruiz; Ana, Dr.", aliases=("Ana",), emails=("ana@example.org", "a@example.org"), phones=("+1 312 555 0118",), org="Ink, Paper; Co.",
         title="Editor", location="Helsinki, Finland", linkedin="https://www.linkedin.com/in/ana", uid="03a0e51f-d1aa-4385-8a53-e29025acd8af"),
    Card("Nguyễn Thị Hạnh", emails=("hanh@example.org",), uid="x y"),
]  # fmt: skip


def test_vobject_reads_what_is_written() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import vobject
    logging.getLogger("vobject.base").setLevel(logging.ERROR)
    found: list[Any] = list(vobject.readComponents(vcard_writing.write(PEOPLE).decode()))
    assert [one.version.value for one in found] == ["4.0", "4.0"]
    assert [one.fn.value for one in found] == ["Ruiz; Ana, Dr.", "Nguyễn Thị Hạnh"]
    assert [mail.value for mail in found[0].contents["email"]] == ["ana@example.org", "a@example.org"]
    assert found[0].n.value.given == "Ruiz; Ana, Dr."
    assert found[0].adr.value.city == "Helsinki, Finland"
    assert found[0].tel.value == "+1 312 555 0118"


@pytest.mark.programs
@pytest.mark.skipif(shutil.which("khard") is None, reason="khard is not installed")
def test_khard_lists_them(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    for number, card in enumerate(PEOPLE):
        (book / f"{number}.vcf").write_bytes(vcard_writing.write([card]))
    config = tmp_path / "khard.conf"
    config.write_text(
        f"[addressbooks]\n[[book]]\npath = {book}\n[general]\neditor = true\nmerge_editor = true\n"
    )
    quiet = {**os.environ, "HOME": str(tmp_path), "PYTHONWARNINGS": "ignore"}

    def khard(*words: str) -> str:
        return subprocess.run(
            ["khard", "-c", str(config), *words], capture_output=True, text=True, check=True, env=quiet
        ).stdout

    assert khard("email", "--parsable", "--remove-first-line", "ana@example.org").startswith(
        "ana@example.org\tRuiz; Ana, Dr."
    )
    listed = khard("list", "--parsable")
    assert "Nguyễn Thị Hạnh" in listed
    assert "Ink, Paper" in khard("show", "ana@example.org")
