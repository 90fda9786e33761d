"""Jinja, shut in: a template reaches plain values, Views, macros and the functions given to it.

In: the templates by name, a listener for what is loaded. Out: an environment that compiles and renders.
Never: an attribute of a Python object, a file, a call of anything that was not handed over on purpose.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from types import FunctionType, MappingProxyType
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound
from jinja2.compiler import CodeGenerator
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.filters import _GroupTuple
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing

from vaultkit.render import filters, plain
from vaultkit.render.declared import did_you_mean
from vaultkit.render.limits import MAX_ITEMS, TooMuch, bounded
from vaultkit.render.plain import METHODS, VALUES, Method
from vaultkit.render.safe import Ours, defuse, seam
from vaultkit.render.view import NoSuchName, View

if TYPE_CHECKING:
    from vaultkit.render.templates import Templates

_LOOP = frozenset(
    [
        "index",
        "index0",
        "revindex",
        "revindex0",
        "first",
        "last",
        "length",
        "depth",
        "depth0",
        "previtem",
        "nextitem",
        "cycle",
        "changed",
    ]
)
"""What a template may ask its `loop`."""


_PIECE = {ord("/"): "-", ord("\\"): "-", **dict.fromkeys([*range(32), 127], " ")}


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
            return f'"{name}" is not known{did_you_mean(str(name), self.known)}'
        return f"{plain.described(self._undefined_obj)} has no {name!r}"

    __hash__ = StrictUndefined.__hash__  # type: ignore[assignment]  # Jinja's stubs take it for another


class _Generator(CodeGenerator):
    """As Jinja's, but `a ~ b` goes through the environment, which bounds it and knows what is empty."""

    def visit_Concat(self, node: Any, frame: Any) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.tilde((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _Fresh(Template):
    """A template whose module is made anew for each import: nothing is carried from one render to another."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        del ctx
        return self.make_module()


class _Loader(BaseLoader):
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


class Sandbox(ImmutableSandboxedEnvironment):
    """The one environment. `loaded` hears the name of each template and partial that a render takes in."""

    code_generator_class = _Generator
    template_class = _Fresh
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, templates: Templates, loaded: Callable[[str], None] | None = None) -> None:
        super().__init__(
            loader=_Loader(templates),
            undefined=Unknown,
            finalize=self.printed,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.loaded = loaded or (lambda _name: None)
        self.filters = dict(filters.FILTERS)
        for name in ("callable", "escaped", "filter", "test"):
            self.tests.pop(name, None)
        self.globals = {"range": _range, "dict": dict, "namespace": Namespace}
        self.given: frozenset[int] = frozenset()
        self.direct: Mapping[int, Callable[..., Any] | None] = {}
        self.close({})

    def close(self, names: Mapping[str, str]) -> None:
        """Take what is registered now for all there is: only these functions can be called from now on.

        `names`: those that a render begins with, and for each what brings it, in case it is missing.
        """
        for name, value in self.globals.items():
            if isinstance(value, FunctionType):
                self.globals[name] = Function(name, value)
        self.given = frozenset(id(value) for value in self.globals.values() if callable(value))
        self.direct = {id(one): one.direct for one in self.globals.values() if isinstance(one, Function)}
        known = frozenset({*names, *self.globals})
        members = {"__slots__": (), "known": known, "elsewhere": names, "__hash__": Unknown.__hash__}
        self.undefined = type("Unknown", (Unknown,), members)

    # Printing

    @staticmethod
    def printed(value: Any) -> str:
        """What `{{ value }}` writes: nothing for the empty, and no mark that starts a program."""
        return value if isinstance(value, Ours) else defuse(plain.text(value))

    @staticmethod
    def concat(chunks: Iterable[str]) -> str:
        return Ours(bounded(seam(chunks)))

    def tilde(self, parts: tuple[Any, ...]) -> str:
        """`a ~ b`. Ours beside the user's words stays ours, and they are defused."""
        if any(isinstance(part, Ours) for part in parts):
            return Ours(bounded(seam(self.printed(part) for part in parts)))
        return bounded(plain.text(part) for part in parts)

    # Doors

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self._door(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str):
            return self._door(obj, argument)
        if isinstance(obj, VALUES) and not isinstance(obj, (Mapping, bool)):
            try:
                return obj[argument]  # type: ignore[index]  # the ones without members raise
            except (TypeError, LookupError):
                pass
        if isinstance(obj, Mapping):
            return obj.get(argument, self.undefined(obj=obj, name=argument))
        return self.undefined(obj=obj, name=argument)

    def _door(self, obj: Any, name: str) -> Any:
        """The only way from a value to another by name."""
        if isinstance(obj, View):
            try:
                return obj[name]
            except NoSuchName as error:
                return self.undefined(str(error), obj=obj, name=name)
        if isinstance(obj, Undefined):
            return obj._fail_with_undefined_error()  # noqa: SLF001 - what Jinja itself does
        found = self._jinja_door(obj, name)
        if found is missing:
            found = _plain_door(obj, name)
        return self.undefined(obj=obj, name=name) if found is missing else found

    def _jinja_door(self, obj: Any, name: str) -> Any:
        if isinstance(obj, LoopContext):
            return getattr(obj, name) if name in _LOOP else missing
        if isinstance(obj, TemplateReference):
            try:
                return obj[name]
            except LookupError:
                return missing
        if isinstance(obj, BlockReference):
            return obj.super if name == "super" else missing
        if isinstance(obj, TemplateModule):
            return missing if name.startswith("_") else vars(obj).get(name, missing)
        if type(obj) is Namespace:
            return getattr(obj, name, missing) if not name.startswith("_") else missing
        if isinstance(obj, _GroupTuple):
            return getattr(obj, name) if name in ("grouper", "list") else missing
        return missing

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Nothing is: every door above knows what it opens."""
        del obj, attr, value
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        return (
            isinstance(obj, (Macro, BlockReference, LoopContext, Method))
            or id(obj) in self.given
            or (
                getattr(obj, "__self__", None).__class__ is LoopContext
                and obj.__name__ in ("cycle", "changed")
            )
        )

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        direct = self.direct.get(id(obj))
        if direct is not None:
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
            return direct(*args, **kwargs)
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()  # noqa: SLF001 - its message says what is missing
        if not self.is_safe_callable(obj):
            raise SecurityError(f"{plain.described(obj)} is nothing that a template can call")
        return context.call(obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        del context
        return plain.binary(operator, left, right)

    # Loading

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One plain mapping for all: they are closed before anything is compiled, and a chain is slow."""
        return {**self.globals, **d} if d else self.globals

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:  # noqa: A002
        if not isinstance(name, str):
            raise TemplateNotFound(None, "what is included is no name of a template")
        name = name.removesuffix(".md")
        self.loaded(name)
        return super()._load_template(name, globals)


class PathSandbox(Sandbox):
    """The same for `path`: what a value prints is one piece of a name, never a folder more."""

    @staticmethod
    def printed(value: Any) -> str:
        return Ours(unicodedata.normalize("NFC", plain.text(value)).translate(_PIECE))


def _plain_door(obj: Any, name: str) -> Any:
    if isinstance(obj, Mapping):
        found = obj.get(name, missing)
        if found is not missing:
            return found
    for kind, methods in METHODS:
        if isinstance(obj, kind) and name in methods:
            method, is_call = methods[name]
            return Method(method, obj) if is_call else method(obj)
    return missing


def _range(*bounds: int) -> range:
    steps = range(*bounds)
    if len(steps) > MAX_ITEMS:
        raise TooMuch(f"a range has more than {MAX_ITEMS:,} steps")
    return steps
