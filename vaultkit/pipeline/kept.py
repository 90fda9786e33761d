"""The agenda and `list` out of the index: what they show of a note, and count, is made when it changes, and kept.

In: an open vault that was looked at, a moment. Out: AgendaItems, rows.
Never: a rule about people, or all notes asked for one that changed.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vaultkit.index import items
from vaultkit.index.items import StoredItem
from vaultkit.index.schema import VAULT
from vaultkit.model import ABOUT
from vaultkit.people import columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.index.outputs import Job
    from vaultkit.index.vault import Reading, Recorder, Vault
    from vaultkit.model import Kind, Problem, Value
    from vaultkit.people.agenda import AgendaItem
    from vaultkit.people.checks import Standing
    from vaultkit.people.contact import Contact
    from vaultkit.people.interview import Interview
    from vaultkit.pipeline.opening import OpenVault

DAY = 86_400.0
MARGIN = 2
"""Days: more than one by any clock, so that whoever counts in days of some zone finds all that is looked for."""


def agenda_items(opened: OpenVault, now: datetime, days: int) -> list[AgendaItem]:
    """The items that may be on the agenda of `now` (aware) and `days` days ahead, and some beside."""
    from vaultkit.people.agenda import AgendaItem  # noqa: PLC0415 - a list has no agenda

    bring_up_to_date(opened)
    # As numbers, since a moment near the end of the calendar has no day after it.
    appeared, gone_after = now.timestamp() + (MARGIN + days) * DAY, now.timestamp() - MARGIN * DAY
    return [AgendaItem(*_read(*data)) for data in items.items_between(opened.store, appeared, gone_after)]


def listed(
    opened: OpenVault, kind: Kind | None, where: str | None, sort: str | None
) -> list[dict[str, Value]]:
    """What `list` shows of notes by column: kept for whole kinds, asked anew of those chosen and sorted."""
    if kind is None or where or sort:
        from vaultkit.people import lookup  # noqa: PLC0415 - kept rows do without

        vault, shown = opened.snapshot(), columns.columns_of(kind)
        found = lookup.chosen(vault, kind, where, sort)
        return [{name: lookup.look(note, vault, name) for name in shown} for note in found]
    bring_up_to_date(opened)
    names = columns.COLUMNS[kind]
    return [dict(zip(names, row, strict=True)) for row in items.rows_of(opened.store, kind)]


def bring_up_to_date(opened: OpenVault) -> None:
    """Make anew what is kept of notes that changed, or that read one that did."""
    vault = opened.snapshot()
    stale = items.stale_items(opened.store)
    if stale:
        assert opened.refreshed is not None
        items.save_items(opened.store, opened.refreshed.number, _asked_anew(vault, stale))


def _asked_anew(every: Vault, stale: tuple[Job, ...]) -> dict[int, items.Kept]:
    """Each contact, and behind it its interviews: what was found of these for the one need not be found again."""
    from vaultkit.people.contact import Contact  # noqa: PLC0415 - mostly nothing changed

    found = [(job.about, every.note(job.path) if job.path else None) for job in stale]
    made = {about: items.Kept() for about, note in found if note is None or note.kind not in ABOUT}
    if VAULT in made:
        made[VAULT] = _of_the_vault(every)
    notes = {about: note for about, note in found if note is not None and about not in made}
    for note in sorted(notes.values(), key=lambda note: note.kind):
        if note.id not in made:
            made[note.id], who = _kept(every, note)
            talks = who.interviews if isinstance(who, Contact) else ()
            for talk in (talk.note for talk in talks if talk.note.id in notes and talk.note.id not in made):
                made[talk.id], _ = _kept(every, talk)
    return made


def _kept(every: Vault, note: Reading) -> tuple[items.Kept, Contact | Interview]:
    """What is kept of a contact or an interview, and the reader that was asked."""
    from vaultkit.index.vault import Recorder  # noqa: PLC0415 - as above
    from vaultkit.people import checks  # noqa: PLC0415 - as above
    from vaultkit.people.agenda import items_of  # noqa: PLC0415 - as above
    from vaultkit.people.contact import Contact  # noqa: PLC0415 - as above
    from vaultkit.people.interview import Interview  # noqa: PLC0415 - as above

    recorder = Recorder(own=note.id)
    vault = every.with_recorder(recorder)
    own = vault.by_id(note.id)
    who = Interview(own, vault) if own.kind == "interview" else Contact(own, vault)
    found = [_stored(note.id, item) for item in items_of(who, vault)]
    row = columns.values(who)
    standing = checks.of_interview(who) if isinstance(who, Interview) else checks.of_contact(who)
    checked = _checked(standing, own.facts.problems)
    return items.Kept(found, row, _reads(recorder), checked), who


def _of_the_vault(every: Vault) -> items.Kept:
    from vaultkit.index.vault import Recorder  # noqa: PLC0415 - as above
    from vaultkit.people import checks  # noqa: PLC0415 - as above

    recorder = Recorder()
    standing = checks.of_me(every.with_recorder(recorder))
    return items.Kept(checked=_checked(standing, ()), reads=_reads(recorder))


def _checked(standing: Standing, known: Iterable[Problem]) -> items.Checked:
    """Counts without what is stored with the note, which is counted there."""
    counts = Counter(problem.severity for problem in set(standing.problems) - set(known))
    begins, ends = standing.span or (None, None)
    return items.Checked(counts["error"], counts["warning"], counts["info"], standing.name, begins, ends)


def _reads(recorder: Recorder) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(names)) for key, names in recorder.reads.items()}


def _stored(about: int, item: AgendaItem) -> StoredItem:
    """With its fields in their order; moments as text."""
    data = [getattr(item, name) for name in item.__slots__]
    gone = None if item.gone is None else item.gone.timestamp()
    written = [value.isoformat() if isinstance(value, datetime) else value for value in data]
    return StoredItem(about, item.appears.timestamp(), gone, written)


_moment = lru_cache(maxsize=4096)(datetime.fromisoformat)
"""Many items are due at the end of the same days."""


def _read(*written: Any) -> tuple[Any, ...]:
    rule, about, name, people, text, clear, clears, appears, due, overdue, gone, line = written
    late, end = (moment and _moment(moment) for moment in (overdue, gone))
    times = _moment(appears), _moment(due), late, end
    return rule, about, name, tuple(people), text, clear, clears, *times, line
