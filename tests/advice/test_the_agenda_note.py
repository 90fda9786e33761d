"""The agenda as a note, for the phone, where no command runs and no clock writes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

VAULT = (
    me()
    | contact("Jo Kim", "helpful: maybe")
    | contact("Al")
    | talk(
        "t",
        "Jo Kim",
        "granted: 2026-03-01",
        "## Follow-ups\n- [ ] send map 📅 2026-03-05\n## Personal\n- [ ] exam 📅 2026-02-02\n",
    )
    | talk("u", "Al", "held: 2026-02-27")
    | {"Clips/odd.md": "---\nx: [\n---\n"}
)


@pytest.fixture
def noted(hand: Hand) -> Hand:
    hand.write(VAULT | {"vaultkit.toml": '[render]\nalways = ["agenda"]\n'})
    hand.render()
    return hand


def test_each_item_stands_by_its_day_with_its_link_and_what_clears_it(noted: Hand) -> None:
    """As plain bullets, and last the problems of contacts and interviews."""
    above, _, below = noted.read("Agenda.md").partition("## To mend\n")
    days = re.findall(r"^## \w+ (\d+ \w+ 2026)$", above, re.MULTILINE)
    assert days == ["27 February 2026", "28 February 2026", "2 March 2026", "5 March 2026"]
    for item in noted.agenda():
        assert above.count(item["text"]) == 1, item
    bullets = [line for line in above.splitlines() if line.startswith("- ")]
    cleared = [re.search(r" \[\[Interviews/[tu]\|[tu]\]\] \(cleared by (.+)\)$", line) for line in bullets]
    assert [one and one[1] for one in cleared] == [
        "a line under Notes, Takeaways or Personal", "thanked", "replied", "a tick on the line",
    ]  # fmt: skip
    assert "[ ]" not in above
    assert "exam" not in above  # it was gone by the vault's own latest day, 1 March
    (problem,) = [line for line in below.splitlines() if line]
    assert re.match(r"- \[\[People/Jo Kim\|Jo Kim\]\], line 3: helpful says", problem)


def test_the_vaults_own_days_move_it_and_no_clock_does(noted: Hand) -> None:
    words = re.findall(r"[a-z]+", noted.read("Agenda.md").casefold())
    assert not {"today", "tomorrow", "yesterday", "overdue", "late"} & set(words)
    noted.now = "2027-01-01T12:00:00+01:00"
    assert noted.actions() == {}
    assert "Write down what Al told you" in noted.read("Agenda.md")
    noted.edit("Interviews/t.md", "granted: 2026-03-01", "granted: 2026-03-01\nreplied: 2026-09-01")
    noted.render()
    assert "Al" not in re.findall(r"\w+", noted.read("Agenda.md"))


def test_with_nothing_to_do_it_says_so(hand: Hand) -> None:
    hand.write(me() | {"vaultkit.toml": '[render]\nalways = ["agenda"]\n'})
    hand.render()
    body = hand.read("Agenda.md").split("---\n")[2]
    assert re.fullmatch(r"[A-Z][a-z ]+\.\n", body)
