"""Every parser, with pieces of what it is made for in any order, and bytes between: no promise of the harness breaks.

The harness is the one that `tests/fuzzing` feeds under the guidance of coverage; here it gets a little every time.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzing import harness

CORPUS = Path(harness.__file__).parent / "corpus"
BETWEEN = [
    b"",
    b"\n",
    b"\r\n",
    b"---\n",
    b"\t",
    b" ",
    b":",
    b"[[",
    b"]]",
    b"`",
    b"%%",
    b"\\",
    b'"',
    b"\xff",
    b"\x00",
    b"\xe2\x80\xa8",
]


def seeds(parser: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted((CORPUS / parser).iterdir())]


def cut(parser: str) -> st.SearchStrategy[bytes]:
    """Lines of the seeds, whole and cut short, with signs between that mean something to somebody."""
    lines = [line for seed in seeds(parser) for line in seed.splitlines(keepends=True)]
    line = st.sampled_from(lines)
    short = st.builds(lambda text, at: text[: at % (len(text) + 1)], line, st.integers(0, 200))
    return st.lists(st.one_of(line, short, st.sampled_from(BETWEEN), st.binary(max_size=6)), max_size=14).map(
        b"".join
    )


@pytest.mark.parametrize("parser", harness.PARSERS)
def test_the_kept_corpus_breaks_nothing(parser: str) -> None:
    found = seeds(parser)
    assert found
    for seed in found:
        harness.PARSERS[parser](seed)


@pytest.mark.parametrize("parser", harness.PARSERS)
def test_no_pieces_break_a_promise(parser: str) -> None:
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cut(parser))
    def holds(data: bytes) -> None:
        harness.PARSERS[parser](data)

    holds()


def test_the_kept_corpus_is_small() -> None:
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < 200_000
