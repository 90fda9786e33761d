"""A vault on disk, rendered in this process, with the process that renders kept from one run to the next."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

from tests.hand import Folder, _kept
from vaultkit.pipeline import Ask, Report, open_vault, render
from vaultkit.render import pool
from vaultkit.report import rendering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

OLD = 1_700_000_000
"""Seconds since 1970: what was written then is quiet now."""


class World(Folder):
    """The vault at `root`, with an index of its own in `cache`."""

    def __init__(self, root: Path, cache: Path) -> None:
        self.root, self.cache = root, cache
        self.seconds = 0
        root.mkdir(parents=True, exist_ok=True)

    # The user's hand

    def write(self, path: str, text: str, *, quiet: bool = True) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
        if quiet:
            self.seconds += 1
            os.utime(place, (OLD + self.seconds, OLD + self.seconds))

    def edit(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text, text
        self.write(path, text.replace(old, new))

    def forget_bases(self) -> None:
        shutil.rmtree(self.root / ".vaultkit", ignore_errors=True)

    def rest(self) -> None:
        """All notes are quiet, those too that a run or a move has left with a stamp of just now."""
        for path in self.notes():
            self.seconds += 1
            os.utime(self.root / path, (OLD + self.seconds, OLD + self.seconds))

    # What stands

    def notes(self) -> dict[str, str]:
        """Every visible note."""
        found = (path.relative_to(self.root).as_posix() for path in sorted(self.root.rglob("*.md")))
        return {path: self.read(path) for path in found if not path.startswith(".")}

    # Runs

    @contextmanager
    def _at_home(self) -> Iterator[None]:
        with (
            mock.patch.dict(os.environ, {"VAULTKIT_CACHE": str(self.cache)}),
            mock.patch.object(pool, "Pool", _kept),
        ):
            yield

    def report(self, **asked: Any) -> Report:
        with self._at_home(), open_vault(self.root) as opened:
            return render(opened, Ask(**asked))

    @contextmanager
    def watched(self) -> Iterator[Callable[[], None]]:
        """The vault kept open, as a watch keeps it: each call is a round over the paths that changed since the last."""
        with self._at_home(), open_vault(self.root) as opened:
            render(opened, Ask(watching=True))
            before = [self.tree()]

            def round_() -> None:
                old, new = before[0], self.tree()
                self.rest()
                paths = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
                settings = any(path == "vaultkit.toml" or path.startswith("Templates/") for path in paths)
                if settings:
                    opened.reload()
                found = render(opened, Ask(watching=True), None if settings else paths)
                while found.again:  # what the run itself has touched is left until it is quiet
                    self.rest()
                    found = render(opened, Ask(watching=True), set(found.again))
                before[0] = self.tree()

            yield round_

    def render(self, **asked: Any) -> dict[str, str]:
        """path → action of what a run did, the unchanged left out."""
        return {one.path: one.action for one in self.report(**asked).outcomes}

    def json(self, **asked: Any) -> dict[str, Any]:
        return rendering.as_object(self.report(**asked))

    def afresh(self, name: str = "fresh") -> World:
        """The same vault, and an empty cache."""
        cache = self.cache.parent / name
        shutil.rmtree(cache, ignore_errors=True)
        return World(self.root, cache)

    def without_renders(self, place: Path) -> World:
        """Another vault with what a person wrote, and nothing that was ever rendered."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.root, place, ignore=shutil.ignore_patterns(".vaultkit"))
        there = World(place, place.parent / f"{place.name} cache")
        shutil.rmtree(there.cache, ignore_errors=True)
        for path, text in there.notes().items():
            if "\ntemplate: " in text[:400] and not path.startswith("Templates/"):
                there.remove(path)
        return there
