"""The vault in which the rows of the table are performed: one person, one talk, and templates of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hand import Hand
    from tests.pipeline.conftest import Person

JO = "People/Jo Kim.md"
TALK = "Interviews/2026-03-09 Jo Kim.md"
SHEET = "Sheets/2026-03-09 Jo Kim - sheet.md"
LETTER = "Drafts/2026-03-09 Jo Kim - letter Jo Kim.md"

SHEET_TEMPLATE = """---
renders: interview
when: interview.stage == "scheduled"
path: "Sheets/{{ interview.name }} - sheet.md"
---
# {{ interview.name }}

To find out: {{ interview.goal }}.

{% for person in interview.people %}
With {{ person.name }} of {{ person.org }}.
{% endfor %}

Be on time.
"""
LETTER_TEMPLATE = """---
renders: interview
per: people
when: interview.stage == "held"
path: "Drafts/{{ interview.name }} - letter {{ person.name }}.md"
audience: them
subject: "Thanks for {{ interview.goal }}"
---
Dear {{ person.greeting }},

thank you for your time.

{% for item in interview.takeaways %}
You said: {{ item.text }}.

{% endfor %}
Yours
"""

OLD = 1_700_000_000
"""Seconds since 1970: what was written then is quiet now."""


def quiet_shipped(hand: Hand) -> None:
    """Templates of the package that would render here too are shadowed by ones that never do."""
    for name in ("reply", "prep-sheet", "thank-you", "helpful-people", "announcement"):
        hand.write(
            {f"Templates/{name}.md": f'---\nrenders: contact\nwhen: "false"\npath: "x/{name}.md"\n---\n'}
        )


def furnish(hand: Hand) -> Hand:
    """Jo Kim, a talk that is to come, and two templates; rendered once."""
    quiet_shipped(hand)
    hand.write(me())
    hand.write(contact("Jo Kim", "org: Acme"))
    hand.write(talk("2026-03-09 Jo Kim", "Jo Kim", "goal: selling\nstart: 2026-03-09T14:00"))
    hand.write({"Templates/sheet.md": SHEET_TEMPLATE, "Templates/letter.md": LETTER_TEMPLATE})
    assert hand.actions() == {SHEET: "create"}
    return hand


def age(path: Path) -> None:
    """As if nobody had touched it for years."""
    os.utime(path, (OLD, OLD))


def backups(hand: Hand) -> list[str]:
    return [path.read_bytes().decode() for path in sorted((hand.root / ".vaultkit/backups").rglob("*.md"))]


def report(hand: Hand, *words: str) -> tuple[int, dict[str, str], list[str]]:
    """A render's exit code, path → action, and the codes of its problems."""
    ran = hand.run("render", *words, "--json")
    assert ran.code in (0, 1), ran
    actions = {one["path"]: one["action"] for one in ran.json["outputs"]}
    return ran.code, actions, [problem["code"] for problem in ran.json["problems"]]


def still(hand: Person, *words: str) -> tuple[int, dict[str, str], list[str]]:
    """The same of a run that writes nothing, and that tells the same when it is run again, with an empty cache too."""
    before = hand.tree()
    first = report(hand, *words)
    assert hand.tree() == before
    assert report(hand) == first or words
    with_empty = report(hand.afresh())
    assert with_empty == first or words
    assert hand.tree() == before
    return first
