"""How many problems `check` would show, without the look at every note that it takes.

In: an open vault that was looked at. Out: counts by severity.
Never: a note or a letter read that was counted as it stands.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from vaultkit.index import tallies
from vaultkit.people.checks.codes import CODES
from vaultkit.pipeline.checking import bytes_of, faults, letters_of
from vaultkit.pipeline.kept import bring_up_to_date

if TYPE_CHECKING:
    from vaultkit.index.vault import Reading
    from vaultkit.pipeline.opening import OpenVault

SEVERITIES = ("error", "warning", "info")


def problem_counts(opened: OpenVault) -> Counter[str]:
    """Severity → how many problems `check` would show of it."""
    bring_up_to_date(opened)
    _count_letters(opened)
    found: Counter[str] = Counter(problem.severity for problem in {*opened.problems(), *faults(opened)})
    found.update(_sums(opened))
    return found


def _sums(opened: OpenVault) -> dict[str, int]:
    """What is kept of notes and letters, added up once after each refresh that found anything, our own writes too.

    The number is that of this look: what another process finds meanwhile is added up by the next one.
    """
    assert opened.refreshed is not None
    store, number = opened.store, opened.refreshed.number
    kept: dict[str, Any] = json.loads(store.meta("sums") or "{}")
    if kept.get("number") != number:
        found: Counter[str] = Counter()
        for counts in (tallies.of_notes(store), tallies.of_letters(store)):
            found.update(dict(zip(SEVERITIES, counts, strict=True)))
        found[CODES["namesake"].severity] += tallies.namesakes(store)
        found[CODES["meetings-overlap"].severity] += tallies.overlaps(store)
        kept = {"number": number, "found": dict(found)}
        with store.writing():
            store.set_meta("sums", json.dumps(kept))
    sums: dict[str, int] = kept["found"]
    return sums


# Letters


def _count_letters(opened: OpenVault) -> None:
    """Of letters that changed count the problems. All of them change when other templates write for others."""
    store, known = opened.store, json.dumps(dict(sorted(opened.gist.digests.items())))
    if store.meta("letters by") != known:
        letters = json.dumps(letters_of(opened), sort_keys=True)
        if store.meta("letters") != letters:
            tallies.forget_letters(store)
        with store.writing():
            store.set_meta("letters", letters)
            store.set_meta("letters by", known)
    new = tallies.uncounted_letters(store)
    if new:
        vault = opened.snapshot()
        _count(opened, [(vault.by_id(note), digest) for note, digest in new])


def _count(opened: OpenVault, new: list[tuple[Reading, bytes]]) -> None:
    from vaultkit.index.update import digest_of  # noqa: PLC0415 - mostly no letter is new
    from vaultkit.people import checks  # noqa: PLC0415 - as above

    letters, found, digests = letters_of(opened), [], dict[str, bytes]()

    def read(path: str) -> bytes | None:
        data = bytes_of(opened, path)
        digests[path] = digest_of(data) if data is not None else b""
        return data

    for note, digest in new:
        drafts = checks.drafts_of([note], letters, read)
        counts = Counter(problem.severity for problem in checks.of_drafts(drafts))
        if (
            digests.get(note.path, digest) == digest
        ):  # else it has changed once more, and the next look meets it
            found.append((note.id, digest, (counts["error"], counts["warning"], counts["info"])))
    tallies.save_letters(opened.store, found)
