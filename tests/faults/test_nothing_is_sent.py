"""vaultkit opens no connection, and nothing that it does counts as sent."""

from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import vaultkit
from tests.faults.commands import NEXT, NOTES, TALK, Vault
from tests.hand import Hand

if TYPE_CHECKING:
    import pytest

NETWORK = {"socket", "ssl", "http", "smtplib", "ftplib", "imaplib", "poplib", "telnetlib", "xmlrpc", "asyncio",
           "requests", "httpx", "urllib.request", "webbrowser", "socketserver"}  # fmt: skip


IMPORTS = re.compile(r"^\s*(?:import|from)\s+([\w.]+)(?:\s+import\s+(\w+))?", re.MULTILINE)


def test_no_module_loads_what_speaks_to_a_network() -> None:
    for path in Path(vaultkit.__file__).parent.rglob("*.py"):
        for module, name in IMPORTS.findall(path.read_text("utf-8")):
            assert not {module, module.partition(".")[0], f"{module}.{name}"} & NETWORK, path


def test_no_command_opens_a_connection_or_says_that_something_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault(tmp_path, "import")
    vault.world.edit(TALK, "start:", "held: 2026-03-09\nstart:")
    before = {path: data for path, data in vault.files().items() if path in NOTES}

    def connect(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection")

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, connect, raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", connect)
    hand = Hand(vault.world.root, env=vault.env)
    for words in (
        ["render"], ["agenda"], ["check"], ["stats"], ["show", "Jo Kim"], ["list", "contacts"],
        ["export", "draft", "thank you Jo Kim", "--format", "eml"],
        ["export", "draft", "thank you Jo Kim", "--format", "mailto"],
        ["export", "contacts", "--format", "vcf"], ["import", str(vault.cards)],
    ):  # fmt: skip
        assert hand.run(*words).code in (0, 1), words
    assert {path: vault.files()[path] for path in before} == before
    assert hand.run("invite", NEXT, "--eml").code == 0
    assert hand.run("import", str(vault.cards), "--apply").code == 0
    text = "".join(data.decode() for path, data in vault.files().items() if path in NOTES)
    assert not {f"\n{key}:" for key in ("thanked", "invited", "replied", "announced", "gift_sent")} & {
        "\n" + line.partition(" ")[0] for line in text.splitlines()
    }
