"""The workflow of the forge runs what .ci/run and the README say, and each action at a version that is named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / ".github/workflows/check.yml").read_text("utf-8")
JOBS: dict[str, Any] = yaml.safe_load(TEXT)["jobs"]


def steps(job: str) -> str:
    return "\n".join(step.get("run", "") for step in JOBS[job]["steps"])


def test_linux_macos_and_windows_run_the_tests_and_the_wheel_on_every_python() -> None:
    matrix = JOBS["tests"]["strategy"]["matrix"]
    assert [name.partition("-")[0] for name in matrix["os"]] == ["ubuntu", "macos", "windows"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == f">={matrix['python'][0]}"
    named = {line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)}
    assert named <= set(matrix["python"])
    for words in ("pip install -q -e '.[dev]'", "pytest", "init --example", "render --vault"):
        assert words in steps("tests")


def packages(script: str) -> set[str]:
    found = re.search(r"--no-install-recommends([\w\s-]+)", script.replace("\\\n", " "))
    assert found
    return set(found[1].split())


def test_one_job_runs_all_of_ci_with_its_programs() -> None:
    *before, last = steps("everything").strip().split("\n")
    assert last == ".ci/run"
    there = {"python3-venv", "chromium"}  # the runner's image has them, the second as google-chrome
    assert packages(" ".join(before)) == packages((ROOT / ".ci/run").read_text("utf-8")) - there


def test_actions_are_named_with_their_version_and_may_only_read() -> None:
    uses = re.findall(r"uses: (\S+)", TEXT)
    assert uses
    assert all(re.fullmatch(r"[\w/-]+@v\d+", one) for one in uses)
    assert yaml.safe_load(TEXT)["permissions"] == {"contents": "read"}
