"""The agenda out of the index: items are made when a note changes, and a question compares instants.

In: an open vault that was looked at, a moment. Out: AgendaItems.
Never: a rule about people, or all notes asked for one that changed.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from vaultkit.index import items
from vaultkit.index.items import StoredItem
from vaultkit.index.vault import Recorder
from vaultkit.people.agenda import AgendaItem, items_of, settings
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vaultkit.index.outputs import Job
    from vaultkit.pipeline.opening import OpenVault

DAY = 86_400.0
MARGIN = 2
"""Days: more than one by any clock, so that whoever counts in days of some zone finds all that is looked for."""
MOMENTS = ("appears", "due", "overdue", "gone")


def agenda_items(opened: OpenVault, now: datetime | None, days: int) -> list[AgendaItem]:
    """The stored items, those of changed notes made anew; with `now` without what cannot be on the agenda."""
    settings(opened.config.agenda)
    stale = items.stale_items(opened.store)
    if stale:
        _ask_anew(opened, stale)
    # As numbers, since a moment near the end of the calendar has no day after it.
    appeared = now.timestamp() + (MARGIN + days) * DAY if now else float("inf")
    gone_after = now.timestamp() - MARGIN * DAY if now else float("-inf")
    return [_item(row.data) for row in items.items_between(opened.store, appeared, gone_after)]


def _ask_anew(opened: OpenVault, stale: tuple[Job, ...]) -> None:
    assert opened.refreshed is not None
    made: dict[int, tuple[list[StoredItem], dict[str, tuple[str, ...]]]] = {}
    for job in stale:
        note = opened.snapshot().note(job.path) if job.path else None
        if note is None or note.kind not in ("contact", "interview"):
            made[job.about] = ([], {})
            continue
        recorder = Recorder(own=note.id)
        vault = opened.snapshot().with_recorder(recorder, refuse_broken=False)
        own = vault.by_id(note.id)
        who = Interview(own, vault) if own.kind == "interview" else Contact(own, vault)
        found = [_stored(note.id, item) for item in items_of(who, vault)]
        made[job.about] = (found, {key: tuple(sorted(names)) for key, names in recorder.reads.items()})
    items.save_items(opened.store, opened.refreshed.number, made)


def _stored(about: int, item: AgendaItem) -> StoredItem:
    data = {name: getattr(item, name) for name in item.__slots__}
    for name in MOMENTS:
        data[name] = data[name].isoformat() if data[name] is not None else None
    overdue, gone = (
        moment.timestamp() if moment is not None else None for moment in (item.overdue, item.gone)
    )
    return StoredItem(about, item.rule, item.appears.timestamp(), item.due.timestamp(), overdue, gone, data)


def _item(data: Mapping[str, Any]) -> AgendaItem:
    made = dict(data)
    for name in MOMENTS:
        made[name] = datetime.fromisoformat(made[name]) if made[name] is not None else None
    made["people"] = tuple(made["people"])
    return AgendaItem(**made)
