"""An open vault: configuration, templates, index and, once it is needed, the process that renders.

In: the vault's folder. Out: OpenVault, a context manager that every command works through.
Never: renders; and never reads a note that did not change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Self

from vaultkit import files
from vaultkit.index import outputs
from vaultkit.index.refresh import Refreshed, refresh, stored_problems
from vaultkit.index.store import Store
from vaultkit.pipeline.discovering import Gist, templates_of
from vaultkit.render import lanes
from vaultkit.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from vaultkit.config import Config
    from vaultkit.index.columns import Read
    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Facts, Kind, Problem
    from vaultkit.render.pool import Pool
    from vaultkit.render.templates import Audience, Templates


def open_vault(root: Path) -> OpenVault:
    """Open the vault at `root`. Raises WrongConfiguration; close it when done."""
    return OpenVault(_loaded(root), Store.open(root))


def _loaded(root: Path) -> Config:
    """The configuration, its `[agenda]` table looked through as well: no command goes on with a wrong one."""
    config = load(root)
    if config.agenda:
        from vaultkit.people.agenda import settings  # noqa: PLC0415 - most vaults have no such table

        settings(config.agenda)
    return config


@dataclass
class OpenVault:
    """`refreshed` is what the last look at the disk found; `snapshot` looks first if nobody has."""

    config: Config
    store: Store
    refreshed: Refreshed | None = None
    _gist: Gist | None = field(default=None, repr=False)
    _templates: Templates | None = field(default=None, repr=False)
    _pool: Pool | None = field(default=None, repr=False)
    _shared: Vault | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that renders, and give the index back."""
        if self._pool is not None:
            self._pool.close()
        self.store.close()

    @property
    def root(self) -> Path:
        return self.config.root

    @property
    def templates(self) -> Templates:
        """The templates as they stood when somebody first asked, or at the last `reload`."""
        self._templates = self._templates or self.gist.load()
        return self._templates

    @property
    def gist(self) -> Gist:
        """What the index has to know of the templates."""
        self._gist = self._gist or templates_of(self.config, self.store)
        return self._gist

    @property
    def pool(self) -> Pool:
        from vaultkit.render.pool import Pool  # noqa: PLC0415 - commands that only answer do without

        self._pool = self._pool or Pool()
        return self._pool

    def lock(self) -> AbstractContextManager[None]:
        """Held while files are written: one vaultkit at a time."""
        return files.lock(self.store.path.with_name("render.lock"))

    def reload(self) -> None:
        """Read configuration and templates anew; a watch does so when one of them changed."""
        self.config = load(self.config.root)
        self._gist = self._templates = None

    def read_note(self, *, to_render: bool = False) -> Callable[[str, bytes], Facts]:
        """What the index calls for each note that changed; nothing is loaded before the first.

        With `to_render` the process that renders starts then, to be ready when all are read; with many notes two do.
        """
        loaded: list[Callable[[str, bytes], Facts]] = []
        config, names, numbers = self.config, self.gist.renders, count(1)

        def read(path: str, data: bytes) -> Facts:
            if to_render:
                self._warm(next(numbers))
            if not loaded:
                from vaultkit.people.reading import reader  # noqa: PLC0415 - nothing changed, nothing to load

                loaded.append(reader(config, names))
            return loaded[0](path, data)

        return read

    def _warm(self, number: int) -> None:
        """Start a process that renders, now that so many notes were read."""
        if number == 1:
            self.pool.warm()
        elif number == lanes.MANY and lanes.pays(number):
            self.pool.second.warm()

    def refresh(self, paths: set[str] | None = None, *, to_render: bool = False) -> Refreshed:
        """Bring the index up to date with the disk; with `paths` only there."""
        read = self.read_note(to_render=to_render)
        many = self._read_many if to_render else None
        self.refreshed = refresh(self.store, self.config, read, self.gist.digests, paths, read_many=many)
        self.forget_snapshot()
        return self.refreshed

    def _read_many(self, paths: list[str], here: Callable[[str], Read | None]) -> Iterable[Read | None]:
        from vaultkit.render import ahead  # noqa: PLC0415 - only a first index reads very many

        return ahead.read(self.pool, paths, here, config=self.config, names=self.gist.renders)

    def forget_snapshot(self) -> None:
        """What was loaded is of a state that is past."""
        self._shared = None

    def snapshot(self) -> Vault:
        """The vault as of the last refresh."""
        if self.refreshed is None:
            self.refresh()
        if self._shared is None:
            from vaultkit.index.vault import Vault  # noqa: PLC0415 - a render with nothing to do asks for no note

            self._shared = Vault(self.store, self.config)
        return self._shared

    def marks(self) -> dict[str, str]:
        """Template name → what `done DRAFT` sets for it."""
        return {template.name: template.marks for template in self.templates if template.marks}

    def audience(self, letter: Reading) -> Audience:
        """For whom its template writes; where that is gone, for me alone."""
        template = self.templates.get(str(letter.prop("template") or ""))
        return template.audience if template is not None else "me"

    def names(self, kinds: tuple[Kind, ...]) -> list[str]:
        """The names of notes of these kinds as the disk has them now, sorted."""
        self.refresh()
        marks = ", ".join("?" * len(kinds))
        rows = self.store.all(f"SELECT shown FROM note WHERE kind IN ({marks}) ORDER BY shown", *kinds)  # noqa: S608
        return [name for (name,) in rows]

    def own_notes(self) -> int:
        """How many notes a person wrote."""
        row = self.store.one(
            "SELECT count(*) FROM note WHERE kind = 'rendered'"
        )  # all of them are counted already
        return int(self.store.meta("notes") or 0) - (int(row[0]) if row else 0)

    def has_own(self) -> bool:
        """Whether a person has written any note."""
        return self.store.one("SELECT 1 FROM note WHERE kind != 'rendered' LIMIT 1") is not None

    def has_rendered(self) -> bool:
        """Whether any rendered note stands in the vault."""
        return self.store.one("SELECT 1 FROM note WHERE kind = 'rendered' LIMIT 1") is not None

    def note_problems(self) -> set[Problem]:
        """What the index and the templates know to be wrong, outputs apart."""
        return {*stored_problems(self.store), *self.gist.problems}

    def problems(self) -> tuple[Problem, ...]:
        """The same, and what the last render told of outputs; without looking at notes together."""
        from vaultkit.pipeline.memory import problems_in  # noqa: PLC0415 - the agenda does without

        told = (problem for one in outputs.told(self.store, loud=True) for problem in problems_in(one.report))
        return tuple(sorted({*self.note_problems(), *told}))
