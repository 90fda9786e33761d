"""The templates of a vault, parsed anew only when a file of theirs was touched.

In: the configuration, the index. Out: a Gist of them, and all of them when asked.
Never: a template believed that may have changed since; its files are looked at every time.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from vaultkit import files
from vaultkit.errors import VaultkitError
from vaultkit.index.store import Damaged
from vaultkit.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from vaultkit.config import Config
    from vaultkit.index.store import Store
    from vaultkit.render.templates import Templates

KEY, WHOLE = "discovered", "discovered templates"


@dataclass(frozen=True, slots=True)
class Gist:
    """What the index has to know of templates: name → what it renders, name → digest, what is wrong with them.

    `load` gives them whole, for those who render.
    """

    renders: Mapping[str, str]
    digests: Mapping[str, str]
    problems: tuple[Problem, ...]
    load: Callable[[], Templates]


def templates_of(config: Config, store: Store) -> Gist:
    """The templates that hold for the vault now."""
    looked = time.time_ns()
    stamps = [config.templates, *_stamps(files.shipped("templates")), "own"]
    stamps += own_stamps(config)
    return _known(store, stamps) or _found(config, store, stamps, looked)


def own_stamps(config: Config) -> list[Any]:
    """What the vault's templates look like from outside; as long as that stays, so do they.

    A folder that leads out of the vault is not looked into, since nothing in it is used: it may be very large.
    """
    folder = config.root / config.templates
    with suppress(OSError, RuntimeError):
        if config.templates:
            return ["elsewhere"] if files.leads_out(folder, config.root) else _stamps(folder)
    return []


def _stamps(folder: Path) -> list[Any]:
    """A line for each folder and file, links by themselves and by what they lead to; sorted. Hidden folders are not
    entered.
    """
    found: list[Any] = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted((*folders, *names)):
            path = f"{here}/{name}"
            with suppress(OSError):
                found.append([path, _stamp(os.lstat(path)), _stamp(os.stat(path))])  # noqa: PTH116 - as it is scanned
    return found


def _stamp(found: os.stat_result) -> list[int]:
    return [found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _known(store: Store, stamps: list[Any]) -> Gist | None:
    """What was found the last time, if nothing was touched since."""
    try:
        kept = json.loads(store.meta(KEY) or "{}")
        if kept.get("stamps") != stamps:
            return None
        problems = tuple(Problem(**problem) for problem in kept["problems"])
        renders, digests = dict(kept["renders"]), dict(kept["digests"])
    except (Damaged, ValueError, KeyError, TypeError, AttributeError):
        return None

    def load() -> Templates:
        from vaultkit.render import wire  # noqa: PLC0415 - a run with nothing to do renders nothing

        found = json.loads(store.meta(WHOLE) or "{}")
        return wire.templates_from_json(found)

    return Gist(renders, digests, problems, load)


def _found(config: Config, store: Store, stamps: list[Any], looked: int) -> Gist:
    from vaultkit.render import wire  # noqa: PLC0415 - as above
    from vaultkit.render.discovery import UNREAD, discover  # noqa: PLC0415 - parsed only when they changed

    found = discover(config)
    gist = Gist(found.renders(), found.digests(), found.problems, lambda: found)
    unread = any(problem.message.startswith(UNREAD) for problem in gist.problems)
    if not unread and all(_settled(stamp, looked) for stamp in stamps if isinstance(stamp, list)):
        kept = {
            "stamps": stamps,
            "renders": gist.renders,
            "digests": gist.digests,
            "problems": [asdict(problem) for problem in gist.problems],
        }
        with suppress(Damaged, VaultkitError), store.writing():
            store.set_meta(KEY, json.dumps(kept))
            store.set_meta(WHOLE, json.dumps(wire.templates_to_json(found)))
    return gist


def _settled(stamp: list[Any], looked: int) -> bool:
    """Whether the file would show by its stamp if it changed again; for the index the same holds of notes."""
    from vaultkit.index.update import racy  # noqa: PLC0415 - as above

    return not any(racy(one[1:], looked) for one in stamp[1:])
