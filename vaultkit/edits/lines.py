"""Single lines in the body: a question, a Log line, a tick.

In: the words of the command, the vault, the moment. Out: one line more, or one line ticked.
Never: a line of the user's moved or reworded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaultkit.edits.write import Edited, a_day, change, today
from vaultkit.errors import Refused, WrongUse
from vaultkit.index.names import stem
from vaultkit.people import find
from vaultkit.people.contact import Contact
from vaultkit.people.names import fold

if TYPE_CHECKING:
    from datetime import datetime

    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Facts, Item

_LINE = re.compile(r"line (\d{1,7})", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?")
_SHOWN = 5


def ask(vault: Vault, text: str, question: str) -> Edited:
    """Append a question to an interview, before the first subheading of Questions, unless it stands there open.

    Raises WrongUse, Refused.
    """
    from vaultkit import notes  # noqa: PLC0415 - a refusal does without the parsers

    note, line = find.interview(vault, text), _one_line(question)

    def compute(facts: Facts, data: bytes) -> bytes:
        if _stands(facts, line):
            return data
        box = "- [ ] " if _boxes(facts) else "- "
        return notes.append_item(
            data, "questions", box + line, sections=vault.config.sections, before_subheading=True
        )

    changed = change(vault.config, note.path, compute)
    said = line if changed else f'"{line}" stands there already.'
    return Edited(note.path, f"{stem(note.path)}: {said}", changed)


def _stands(facts: Facts, question: str) -> bool:
    """Whether the same question stands there, and has not been asked yet."""
    section = facts.sections.get("questions")
    own = section.items if section is not None else ()
    return any(fold(item.raw) == fold(question) and item.open for item in own)


def _boxes(facts: Facts) -> bool:
    """Questions get a box, to be ticked when asked, unless this note's own have none."""
    section = facts.sections.get("questions")
    own = section.items if section is not None else ()
    return not own or any(item.box is not None for item in own)


def log(vault: Vault, text: str, line: str, *, now: datetime, on: str | None = None) -> Edited:
    """Append a dated line to a contact's Log; today in my zone unless `on` says another day, not in the future."""
    from vaultkit import notes  # noqa: PLC0415

    note, said, current = find.contact(vault, text), _one_line(line), today(vault, now)
    day = a_day(on, current) if on else current
    if day > current:
        raise Refused(f"{day} lies in the future, and a Log tells what was.")

    def compute(_: Facts, data: bytes) -> bytes:
        return notes.append_item(data, "log", f"- {day.isoformat()} {said}", sections=vault.config.sections)

    change(vault.config, note.path, compute)
    return Edited(note.path, f"{Contact(note, vault).name}, {day}: {said}")


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    if not any(letter.isalnum() for letter in line):
        raise WrongUse("There is no word in that line.")
    if any(not letter.isprintable() for letter in line):
        raise WrongUse("There are control characters in that line.")
    return _BULLET.sub("", line) if line[0] in "-*+" else line


def tick(vault: Vault, text: str, words: str, *, now: datetime) -> Edited:
    """Tick the one open line that has these words, with `✅` and the day; `line 12` means that line.

    Looks in the note of that name, or in a person's note and interviews. Raises WrongUse where no open line
    fits, or several do.
    """
    day = today(vault, now).isoformat()
    among = find.with_line(vault, text)
    hits = [(note, item) for note in among for item in _fitting(_open(note.facts), words)]
    exact = [(note, item) for note, item in hits if fold(words) in _texts(item)]
    hits = exact if len(exact) == 1 else hits
    if len(hits) != 1:
        raise WrongUse(_not_one(among, hits, words))
    note, item = hits[0]
    changed = change(vault.config, note.path, lambda facts, data: _ticked(facts, data, item, day))
    return Edited(note.path, f"{stem(note.path)}: ticked, {item.text}", changed)


def _ticked(facts: Facts, data: bytes, item: Item, day: str) -> bytes:
    """The line may have moved since it was indexed: it is the one that reads the same, nearest to its old place."""
    from vaultkit import notes  # noqa: PLC0415

    same = [other for other in _open(facts) if other.raw == item.raw]
    if not same:
        raise Refused(f"{facts.path}: that line has just been changed; nothing was ticked.")
    return notes.tick(data, min(same, key=lambda other: abs(other.line - item.line)), day)


def _open(facts: Facts) -> list[Item]:
    """Every open line of a known section but the Log; a line in two of them counts once."""
    found = {i.line: i for name, s in facts.sections.items() if name != "log" for i in s.items if i.open}
    return [found[line] for line in sorted(found)]


def _fitting(items: list[Item], words: str) -> list[Item]:
    wanted = fold(words)
    hits = [item for item in items if any(wanted in text for text in _texts(item))]
    numbered = _LINE.fullmatch(words.strip())
    if hits or numbered is None:
        return hits
    return [item for item in items if item.line == int(numbered[1])]


def _texts(item: Item) -> tuple[str, ...]:
    from vaultkit import notes  # noqa: PLC0415

    return fold(item.text), fold(item.raw), fold(notes.without_markup(item.text))


def _not_one(among: tuple[Reading, ...], hits: list[tuple[Reading, Item]], words: str) -> str:
    if hits:
        listed = ", ".join(f'"{item.text}" ({note.path}:{item.line})' for note, item in hits[:_SHOWN])
        return f'Several open lines fit {words!r}: {listed}. Give more of it, or --item "line N".'
    lines = [item.text for note in among for item in _open(note.facts)]
    known = {fold(word): line for line in lines for word in (*line.split(), line)}
    from difflib import get_close_matches  # noqa: PLC0415

    close = get_close_matches(fold(words), known, n=1)
    hint = f' Did you mean "{known[close[0]]}"?' if close else ""
    return f"No open line in {', '.join(stem(note.path) for note in among)} has {words!r}.{hint}"
