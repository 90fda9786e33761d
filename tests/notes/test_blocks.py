"""The reader of lines against markdown-it-py: equal on all that it claims."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultkit.notes.blocks import read_lines
from vaultkit.notes.body import Body, blocks_of
from vaultkit.notes.markdown import read_markdown

LINES = [
    *"# h|## Notes|## Log ##|#tag|- a|- b c|  - c|    - d|   - e| - f|* g|+ h|1. i|2. j|  1. k|3) l|- [ ] t|-|*".split("|"),  # noqa: SIM905 - one line of Markdown after the other
    *"|text|  indented|    deep|      deeper|---|***|- - -|```|```py|~~~|````|> q|>|<div>|[a]: b|[[x]]|===|--".split("|"),  # noqa: SIM905 - one line of Markdown after the other
    *"- |-  two|-     five|10. ten|1.|##  two|# #|###### six|####### seven|\\# x|[a|b]: c|[x] y|[a\\]b]: c|- [a]: b|- [a|`code`|``` x`|a  |- ---|- # h".split("|"),  # noqa: SIM905 - one line of Markdown after the other
    *"- > q|- ```|  ```|    ```| # h|1) a|  2. z|- 1. q|_ _ _|* * *|+|- - x|-a|1.a|    - z|     - y|$$|%%".split("|"),  # noqa: SIM905 - one line of Markdown after the other
    *("| a |", "|---|", "a | b", "\ttab", "\t- e", "\t\t- f", "  \t- g", "\t1. h", "\t\ttext", "\t", "- a\tb", "\t# i", "- \tx", "\u00a0x", "x\u2028y", "<!-- x -->", "\ufdd0\ufdd0", "- \ufdd0", "x\x0b"),
]  # fmt: skip
bodies = st.lists(st.one_of(st.sampled_from(LINES), st.text(alphabet="-*#>1. \ta`", max_size=6)), max_size=9)


@given(bodies)
@settings(max_examples=1500, deadline=None)
@example(["-", "", "     - y"])
@example(["1. a", "2. b", "text"])
def test_what_the_reader_of_lines_claims_is_what_the_parser_sees(lines: list[str]) -> None:
    sure, at = read_lines(lines)
    whole, _ = read_markdown(lines)
    assert sure == [block for block in whole if block.line < at or at >= len(lines)]


@given(bodies)
@settings(max_examples=700, deadline=None)
@example(["  ```", "    ```", "## h"])
@example(["<div>", "# h", "- a"])
@example(["> a", "#tag", "# h"])
@example(["```", "~~~", "# h", "```", "# i"])
def test_both_together_are_what_the_parser_sees(lines: list[str]) -> None:
    text = "\n".join(lines)
    found, _, guessed = blocks_of(Body(text, (), cut=False))
    assert guessed == -1
    assert found == read_markdown(text.split("\n"))[0]


def test_everyday_bodies_need_no_parser() -> None:
    body = (
        "# 2026-03-09 Jo Kim\n\n## Questions\n### Essential\n- [x] What is hard?\n- [ ] Who else?\n  - a friend\n"
        "    goes on\n\t- with a tab\n\t\t- and two\n\n## Takeaways\n1. one\n2. two\n\nA paragraph\nof two lines\n\n***\n\n"
        "```\n## no heading\n```\n## Log\n- \n* other\n"
    )
    assert read_lines(body.split("\n"))[1] == len(body.split("\n"))


def test_a_guess_reads_every_line() -> None:
    lines = ["> q", "- a", "\t- b", "<div>", "# h", "- - c"]
    blocks, at = read_lines(lines, guess=True)
    assert at == len(lines)
    assert [block.line for block in blocks if block.kind == "heading"] == [4]
    assert {block.line for block in blocks if block.kind == "item"} >= {1, 5}


def test_a_body_too_intricate_for_the_parser_is_guessed_and_says_from_where() -> None:
    text = "# a\n" + "> - quoted\n" * 4000 + "\n## Takeaways\n- kept\n"
    blocks, _, guessed = blocks_of(Body(text, (), cut=False))
    assert guessed == 0
    assert [block.parts[0][1] for block in blocks if block.kind == "heading"] == ["a", "Takeaways"]
