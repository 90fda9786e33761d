"""What is fetched or worked out when it is first asked for: a package's names, and attributes.

In: the package, and the names of each of its modules; a method without arguments. Out: the package's `__getattr__`;
an attribute.
Never: a module loaded of which nothing was asked.
"""

from __future__ import annotations

import sys
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def names_of(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """What Python asks for a name that `package` does not have yet; raises AttributeError for one that it never has.

    `modules`: a module's name to the names in it, parted by blanks.
    """
    homes = {name: module for module, names in modules.items() for name in names.split()}

    def fetch(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{homes[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return fetch


if TYPE_CHECKING or sys.version_info >= (3, 12):
    kept = cached_property
else:

    class kept:  # noqa: N801 - it stands where `cached_property` would
        """The same without its lock, which took a twentieth of a render; no thread shares what it is used in."""

        def __init__(self, work_out: Any) -> None:
            self.work_out = work_out
            self.__doc__ = work_out.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self.name = name

        def __get__(self, thing: Any, owner: type | None = None) -> Any:
            if thing is None:
                return self
            value = thing.__dict__[self.name] = self.work_out(thing)
            return value
