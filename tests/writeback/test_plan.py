"""The table of decisions, row by row."""

from __future__ import annotations

from typing import Any

import pytest

from vaultkit.writeback.plan import choose, decide
from vaultkit.writeback.state import Base, Found, State

from .states import BOTH, CLASH, MINE, ONE, OTHER, PATH, TWO, after, note, state


def test_nothing_there_is_created() -> None:
    found = decide(state(ONE))
    assert (found.action, found.path, found.write, found.expected) == ("create", PATH, ONE, None)
    assert found.base == Base(PATH, ONE)


def test_a_file_that_equals_the_render_is_unchanged_and_the_base_becomes_the_render() -> None:
    found = decide(state(TWO, ONE, TWO))
    assert (found.action, found.write, found.base) == ("unchanged", None, Base(PATH, TWO))
    assert decide(state(ONE, ONE, ONE)).idle
    assert decide(state(ONE, None, ONE)).base == Base(PATH, ONE)


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("\n", "\r\n"), lambda text: text.rstrip("\n") + "  "]
)
def test_form_is_no_difference(change: Any) -> None:
    assert decide(state(ONE, ONE, change(ONE))).idle
    assert decide(state(change(ONE), ONE, ONE)).idle


def test_a_file_as_we_left_it_is_updated() -> None:
    found = decide(state(TWO, ONE, ONE))
    assert (found.action, found.write, found.expected, found.base) == ("update", TWO, ONE, Base(PATH, TWO))
    assert not found.users_words


def test_an_update_keeps_the_line_ends_and_comments_of_an_editor() -> None:
    file = ONE.replace("---\ntemplate", "---\n# mine\ntemplate", 1).replace("\n", "\r\n")
    found = decide(state(TWO, ONE, file))
    assert found.action == "update"
    assert found.write == TWO.replace("---\ntemplate", "---\n# mine\ntemplate", 1).replace("\n", "\r\n")


def test_an_edited_file_of_an_unchanged_render_is_kept() -> None:
    found = decide(state(ONE, ONE, MINE))
    assert found.action == "kept"
    assert found.idle


def test_edits_and_a_new_render_are_merged() -> None:
    found = decide(state(TWO, ONE, MINE))
    assert (found.action, found.write, found.base) == ("merged", BOTH, Base(PATH, TWO))
    assert found.users_words
    assert found.kept_back == ()


def test_where_both_changed_a_place_it_is_reported_on_every_run_until_they_agree() -> None:
    now = state(TWO, ONE, CLASH)
    for _ in range(3):
        found = decide(now)
        assert (found.action, found.write) == ("kept", None)
        assert [(one.path, one.line, one.code) for one in found.problems] == [(PATH, 7, "kept-back")]
        assert "mine" in found.problems[0].message
        assert "“C”" in found.problems[0].message
        now = after(now, found)
    assert decide(state(TWO, now.base.text if now.base else None, TWO)).problems == ()


def test_a_deleted_file_stays_deleted_and_recreate_brings_it_back() -> None:
    assert decide(state(TWO, ONE)).action == "deleted"
    assert decide(state(TWO, ONE)).idle
    found = decide(state(TWO, ONE, recreate=True))
    assert (found.action, found.write, found.base) == ("create", TWO, Base(PATH, TWO))


def test_the_base_of_a_deleted_file_goes_along_with_the_wanted_path() -> None:
    found = decide(state(TWO, ONE, wants=OTHER))
    assert (found.action, found.base, found.drop_bases) == ("deleted", Base(OTHER, ONE), (PATH,))
    assert not found.writes
    assert decide(after(state(TWO, ONE, wants=OTHER), found)).idle
    assert decide(state(TWO, ONE, wants=OTHER, obstacle="a note of yours")).idle


def test_a_file_without_a_record_is_left_adopted_or_overwritten() -> None:
    found = decide(state(TWO, None, MINE))
    assert (found.action, found.idle) == ("foreign", True)
    assert found.problems[0].path == PATH
    assert "--adopt" in found.problems[0].hint
    adopted = decide(state(TWO, None, MINE, adopt=True))
    assert (adopted.action, adopted.write, adopted.base) == ("kept", None, Base(PATH, TWO))
    written = decide(state(TWO, None, MINE, overwrite=True))
    assert (written.action, written.write, written.backup, written.base) == (
        "update",
        TWO,
        True,
        Base(PATH, TWO),
    )


def test_fresh_takes_the_render_of_an_edited_file_and_backs_it_up() -> None:
    for base in (ONE, TWO):
        found = decide(state(TWO, base, MINE, fresh=True))
        assert (found.action, found.write, found.backup) == ("update", TWO, True)
    assert not decide(state(TWO, ONE, ONE, fresh=True)).backup
    assert decide(state(TWO, None, MINE, fresh=True)).action == "foreign"


@pytest.mark.parametrize("there", [{"base": ONE}, {"file": MINE}, {"base": ONE, "file": MINE}])
def test_what_is_no_longer_wanted_is_retired_and_left(there: dict[str, str]) -> None:
    found = decide(state(None, wanted=False, **there))
    assert (found.action, found.idle) == ("retired", True)
    assert decide(state(None, wanted=False)).action == "none"


@pytest.mark.parametrize("there", [{}, {"base": ONE}, {"file": MINE}, {"base": ONE, "file": MINE}])
def test_what_fails_is_refused_and_left(there: dict[str, str]) -> None:
    for found in (decide(state(None, **there)), decide(state(TWO, failed=True, **there))):
        assert (found.action, found.idle) == ("refused", True)


def test_on_request_an_idle_one_is_unchanged_and_untouched() -> None:
    assert decide(state(None, ONE, MINE, idle=True)).action == "unchanged"
    assert decide(state(TWO, ONE, ONE, idle=True)).idle
    assert decide(state(None, idle=True)).action == "none"


def test_asked_for_by_name_a_deleted_one_is_made_anew() -> None:
    assert decide(state(TWO, ONE, requested=True)).action == "create"
    assert decide(state(TWO, None, requested=True, joined=True)).action == "create"
    assert decide(state(TWO, ONE, MINE, requested=True)).action == "merged"


def test_twins_are_named_and_never_written_while_the_one_that_counts_goes_on() -> None:
    found = decide(state(TWO, ONE, ONE, twins=("Drafts/Jo - prep (1).md",)))
    assert (found.action, found.path, found.write) == ("update", PATH, TWO)
    assert found.foreign == ("Drafts/Jo - prep (1).md",)
    assert "Drafts/Jo - prep (1).md" in found.problems[0].message


def test_of_several_bases_the_one_at_the_file_counts_then_the_wanted_then_the_first() -> None:
    one, two, three = Base("a.md", ""), Base("b.md", ""), Base("c.md", "")
    assert choose([one, two, three], "c.md", "b.md") == (three, ("b.md", "a.md"))
    assert choose([one, two, three], None, "b.md") == (two, ("a.md", "c.md"))
    assert choose([three, two, one], None, None) == (one, ("b.md", "c.md"))


def test_of_twins_the_one_at_the_base_s_path_counts_else_the_first() -> None:
    carriers = Found("c.md", "3"), Found("a.md", "1"), Found("b.md", "2")
    assert choose(carriers, "b.md") == (carriers[2], ("a.md", "c.md"))
    assert choose(carriers, "z.md") == (carriers[1], ("b.md", "c.md"))
    assert choose(carriers, None) == (carriers[1], ("b.md", "c.md"))
    assert choose((), None) == (None, ())


def test_a_note_without_identity_at_the_base_s_path_is_the_user_s() -> None:
    every: list[dict[str, Any]] = [
        {},
        {"recreate": True},
        {"fresh": True},
        {"requested": True},
        {"overwrite": True},
    ]
    for flags in every:
        found = decide(state(TWO, ONE, at_base=Found(PATH, "My own words now."), **flags))
        assert (found.action, found.writes) == ("deleted", False)


@pytest.mark.parametrize("text", ["", "\0\0\0"])
def test_a_torn_file_is_left_for_two_seconds_and_then_updated(text: str) -> None:
    fresh = decide(state(TWO, ONE, at_base=Found(PATH, text, quiet=False)))
    assert (fresh.action, fresh.idle, fresh.again) == ("kept", True, True)
    now = state(TWO, ONE, at_base=Found(PATH, text))
    found = decide(now)
    assert (found.action, found.write, found.expected, found.base) == ("update", TWO, text, Base(PATH, TWO))
    assert decide(after(now, found)).idle
    moved = decide(state(TWO, ONE, at_base=Found(PATH, text), wants=OTHER))
    assert (moved.action, moved.move_from, moved.path, moved.write) == ("moved", PATH, OTHER, TWO)


@pytest.mark.parametrize("flags", [{}, {"fresh": True}, {"watching": True}])
@pytest.mark.parametrize("left", ["", "\0\0"])
def test_a_file_that_is_being_saved_is_left_also_where_the_index_knows_its_identity(
    left: str, flags: dict[str, bool]
) -> None:
    """It was whole when it was indexed, and empty when it was read: the save is on its way."""
    found = decide(state(TWO, ONE, left, quiet=False, **flags))
    assert (found.action, found.write, found.again) == ("kept", None, True)
    quiet = decide(state(TWO, ONE, left, **flags))
    assert (quiet.action, quiet.write) == ("update", TWO)


@pytest.mark.parametrize("text", ["\n", " ", "x"])
def test_a_file_that_says_something_is_not_torn(text: str) -> None:
    assert decide(state(TWO, ONE, at_base=Found(PATH, text))).action == "deleted"


TAKEN: list[dict[str, Any]] = [
    {"obstacle": "a note of yours"},
    {"same_name": ("Else/Jo - prep.md",)},
    {"rival": "thank-you of Al.md"},
]


@pytest.mark.parametrize("taken", TAKEN)
def test_nothing_is_created_or_moved_to_a_place_that_is_taken(taken: dict[str, Any]) -> None:
    word = str(next(iter(taken.values()))).strip("(),'")
    for now in (
        state(ONE, **taken),
        state(TWO, ONE, recreate=True, **taken),
        state(TWO, ONE, ONE, wants=OTHER, **taken),
    ):
        found = decide(now)
        assert (found.action, found.idle) == ("refused", True)
        assert found.problems[0].severity == "error"
        assert word in found.problems[0].message


@pytest.mark.parametrize("taken", TAKEN)
def test_what_stays_where_it_is_does_not_mind(taken: dict[str, Any]) -> None:
    assert decide(state(TWO, ONE, ONE, **taken)).action == "update"
    assert decide(state(TWO, ONE, **taken)).action == "deleted"
    assert decide(state(TWO, ONE, ONE, lies="Else/mine.md", wants=OTHER, **taken)).action == "update"


def test_a_move_to_another_folder_does_not_stumble_over_its_own_name() -> None:
    assert decide(state(ONE, ONE, ONE, wants=OTHER, same_name=(PATH,))).action == "moved"


def test_a_new_path_moves_the_file_edits_and_all() -> None:
    found = decide(state(ONE, ONE, MINE, wants=OTHER))
    assert (found.action, found.move_from, found.path, found.write) == ("moved", PATH, OTHER, None)
    assert (found.base, found.drop_bases) == (Base(OTHER, ONE), (PATH,))
    merged = decide(state(TWO, ONE, MINE, wants=OTHER))
    assert (merged.action, merged.move_from, merged.write, merged.base) == (
        "moved",
        PATH,
        BOTH,
        Base(OTHER, TWO),
    )
    assert decide(state(TWO, ONE, CLASH, wants=OTHER)).problems[0].path == OTHER


def test_a_file_that_its_user_moved_stays_there() -> None:
    now = state(TWO, ONE, ONE, lies="Mine/x.md")
    found = decide(now)
    assert (found.action, found.path, found.move_from, found.write) == ("update", "Mine/x.md", None, TWO)
    assert found.base == Base(PATH, TWO)
    assert decide(after(now, found)).idle
    elsewhere = decide(state(TWO, ONE, ONE, lies="Mine/x.md", wants=OTHER))
    assert (elsewhere.path, elsewhere.base, elsewhere.drop_bases) == ("Mine/x.md", Base(OTHER, TWO), (PATH,))


def test_a_joined_machine_brings_nothing_back_and_remembers_that() -> None:
    now = state(ONE, joined=True)
    found = decide(now)
    assert (found.action, found.writes, found.base) == ("deleted", False, Base(PATH, ONE))
    assert decide(after(now, found)).action == "deleted"
    assert decide(state(ONE, joined=True, recreate=True)).action == "create"
    assert decide(state(ONE, None, ONE, joined=True)).action == "unchanged"
    assert decide(state(ONE, None, MINE, joined=True)).action == "foreign"
    assert decide(state(ONE, None, MINE, joined=True, adopt=True)).base == Base(PATH, ONE)


def test_an_older_vaultkit_creates_and_else_leaves_file_and_base() -> None:
    assert decide(state(ONE, older=True)).action == "create"
    for now in (
        state(TWO, ONE, ONE, older=True),
        state(TWO, ONE, MINE, older=True),
        state(ONE, ONE, ONE, wants=OTHER, older=True),
        state(TWO, ONE, MINE, fresh=True, older=True),
        state(TWO, None, MINE, overwrite=True, older=True),
        state(TWO, ONE, at_base=Found(PATH, ""), older=True),
    ):
        found = decide(now)
        assert (found.action, found.idle) == ("kept", True)
    assert decide(state(TWO, ONE, TWO, older=True)).idle


def test_under_watch_what_its_user_just_changed_is_left_until_quiet() -> None:
    busy = decide(state(TWO, ONE, MINE, quiet=False, watching=True))
    assert (busy.action, busy.idle, busy.again) == ("kept", True, True)
    moving = decide(state(ONE, ONE, MINE, wants=OTHER, quiet=False, watching=True))
    assert (moving.action, moving.idle, moving.again) == ("kept", True, True)
    assert decide(state(TWO, ONE, MINE, quiet=False)).action == "merged"
    # What we ourselves wrote a moment ago is nobody's edit.
    assert decide(state(TWO, ONE, ONE, quiet=False, watching=True)).action == "update"
    assert not decide(state(TWO, ONE, TWO, quiet=False, watching=True)).again


def test_bases_that_an_interrupted_move_left_are_dropped() -> None:
    found = decide(state(ONE, ONE, ONE, extra_bases=(OTHER,)))
    assert (found.action, found.base, found.drop_bases) == ("unchanged", None, (OTHER,))
    back = decide(state(ONE, ONE, ONE, wants=OTHER, extra_bases=(OTHER,)))
    assert (back.action, back.base, back.drop_bases) == ("moved", Base(OTHER, ONE), (PATH,))


PAIRS: list[tuple[str, State, str]] = [
    ("retired before idle", state(None, ONE, ONE, wanted=False, idle=True), "retired"),
    ("retired before failed", state(None, ONE, ONE, wanted=False, failed=True), "retired"),
    ("retired before twins", state(TWO, ONE, ONE, wanted=False, twins=("x.md",)), "retired"),
    ("retired before the user's own", state(TWO, ONE, wanted=False, at_base=Found(PATH, "x")), "retired"),
    ("retired before moved", state(TWO, ONE, ONE, wanted=False, wants=OTHER), "retired"),
    ("retired before a place taken", state(TWO, ONE, ONE, wanted=False, wants=OTHER, rival="x"), "retired"),
    ("retired before joined", state(TWO, None, ONE, wanted=False, joined=True), "retired"),
    ("retired before unchanged", state(ONE, ONE, ONE, wanted=False), "retired"),
    ("retired before merged", state(TWO, ONE, MINE, wanted=False), "retired"),
    ("retired before deleted", state(TWO, ONE, wanted=False), "retired"),
    ("retired before foreign", state(TWO, None, MINE, wanted=False), "retired"),
    ("retired before torn", state(TWO, ONE, wanted=False, at_base=Found(PATH, "")), "retired"),
    ("idle before failed", state(None, ONE, ONE, idle=True, failed=True), "unchanged"),
    ("idle before foreign", state(TWO, None, MINE, idle=True), "unchanged"),
    ("failed before twins", state(TWO, ONE, ONE, failed=True, twins=("x.md",)), "refused"),
    ("failed before the user's own", state(TWO, ONE, failed=True, at_base=Found(PATH, "x")), "refused"),
    ("failed before joined", state(TWO, failed=True, joined=True), "refused"),
    ("failed before create", state(TWO, failed=True), "refused"),
    ("failed before deleted", state(TWO, ONE, failed=True), "refused"),
    ("failed before foreign", state(TWO, None, MINE, failed=True), "refused"),
    (
        "the user's own before a place taken",
        state(TWO, ONE, at_base=Found(PATH, "x"), recreate=True, obstacle="x"),
        "deleted",
    ),
    (
        "the user's own before a place taken to move",
        state(TWO, ONE, at_base=Found(PATH, "x"), wants=OTHER, obstacle="x"),
        "deleted",
    ),
    ("the user's own before recreate", state(TWO, ONE, at_base=Found(PATH, "x"), recreate=True), "deleted"),
    ("a place taken before moved", state(TWO, ONE, ONE, wants=OTHER, obstacle="x"), "refused"),
    ("a place taken before create", state(TWO, rival="x"), "refused"),
    ("joined before a place taken", state(TWO, joined=True, obstacle="x"), "deleted"),
    (
        "a place taken before joined and recreate",
        state(TWO, joined=True, recreate=True, obstacle="x"),
        "refused",
    ),
    ("moved before unchanged", state(ONE, ONE, ONE, wants=OTHER), "moved"),
    ("moved before update", state(TWO, ONE, ONE, wants=OTHER), "moved"),
    ("moved before kept", state(ONE, ONE, MINE, wants=OTHER), "moved"),
    ("moved before merged", state(TWO, ONE, MINE, wants=OTHER), "moved"),
    ("joined before create", state(TWO, joined=True), "deleted"),
    ("unchanged before update", state(ONE, ONE, ONE), "unchanged"),
    ("unchanged before kept", state(ONE, ONE, ONE + "\n"), "unchanged"),
    ("unchanged before foreign", state(ONE, None, ONE), "unchanged"),
    ("unchanged before fresh", state(ONE, TWO, ONE, fresh=True), "unchanged"),
    ("update before kept", state(TWO, ONE, ONE), "update"),
    ("older before moved", state(TWO, ONE, ONE, wants=OTHER, older=True), "kept"),
    (
        "older before a place taken to move",
        state(TWO, ONE, ONE, wants=OTHER, older=True, obstacle="x"),
        "kept",
    ),
    ("older after a place taken to create", state(TWO, older=True, obstacle="x"), "refused"),
]


@pytest.mark.parametrize(("pair", "now", "action"), PAIRS, ids=[pair for pair, _, _ in PAIRS])
def test_of_two_rows_that_fit_the_first_counts(pair: str, now: State, action: str) -> None:
    assert decide(now).action == action


def test_a_two_outputs_error_names_both() -> None:
    message = decide(state(ONE, rival="thank-you of Al.md")).problems[0].message
    assert "prep-sheet of Jo.md" in message
    assert "thank-you of Al.md" in message


def test_a_merge_that_gives_the_file_as_it_stands_is_kept() -> None:
    new = note("a", "b", "c", "d")
    file = note("a", "b", "c", "d", "mine")
    found = decide(state(new, ONE, file))
    assert (found.action, found.write, found.base) == ("kept", None, Base(PATH, new))


@pytest.mark.parametrize("lost", ["", "\0\0"])
def test_with_a_torn_base_nobody_knows_what_was_edited(lost: str) -> None:
    assert decide(state(TWO, lost, MINE)).action == "foreign"
    assert decide(state(TWO, lost, TWO)).base == Base(PATH, TWO)
    assert decide(state(TWO, lost)).action == "deleted"
