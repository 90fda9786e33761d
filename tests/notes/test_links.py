"""Links as they are written; the table in link_syntax.md says which text holds which."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.model import Link
from vaultkit.notes import read
from vaultkit.notes.hidden import hidden
from vaultkit.notes.links import _Scan, links_in, unquoted


def rows() -> list[tuple[str, str]]:
    table = Path(__file__).with_name("link_syntax.md").read_text("utf-8")
    found = []
    for line in table.splitlines():
        if line.startswith("| `"):
            text, links = line.strip("| ").rsplit(" |", 1) if not line.endswith("| |") else (line[2:-4], "")
            text = text.strip()
            size = len(text) - len(text.lstrip("`"))
            inner = text[size:-size]
            found.append(((inner.strip() if size > 1 else inner).replace("¦", "|"), links.strip()))
    return found


def shown(link: Link) -> str:
    text = ("!" if link.embed else "") + ("~" if link.form == "markdown" else "") + link.target
    text += f" # {link.heading}" if link.heading else ""
    return text + (f" ¦ {link.shown}" if link.shown else "")


def test_the_table_is_read() -> None:
    assert len(rows()) > 40


@pytest.mark.parametrize(("text", "links"), rows(), ids=[text for text, _ in rows()])
def test_link_syntax(text: str, links: str) -> None:
    assert "; ".join(shown(link) for link in links_in(text)) == links
    in_a_note = read(f"---\na: 1\n---\n\n{text}\n".encode(), "a.md").links
    assert "; ".join(shown(link) for link in in_a_note) == links
    assert all(link.line == 5 for link in in_a_note)


def test_links_know_line_and_column() -> None:
    links = read("---\na: 1\n---\né [[A]]\n\n  - ![[B]] [x](c.md)\n".encode(), "a.md").links
    assert [(link.target, link.line, link.column) for link in links] == [
        ("A", 4, 3),
        ("B", 6, 5),
        ("c.md", 6, 12),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```\n[[x]]\n```\n",
        "~~~ md\n[[x]]\n~~~~\n",
        "- item\n  ```\n  [[x]]\n  ```\n",
        "> ```\n> [[x]]\n> ```\n",
        "text\n\n    [[x]]\n",
        "\t[[x]]\n",
        "%%\n[[x]]\n\n- [[x]]\n%%\n",
        "<!--\n[[x]]\n-->\n",
        "$$\n[[x]]\n$$\n",
        "a `b\n[[x]] c` d\n",
        "%%\nnever closed [[x]]\n",
        "```\nnever closed [[x]]\n",
        "````\n```\n[[x]]\n````\n",
    ],
)
def test_code_comments_and_math_hold_no_links(text: str) -> None:
    assert read(text.encode(), "a.md").links == ()
    assert read((text + "\n" * 2).replace("\n", "\r\n").encode(), "a.md").links == ()


@pytest.mark.parametrize(
    "text",
    [
        "- item\n\n    [[x]]\n",
        "- a\n    - [[x]]\n",
        "text\n    [[x]]\n",
        "a ` b\n\n[[x]] ` c\n",
        "- a ` b\n- [[x]] ` c\n",
        "100%% sure, [[x]]\n",
        "\\`[[x]]\\`\n",
        "`` ` `` [[x]] `\n",
        "```not a fence``` [[x]]\n",
        "[two\nlines [[x]]](y\n",
        "a <!-- [[x]]\n",
    ],
)
def test_what_only_looks_hidden_is_not(text: str) -> None:
    assert [link.target for link in read(text.encode(), "a.md").links] == ["x"]


def test_a_markdown_link_may_break_its_words_over_two_lines() -> None:
    link = links_in("see [two\nlines](a.md)")[0]
    assert (link.target, link.line, link.column) == ("a.md", 1, 5)


def test_property_links_know_their_key_form_line_and_column() -> None:
    text = (
        "---\npeople:\n  - \"[[Jo Kim|Jo]]\"\n  - [[Ann Lee]]\nmet: [[Oslo|the meet-up]]\nvia: 'see [[X]] and [[Y#Z]]'\n"
        'place: "[map](a%20b.md)"\nplain: no link\nnested: {a: \'[[Deep]]\'}\nboth: [[[P]], "[[Q]]"]\n---\n'
    )
    found = [
        (link.prop, link.form, link.target, link.shown, link.line, link.column)
        for link in read(text.encode(), "a.md").links
    ]
    assert found == [
        ("people", "wiki", "Jo Kim", "Jo", 3, 6),
        ("people", "unquoted", "Ann Lee", "", 4, 5),
        ("met", "unquoted", "Oslo", "the meet-up", 5, 6),
        ("via", "wiki", "X", "", 6, 11),
        ("via", "wiki", "Y", "", 6, 21),
        ("place", "markdown", "a b.md", "map", 7, 9),
        ("nested", "wiki", "Deep", "", 9, 14),
        ("both", "unquoted", "P", "", 10, 8),
        ("both", "wiki", "Q", "", 10, 16),
    ]


def test_an_unquoted_link_with_a_comma_is_one_link() -> None:
    links = read(b"---\npeople: [[Kim, Jo]]\n---\n", "a.md").links
    assert [(link.target, link.form) for link in links] == [("Kim, Jo", "unquoted")]


def test_what_is_an_unquoted_link() -> None:
    assert unquoted((("a",),)) == "a"
    assert unquoted(((2024,),)) == "2024"
    assert unquoted(("a",)) is None
    assert unquoted((("a",), ("b",))) is None
    assert unquoted("a") is None


@given(
    st.lists(
        st.sampled_from(["[[", "]]", "[", "]", "\\", "a", "|", "#", "!", "\n", "\n\n", "`", "%%", "- "]),
        max_size=14,
    )
)
@settings(max_examples=400, deadline=None)
def test_the_short_way_for_wikilinks_finds_what_the_long_one_finds(pieces: list[str]) -> None:
    text = "".join(pieces)
    spans = hidden(text)
    assert list(_Scan(text, spans).run_wiki()) == list(_Scan(text, spans).run())


def test_an_image_in_a_link_has_the_place_of_each() -> None:
    links = links_in("\nx [![i](a.png)](b.md)")
    assert [(link.target, link.line, link.column) for link in links] == [("a.png", 2, 4), ("b.md", 2, 3)]
