"""The templates of a vault, parsed anew only when a file of theirs was touched.

In: the configuration, the index. Out: Templates.
Never: a template believed that may have changed since; its files are looked at every time.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from vaultkit import files
from vaultkit.errors import VaultkitError
from vaultkit.index.store import Damaged

if TYPE_CHECKING:
    from pathlib import Path

    from vaultkit.config import Config
    from vaultkit.index.store import Store
    from vaultkit.render.templates import Templates

KEY = "discovered"
SETTLED = 2_100_000_000
"""Nanoseconds after which a file is believed to show by its stamp when it changes again, on any file system."""


def templates_of(config: Config, store: Store) -> Templates:
    """The templates that hold for the vault now."""
    looked = time.time_ns()
    stamps = [config.templates, *_stamps(files.shipped("templates")), "own"]
    stamps += _stamps(config.root / config.templates) if config.templates else []
    return _known(store, stamps) or _found(config, store, stamps, looked)


def _stamps(folder: Path) -> list[Any]:
    """A line for each folder and file, links by themselves and by what they lead to; sorted."""
    found: list[Any] = []
    for here, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted((*folders, *names)):
            path = f"{here}/{name}"
            with suppress(OSError):
                found.append([path, _stamp(os.lstat(path)), _stamp(os.stat(path))])  # noqa: PTH116 - as it is scanned
    return found


def _stamp(found: os.stat_result) -> list[int]:
    return [found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _known(store: Store, stamps: list[Any]) -> Templates | None:
    """What was found the last time, if nothing was touched since."""
    try:
        kept = json.loads(store.meta(KEY) or "{}")
    except (Damaged, ValueError):
        return None
    if kept.get("stamps") != stamps:
        return None
    from vaultkit.render import wire  # noqa: PLC0415 - only templates that are known come this way

    return wire.templates_from_json(kept["templates"])


def _found(config: Config, store: Store, stamps: list[Any], looked: int) -> Templates:
    from vaultkit.render import wire  # noqa: PLC0415 - as above
    from vaultkit.render.templates import discover  # noqa: PLC0415 - they are parsed only when they changed

    found = discover(config)
    if all(_settled(stamp, looked) for stamp in stamps if isinstance(stamp, list)):
        kept = json.dumps({"stamps": stamps, "templates": wire.templates_to_json(found)})
        with suppress(Damaged, VaultkitError), store.writing():
            store.set_meta(KEY, kept)
    return found


def _settled(stamp: list[Any], looked: int) -> bool:
    return all(time < looked - SETTLED for one in stamp[1:] for time in one[2:4])
