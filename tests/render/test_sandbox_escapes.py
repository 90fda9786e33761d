"""Every way out of Jinja's sandbox that its advisories tell of, and those that Python invites.

CVE-2016-10745 (str.format), CVE-2019-10906 (str.format_map), CVE-2014-1402 (cached bytecode),
CVE-2020-28493 (urlize), CVE-2024-22195 and CVE-2024-34064 (xmlattr), CVE-2024-56201 (a template's name),
CVE-2024-56326 (format by another way), CVE-2025-27516 (the attr filter).
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from jinja2.exceptions import TemplateError

from tests.render.test_sandbox import sandbox, show
from vaultkit.render.sandbox import Sandbox
from vaultkit.render.templates import Partial, Templates
from vaultkit.render.view import Name, Table, View


class Guarded:
    """Stands for a reader that could do harm."""

    def __init__(self) -> None:
        self.secret = "SECRET"

    def unlink(self) -> str:
        raise AssertionError("a template reached a method that acts")


class Scope:
    audience = "them"

    def wrap(self, value: object) -> object:
        raise TypeError(type(value).__name__)


def person(audience: str = "them") -> View:
    scope: Any = Scope()
    scope.audience = audience
    names = {
        "name": Name("", lambda _s, _c: "Jo", lambda _s, _c: "Jo"),
        "secret": Name("", lambda s, _c: s.secret),
        "reader": Name("", lambda s, _c: s, lambda s, _c: s),
    }
    return View(Table("a contact", names), Guarded(), scope)


ESCAPES = [
    # CVE-2016-10745, CVE-2019-10906, CVE-2024-56326, CVE-2025-27516: format strings, by every road
    "{{ '{0.__class__}'.format(p) }}",
    "{{ '{a.__class__}'.format_map({'a': p}) }}",
    "{{ ('{0.__class__}'|attr('format'))(p) }}",
    "{{ '{0.secret}'|attr('format') }}",
    "{{ ['{0.secret}']|map('attr', 'format')|first }}",
    "{{ ['{0.secret}']|map(attribute='format')|list }}",
    "{% set f = '{0.secret}'.format %}{{ f(p) }}",
    "{{ '{0.secret}'['format'](p) }}",
    "{{ '%(a)r' % {'a': range} }}",
    "{{ '%s'|format(namespace) }}",
    "{{ 'a'.__mod__ }}",
    "{{ 'a'.join([p.reader]) }}",
    # attributes of Python objects
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''['__class__'] }}",
    "{{ [].append }}",
    "{{ {}.update }}",
    "{{ {}.pop }}",
    "{{ (1).__class__ }}",
    "{{ (1).real }}",
    "{{ [1]|map(attribute='__class__')|list }}",
    "{{ [1]|map('attr', '__class__')|list }}",
    "{{ [p]|map(attribute='__class__.__init__')|list }}",
    "{{ [p]|selectattr('__class__')|list }}",
    "{{ [p]|groupby('__class__') }}",
    "{{ [p]|sort(attribute='__class__') }}",
    "{{ [p]|sum(attribute='__class__') }}",
    "{{ [p]|join(attribute='__class__') }}",
    "{{ [p]|unique(attribute='__class__')|list }}",
    "{{ [p, p]|max(attribute='__class__') }}",
    # what Jinja itself brings along
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ self|attr('_TemplateReference__context') }}",
    "{{ range.__class__ }}",
    "{{ namespace.__init__ }}",
    "{{ namespace(x=1)._Namespace__attrs }}",
    "{{ namespace(x=1)['__class__'] }}",
    "{{ dict.fromkeys }}",
    "{{ cycler }}",
    "{{ joiner }}",
    "{{ lipsum.__globals__['os'].popen('id') }}",
    "{% for i in [1] %}{{ loop.__class__ }}{% endfor %}",
    "{% for i in [1] %}{{ loop._iterator.gi_frame }}{% endfor %}",
    "{% for i in [1] %}{{ loop._undefined }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m.name }}",
    "{% macro m() %}{{ caller.__class__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "{% block b %}{{ super.__class__ }}{% endblock %}",
    "{% import '_x' as x %}{{ x._body_stream }}",
    "{% import '_x' as x %}{{ x.__name__ }}",
    "{% import '_x' as x %}{{ x|attr('__dict__') }}",
    "{{ ([1]|map('upper')).gi_frame }}",
    "{{ ([1]|select('odd')).gi_code }}",
    "{{ (1 is undefined).__class__ }}",
    "{{ nothing.__class__ }}",
    "{{ nothing._undefined_exception }}",
    "{{ 'x'.upper.__self__ }}",
    "{{ 'x'.upper._call }}",
    "{{ 'x'.upper|attr('__call__') }}",
    # frames of generators, coroutines and tracebacks; nothing waits, breaks or acts
    "{{ ([1]|batch(1)).gi_frame.f_back }}",
    "{{ ([1]|map('upper')).cr_frame }}",
    "{{ ([1]|map('upper')).ag_frame }}",
    "{{ ([1]|map('upper'))|attr('gi_frame') }}",
    "{% for i in range(2) async %}{% endfor %}",
    "{{ await 1 }}",
    "{% for i in [1] %}{% break %}{% endfor %}",
    "{% do [].append(1) %}",
    "{% debug %}",
    # filters that are not there: markup, chance, mail-order text, Python's own form of a value
    "{{ {'a b onclick=x': 1}|xmlattr }}",
    "{{ 'http://x'|urlize }}",
    "{{ [1, 2]|random }}",
    "{{ p|pprint }}",
    "{{ p|tojson }}",
    "{{ '<b>'|safe }}",
    "{{ p is callable }}",
    # Views: no attribute, no member, no subject
    "{{ p.__class__ }}",
    "{{ p._View__subject }}",
    "{{ p['_View__subject'] }}",
    "{{ p|attr('_View__table') }}",
    "{{ p.secret }}",
    "{{ p['secret'] }}",
    "{{ p|attr('secret') }}",
    "{{ [p]|map(attribute='secret')|list }}",
    "{{ p.reader }}",
    "{{ p.reader.unlink() }}",
    "{{ p.unlink() }}",
    "{{ p() }}",
    "{{ p|list }}",
    "{% for x in p %}{% endfor %}",
    "{{ 'secret' in p }}",
    "{{ p|length }}",
    "{{ p|items|list }}",
    "{{ dict(p) }}",
    "{{ namespace(p) }}",
    "{{ p.name.format }}",
    # names of templates
    "{% include p %}",
    "{% include 5 %}",
    "{% import ['../x'] as x %}",
    "{% extends '/etc/passwd' %}",
    "{% from '_x' import __builtins__ %}{{ __builtins__ }}",
    # calling what is no function of ours
    "{{ range.index() }}",
    "{{ 'a'() }}",
    "{{ 5() }}",
    "{{ {'a': 1}() }}",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_no_way_out(source: str) -> None:
    try:
        shown = show(source, sandbox(_x="{% macro m() %}{% endmacro %}"), p=person())
    except AssertionError:
        raise
    except Exception as error:  # noqa: BLE001 - any refusal will do, but it must be one of a template's
        text = str(error)
        assert "SECRET" not in text
        assert "0x" not in text
    else:
        pytest.fail(f"{source} gave {shown!r}")


def test_me_may_see_what_them_may_not() -> None:
    assert show("{{ p.secret }}", p=person("me")) == "SECRET"


def test_a_view_says_no_more_of_itself_than_its_kind() -> None:
    assert show("{{ '%r'|format(p) }}|{{ p }}", p=person()) == "<a contact>|Jo"


@pytest.mark.parametrize("name", ["x{1/0}", "x'+str(1/0)+'", 'x"}', "x\\", "x\n", "{{ 1/0 }}"])
def test_the_name_of_a_template_is_never_code(name: str) -> None:
    environment = Sandbox(
        Templates({}, {name: Partial(name, name, "{% macro m() %}ok{% endmacro %}fine", 1, "")})
    )
    assert show("{% include n %}{% import n as x %}{{ x.m() }}", environment, n=name) == "fineok"


def test_no_bytecode_is_kept_anywhere() -> None:
    assert sandbox().bytecode_cache is None


NESTED = {
    "brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "lists": "{{ " + "[" * 3000 + "]" * 3000 + " }}",
    "conditions": "{% if 1 %}" * 400 + "{% endif %}" * 400,
    "loops": "{% for a in [1] %}" * 400 + "{% endfor %}" * 400,
    "blocks": "".join(f"{{% block b{n} %}}" for n in range(400)) + "{% endblock %}" * 400,
    "macros": "{% macro m() %}" * 400 + "{% endmacro %}" * 400,
    "calls": "{% call x() %}" * 400 + "{% endcall %}" * 400,
    "not": "{{ " + "not " * 20_000 + "1 }}",
    "minus": "{{ " + "-" * 20_000 + "1 }}",
    "filters": "{{ 'a'" + "|upper" * 5000 + " }}",
    "attributes": "{{ a" + ".b" * 5000 + " }}",
    "sums": "{{ 1" + "+1" * 10_000 + " }}",
    "prints": "{{" * 20_000,
    "statements": "{%" * 20_000,
    "comments": "{#" * 20_000,
    "raw": "{% raw %}" * 20_000,
    "a text without its end": '{{ "' + "\\\\" * 50_000 + " }}",
    "a number of 20,000 digits": "{{ " + "9" * 20_000 + " }}",
    "a number with as many marks": "{{ 1" + "_1" * 20_000 + " }}",
}


@pytest.mark.parametrize("what", NESTED)
def test_what_is_nested_without_end_is_a_fault_at_once(what: str) -> None:
    begun = time.process_time()
    with pytest.raises((RecursionError, TemplateError, ValueError)):
        show(NESTED[what])
    assert time.process_time() - begun < 2


def test_what_is_merely_long_is_quick() -> None:
    begun = time.process_time()
    show("".join(f"{{% set a{n} = {n} %}}" for n in range(500)))
    show("{% for i in range(99999) %}{% set a = i %}{% endfor %}")
    assert len(show("{{ ('a ' * 400000)|wordwrap(1) }}")) == 799_999
    assert show("{{ ('a,' * 400000).split(',')|length }}") == "400001"
    assert show("{{ ('a' * 900000).find('a' * 400000 ~ 'b') }}") == "-1"
    assert time.process_time() - begun < 2


def test_autoescape_opens_nothing() -> None:
    source = "{% autoescape true %}{{ '<b>' ~ x }}{{ ('%s' % x).format }}{% endautoescape %}"
    with pytest.raises(Exception, match="a text has no 'format'"):
        show(source, x="<i>")


def test_a_template_that_calls_itself_ends() -> None:
    for source in (
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include '_loop' %}",
    ):
        with pytest.raises(RecursionError):
            show(source, sandbox(_loop="{% include '_loop' %}"))
