"""Whatever a template of `audience: them` tries, nothing private comes out, and nothing but a candidate does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.render.named import reference
from tests.render.test_context import bench
from vaultkit.render import words
from vaultkit.render.engine import Engine
from vaultkit.render.filters import FILTERS
from vaultkit.render.templates import Template, Templates

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vaultkit.index.vault import Reading, Recorder, Vault

ROOTS = (
    "me",
    "interview",
    "person",
    "contact",
    "vault",
    "x",
    "'{0}'",
    "[interview, person]",
    "loop",
    "self",
    "range",
)
NAMES = sorted(
    {name for _owner, name, _them, _says in reference()}
    | {"mood", "Salary", "__class__", "format", "0", "get", "items"}
)
STRAIGHT = [f"{owner}.{name}" for owner, name, _them, _says in reference() if owner.isidentifier()]
CHAIN = sorted({*FILTERS, *words.FILTERS})
CALLS = sorted(words.FUNCTIONS)


def steps() -> st.SearchStrategy[str]:
    return st.one_of(
        st.sampled_from(NAMES).map(lambda name: f".{name}" if name.isidentifier() else f"[{name}]"),
        st.sampled_from(NAMES).map(lambda name: f"['{name}']"),
        st.sampled_from(CHAIN).map(lambda name: f"|{name}"),
        st.sampled_from(NAMES).map(lambda name: f"|map(attribute='{name}')|list"),
        st.sampled_from(NAMES).map(lambda name: f"|attr('{name}')"),
        st.sampled_from(NAMES).map(lambda name: f"|sort(attribute='{name}')|list"),
        st.sampled_from(NAMES).map(lambda name: f"|groupby('{name}')|list"),
        st.sampled_from(["()", "[0]", "[-1]", "|first|first", "(interview)", "(person, interview)"]),
    )


def expressions() -> st.SearchStrategy[str]:
    roots = st.one_of(st.sampled_from(ROOTS), st.sampled_from(STRAIGHT), st.sampled_from(STRAIGHT))
    plain = st.tuples(roots, st.lists(steps(), max_size=2)).map(lambda pair: pair[0] + "".join(pair[1]))
    called = st.tuples(st.sampled_from(CALLS), st.lists(plain, max_size=3)).map(
        lambda c: f"{c[0]}({', '.join(c[1])})"
    )
    return st.one_of(plain, called)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Vault, Recorder, Reading]]:
    path: Path = tmp_path_factory.mktemp("private")
    store, made, recorder, _engine = bench(path).open()
    with store:
        note = made.note("Interviews/2026-03-01 both.md")
        assert note is not None
        yield made, recorder, note


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=expressions())
def test_no_template_gets_at_a_secret(vault: tuple[Vault, Recorder, Reading], part: str) -> None:
    snapshot, recorder, note = vault
    body = f"{{% for x in [{part}] %}}{{{{ x }}}}{{% endfor %}}"
    template = Template(
        "t", "Templates/t.md", "interview", per_person=True, path="x.md", audience="them", body=body
    )
    found = Engine(Templates({"t": template}), seconds=1).render(snapshot, recorder, note)
    assert [candidate.person for candidate in found] == ["People/Jo Kim.md", "People/Bo Li.md"]
    for candidate in found:
        text = (candidate.text or "") + "".join(problem.message for problem in candidate.problems)
        if candidate.person == "People/Bo Li.md":  # what the first reader may not see of him is his own
            for own in ("SECRET-bo-take", "SECRET-bo", "SECRET-org", "SECRET-goal"):
                text = text.replace(own, "")
        assert re.findall(r"SECRET[\w-]*", text) == []
        assert "0x" not in text
