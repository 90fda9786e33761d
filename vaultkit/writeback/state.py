"""What a decision about one output is made from, and what it says: plain texts in, plain texts out.

In: nothing. Out: the frozen types State, Decision, and what a merge gives.
Never: disk, or a rule; those are plan's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from vaultkit.model import Problem

Action = Literal[
    "create", "update", "unchanged", "kept", "merged", "moved", "deleted", "foreign", "retired", "refused", "none"
]  # fmt: skip
"""What becomes of an output; "none" is one that neither is wanted nor ever was."""

QUIET = 2.0
"""Seconds without a change after which a file counts as quiet."""


@dataclass(frozen=True, slots=True)
class Render:
    """What the template gives now. `path` is safe, its folders spelt as on disk (files.as_on_disk)."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Base:
    """The last render. `path` is that of the rendered note, without `.vaultkit/renders/`."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it stands: its whole text, a byte order mark and all. `quiet`: unchanged for QUIET seconds."""

    path: str
    text: str
    quiet: bool = True


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A place that both the user and the render changed; the user's words stand in the file.

    `line` counts from 1 in the file as it will stand; `yours` and `render` are whole lines, perhaps none.
    """

    line: int
    yours: str
    render: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`text` is the file's to be; `base` is the render's, with the old base's words where a place was kept back,
    so that the next run finds that place again.
    """

    text: str
    base: str
    kept_back: tuple[KeptBack, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """One output: what is wanted, what was, what is. All paths are relative to the vault, with `/`.

    `wanted`     false: its `when` does not hold, its note, template or person is gone, history, and so on
    `failed`     its `when`, `path` or text could not be had, or would read a broken note; `new` may be None
    `idle`       `when: request`, and nobody asked for it
    `requested`  `when: request`, and somebody asked for it by name
    `file`       the file that carries its identity; of several the one that `choose` gives
    `twins`      the others that carry it
    `at_base`    what stands at the base's path without carrying the identity
    `base`       the base that `plan.choose` gives; `extra_bases` the paths of others with this identity
    `obstacle`   in words, what stands at the wanted path: a note of another identity, a person's note,
                 another output's base; never this output's own file or base
    `same_name`  paths elsewhere in the vault that have the wanted file name
    `mend`       in words, what to do with the template where another note has its place
    `rival`      another output that would create or move to the wanted path, in words
    `taken`      another output's base lies at the wanted path, or would, so that this one's cannot
    `joined`     the vault has rendered notes and no `.vaultkit/renders`
    `older`      a newer vaultkit rendered here
    `watching`   under watch: what its user changed a moment ago is left until quiet
    """

    template: str = ""
    about: str | None = None
    wanted: bool = True
    failed: bool = False
    idle: bool = False
    requested: bool = False
    new: Render | None = None
    base: Base | None = None
    file: Found | None = None
    at_base: Found | None = None
    twins: tuple[str, ...] = ()
    extra_bases: tuple[str, ...] = ()
    obstacle: str | None = None
    same_name: tuple[str, ...] = ()
    mend: str = "change `path` in the template"
    rival: str | None = None
    taken: bool = False
    joined: bool = False
    older: bool = False
    watching: bool = False
    recreate: bool = False
    adopt: bool = False
    overwrite: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about one output; apply does it in this order, and nothing that is not said here.

    `path`         where its file stands or will stand; None when it has none
    `expected`     the text of its file now, at `move_from` or `path`; None: there must be none
    `move_from`    rename the file from there to `path`
    `write`        the file's text to be, None to leave it
    `backup`       copy `expected` to `.vaultkit/backups` first
    `users_words`  `write` has words of the user's in it: it is fsynced
    `base`         the base to store, None to leave it; `drop_bases`: the paths of bases to remove after that
    `foreign`      files that carry the identity too, and are never written
    `again`        look at it again when its file has been quiet: it is not settled
    """

    action: Action
    path: str | None = None
    expected: str | None = None
    move_from: str | None = None
    write: str | None = None
    backup: bool = False
    users_words: bool = False
    base: Base | None = None
    drop_bases: tuple[str, ...] = ()
    kept_back: tuple[KeptBack, ...] = ()
    foreign: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    again: bool = False

    @property
    def writes(self) -> bool:
        """Whether it touches a file of the vault (a base is none)."""
        return self.write is not None or self.move_from is not None

    @property
    def idle(self) -> bool:
        """Whether there is nothing at all to do on disk."""
        return not self.writes and self.base is None and not self.drop_bases
