"""A handler for python-frontmatter that reads YAML 1.2 core and keeps every byte.

In: a note's text. Out: the block between its fences, the body exactly as it stands, the block's properties.
Never: python-frontmatter's own handler (YAML 1.1), its stripping of bodies, or its dump.
"""

from __future__ import annotations

import re
from typing import Any

from frontmatter.default_handlers import BaseHandler

from vaultkit.notes.loading import load_block

FENCE = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
"""A fence alone on its line, its line end included, so that splitting loses and adds nothing."""


class CoreHandler(BaseHandler):
    """Detects and splits by our fence; loads through the YAML 1.2 core loader."""

    FM_BOUNDARY = FENCE
    START_DELIMITER = END_DELIMITER = "---"

    def load(self, fm: str) -> dict[str, Any]:
        """Read a block. Keys that are no text are left out, a key that stands twice is empty.

        Raises BlockError, a ValueError, where the block is no mapping or is not valid.
        """
        return dict(load_block(fm).properties)


HANDLER = CoreHandler()
