"""Where vaultkit keeps what is its own."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from vaultkit import files
from vaultkit.errors import Refused
from vaultkit.files import places

if TYPE_CHECKING:
    from pathlib import Path


def test_two_vaults_have_two_caches_and_a_link_to_one_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    first = places.cache_folder(tmp_path / "a")
    assert first.is_dir()
    assert first.is_relative_to(tmp_path / "cache")
    assert first.stat().st_mode & 0o077 == 0
    assert places.cache_folder(tmp_path / "link") == first
    assert places.cache_folder(tmp_path / "b") != first


def test_macos_has_one_cache_for_a_vault_however_its_name_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")
    for name in ("Vault", "vault", "other"):
        (tmp_path / name).mkdir(exist_ok=True)
    inodes = {(tmp_path / name).stat().st_ino: name.lower() for name in ("Vault", "vault", "other")}

    def asked(handle: int, *_: object) -> bytes:
        return inodes[os.fstat(handle).st_ino].encode().ljust(1024, b"\0")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_GETPATH", 50, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", asked)
    first, second, third = (files.mark_of(tmp_path / name) for name in ("Vault", "vault", "other"))
    assert first == second != third
    assert files.mark_of(tmp_path / "missing") not in (first, third)


def test_a_cache_that_cannot_be_made_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VAULTKIT_CACHE", str(tmp_path / "file"))
    with pytest.raises(Refused, match="VAULTKIT_CACHE"):
        places.cache_folder(tmp_path)


def test_the_log_lies_in_the_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULTKIT_STATE", str(tmp_path / "s"))
    assert files.state_folder() == tmp_path / "s"
    monkeypatch.delenv("VAULTKIT_STATE")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert files.state_folder().is_relative_to(tmp_path)


def test_what_is_shipped_is_found_beside_the_package() -> None:
    assert files.shipped("templates").name == "templates"
    assert files.shipped("templates").is_dir()


def test_a_held_lock_refuses_a_second_holder_and_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "lock"
    refused = []

    def other() -> None:
        try:
            with files.lock(path, wait=0.05):
                pass
        except Refused as error:
            refused.append(str(error))

    with files.lock(path):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert len(refused) == 1
    with files.lock(path, wait=0.05):
        pass


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")
def test_a_pipe_is_read_to_its_end_and_waited_for_a_moment_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe.vcf"
    os.mkfifo(pipe)
    assert files.received(pipe, seconds=0.03) == b""
    text = b"0123456789" * 20_000

    def write() -> None:
        with contextlib.suppress(BrokenPipeError), pipe.open("wb") as out:
            out.write(text)

    writer = threading.Thread(target=write)
    writer.start()
    assert files.received(pipe) == text
    writer.join()
    monkeypatch.setattr("vaultkit.files.looking.LARGEST", 10)
    writer = threading.Thread(target=write)
    writer.start()
    with pytest.raises(OSError, match="larger than"):
        files.received(pipe)
    writer.join()


def test_a_device_or_a_file_without_an_end_is_not_read(tmp_path: Path) -> None:
    hole = tmp_path / "hole.md"
    with hole.open("wb") as out:
        out.truncate(1 << 40)
    for read in (files.read, files.received, files.bytes_at):
        with pytest.raises(OSError, match="larger than 256 MB"):
            read(hole)
    zero = tmp_path / "zero.vcf"
    zero.symlink_to("/dev/zero")
    if zero.exists():
        with pytest.raises(OSError, match="not a regular file"):
            files.received(zero)
