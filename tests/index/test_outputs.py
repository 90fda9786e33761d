"""What a change makes stale: the outputs that read it, and no others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.index.vaults import Room, contact, interview, note, read_note
from vaultkit.files import stamp
from vaultkit.index import items, outputs, renames
from vaultkit.index.items import Kept, StoredItem
from vaultkit.index.outputs import Job, Output
from vaultkit.index.record import Written, record
from vaultkit.index.schema import ORPHANS, VAULT
from vaultkit.index.vault import Recorder, Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATHS = ("People/Jo.md", "People/Ana.md", "Interviews/I1.md", "Interviews/I2.md")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    made.write("People/Jo.md", contact(org="Acme", aliases="Joanna") + "# log\n- met\n")
    made.write("People/Ana.md", contact(org="Other"))
    made.write("Interviews/I1.md", interview("[[Jo]]"))
    made.write("Interviews/I2.md", interview("[[Ana]]"))
    made.write("Me.md", note(type="me", name="Sam"))
    made.write("Daily.md", "text")
    made.settle()
    yield made
    made.close()


def stale(room: Room) -> list[str]:
    """The notes whose jobs are stale, or "vault" and "orphans"."""
    names = {VAULT: "vault", ORPHANS: "orphans"}
    return [names.get(job.about, job.path or f"gone {job.about}") for job in outputs.stale_jobs(room.store)]


def ids(room: Room) -> dict[str, int]:
    return {one.path: one.id for one in Vault(room.store, room.config).every()}


def nothing(_: Vault) -> None:
    pass


def render(room: Room, reads: dict[str, Callable[[Vault], object]], **paths: str) -> None:
    """Settle every stale job, each note's `prep` reading what its function reads."""
    number = room.store.number
    jobs = outputs.stale_jobs(room.store)
    rendered: dict[int, list[Output]] = {}
    for job in jobs:
        recorder = Recorder(job.about)
        reads.get(job.path or "", nothing)(Vault(room.store, room.config, recorder))
        heard = {subject: tuple(aspects) for subject, aspects in recorder.reads.items()}
        known = job.about > 0 and job.path is not None
        rendered[job.about] = (
            [
                Output(
                    "prep",
                    job.about,
                    path=paths.get((job.path or "").rpartition("/")[2][:-3]),
                    file=paths.get((job.path or "").rpartition("/")[2][:-3]),
                    holds=True,
                    reads=heard,
                )
            ]
            if known
            else []
        )
    outputs.save(room.store, number, rendered)
    outputs.clear(room.store, jobs)


def test_a_first_refresh_makes_everything_stale(room: Room) -> None:
    assert stale(room) == [*sorted(PATHS), "vault", "orphans"]


def test_what_is_settled_stays_settled(room: Room) -> None:
    render(room, {})
    assert stale(room) == []
    room.refresh()
    assert stale(room) == []
    assert {one.template for one in outputs.all_outputs(room.store)} == {"prep"}


def test_a_killed_render_leaves_its_marks(room: Room) -> None:
    outputs.save(room.store, room.store.number, {1: [Output("prep", 1)]})
    room.refresh()
    assert stale(room) == [*sorted(PATHS), "vault", "orphans"]


CHANGES: dict[str, tuple[Callable[[Vault], object], Callable[[Room], object], bool]] = {
    "own note": (
        lambda _: None,
        lambda r: r.write("Interviews/I1.md", interview("[[Jo]]", "# notes\n- a\n")),
        True,
    ),
    "a property read": (
        lambda v: v.by_id(v.named("Jo")[0].id).prop("org"),
        lambda r: r.write("People/Jo.md", contact(org="New", aliases="Joanna") + "# log\n- met\n"),
        True,
    ),
    "a property not read": (
        lambda v: v.named("Jo")[0].section("log"),
        lambda r: r.write("People/Jo.md", contact(org="New", aliases="Joanna") + "# log\n- met\n"),
        False,
    ),
    "a section read": (
        lambda v: v.named("Jo")[0].section("log"),
        lambda r: r.write("People/Jo.md", contact(org="Acme", aliases="Joanna") + "# log\n- met\n- again\n"),
        True,
    ),
    "a key of the user's own": (
        lambda v: v.named("Jo")[0].raw().get("hobby"),
        lambda r: r.write(
            "People/Jo.md", note(type="contact", org="Acme", aliases="Joanna", hobby="x") + "# log\n- met\n"
        ),
        True,
    ),
    "another key of the user's own": (
        lambda v: v.named("Jo")[0].raw().get("hobby"),
        lambda r: r.write(
            "People/Jo.md", note(type="contact", org="Acme", aliases="Joanna", pet="x") + "# log\n- met\n"
        ),
        False,
    ),
    "all keys": (
        lambda v: list(v.named("Jo")[0].raw()),
        lambda r: r.write(
            "People/Jo.md", note(type="contact", org="Acme", aliases="Joanna", pet="x") + "# log\n- met\n"
        ),
        True,
    ),
    "a loop and a newcomer": (
        lambda v: v.of_kind("contact"),
        lambda r: r.write("People/Z.md", contact(org="Z")),
        True,
    ),
    "a loop and one that went": (lambda v: v.of_kind("contact"), lambda r: r.remove("People/Ana.md"), True),
    "a loop and what it read": (
        lambda v: [one.prop("org") for one in v.of_kind("contact")],
        lambda r: r.write("People/Ana.md", contact(org="New")),
        True,
    ),
    "a loop and what it did not read": (
        lambda v: [one.prop("name") for one in v.of_kind("contact")],
        lambda r: r.write("People/Ana.md", contact(org="New")),
        False,
    ),
    "a loop and another kind": (
        lambda v: v.of_kind("contact"),
        lambda r: r.write("Interviews/I9.md", interview("[[X]]")),
        False,
    ),
    "a note that changes kind": (
        lambda v: v.of_kind("contact"),
        lambda r: r.write("Daily.md", contact(org="Z")),
        True,
    ),
    "a note that breaks": (
        lambda v: v.named("Ana")[0].prop("org"),
        lambda r: r.write("People/Ana.md", "---\ntype: contact\n"),
        True,
    ),
    "a miss that becomes a hit": (
        lambda v: v.resolve("New", "a.md"),
        lambda r: r.write("Deep/New.md", "x"),
        True,
    ),
    "a miss that becomes an alias": (
        lambda v: v.resolve("Nickname", "a.md"),
        lambda r: r.write("People/Ana.md", contact(org="Other", aliases="Nickname")),
        True,
    ),
    "a hit that becomes a doubt": (
        lambda v: v.resolve("Jo", "a.md"),
        lambda r: r.write("Q/Jo.md", "x"),
        True,
    ),
    "a hit that becomes a miss": (lambda v: v.resolve("Daily", "a.md"), lambda r: r.remove("Daily.md"), True),
    "a picture that comes": (lambda v: v.resolve("p.png", "a.md"), lambda r: r.write("p.png", "x"), True),
    "another name": (lambda v: v.resolve("New", "a.md"), lambda r: r.write("Deep/Newer.md", "x"), False),
    "an interview more": (
        lambda v: v.interviews_of(v.named("Ana")[0]),
        lambda r: r.write("Interviews/I9.md", interview("[[Ana]]")),
        True,
    ),
    "an interview less": (
        lambda v: v.interviews_of(v.named("Ana")[0]),
        lambda r: r.write("Interviews/I2.md", interview("[[Jo]]")),
        True,
    ),
    "an interview by another alias": (
        lambda v: v.interviews_of(v.named("Ana")[0]),
        lambda r: r.write("People/Ana.md", contact(org="Other", aliases="A")),
        True,
    ),
    "what an interview of theirs says": (
        lambda v: [one.section("notes") for one in v.interviews_of(v.named("Ana")[0])],
        lambda r: r.write("Interviews/I2.md", interview("[[Ana]]", "# notes\n- new\n")),
        True,
    ),
    "what was not read of their interview": (
        lambda v: [one.prop("goal") for one in v.interviews_of(v.named("Ana")[0])],
        lambda r: r.write("Interviews/I2.md", interview("[[Ana]]", "# notes\n- new\n")),
        False,
    ),
    "an interview of somebody else": (
        lambda v: v.interviews_of(v.named("Ana")[0]),
        lambda r: r.write("Interviews/I9.md", interview("[[Somebody]]")),
        False,
    ),
    "a backlink": (
        lambda v: v.linking(v.named("Ana")[0], "about"),
        lambda r: r.write("Daily.md", note(about="[[Ana]]")),
        True,
    ),
    "a backlink by another property": (
        lambda v: v.linking(v.named("Ana")[0], "about"),
        lambda r: r.write("Daily.md", "now [[Ana]]"),
        False,
    ),
    "me": (
        lambda v: (v.me() or v.of_kind("me")[0]).prop("name"),
        lambda r: r.write("Me.md", note(type="me", name="New")),
        True,
    ),
    "me gone": (lambda v: v.me(), lambda r: r.remove("Me.md"), True),
    "problems": (lambda v: v.problems(), lambda r: r.write("Daily.md", note(bad="1")), True),
    "problems with names": (lambda v: v.problems(), lambda r: r.write("a.sync-conflict-1.md", "x"), True),
    "a count of keys": (lambda v: v.key_count("pet"), lambda r: r.write("Daily.md", note(pet="1")), True),
    "nothing of it": (lambda _: None, lambda r: r.write("People/Ana.md", contact(org="New")), False),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_makes_stale_what_read_it_and_no_more(room: Room, what: str) -> None:
    read, change, expected = CHANGES[what]
    render(room, {"Interviews/I1.md": read})
    change(room)
    room.refresh()
    assert ("Interviews/I1.md" in stale(room)) == expected


def test_a_save_touches_no_other_job(room: Room) -> None:
    render(room, {path: lambda v: v.me() for path in PATHS})
    room.write("Interviews/I1.md", interview("[[Jo]]", "# notes\n- a\n"))
    room.refresh()
    assert stale(room) == ["Interviews/I1.md"]


def test_a_new_note_is_a_job_and_a_plain_one_is_none(room: Room) -> None:
    render(room, {})
    room.write("Interviews/I9.md", interview("[[Jo]]"))
    room.write("Other.md", "text")
    room.refresh()
    assert stale(room) == ["Interviews/I9.md"]


def test_a_note_that_is_gone_has_its_outputs_looked_at(room: Room) -> None:
    render(room, {})
    gone = ids(room)["Interviews/I1.md"]
    room.remove("Interviews/I1.md")
    room.refresh()
    assert Job(gone, None, room.store.number) in outputs.stale_jobs(room.store)
    render(room, {})
    assert stale(room) == []
    assert [one for one in outputs.all_outputs(room.store) if one.about == gone] == []
    assert room.rows("SELECT * FROM gone") == []


def test_a_template_makes_its_own_outputs_stale(room: Room) -> None:
    render(room, {})
    room.digests["prep"] = "interview 2"
    room.refresh()
    assert stale(room) == sorted(PATHS)
    render(room, {})
    room.digests["thanks"] = "interview 2"
    room.refresh()
    assert stale(room) == []


def test_an_include_makes_stale_who_read_it(room: Room) -> None:
    room.digests["_sign"] = "1"
    room.refresh()
    number, about = room.store.number, ids(room)["People/Jo.md"]
    jobs = outputs.stale_jobs(room.store)
    outputs.save(room.store, number, {about: [Output("prep", about, reads={"t:_sign": ()})]})
    outputs.clear(room.store, jobs)
    room.digests["_sign"] = "2"
    room.refresh()
    assert stale(room) == ["People/Jo.md"]


@pytest.mark.parametrize("how", ["new", "gone", "other notes", "configuration"])
def test_what_concerns_every_note_makes_everything_stale(room: Room, how: str) -> None:
    render(room, {})
    if how == "new":
        room.digests["mine"] = "contact 1"
    elif how == "gone":
        del room.digests["helpful"]
    elif how == "other notes":
        room.digests["prep"] = "contact 1"
    else:
        room.write("vaultkit.toml", "since = 2026-01-01")
    room.refresh()
    assert stale(room) == [*sorted(PATHS), "vault", "orphans"]


def test_a_newer_mark_outlives_the_clearing_of_an_older(room: Room) -> None:
    jobs = outputs.stale_jobs(room.store)
    room.write("Interviews/I1.md", interview("[[Jo]]", "# notes\n- a\n"))
    room.refresh()
    outputs.clear(room.store, jobs)
    assert stale(room) == ["Interviews/I1.md"]


def test_what_changed_while_it_was_rendered_makes_it_stale_at_once(room: Room) -> None:
    """The reads were not in the store yet when the other process marked."""
    render(room, {})
    number, about = room.store.number, ids(room)["Interviews/I1.md"]
    jobs = outputs.jobs_of(room.store, [about])
    recorder = Recorder(about)
    Vault(room.store, room.config, recorder).named("Ana")[0].prop("org")
    heard = {subject: tuple(aspects) for subject, aspects in recorder.reads.items()}
    room.write("People/Ana.md", contact(org="New"))
    room.refresh()
    outputs.save(room.store, number, {about: [Output("prep", about, reads=heard)]})
    outputs.clear(room.store, jobs)
    assert "Interviews/I1.md" in stale(room)


def test_changes_too_old_to_remember_count_as_read(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    render(room, {})
    monkeypatch.setattr(outputs, "KEPT", 2)
    number, about = room.store.number, ids(room)["Interviews/I1.md"]
    jobs = outputs.jobs_of(room.store, [about])
    for turn in range(4):
        room.write("Daily.md", note(org=str(turn)))
        room.refresh()
    outputs.save(room.store, number, {about: [Output("prep", about)]})
    outputs.clear(room.store, jobs)
    assert stale(room) == ["Interviews/I1.md"]


def test_outputs_come_back_as_they_were_saved(room: Room) -> None:
    saved = [
        Output(
            "prep",
            1,
            "",
            True,
            "a - prep.md",
            "b/a - prep.md",
            {"action": "kept", "kept_back": [1]},
            {"me": ("p:name",)},
        ),
        Output("thanks", 1, "People/Jo.md", False),
    ]
    outputs.save(room.store, room.store.number, {1: saved})
    found = outputs.outputs_of(room.store, 1)
    assert [(o.template, o.person, o.holds, o.path, o.file, o.report) for o in found] == [
        ("prep", "", True, "a - prep.md", "b/a - prep.md", {"action": "kept", "kept_back": [1]}),
        ("thanks", "People/Jo.md", False, None, None, {}),
    ]
    assert outputs.reads_of(room.store, found[0]) == {"me": ("p:name",), "l:a - prep": ("*",)}
    outputs.save(room.store, room.store.number, {1: saved[:1]})
    assert [o.template for o in outputs.outputs_of(room.store, 1)] == ["prep"]
    assert room.rows("SELECT output FROM read WHERE output NOT IN (SELECT id FROM output)") == []


def test_an_output_is_stale_when_somebody_takes_its_name_or_path(room: Room) -> None:
    for path in ("Drafts/I1 - prep.md", "Elsewhere/I1 - prep.md"):
        render(room, {}, I1="Drafts/I1 - prep.md")
        assert stale(room) == []
        room.write(path, "a note of the user's own")
        room.refresh()
        assert stale(room) == ["Interviews/I1.md"]


def rendered_note(about: str) -> str:
    return note(template="prep", about=f"[[{about}]]") + "text\n"


@pytest.mark.parametrize("base", [False, True])
def test_a_rendered_note_or_base_makes_its_own_output_stale(room: Room, base: bool) -> None:
    path = (".vaultkit/renders/" if base else "") + "Drafts/I1 - prep.md"
    for text in (rendered_note("I1"), rendered_note("I1") + "edited", None):
        render(room, {})
        if text is None:
            room.remove(path)
        else:
            room.write(path, text)
        room.refresh()
        assert stale(room) == ["Interviews/I1.md"]


def test_a_note_that_comes_together_with_a_base_concerns_who_looked_for_it(room: Room) -> None:
    render(room, {"Interviews/I2.md": lambda vault: vault.resolve("Newcomer", "a.md")})
    room.settle()
    room.refresh()
    room.write(".vaultkit/renders/Drafts/I1 - prep.md", rendered_note("I1"))
    room.write("Newcomer.md", "hello")
    room.refresh()
    assert stale(room) == ["Interviews/I1.md", "Interviews/I2.md"]


def test_a_rendered_note_that_moves_to_another_identity_concerns_both(room: Room) -> None:
    room.write("Drafts/x.md", rendered_note("I1"))
    room.refresh()
    render(room, {})
    room.write("Drafts/x.md", rendered_note("I2"))
    room.refresh()
    assert stale(room) == ["Interviews/I1.md", "Interviews/I2.md"]


def test_a_rendered_note_of_nobody_is_an_orphan(room: Room) -> None:
    render(room, {})
    room.write("Drafts/x.md", rendered_note("Nobody"))
    room.refresh()
    assert stale(room) == ["orphans"]
    render(room, {})
    room.write("Interviews/Nobody.md", interview("[[Jo]]"))
    room.refresh()
    assert stale(room) == ["Interviews/Nobody.md", "orphans"]
    render(room, {})
    room.remove("Interviews/Nobody.md")
    room.refresh()
    assert "orphans" in stale(room)


def test_a_rendered_note_of_the_vault_concerns_the_vaults_job(room: Room) -> None:
    render(room, {})
    room.write("Helpful people.md", note(template="helpful"))
    room.refresh()
    assert stale(room) == ["vault"]


def written(room: Room, path: str, text: str) -> Written:
    room.write(path, text)
    found = stamp(room.root / path)
    assert found is not None
    inside = path.removeprefix(".vaultkit/renders/")
    return Written(inside, found, text.encode(), read_note(inside, text.encode()), base=inside != path)


def test_what_the_pipeline_wrote_is_neither_read_nor_stale(room: Room) -> None:
    render(room, {}, I1="Drafts/I1 - prep.md")
    path, base = "Drafts/I1 - prep.md", ".vaultkit/renders/Drafts/I1 - prep.md"
    notes, bases = [written(room, path, rendered_note("I1"))], [written(room, base, rendered_note("I1"))]
    assert record(room.store, [*notes, *bases]) == 0
    room.settle()
    assert room.refresh().notes == 7
    assert room.reads == []
    assert stale(room) == []
    room.remove(path)
    room.remove(base)
    assert record(room.store, gone=[path], bases_gone=["Drafts/I1 - prep.md"]) == 0
    assert room.refresh().notes == 6
    assert (room.reads, stale(room)) == ([], [])


def test_a_folder_that_a_render_made_is_missed_when_it_goes_before_the_next_scan(room: Room) -> None:
    render(room, {}, I1="Sheets/I1 - prep.md")
    path, base = "Sheets/I1 - prep.md", ".vaultkit/renders/Sheets/I1 - prep.md"
    notes, bases = [written(room, path, rendered_note("I1"))], [written(room, base, rendered_note("I1"))]
    record(room.store, [*notes, *bases])
    for name in (path, base):
        room.remove(name)
        (room.root / name).parent.rmdir()
    assert room.refresh().removed == (path,)
    assert room.store.all("SELECT path FROM base") == []
    assert stale(room) == ["Interviews/I1.md"]


def test_a_written_note_makes_stale_who_looked_for_its_name(room: Room) -> None:
    render(room, {"Interviews/I2.md": lambda v: v.resolve("I1 - prep", "a.md")}, I1="Drafts/I1 - prep.md")
    found = [written(room, "Drafts/I1 - prep.md", rendered_note("I1"))]
    assert record(room.store, found) == 1
    assert stale(room) == ["Interviews/I2.md"]
    room.write("Drafts/I1 - prep.md", rendered_note("I1") + "more")
    render(room, {"Interviews/I2.md": lambda v: v.resolve("I1 - prep", "a.md")})
    assert record(room.store, [written(room, "Drafts/I1 - prep.md", rendered_note("I1") + "x")]) == 0


def test_a_written_note_makes_stale_who_was_refused_its_place(room: Room) -> None:
    render(room, {}, I1="Drafts/one.md", I2="Drafts/one.md")
    rows = outputs.wanting(room.store, "Drafts/one.md")
    refused = [replace(one, file=None) for one in rows if one.about != rows[0].about]
    outputs.save(room.store, room.store.number, {one.about: [one] for one in refused})
    assert record(room.store, [written(room, "Drafts/one.md", rendered_note("I1"))]) == 1
    assert [job.about for job in outputs.stale_jobs(room.store)] == [refused[0].about]


def test_renames_wait_until_the_bases_have_been_told(room: Room) -> None:
    (room.root / "People/Jo.md").rename(room.root / "People/Joanna.md")
    number = room.refresh().number
    room.refresh()
    assert renames.pending_renames(room.store) == (("People/Jo.md", "People/Joanna.md"),)
    renames.settle_renames(room.store, number, {"People/Jo.md": "People/Joanna.md"})
    assert renames.pending_renames(room.store) == ()
    assert renames.waiting_renames(room.store) == (("People/Jo.md", "People/Joanna.md"),)
    renames.settle_renames(room.store, number)
    assert renames.waiting_renames(room.store) == ()


def test_agenda_items_go_stale_by_themselves(room: Room) -> None:
    render(room, {})
    jobs = items.stale_items(room.store)
    assert [job.path for job in jobs] == [*sorted(PATHS), None]
    assert jobs[-1].about == VAULT, "what is kept of the vault as a whole"
    item = StoredItem(ids(room)["Interviews/I1.md"], 10.0, 30.0, ["write", None])
    later = StoredItem(item.about, 10.0, None, ["invite", 3])
    made = {job.about: Kept() for job in jobs}
    made[item.about] = Kept([item, later], ["I1", "held", ["Jo"]], {"me": ("p:name",)})
    items.save_items(room.store, room.store.number, made)
    assert (items.stale_items(room.store), stale(room)) == ((), [])
    assert sorted(items.items_between(room.store, 10.0, 10.0)) == [["invite", 3], ["write", None]]
    assert items.rows_of(room.store, "interview") == [("I1", "held", ("Jo",))]
    assert items.items_between(room.store, 9.0, 9.0) == []
    assert items.items_between(room.store, 40.0, 40.0) == [["invite", 3]]
    assert items.items_between(room.store, 40.0, 30.0) == [["invite", 3]]
    room.write("Me.md", note(type="me", name="New"))
    room.refresh()
    assert [job.path for job in items.stale_items(room.store)] == ["Interviews/I1.md"]
    assert stale(room) == []
    room.remove("Interviews/I1.md")
    room.refresh()
    gone = items.stale_items(room.store)
    assert [job.path for job in gone] == [None]
    items.save_items(room.store, room.store.number, {gone[0].about: Kept()})
    assert items.items_between(room.store, 99.0, 0.0) == []
    assert items.rows_of(room.store, "interview") == []
    assert items.stale_items(room.store) == ()


def test_a_job_can_be_marked_again(room: Room) -> None:
    render(room, {})
    outputs.mark(room.store, [ids(room)["People/Jo.md"]])
    assert stale(room) == ["People/Jo.md"]


def test_what_is_told_and_counted(room: Room) -> None:
    talk = Vault(room.store, room.config).note("Interviews/I1.md")
    assert talk is not None
    outputs.save(room.store, room.store.number, {job.about: [] for job in outputs.stale_jobs(room.store)})
    reports: dict[str, dict[str, object]] = {
        "a": {"action": "unchanged"},
        "b": {"action": "none"},
        "c": {"action": "retired", "path": "x.md"},
        "d": {"action": "kept", "kept_back": []},
        "e": {"action": "refused"},
        "f": {"action": "none", "problems": []},
    }
    made = [Output(name, talk.id, report=report) for name, report in reports.items()]
    outputs.save(room.store, room.store.number, {talk.id: made})
    assert [one.template for one in outputs.told(room.store)] == ["c", "d", "e", "f"]
    assert [one.template for one in outputs.told(room.store, loud=True)] == ["d", "e", "f"]
    assert outputs.counts(room.store) == {"unchanged": 1, "retired": 1, "kept": 1, "refused": 1}
    assert outputs.counts(room.store, [("a", talk.id, ""), ("c", talk.id, "")]) == {"kept": 1, "refused": 1}
    assert outputs.counts(room.store, [("a", talk.id, "")], {talk.id}) == {}
    many = [("a", talk.id, ""), *(("z", number, "") for number in range(outputs.MANY + 1))]
    assert outputs.counts(room.store, many) == {"retired": 1, "kept": 1, "refused": 1}
