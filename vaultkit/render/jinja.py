"""Parts of Jinja as vaultkit has them: what is unknown, what is loaded, what is called.

In: the templates by name, functions of ours. Out: the classes of which the sandbox is put together.
Never: a rule about what a template may reach; that is the sandbox's.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound
from jinja2.compiler import CodeGenerator
from jinja2.utils import missing

from vaultkit.render import plain
from vaultkit.render.declared import did_you_mean, near_or_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import FunctionType

    from jinja2.environment import TemplateModule
    from jinja2.runtime import Context

    from vaultkit.render.templates import Templates


class Unknown(StrictUndefined):
    """A name that is not there. Its message names the nearest that is."""

    __slots__ = ()
    known: frozenset[str] = frozenset()
    elsewhere: Mapping[str, str] = MappingProxyType({})

    @property
    def _undefined_message(self) -> str:
        name = self._undefined_name
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            if self.elsewhere.get(str(name)):
                return f'"{name}" is not known here: {self.elsewhere[str(name)]}'
            return f'"{name}" is not known{near_or_all(str(name), self.known)}'
        return f"{plain.described(self._undefined_obj)} has no {name!r}"

    __hash__ = StrictUndefined.__hash__  # type: ignore[assignment]  # Jinja's stubs take it for another


class Generator(CodeGenerator):
    """As Jinja's, but `a ~ b` goes through the environment, which bounds it and knows what is empty."""

    def visit_Concat(self, node: Any, frame: Any) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.tilde((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Fresh(Template):
    """A template whose module is made anew for each import: nothing is carried from one render to another."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        del ctx
        return self.make_module()


class Loader(BaseLoader):
    def __init__(self, templates: Templates) -> None:
        self.templates = templates

    def get_source(
        self, environment: Any, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        del environment
        found = self.templates.text(template)
        if found is None:
            known = (*self.templates.partials, *self.templates.named)
            raise TemplateNotFound(
                template, f'no template is named "{template}"{did_you_mean(template, known)}'
            )
        return found.body, None, None


class Function:
    """A function of ours as templates hold it. Printed by a filter it shows its name, and no address."""

    __slots__ = ("__name__", "_function", "jinja_pass_arg")

    def __init__(self, name: str, function: FunctionType) -> None:
        self.__name__ = name
        self._function = function
        if hasattr(function, "jinja_pass_arg"):
            self.jinja_pass_arg = function.jinja_pass_arg

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._function(*args, **kwargs)

    @property
    def direct(self) -> Callable[..., Any] | None:
        """The function itself, which a call need not look at twice; None for one that takes a context."""
        return None if hasattr(self, "jinja_pass_arg") else self._function

    def __repr__(self) -> str:
        return f"the function {self.__name__}"
