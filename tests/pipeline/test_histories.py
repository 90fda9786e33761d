"""After any history a run equals one from nothing: an empty cache writes nothing and reports the same."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pipeline.steps import STEPS, furnish, own, rendered
from tests.pipeline.world import World
from vaultkit.index.names import stem
from vaultkit.index.store import Store
from vaultkit.report import rendering

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMBERS = st.integers(0, 199)
STEP = st.tuples(st.sampled_from(sorted(STEPS)), NUMBERS, NUMBERS)
HISTORIES = st.lists(st.lists(STEP, min_size=1, max_size=3), min_size=1, max_size=5)
BOUNDED = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LONG = settings(BOUNDED, max_examples=300)


@pytest.fixture
def no_rebuild(monkeypatch: pytest.MonkeyPatch) -> None:
    """A history must never need a new index: that would hide a mistake of the incremental way."""

    def never(_: Store) -> None:
        raise AssertionError("the index was made anew")

    monkeypatch.setattr(Store, "rebuild", never)


def take(world: World, steps: Iterable[tuple[str, int, int]]) -> None:
    for name, a, b in steps:
        STEPS[name](world, a, b)


def settled(world: World) -> dict[str, Any]:
    """A run does its work; the next has none, and an empty cache finds none either."""
    world.report()
    tree = world.tree()
    again = world.report()
    assert (again.writes, world.tree()) == (0, tree)
    short = world.report(listed=False)
    assert (short.counts, short.problems) == (again.counts, again.problems)
    assert again.counts == Counter(one.action for one in again.outcomes) + Counter(unchanged=again.unchanged)
    fresh = world.afresh().report()
    assert (fresh.writes, world.tree()) == (0, tree)
    found, from_nothing = rendering.as_object(again), rendering.as_object(fresh)
    assert found == from_nothing
    return found


def follow(history: list[list[tuple[str, int, int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "vault", Path(folder) / "cache")
        furnish(world)
        settled(world)
        for steps in history:
            take(world, steps)
            settled(world)
        equal_to_one_that_was_never_rendered(world, Path(folder) / "other")


def watch(history: list[list[tuple[str, int, int]]]) -> None:
    """Rounds over the paths that events name leave nothing for a run over all."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "vault", Path(folder) / "cache")
        furnish(world)
        with world.watched() as round_:
            for steps in history:
                take(world, [step for step in steps if step[0] != "asked"])
                round_()
        tree = world.tree()
        after = world.report()
        assert (after.writes, world.tree()) == (0, tree)
        fresh = world.afresh().report()
        assert (fresh.writes, world.tree()) == (0, tree)
        assert rendering.as_object(after) == rendering.as_object(fresh)


def equal_to_one_that_was_never_rendered(world: World, place: Path) -> None:
    """What nobody touched, retired ones apart, says what it would say in a vault without any rendered note.

    A rendered note that its user gave the name of another note is one that links lead to, as in Obsidian.
    """
    if {stem(path) for path in rendered(world)} & {stem(path) for path in own(world)}:
        return
    other = world.without_renders(place)
    made = other.report()
    told = {one.path for one in world.report().outcomes}
    bases = world.bases()
    fresh = {_identity(text): text for path, text in other.notes().items() if path in rendered(other)}
    for path in rendered(world):
        text = world.read(path)
        if path not in told and bases.get(path) == text and _identity(text) in fresh:
            assert fresh[_identity(text)] == text, made


def _identity(text: str) -> str:
    head = text.replace("\r\n", "\n").partition("\n---\n")[0].split("\n")
    return "\n".join(sorted(line for line in head if line.startswith(("template:", "about:", "to:"))))


@BOUNDED
@given(HISTORIES)
def test_incremental_equals_rebuilt(no_rebuild: None, history: list[list[tuple[str, int, int]]]) -> None:
    follow(history)


@pytest.mark.soak
@LONG
@given(HISTORIES)
def test_incremental_equals_rebuilt_in_many_histories(
    no_rebuild: None, history: list[list[tuple[str, int, int]]]
) -> None:
    follow(history)


@settings(BOUNDED, max_examples=8)
@given(HISTORIES)
def test_rounds_of_a_watch_equal_a_run(no_rebuild: None, history: list[list[tuple[str, int, int]]]) -> None:
    watch(history)


@pytest.mark.soak
@LONG
@given(HISTORIES)
def test_rounds_of_a_watch_equal_a_run_in_many_histories(
    no_rebuild: None, history: list[list[tuple[str, int, int]]]
) -> None:
    watch(history)


@settings(BOUNDED, max_examples=10)
@given(st.lists(st.lists(STEP, min_size=1, max_size=4), min_size=1, max_size=3))
def test_no_word_of_the_users_is_ever_lost(history: list[list[tuple[str, int, int]]]) -> None:
    """A line that its user typed into a rendered note stands in the vault, or in a backup, whatever runs do."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "vault", Path(folder) / "cache")
        furnish(world)
        world.report()
        paths = rendered(world)
        for number, path in enumerate(paths):
            world.write(path, world.read(path) + f"my word {number}\n")
        for steps in history:
            before = "".join(world.notes().values())
            for name, a, b in steps:
                if name not in ("forget", "asked"):
                    STEPS[name](world, a, b)
            typed = "".join(world.notes().values())
            world.report()
            world.report(recreate=True, fresh=True, overwrite=True)
            kept = "".join(data.decode("utf-8", "replace") for data in world.tree().values())
            for number in range(len(paths)):
                word = f"my word {number}\n"
                assert word not in typed or word in kept, before
