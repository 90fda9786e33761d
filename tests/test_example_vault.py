"""The example vault is demonstration, source of the documentation and golden test at once.

Its rendered notes are committed with their bases. `VAULTKIT_WRITE_EXAMPLE=1 pytest tests/test_example_vault.py`
renders them anew; read the letters before you commit them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "example-vault"


def vaultkit(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "VAULTKIT_CACHE": str(folder.parent / f"cache of {folder.name}"), "COLUMNS": "80"}
    command = [sys.executable, "-m", "vaultkit", *words]
    return subprocess.run(command, cwd=folder.parent, env=env, capture_output=True, text=True, check=False)


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as a newcomer gets it, rendered once."""
    folder = tmp_path_factory.mktemp("fresh") / "my-vault"
    assert vaultkit(folder, "init", "--example", str(folder)).returncode == 0
    assert vaultkit(folder, "render", "--vault", str(folder)).returncode == 0
    if os.environ.get("VAULTKIT_WRITE_EXAMPLE"):
        shutil.copytree(folder, ROOT, dirs_exist_ok=True)
    return folder


def test_the_first_render_gives_the_notes_that_are_committed(fresh: Path) -> None:
    assert tree(fresh) == tree(ROOT)


def test_a_second_render_writes_nothing(fresh: Path) -> None:
    before = tree(fresh)
    done = vaultkit(fresh, "render", "--check", "--vault", str(fresh))
    assert done.returncode == 0, done.stdout
    assert tree(fresh) == before


def test_a_copy_with_an_empty_cache_writes_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy)
    done = vaultkit(copy, "render", "--vault", str(copy))
    assert done.returncode == 0, done.stdout
    assert tree(copy) == tree(ROOT)


def test_the_first_run_shows_one_warning_and_ends_well(fresh: Path) -> None:
    done = vaultkit(fresh, "render", "--vault", str(fresh))
    assert (done.returncode, done.stderr.count("warning:"), done.stderr.count("error:")) == (0, 1, 0)


def test_no_word_of_the_private_sections_stands_in_a_letter(fresh: Path) -> None:
    letters = "".join(path.read_text("utf-8") for path in (fresh / "Drafts").glob("*.md"))
    assert letters
    for private in ("building", "interrupt", "bus driver", "lemon tree", "rye bread", "roots"):
        assert private not in letters
