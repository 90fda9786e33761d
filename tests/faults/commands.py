"""The commands that change notes of the user's own, each with the one vault in which it is killed or failed.

In: a folder. Out: a vault, the words of a command, and what the notes may hold after it was interrupted.
Never: a line in a note that no command is documented to write.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from tests.pipeline.world import World

if TYPE_CHECKING:
    from pathlib import Path

NOW: Final = "2026-03-12T12:00:00+01:00"
TALK: Final = "Interviews/2026-03-09 Jo Kim.md"
NEXT: Final = "Interviews/2026-04-02 Ana Ruiz.md"
JO: Final = "People/Jo Kim.md"
NOTES: Final = {
    "vaultkit.toml": "",
    "Me.md": "---\ntype: me\nname: Noor Verhaegen\ntimezone: Europe/Berlin\nemail: noor@example.org\n---\n",
    JO: "---\ntype: contact # since spring\norg: Acme\nemail: jo@example.org\n---\nMet at a fair.\n\n## Log\n\n- 2026-03-01 wrote\n",
    "People/Ana Ruiz.md": "---\r\ntype: contact\r\nemail: ana@example.org\r\ntimezone: Europe/Oslo\r\n---\r\nNo end of line here",
    TALK: (
        '---\ntype: interview\npeople: "[[Jo Kim]]"   # all of them\nasked: 2026-03-01\ngranted: 2026-03-02\n'
        "start: 2026-03-09T14:00\n---\n## Questions\n\n- one thing?\n\n### Essential\n- [ ] What is a day like?\n\n"
        "## Takeaways\n\n- A map is an argument.\n\n## Follow-ups\n\n- [ ] Send the book list\n\n## Notes\nfirst line\n"
    ),
    NEXT: (
        '---\ntype: interview\npeople: "[[Ana Ruiz]]"\nasked: 2026-03-05\ngranted: 2026-03-06\nmode: online\n'
        "start: 2026-04-02T15:00\nlink: https://example.org/room\n---\n## Notes\n\nMy words.\n"
    ),
}  # fmt: skip
CARDS: Final = """BEGIN:VCARD
VERSION:3.0
FN:Jo Kim
EMAIL:jo@example.org
TEL:+1 555 0100
ORG:Beta
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Ana Ruiz
EMAIL:ana@example.org
TEL:+1 555 0101
TITLE:Cartographer
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Noor Haddad
EMAIL:noor.haddad@example.org
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Piet Vos
EMAIL:piet@example.org
END:VCARD
"""
COMMANDS: Final = {
    "done": ["done", TALK, "held", "--now", NOW],
    "done for one": ["done", TALK, "thanked", "--person", "Jo", "--now", NOW],
    "tick": ["done", TALK, "--item", "Send the book list", "--now", NOW],
    "set": ["set", NEXT, "platform=Jitsi", "duration=30", "--now", NOW],
    "ask": ["ask", TALK, "How did you begin?"],
    "log": ["log", "Jo Kim", "called back", "--now", NOW],
    "skip": ["skip", NEXT, "set-time"],
    "new": ["new", "interview", "Zoe Park", "--start", "2026-05-04T10:00", "--now", NOW],
    "invite": ["invite", NEXT, "--ics", "-o", "{out}"],
    "fix": ["check", "--fix"],
    "import": ["import", "{cards}", "--apply"],
}
AGAIN: Final = frozenset({"done", "done for one", "tick", "set", "skip", "invite", "fix", "import"})
"""Said twice these do what they do once; the others append or make, and are said again only where nothing was done."""


class Vault:
    """A vault that was rendered, and what a command makes of it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.world = World(folder / "vault", folder / "cache")
        self.name, self.out, self.cards = name, folder / "out.ics", folder / "cards.vcf"
        self.cards.write_text(CARDS)
        for path, text in NOTES.items():
            self.world.write(path, text)
        if name == "fix":
            self.world.edit(TALK, '"[[Jo Kim]]" ', "[[Jo Kim]] ")
        if name == "done for one":
            self.world.edit(TALK, "start:", "held: 2026-03-09\nstart:")

    @property
    def words(self) -> list[str]:
        named = {"{out}": str(self.out), "{cards}": str(self.cards)}
        words = [named.get(word, word) for word in COMMANDS[self.name]]
        return ["--vault", str(self.world.root), *words]

    @property
    def env(self) -> dict[str, str]:
        return {"VAULTKIT_CACHE": str(self.world.cache)}

    def files(self) -> dict[str, bytes]:
        """Every visible file."""
        found = self.world.tree().items()
        return {path: data for path, data in found if not path.startswith(".") and "/.vaultkit-" not in path}


def own_lines_alone(before: dict[str, bytes], after: dict[str, bytes], name: str) -> None:
    """A command adds lines, changes one where it ticks or mends one, and leaves every other as it is, byte by byte."""
    for path, data in before.items():
        old, new = data.splitlines(keepends=True), after[path].splitlines(keepends=True)
        assert len(list((Counter(old) - Counter(new)).elements())) <= (name in ("tick", "fix")), path
        assert {line.endswith(b"\r\n") for line in old[:-1]} == {
            line.endswith(b"\r\n") for line in new[:-1]
        }, path


def whole(before: dict[str, bytes], found: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Each file is as it was, or as the command leaves it; nothing else is there."""
    for path in found.keys() | before.keys():
        assert found.get(path) in (before.get(path), after.get(path)), path
