"""Notes read by the process that will render: the tables are as if the parent had read them all."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.render.bench import TALK, Bench, sheet
from vaultkit.index.refresh import refresh
from vaultkit.index.store import Store
from vaultkit.people import reader
from vaultkit.render import ahead, lanes
from vaultkit.render.discovery import discover
from vaultkit.render.pool import Pool
from vaultkit.render.process import Gone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from vaultkit.index.columns import Read

NOTES = {
    "Interviews/1 Jo.md": TALK,
    "Interviews/2 Jo.md": TALK + "\nSaw [[Jo Kim]] and [[Ælfred]].\n",
    "People/Jo Kim.md": "---\ntype: contact\naliases: [Jo]\nshoe: 40\nemail: 7\n---\n## Log\n- 2026-01-02 call\n",
    "Drafts/old.md": '---\ntemplate: gone\nabout: "[[1 Jo]]"\n---\nHello [[Jo Kim]]\n',
    "Daily/plain.md": "# A day\n",
}


class Indexed:
    """A vault of a few notes, and its tables however they were filled. `seen`: what the parent itself read."""

    def __init__(self, folder: Path) -> None:
        self.made = Bench(folder, x=sheet("Hi"))
        for path, text in NOTES.items():
            self.made.write(path, text)
        self.seen: list[str] = []

    def tables(self, pool: Any = None, on_read: Callable[[], None] = lambda: None) -> list[Any]:
        config, templates = self.made.config, discover(self.made.config)
        names, self.seen = templates.renders(), []

        def through(paths: list[str], here: Callable[[str], Read | None]) -> Iterator[Read | None]:
            def mine(path: str) -> Read | None:
                self.seen.append(path)
                on_read()
                return here(path)

            yield from ahead.read(pool, paths, mine, config=config, names=names)

        with Store.open(self.made.root, self.made.cache.with_name(f"cache {time.time_ns()}")) as store:
            read_many = None if pool is None else through
            refresh(store, config, reader(config, names), templates.digests(), read_many=read_many)
            rows = [store.all(f"SELECT * FROM {name} ORDER BY 1, 2, 3") for name in ("name", "link")]
            rows += [store.all(f"SELECT * FROM {name}") for name in ("facts", "problem", "key", "identity")]
            return [store.all("SELECT id, path, size, digest, kind, broken, shown FROM note"), *rows]


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Indexed:
    monkeypatch.setattr(lanes, "MANY", 1)
    monkeypatch.setattr(ahead, "PORTION", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    return Indexed(tmp_path)


def _wait_for(pool: Pool, vault: Indexed) -> None:
    """The first note that the parent reads takes as long as the process takes to begin."""
    end = time.monotonic() + 10
    worker = pool._seat.worker
    while worker and len(vault.seen) == 1 and not worker.has_said() and time.monotonic() < end:
        time.sleep(0.005)


def test_what_the_process_reads_fills_the_tables_alike(vault: Indexed) -> None:
    with Pool() as pool:
        shared = vault.tables(pool, partial(_wait_for, pool, vault))
        assert pool.pid is not None, "it goes on to render"
        assert not pool._busy
    assert 0 < len(vault.seen) < len(shared[0])
    assert "Drafts/old.md" in vault.seen, "whether it is rendered hangs on the bases, which the parent knows"
    assert shared == vault.tables()


class Fake:
    """A process that gives one answer to whatever it is asked, or is gone."""

    def __init__(self, answer: dict[str, Any] | None, templates: dict[str, str] | None = None) -> None:
        self.answer = answer
        self.templates = templates
        self.worker: Fake | None = self
        self.ended = False

    @contextmanager
    def lent(self) -> Iterator[Fake]:
        yield self

    def say(self, _: bytes) -> None:
        if self.answer is None:
            raise Gone("killed")

    def has_said(self) -> bool:
        return True

    def hear(self, _: float) -> Any:
        return self.answer

    def end(self) -> None:
        self.worker, self.ended = None, True


OTHER = ["00", ["Elsewhere.md", "other", False, "E", ["{}"] * 4, [], [], None, None, []]]


@pytest.mark.parametrize(
    "answer", [None, {}, {"notes": []}, {"notes": [7]}, {"notes": [OTHER]}, {"notes": [["x", OTHER[1]]]}]
)
def test_a_process_that_goes_or_talks_nonsense_loses_no_note(
    vault: Indexed, answer: dict[str, Any] | None
) -> None:
    fake = Fake(answer)
    assert vault.tables(fake) == vault.tables()
    assert fake.ended


def test_a_process_that_has_heard_of_templates_is_not_lent() -> None:
    with Pool() as pool:
        pool._seat.worker = Fake({}, templates={})  # type: ignore[assignment]
        with pool.lent() as seat:
            assert seat is None
