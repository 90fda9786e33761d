"""`pytest -k S7` runs what S7 stands for (and S70, if there were one); `-k S07` finds it too, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        found = re.match(r"test_S(\d+)_", item.name)
        if found is not None:
            item.extra_keyword_matches.add(f"S{int(found[1]):02}")
