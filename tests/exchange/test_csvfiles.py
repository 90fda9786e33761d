"""LinkedIn's and Google's files in every layout, and our own."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.made import DATA
from tests.exchange.test_vcard import CARDS
from vaultkit.exchange import csvfiles
from vaultkit.exchange.card import Card, Source, tidy
from vaultkit.notes import marks


def read(name: str) -> Source:
    source = csvfiles.read((DATA / name).read_bytes())
    assert source is not None
    return source


def test_linkedin_s_rows_begin_behind_a_preamble() -> None:
    source = read("Connections.csv")
    assert source.form == "LinkedIn Connections.csv"
    aino, folasade, jo, wilhelmina = source.cards
    assert (aino.name, aino.org, aino.title) == (
        "Aino Lehtisaari",
        "Museum of Labels",
        "Exhibition designer, senior",
    )
    assert (aino.linkedin, aino.connected, aino.emails) == (
        "https://www.linkedin.com/in/aino-lehtisaari",
        "2025-03-12",
        (),
    )
    assert (folasade.emails, folasade.connected) == (("folasade@example.org",), "2019-12-01")
    assert (jo.connected, jo.remarks) == ("", ("the date '31 Feb 2024' cannot be read",))
    assert wilhelmina.name == "Wilhelmina Osei, RN"
    assert [(one.line, one.reason.split(";")[0]) for one in source.skipped] == [
        (10, "it has 8 cells under 7 headings")
    ]


def test_a_file_that_a_spreadsheet_saved_again() -> None:
    (one,) = read("connections-excel.csv").cards
    assert (one.name, one.org, one.connected) == ("Jörg Müller", "Bäckerei", "2025-05-12")


def test_google_s_old_layout() -> None:
    citlali, nameless = read("google-old.csv").cards
    assert citlali.emails == ("citlali@example.org", "home.c@example.org", "old.c@example.org")
    assert citlali.phones == ("+52 55 5550 0101", "+52 55 5550 0102")
    assert (citlali.org, citlali.title, citlali.location) == (
        "Cacao Norte",
        "Sensory scientist",
        "Mexico City, MX",
    )
    assert citlali.linkedin == "http://www.linkedin.com/in/citlali"
    assert (nameless.name, nameless.emails) == ("", ("nameless@example.org",))


def test_google_s_new_layout() -> None:
    source = read("google-new.csv")
    emre, park = source.cards
    assert (emre.name, emre.emails, emre.org, emre.title) == (
        "Emre Yıldızhan",
        ("emre@example.org",),
        "Theatre 9",
        "Student nurse",
    )
    assert (emre.phones, emre.location) == (("+31 20 555 0109",), "Amsterdam")
    assert park.name == "Sun Hee Park"
    assert [(one.line, one.reason) for one in source.skipped] == [(3, "it has no name")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 Mar 2025", "2025-03-12"), ("01 Dec 2019", "2019-12-01"), ("7 September 2021", "2021-09-07"), ("Mar 12, 2025", "2025-03-12"),
        ("2025-03-12", "2025-03-12"), ("3/12/17", ""), ("12 Mär 2025", ""), ("31 Feb 2024", ""), ("", ""), ("12 Mar", ""),
    ],
)  # fmt: skip
def test_days_are_english_whatever_the_machine_speaks(text: str, day: str) -> None:
    assert csvfiles._day(text) == day


def test_other_files_are_not_taken_for_one_of_these() -> None:
    assert csvfiles.read((DATA / "strange.csv").read_bytes()) is None
    assert csvfiles.read(b"") is None
    assert csvfiles.read(b"\x00\xff\xfe" * 50) is None


def test_a_cell_beyond_every_measure_is_a_bad_row_and_the_rest_goes_on() -> None:
    header = b"First Name,Last Name,URL,Company,Position,Connected On\n"
    source = csvfiles.read(header + b'Jo,Kim,,,,\n"' + b"x" * 200_000 + b'",y,,,,\nAna,Ruiz,,,,\n')
    assert source is not None
    assert [card.name for card in source.cards] == ["Jo Kim", "Ana Ruiz"]
    assert [one.reason for one in source.skipped] == ["it cannot be read as CSV"]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    csvfiles.read(
        b"First Name,Last Name,URL,Company,Position,Connected On\n" + text.encode("utf-8", "replace")
    )


@settings(max_examples=200, deadline=None)
@given(st.lists(CARDS.filter(lambda card: bool(card.name)), min_size=1, max_size=3))
def test_a_round_trip_loses_nothing(people: list[Card]) -> None:
    source = csvfiles.read(csvfiles.write(people))
    assert source is not None
    assert source.skipped == ()

    def bare(card: Card) -> dict[str, object]:
        return {
            column: [marks.joined(one) for one in value] if isinstance(value := getattr(card, csvfiles._MANY.get(column, column)), tuple)
            else marks.joined(value)
            for column in csvfiles.COLUMNS
        }  # fmt: skip

    assert [bare(card) for card in source.cards] == [bare(tidy(card)) for card in people]


@pytest.mark.parametrize(
    "text", ["=cmd|'/c calc'!A1", "+1 312 555 0118", "-2", "@SUM(A1)", "'=x", "''@x", "＝x"]
)
def test_no_cell_is_run_as_a_formula_and_none_is_changed(text: str) -> None:
    data = csvfiles.write([Card(text, org=text, phones=(text, text), aliases=("ok", text))])
    row = list(csv.reader(io.StringIO(data.decode(), newline="")))[1]
    for cell in row:
        assert not any(line.startswith(tuple("=+-@\t\r＝＋－＠")) for line in cell.split("\n"))
    source = csvfiles.read(data)
    assert source is not None
    (back,) = source.cards
    assert (back.name, back.org, back.phones) == (text, text, (text,))


def test_our_own_columns_are_the_properties() -> None:
    assert csvfiles.write([]).decode() == ",".join(csvfiles.COLUMNS) + "\r\n"
