"""However much the notes say, a letter has 150 words at most, and cuts only where a clause ends."""

from __future__ import annotations

import pytest

from tests.letters.choosing import RUNS, chosen
from tests.letters.inspect import faults
from tests.letters.memory import contact, interview, letters, me

LONG_NAME = "Maria Guadalupe de la Cruz Hernández y Fernández"
THREE = "proposed:\n  - 2026-11-17T15:00\n  - 2026-11-18T16:30\n  - 2026-11-22T14:00\n"
SIGNATURE = "## Signature\nMaren Ovesen\nOslo, at the harbour\nmaren@example.org\n"


def filler(count: int, word: str = "sensors") -> str:
    return " ".join(["watch", *[word] * (count - 2), "closely"])


def check(notes: dict[str, str], template: str, theirs: tuple[str, ...], runs: int = RUNS) -> None:
    with chosen() as (engine, chooser):
        for run in range(0, RUNS, RUNS // runs):
            chooser.run = run
            for made in letters(notes, template, using=engine):
                wrong = faults(made, theirs, least=35)
                assert not wrong, (wrong, run, made.text)


@pytest.mark.parametrize("count", [5, 15, 20, 25, 30, 35, 40, 50, 70, 90, 200])
def test_a_long_goal_never_makes_a_reply_too_long(count: int) -> None:
    goal = filler(count)
    for mode in (
        "mode: online\n",
        "mode: in-person\n",
        "mode: in-person\nvenue: office\n",
        "mode: phone\n",
        "",
        "mode: in-person\nplace: the old mill by the river, second floor, ring twice\n",
    ):
        for who in (
            "timezone: Pacific/Auckland\nlocation: Wellington",
            "hard_to_reach: true",
            "scheduling_url: https://cal.example.org/x",
        ):
            sender = me("name: Maren Ovesen\ntimezone: America/Chicago\nphone: '+1 312 555 0118'", SIGNATURE)
            notes = {**sender, **contact(LONG_NAME, who)}
            notes |= interview(
                "x", LONG_NAME, f"granted: 2026-11-09\nduration: 45\ngoal: {goal}\n{mode}{THREE}"
            )
            check(notes, "reply", (goal,), 4)


@pytest.mark.parametrize("count", [4, 10, 20, 30, 38, 45, 60, 120])
@pytest.mark.parametrize("asked", [4, 12, 20, 29, 45])
def test_a_thank_you_keeps_its_ceiling_and_its_takeaway(count: int, asked: int) -> None:
    jotting, offer, question = filler(count), filler(asked, "port"), filler(asked, "years") + "?"
    body = (
        f"## Takeaways\n- {jotting}\n## Introductions\n- [ ] Sunita: {offer}\n## Questions\n### Essential\n"
        f"- [x] What?\n- [ ] {question}\n- [ ] {question.replace('years', 'months')}\n"
    )
    for name in ("Jo Kim", LONG_NAME):
        for front in (
            "mode: online\nstart: 2026-10-15T16:00",
            "mode: in-person\nplace: The Old Mill by the River",
        ):
            notes = {**me(body=SIGNATURE), **contact(name, "helpful: true"), **contact("Ana Ruiz")}
            notes |= interview("x", (name, "Ana Ruiz"), f"held: 2026-10-15\n{front}", body)
            check(
                notes,
                "thank-you",
                (jotting, offer, question, f"Sunita: {offer}", question.replace("years", "months")),
                4,
            )


def test_what_was_learned_comes_before_a_second_ask() -> None:
    jotting = "the gauges are read by hand twice a day, and whoever reads them knows the river better than any model"
    body = (
        f"## Takeaways\n- {jotting}\n## Introductions\n- [ ] Sunita Rao at the port authority\n## Questions\n### Essential\n"
        "- [x] What?\n- [ ] Which of the certificates that people talk about is worth the two years which it takes?\n"
    )
    notes = {**me(), **contact("Jo Kim"), **interview("x", "Jo Kim", "held: 2026-10-15", body)}
    (made,) = letters(notes, "thank-you")
    assert "whoever reads them knows the river" in made.text
    assert "Sunita Rao" in made.text


@pytest.mark.parametrize("count", [5, 25, 39, 60, 200])
def test_later_letters_keep_their_ceiling(count: int) -> None:
    news, line, role = filler(count), filler(count, "gauges"), filler(count, "flood")
    front = f"name: Maren Ovesen\ntimezone: Europe/Oslo\nnews: {news}\nrole_found: 2026-12-01\nrole: {role}"
    body = (
        f"## Takeaways\n- {line}\n## Introductions\n- [x] {filler(count, 'port')}\n"
        f"## Personal\n- [ ] {filler(count, 'kitten')} #ask\n"
    )
    notes = {**me(front, SIGNATURE), **contact(LONG_NAME, "helpful: true")}
    notes |= interview(
        "x",
        LONG_NAME,
        f"held: 2026-10-15\nthanked: 2026-10-16\ngift: {filler(count, 'bean')}\ngift_sent: 2026-10-17",
        body,
    )
    theirs = (news, line, role, filler(count, "port"), filler(count, "kitten"))
    for template in ("stay-in-touch", "announcement", "gift-note"):
        check(notes, template, theirs)


def test_a_giving_reply_keeps_its_ceiling() -> None:
    notes = {**me(body=SIGNATURE), **contact(LONG_NAME, "timezone: Pacific/Auckland"), **contact("Old Hand")}
    notes |= interview("old", "Old Hand", "held: 2020-01-01")
    notes |= interview(
        "x", LONG_NAME, f"direction: giving\nasked: 2026-11-09\nduration: 75\nmode: in-person\n{THREE}"
    )
    check(notes, "giving-reply", ())


@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_crowd_keeps_the_ceiling_too(count: int) -> None:
    people = tuple(LONG_NAME.replace("Maria", first) for first in ("Maria", "Ana", "Rosa", "Luz", "Eva"))[
        :count
    ]
    sender = me("name: Maren Ovesen\ntimezone: America/Chicago\nphone: '+1 312 555 0118'", SIGNATURE)
    notes = dict(sender)
    for person in people:
        notes |= contact(person, "hard_to_reach: true\ntimezone: Pacific/Auckland\nlocation: Wellington")
    goal = filler(30)
    for front in ("mode: online", "mode: in-person", "mode: in-person\nplace: the old mill, ring twice"):
        talk = interview("x", people, f"granted: 2026-11-09\nduration: 45\n{front}\ngoal: {goal}\n{THREE}")
        check({**notes, **talk}, "reply", (goal,), 4)
    lines = f"## Takeaways\n- {goal}\n- {filler(60, 'tide')}\n"
    check(
        {**notes, **interview("x", people, "held: 2026-11-09", lines)},
        "thank-you",
        (goal, filler(60, "tide")),
        4,
    )
