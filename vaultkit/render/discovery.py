"""Finds the templates of the package and of the vault, and reads them.

In: the configuration, and the files of two folders. Out: templates and partials by name, and problems.
Never: Jinja, or a file that is no plain one.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit import files, notes
from vaultkit.errors import Refused, of_the_system
from vaultkit.model import Problem
from vaultkit.render.declared import declared
from vaultkit.render.templates import Partial, Template, Templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vaultkit.config import Config
    from vaultkit.render.templates import Renders

MAX_BYTES = 1_000_000
UNREAD = "it cannot be read"
"""What the problem of a template says that the system did not give: it may the next time."""
_RENDERS = re.compile(rb"^[\"']?renders[\"']?[ \t]*:", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _File:
    """One file of a templates folder; `fault` is why it may not be read."""

    name: str
    source: str
    data: bytes = b""
    shipped: bool = False
    fault: str = ""


def discover(config: Config) -> Templates:
    """The templates that hold for this vault: its own, and the shipped ones whose name it does not take."""
    shipped = [*_files(files.shipped("templates"), "templates", shipped=True)]
    own, problems = _own_files(config)
    return assemble(shipped, own, problems)


def assemble(shipped: list[_File], own: list[_File], problems: list[Problem]) -> Templates:
    """Put two folders together: the vault's file wins over a shipped one of its name, even a broken one."""
    named: dict[str, Template] = {}
    partials: dict[str, Partial] = {}
    for file in shipped:
        _take(file, named, partials, problems)
    known = {name.casefold(): name for name in (*named, *partials)}
    taken: dict[str, str] = {}
    for file in own:
        name = known.get(file.name.casefold(), file.name)
        before = taken.get(name)
        if before is not None and _is_ours(file):
            problems.append(_twin(file, before))
            continue
        if _take(replace(file, name=name), named, partials, problems):
            taken[name] = file.source
    return Templates(
        dict(sorted(named.items())), dict(sorted(partials.items())), tuple(sorted(set(problems)))
    )


def _twin(file: _File, before: str) -> Problem:
    message = f"a template of this name stands in {before} already, and this one is not used"
    return Problem(file.source, 1, 0, "template", "error", message, "Rename one of the two.")


def _take(
    file: _File, named: dict[str, Template], partials: dict[str, Partial], problems: list[Problem]
) -> bool:
    """Enter one file where it belongs; False for somebody else's."""
    if file.name.startswith("_"):
        if not file.fault:
            partials[file.name] = _partial(file)
        else:
            problems.append(_fault(file))
        return True
    if not _is_ours(file):
        return False
    stands_for = named.get(file.name)
    template = _template(file, stands_for.renders if stands_for else "interview")
    problems.extend(template.problems)
    named[file.name] = template
    return True


def _is_ours(file: _File) -> bool:
    """A template folder holds other programs' templates too: ours say what they render."""
    if file.fault:
        return True
    if not _RENDERS.search(file.data):
        return False
    parsed = notes.read(file.data, file.source, body=False)
    if parsed.front == "read":
        return any(key.casefold() == "renders" for key in parsed.properties)
    return parsed.front == "broken" or not parsed.readable


def _fault(file: _File) -> Problem:
    return Problem(file.source, 1, 0, "template", "error", file.fault, "Put a plain file in its place.")


def _text(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _partial(file: _File) -> Partial:
    text = _text(file.data) or ""
    line = notes.read(file.data, file.source, body=False).body_line if text.startswith("---\n") else 1
    return Partial(file.name, file.source, _from_line(text, line), line, _digest(file.data), file.shipped)


def _from_line(text: str, line: int) -> str:
    return text if line <= 1 else "\n".join(text.split("\n")[line - 1 :])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _template(file: _File, guess: Renders) -> Template:
    """One file, read. `guess` is what it renders when it does not say: that of the one it stands for."""
    template = Template(file.name, file.source, guess, digest=_digest(file.data), shipped=file.shipped)
    text = _text(file.data)
    if file.fault or text is None:
        fault = file if file.fault else replace(file, fault="it is no UTF-8 text")
        return replace(template, broken=True, problems=(_fault(fault),))
    parsed = notes.read(file.data, file.source, body=False)
    body = _from_line(text, parsed.body_line)
    return declared(replace(template, body=body, line=parsed.body_line), parsed)


def _own_files(config: Config) -> tuple[list[_File], list[Problem]]:
    """The vault's templates folder; a folder that lies elsewhere than in the vault is refused as a whole."""
    folder = config.root / config.templates
    if not config.templates or not folder.is_dir():
        return [], []
    try:
        outside = files.leads_out(folder, config.root)
    except OSError as error:
        _unlisted(error)
        return [], []
    if outside:
        message = "the templates folder leads out of the vault, and nothing in it is used"
        hint = "Put the templates into a folder of the vault."
        return [], [Problem(config.templates, 0, 0, "template", "error", message, hint)]
    return [*_files(folder, Path(config.templates).as_posix(), shipped=False)], []


def _files(folder: Path, shown: str, *, shipped: bool) -> Iterator[_File]:
    """Every `.md` file below `folder`, sorted; folders that are hidden or linked are not entered.

    Raises Refused where a folder cannot be listed: a template in it would give way to the shipped one of its name.
    """
    for here, folders, names in os.walk(folder, onerror=_unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".md") and not name.startswith("."):
                path = Path(here) / name
                where = f"{shown}/{path.relative_to(folder).as_posix()}"
                yield _file(path, folder, where, shipped=shipped)


def _unlisted(error: OSError) -> None:
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        raise Refused(f"the templates cannot be looked through: {of_the_system(error)}") from error


def _file(path: Path, folder: Path, source: str, *, shipped: bool) -> _File:
    name = unicodedata.normalize("NFC", path.stem)
    try:
        status = path.stat()
        if not path.resolve(strict=True).is_relative_to(folder.resolve(strict=True)):
            fault = "it is a link that leads out of the templates folder"
        elif not stat.S_ISREG(status.st_mode):
            fault = "it is no plain file"
        elif status.st_size > MAX_BYTES:
            fault = f"it is larger than {MAX_BYTES:,} bytes"
        else:
            return _File(name, source, files.read(path), shipped)
    except (OSError, RuntimeError) as error:
        fault = f"{UNREAD}: {getattr(error, 'strerror', None) or error}"
    return _File(name, source, shipped=shipped, fault=fault)
