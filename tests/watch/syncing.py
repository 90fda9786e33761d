"""Two machines: a real Syncthing and a real watch on each, all on loopback, homes and ports of their own."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parents[2]
FOLDER = "vault"
KEY = "0123456789abcdef"
OPTIONS = {
    "globalAnnounceEnabled": "false", "localAnnounceEnabled": "false", "relaysEnabled": "false",
    "natEnabled": "false", "startBrowser": "false", "urAccepted": "-1", "autoUpgradeIntervalH": "0",
    "crashReportingEnabled": "false", "stunKeepaliveStartS": "0", "announceLANAddresses": "false",
    "reconnectionIntervalS": "1", "progressUpdateIntervalS": "-1", "setLowPriority": "false",
    "releasesURL": "", "urURL": "", "crashReportingURL": "",
}  # fmt: skip
"""Whatever would look, tell or go anywhere but to the other machine is off."""
AT_WORK = re.compile(r"created|updated|merged|moved")
"""A line of a watch's log about a round that wrote."""


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in held]


def until(holds: Callable[[], object], seconds: float, told: Callable[[], object] = lambda: "") -> float:
    """Wait until it holds; how long that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, f"waited {seconds:g} s; {told()}"
        time.sleep(0.1)
    return time.monotonic() - began


@dataclass
class Machine:
    """A vault with its Syncthing and its watch."""

    name: str
    home: Path
    port: int
    web: int
    id: str = ""
    syncing: subprocess.Popen[bytes] | None = None
    watching: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.root = self.home / "vault"
        self.config = self.home / "syncthing"
        self.root.mkdir(parents=True)
        (self.root / ".stfolder").mkdir()
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("VAULTKIT", "ST"))},
            "HOME": str(self.home), "VAULTKIT_CACHE": str(self.home / "cache"),
            "VAULTKIT_STATE": str(self.home / "state"), "PYTHONPATH": str(HERE), "TZ": "UTC",
            "STNOUPGRADE": "1", "STNORESTART": "1", "GOMAXPROCS": "1",
        }  # fmt: skip
        words = [
            "syncthing",
            "generate",
            f"--home={self.config}",
            "--no-default-folder",
            "--skip-port-probing",
        ]
        subprocess.run(words, env=self.env, check=True, capture_output=True, timeout=60)
        found = ET.parse(self.config / "config.xml").find("device")
        assert found is not None
        self.id = found.attrib["id"]

    # Syncthing

    def know(self, *machines: Machine) -> None:
        """Write the configuration: these machines share the one folder."""
        place = self.config / "config.xml"
        tree = ET.parse(place)
        top = tree.getroot()
        for old in top.findall("device"):
            top.remove(old)
        folder = ET.SubElement(
            top, "folder", id=FOLDER, path=str(self.root), type="sendreceive", rescanIntervalS="20",
            fsWatcherEnabled="true", fsWatcherDelayS="1",
        )  # fmt: skip
        _put(folder, "minDiskFree", "0")
        _put(folder, "pullerPauseS", "1")
        _put(folder, "maxConflicts", "-1")
        for one in machines:
            ET.SubElement(folder, "device", id=one.id)
            device = ET.SubElement(top, "device", id=one.id, name=one.name)
            _put(device, "address", f"tcp://127.0.0.1:{one.port}")
        options, web = top.find("options"), top.find("gui")
        assert options is not None
        assert web is not None
        for name, value in {**OPTIONS, "listenAddress": f"tcp://127.0.0.1:{self.port}"}.items():
            _put(options, name, value)
        _put(web, "address", f"127.0.0.1:{self.web}")
        _put(web, "apikey", KEY)
        tree.write(place)

    def sync(self) -> None:
        """Start Syncthing, and wait until it answers."""
        with (self.home / "syncthing.log").open("ab") as said:
            self.syncing = subprocess.Popen(
                ["syncthing", "serve", f"--home={self.config}", "--no-browser", "--no-restart", "--no-upgrade"],
                env=self.env, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip
        until(lambda: self.ask("system/ping", or_none=True) is not None, 30, self.logs)

    def ask(self, what: str, *, post: bool = False, or_none: bool = False) -> Any:
        """What the REST interface answers."""
        url = f"http://127.0.0.1:{self.web}/rest/{what}"
        request = urllib.request.Request(url, headers={"X-API-Key": KEY}, method="POST" if post else "GET")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                said = answer.read()
        except OSError:
            if or_none:
                return None
            raise
        return json.loads(said) if said.strip() else {}

    def pause(self, other: Machine) -> None:
        self.ask(f"system/pause?device={other.id}", post=True)
        until(lambda: not self.ask("system/connections")["connections"][other.id]["connected"], 20, self.logs)

    def resume(self, other: Machine) -> None:
        self.ask(f"system/resume?device={other.id}", post=True)

    def even_with(self, other: Machine) -> bool:
        """Whether Syncthing has nothing left to fetch here, and knows that the other has nothing either."""
        here = self.ask(f"db/status?folder={FOLDER}")
        there = self.ask(f"db/completion?folder={FOLDER}&device={other.id}")
        return (
            here["state"] == "idle"
            and not here["needTotalItems"]
            and not (there["needItems"] or there["needDeletes"] or there["needBytes"])
            and self.ask("system/connections")["connections"][other.id]["connected"]
        )

    def scan(self) -> None:
        self.ask(f"db/scan?folder={FOLDER}", post=True)

    # The watch

    def watch(self) -> None:
        with (self.home / "watch.out").open("ab") as said:
            self.watching = subprocess.Popen(
                [sys.executable, "-m", "vaultkit", "watch", "--vault", str(self.root)],
                env=self.env, cwd=self.home, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip
        until(lambda: " note" in self.told(), 60, self.logs)

    def told(self) -> str:
        """All that the watch has said."""
        place = self.home / "watch.out"
        return place.read_text() if place.exists() else ""

    def writing_rounds(self) -> list[str]:
        return [line for line in self.told().splitlines() if AT_WORK.search(line)]

    # The vault

    def read(self, path: str) -> str:
        try:
            return (self.root / path).read_text("utf-8")
        except FileNotFoundError:
            return ""

    def edit(self, path: str, old: str, new: str) -> None:
        """As an editor that saves by a temporary file."""
        text = self.read(path)
        assert text.count(old) == 1, (self.name, path, old, text)
        self.save(path, text.replace(old, new))

    def save(self, path: str, text: str) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".{place.name}.saving")
        beside.write_text(text, newline="\n")
        beside.replace(place)

    def tree(self) -> dict[str, tuple[str, int]]:
        """Every file that is synced: path → (digest, when it was changed). What tools write for a moment is left out."""
        found = {}
        for place in sorted(self.root.rglob("*")):
            path = place.relative_to(self.root).as_posix()
            if path.startswith(".st") or path.endswith((".tmp", ".aside", ".saving")):
                continue
            with contextlib.suppress(FileNotFoundError):
                if place.is_file():
                    digest = hashlib.sha256(place.read_bytes()).hexdigest()
                    found[path] = digest, place.stat().st_mtime_ns
        return found

    def bytes(self) -> dict[str, str]:
        return {path: digest for path, (digest, _) in self.tree().items()}

    def copies(self) -> list[str]:
        """The copies that Syncthing made of what both machines changed."""
        return sorted(p.relative_to(self.root).as_posix() for p in self.root.rglob("*.sync-conflict-*"))

    def logs(self) -> str:
        tails = [self.told().splitlines()[-12:]]
        with contextlib.suppress(FileNotFoundError):
            tails.append((self.home / "syncthing.log").read_text().splitlines()[-8:])
        return "\n".join(f"{self.name}: {line}" for tail in tails for line in tail)

    def end(self) -> None:
        for one in (self.watching, self.syncing):
            if one is not None and one.poll() is None:
                one.terminate()
        for one in (self.watching, self.syncing):
            if one is not None:
                try:
                    one.wait(20)
                except subprocess.TimeoutExpired:
                    one.kill()
                    one.wait(20)


def _put(above: ET.Element, name: str, text: str) -> None:
    for old in above.findall(name):
        above.remove(old)
    ET.SubElement(above, name).text = text


@dataclass
class Pair:
    """Two machines that share one vault."""

    top: Path
    machines: list[Machine] = field(default_factory=list)

    def __post_init__(self) -> None:
        ports = free_ports(4)
        self.a = Machine("a", self.top / "a", ports[0], ports[1])
        self.b = Machine("b", self.top / "b", ports[2], ports[3])
        self.machines = [self.a, self.b]
        for one in self.machines:
            one.know(self.a, self.b)

    def logs(self) -> str:
        mine, other = self.a.bytes(), self.b.bytes()
        differ = sorted(p for p in mine.keys() | other.keys() if mine.get(p) != other.get(p))
        return "\n".join([f"these differ: {differ}", *(one.logs() for one in self.machines)])

    def even(self) -> bool:
        return self.a.even_with(self.b) and self.b.even_with(self.a) and self.a.bytes() == self.b.bytes()

    def converge(self, *holds: Callable[[], object], seconds: float = 60) -> float:
        """Wait until all that holds, both machines have one tree, and nothing moves any more; how long that took."""
        began = time.monotonic()
        for one in self.machines:
            one.scan()
        until(lambda: all(one() for one in holds) and self.even(), seconds, self.logs)
        while True:
            took = time.monotonic() - began
            before = self._state()
            time.sleep(1.0)
            if self.even() and self._state() == before:
                return took
            assert time.monotonic() - began < seconds, f"no end of it\n{self.logs()}"

    def _state(self) -> object:
        return [(one.tree(), one.told()) for one in self.machines]

    def assert_still(self, seconds: float) -> None:
        """No file changes, no round writes: there is no endless exchange."""
        for one in self.machines:
            one.scan()
        trees, rounds = [one.tree() for one in self.machines], [one.writing_rounds() for one in self.machines]
        time.sleep(seconds)
        assert [one.tree() for one in self.machines] == trees, self.logs()
        assert [one.writing_rounds() for one in self.machines] == rounds, self.logs()

    def end(self) -> None:
        for one in self.machines:
            one.end()
        shutil.rmtree(self.top, ignore_errors=True)
