"""A watch of a small real vault in a thread, and the savers that editors and sync tools are made of."""

from __future__ import annotations

import os
import shutil
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from vaultkit.pipeline import Ask, open_vault, render
from vaultkit.watch import News, Round, Started, Trouble, Watch, Well

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

NAMES = ("Ana Ruiz", "Jo Kim", "Noor Haddad")
GOAL = "to learn how a map is drawn"


def contact(name: str) -> str:
    return f"---\ntype: contact\ntimezone: Europe/Oslo\nemail: {name.partition(' ')[0].lower()}@example.org\n---\n"


def interview(name: str, goal: str = GOAL, *, extra: str = "") -> str:
    return (
        f'---\ntype: interview\npeople: "[[{name}]]"\ngoal: {goal}\nasked: 2026-03-01\ngranted: 2026-03-02\n'
        f"replied: 2026-03-03\nstart: 2026-04-09T15:00\ntimezone: Europe/Oslo\nmode: online\n{extra}---\n"
        "## Questions\n### Essential\n- [ ] What did you do yesterday?\n"
    )


def note_of(name: str) -> str:
    return f"Interviews/2026-04-09 {name}.md"


def sheet_of(name: str) -> str:
    return f"Sheets/2026-04-09 {name} - prep.md"


def small_vault(root: Path) -> Path:
    for folder in ("People", "Interviews"):
        (root / folder).mkdir(parents=True)
    (root / "Me.md").write_text(
        "---\ntype: me\nname: Pia Solberg\ntimezone: Europe/Oslo\n---\n", newline="\n"
    )
    (root / "vaultkit.toml").write_text("")
    for name in NAMES:
        (root / f"People/{name}.md").write_text(contact(name), newline="\n")
        (root / note_of(name)).write_text(interview(name), newline="\n")
    return root


@dataclass
class Running:
    """A watch in a thread, and all that it told."""

    root: Path
    polling: bool = False
    news: list[News] = field(default_factory=list)
    murmurs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fault: BaseException | None = None
        self.watch = Watch(self.root, self.news.append, polling=self.polling, murmur=self.murmurs.append)
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            self.watch.run()
        except BaseException as error:  # noqa: BLE001 - the test must see it
            self.fault = error

    def __enter__(self) -> Self:
        self.thread.start()
        self.until(lambda: any(isinstance(one, Round) for one in self.news), 30)
        return self

    def __exit__(self, *_: object) -> None:
        self.watch.stop()
        self.thread.join(30)
        assert not self.thread.is_alive()
        assert self.fault is None, self.fault

    @property
    def rounds(self) -> list[Round]:
        return [one for one in list(self.news) if isinstance(one, Round)]

    @property
    def troubles(self) -> list[str]:
        return [one.text for one in list(self.news) if isinstance(one, Trouble)]

    @property
    def wells(self) -> list[str]:
        return [one.text for one in list(self.news) if isinstance(one, Well)]

    @property
    def starts(self) -> list[Started]:
        return [one for one in list(self.news) if isinstance(one, Started)]

    def until(self, holds: Callable[[], object], seconds: float = 5.0) -> float:
        """Wait until it holds; how long that took."""
        began = time.monotonic()
        while not holds():
            assert self.fault is None, self.fault
            waited = time.monotonic() - began
            assert waited < seconds, f"waited {waited:.1f} s; {self.news[-5:]}"
            time.sleep(0.005)
        return time.monotonic() - began

    def arrives(self, path: str, text: str, seconds: float = 5.0) -> float:
        """Wait until a rendered note holds a text."""
        return self.until(lambda: text in read(self.root / path), seconds)

    def calm(self, quiet: float = 0.6) -> None:
        """Wait until no more news comes."""
        while True:
            known = len(self.news)
            time.sleep(quiet)
            if len(self.news) == known:
                return


def read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def assert_as_from_nothing(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an empty index a render on the same tree would write nothing: the watch has missed nothing."""
    shutil.rmtree(cache, ignore_errors=True)
    with monkeypatch.context() as patch:
        patch.setenv("VAULTKIT_CACHE", str(cache))
        with open_vault(root) as opened:
            report = render(opened, Ask(dry=True))
    assert [(one.action, one.path) for one in report.outcomes if one.after is not None] == []
    assert report.writes == 0


def assert_as_pure(root: Path, aside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendered notes that nobody touched equal those of a vault that never had any."""
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(
        root,
        aside / "vault",
        ignore=shutil.ignore_patterns(".vaultkit", "Sheets", "Drafts", "Helpful people.md"),
    )
    with monkeypatch.context() as patch:
        patch.setenv("VAULTKIT_CACHE", str(aside / "cache"))
        with open_vault(aside / "vault") as opened:
            report = render(opened, Ask())
    made = [one.path for one in report.outcomes if one.action == "create"]
    assert made or not list((root / "Interviews").glob("*.md"))
    for path in made:
        assert read(root / path) == read(aside / "vault" / path), path


# Savers


def in_place(path: Path, text: str) -> None:
    path.write_text(text, newline="\n")


def slowly_in_place(path: Path, text: str) -> None:
    """Truncated first, written in two parts: readers meet an empty and a cut note."""
    half = text.index("goal")
    with path.open("w", newline="\n") as file:
        time.sleep(0.05)
        file.write(text[:half])
        file.flush()
        time.sleep(0.1)
        file.write(text[half:])


def closed_while_empty(path: Path, text: str) -> None:
    """micro: the first thing that is heard is that an empty note was closed."""
    path.open("w").close()
    time.sleep(0.05)
    with path.open("a", newline="\n") as file:
        file.write(text)


def away_and_create(path: Path, text: str) -> None:
    """vim with a backup."""
    probe = path.parent / "4913"
    probe.write_text("")
    probe.unlink()
    backup = path.with_name(path.name + "~")
    path.rename(backup)
    path.write_text(text, newline="\n")
    backup.unlink()


def temporary_over(path: Path, text: str) -> None:
    """sed -i, VS Code, rsync."""
    temporary = path.with_name(f".{path.name}.Xy12ab")
    temporary.write_text(text, newline="\n")
    temporary.replace(path)


def sed_like(path: Path, text: str) -> None:
    temporary = path.with_name("sedQw12Er")
    temporary.write_text(text, newline="\n")
    temporary.replace(path)


def emacs_like(path: Path, text: str) -> None:
    lock = path.with_name(f".#{path.name}")
    lock.symlink_to("pia@here.4242:1")
    auto = path.with_name(f"#{path.name}#")
    auto.write_text(text, newline="\n")
    shutil.copy2(path, path.with_name(path.name + "~"))
    path.write_text(text, newline="\n")
    auto.unlink()
    lock.unlink()
    path.with_name(path.name + "~").unlink()


def unlink_and_create(path: Path, text: str) -> None:
    path.unlink()
    time.sleep(0.06)
    path.write_text(text, newline="\n")


def syncthing_like(path: Path, text: str) -> None:
    temporary = path.with_name(f".syncthing.{path.name}.tmp")
    temporary.write_text(text, newline="\n")
    path.unlink()
    temporary.rename(path)
    os.utime(path, ns=(1_600_000_000_000_000_000, 1_600_000_000_000_000_000))


def twice_within_a_millisecond(path: Path, text: str) -> None:
    path.write_text(text.replace("goal: ", "goal: not yet "), newline="\n")
    path.write_text(text, newline="\n")


def same_size_and_time(path: Path, text: str) -> None:
    """`cp -p` of another version: size and time as before. The caller gives a text of the same length."""
    before = path.stat()
    path.write_text(text, newline="\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


SAVERS = (
    in_place, slowly_in_place, closed_while_empty, away_and_create, temporary_over, sed_like, emacs_like, unlink_and_create,
    syncthing_like, twice_within_a_millisecond, same_size_and_time,
)  # fmt: skip
