"""The pictures of README.md show what vaultkit writes today.

`VAULTKIT_WRITE_DOCS=1` draws the terminal anew, and the photographs too where there is a Chromium to take them.
"""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.docs import pictures

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = re.findall(r'src="(docs/pictures/[^"]+)"', (pictures.ROOT / "README.md").read_text("utf-8"))
MOST = 150_000


def test_the_terminal_shows_what_the_command_prints(tmp_path: Path) -> None:
    if os.environ.get("VAULTKIT_WRITE_DOCS"):
        pictures.draw()
    assert (pictures.PICTURES / "agenda.svg").read_text("utf-8") == pictures.terminal(tmp_path)


@pytest.mark.programs
def test_the_photographs_are_of_the_notes_as_they_are() -> None:
    assert pictures.DRAWN_FROM.read_text("utf-8") == pictures.drawn_from(), "python -m tests.docs.pictures"


@pytest.mark.programs
@pytest.mark.skipif(
    not (pictures.browser() and shutil.which("pngquant")), reason="needs Chromium and pngquant"
)
def test_a_photograph_is_taken_whole_and_small(tmp_path: Path) -> None:
    for name, page in pictures.papers().items():
        pictures.photograph(page, tmp_path / name)
        taken = (tmp_path / name).read_bytes()
        width, height = (int.from_bytes(taken[at : at + 4]) for at in (16, 20))
        assert width == 2 * pictures.WIDTH
        assert height > width
        assert len(taken) < MOST


def test_readme_shows_every_picture_and_says_in_words_what_is_on_it() -> None:
    drawn = {f"docs/pictures/{one.name}" for one in pictures.PICTURES.iterdir() if one.suffix != ".txt"}
    assert sorted(SHOWN) == sorted(drawn)
    readme = (pictures.ROOT / "README.md").read_text("utf-8")
    assert len(re.findall(r'<img [^>]*alt="[^"]{20,}"', readme)) == len(drawn)
    assert all((pictures.ROOT / one).stat().st_size < MOST for one in drawn)
