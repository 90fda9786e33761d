"""What templates can do in the sandbox, and what their messages say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from jinja2.exceptions import TemplateError

from vaultkit.render.limits import TooMuch
from vaultkit.render.safe import Ours
from vaultkit.render.sandbox import PathSandbox, Sandbox
from vaultkit.render.templates import Partial, Templates


def sandbox(kind: type[Sandbox] = Sandbox, **partials: str) -> Sandbox:
    texts = {name: Partial(name, f"Templates/{name}.md", text, 1, "") for name, text in partials.items()}
    return kind(Templates({}, texts))


def show(source: str, environment: Sandbox | None = None, /, **values: Any) -> str:
    environment = environment or sandbox()
    compiled = environment.from_string(source)
    return environment.concat(compiled.root_render_func(compiled.new_context(values)))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ 'jo'.upper() }} {{ ' a '|trim }} {{ 'a-b'.split('-')|join('+') }}", "JO a a+b"),
        ("{{ day.year }} {{ day.weekday() }} {{ day }}", "2026 1 2026-03-10"),
        ("{{ at }}", "2026-03-10 14:00"),
        ("{{ none }}{{ '' }}{{ [] }}", ""),
        ("{{ [1, 'a', none] }}", "1, a, "),
        ("{{ true }} {{ 2.5 }} {{ 3 * 'ab' }}", "true 2.5 ababab"),
        ("{% for i in range(3) %}{{ loop.index }}{{ ',' if not loop.last }}{% endfor %}", "1,2,3"),
        (
            "{% set ns = namespace(n=0) %}{% for i in [1,2] %}{% set ns.n = ns.n + i %}{% endfor %}{{ ns.n }}",
            "3",
        ),
        ("{{ {'a': 1}.get('a') }} {{ {'a': 1}.a }} {{ {'b': 2}.items()|first|join }}", "1 1 b2"),
        (
            "{% macro m(x) %}[{{ x }}{{ caller() if caller is defined }}]{% endmacro %}{{ m(1) }}{% call m(2) %}c{% endcall %}",
            "[1][2c]",
        ),
        ("{{ nothing|upper }}|{{ nothing ~ 'x' }}|{{ nothing|default('d') }}", "|x|d"),
        ("{{ '%s is %d'|format('a', 3) }}", "a is 3"),
        ("{{ [day, '', none]|sort|length }} {{ ['b', 'A']|sort|join }}", "3 Ab"),
        (
            "{% for g in [{'k': 1}, {'k': 2}, {'k': 1}]|groupby('k') %}{{ g.grouper }}{{ g.list|length }} {% endfor %}",
            "12 21 ",
        ),
        ("{% if missing is defined %}a{% else %}b{% endif %}{{ missing|default('c') }}", "bc"),
        (
            "{% for item in [1, [2, [3]]] recursive %}{{ loop(item) if item is iterable else item }}{% endfor %}",
            "123",
        ),
        ("{% block a %}x{% endblock %}{{ self.a() }}", "xx"),
    ],
)
def test_what_templates_do(source: str, shown: str) -> None:
    at = datetime(2026, 3, 10, 14, tzinfo=UTC)
    assert show(source, day=date(2026, 3, 10), at=at, nothing="") == shown


def test_a_tag_line_leaves_no_line_behind() -> None:
    assert show("a\n  {% if true %}\nb\n  {% endif %}\nc\n") == "a\nb\nc\n"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{{ person }}", '"person" is not known here: it takes more'),
        ("{{ nam }}", '"nam" is not known; did you mean "name"?'),
        ("{{ rang(3) }}", '"rang" is not known; did you mean "range"?'),
        ("{{ 'a'.uper() }}", "a text has no 'uper'"),
        ("{{ {'a': 1}.b }}", "a mapping has no 'b'"),
    ],
)
def test_an_unknown_name_is_an_error_with_the_nearest(source: str, message: str) -> None:
    environment = sandbox()
    environment.close({"name": "", "person": "it takes more"})
    with pytest.raises(TemplateError, match="^" + message.replace("?", r"\?") + "$"):
        show(source, environment)


def test_the_user_s_words_are_defused_and_ours_are_not() -> None:
    assert show("%% hint %% {{ x }} {{ ours }}", x="<% a %> %%b%%", ours=Ours("%% c %%")) == (
        "%% hint %% <\\% a %> %\\%b%\\% %% c %%"
    )


def test_a_mark_is_not_made_of_two_values() -> None:
    assert show("{{ a }}{{ b }} {{ c }}%", a="<", b="% x", c="50%") == "<\\% x 50%\\%"


def test_a_macro_s_own_comment_stays_and_its_argument_is_defused() -> None:
    parts = sandbox(_hint="{% macro hint(x) %}%% {{ x }} %%{% endmacro %}")
    assert show("{% import '_hint' as h %}{{ h.hint('a%%b') }}", parts) == "%% a%\\%b %%"
    assert show("{% set x %}%% {{ y }} %%{% endset %}{{ x|trim }}", y="%%") == "%% %\\% %%"
    assert show("{{ ours ~ x }}", ours=Ours("%% a %%"), x="%%b") == "%% a %%\\%\\%b"


def test_includes_and_imports_take_names_of_templates_only() -> None:
    parts = sandbox(_sign="from {{ who }}")
    assert show("{% include '_sign' %} {% include '_sign.md' %}", parts, who="Ana") == "from Ana from Ana"
    for name in ("../_sign", "/etc/passwd", "_sing"):
        with pytest.raises(TemplateError, match="no template is named"):
            show("{% include name %}", parts, name=name)
    with pytest.raises(TemplateError, match='did you mean "_sign"'):
        show("{% include '_sing' %}", parts)
    assert (
        show("{% include ['_none', '_sign'] %}{% include '_none' ignore missing %}", parts, who="A")
        == "from A"
    )


def test_every_load_is_heard_each_time() -> None:
    heard: list[str] = []
    texts = {
        "_a": Partial("_a", "", "{% import '_b' as b %}{{ b.m() }}", 1, ""),
        "_b": Partial("_b", "", "{% macro m() %}{% endmacro %}", 1, ""),
    }
    environment = Sandbox(Templates({}, texts), heard.append)
    for _ in range(2):
        show("{% include '_a.md' %}{% include '_gone' ignore missing %}", environment)
    assert heard == ["_a", "_b", "_gone"] * 2


def test_an_import_carries_nothing_from_one_render_to_the_next() -> None:
    box = "{% set ns = namespace(x='') %}{% macro put(v) %}{% set ns.x = v %}{% endmacro %}{% macro get() %}{{ ns.x }}{% endmacro %}"
    parts = sandbox(_box=box)
    assert show("{% import '_box' as b %}{{ b.put('secret') }}{{ b.get() }}", parts) == "secret"
    assert show("{% import '_box' as b %}{{ b.get() }}", parts) == ""


def test_a_value_is_one_piece_of_a_path() -> None:
    paths = sandbox(PathSandbox)
    assert show("Drafts/{{ x }}.md", paths, x="../a\\b\nc") == "Drafts/..-a-b c.md"
    assert show("{{ x }}.md", paths, x="50%% <%") == "50%% <%.md"


def test_a_text_or_list_that_grows_is_stopped() -> None:
    for source in (
        "{{ 'a' * 10**9 }}",
        "{{ 10**9 * 'a' }}",
        "{{ [1] * 10**9 }}",
        "{{ 2 ** (10**9) }}",
        "{{ 9**999 * 9**999 * 9**999 }}",
        "{{ range(10**9) }}",
        "{% for i in range(10**6) %}{% endfor %}",
        "{{ '%999999999d' % 3 }}",
        "{{ '%*d' % (999999999, 3) }}",
        "{{ '%.999999999f'|format(0.1) }}",
        "{{ 'a'|center(10**9) }}",
        "{{ 'a\nb'|indent(10**9) }}",
        "{{ [1]|batch(10**9, 0)|list }}",
        "{{ [1]|slice(10**9)|list }}",
        "{{ 1.5|round(10**9) }}",
        "{{ ('a' * 10**6).replace('a', 'b' * 1000) }}",
        "{{ ('a' * 10**6)|replace('a', 'b' * 1000) }}",
        "{{ (['a' * 1000] * 10**5)|join }}",
        "{% set ns = namespace(x='a') %}{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(40) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% for i in range(1000) %}{{ 'a' * 10000 }}{% endfor %}",
        "{% macro m() %}{% for i in range(1000) %}{{ 'a' * 10000 }}{% endfor %}{% endmacro %}{{ m()|length }}",
        "{% set x %}{% for i in range(1000) %}{{ 'a' * 10000 }}{% endfor %}{% endset %}",
    ):
        try:
            show(source)
        except TooMuch:
            continue
        pytest.fail(source)
