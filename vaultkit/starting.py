"""`init`: a new vault, the example vault, or a configuration beside notes that somebody has had for years.

In: a folder, today. Out: files that were not there before, and the paths of them.
Never: overwrites, and never touches a note that exists.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit import files
from vaultkit.english import counted
from vaultkit.errors import Refused
from vaultkit.files.looking import is_junction
from vaultkit.people.kinds import TAGS, TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from vaultkit.index.vault import Reading, Vault

FOLDERS = ("People", "Interviews", "Drafts", "Templates", "Views")
CONFIG = "vaultkit.toml"

ME = """---
type: me
name:
email:
phone:
timezone:
mode:
platform: Zoom
news:
role_found:
role:
---
<!-- name signs your letters, timezone (such as Europe/Brussels) says when your day ends. -->

## Signature
"""

_PEOPLE = re.compile(
    r"people|persons?|contacts?|network|menschen|personen|kontakte|gens|personas", re.IGNORECASE
)
_TALKS = re.compile(
    r"interviews?|meetings?|calls?|conversations?|talks?|gespräche|treffen|reuniones", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """How many notes are contacts and interviews, and by which rule: "type", "tag" or "vaultkit.toml"."""

    contacts: Counter[str]
    interviews: Counter[str]


def holds_notes(root: Path) -> bool:
    """Whether there is a note in the folder, apart from what is hidden, a link, or not to be looked into."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = [name for name in folders if name[0] != "." and not is_junction(here / name)]
        if any(
            name[0] != "." and name.lower().endswith(".md") and not (here / name).is_symlink()
            for name in names
        ):
            return True
    return False


def new_vault(root: Path) -> list[str]:
    """An empty vault: folders, Me.md, views, configuration. What is there already stays as it is."""
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    source = files.shipped("example-vault")
    texts = {"Me.md": ME.encode(), CONFIG: (source / CONFIG).read_bytes()}
    texts |= {f"Views/{view.name}": view.read_bytes() for view in sorted((source / "Views").glob("*.base"))}
    return _written(root, texts)


def example(root: Path) -> list[str]:
    """The notes of the example vault that a person wrote; `render` makes the rest. Raises Refused over notes."""
    if holds_notes(root):
        raise Refused(f"{root} holds notes already; the example vault wants a folder of its own.")
    source = files.shipped("example-vault")
    for folder in FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    texts = {}
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.is_file() and not name.startswith(".") and not _is_rendered(path):
            texts[name] = path.read_bytes()
    return _written(root, texts)


def _is_rendered(path: Path) -> bool:
    return path.suffix == ".md" and path.read_bytes().startswith(b"---\ntemplate: ")


def _written(root: Path, texts: dict[str, bytes]) -> list[str]:
    made = []
    for name, data in texts.items():
        place = root / name
        if not place.exists() and not place.is_symlink():
            place.parent.mkdir(parents=True, exist_ok=True)
            files.replace(place, data, expected=None)
            made.append(name)
    return made


def beside(root: Path, today: date, vault: Vault) -> list[str]:
    """`vaultkit.toml` alone, with what the vault looks like as comments; none of its notes is touched."""
    return _written(root, {CONFIG: configuration(today, vault.every()).encode()})


def configuration(today: date, notes: Iterable[Reading]) -> str:
    """The text: `since` today, and rules that would recognise more, each behind a `#`."""
    known = list(notes)
    found = _habits(known)
    lines = [
        "# What was over before this day is history: no sheet, letter or reminder of its own.",
        f"since = {today.isoformat()}",
        "",
        "# Take the # away from a line to use it. Folders, tags and links that make a note a contact:",
        "# [contacts]",
        *_suggested(found, _PEOPLE, ("People", "person", "[[People]]"), known),
        "",
        "# The same for interviews:",
        "# [interviews]",
        *_suggested(found, _TALKS, ("Meetings", "meeting", "[[Meetings]]"), known),
        "",
        "# Your words for vaultkit's properties and headings:",
        "# [properties]",
        '# wer = "people"',
        "#",
        "# [sections]",
        '# "What I learned" = "takeaways"',
        "",
        "# Notes that are otherwise written only when you ask for them:",
        "# [render]",
        '# always = ["agenda", "introductions"]',
    ]
    return "\n".join(lines) + "\n"


def _habits(notes: Iterable[Reading]) -> dict[str, Counter[str]]:
    """Folders, tags and links in properties that notes have, with how often."""
    found: dict[str, Counter[str]] = {"folders": Counter(), "tags": Counter(), "links": Counter()}
    for note in notes:
        folder = note.path.rpartition("/")[0]
        if folder:
            found["folders"][folder] += 1
        found["tags"].update(note.facts.tags)
        found["links"].update(link.target for link in note.facts.links if link.prop is not None)
    return found


def _suggested(
    found: dict[str, Counter[str]], like: re.Pattern[str], example: tuple[str, str, str], notes: list[Reading]
) -> list[str]:
    lines = []
    for key, instance in zip(("folders", "tags", "links"), example, strict=True):
        names = [name for name, _ in found[key].most_common() if like.fullmatch(name.rpartition("/")[2])][:5]
        shown = [f"[[{name}]]" if key == "links" else name for name in names]
        listed = ", ".join(map(_quoted, shown or [instance]))
        here = "" if names else "  # none like it was found here"
        found_there = "" if names or key != "tags" else _of_folders(notes, like)
        lines.append(found_there or f"# {key} = [{listed}]{here}")
    return lines


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _of_folders(notes: list[Reading], like: re.Pattern[str]) -> str:
    """The tag, in whatever language, that most notes in folders of such a name carry; "" when there is none."""
    inside = [note for note in notes if like.fullmatch(note.path.rpartition("/")[0].rpartition("/")[2])]
    tags = Counter(tag for note in inside for tag in set(note.facts.tags) if tag.isprintable())
    tag, count = min(tags.items(), key=lambda one: (-one[1], one[0]), default=("", 0))
    if count < 2 or count * 2 <= len(inside):  # noqa: PLR2004 - what one note carries is no habit
        return ""
    return f"# tags = [{_quoted(tag)}]  # on {count} of {counted(len(inside), 'note')} there"


def recognised(vault: Vault) -> Recognised:
    """By which rule each contact and interview of the vault was found."""
    return Recognised(
        Counter(_rule(note, "contact") for note in vault.of_kind("contact")),
        Counter(_rule(note, "interview") for note in vault.of_kind("interview")),
    )


def _rule(note: Reading, kind: str) -> str:
    written = [value for key, value in note.facts.raw.items() if key.casefold() == "type"]
    if any(TYPES.get(str(value).casefold()) == kind for value in written):
        return "type"
    return "tag" if any(TAGS.get(tag) == kind for tag in note.facts.tags) else "vaultkit.toml"
