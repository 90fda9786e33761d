"""Decide about one output: a table of rows, of which the first that fits counts.

In: a State. Out: a Decision with the texts to write.
Never: disk, clock, or a second place where such a rule stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, TypeVar

from vaultkit.model import Problem, Severity
from vaultkit.notes.conflicts import conflict, sides
from vaultkit.writeback.equal import same, torn
from vaultkit.writeback.merge import merge
from vaultkit.writeback.state import Action, Base, Decision, Found, KeptBack, Render, State

if TYPE_CHECKING:
    from collections.abc import Iterable

Carrier = TypeVar("Carrier", Base, Found)


class _Stored(TypedDict):
    base: Base | None
    drop_bases: tuple[str, ...]


_LONGEST_QUOTE = 70


def choose(carriers: Iterable[Carrier], *places: str | None) -> tuple[Carrier | None, tuple[str, ...]]:
    """Of the files, or the bases, that carry one identity the one that counts, and the paths of the others.

    It is the one at the first of these places at which one is, else the first by path.
    """
    ordered = sorted(carriers, key=lambda one: (*(one.path != place for place in places), one.path))
    return (ordered[0], tuple(one.path for one in ordered[1:])) if ordered else (None, ())


def decide(state: State) -> Decision:
    """The one answer for a state. Applied, and decided again, it is "unchanged", "kept" or as it was."""
    return _unasked(state) or _failed(state) or _wanted(state)


# The rows that come before anything is looked at.


def _unasked(state: State) -> Decision | None:
    """It is not wanted, or made on request alone and nobody asked."""
    if state.wanted and not state.idle:
        return None
    if state.file is None and state.base is None:
        return _left(state, "none")
    return _left(state, "unchanged" if state.wanted else "retired")


def _failed(state: State) -> Decision | None:
    """Its problems are those of the render, which the caller has."""
    return _left(state, "refused") if state.failed or state.new is None else None


def _wanted(state: State) -> Decision:
    """The rows for an output with a render. Twins are named whatever else becomes of the one that counts."""
    assert state.new is not None
    new = state.new
    found = (
        _stranger(state) or _place_taken(state, new) or _without_file(state, new) or _with_file(state, new)
    )
    if state.twins:
        found = replace(found, foreign=state.twins, problems=(*found.problems, _twins(state)))
    return found


# The rows about place.


def _stranger(state: State) -> Decision | None:
    """No file carries the identity, and one stands where the last render went: it is the user's now."""
    if state.file is not None or state.base is None or state.at_base is None:
        return None
    if not torn(state.at_base.text):
        return replace(_left(state, "deleted"), drop_bases=state.extra_bases)
    if not state.at_base.quiet or state.older:
        return replace(_left(state, "kept"), path=state.at_base.path, again=not state.at_base.quiet)
    return None


def _place_taken(state: State, new: Render) -> Decision | None:
    """What is to be created or moved needs a place that is nobody else's."""
    if not takes_place(state):
        return None
    own = state.file.path if state.file else state.at_base.path if state.at_base else ""
    elsewhere = tuple(path for path in state.same_name if path != own)
    if state.obstacle is not None:
        why = f"{new.path} is not written: there stands {state.obstacle}"
        return _refused(state, "path-taken", why, f"move one of them, or {state.mend}")
    if elsewhere:
        why = f"{new.path} is not written: its file name is taken by {', '.join(elsewhere)}, and links would mix them"
        return _refused(state, "name-taken", why, f"rename that one, or {state.mend}")
    if state.rival is not None:
        why = f"{new.path} is not written: {_called(state)} and {state.rival} both want it"
        return _refused(state, "two-outputs", why, "have `path` in the templates tell them apart")
    return None


def takes_place(state: State) -> bool:
    """Whether it would create or move, were its place free: what makes two outputs rivals."""
    if not state.wanted or state.idle or state.failed or state.new is None:
        return False
    return _creating(state) or (_moving(state, state.new) and not state.older)


def _creating(state: State) -> bool:
    if _current(state) is not None:
        return False
    anew = state.recreate or state.requested
    return anew or (state.base is None and not state.joined)


def _moving(state: State, new: Render) -> bool:
    """The template gives another path than the last time, and the file is where the last render went."""
    file = _current(state)
    if file is None or state.base is None:
        return False
    return file.path == state.base.path != new.path


def _current(state: State) -> Found | None:
    """The file that counts: the one that carries the identity, or what a torn write left of it."""
    return state.file or (state.at_base if state.base is not None else None)


# The rows about text.


def _without_file(state: State, new: Render) -> Decision | None:
    if _current(state) is not None:
        return None
    if _creating(state):
        return Decision("create", new.path, write=new.text, **_base(state, new, new.text, anew=True))
    if state.base is None:  # a machine that joined: deleted elsewhere, or still on its way
        return Decision("deleted", **_base(state, new, new.text))
    return Decision("deleted", **_base(state, new, state.base.text))


def _with_file(state: State, new: Render) -> Decision:
    file = _current(state)
    assert file is not None
    if torn(file.text) and not file.quiet:  # somebody is in the middle of saving it
        return Decision("kept", file.path, file.text, again=True)
    if _half_merged(state, new, file):
        return Decision("refused", file.path, file.text, problems=(_marks(file),))
    if state.base is None or torn(state.base.text):  # a torn base no longer tells edits from the render
        found = _foreign(state, new, file)
    else:
        found = _text(state, _one_side(state.base, file), new, file)
    if _moving(state, new):
        found = replace(found, action="moved", path=new.path, move_from=file.path)
    unquiet = state.watching and not file.quiet
    if unquiet and found.writes and not (state.base is not None and same(file.text, state.base.text)):
        return Decision("kept", file.path, file.text, again=True)
    if state.older and found.writes:
        return Decision("kept", file.path, file.text)
    places = tuple(_kept_back(found.path or file.path, place) for place in found.kept_back)
    return replace(found, problems=(*found.problems, *places))


def _half_merged(state: State, new: Render, file: Found) -> bool:
    """Whether git could not merge words of the user's, and they have not done so yet: marks are nobody's words."""
    # Where base and file have the same marks, these stand in our words alone.
    ours = state.base is not None and file.text == state.base.text
    return bool(conflict(file.text)) and not (
        ours or state.fresh or state.overwrite or same(file.text, new.text)
    )


def _one_side(base: Base, file: Found) -> Base:
    """A base that git could not merge, as one of the two branches had it: the one of which more is in the file."""
    there = set(file.text.splitlines())
    return Base(base.path, max(sides(base.text), key=lambda text: len(there.intersection(text.splitlines()))))


def _foreign(state: State, new: Render, file: Found) -> Decision:
    """A file of this identity of which there is no record."""
    becomes_base = _base(state, new, new.text)
    if same(file.text, new.text):
        return Decision("unchanged", file.path, file.text, **becomes_base)
    if state.overwrite:
        return Decision("update", file.path, file.text, write=new.text, backup=True, **becomes_base)
    if state.adopt:
        return Decision("kept", file.path, file.text, **becomes_base)
    hint = "--adopt keeps it as it is and goes on from there, --overwrite takes the render and backs it up"
    message = "differs from its render, and there is no record of the last one; it is left alone"
    return Decision(
        "foreign", file.path, file.text, problems=(_problem(file.path, "foreign", "warning", message, hint),)
    )


def _text(state: State, base: Base, new: Render, file: Found) -> Decision:
    """Base, file and render compared."""
    becomes_new = _base(state, new, new.text)
    if same(file.text, new.text):
        return Decision("unchanged", file.path, file.text, **becomes_new)
    if torn(file.text):
        return Decision("update", file.path, file.text, write=new.text, **becomes_new)
    edited = not same(file.text, base.text)
    if state.fresh and edited:
        return Decision("update", file.path, file.text, write=new.text, backup=True, **becomes_new)
    if state.base is not None and file.text == state.base.text:
        return Decision("update", file.path, file.text, write=new.text, **becomes_new)
    if same(new.text, base.text):
        return Decision("kept", file.path, file.text, **_base(state, new, base.text))
    merged = merge(base.text, file.text, new.text)
    stored = _base(state, new, merged.base)
    if same(merged.text, file.text):
        return Decision("kept", file.path, file.text, kept_back=merged.kept_back, **stored)
    action: Action = "merged" if edited else "update"
    return Decision(
        action,
        file.path,
        file.text,
        write=merged.text,
        users_words=True,
        kept_back=merged.kept_back,
        **stored,
    )


def _base(state: State, new: Render, text: str, *, anew: bool = False) -> _Stored:
    """The base to store and those to drop. It lies under the wanted path as soon as that is nobody else's."""
    free = state.obstacle is None and state.rival is None and not state.taken
    old = state.base
    if old is None:
        return {"base": Base(new.path, text) if free else None, "drop_bases": state.extra_bases}
    if state.older and not anew:
        return {"base": None, "drop_bases": ()}
    path = new.path if free else old.path
    drop = tuple(one for one in sorted({old.path, *state.extra_bases}) if one != path)
    unchanged = path == old.path and same(old.text, text)
    return {"base": None if unchanged else Base(path, text), "drop_bases": drop}


# Words.


def _left(state: State, action: Action) -> Decision:
    file = state.file
    return Decision(action, file.path if file else None, file.text if file else None)


def _refused(state: State, code: str, why: str, hint: str) -> Decision:
    where = state.file.path if state.file else state.about or (state.new.path if state.new else "")
    return replace(_left(state, "refused"), problems=(_problem(where, code, "error", why, hint),))


def _called(state: State) -> str:
    return f"{state.template} of {state.about}" if state.about else state.template


def _twins(state: State) -> Problem:
    assert state.file is not None
    message = (
        f"carries the same template and about as {', '.join(state.twins)}; only this one is rendered into"
    )
    hint = "delete what you do not need, or take `template` out of it to make it a note of your own"
    return _problem(state.file.path, "duplicate-output", "warning", message, hint)


def _kept_back(path: str, place: KeptBack) -> Problem:
    yours = f"yours stays (“{_short(place.yours)}”)" if place.yours else "what you took out stays out"
    render = f"the render has “{_short(place.render)}”" if place.render else "the render no longer has it"
    message = f"you and the render both changed this: {yours}; {render}"
    hint = "`vaultkit diff` shows both; make them agree, or take the render with --fresh"
    return Problem(path, place.line, 0, "kept-back", "warning", message, hint)


def _marks(file: Found) -> Problem:
    message = "git could not merge this note: it has conflict marks, and is left alone until they are gone"
    hint = "keep what you want of both and take the marks out, or take the render with --fresh"
    return Problem(file.path, conflict(file.text), 0, "conflict-marks", "error", message, hint)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def _problem(path: str, code: str, severity: Severity, message: str, hint: str) -> Problem:
    return Problem(path, 0, 0, code, severity, message, hint)
