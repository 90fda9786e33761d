"""What only Windows does, played on other systems as far as it can be: files in use, junctions, code pages."""

from __future__ import annotations

import io
import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from vaultkit import cli, files
from vaultkit.errors import ChangedMeanwhile, Refused
from vaultkit.files import looking, swap
from vaultkit.index import compare, scan
from vaultkit.index.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def refused(number: int) -> PermissionError:
    error = PermissionError(13, "Access is denied")
    error.winerror = number  # type: ignore[attr-defined,unused-ignore]  # Windows sets it
    return error


@pytest.mark.parametrize("number", [5, 32])
@pytest.mark.parametrize("act", ["replace", "remove", "move"])
def test_a_file_that_another_program_has_open_counts_as_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, number: int
) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"old")

    def refuse(*_: object, **_more: object) -> None:
        raise refused(number)

    monkeypatch.setattr(swap, "library", lambda: None)  # no exchange there
    for name in ("replace", "rename", "link"):
        monkeypatch.setattr(os, name, refuse)
    if sys.platform != "win32":
        monkeypatch.setattr(swap, "rename_new", refuse)
    does: dict[str, Callable[[], object]] = {
        "replace": lambda: files.replace(note, b"new", expected=b"old"),
        "remove": lambda: files.remove(note, expected=b"old"),
        "move": lambda: files.move(note, tmp_path / "b.md", expected=b"old"),
    }
    with pytest.raises(ChangedMeanwhile):
        does[act]()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.md", b"old")]


def test_another_refusal_stays_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "a.md"
    note.write_bytes(b"old")
    monkeypatch.setattr(swap, "library", lambda: None)
    monkeypatch.setattr(os, "replace", partial(_raise, PermissionError(13, "no")))
    with pytest.raises(PermissionError):
        files.replace(note, b"new", expected=b"old")


def _raise(error: OSError, *_: object) -> None:
    raise error


@pytest.fixture
def junction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with a folder that says it is none of links, and is one all the same."""
    vault = tmp_path / "vault"
    (vault / "Away").mkdir(parents=True)
    (vault / "Away" / "a.md").write_bytes(b"elsewhere\n")
    (vault / "b.md").write_bytes(b"here\n")
    for module in (looking, scan, compare):
        monkeypatch.setattr(module, "is_junction", lambda path: os.fspath(path).endswith("Away"))
    return vault


def test_what_lies_behind_a_junction_is_neither_indexed_nor_written(junction: Path) -> None:
    seen = dict(scan.walk(junction, "", Rules((), ())))
    assert sorted(seen) == [""]
    with pytest.raises(Refused, match="link"):
        files.replace(junction / "Away" / "a.md", b"x", expected=b"elsewhere\n", within=junction)


def test_no_folder_of_another_system_is_a_junction(tmp_path: Path) -> None:
    assert not looking.is_junction(tmp_path)


def test_on_windows_pipes_and_files_get_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    told = io.TextIOWrapper(io.BytesIO(), encoding="cp1252", newline="\r\n")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    cli._set_up(told)
    told.write("林佳穎\n")
    told.flush()
    assert told.buffer.getvalue() == "林佳穎\n".encode()
