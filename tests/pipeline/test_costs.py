"""What a run must not do: read what did not change, start a process for nothing, render what nobody touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, talk
from tests.pipeline.vaults import JO, SHEET, TALK, age, report
from vaultkit.index import scan
from vaultkit.pipeline import candidates
from vaultkit.render import lanes, pool
from vaultkit.writeback import bases

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.pipeline.conftest import Person

HEAVY = (
    "jinja2", "markdown_it", "yaml", "yaml12", "frontmatter", "merge3", "watchdog", "rich", "icalendar", "filelock",
    "vaultkit.notes.body", "vaultkit.render.templates", "vaultkit.render.pool", "vaultkit.people.reading",
    "vaultkit.writeback.merge", "vaultkit.writeback.apply", "vaultkit.pipeline.gathering",
)  # fmt: skip
PROGRAM = """
import json, sys
from vaultkit.cli import main
sys.argv = ["vaultkit", *sys.argv[1:]]
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def rest(vault: Person) -> None:
    """Nothing was touched just now, templates least of all, and a run has seen that."""
    for path in (vault.root / "Templates").iterdir():
        age(path)
    time.sleep(0.05)
    vault.render()
    vault.render()


def modules(vault: Person, *words: str) -> set[str]:
    """What a process has loaded when the command is done."""
    code = Path(scan.__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words, "--vault", str(vault.root)],
        env={**vault.env, "PYTHONPATH": str(code)},
        capture_output=True,
        text=True,
        check=True,
        cwd=code,
    )
    return set(json.loads(ran.stderr.strip().splitlines()[-1]))


@pytest.mark.parametrize("words", [["render"], ["render", "--check"], ["render", "--json"]])
def test_a_run_that_finds_nothing_to_do_loads_nothing_heavy(vault: Person, words: list[str]) -> None:
    rest(vault)
    loaded = modules(vault, *words)
    assert not [name for name in HEAVY if name in loaded]


def _forbid(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError(f"{name} was called")

    monkeypatch.setattr(module, name, never)


def test_a_run_that_finds_nothing_to_do_reads_no_note_and_starts_no_process(
    vault: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.edit(SHEET, "Be on time.", "Be early.")
    rest(vault)
    _forbid(monkeypatch, scan, "read")
    _forbid(monkeypatch, pool.Pool, "at_work")
    _forbid(monkeypatch, bases, "read")
    assert report(vault) == (0, {SHEET: "kept"}, [])


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that were rendered, in order."""
    seen: list[str] = []
    real = candidates._answers

    def heard(run, jobs, kinds):  # type: ignore[no-untyped-def]
        known = list(jobs)
        seen.extend(job.path or "vault" for job in known)
        return real(run, known, kinds)

    monkeypatch.setattr(candidates, "_answers", heard)
    return seen


def many(vault: Person) -> None:
    """Twenty more people, each with a talk."""
    for number in range(20):
        vault.write(contact(f"Person {number}", "org: Acme"))
        vault.write(talk(f"Talk {number}", f"Person {number}", "goal: all\nstart: 2026-03-09T14:00"))
    vault.render()
    vault.render()


@pytest.mark.parametrize(
    ("change", "concerned"),
    [
        (lambda vault: vault.edit(TALK, "selling", "buying"), {TALK, "vault"}),
        (lambda vault: vault.edit(JO, "Acme", "Beta"), {TALK, JO, "vault"}),
        (lambda vault: vault.write({"Daily/x.md": "[[Jo Kim]]\n"}), set()),
        (lambda vault: vault.edit(SHEET, "Be on time.", "Be early."), {TALK}),
    ],
    ids=["a talk", "a person", "another note", "a rendered note"],
)  # fmt: skip
def test_one_save_renders_what_read_it_and_no_other(
    vault: Person, rendered: list[str], change: Callable[[Person], object], concerned: set[str]
) -> None:
    many(vault)
    rendered.clear()
    change(vault)
    vault.render()
    assert set(rendered) <= concerned
    assert concerned - {"vault", JO} <= set(rendered)


def test_a_first_render_renders_each_note_once(bare: Person, rendered: list[str]) -> None:
    many(bare)
    assert sorted(rendered) == sorted(set(rendered))
    assert len(rendered) == 41


def test_a_run_that_was_killed_by_nobody_looks_for_no_leftovers(
    vault: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vaultkit.writeback import healing

    _forbid(monkeypatch, healing, "heal")
    vault.edit(TALK, "selling", "buying")
    assert report(vault) == (0, {SHEET: "update"}, [])


def test_templates_are_parsed_again_when_one_was_touched(vault: Person) -> None:
    rest(vault)
    text = vault.read("Templates/sheet.md")
    vault.write({"Templates/sheet.md": text.replace("Be on time.", "Be early.")})
    age(vault.root / "Templates/sheet.md")  # the very stamp that it had, its size too
    assert report(vault) == (0, {SHEET: "update"}, [])
    vault.remove("Templates/sheet.md")
    assert report(vault) == (0, {SHEET: "retired"}, [])


def test_a_broken_template_is_told_on_every_run_though_nobody_reads_it_again(vault: Person) -> None:
    vault.write({"Templates/odd.md": '---\nrenders: intervew\npath: "x.md"\n---\n'})
    first = report(vault)
    assert first[0] == 1
    rest(vault)
    assert report(vault) == first


def test_a_large_run_has_a_second_process_and_writes_what_one_would(
    vault: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[pool.Pool] = []
    real = pool.Pool.at_work

    def noted(self, *words, **more):  # type: ignore[no-untyped-def]
        asked.append(self)
        return real(self, *words, **more)

    vault.render()
    wanted = vault.tree()
    for path in wanted:
        if path.startswith(("Sheets/", ".vaultkit/")):
            vault.remove(path)
    monkeypatch.setattr(lanes, "MANY", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pool.Pool, "at_work", noted)
    fresh = vault.afresh()
    fresh.render()
    assert len(set(asked)) == 2
    assert fresh.tree() == wanted
