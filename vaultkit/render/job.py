"""What is asked of the process that renders, and what comes of it.

In: a note and templates. Out: Job, as a line that the process reads, and Answer.
Never: the process itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vaultkit.render import wire

if TYPE_CHECKING:
    from vaultkit.model import Problem
    from vaultkit.render.candidate import Candidate
    from vaultkit.render.templates import Template


@dataclass(frozen=True, slots=True)
class Job:
    """One note to render (None: the vault as a whole), by these templates (None: all that fit).

    `kind` is the note's kind, "vault" for None; `asked`: templates asked for by name. `apart`: each answer tells
    what its own template read, and not what the conditions of all together did. `aloud`: what is read is told before it
    is had, for a template over which the process may end.
    """

    about: str | None
    kind: str
    only: frozenset[str] | None = None
    asked: frozenset[str] = frozenset()
    apart: bool = False
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a job. `problems` are those of the run itself; a candidate has its own."""

    job: Job
    candidates: tuple[Candidate, ...]
    problems: tuple[Problem, ...] = ()


def fits(template: Template, job: Job) -> bool:
    """Whether the job is for that template too."""
    return template.renders == job.kind and (job.only is None or template.name in job.only)


def line(number: int, job: Job) -> bytes:
    """The job as it is sent; the answer bears the same number."""
    message: dict[str, Any] = {"job": number, "about": job.about}
    if job.only is not None:
        message["only"] = sorted(job.only)
    if job.asked:
        message["asked"] = sorted(job.asked)
    if job.apart:
        message["apart"] = True
    if job.aloud:
        message["aloud"] = True
    return wire.line(message)
