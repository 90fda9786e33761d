"""The house as it was planned: imports point down, each module says what it is for, and none swallows the rest."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from importlinter.cli import lint_imports

if TYPE_CHECKING:
    import pytest

HOUSE = Path(__file__).parents[1] / "vaultkit"
MODULES = sorted(
    path for path in HOUSE.rglob("*.py") if path.parent != HOUSE or not path.name.startswith("__")
)
LONGEST = 400
PURPOSE = re.compile(r"[^\n]+\n\nIn: .+Out: .+Never\b", re.DOTALL)


def test_imports_point_down_only(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(HOUSE.parent / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_each_module_says_what_comes_in_what_goes_out_and_what_it_never_does() -> None:
    assert len(MODULES) > 100
    silent = [path.name for path in MODULES if not PURPOSE.match(path.read_text("utf-8").split('"""')[1])]
    assert silent == []


def test_a_newcomer_knows_the_place_after_1_200_lines() -> None:
    page = (HOUSE.parent / "docs/architecture.md").read_text("utf-8")
    path = re.findall(
        r"^- `([a-z_/]+\.py)`", page.partition("## Where to begin")[2].partition("\n## ")[0], re.MULTILINE
    )
    assert [name.partition("/")[0] for name in path] == [
        "model.py", "notes", "people", "index", "render", "pipeline", "writeback", "cli"
    ]  # fmt: skip
    assert 1_000 <= sum((HOUSE / name).read_text("utf-8").count("\n") for name in path) <= 1_250


def test_no_module_is_longer_than_one_sees_through() -> None:
    lengths = {path.name: path.read_text("utf-8").count("\n") for path in MODULES}
    assert {name for name, lines in lengths.items() if lines > LONGEST} == set()
    assert sorted(lengths.values())[len(lengths) // 2] <= 150
