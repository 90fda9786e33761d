"""The fast reader of plain blocks says what the slow one says, or nothing."""

from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultkit.notes import core
from vaultkit.notes.loading import load_block, load_composed
from vaultkit.notes.plain_block import load_plain
from vaultkit.notes.trouble import BlockError

LINES = """\
a: 1|b:|c: x y|"d": z|e: 'it''s'|f: [a, b]|g: [[Jo]]|  - x|- y|    - z|  - "[[A]]"|# c||   |h: # c|i: a # b
j: >|  text|  k: v|l: {a: 1}|m: &x 1|n: *x|o: !!str 1|r: 14:30|s: no|t: 0123|u: 1e3|v: +15551234567
w: 12345678901234567890|x: http://a.b/c|y: a: b|z: @x|A: [a, [b]]|B: []|E: -|F: - x|G: ...|a: 2|null: x|1: y
H: é|I: a\u0085b|J: a\u2028b|L: ~|M: [ "a" , b ]|P: #x|Q: x#y|R: "x"y|S : v|T: ? q|? u|U: .5|V: 1.|W: .inf
X: "[[Jo Kim|J]]"|Y: ""|aa: a b |bb: (x)|ff: _x|gg: /x|ii: +x|jj: =x|kk: ~x|ll: <x|mm: x: |  - a: b|  -
nn: [a, ]|oo: [,]|pp: [a # c|qq: "a|rr: 2024-05-01|ss: 08:30|tt: 0x1F|A B: c|A-B: d|\u00fc \u00f1: 1|...|--- x
true: z|False: q|yes: 1|zz: [1, 2.0, true, null]|k: a\ufeffb|k2: a\u00a0b|  # c|'q': 1|a.b: c""".replace(
    "\n", "|"
)

lines = st.one_of(
    st.sampled_from(LINES.split("|")),
    st.builds("{}: {}".format, st.sampled_from("abcde"), st.text(max_size=12)),
    st.builds("  - {}".format, st.text(max_size=8)),
)


@given(st.lists(lines, max_size=7), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=600, deadline=None)
@example(["a:", "  - x", "- y"], "\n")
@example(["a: 1", "  - x"], "\n")
def test_two_readers_agree(rows: list[str], newline: str) -> None:
    block = "".join(row + newline for row in rows)
    plain = load_plain(block)
    if plain is None:
        return
    slow = load_composed(block)
    assert core.same(dict(plain[0]), dict(slow.properties))
    assert plain[1] == slow.lines
    assert slow.skipped == ()


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_block_raises_anything_but_its_own_error(block: str) -> None:
    with suppress(BlockError):
        load_block(block)


def test_everyday_front_matter_takes_the_fast_way() -> None:
    everyday = (
        'type: interview\npeople:\n  - "[[Jo Kim]]"\nstart: 2026-03-09T14:00\ntags: [a, b]\n'
        "timezone: Europe/Oslo\nlink: https://x.example/y?z=1\nheld:\n# said on the phone\nphone: '+1 5'\n"
    )
    assert load_plain(everyday) is not None
    assert load_plain(everyday.replace("\n", "\r\n")) is not None


def test_a_doubled_key_never_takes_the_fast_way() -> None:
    assert load_plain("a: 1\na: 2\n") is None
