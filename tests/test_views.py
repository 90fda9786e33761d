"""The `.base` views follow the syntax that Obsidian documents for 1.9.2, as far as it can be told without it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from vaultkit.people.schema import PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterator

VIEWS = sorted((Path(__file__).parents[1] / "example-vault" / "Views").glob("*.base"))
TOP = {"filters", "formulas", "properties", "views"}
IN_A_VIEW = {"type", "name", "filters", "order", "sort", "limit"}
FILE = {
    "name",
    "path",
    "ext",
    "folder",
    "links",
    "tags",
    "ctime",
    "mtime",
    "size",
    "hasLink",
    "hasTag",
    "inFolder",
}
FUNCTIONS = {"true", "if", "date", "today", "list", "relative", "format", "isEmpty", "hasLink", "contains"}
TOKENS = re.compile(r'"[^"]*"|\.?[A-Za-z_][\w.]*|[0-9]+|==|!=|<=|>=|&&|\|\||[()<>!,+\-]|\s+')


def read(view: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(view.read_text("utf-8"))
    return found


def statements(filters: Any) -> Iterator[str]:
    """Every statement of a filter object, which has exactly one of `and`, `or`, `not`."""
    if isinstance(filters, str):
        yield filters
        return
    assert isinstance(filters, dict), filters
    assert len(filters) == 1, filters
    assert set(filters) <= {"and", "or", "not"}
    for inner in next(iter(filters.values())):
        yield from statements(inner)


def expressions(base: dict[str, Any]) -> Iterator[str]:
    yield from statements(base.get("filters", {"and": []}))
    yield from base.get("formulas", {}).values()
    for view in base["views"]:
        yield from statements(view.get("filters", {"and": []}))


def names(expression: str) -> Iterator[str]:
    at = 0
    while at < len(expression):
        found = TOKENS.match(expression, at)
        assert found, f"cannot read {expression[at:]!r}"
        at = found.end()
        if re.match(r"[.A-Za-z_]", found[0]):
            yield found[0].lstrip(".")


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_has_only_documented_keys_and_looks_at_notes_alone(view: Path) -> None:
    base = read(view)
    assert set(base) <= TOP
    assert 'file.ext == "md"' in list(statements(base["filters"]))
    for one in base["views"]:
        assert set(one) <= IN_A_VIEW
        assert one["type"] in ("table", "cards", "list")
        assert one["name"]
        for sort in one.get("sort", ()):
            assert set(sort) == {"property", "direction"}
            assert sort["direction"] in ("ASC", "DESC")


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_name_in_it_is_a_property_of_ours_a_formula_of_its_own_or_a_function(view: Path) -> None:
    base = read(view)
    known = {row.name for row in PROPERTIES} | {"type"}
    formulas = set(base.get("formulas", {}))
    used = [name for expression in expressions(base) for name in names(expression)]
    used += [column for one in base["views"] for column in one.get("order", ())]
    used += list(base.get("properties", {}))
    for name in used:
        room, _, rest = name.partition(".")
        first = rest.split(".")[0]
        if room == "note":
            assert first in known, name
        elif room == "formula":
            assert first in formulas, name
        elif room == "file":
            assert first in FILE, name
        elif room == "this":
            assert rest == "file"
        elif name:
            assert name in FUNCTIONS, name


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_brackets_close_and_no_date_is_subtracted(view: Path) -> None:
    for expression in expressions(read(view)):
        bare = re.sub(r'"[^"]*"', '""', expression)
        assert bare.count("(") == bare.count(")")
        assert not re.search(r"-\s*(date|today|note)", bare)
        assert bare.count('"') % 2 == 0


def test_the_view_to_embed_in_a_contact_is_there() -> None:
    base = read(next(view for view in VIEWS if view.name == "Interviews.base"))
    (one,) = [view for view in base["views"] if view["name"] == "With this person"]
    assert list(statements(one["filters"])) == ["file.hasLink(this.file)"]


def test_what_the_issue_of_a_day_needs_has_a_view() -> None:
    wanted = {
        "Everybody",
        "Pipeline",
        "Thank-you due",
        "Stay in touch",
        "With this person",
        "Introductions to remember",
    }
    assert wanted <= {one["name"] for view in VIEWS for one in read(view)["views"]}
