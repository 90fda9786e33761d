"""A package's names, each fetched from its module when it is first asked for.

In: the package, and the names of each of its modules. Out: the package's `__getattr__`.
Never: a module loaded of which nothing was asked.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

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
