"""Carry out decisions so that a crash at any point heals: bases aside, then files, then bases in place.

In: the vault's root, decisions of plan. Out: what was done to each, with a problem where it could not be.
Never: overwrites what the decision did not expect, or lets one output's trouble stop the others.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.config import RENDERS
from vaultkit.errors import ChangedMeanwhile, Refused, remedy
from vaultkit.model import Problem
from vaultkit.writeback import bases, rendered_here
from vaultkit.writeback.state import Base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from vaultkit.writeback.state import Action, Decision


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one decision.

    `action` is the decision's, or "refused" when nothing of it could be done. `stamp` is the file's after a
    write, None without one. `again`: the file changed meanwhile and nothing was written; decide anew.
    """

    decision: Decision
    action: Action
    stamp: files.Stamp | None = None
    problems: tuple[Problem, ...] = ()
    again: bool = False

    @property
    def written(self) -> bool:
        """Whether a file of the vault was written or moved."""
        return self.stamp is not None


@dataclass(slots=True)
class _Run:
    """One decision on its way."""

    decision: Decision
    aside: Path | None = None
    filled: bool = False
    copy: Path | None = None
    moved: bool = False
    stamp: files.Stamp | None = None
    problems: list[Problem] = field(default_factory=list)
    again: bool = False
    failed: bool = False

    def result(self) -> Applied:
        decision = self.decision
        refused = self.failed and self.stamp is None and not self.again
        action: Action = "refused" if refused else decision.action
        again = self.again or decision.again
        problems = (*decision.problems, *self.problems)
        return Applied(decision, action, self.stamp, problems, again)


def apply(root: Path, decisions: Iterable[Decision], *, joining: bool = False) -> list[Applied]:
    """Do what was decided, in one batch; the results come in the order of the decisions.

    Call it under the lock, after `healing.heal`. `joining`: the vault has rendered notes and no record of
    them (`rendered_here.joined`); then all decisions of the run must come in one call. Nothing is synced but
    what has a user's words in it: call `sync_written` before relying on the rest. Raises Refused when
    `.vaultkit/renders` cannot be made: nothing was done then.
    """
    runs = [_Run(decision) for decision in decisions]
    busy = [run for run in runs if not run.decision.idle]
    _begin(root, busy, joining=joining)
    for run in busy:
        _guarded(_prepare, root, run)
    for run in busy:
        if not run.failed:
            _guarded(_write, root, run)
    for run in busy:
        _guarded(_settle, root, run, what=_unsettled(run))
    return [run.result() for run in runs]


def _begin(root: Path, busy: Sequence[_Run], *, joining: bool) -> None:
    try:
        if joining and rendered_here.joined(root):
            still = [run for run in busy if not run.decision.writes]
            bases.fill(root, [run.decision.base for run in still if run.decision.base is not None])
            for run in still:
                run.filled = True
        elif busy:
            bases.begin(root)
    except OSError as error:
        reason = error.strerror or error
        raise Refused(f"{RENDERS} cannot be made ({reason}), so nothing is rendered") from error


def _guarded(step: Callable[[Path, _Run], None], root: Path, run: _Run, what: str = "not written") -> None:
    """One step for one output; what goes wrong becomes a problem of that output, which says `what` was not done."""
    try:
        step(root, run)
    except ChangedMeanwhile:
        run.failed = run.again = True
    except Refused as error:
        run.failed = True
        run.problems.append(_problem(run, f"{what}: {error}", "look at that and render again"))
    except OSError as error:
        run.failed = True
        run.problems.append(_problem(run, f"{what}: {error.strerror or error}", remedy(error)))


def _unsettled(run: _Run) -> str:
    """What is to be said where the bases cannot take their place; the file may have come before."""
    came = "" if run.stamp is None or run.failed else "written, but "
    return f"{came}its record could not be put in place"


def _prepare(root: Path, run: _Run) -> None:
    """The bases that must be there before the file changes, each aside until its file has come.

    A move with a new text has two: a copy of the old base for the file as it is, the new one for the text.
    """
    decision = run.decision
    if not decision.writes or decision.base is None or decision.path is None:
        return
    # Asked before anything is written, or a watch would hear of its own attempts and make the next one at once.
    if decision.write is not None and decision.expected is not None:
        place = root / (decision.move_from or decision.path)
        if files.being_written(place):
            raise ChangedMeanwhile(str(place))
    now = (decision.expected or "").encode()
    if decision.write is None:
        run.aside = bases.put_aside(root, decision.base, now)
        return
    old = bases.read(root, decision.move_from) if decision.move_from is not None else None
    if old is not None:
        run.copy = bases.put_aside(root, Base(decision.base.path, old.text), now)
    coming = decision.write.encode()
    run.aside = bases.put_aside(root, decision.base, coming, fsync=decision.users_words)


def _write(root: Path, run: _Run) -> None:
    decision = run.decision
    if not decision.writes or decision.path is None:
        return
    place = root / decision.path
    expected = None if decision.expected is None else decision.expected.encode()
    if decision.backup and expected is not None:
        files.back_up(root, decision.move_from or decision.path, expected)
    if decision.move_from is not None:
        assert expected is not None
        run.stamp = files.move(root / decision.move_from, place, expected=expected, within=root)
        run.moved = True
    if decision.write is not None:
        new = decision.write.encode()
        run.stamp = files.replace(place, new, expected=expected, fsync=decision.users_words, within=root)


def _settle(root: Path, run: _Run) -> None:
    """The bases take their place; after a failure what was prepared goes, or stays for healing."""
    decision = run.decision
    if not run.failed:
        _put_in_place(root, run, run.aside)
        if run.aside is None and decision.base is not None and not run.filled:
            bases.put(root, decision.base)
        _discard(root, run, run.copy)
    elif run.moved:
        _put_in_place(root, run, run.copy)
        _discard(root, run, run.aside)
    else:
        _discard(root, run, run.copy)
        _discard(root, run, run.aside)
        return
    for path in decision.drop_bases:
        bases.drop(root, path)


def _put_in_place(root: Path, run: _Run, aside: Path | None) -> None:
    if aside is not None and run.decision.base is not None:
        bases.put_in_place(root, aside, run.decision.base.path)


def _discard(root: Path, run: _Run, aside: Path | None) -> None:
    """A base aside goes, unless its file did come before a failure; then it waits for healing."""
    with suppress(OSError):
        if aside is not None and not (aside == run.aside and _came(root, run.decision)):
            aside.unlink()


def _came(root: Path, decision: Decision) -> bool:
    if decision.path is None or decision.write is None:
        return False
    return files.bytes_at(root / decision.path) == decision.write.encode()


def _problem(run: _Run, message: str, hint: str) -> Problem:
    decision = run.decision
    old = None if run.moved else decision.move_from
    path = old or decision.path or (decision.base.path if decision.base else "")
    return Problem(path, 0, 0, "not-written", "error", message, hint)
