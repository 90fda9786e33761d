"""Seeded vaults of any size, alike on every machine.

In: a number of notes, a folder, a seed. Out: a vault: a fifth contacts, a fifth interviews, the rest daily notes.
Never: the same name twice, or a word about anybody real.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SYLLABLES = [
    "ka", "lo", "mi", "ren", "sa", "tu", "vel", "na", "dor", "is", "pe", "qua", "ri", "sto", "wen", "yl",
    "zo", "bar", "cin", "fel", "gor", "hu", "jan",
]  # fmt: skip
ZONES = [
    "Europe/Brussels", "America/Chicago", "Asia/Taipei", "Africa/Lagos", "Pacific/Auckland", "America/Lima",
]  # fmt: skip
JOTTINGS = [
    "draw the walk to the stop before the line itself",
    "Budgets are settled in March.",
    "the first year is mostly listening",
    "write down what surprised you, before you explain it",
    "patience",
    "nobody reads the legend, so the colours must do it",
]
QUESTIONS = [
    "What did you do yesterday, hour by hour?",
    "Which part of the work would you give away?",
    "What do newcomers get wrong in their first month?",
    "How do you learn that something misled its reader?",
    "What would make you leave this work?",
]
WORDS = [
    "map", "line", "river", "street", "paper", "colour", "walk", "station", "bridge", "garden", "field",
    "north", "wall", "ink", "hour", "week",
]  # fmt: skip


def name(rng: random.Random, number: int) -> str:
    """A name that no other number gets."""
    given = "".join(rng.choice(SYLLABLES) for _ in range(2)).title()
    family, rest = "", number
    while True:
        rest, digit = divmod(rest, len(SYLLABLES))
        family += SYLLABLES[digit]
        if not rest:
            return f"{given} {family.title()}"


def prose(rng: random.Random, words: int) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(words)).capitalize() + "."


def contact(rng: random.Random, full: str) -> str:
    return f"""---
type: contact
greeting: {full.split(maxsplit=1)[0]}
org: {rng.choice(WORDS).title()} Works
title: keeps the {rng.choice(WORDS)}
timezone: {rng.choice(ZONES)}
email: {full.split()[1].lower()}@example.org
helpful: {"true" if rng.random() < 0.1 else "false"}
---
{prose(rng, 30)}

## Personal
- likes the {rng.choice(WORDS)}

## Log
- 2026-0{rng.randint(1, 9)}-1{rng.randint(0, 9)} {prose(rng, 8)}
"""


def interview(rng: random.Random, full: str, day: date) -> str:
    stage = rng.choice(["granted", "scheduled", "held", "held", "thanked"])
    lines = [
        "type: interview",
        f'people: "[[{full}]]"',
        f"goal: {prose(rng, 8)}",
        "mode: online",
        "platform: Zoom",
    ]
    lines += [f"asked: {day - timedelta(20)}", f"granted: {day - timedelta(18)}"]
    if stage != "granted":
        lines += [f"replied: {day - timedelta(18)}", f"start: {day}T15:00", f"timezone: {rng.choice(ZONES)}"]
        lines += ["link: https://meet.example.org/5550100", f"invited: {day - timedelta(17)}"]
    if stage in ("held", "thanked"):
        lines.append(f"held: {day}")
    if stage == "thanked":
        lines.append(f"thanked: {day + timedelta(1)}")
    box = "x" if stage in ("held", "thanked") else " "
    asked = "\n".join(f"- [{box}] {question}" for question in rng.sample(QUESTIONS, 4))
    front = "\n".join(lines)
    takeaways = "\n".join(f"- {line}" for line in rng.sample(JOTTINGS, 2)) if box == "x" else ""
    return f"""---
{front}
---
## Questions
### Essential
{asked}

### Nice to know
- [ ] {rng.choice(QUESTIONS)}

## Notes
- {prose(rng, 25)}
- {prose(rng, 25)}
- {prose(rng, 25)}

## Takeaways
{takeaways}

## Personal
- {prose(rng, 6)}
"""


def vault(folder: Path, notes: int = 10_000, seed: int = 7) -> None:
    """Write a vault of `notes` notes into `folder`; the same arguments give the same bytes."""
    rng = random.Random(seed)
    people = notes // 5
    for sub in ("People", "Interviews", "Daily"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    me = "---\ntype: me\nname: Pia Solberg\ntimezone: Europe/Oslo\nplatform: Zoom\nemail: pia@example.org\n---\n"
    (folder / "Me.md").write_text(me, "utf-8", newline="\n")
    (folder / "vaultkit.toml").write_text("", "utf-8")
    names = [name(rng, number) for number in range(people)]
    for full in names:
        (folder / "People" / f"{full}.md").write_text(contact(rng, full), "utf-8", newline="\n")
    first = date(2026, 1, 5)
    for number in range(people):
        full, day = names[number], first + timedelta(rng.randint(0, 300))
        path = folder / "Interviews" / f"{day} {full}.md"
        path.write_text(interview(rng, full, day), "utf-8", newline="\n")
    for number in range(notes - 2 * people - 1):
        day = date(2000, 1, 1) + timedelta(number)
        text = f"# {day}\n\n{prose(rng, 60)}\n\nSaw [[{rng.choice(names)}]].\n\n- [ ] {prose(rng, 5)}\n"
        (folder / "Daily" / f"{day}.md").write_text(text, "utf-8", newline="\n")


CROWD = "Wide Circle"


def crowd(folder: Path, talks: int = 50, seed: int = 7) -> None:
    """Beside a generated vault: one contact whom `talks` interviews name."""
    rng = random.Random(seed)
    (folder / "People" / f"{CROWD}.md").write_text(contact(rng, CROWD), "utf-8", newline="\n")
    for number in range(talks):
        day = date(2026, 1, 5) + timedelta(number)
        path = folder / "Interviews" / f"{day} {CROWD} {number}.md"
        path.write_text(interview(rng, CROWD, day), "utf-8", newline="\n")
