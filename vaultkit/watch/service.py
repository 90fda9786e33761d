"""The words with which systemd and launchd start a watch at login.

In: the command line, the vault. Out: a user unit and a launch agent as text.
Never: installs anything.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence


def both(command: Sequence[str], root: str, log: str) -> str:
    """Either text, below what to do with it."""
    name = label(root)
    return f"""\
# Linux: save up to the next line of this kind as ~/.config/systemd/user/{name}.service, then
#   systemctl --user daemon-reload && systemctl --user enable --now {name}.service
{systemd(command, root)}
# macOS: save what follows as ~/Library/LaunchAgents/{name}.plist, then
#   launchctl load ~/Library/LaunchAgents/{name}.plist
{launchd(command, root, log)}""".rstrip("\n")


def label(root: str) -> str:
    """A name for the service of one vault: its folder's name, and a mark that tells namesakes apart."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", root.rstrip("/\\").replace("\\", "/").rpartition("/")[2]).strip("-")
    return f"vaultkit-watch-{name.lower() or 'vault'}-{hashlib.sha256(root.encode('utf-8', 'surrogateescape')).hexdigest()[:6]}"


def systemd(command: Sequence[str], root: str) -> str:
    """A user unit. It ends the watch alone, which then ends its render process in order."""
    return f"""\
[Unit]
Description=vaultkit watch of {_one_line(root).replace("%", "%%")}

[Service]
Type=exec
ExecStart={" ".join(_quoted(word) for word in command)}
KillMode=mixed
Restart=on-failure
RestartSec=10
Nice=5

[Install]
WantedBy=default.target
"""


def launchd(command: Sequence[str], root: str, log: str) -> str:
    """A launch agent."""
    words = "\n".join(f"    <string>{escape(word)}</string>" for word in command)
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>{label(root)}</string>
  <key>ProgramArguments</key>
  <array>
{words}
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ProcessType</key>
  <string>Background</string>
  <key>StandardErrorPath</key>
  <string>{escape(log)}</string>
</dict>
</plist>
"""


def _quoted(word: str) -> str:
    """A word as systemd takes it: `%` and `$` mean something there."""
    plain = word.replace("%", "%%").replace("$", "$$")
    if plain and not re.search(r"[\s\"'\\;]", plain):
        return plain
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\\", "/")
