"""Jinja, shut in: a template reaches plain values, Views, macros and the functions given to it.

In: the templates by name, a listener for what is loaded. Out: an environment that compiles and renders.
Never: an attribute of a Python object, a file, a call of anything that was not handed over on purpose.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from types import FunctionType
from typing import TYPE_CHECKING, Any

from jinja2 import Template, TemplateNotFound
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.filters import _GroupTuple
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, TemplateReference, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing

from vaultkit.render import filters, plain
from vaultkit.render.jinja import Fresh, Function, Generator, Loader, Unknown
from vaultkit.render.limits import MAX_ITEMS, TooMuch, bounded
from vaultkit.render.plain import METHODS, VALUES, Method
from vaultkit.render.safe import Ours, defuse, seam
from vaultkit.render.view import NoSuchName, View

if TYPE_CHECKING:
    from vaultkit.render.templates import Templates

_LOOP = frozenset(
    (
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem",
        "nextitem", "cycle", "changed",
    )
)  # fmt: skip
"""What a template may ask its `loop`."""


_PIECE = {ord("/"): "-", ord("\\"): "-", **dict.fromkeys([*range(32), 127], " ")}


class Sandbox(ImmutableSandboxedEnvironment):
    """The one environment. `loaded` hears the name of each template and partial that a render takes in."""

    code_generator_class = Generator
    template_class = Fresh
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, templates: Templates, loaded: Callable[[str], None] | None = None) -> None:
        super().__init__(
            loader=Loader(templates),
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
