"""Text made to send a pattern into quadratic time: a hundred kilobytes of it take no longer than of any other.

Each case took between two seconds and minutes before its pattern, or its way through a list, was mended.
"""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vaultkit.config import Config
from vaultkit.edits.fix import _Mender
from vaultkit.exchange import clean, html, markup, vcard
from vaultkit.notes.blocks import _TABLE
from vaultkit.notes.front_matter import examine
from vaultkit.notes.items import TAG
from vaultkit.people.names import person_name
from vaultkit.render import safe
from vaultkit.render.words.counting import sentences
from vaultkit.writeback import equal
from vaultkit.writeback.carrying import Renamed, carried
from vaultkit.writeback.merge import merge

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 100_000
SECONDS = 1.5


def pump(unit: str) -> str:
    return unit * (SIZE // len(unit))


def card(text: str) -> object:
    return vcard.read(f"BEGIN:VCARD\n{text}\nEND:VCARD\n".encode())


def groups() -> str:
    return "".join(f"item{n}.URL:x\nitem{n}.X-ABLABEL:y\n" for n in range(SIZE // 5))


def follow(value: str) -> object:
    return carried(f"---\nto: {value}\n---\n", [Renamed("A.md", "B.md", "B")])


def mended(block: str) -> bytes:
    data = f"---\ntype: contact\n{block}---\n".encode()
    mender = _Mender(Config(Path()), "a.md", ["unquoted-link", "phone-number"])
    return mender.mend(mender.read("a.md", data), data)


CASES: dict[str, tuple[Callable[[str], object], str]] = {
    "an address without its sign": (card, f"FN:a\nEMAIL:{pump('a')}"),
    "a label that never ends": (card, f"FN:a\nitem1.URL:x\nitem1.X-ABLABEL:{pump('_$!<')}"),
    "lines with a label each": (card, f"FN:a\n{groups()}"),
    "quoted-printable without a value": (card, "FN;QUOTED-PRINTABLE;a=\n" + pump("a=\n") * 4),
    "base64 without a value": (card, "VERSION:2.1\nFN;B;a\n" + pump(" a\n") * 4),
    "highlights": (html.fragment, pump("==a")[:30_000]),
    "strikes": (html.fragment, pump("~~a")[:30_000]),
    "code": (html.fragment, pump("``a")),
    "definitions": (html.fragment, pump("[a]: b\n")),
    "blank lines in a card's note": (clean.prose, f"a{pump(chr(10))}b"),
    "blanks in a letter": (markup.visible, f"a{pump(' ')}b"),
    "signs of a table": (_TABLE.fullmatch, f"{pump('|')}x"),
    "a tag of underscores": (TAG.fullmatch, f"#{pump('_')}!"),
    "a line of blanks in front matter": (examine, f"---\na{pump(chr(9))}b\n---\n"),
    "a line of blanks in a rendered note": (equal.entries, f"a{pump(chr(9))}b\n"),
    "lines of one key in a rendered note": (equal.entries, "a:\n" + pump(" x\n") * 20),
    "brackets in a rendered note's link": (follow, pump("[[") * 2),
    "blanks in a rendered note's name": (follow, f"a{pump(' ')}'b"),
    "full stops in a letter": (sentences, f"a{pump('.')}b"),
    "blanks in a name": (person_name, f"a{pump(' ')}b"),
    "backticks": (safe.defuse, f"{pump('`')}x"),
    "a fence and blanks": (safe.defuse, "`" * (SIZE // 2) + " " * (SIZE // 2) + "x"),
    "blanks before what is hidden": (safe.hide, f"%%{pump(' ')}b"),
}  # fmt: skip


@cache
def ready() -> None:
    """What is loaded late is loaded now, and not while a case is timed."""
    html.fragment("a")
    card("FN:a")


@pytest.mark.parametrize("case", CASES)
def test_a_hundred_kilobytes_take_no_time(case: str) -> None:
    ready()
    read, text = CASES[case]
    before = time.process_time()
    read(text)
    assert time.process_time() - before < SECONDS


def test_thousands_of_values_in_one_note_are_mended_with_few_looks() -> None:
    some = mended("people:\n" + "".join(f"- [[a{n}]]\n" for n in range(500)) + "phone: 0123\n")
    assert some.count(b'"[[a') == 500
    assert b'phone: "0123"' in some
    # What cannot be told apart at once is tried in halves, and not without an end.
    before = time.process_time()
    assert mended("".join(f"key{n}: 0123\n" for n in range(1000))).count(b'"') == 0
    assert time.process_time() - before < 2 * SECONDS


@pytest.mark.soak
def test_thousands_of_places_that_both_sides_changed_are_merged_in_a_second() -> None:
    text = ("x\n\n" * 40_000)[:40_000]
    mine, fresh = ("".join(sign + str(at % size) for at, sign in enumerate(text)) for size in (7, 5))
    before = time.process_time()
    assert len(merge(text, mine, fresh).kept_back) > 20_000
    assert time.process_time() - before < 3
