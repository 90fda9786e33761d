"""The process that renders: `python -m vaultkit.render.worker`, JSON lines in, JSON lines out.

In: templates, configuration and the path of the index, then jobs, one a note; before them perhaps notes to read for the
index. Out: one answer for each job.
Never: a write, anywhere. It is killed when a template gets the better of it, and nothing is lost.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

from vaultkit.index import scan
from vaultkit.index.columns import columns_of
from vaultkit.index.diff import ALL
from vaultkit.index.store import Damaged, Store
from vaultkit.index.update import digest_of
from vaultkit.index.vault import Recorder, Vault
from vaultkit.render import wire
from vaultkit.render.candidate import all_to_json
from vaultkit.render.engine import Engine
from vaultkit.render.limits import TimeUp, die_of_limits, limit_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from typing import TypeAlias

    from vaultkit.config import Config
    from vaultkit.index.columns import Columns
    from vaultkit.index.update import ReadNote

    Say: TypeAlias = Callable[[Mapping[str, Any]], None]

NOTES_HELD = 2000
"""Jobs after which the snapshot begins anew, so that a large vault is never held as a whole."""


class Aloud(Recorder):
    """Tells each read before it is had: should the process end over it, its parent knows what it hung on."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._said: set[tuple[str, str]] = set()

    def heard(self, subject: str, aspect: str = ALL) -> None:
        if (subject, aspect) not in self._said:
            self._said.add((subject, aspect))
            self._say({"heard": [subject, aspect]})
        super().heard(subject, aspect)


class Session:
    """One run's worth of renders: the same templates and the same state of the index throughout."""

    def __init__(self, config: Config, store: Path, engine: Engine) -> None:
        self.config = config
        self.engine = engine
        self.store = Store.open_readonly(store)
        self.jobs = 0
        self._begin()

    def _begin(self, recorder: Recorder | None = None) -> None:
        self.recorder = recorder or Recorder()
        self.vault = Vault(self.store, self.config, self.recorder, refuse_broken=True)

    def answer(self, job: dict[str, Any], say: Say) -> dict[str, Any]:
        """The candidates of one job. A note that is gone has none."""
        self.jobs += 1
        if self.jobs % NOTES_HELD == 0:
            self._begin()
        if not job.get("aloud"):
            return self._candidates(job)
        self._begin(Aloud(say))
        self.engine.compiler.told = lambda name: self.recorder.heard(f"t:{name}")
        try:
            return self._candidates(job)
        finally:
            self.engine.compiler.told = None
            self._begin()

    def _candidates(self, job: dict[str, Any]) -> dict[str, Any]:
        path = job["about"]
        about = None if path is None else self.vault.note(path)
        if path is not None and about is None:
            return {"job": job["job"], "candidates": []}
        if about is not None and job.get("aloud"):
            self.recorder.heard(f"n:{about.id}")  # others may be left alone for what this note says
        only = job.get("only")
        found = self.engine.render(
            self.vault,
            self.recorder,
            about,
            asked=frozenset(job.get("asked", ())),
            only=None if only is None else frozenset(only),
            apart=job.get("apart", False),
        )
        return {"job": job["job"], "candidates": all_to_json(found)}

    def close(self) -> None:
        self.store.close()


class Reader:
    """Reads notes for the index, as its parent would."""

    def __init__(self) -> None:
        self.root: Path | None = None
        self.read: ReadNote | None = None

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """What the tables are to hold of each note; null for one that its parent has to look at itself."""
        if "config" in message:
            from vaultkit.people.reading import reader  # noqa: PLC0415 - most processes only render

            config = wire.config_from_json(message["config"])
            self.root, self.read = config.root, reader(config, message["names"])
        return {"notes": [self._note(path) for path in message["read"]]}

    def _note(self, path: str) -> tuple[str, Columns] | None:
        assert self.root is not None
        assert self.read is not None
        try:
            data = scan.read(self.root, path)
            columns = columns_of(self.read(path, data))
        except Exception:  # noqa: BLE001 - its parent meets the same, and tells
            return None
        if columns.identity is not None and columns.kind != "rendered":
            return None  # a base may say otherwise
        return digest_of(data).hex(), columns


def serve(incoming: BinaryIO, outgoing: BinaryIO) -> int:
    """Answer until the parent closes its end. Lines that it cannot use end the process: they are not ours."""
    limit_memory()
    die_of_limits()
    gc.set_threshold(100_000)  # renders leave little in circles, and to look for it takes a tenth of the time
    gc.freeze()
    session: Session | None = None
    reader = Reader()

    def say(told: Mapping[str, Any]) -> None:
        outgoing.write(wire.line(told))
        outgoing.flush()

    for message in map(wire.read_line, _lines(incoming)):
        if "read" in message:
            answer = reader.answer(message)
        elif "check" in message:
            answer = _checked(message["check"])
        elif "begin" in message:
            if session is not None:
                session.close()
            session, answer = _begun(message["begin"], session)
        elif session is None:
            answer = {"job": message.get("job"), "error": "no session has begun"}
        else:
            answer = _answer(session, message, say)
        say(answer)
    return 0


def _lines(incoming: BinaryIO) -> Iterator[bytes]:
    while line := incoming.readline():
        yield line


def _checked(templates: dict[str, Any]) -> dict[str, Any]:
    """What does not compile in these templates."""
    return {"problems": [asdict(problem) for problem in Engine(wire.templates_from_json(templates)).check()]}


def _begun(begin: dict[str, Any], before: Session | None) -> tuple[Session | None, dict[str, Any]]:
    """A new session; the engine of the last one serves again while the templates are the same."""
    from pathlib import Path  # noqa: PLC0415 - for typing alone elsewhere

    config = wire.config_from_json(begin["config"])
    if begin["templates"] is None and before is not None:
        engine = before.engine
    else:
        engine = Engine(wire.templates_from_json(begin["templates"]))
    engine.begin(hurried=begin.get("hurried", False))
    try:
        return Session(config, Path(begin["store"]), engine), {"begun": True}
    except Damaged as error:
        return None, {"begun": False, "error": str(error)}


def _answer(session: Session, job: dict[str, Any], say: Say) -> dict[str, Any]:
    try:
        return session.answer(job, say)
    except TimeUp:
        return {"job": job["job"], "error": "the render ran out of time"}
    except Exception as error:  # noqa: BLE001 - a fault of ours must not take the other jobs along
        return {"job": job["job"], "error": f"{type(error).__name__}: {error}"}


def main() -> int:
    """Keep the pipe to the parent for answers alone, whatever else might print."""
    outgoing = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with contextlib.suppress(OSError):
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        return serve(sys.stdin.buffer, outgoing)
    except (BrokenPipeError, KeyboardInterrupt):
        return 0


if __name__ == "__main__":
    sys.exit(main())
