"""The log of a watch: lines with their time, in a file that never grows beyond a few megabytes.

In: lines. Out: a rotating file.
Never: an exception; a watch goes on without its log when the disk is full.
"""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 1_000_000
KEPT = 3


class _Calm(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Nothing: where a line cannot be written, none about that could be."""


class Log:
    """`line` writes one line, or several with their indent."""

    def __init__(self, path: Path) -> None:
        self._handler = _Calm(
            path,
            maxBytes=MOST_BYTES,
            backupCount=KEPT,
            encoding="utf-8",
            delay=True,
            errors="backslashreplace",
        )
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))

    def line(self, text: str) -> None:
        self._handler.handle(logging.LogRecord("vaultkit", logging.INFO, "", 0, text, None, None))

    def close(self) -> None:
        self._handler.close()
