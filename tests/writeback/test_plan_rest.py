"""After a decision is applied the next one has nothing to do, and nothing of the user's is ever lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.writeback.plan import decide
from vaultkit.writeback.state import Found, State

from .states import BOTH, CLASH, MINE, ONE, OTHER, PATH, TWO, after, note, state

TEXTS = [ONE, TWO, MINE, BOTH, CLASH, note("x"), ONE.replace("\n", "\r\n"), note("a", "b. c. d", "e")]
text = st.sampled_from(TEXTS)
maybe = st.none() | text
flag = st.booleans()
rare = st.sampled_from([False] * 6 + [True])
FLAGS = [
    "failed",
    "idle",
    "requested",
    "joined",
    "older",
    "watching",
    "recreate",
    "adopt",
    "overwrite",
    "fresh",
]
path = st.sampled_from([PATH, OTHER, "Mine/x.md"])


@st.composite
def states(draw: st.DrawFn) -> State:
    file = draw(maybe)
    base = draw(maybe)
    torn = file is None and base is not None and draw(flag)
    based = draw(path)
    at_base = Found(based, draw(st.sampled_from(["", "\0", "own words"])), draw(flag)) if torn else None
    return state(
        draw(maybe),
        base,
        file,
        wants=draw(path),
        lies=draw(path),
        based=based,
        at_base=at_base,
        quiet=draw(flag),
        extra_bases=tuple(draw(st.sets(st.sampled_from(["Old/y.md"])))) if base is not None else (),
        twins=tuple(draw(st.sets(st.sampled_from(["t.md"])))) if file is not None else (),
        obstacle=draw(st.none() | st.just("a note of yours")),
        same_name=tuple(draw(st.sets(st.sampled_from(["Else/z.md"])))),
        rival=draw(st.none() | st.just("another")),
        wanted=not draw(rare),
        **{name: draw(rare) for name in FLAGS},
    )


@settings(max_examples=300, deadline=None)
@given(states())
def test_decided_again_nothing_is_written_and_the_word_is_at_rest(now: State) -> None:
    first = decide(now)
    left = after(now, first)
    second = decide(left)
    if first.writes or (first.action == "unchanged" and not now.idle):
        assert second.action in ("unchanged", "kept")
    if first.writes or first.base is not None:
        # Whoever asked for the flags got what they give; the rest is as it was.
        third = decide(after(left, second))
        assert not second.writes or not first.writes
        assert third.idle
    elif not first.again and not (now.recreate or now.adopt or now.overwrite or now.fresh or now.joined):
        assert second == replace(first, drop_bases=())


@settings(max_examples=300, deadline=None)
@given(states())
def test_a_text_of_the_user_s_is_only_replaced_with_its_words_kept_or_a_backup_made(now: State) -> None:
    found = decide(now)
    assert (found.write is None and found.move_from is None) == (not found.writes)
    if found.action in ("retired", "refused", "none", "foreign", "deleted"):
        assert not found.writes
    if now.older and found.writes:
        assert found.action == "create"
    if found.write is None or now.file is None or found.backup:
        return
    known = (now.base.text if now.base else "") + (now.new.text if now.new else "")
    for line in now.file.text.replace("\r\n", "\n").split("\n"):
        assert line in known or line in found.write.replace("\r\n", "\n").split("\n")


@settings(max_examples=200, deadline=None)
@given(states())
def test_nothing_is_written_to_a_path_that_is_not_its_own(now: State) -> None:
    found = decide(now)
    if not found.writes:
        return
    own = {one.path for one in (now.file, now.at_base) if one is not None}
    if found.path not in own:
        assert now.new is not None
        assert found.path == now.new.path
        assert now.obstacle is None
        assert now.rival is None
        assert set(now.same_name) <= own
