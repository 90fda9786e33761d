"""After any history of edits the store says what one built from nothing says, and marks miss nobody."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.index.vaults import Room, all_carried, contact, interview, note, state
from vaultkit.index import outputs
from vaultkit.index.carried import carried_by
from vaultkit.index.outputs import Output
from vaultkit.index.schema import ORPHANS, VAULT
from vaultkit.index.store import Store
from vaultkit.index.vault import BrokenNote, Recorder, Vault

if TYPE_CHECKING:
    from vaultkit.index.vault import Reading

PATHS = [
    "Jo.md", "jo.md", "People/Jo.md", "People/Ana.md", "People/Old/Ana.md", "Talks/T1.md", "Talks/T2.md",
    "Me.md", "Daily/D.md", "Drafts/T1 - prep.md", "Drafts/T2 - prep.md", ".vaultkit/renders/Drafts/T1 - prep.md",
    ".vaultkit/renders/Drafts/T2 - prep.md", "Files/p.png", "Templates/T.md", "x (conflicted copy 1).md", "#a#",
]  # fmt: skip
TEXTS = [
    "plain [[Jo]] and [[p.png]]",
    contact(org="A", aliases="Joanna"),
    contact(org="B", aliases="Joanna, Nick"),
    contact(org="A", name="Ana") + "# log\n- met\n",
    interview("[[Jo]]"),
    interview("[[Joanna]], [[Ana]]", "# takeaways\n- a\n"),
    note(type="interview", **{"with": "[[People/Jo]]"}, mine="x"),
    note(type="me", name="Sam"),
    note(template="prep", about="[[T1]]"),
    note(template="prep", about="[[T2]]", to="[[Jo]]"),
    note(template="gone", about="[[T1]]"),
    note(template="helpful"),
    note(bad="1"),
    "---\ntype: contact\n",
    "",
]
STEPS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(PATHS), st.sampled_from(TEXTS)),
    st.tuples(st.just("write"), st.sampled_from(PATHS), st.sampled_from(TEXTS)),
    st.tuples(st.just("remove"), st.sampled_from(PATHS), st.just("")),
    st.tuples(st.just("move"), st.sampled_from(PATHS), st.sampled_from(PATHS)),
    st.tuples(
        st.just("folder"),
        st.sampled_from(["People", "Talks", "People/Old", "Drafts"]),
        st.sampled_from(["Z", "People"]),
    ),
    st.tuples(st.just("exclude"), st.sampled_from(["", "Talks", "*.png", "People/Old"]), st.just("")),
    st.tuples(st.just("settle"), st.just(""), st.just("")),
)
HISTORIES = st.lists(st.tuples(STEPS, st.sampled_from(["whole", "paths", "later"])), max_size=14)


def take(room: Room, step: tuple[str, str, str]) -> set[str]:
    """Change the vault; the paths that a watcher would name."""
    what, path, other = step
    file = room.root / path
    if what == "write":
        room.write(path, other)
    elif what == "remove" and file.exists():
        file.unlink()
    elif what == "move" and file.exists():
        (room.root / other).parent.mkdir(parents=True, exist_ok=True)
        file.replace(room.root / other)
        return {path, other}
    elif what == "folder" and file.is_dir() and path != other and not other.startswith(path + "/"):
        target = room.root / other / "Moved"
        if target.exists():
            shutil.rmtree(file)
            return {path}
        target.parent.mkdir(parents=True, exist_ok=True)
        file.rename(target)
        return {path, f"{other}/Moved"}
    elif what == "exclude":
        room.write("vaultkit.toml", f'exclude = ["{path}"]')
        return {"vaultkit.toml"}
    return {path} if path else set()


@pytest.fixture
def no_rebuild(monkeypatch: pytest.MonkeyPatch) -> None:
    """A history must never need a new store: that would hide a mistake of the incremental way."""

    def never(_: Store) -> None:
        raise AssertionError("the store was made anew")

    monkeypatch.setattr(Store, "rebuild", never)


SETTINGS = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@SETTINGS
@given(HISTORIES)
def test_incremental_equals_from_nothing(
    no_rebuild: None, history: list[tuple[tuple[str, str, str], str]]
) -> None:
    live(history)


@pytest.mark.soak
def test_incremental_equals_from_nothing_after_fifty_steps(no_rebuild: None) -> None:
    """Long lives by lot: hypothesis makes short ones. The thousand that is aimed at: VAULTKIT_HISTORIES=1000."""
    for number in range(int(os.environ.get("VAULTKIT_HISTORIES", "100"))):
        lot = random.Random(number)
        try:
            live([(drawn(lot), lot.choice(["whole", "paths", "later"])) for _ in range(50)])
        except AssertionError:
            sys.stderr.write(f"history {number}\n")
            raise


def drawn(lot: random.Random) -> tuple[str, str, str]:
    """A step, as STEPS has them."""
    match lot.choice(["write", "write", "write", "remove", "move", "folder", "exclude", "settle"]):
        case "write":
            return "write", lot.choice(PATHS), lot.choice(TEXTS)
        case "remove":
            return "remove", lot.choice(PATHS), ""
        case "move":
            return "move", lot.choice(PATHS), lot.choice(PATHS)
        case "folder":
            return (
                "folder",
                lot.choice(["People", "Talks", "People/Old", "Drafts"]),
                lot.choice(["Z", "People"]),
            )
        case "exclude":
            return "exclude", lot.choice(["", "", "Talks", "*.png", "People/Old"]), ""
    return "settle", "", ""


def live(history: list[tuple[tuple[str, str, str], str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        room.refresh()
        pending: set[str] = set()
        for step, how in history:
            pending |= take(room, step)
            if how == "paths" and pending:
                room.refresh(*pending)
            elif how == "whole":
                room.refresh()
            pending = pending if how == "later" else set()
        room.refresh()
        fresh = Room(Path(folder), "fresh")
        found = fresh.refresh()
        assert state(room.store) == state(fresh.store)
        assert room.refresh().problems == found.problems
        every = all_carried(Vault(room.store, room.config))
        assert every == all_carried(Vault(fresh.store, fresh.config))
        room.close()
        fresh.close()


@SETTINGS
@given(HISTORIES)
def test_paths_alone_are_enough(no_rebuild: None, history: list[tuple[tuple[str, str, str], str]]) -> None:
    """A watcher that hears of every change needs no scan to be right."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        room.refresh()
        for step, _ in history:
            named = take(room, step)
            if named:
                room.refresh(*named)
        fresh = Room(Path(folder), "fresh")
        fresh.refresh()
        assert state(room.store) == state(fresh.store)
        room.close()
        fresh.close()


def picture(vault: Vault, reading: Reading | None) -> str:
    """What a render makes of the vault: it reads a bit of everything, as a template does."""
    me = vault.me()
    said: list[object] = [None if me is None else me.prop("name")]
    try:
        if reading is not None and reading.kind == "interview":
            for link in reading.links("people"):
                found = vault.resolve(link, reading.path)
                said.append(type(found).__name__)
                person = vault.note(getattr(found, "path", ""))
                if person is not None:
                    said += [person.name, person.prop("org"), person.section("log").text]
                    said += [one.path for one in vault.interviews_of(person)]
        if reading is not None and reading.kind == "contact":
            said += [
                (one.path, one.prop("people"), one.raw().get("mine")) for one in vault.interviews_of(reading)
            ]
            said += [one.path for one in vault.linking(reading, "people")]
        if reading is None:
            said += [(one.path, one.name, one.prop("org")) for one in vault.of_kind("contact")]
            said += [one.path for one in vault.of_kind("interview")]
            said += [(one.path, one.code) for one in vault.problems()]
            said.append(vault.key_count("mine"))
    except BrokenNote as error:
        said.append(f"broken {error.path}")
    return repr(said)


def render(room: Room, shown: dict[int, str]) -> None:
    """Render what is stale, and nothing else."""
    number, jobs = room.store.number, outputs.stale_jobs(room.store)
    saved: dict[int, list[Output]] = {}
    for job in jobs:
        shown.pop(job.about, None)
        saved[job.about] = []
        if job.about == ORPHANS or (job.about != VAULT and job.path is None):
            continue
        recorder = Recorder(job.about or None)
        vault = Vault(room.store, room.config, recorder, refuse_broken=True)
        reading = None if job.about == VAULT else vault.by_id(job.about)
        if reading is not None and reading.kind not in ("contact", "interview"):
            continue
        shown[job.about] = "broken" if reading is not None and reading.broken else picture(vault, reading)
        reads = {subject: tuple(aspects) for subject, aspects in recorder.reads.items()}
        saved[job.about] = [Output("prep", job.about, reads=reads)]
    outputs.save(room.store, number, saved)
    outputs.clear(room.store, jobs)


def by_path(room: Room, shown: dict[int, str]) -> dict[str, str]:
    paths = {one.id: one.path for one in Vault(room.store, room.config).every()}
    return {paths.get(about, str(about)): text for about, text in shown.items()}


@SETTINGS
@given(HISTORIES)
def test_what_is_not_stale_would_come_out_the_same(
    no_rebuild: None, history: list[tuple[tuple[str, str, str], str]]
) -> None:
    """The recorded run equals the run from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        shown: dict[int, str] = {}
        room.refresh()
        render(room, shown)
        for step, how in history:
            take(room, step)
            if how != "later":
                room.refresh()
            if how == "whole":
                render(room, shown)
        room.refresh()
        render(room, shown)
        assert outputs.stale_jobs(room.store) == ()
        fresh = Room(Path(folder), "fresh")
        anew: dict[int, str] = {}
        fresh.refresh()
        render(fresh, anew)
        assert by_path(room, shown) == by_path(fresh, anew)
        vault = Vault(room.store, room.config)
        jobs = [one.id for kind in ("contact", "interview") for one in vault.of_kind(kind)]
        found = [one.path for job in (*jobs, VAULT, ORPHANS) for one in carried_by(vault, job)]
        assert len(found) == len(all_carried(vault))
        room.close()
        fresh.close()
