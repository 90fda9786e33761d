"""Everything that can happen to a vault between two renders, each picked by two numbers, so that a history shrinks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from tests.pipeline.vaults import LETTER_TEMPLATE, SHEET_TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.pipeline.world import World

T = TypeVar("T")

TEMPLATES: Final[dict[str, list[str]]] = {
    "sheet": [
        SHEET_TEMPLATE,
        SHEET_TEMPLATE.replace('"Sheets/', '"Plans/').replace("Be on time", "Be early"),
        SHEET_TEMPLATE.replace("interview.name }} - sheet", "interview.nme }} - sheet"),
        SHEET_TEMPLATE.replace("{{ interview.name }} - sheet", "one"),
        SHEET_TEMPLATE.replace("Be on time.", "{{ vault.contacts | length }} people."),
    ],
    "letter": [
        LETTER_TEMPLATE,
        LETTER_TEMPLATE.replace("per: people\n", "").replace("person.name", "'all'").replace("person.greeting", "'all'"),
        LETTER_TEMPLATE.replace(" letter {{ person.name }}", " letter").replace("thank you", "thanks"),
        LETTER_TEMPLATE.replace("{{ person.greeting }}", "{{ person.greeting }} of {{ person.org }}"),
    ],
    "card": [
        """---
renders: contact
path: "Out/{{ contact.org or contact.name }} - card.md"
---
Card of {{ contact.name }}, {{ contact.interviews | length }} talks
{% for talk in contact.interviews %}
- {{ talk.goal }}
{% endfor %}
""",
        '---\nrenders: contact\nwhen: request\npath: "Out/{{ contact.name }} - card.md"\n---\n{{ contact.org }}\n',
        "---\nrenders: contact\nbad\n",
    ],
    "list": [
        """---
renders: vault
path: "List.md"
---
{% for who in vault.contacts %}
- {{ who.name }} {{ who.org }}
{% endfor %}
{% for talk in vault.interviews %}
- {{ talk.name }} {{ talk.stage }}
{% endfor %}
"""
    ],
    "gift-note": [
        """---
renders: interview
when: request
path: "Drafts/{{ interview.name }} - gift.md"
---
{{ interview.goal }}
{% for who in interview.people %}
- {{ who.org }}
{% endfor %}
"""
    ],
}  # fmt: skip
CONTACTS: Final = ["Jo", "Ana", "Bo"]
TALKS: Final = ["T1", "T2"]
NAMES: Final = ["New", "Other", "Jo", "T1", "T9"]
ORGS: Final = ["", "org: Acme\n", "org: Beta\n"]
TRAITS: Final = ["", "do_not_contact: true\n", "aliases: [Joe]\n", "name: Jo Kim\n", "helpful: true\n"]
PEOPLE: Final = [
    '"[[Jo]]"',
    '["[[Jo]]", "[[Ana]]"]',
    '"[[Joe]]"',
    "Zed",
    '["[[Ana]]", "[[Bo]]"]',
    "[]",
    '"[[Me]]"',
]
STAGES: Final = [
    "start: 2026-03-09T14:00",
    "held: 2026-03-09",
    "",
    "granted: 2026-03-01",
    "held: 2026-03-10\nthanked: 2026-03-11",
]
GOALS: Final = ["goal: learn\n", "goal: earn\n", "", "goal: [x]\n"]
BODIES: Final = [
    "",
    "## Takeaways\n- one thing\n",
    "## Takeaways\n- one thing\n- other thing\n",
    "text [[T1]]\n",
]
CONFIGS: Final = [
    "", "since = 2026-03-10\n", '[render]\nalways = ["card", "gift-note"]\n', 'exclude = ["Daily"]\n',
    '[properties]\nwho = "people"\n', '[contacts]\nfolders = ["Talks"]\n', 'templates = "Elsewhere"\n',
]  # fmt: skip
FLAGS: Final = ["recreate", "adopt", "overwrite", "fresh", "why", "dry"]


def pick(things: Sequence[T], number: int) -> T:
    return things[number % len(things)]


def contact_text(a: int, b: int) -> str:
    return f"---\ntype: contact\n{pick(ORGS, a)}{pick(TRAITS, b)}---\n{pick(BODIES, a + b)}"


def talk_text(a: int, b: int) -> str:
    return f"---\ntype: interview\npeople: {pick(PEOPLE, a)}\n{pick(STAGES, b)}\n{pick(GOALS, a // 7)}---\n{pick(BODIES, b // 5)}"


def furnish(world: World) -> None:
    for name in ("sheet", "letter", "card", "list"):
        world.write(f"Templates/{name}.md", TEMPLATES[name][0])
    for number, name in enumerate(CONTACTS[:2]):
        world.write(f"People/{name}.md", contact_text(number + 1, 0))
    for number, name in enumerate(TALKS):
        world.write(f"Talks/{name}.md", talk_text(0, number))


def rendered(world: World) -> list[str]:
    return [path for path, text in world.notes().items() if _is_rendered(path, text)]


def own(world: World) -> list[str]:
    notes = world.notes().items()
    return [
        path for path, text in notes if not _is_rendered(path, text) and not path.startswith("Templates/")
    ]


def _is_rendered(path: str, text: str) -> bool:
    return "\ntemplate: " in text[:300] and not path.startswith("Templates/")


def _contact(world: World, a: int, b: int) -> None:
    world.write(f"People/{pick(CONTACTS, a // 15)}.md", contact_text(a, b))


def _talk(world: World, a: int, b: int) -> None:
    world.write(f"Talks/{pick(TALKS, a // 28)}.md", talk_text(a, b))


def _me(world: World, a: int, b: int) -> None:
    world.write("Me.md", f"---\ntype: me\nname: {pick(['Noor', 'Max'], a)}\n---\n")


def _daily(world: World, a: int, b: int) -> None:
    world.write("Daily/day.md", pick(["[[T1 - sheet]] [[Jo]]\n", "x\n"], a))


def _broken(world: World, a: int, b: int) -> None:
    path, kind = pick(
        [("People/Jo.md", "contact"), ("People/Ana.md", "contact"), ("Talks/T1.md", "interview")], a
    )
    world.write(path, f"---\ntype: {kind}\na: [\n---\n")


def _no_kind(world: World, a: int, b: int) -> None:
    if own(world):
        world.write(pick(own(world), a), "just text\n")


def _remove(world: World, a: int, b: int) -> None:
    if own(world):
        world.remove(pick(own(world), a))


def _rename_outside(world: World, a: int, b: int) -> None:
    if own(world):
        old = pick(own(world), a)
        folder, name = (
            ("Moved", old.rpartition("/")[2])
            if b % 4 == 0
            else (old.rpartition("/")[0], f"{pick(NAMES, b)}.md")
        )
        new = f"{folder}/{name}".lstrip("/")
        if not (world.root / new).exists():
            world.move(old, new)


def _rename_in_obsidian(world: World, a: int, b: int) -> None:
    if not own(world):
        return
    old = pick(own(world), a)
    before, after = old.rpartition("/")[2][:-3], pick(NAMES, b)
    new = f"{old[: -len(before) - 3]}{after}.md"
    if (world.root / new).exists():
        return
    world.move(old, new)
    for path, text in world.notes().items():
        if f"[[{before}]]" in text:
            world.write(path, text.replace(f"[[{before}]]", f"[[{after}]]"))
    if b % 3 == 0:
        world.write(new, world.read(new) + "more\n")


def _on_rendered(change: Callable[[World, str, int], None]) -> Callable[[World, int, int], None]:
    def step(world: World, a: int, b: int) -> None:
        if rendered(world):
            change(world, pick(rendered(world), a), b)

    return step


def _edit(world: World, path: str, b: int) -> None:
    lines = world.read(path).split("\n")
    at = b // 4 % len(lines)
    match b % 4:
        case 0:
            lines.insert(at, pick(["mine", "note: x"], b // 7))
        case 1:
            lines[at] += " mine"
        case 2:
            del lines[at]
        case _:
            lines.append("mine at the end")
    world.write(path, "\n".join(lines))


def _move(world: World, path: str, b: int) -> None:
    new = pick(["Mine/", "", "People/"], b) + pick([path.rpartition("/")[2], "x.md", "Jo.md"], b // 3)
    if not (world.root / new).exists():
        world.move(path, new)


def _copy(world: World, path: str, b: int) -> None:
    world.write(f"{path[:-3]} 1.md", world.read(path))


def _own_it(world: World, path: str, b: int) -> None:
    world.write(
        path, "\n".join(line for line in world.read(path).split("\n") if not line.startswith("template:"))
    )


def _tear(world: World, path: str, b: int) -> None:
    world.write(path, pick(["", "\0\0\0"], b))


def _line_ends(world: World, path: str, b: int) -> None:
    world.write(path, world.read(path).replace("\n", "\r\n"))


def _break_it(world: World, path: str, b: int) -> None:
    world.write(path, world.read(path).replace("template:", "a: [\ntemplate:", 1))


def _replace_it(world: World, path: str, b: int) -> None:
    world.write(path, "my own\n")


def _about(world: World, path: str, b: int) -> None:
    target = pick([*TALKS, *CONTACTS, "Nil"], b)
    world.write(path, re.sub(r"about:.*", f'about: "[[{target}]]"', world.read(path)))


def _namesake(world: World, path: str, b: int) -> None:
    world.write("Daily/" + path.rpartition("/")[2], "hello\n")


def _template(world: World, a: int, b: int) -> None:
    name = pick(list(TEMPLATES), a)
    place = f"Templates/{name}.md"
    if b % 6 == 5 and (world.root / place).exists():
        world.remove(place)
    else:
        world.write(place, pick(TEMPLATES[name], b))


def _config(world: World, a: int, b: int) -> None:
    world.write("vaultkit.toml", pick(CONFIGS, a))


def _forget(world: World, a: int, b: int) -> None:
    world.forget_bases()


def _forget_one(world: World, a: int, b: int) -> None:
    bases = sorted(world.bases())
    if bases:
        (world.root / ".vaultkit/renders" / pick(bases, a)).unlink()


def _asked(world: World, a: int, b: int) -> None:
    """A run with a flag: about everything, one template, or one note."""
    flag = {pick(FLAGS, a): True}
    notes = rendered(world) + own(world)
    match b % 3:
        case 0:
            world.render(**flag)
        case 1:
            name = pick(list(TEMPLATES), b)
            world.render(template=name, **flag)
        case _:
            world.render(notes=(pick(notes, b),) if notes else (), **flag)


STEPS: Final[dict[str, Callable[[World, int, int], None]]] = {
    "contact": _contact, "talk": _talk, "talk again": _talk, "me": _me, "daily": _daily, "broken": _broken,
    "no kind": _no_kind, "remove": _remove, "rename outside": _rename_outside, "rename in Obsidian": _rename_in_obsidian,
    "edit": _on_rendered(_edit), "edit again": _on_rendered(_edit), "delete": _on_rendered(lambda w, path, _: w.remove(path)),
    "move": _on_rendered(_move), "copy": _on_rendered(_copy), "own it": _on_rendered(_own_it), "tear": _on_rendered(_tear),
    "line ends": _on_rendered(_line_ends), "break": _on_rendered(_break_it), "replace": _on_rendered(_replace_it),
    "about": _on_rendered(_about), "namesake": _on_rendered(_namesake), "template": _template, "config": _config,
    "forget": _forget, "forget one": _forget_one, "asked": _asked,
}  # fmt: skip
"""One word, what it does."""
