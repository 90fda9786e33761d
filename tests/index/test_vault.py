"""The vault hands out notes lazily, and tells the recorder what was read of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.index.vaults import Room, all_carried, contact, interview, note
from vaultkit.index.carried import carried_by
from vaultkit.index.schema import ORPHANS, VAULT
from vaultkit.index.vault import BrokenNote, Recorder, Vault
from vaultkit.model import Missing, Resolved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from vaultkit.index.vault import Reading


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    made.write(
        "People/Jo Kim.md", contact(org="Acme", aliases="Joanna, UX/UI lead", bad="1") + "# log\n- met\n"
    )
    made.write("People/Ana.md", contact(org="Other"))
    made.write("Interviews/I1.md", interview("[[Jo Kim]]", "# takeaways\n- a thing\n"))
    made.write(
        "Interviews/I2.md", note(type="interview", **{"with": "[[Ana]], [[UX/UI lead]]"}) + "[[Jo Kim]]"
    )
    made.write("Interviews/I3.md", interview("[[Ana]]", "about [[Jo Kim]]"))
    made.write("Daily.md", "with [[Jo Kim]] and [[Nobody]]")
    made.write("Me.md", note(type="me", name="Sam"))
    made.write("Broken.md", "---\ntype: contact\n")
    made.write("Drafts/I1 - prep.md", note(template="prep", about="[[I1]]", to="[[Jo Kim]]") + "[[Jo Kim]]")
    made.refresh()
    yield made
    made.close()


def recorded(room: Room, own: int | None = None, *, refuse: bool = True) -> tuple[Vault, Recorder]:
    recorder = Recorder(own)
    return Vault(room.store, room.config, recorder, refuse_broken=refuse), recorder


def at(vault: Vault, path: str) -> Reading:
    found = vault.note(path)
    assert found is not None
    return found


def test_a_reading_gives_what_the_note_says(room: Room) -> None:
    vault = Vault(room.store, room.config)
    jo = at(vault, "People/Jo Kim.md")
    assert (jo.name, jo.kind, jo.broken, jo.prop("org"), jo.prop("nothing")) == (
        "Jo Kim",
        "contact",
        False,
        "Acme",
        None,
    )
    assert jo.prop("aliases") == ("Joanna", "UX/UI lead")
    assert dict(jo.raw()) == {
        "type": "contact",
        "org": "Acme",
        "aliases": ("Joanna", "UX/UI lead"),
        "bad": "1",
    }
    assert [item.text for item in jo.section("log").items] == ["met"]
    assert jo.section("personal").items == ()
    assert (jo.line("org"), jo.line("nothing")) == (3, 0)
    assert [link.target for link in at(vault, "Interviews/I2.md").links("people")] == ["Ana", "UX/UI lead"]
    assert jo.facts.problems == tuple(one for one in vault.problems() if one.path == jo.path)
    assert at(vault, "People/Jo Kim.md") == jo
    assert vault.by_id(jo.id) == jo
    assert vault.note("People/jo kim.md") is None
    with pytest.raises(KeyError):
        vault.by_id(999)


def test_notes_of_a_kind_by_path(room: Room) -> None:
    vault = Vault(room.store, room.config)
    assert [one.path for one in vault.of_kind("interview")] == [
        "Interviews/I1.md",
        "Interviews/I2.md",
        "Interviews/I3.md",
    ]
    assert [one.path for one in vault.of_kind("rendered")] == ["Drafts/I1 - prep.md"]
    assert len(vault.every()) == 9


def test_me_is_the_note_of_that_name_or_the_first(room: Room) -> None:
    room.write("Ahead.md", note(type="me", name="Other"))
    room.refresh()
    found = Vault(room.store, room.config).me()
    assert found is not None
    assert found.path == "Me.md"
    room.remove("Me.md")
    room.refresh()
    found = Vault(room.store, room.config).me()
    assert found is not None
    assert found.path == "Ahead.md"


def test_the_interviews_of_a_person_are_found_by_any_of_their_names(room: Room) -> None:
    vault = Vault(room.store, room.config)
    jo, ana = at(vault, "People/Jo Kim.md"), at(vault, "People/Ana.md")
    assert [one.path for one in vault.interviews_of(jo)] == ["Interviews/I1.md", "Interviews/I2.md"]
    assert [one.path for one in vault.interviews_of(ana)] == ["Interviews/I2.md", "Interviews/I3.md"]


def test_interviews_go_to_the_person_that_their_link_means(room: Room) -> None:
    """A namesake has none of them, although the key is the same."""
    room.write("Old/Jo Kim.md", contact(org="Acme"))
    room.write("Interviews/I4.md", interview("[[Old/Jo Kim]]"))
    room.refresh()
    vault = Vault(room.store, room.config)
    assert [one.path for one in vault.interviews_of(at(vault, "Old/Jo Kim.md"))] == [
        "Interviews/I1.md",
        "Interviews/I4.md",
    ]
    assert [one.path for one in vault.interviews_of(at(vault, "People/Jo Kim.md"))] == ["Interviews/I2.md"]


def test_who_links_a_note_under_a_property_is_told(room: Room) -> None:
    vault = Vault(room.store, room.config)
    found = vault.linking(at(vault, "People/Jo Kim.md"), "people")
    assert [one.path for one in found] == ["Interviews/I1.md", "Interviews/I2.md"]


def test_names_are_found_exactly_and_counted(room: Room) -> None:
    vault = Vault(room.store, room.config)
    assert [one.path for one in vault.named("joanna")] == ["People/Jo Kim.md"]
    assert vault.named("Jo") == ()
    assert vault.key_count("BAD") == 1
    assert vault.key_count("org") == 0


def test_missing_links_get_suggestions_but_not_in_renders(room: Room) -> None:
    assert Vault(room.store, room.config).resolve("Jo Kin", "Daily.md") == Missing(("Jo Kim",))
    assert recorded(room)[0].resolve("Jo Kin", "Daily.md") == Missing()


def test_every_read_of_another_note_is_recorded(room: Room) -> None:
    vault, recorder = recorded(room)
    jo = at(vault, "People/Jo Kim.md")
    assert recorder.reads == {"l:jo kim": {"*"}}
    recorder.reads.clear()
    _ = jo.prop("org"), jo.section("log"), jo.path, jo.name, jo.raw().get("bad"), jo.line("org")
    assert recorder.reads == {f"n:{jo.id}": {"p:org", "s:log", "path", "name", "@", "r:bad", "lines", "keys"}}
    recorder.reads.clear()
    assert list(jo.raw())
    assert jo.facts
    assert recorder.reads == {f"n:{jo.id}": {"@", "r:", "*"}}


def test_what_the_own_note_says_is_not_recorded(room: Room) -> None:
    jo = at(Vault(room.store, room.config), "People/Jo Kim.md")
    vault, recorder = recorded(room, own=jo.id)
    mine = vault.by_id(jo.id)
    _ = mine.prop("org"), mine.facts, mine.section("log"), dict(mine.raw())
    assert recorder.reads == {}


def test_a_loop_is_one_row_with_what_was_read_in_it(room: Room) -> None:
    vault, recorder = recorded(room)
    assert [one.prop("org") for one in vault.of_kind("contact")] == ["Other", "Acme"]
    assert recorder.reads == {"k:contact": {"@", "p:org"}}


def test_the_interviews_of_a_person_are_a_row_for_each_of_their_names(room: Room) -> None:
    jo = at(Vault(room.store, room.config), "People/Jo Kim.md")
    vault, recorder = recorded(room, own=jo.id)
    for one in vault.interviews_of(vault.by_id(jo.id)):
        one.prop("goal")
    subjects = {"b:jo kim", "b:joanna", "b:ui lead"}
    assert {key: value for key, value in recorder.reads.items() if key.startswith("b:")} == {
        key: {"@", "p:goal"} for key in subjects
    }
    assert {key for key in recorder.reads if not key.startswith("b:")} == {
        "l:jo kim",
        "l:ui lead",
        "l:ux/ui lead",
    }


def test_links_me_problems_and_counts_are_recorded(room: Room) -> None:
    vault, recorder = recorded(room)
    assert isinstance(vault.resolve("[[Jo Kim|her]]", "Daily.md"), Resolved)
    assert isinstance(vault.resolve("[[Jo Kim|her]]", "Daily.md"), Resolved)
    me = vault.me()
    assert me is not None
    me.prop("name")
    vault.problems()
    vault.key_count("bad")
    assert recorder.reads == {"l:jo kim": {"*"}, "me": {"@", "p:name"}, "problems": {"*"}, "y:bad": {"*"}}


def test_an_answer_from_the_shelf_is_recorded_for_the_next_one_too(room: Room) -> None:
    first = Vault(room.store, room.config)
    first.resolve("Jo Kim", "Daily.md")
    assert at(first, "People/Jo Kim.md").prop("org") == "Acme"
    recorder = Recorder()
    second = first.with_recorder(recorder)
    second.resolve("Jo Kim", "Daily.md")
    jo = at(second, "People/Jo Kim.md")
    jo.prop("org")
    assert recorder.reads == {"l:jo kim": {"*"}, f"n:{jo.id}": {"p:org"}}


def test_what_was_worked_out_once_is_read_by_all_who_ask(room: Room) -> None:
    vault, recorder = recorded(room)
    jo, ana = at(vault, "People/Jo Kim.md"), at(vault, "People/Ana.md")
    [looped] = (one for one in vault.of_kind("contact") if one == jo)

    def find(note: Reading) -> tuple[object, object]:
        seen.append(note)
        return note.prop("org"), ana.prop("org")

    seen: list[Reading] = []
    heard = []
    for own, one in ((ana.id, jo), (None, jo), (jo.id, jo), (ana.id, looped)):
        recorder.own, recorder.reads = own, {}
        assert vault.once(one, "orgs", find) == ("Acme", "Other")
        heard.append(recorder.reads)
    jos, anas = {f"n:{jo.id}": {"p:org"}}, {f"n:{ana.id}": {"p:org"}}
    assert heard == [jos, {**jos, **anas}, anas, {"k:contact": {"p:org"}}]
    assert seen == [jo]


def test_what_cannot_be_worked_out_was_read_each_time(room: Room) -> None:
    vault, recorder = recorded(room)
    broken = at(vault, "Broken.md")
    for _ in range(2):
        recorder.own, recorder.reads = None, {}
        with pytest.raises(BrokenNote):
            vault.once(broken, "org", lambda note: note.prop("org"))
        assert recorder.reads == {f"n:{broken.id}": {"p:org"}}


def test_what_was_cut_short_was_read_so_far_and_is_tried_again(room: Room) -> None:
    vault, recorder = recorded(room)
    jo = at(vault, "People/Jo Kim.md")

    def cut_short(note: Reading) -> None:
        note.prop("org")
        raise TimeoutError

    recorder.reads = {}
    with pytest.raises(TimeoutError) as caught:
        vault.once(jo, "org", cut_short)
    assert caught.traceback[-1].name == "cut_short", "nobody would find the place"
    assert recorder.reads == {f"n:{jo.id}": {"p:org"}}
    assert vault.once(jo, "org", lambda note: note.prop("org")) == "Acme"


def test_a_broken_note_is_refused_after_it_was_recorded(room: Room) -> None:
    vault, recorder = recorded(room)
    broken = at(vault, "Broken.md")
    assert (broken.path, broken.broken, broken.kind) == ("Broken.md", True, "other")
    recorder.reads.clear()
    for read in (
        lambda: broken.prop("org"),
        lambda: broken.section("log"),
        lambda: broken.facts,
        broken.raw,
        lambda: broken.name,
        lambda: broken.line("org"),
        lambda: broken.links("people"),
    ):
        with pytest.raises(BrokenNote) as caught:
            read()
        assert caught.value.path == "Broken.md"
    assert "p:org" in recorder.reads[f"n:{broken.id}"]
    assert broken not in vault.of_kind("other")
    assert broken in Vault(room.store, room.config).of_kind("other")
    assert at(Vault(room.store, room.config), "Broken.md").prop("org") is None


def test_a_loop_over_many_does_not_keep_them_all(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaultkit.index.shelf.ROOM", 4)
    vault = Vault(room.store, room.config)
    names = [one.prop("name") for one in vault.every()]
    assert [one.prop("name") for one in vault.every()] == names
    assert len(vault._shelf._texts) <= 4


def test_rendered_notes_and_bases_belong_to_one_job_each(room: Room) -> None:
    room.write("Drafts/lost.md", note(template="prep", about="[[Nowhere]]"))
    room.write("Helpful.md", note(template="helpful"))
    room.write(
        ".vaultkit/renders/Drafts/I2 - thanks.md", note(template="thanks", about="[[I2]]", to="Somebody")
    )
    room.write("Not rendered.md", note(template="Daily", about="[[I1]]"))
    room.refresh()
    vault = Vault(room.store, room.config)
    jobs = [one.id for one in vault.every() if one.kind in ("contact", "interview")]
    found = {job: carried_by(vault, job) for job in (*jobs, VAULT, ORPHANS)}
    told = {one.path: (job, one.base, one.person) for job, carried in found.items() for one in carried}
    assert told == {
        "Drafts/I1 - prep.md": (at(vault, "Interviews/I1.md").id, False, "People/Jo Kim.md"),
        "Drafts/I2 - thanks.md": (at(vault, "Interviews/I2.md").id, True, "Somebody"),
        "Drafts/lost.md": (ORPHANS, False, ""),
        "Helpful.md": (VAULT, False, ""),
    }
    assert sum(len(carried) for carried in found.values()) == len(all_carried(vault)) == 4
