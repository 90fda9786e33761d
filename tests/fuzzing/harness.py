"""Coverage-guided fuzzing of every parser: `python tests/fuzzing/harness.py PARSER [libFuzzer's options] FOLDER`.

In: the name of a parser, and bytes that atheris makes up. Out: nothing, unless a promise does not hold.
Never: a part of the usual run of tests, since atheris is not among what they need.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path("vault")


def front_matter(data: bytes) -> None:
    """The block is read or reported."""
    from vaultkit import notes

    parsed = notes.read(b"---\n" + data, "a.md", body=False)
    assert all(problem.line >= 0 and problem.message for problem in parsed.problems)


def sections(data: bytes) -> None:
    """A whole note: whatever is found lies within it."""
    from vaultkit import notes

    parsed = notes.read(data, "a.md")
    last = data.count(b"\n") + data.count(b"\r") + 1
    for section in parsed.sections.values():
        assert 0 < section.line <= last
        assert all(section.line < item.line <= last for item in section.items)
    assert all(0 <= link.line <= last for link in parsed.links)


def links(data: bytes) -> None:
    """Links, and the plain text of a line."""
    from vaultkit import notes
    from vaultkit.notes.links import links_in

    text = data.decode("utf-8", "replace")
    for link in links_in(text):
        assert link.target or link.heading or link.shown is not None
    notes.without_markup(text)


def dates(data: bytes) -> None:
    """Every type of property takes every text; a day is written as it was read."""
    from vaultkit.people import dates as days
    from vaultkit.people.coerce import coerce
    from vaultkit.people.schema import PROPERTIES

    text = data.decode("utf-8", "replace")
    day = days.day(text)
    assert day is None or days.day(days.written(day)) == day
    # A zone that is none is compared with all there are, which takes a tenth of a second where each step is counted.
    for prop in {one.type: one for one in PROPERTIES if one.type != "zone"}.values():
        coerce(prop, text, f"key: {text}")
        coerce(prop, (text, (text, 1)), "")


def vcard(data: bytes) -> None:
    """A card becomes notes that say what it said and run nothing, and a second import finds nothing."""
    _imported(b"BEGIN:VCARD\n" + data, "book.vcf")


def csv(data: bytes) -> None:
    _imported(data, "book.csv")


def template(data: bytes) -> None:
    """A template's front matter, and the compiling of its body."""
    from vaultkit.render.discovery import _File, assemble
    from vaultkit.render.engine import Engine

    file = _File("x", "Templates/x.md", b"---\nrenders: interview\n" + data)
    Engine(assemble([], [file], []), seconds=1).check()


def index(data: bytes) -> None:
    """A row that somebody damaged is no row, and one of ours comes back as it was."""
    from vaultkit import notes
    from vaultkit.config import Config
    from vaultkit.index import pack
    from vaultkit.people.reading import read_note

    facts = read_note("a.md", notes.read(data, "a.md"), Config(ROOT), {})
    props, rest, found, linked = pack.packed(facts)
    assert pack.same(pack.props_of(props), facts.props)
    assert pack.sections_of(found) == dict(facts.sections)
    assert pack.links_of(linked) == facts.links
    again = pack.rest_of(rest)
    assert (again["names"], again["tags"]) == (facts.names, facts.tags)
    assert pack.unpacked_problems(pack.packed_problems(facts.problems)) == facts.problems


PARSERS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (front_matter, sections, links, dates, vcard, csv, template, index)
}


def _imported(data: bytes, name: str) -> None:
    from vaultkit import notes
    from vaultkit.errors import WrongUse
    from vaultkit.exchange import books

    try:
        source = books.read(data, name)
    except WrongUse:
        return
    plan = books.plan([(name, source)], [], folder="People")
    for one in plan.created:
        text = books.note_text(one)
        assert "<%" not in text
        parsed = notes.read(text.encode(), one.path)
        assert parsed.properties["type"] == "contact"
        assert not [link for link in parsed.links if link.prop is None]
        assert ".." not in one.path.split("/")


def main() -> None:
    atheris: Any = import_module("atheris")
    parser = PARSERS[sys.argv.pop(1)]
    with atheris.instrument_imports(include=["vaultkit"]):
        for name in (
            "notes.reading",
            "notes.keys",
            "people.coerce",
            "exchange.books",
            "render.engine",
            "index.pack",
        ):
            import_module(f"vaultkit.{name}")
        for seed in sorted((Path(__file__).parent / "corpus" / parser.__name__).iterdir()):
            parser(seed.read_bytes())
    atheris.Setup(sys.argv, parser)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
