"""Every problem of a vault, as `check` shows it.

In: an open vault. Out: problems of notes, of notes together, of templates, of letters as their user left them.
Never: a change of any of them.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.pipeline.opening import OpenVault


def check(opened: OpenVault) -> tuple[Problem, ...]:
    """All of them, sorted. counting.py tells their number without the look at every note that this takes."""
    from vaultkit.people import checks  # noqa: PLC0415 - who only counts does without

    vault = opened.snapshot()
    drafts = checks.drafts_of(vault.of_kind("rendered"), letters_of(opened), partial(bytes_of, opened))
    return tuple(sorted({*opened.problems(), *checks.check(vault, drafts), *faults(opened)}))


def letters_of(opened: OpenVault) -> dict[str, str]:
    """The templates that write for others, with what `done` sets for each, "" for nothing."""
    return {one.name: one.marks or "" for one in opened.templates if one.audience == "them"}


def bytes_of(opened: OpenVault, path: str) -> bytes | None:
    """What stands at a path of the vault; None where it cannot be read."""
    try:
        return files.read(opened.root / path)
    except OSError:
        return None


def faults(opened: OpenVault) -> Iterable[Problem]:
    """What does not compile in the templates, asked anew only when one of them changed.

    What is shipped compiles, and says so in the tests; only with a file of the vault's own among it may it not.
    """
    store, known = opened.store, dict(opened.gist.digests)
    kept = json.loads(store.meta("faults") or "{}")
    if kept.get("of") == known:
        return [Problem(**one) for one in kept["found"]]
    every = (*opened.templates, *opened.templates.partials.values())
    found = () if all(one.shipped for one in every) else opened.pool.check(opened.templates)
    if all(problem.path for problem in found):  # without a path: they could not be compiled at all, this time
        with store.writing():
            store.set_meta("faults", json.dumps({"of": known, "found": [asdict(one) for one in found]}))
    return found
