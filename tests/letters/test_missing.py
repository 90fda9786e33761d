"""Every property and section taken away, alone and in pairs: what is left is a whole letter or sheet.

The ordinary run takes each thing alone and a part of the pairs; the `soak` run takes every pair there is.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.letters.inspect import faults
from tests.letters.memory import candidates, letters, taken_apart, templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from vaultkit.render.templates import Template

ME = (
    "name: Maren Ovesen\ntimezone: Europe/Oslo\nphone: '+47 555 01 18'\nemail: maren@example.org\nplatform: Zoom\n"
    "mode: online\nnews: the first leaflet is in print\nrole_found: 2027-02-22\nrole: trainee on the flood desk"
)
CONTACT = (
    "greeting: Jo\ntitle: sensory scientist\norg: Cacao Norte\nlocation: Lisbon, Portugal\ntimezone: Europe/Lisbon\n"
    "pronunciation: yo\npronouns: they/them\nmet: at the fair\nhelpful: true\nkeep_in_touch: 90\n"
    "introduced_by: '[[Tevita Fonua]]'"
)
CONTACT_BODY = "## Personal\n- [ ] did the kitten stop? #ask\n- likes rain\n## Log\n- 2026-01-01 wrote\n"
SECTIONS = """## Questions
### Essential
- [x] What does a bad week look like?
- [ ] Which certificate do people check?
### Nice to know
- [ ] How do you train a taster?
## Takeaways
- start with the people who clean the sensors
## Introductions
- [ ] Sunita Rao at the port authority
## Personal
- [ ] new kitten, Biscuit #ask
## Talking points
- the winter when every batch bloomed
## Wrap-up
- greetings from Tevita
"""
LOGISTICS = (
    "mode: online\nplatform: Jitsi\nlink: https://meet.example.org/5\ntimezone: Europe/Lisbon\nduration: 30\n"
)
TIMES = "proposed:\n  - 2026-11-17T15:00\n  - 2026-11-18T16:30\n"
GOAL = "goal: what a forecaster does on a dry day\n"


class Case(NamedTuple):
    """An interview about which a template writes."""

    front: str
    held: bool = True
    """False where it is still to come: with a start, a line under Takeaways says that it was held."""


CASES: dict[str, Case] = {
    "thank-you": Case(LOGISTICS + "start: 2026-10-15T16:00\nheld: 2026-10-15\n" + GOAL),
    "gift-note": Case(LOGISTICS + "held: 2026-10-15\ngift: coffee gift card\ngift_sent: 2026-10-20\n"),
    "stay-in-touch": Case(LOGISTICS + "held: 2026-10-15\nthanked: 2026-10-16\n"),
    "announcement": Case(LOGISTICS + "held: 2026-10-15\nthanked: 2026-10-16\n"),
    "reply": Case(LOGISTICS + TIMES + GOAL + "granted: 2026-11-09\n"),
    "reply in person": Case(LOGISTICS.replace("online", "in-person") + "place: Café Lumen\nvenue: office\n" + TIMES + GOAL
    + "granted: 2026-11-09\n"),
    "reply by phone": Case(LOGISTICS.replace("online", "phone") + TIMES + GOAL + "granted: 2026-11-09\n"),
    "giving-reply": Case("direction: giving\nasked: 2026-11-09\n" + LOGISTICS + TIMES),
    "prep-sheet": Case(LOGISTICS + GOAL + "granted: 2026-11-09\nstart: 2026-12-02T10:00\ndial_in: '+52 55 5550 0144'\n"
    "invited: 2026-11-20\nconfirmed: 2026-11-25\n", held=False),
    "giving-sheet": Case("direction: giving\nasked: 2026-11-09\n" + LOGISTICS + GOAL + "start: 2026-12-02T10:00\n", held=False),
}  # fmt: skip
WORDS = (
    "what a forecaster does on a dry day", "start with the people who clean the sensors", "the first leaflet is in print",
    "trainee on the flood desk", "Sunita Rao at the port authority", "Which certificate do people check?",
    "new kitten, Biscuit", "did the kitten stop?", "coffee gift card", "they/them",
)  # fmt: skip


def _pieces(front: str) -> list[str]:
    """The properties of a block, lists in one piece."""
    return re.findall(r"^\S.*\n?(?:^ +.*\n?)*", front.rstrip("\n") + "\n", re.MULTILINE)


def _sections(body: str) -> list[str]:
    return re.findall(r"^## .*\n(?:(?!## ).*\n)*", body, re.MULTILINE)


def _note(kind: str, pieces: list[str], sections: list[str], extra: str = "") -> str:
    return f"---\ntype: {kind}\n{extra}{''.join(pieces)}---\n{''.join(sections)}"


def _vaults(case: str, pairs: int) -> Iterator[tuple[dict[str, str], tuple[str, ...]]]:
    """The full vault, and each that lacks one or two pieces; every `pairs`-th pair is taken."""
    pieces = [("me", p) for p in _pieces(ME)] + [("contact", p) for p in _pieces(CONTACT)]
    pieces += [("interview", p) for p in _pieces(CASES[case].front)]
    sections = [("contact", s) for s in _sections(CONTACT_BODY)]
    held = CASES[case].held
    sections += [("interview", s) for s in _sections(SECTIONS) if held or "Takeaways" not in s]
    every = pieces + sections
    gone: list[tuple[tuple[str, str], ...]] = [(), *((one,) for one in every)]
    gone += list(combinations(every, 2))[::pairs]
    for missing in gone:
        left = [piece for piece in pieces if piece not in missing]
        texts = [section for section in sections if section not in missing]
        notes = {
            "Me.md": _note("me", [p for k, p in left if k == "me"], []),
            "People/Jo Kim.md": _note(
                "contact", [p for k, p in left if k == "contact"], [s for k, s in texts if k == "contact"]
            ),
            "People/Tevita Fonua.md": "---\ntype: contact\n---\n",
            "Interviews/2026-12-02 Jo Kim.md": _note(
                "interview",
                [p for k, p in left if k == "interview"],
                [s for k, s in texts if k == "interview"],
                "people: '[[Jo Kim]]'\n",
            ),
        }
        yield notes, tuple(piece.strip() for _, piece in missing)


def _template(case: str) -> Template:
    return templates().named[case.split(maxsplit=1)[0]]


LETTERS = [case for case in CASES if _template(case).audience == "them"]
SHEETS = [case for case in CASES if case not in LETTERS]
SOME, ALL = 5, 1
"""Which pairs of things are taken away: every so manieth."""


def test_each_letter_and_each_sheet_for_a_talk_has_a_case() -> None:
    wanted = {one.name for one in templates() if one.audience == "them" or one.renders != "vault"}
    assert {_template(case).name for case in CASES} == wanted


@pytest.mark.parametrize("case", LETTERS)
def test_a_letter_stays_whole_without_any_one_or_two_things(case: str) -> None:
    assert _look_at_letters(case, SOME) > 100


@pytest.mark.soak
@pytest.mark.parametrize("case", LETTERS)
def test_a_letter_stays_whole_without_any_pair_of_things(case: str) -> None:
    assert _look_at_letters(case, ALL) > 300


def _look_at_letters(case: str, pairs: int) -> int:
    template = case.split(maxsplit=1)[0]
    least = 30 if template == "stay-in-touch" else 35  # a bare hello has three sentences
    rendered = 0
    for notes, missing in _vaults(case, pairs):
        for letter in letters(notes, template):
            rendered += 1
            wrong = faults(letter, WORDS, least=least)
            if "name: Maren Ovesen" not in missing:
                assert letter.text.splitlines()[-1] in ("Maren Ovesen", "+47 555 01 18"), letter.text
            else:
                assert letter.text.endswith((".", "?"))
                assert "Me.md" in letter.comment
            assert not wrong, (wrong, missing, letter.text)
    return rendered


SHEET_FAULTS = {
    "no value": r"\bNone\b|[Uu]ndefined\b|\bFalse\b|\bTrue\b", "template code": r"\{[{%#]|[%#}]\}", "two blanks": r"\S  \S",
    "empty brackets": r"\(\s*\)|\[\]\(", "blank before a mark": r" [.,;:!?](?:\s|$)", "two stops": r"\.\.", "two commas": r",\s*,",
    "empty item": r"^(?:-|\d+\.)\s*$", "empty heading": r"^## .*\n(?:\s*\n)*(?:## |\Z)", "task": r"^\s*[-*] \[.\]",
    "top heading": r"^# ", "dangling": r"(?:, |\*\*)\.|^(?!No questions).*[:,;]$", "empty cell": r"\|[ \t]+\|",
}  # fmt: skip


@pytest.mark.parametrize("case", SHEETS)
def test_a_sheet_stays_whole_without_any_one_or_two_things(case: str) -> None:
    assert _look_at_sheets(case, SOME) > 100


@pytest.mark.soak
@pytest.mark.parametrize("case", SHEETS)
def test_a_sheet_stays_whole_without_any_pair_of_things(case: str) -> None:
    assert _look_at_sheets(case, ALL) > 300


def _look_at_sheets(case: str, pairs: int) -> int:
    rendered = 0
    for notes, missing in _vaults(case, pairs):
        for letter in letters(notes, case):
            rendered += 1
            wrong = [name for name, at in SHEET_FAULTS.items() if re.search(at, letter.text, re.MULTILINE)]
            wrong = [name for name in wrong if not (name == "dangling" and "**Jo Kim**." in letter.text)]
            assert not wrong, (wrong, missing, letter.text)
    return rendered


def test_notes_debrief_and_log_stand_on_no_rendered_note() -> None:
    private = (
        "## Notes\n- sentinel-notes\n## Debrief\n- sentinel-debrief\n## Log\n- 2026-01-01 sentinel-log\n"
    )
    for case, (front, _) in CASES.items():
        notes: Mapping[str, str] = {
            "Me.md": f"---\ntype: me\n{ME}\n---\n",
            "People/Jo Kim.md": f"---\ntype: contact\n{CONTACT}\n---\n{CONTACT_BODY}{private}",
            "Interviews/x.md": f"---\ntype: interview\npeople: '[[Jo Kim]]'\n{front}---\n{SECTIONS}{private}",
        }
        made = [c for c in candidates(notes) if c.text]
        assert made, case
        for candidate in made:
            assert "sentinel" not in (candidate.text or ""), candidate.text


def test_private_items_and_properties_reach_no_letter() -> None:
    secret = "phone: '+1 555 0000'\nlinkedin: https://secret.example\nuid: secret\nmet: secret-met\npronunciation: secret-say\n"
    body = (
        "## Personal\n- secret-personal\n- [ ] asked-about #ask #private\n## Follow-ups\n- secret-follow\n"
        "## Talking points\n- secret-point\n## Wrap-up\n- secret-wrap\n## Takeaways\n- secret-take #private\n"
    )
    for case, (front, _) in CASES.items():
        if case not in LETTERS:
            continue
        notes = {
            "Me.md": f"---\ntype: me\n{ME}\n---\n",
            "People/Jo Kim.md": f"---\ntype: contact\nhelpful: true\n{secret}---\n{body}",
            "Interviews/x.md": f"---\ntype: interview\npeople: '[[Jo Kim]]'\n{front}---\n{body}",
        }
        found = letters(notes, case.split()[0])
        assert len(found) == 1, case
        for word in ("secret", "555 0000", "asked-about"):
            assert word not in found[0].text + found[0].comment + found[0].subject, found[0].text


def test_a_letter_is_the_note_from_greeting_to_end() -> None:
    for case, (front, _) in CASES.items():
        if case not in LETTERS:
            continue
        notes = {
            "Me.md": f"---\ntype: me\n{ME}\n---\n",
            "People/Jo Kim.md": f"---\ntype: contact\n{CONTACT}\n---\n{CONTACT_BODY}",
            "Interviews/x.md": f"---\ntype: interview\npeople: '[[Jo Kim]]'\n{front}---\n{SECTIONS}",
        }
        for candidate in candidates(notes, case.split()[0]):
            assert candidate.text
            letter = taken_apart(candidate)
            assert letter.text.startswith(("Dear Jo,\n", "Hello Jo,\n"))
            assert not re.search(r"\[\[|^#|^>|%%", letter.text, re.MULTILINE)


@pytest.mark.parametrize(
    ("template", "front", "body", "hints"),
    [
        ("reply", "granted: 2026-11-09", "", (r"\[\[x\]\] no times are proposed", r"How you will meet is not said in \[\[x\]\]")),
        ("thank-you", "held: 2026-11-09", "## Takeaways\n", (r"Under Takeaways in \[\[x\]\] there is no line",)),
        ("thank-you", "held: 2026-11-09", "## Takeaways\n- patience\n", (r"Takeaways in \[\[x\]\] is a single word",)),
        ("gift-note", "held: 2026-11-09\ngift_sent: 2026-11-10", "", (r"In \[\[x\]\] the gift has no name",)),
        ("stay-in-touch", "asked: 2026-11-09", "", (r"Personal in \[\[Jo Kim\]\] with #ask, or write your news into Me.md",)),
        ("announcement", "thanked: 2026-11-09", "", (r"In Me.md role is empty",)),
        ("giving-reply", "direction: giving\nasked: 2026-11-09", "", (r"In \[\[x\]\] no times are proposed",)),
    ],
)  # fmt: skip
def test_where_little_is_known_one_comment_says_what_would_help_and_the_letter_does_not(
    template: str, front: str, body: str, hints: tuple[str, ...]
) -> None:
    """One sentence for each thing that is missing, with the note in which it is missing."""
    notes = {
        "Me.md": "---\ntype: me\nname: Maren Ovesen\ntimezone: Europe/Oslo\nrole_found: 2027-01-01\n---\n",
        "People/Jo Kim.md": "---\ntype: contact\nhelpful: true\n---\n",
        "Interviews/x.md": f"---\ntype: interview\npeople: '[[Jo Kim]]'\n{front}\n---\n{body}",
    }
    (made,) = letters(notes, template)
    assert [len(re.findall(hint, made.comment)) for hint in hints] == [1] * len(hints)
    assert len(re.findall(r"\.(?= |$)", made.comment.replace("Me.md", "Me"))) == len(hints)
    assert not re.search(r"sorry|unfortunately|apolog|missing|no notes", made.text, re.IGNORECASE)
    assert not faults(made, ("patience",), least=35)
