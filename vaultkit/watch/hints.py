"""What a path that an event named is to a watch: something to look at, a setting, or nobody's business.

In: a path relative to the vault, whether it is a folder. Out: one word.
Never: the disk; an event is a hint, and what is true the scan says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from vaultkit.config import NAME, RENDERS
from vaultkit.index.names import fold
from vaultkit.index.rules import SETTINGS, what_is

if TYPE_CHECKING:
    from vaultkit.config import Config

Hint: TypeAlias = Literal["look", "settings"]

_COMING = (".syncthing.", "~syncthing~")
_OTHERS = tuple(path for path, _ in SETTINGS)


def hint(path: str, config: Config, *, folder: bool) -> Hint | None:
    """`look`: a note, a folder, a base or an attachment; `settings`: configuration or templates are concerned."""
    if not path:
        return None
    if _touches(path, NAME) or any(_touches(path, other) for other in _OTHERS):
        return "settings"
    if (path + "/").startswith(RENDERS + "/") or (folder and path == RENDERS.partition("/")[0]):
        return "look" if folder or path.endswith(".md") else None
    if path.startswith(".") or "/." in path:
        return None
    templates = fold(config.templates)
    if (fold(path) + "/").startswith(templates + "/") or (templates + "/").startswith(fold(path) + "/"):
        return "settings"
    name = path.rpartition("/")[2]
    return "look" if folder or what_is(name) is not None else None


def is_coming(path: str) -> bool:
    """Whether a sync tool is fetching a file: this is what it has of it so far."""
    return path.rpartition("/")[2].startswith(_COMING)


def _touches(path: str, other: str) -> bool:
    return (other + "/").startswith(path + "/")
