"""States of one output, made shortly, and the state that a decision leaves behind."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from vaultkit.writeback.state import Base, Decision, Found, Render, State

PATH = "Drafts/Jo - prep.md"
OTHER = "Letters/Jo - prep.md"


def note(*lines: str, template: str = "prep-sheet") -> str:
    return f'---\ntemplate: {template}\nabout: "[[Jo]]"\n---\n' + "".join(line + "\n" for line in lines)


ONE, TWO, MINE, BOTH = (
    note("a", "b", "c"),
    note("a", "b", "C"),
    note("mine", "a", "b", "c"),
    note("mine", "a", "b", "C"),
)
CLASH = note("a", "b", "mine")


def state(new: str | None = None, base: str | None = None, file: str | None = None, **more: Any) -> State:
    """Texts for render, base and file, all at PATH; `wants`, `lies`, `based` put them elsewhere."""
    wants, lies, based = more.pop("wants", PATH), more.pop("lies", PATH), more.pop("based", PATH)
    quiet = more.pop("quiet", True)
    return State(
        template="prep-sheet",
        about="Jo.md",
        new=None if new is None else Render(wants, new),
        base=None if base is None else Base(based, base),
        file=None if file is None else Found(lies, file, quiet),
        **more,
    )


def after(before: State, decision: Decision) -> State:
    """The state that the next run meets, the flags of this one gone and nothing else changed."""
    file, base, at_base = before.file, before.base, before.at_base
    if decision.writes:
        assert decision.path is not None
        current = file or at_base
        assert decision.expected == (current.text if current else None)
        text = decision.write if decision.write is not None else decision.expected
        assert text is not None
        file, at_base = Found(decision.path, text), None
    base = decision.base or base
    extra = tuple(path for path in before.extra_bases if path not in decision.drop_bases)
    return replace(
        before,
        file=file,
        base=base,
        at_base=at_base,
        extra_bases=extra,
        joined=False,
        recreate=False,
        adopt=False,
        overwrite=False,
        fresh=False,
    )
