"""A package's names, each fetched from its module when it is first asked for.

In: the package, and in which of its modules each name lives. Out: the package's `__getattr__`.
Never: a module loaded of which nothing was asked.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def names_of(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """What Python asks for a name that `package` does not have yet; raises AttributeError for one that it never has."""

    def fetch(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return fetch
