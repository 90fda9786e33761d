"""Two machines that share a vault: a folder each, and a sync that carries no hidden folder.

Whoever writes on one of them, the other must find nothing to write once the files came over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hand import Hand

if TYPE_CHECKING:
    from pathlib import Path


class Sync:
    """Carries the visible files of one folder to the other and back, whichever changed; both at once is a mistake."""

    def __init__(self, one: Hand, two: Hand) -> None:
        self.one, self.two = one, two
        self.last: dict[str, bytes] = {}

    def __call__(self) -> None:
        one, two = self.one.files(), self.two.files()
        for path in sorted({*one, *two, *self.last}):
            mine, theirs, old = one.get(path), two.get(path), self.last.get(path)
            if mine == theirs:
                continue
            assert old in (mine, theirs), f"changed on both machines: {path}"
            self._put(*((self.two, path, mine) if theirs == old else (self.one, path, theirs)))
        assert self.one.files() == self.two.files()
        self.last = self.one.files()

    @staticmethod
    def _put(hand: Hand, path: str, data: bytes | None) -> None:
        place = hand.root / path
        if data is None:
            place.unlink()
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


class Fortnight:
    """The two machines, and the date."""

    def __init__(self, folder: Path) -> None:
        self.laptop = Hand(folder / "laptop")
        self.desk = Hand(folder / "desk")
        self.sync = Sync(self.laptop, self.desk)

    def at(self, day: int, hour: str) -> None:
        """It is then, in Brussels, in November."""
        self.laptop.now = self.desk.now = f"2026-11-{day:02}T{hour}:00+01:00"

    def open(self, hand: Hand) -> list[str]:
        """What the agenda shows: each rule with whom it is about."""
        return [
            f"{item['rule']} {' and '.join(item['people'])}{' !' * item['overdue']}" for item in hand.agenda()
        ]

    def rendered(self, hand: Hand) -> dict[str, str]:
        """What a render touched, the clockless agenda and the list of helpers apart; no error may come of it."""
        ran = hand.run("render", "--json")
        assert ran.code == 0, ran.json
        found = {one["path"]: one["action"] for one in ran.json["outputs"]}
        return {
            path: action
            for path, action in found.items()
            if path not in ("Agenda.md", "Helpful people.md", "Introductions.md")
        }

    def agree(self, writer: Hand) -> None:
        """After a sync the other machine has nothing to write, and both say the same of the vault."""
        other = self.desk if writer is self.laptop else self.laptop
        self.sync()
        assert other.run("render", "--check").code == 0
        before = other.files()
        other.run("render")
        assert other.files() == before
        assert self.open(self.laptop) == self.open(self.desk)
        assert self.laptop.problems() == self.desk.problems()
