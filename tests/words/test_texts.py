"""No word prints Python's own name for a thing: its address would be another one at every render."""

from __future__ import annotations

import pytest
from jinja2.exceptions import TemplateError

from vaultkit.render import words
from vaultkit.render.sandbox import Sandbox
from vaultkit.render.templates import Templates
from vaultkit.render.words.texts import text_of

NO_TEXT = ("range", "'a'.upper", "{'a': [1]|map}", "[1]|map", "[1]|map('upper')", "[[1]|map]")


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    made = Sandbox(Templates({}))
    words.register(made)
    made.close({})
    return made


@pytest.mark.parametrize("name", sorted(words.FILTERS))
@pytest.mark.parametrize("what", NO_TEXT)
def test_no_filter_prints_an_address(sandbox: Sandbox, name: str, what: str) -> None:
    try:
        printed = sandbox.from_string(f"{{{{ ({what})|{name} }}}}").render()
    except (TemplateError, TypeError, ValueError, AttributeError):
        return  # the note gets a problem instead
    assert "0x" not in printed


def test_a_text_of_a_list_is_the_one_that_a_template_prints(sandbox: Sandbox) -> None:
    for what in ("['a', 'b']", "['a', 'b']|map('upper')", "7", "none", "true"):
        one = sandbox.from_string(f"{{{{ ({what})|oneline }}}}").render()
        assert one == sandbox.from_string(f"{{{{ {what} }}}}").render(), what
    with pytest.raises(TypeError, match="cannot be printed"):
        text_of(range.__init__)
