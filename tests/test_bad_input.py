"""Bad notes of every kind: each is named with line, reason and remedy on every run, and the good ones render."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAD = b"---\ntype: contact\n"
BAD: dict[str, tuple[bytes, int]] = {
    "alias bomb": (
        HEAD + b"a: &a [x, x, x, x, x, x, x, x]\n"
        + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a" + (b"%d" % (n - 1) if n else b"")] * 9)) for n in range(12))
        + b"---\n", 0),
    "deep nesting": (HEAD + b"a: " + b"[" * 30_000 + b"]" * 30_000 + b"\n---\n", 0),
    "invalid utf-8": (HEAD + b"---\nna\xefve\n", 4),
    "unclosed fence": (HEAD + b"name: Al\n\nbody\n", 1),
    "a list": (b"---\n- type: contact\n- b\n---\n", 2),
    "broken value": (HEAD + b"org: a: b: c\n---\n", 3),
    "duplicate key": (HEAD + b"org: a\norg: b\n---\n", 4),
    "too large": (HEAD + b"".join(b"key%d: value\n" % n for n in range(9000)) + b"---\n", 0),
}  # fmt: skip
FINE: dict[str, bytes] = {
    "byte order mark": b"\xef\xbb\xbf---\ntype: contact\ngreeting: Bo\n---\n",
    "carriage returns": b"---\r\ntype: contact\r\ngreeting: Bo\r\n---\r\ntext\r\n",
    "nul in the body": b"---\ntype: contact\n---\nbefore\x00after\n",
    "no final newline": b"---\ntype: contact\n---\ntext",
}
TALK = b'---\ntype: interview\npeople: "[[Jo Kim]]"\nheld: 2026-11-20\n---\n## Takeaways\n- ask early, and twice\n'


def run(root: Path, *words: str) -> tuple[int, dict[str, Any], str]:
    env = {**os.environ, "VAULTKIT_CACHE": str(root.parent / f"cache of {root.name}")}
    command = [sys.executable, "-m", "vaultkit", *words, "--vault", str(root), "--json"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


def vault(root: Path, notes: dict[str, bytes]) -> Path:
    for name, data in {**notes, "Jo Kim": b"---\ntype: contact\n---\n", "2026-11-20 Jo Kim": TALK}.items():
        root.mkdir(parents=True, exist_ok=True)
        (root / f"{name}.md").write_bytes(data)
    return root


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return vault(tmp_path_factory.mktemp("broken") / "vault", {name: data for name, (data, _) in BAD.items()})


@pytest.fixture(scope="module")
def runs(broken: Path) -> tuple[tuple[int, dict[str, Any], str], ...]:
    return run(broken, "render"), run(broken, "render")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_note_is_named_with_line_reason_and_remedy_on_every_run(runs: Any, name: str) -> None:
    for code, found, _ in runs:
        assert code == 1
        told = [one for one in found["problems"] if one["path"] == f"{name}.md" and one["severity"] != "info"]
        assert told, found["problems"]
        line = BAD[name][1]
        assert any(one["line"] == line if line else one["line"] > 0 for one in told), told
        assert all(one["message"] and one["hint"] for one in told)


def test_the_good_ones_render_and_no_byte_of_a_bad_one_changes(broken: Path, runs: Any) -> None:
    made = {one["path"]: one["action"] for one in runs[0][1]["outputs"]}
    assert [action for path, action in made.items() if "thank you Jo Kim" in path] == ["create"]
    for name, (data, _) in BAD.items():
        assert (broken / f"{name}.md").read_bytes() == data


def test_marks_line_ends_and_nul_are_no_problem(tmp_path: Path) -> None:
    root = vault(tmp_path / "vault", FINE)
    code, found, _ = run(root, "render")
    assert (code, [one for one in found["problems"] if one["severity"] == "error"]) == (0, [])
    listed = run(root, "list", "contacts")[1]["notes"]
    assert {note["name"] for note in listed} == {*FINE, "Jo Kim"}
    for name, data in FINE.items():
        assert (root / f"{name}.md").read_bytes() == data


def test_a_note_of_a_hundred_megabytes_is_read_up_to_a_limit_and_told(tmp_path: Path) -> None:
    root = vault(tmp_path / "vault", {})
    huge = root / "huge.md"
    with huge.open("wb") as out:
        out.write(b"---\ntype: contact\ngreeting: Bo\n---\n")
        for _ in range(100):
            out.write(b"- [a](b) [[c]] *d*\n" * 55_000)
    code, found, _ = run(root, "render")
    assert code == 0
    assert {one["severity"] for one in found["problems"] if one["path"] == "huge.md"} == {"warning"}
    assert [one["action"] for one in found["outputs"] if "thank you" in one["path"]] == ["create"]
