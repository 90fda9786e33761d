"""The reference says what the code does: its tables are made from the code's, and lists are held complete.

Between `<!-- made from the code: NAME -->` and `<!-- end -->` stands what reference.py makes.
`VAULTKIT_WRITE_DOCS=1 pytest tests/docs -n0` writes it anew.
"""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tests.docs.reference import GENERATED, TESTS_OF_JINJA
from vaultkit import settings
from vaultkit.people import agenda, schema
from vaultkit.people.checks.codes import CODES
from vaultkit.render import declared
from vaultkit.render.sandbox import Sandbox
from vaultkit.render.templates import Templates

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
MADE = re.compile(r"(<!-- made from the code: ([\w-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
CODE_SHAPE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
PLACES = {"Problem": 3, "BlockError": 0, "Finding": 0, "_problem": 1, "_refused": 1, "_skip": 1, "_at": 3}
"""Where the code stands among the arguments of what makes a problem."""


def page(name: str) -> str:
    return (REFERENCE / name).read_text("utf-8")


@pytest.mark.parametrize("path", sorted(REFERENCE.glob("*.md")), ids=lambda path: path.stem)
def test_tables_on_the_page_are_those_of_the_code(path: Path) -> None:
    text = path.read_text("utf-8")
    new = MADE.sub(lambda found: f"{found[1]}\n{GENERATED[found[2]]()}\n{found[4]}", text)
    if os.environ.get("VAULTKIT_WRITE_DOCS"):
        path.write_text(new, "utf-8")
    assert new == path.read_text("utf-8")


def test_every_table_has_a_page() -> None:
    shown = {found[1] for path in REFERENCE.glob("*.md") for found in MADE.findall(path.read_text("utf-8"))}
    assert shown == set(GENERATED)


def codes_in_the_code() -> set[str]:
    """Every code that a problem is made with, found where problems are made."""
    found: list[ast.expr] = []
    for path in (ROOT / "vaultkit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args) if name in PLACES:
                    found += args[PLACES[name] : PLACES[name] + 1]
                case ast.FunctionDef(name="_at", args=ast.arguments(defaults=defaults)):
                    found += defaults
                case ast.Assign(targets=[ast.Name(id="code")], value=ast.IfExp(body=one, orelse=two)):
                    found += (one, two)
    texts = {one.value for one in found if isinstance(one, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and CODE_SHAPE.fullmatch(text)}


def test_every_code_of_a_problem_is_explained() -> None:
    explained = set(re.findall(r"^\| `([a-z0-9-]+)` \|", page("problems.md"), re.MULTILINE))
    assert explained == codes_in_the_code() | set(CODES)


def test_every_key_of_the_configuration_is_explained() -> None:
    text = page("configuration.md")
    wanted = {key for keys in settings.KEYS.values() for key in keys}
    assert {key for key in wanted if f"`{key}`" not in text and f"`[{key}]`" not in text} == set()


def test_every_key_of_a_template_is_explained() -> None:
    text = page("templates.md")
    words = {*declared.OWN_KEYS, *declared.RENDERS, *declared.AUDIENCES, *declared.IDENTITY}
    words |= {mark for marks in declared.MARKS.values() for mark in marks}
    assert {word for word in words if f"`{word}`" not in text} == set()


def test_every_test_of_jinja_that_is_named_is_there() -> None:
    there = set(Sandbox(Templates()).tests)
    assert set(TESTS_OF_JINJA) <= there
    assert there - set(TESTS_OF_JINJA) == {
        name
        for name in ImmutableSandboxedEnvironment().tests
        if not name.isalpha() or name.endswith(("equalto", "than", "lessthan"))
    } - {"callable", "escaped", "filter", "test"}


def test_rules_have_one_list() -> None:
    assert sorted(agenda.RULES) == sorted(schema.AGENDA_RULES)
