"""The manual page says what `--help` says, and man programs read it without a warning."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.docs.manual import manual, text

PAGE = Path(__file__).parents[2] / "docs" / "vaultkit.1"
READERS = (["mandoc", "-T", "lint", "-W", "style"], ["groff", "-ww", "-man", "-Tutf8", "-z"])


def test_the_manual_page_is_made_from_the_commands() -> None:
    if os.environ.get("VAULTKIT_WRITE_DOCS"):
        PAGE.write_text(manual(), "utf-8")
    assert PAGE.read_text("utf-8") == manual()


def test_words_cannot_become_macros_or_other_quotes() -> None:
    assert text(".so x") == r"\&.so x"
    assert text("it's a --flag… \\fB") == r"it\(aqs a \-\-flag\[u2026] \efB"


@pytest.mark.programs
@pytest.mark.parametrize("reader", READERS, ids=lambda words: words[0])
def test_man_programs_have_nothing_to_say_about_it(reader: list[str]) -> None:
    if not shutil.which(reader[0]):
        pytest.skip(f"no {reader[0]} here")
    done = subprocess.run([*reader, str(PAGE)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
