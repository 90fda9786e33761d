"""Whatever is done to a vault under watch, it ends as a run from nothing would have it."""

from __future__ import annotations

import os
import random
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from tests.watch.running import (
    NAMES,
    SAVERS,
    Running,
    assert_as_from_nothing,
    assert_as_pure,
    contact,
    interview,
    small_vault,
)

if TYPE_CHECKING:
    from pathlib import Path

# The watching library's own thread dies of a folder that moves back and forth; the watch makes it anew.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")

MEMO = '---\nrenders: contact\npath: "Drafts/{{ contact.name }} - memo.md"\naudience: me\n---\n%s {{ contact.interviews | length }}\n'


class Hand:
    """Does random things to a vault, as a person, an editor or a sync tool does."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.rng, self.made = root, random.Random(seed), 0

    def notes(self) -> list[Path]:
        return sorted(path for path in (self.root / "Interviews").rglob("*.md"))

    def edit(self) -> None:
        notes = self.notes()
        if notes:
            self.made += 1
            name = self.rng.choice(NAMES)
            save = self.rng.choice([save for save in SAVERS if save.__name__ != "same_size_and_time"])
            save(self.rng.choice(notes), interview(name, f"to see {self.made}"))

    def new(self) -> None:
        self.made += 1
        folder = self.root / self.rng.choice(["Interviews", "Interviews/Old", "Interviews/Old/Older"])
        folder.mkdir(parents=True, exist_ok=True)
        name = self.rng.choice(NAMES)
        (folder / f"2026-06-{self.made % 28 + 1:02} {name} {self.made}.md").write_text(
            interview(name, f"to see {self.made}")
        )

    def delete(self) -> None:
        notes = self.notes()
        if len(notes) > 2:
            self.rng.choice(notes).unlink()

    def rename(self) -> None:
        notes = self.notes()
        if notes:
            self.made += 1
            note = self.rng.choice(notes)
            note.rename(note.with_name(f"2026-07-01 renamed {self.made}.md"))

    def move_folder(self) -> None:
        old, new = self.root / "Interviews/Old", self.root / "Interviews/New"
        if old.exists() and not new.exists():
            old.rename(new)
        elif new.exists() and not old.exists():
            new.rename(old)

    def delete_folder(self) -> None:
        shutil.rmtree(self.root / "Interviews/New", ignore_errors=True)

    def person(self) -> None:
        path = self.root / f"People/{self.rng.choice(NAMES)}.md"
        if path.exists() and self.rng.random() < 0.4:
            path.unlink()
        else:
            path.write_text(contact(path.stem) + f"Line {self.made}\n")

    def template(self) -> None:
        self.made += 1
        path = self.root / "Templates/memo.md"
        path.parent.mkdir(exist_ok=True)
        if path.exists() and self.rng.random() < 0.2:
            path.unlink()
        else:
            path.write_text(MEMO % f"Memo {self.made}:")

    def settings(self) -> None:
        text = self.rng.choice(["", 'exclude = ["Interviews/Old"]\n', "since = 2026-01-01\n"])
        (self.root / "vaultkit.toml").write_text(text)

    def swap(self) -> None:
        """The whole folder replaced, as a checkout does."""
        folder = self.root / "Interviews"
        shutil.copytree(folder, self.root.parent / "swap")
        shutil.rmtree(folder)
        (self.root.parent / "swap").rename(folder)

    def step(self) -> None:
        acts = [self.edit] * 6 + [self.new] * 2 + [
            self.delete, self.rename, self.move_folder, self.delete_folder, self.person, self.template,
            self.settings, self.swap,
        ]  # fmt: skip
        self.rng.choice(acts)()
        time.sleep(self.rng.choice([0, 0, 0.01, 0.05, 0.15]))


def drive(
    root: Path, aside: Path, monkeypatch: pytest.MonkeyPatch, seed: int, steps: int, *, polling: bool
) -> None:
    small_vault(root)
    hand = Hand(root, seed)
    with Running(root, polling=polling) as running:
        for _ in range(steps):
            hand.step()
        running.calm(3.0)
        assert running.troubles == [], seed
    monkeypatch.setenv("VAULTKIT_CACHE", os.environ["VAULTKIT_CACHE"])
    assert_as_from_nothing(root, aside / "fresh", monkeypatch)
    assert_as_pure(root, aside / "pure", monkeypatch)


@pytest.mark.parametrize("polling", [False, True], ids=["events", "polling"])
def test_random_edits_end_as_a_run_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, polling: bool
) -> None:
    drive(tmp_path / "v", tmp_path, monkeypatch, 3, 30, polling=polling)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 108))
def test_many_random_edits_end_as_a_run_from_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    drive(tmp_path / "v", tmp_path, monkeypatch, seed, 250, polling=seed % 5 == 0)
