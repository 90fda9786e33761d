"""Two weeks on two machines and a phone, lived through from the first mail to the good news.

Noor writes on a laptop; a desk computer joins on the fifth day, by a sync that carries no hidden folder; on the way
she types into her phone, where no command runs. At each step the agenda, the notes and the problems are compared with
what a person would expect, and the other machine must find nothing to write.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.machines import Fortnight

if TYPE_CHECKING:
    from pathlib import Path

ME = """---
type: me
name: Noor Verhaegen
email: noor@example.org
timezone: Europe/Brussels
mode: online
platform: Zoom
role_found:
role:
---
"""
TADEO = "Interviews/2026-11-02 Tadeo Ibarra.md"
ANAHIT = "Interviews/2026-11-02 Anahit Petrosyan.md"
KEAHI = "Interviews/2026-11-02 Keahi Nakoa.md"
ZOFIA = "Interviews/2026-11-13 Zofia Brandt.md"
SHEET = "Sheets/2026-11-02 Tadeo Ibarra - prep.md"
REPLY = "Drafts/2026-11-02 Tadeo Ibarra - reply Tadeo Ibarra.md"
THANKS = "Drafts/2026-11-02 Tadeo Ibarra - thank you Tadeo Ibarra.md"
GIFT = "Drafts/2026-11-02 Tadeo Ibarra - gift note Tadeo Ibarra.md"


def asking(weeks: Fortnight) -> None:
    """Monday 2 November: a new vault, three people asked, questions jotted down."""
    laptop = weeks.laptop
    laptop.ok("init", ".")
    weeks.at(2, "09:00")
    laptop.write({"Me.md": ME})
    for name, goal in (
        ("Tadeo Ibarra", "how does a city keep count of its trees?"),
        ("Anahit Petrosyan", ""),
        ("Keahi Nakoa", ""),
    ):
        laptop.ok("new", "interview", name, "--goal", goal, "--set", "asked=today", "--now", laptop.now)
    laptop.ok(
        "set",
        "Tadeo Ibarra",
        "timezone=America/Montevideo",
        "email=tadeo@example.org",
        "org=Oficina de Arbolado",
    )
    laptop.ok("ask", "Tadeo", "What does a tree cost that falls?")
    laptop.ok("ask", "Tadeo", "Who decides which street comes first?")
    assert [laptop.stage(path) for path in (TADEO, ANAHIT, KEAHI)] == ["asked"] * 3
    assert weeks.open(laptop) == []
    assert weeks.rendered(laptop) == {}
    assert laptop.paths("*.md") == ["Agenda.md", "Helpful people.md", "Introductions.md", "Me.md"]
    assert laptop.ok("check", "--strict").out == "No problems.\n"


def a_yes(weeks: Fortnight) -> None:
    """Thursday: nobody answers in the morning; at noon two say yes, which she types into the phone."""
    laptop = weeks.laptop
    weeks.at(5, "09:00")
    assert weeks.open(laptop) == [
        "no-answer Anahit Petrosyan",
        "no-answer Keahi Nakoa",
        "no-answer Tadeo Ibarra",
    ]
    for path in (TADEO, KEAHI):
        laptop.edit(path, "\ngranted:\n", "\ngranted: 2026-11-05\n")
    weeks.at(5, "12:00")
    assert weeks.open(laptop) == ["no-answer Anahit Petrosyan", "reply Keahi Nakoa", "reply Tadeo Ibarra"]
    laptop.ok("set", TADEO, "mode=online", "proposed=2026-11-10T16:00,2026-11-10T17:00")
    made = weeks.rendered(laptop)
    assert set(made.values()) == {"create"}
    assert {REPLY, SHEET} < set(made)
    letter = laptop.letters("reply")[1].flat
    assert re.search(r"Tuesday 10 November[^.]{1,5}noon in Montevideo \(4 pm here\)", letter)
    assert "Zoom" in letter
    agenda = laptop.read("Agenda.md")
    assert re.search(r"\[\[[^\]]*2026-11-02 Tadeo Ibarra\]\][^\n]*replied", agenda)
    assert not re.search(r"- \[.\]|today|overdue", agenda)


def replying(weeks: Fortnight) -> None:
    """The drafts are edited; one is sent, one thrown away: she rang Keahi instead, who has changed his mind."""
    laptop = weeks.laptop
    weeks.at(5, "13:00")
    laptop.edit(REPLY, "Dear Tadeo Ibarra,", "Dear Tadeo,")
    laptop.write({SHEET: laptop.read(SHEET) + "- take the tram map along\n"})
    (laptop.root / "Drafts/2026-11-02 Keahi Nakoa - reply Keahi Nakoa.md").unlink()
    acts = weeks.rendered(laptop)
    assert acts == {
        REPLY: "kept",
        SHEET: "kept",
        "Drafts/2026-11-02 Keahi Nakoa - reply Keahi Nakoa.md": "deleted",
    }
    text = laptop.ok("export", "draft", REPLY, "--format", "txt").out
    assert text.startswith("Dear Tadeo,\n")
    laptop.done(REPLY)
    assert "\nreplied: 2026-11-05\n" in laptop.read(TADEO)
    assert weeks.open(laptop) == ["no-answer Anahit Petrosyan", "reply Keahi Nakoa"]
    assert weeks.rendered(laptop)[REPLY] == "retired"


def a_second_machine(weeks: Fortnight) -> None:
    """Friday: the desk computer gets the visible files. Nothing comes back there, nothing is taken from her."""
    laptop, desk = weeks.laptop, weeks.desk
    weeks.at(6, "08:00")
    weeks.sync()
    assert not (desk.root / ".vaultkit").exists()
    before = desk.files()
    first = desk.run("render", "--json")
    acts = {one["path"]: one["action"] for one in first.json["outputs"]}
    assert desk.files() == before
    assert acts[SHEET] == "foreign"
    assert acts["Drafts/2026-11-02 Keahi Nakoa - reply Keahi Nakoa.md"] == "deleted"
    assert first.code == 1
    (joined,) = [p["message"] for p in first.json["problems"] if p["code"] == "joined"]
    assert ("--adopt" in joined, "--recreate" in joined) == (True, True)
    assert "joined" not in [p["code"] for p in desk.run("render", "--json").json["problems"]]
    assert desk.run("render", "--adopt").code == 0
    assert desk.files() == before
    assert weeks.rendered(desk)[SHEET] == "kept"
    assert weeks.open(desk) == weeks.open(laptop)
    assert desk.problems() == laptop.problems() == []


def booking(weeks: Fortnight) -> None:
    """Tadeo takes the later time; at the desk she books it, invites and sorts her questions."""
    desk = weeks.desk
    weeks.at(6, "10:00")
    desk.ok("set", "2026-11-02 Keahi", "outcome=declined")
    desk.ok("set", "Tadeo", "start=2026-11-10T17:00")
    desk.ok("set", TADEO, "timezone=Europe/Brussels")
    assert weeks.open(desk) == ["no-answer Anahit Petrosyan", "invite Tadeo Ibarra"]
    assert {"no-link", "not-invited"} == set(desk.codes())
    desk.ok("set", "Tadeo", "link=https://zoom.example.org/j/5550123")
    invitation = desk.ok("invite", "Tadeo", "--eml").out
    assert "To: Tadeo Ibarra <tadeo@example.org>" in invitation
    desk.done("Tadeo", "invited")
    assert weeks.open(desk) == ["no-answer Anahit Petrosyan"]
    assert desk.item("prepare", "2026-11-07T09:00:00+01:00") is not None
    note = desk.read(TADEO)
    jotted = [line for line in note.splitlines() if line.endswith(("falls?", "first?"))]
    for line in jotted:
        note = note.replace(f"{line}\n", "", 1)
    desk.write({TADEO: note.replace("### Essential\n", "### Essential\n" + "\n".join(jotted) + "\n")})
    assert desk.item("prepare", "2026-11-07T09:00:00+01:00") is None
    acts = weeks.rendered(desk)
    assert acts[SHEET] == "merged"
    sheet = desk.read(SHEET)
    assert re.search(r"5 pm.*1 pm.*https://zoom\.example\.org/j/5550123", sheet)
    assert sheet.index("What does a tree cost that falls?") < sheet.index("take the tram map along")
    assert desk.problems() == []
    weeks.agree(desk)


def the_day_before(weeks: Fortnight) -> None:
    """Monday 9 November: a word to confirm, on the laptop."""
    laptop = weeks.laptop
    weeks.at(9, "10:00")
    assert weeks.open(laptop) == ["no-answer Anahit Petrosyan", "confirm Tadeo Ibarra"]
    laptop.done("Tadeo", "confirmed")
    assert weeks.open(laptop) == ["no-answer Anahit Petrosyan"]
    weeks.rendered(laptop)
    weeks.agree(laptop)


def the_meeting(weeks: Fortnight) -> None:
    """Tuesday: the agenda shows both clocks; on the tram home she types into her phone, nothing else."""
    laptop, desk = weeks.laptop, weeks.desk
    weeks.at(10, "09:00")
    today = laptop.item("today")
    assert today is not None
    assert today["due"] == "2026-11-10T17:00:00+01:00"
    assert re.search(r"17:00.*13:00.*https://zoom", today["text"])
    weeks.at(10, "17:46")
    assert weeks.open(laptop) == [
        "no-answer Anahit Petrosyan",
        "today Tadeo Ibarra",
        "did-it-happen Tadeo Ibarra",
    ]
    phone = desk
    phone.edit(
        TADEO,
        "\n## Personal\n",
        "- Count the stumps as well, they tell you where trees fail.\n\n## Personal\n- [ ] did the jacaranda flower? #ask\n",
    )
    phone.edit(
        TADEO, "\n## Introductions\n", "\n## Introductions\n- [ ] [[Zofia Brandt]] at the water board\n"
    )
    phone.edit(TADEO, "\n## Follow-ups\n", "\n## Follow-ups\n- [ ] send him the tram map 📅 2026-11-12\n")
    phone.edit(TADEO, "\n## Debrief\n", "\n## Debrief\nHe sounded tired of his office.\n")
    weeks.sync()
    weeks.at(10, "18:01")
    assert laptop.stage(TADEO) == "held"
    assert "\nheld:\n" in laptop.read(TADEO)
    assert weeks.open(laptop) == [
        "no-answer Anahit Petrosyan", "thank-you Tadeo Ibarra", "promise Tadeo Ibarra", "gift Tadeo Ibarra",
    ]  # fmt: skip
    acts = weeks.rendered(laptop)
    assert acts[THANKS] == "create"
    assert acts[SHEET] == "retired"
    (problem,) = [one for one in laptop.problems() if one["severity"] != "info"]
    assert 'no note is named "Zofia Brandt"' in problem["message"]
    weeks.agree(laptop)


def thanking(weeks: Fortnight) -> None:
    """Wednesday: the thank-you, in her words, within the day; whoever never answers is let go."""
    desk = weeks.desk
    weeks.at(11, "08:30")
    draft = desk.letter("thank-you")
    assert "Count the stumps as well, they tell you where trees fail." in draft.text
    assert "Zofia Brandt at the water board" in draft.flat
    assert not re.search(r"tired|jacaranda|tram|gift|\?", draft.text)
    assert 60 <= draft.words <= 150
    assert ("Tuesday" in draft.text + draft.subject, "falls?" in draft.comment) == (True, True)
    desk.edit(THANKS, "Dear Tadeo Ibarra,", "Dear Tadeo,")
    assert weeks.rendered(desk)[THANKS] == "kept"
    desk.done(THANKS)
    assert "\nthanked: 2026-11-11\n" in desk.read(TADEO)
    assert weeks.open(desk) == ["no-answer Anahit Petrosyan", "promise Tadeo Ibarra", "gift Tadeo Ibarra"]
    assert "Write to Anahit" in desk.agenda()[0]["text"]
    desk.ok("set", "Anahit", "outcome=no-reply")
    weeks.rendered(desk)
    assert "Tadeo Ibarra" in desk.read("Helpful people.md")
    weeks.agree(desk)


def a_gift(weeks: Fortnight) -> None:
    """A card for seeds goes out the same evening; the note about it comes the day after, not before."""
    laptop = weeks.laptop
    weeks.at(11, "20:00")
    laptop.no("done", "Tadeo", "gift_noticed", "--now", laptop.now)
    laptop.ok("set", TADEO, "gift=card for seeds")
    assert weeks.rendered(laptop).get(GIFT) is None
    laptop.done("Tadeo", "gift_sent")
    assert weeks.open(laptop) == ["promise Tadeo Ibarra"]
    assert weeks.rendered(laptop)[GIFT] == "create"
    weeks.at(12, "09:00")
    assert weeks.open(laptop) == ["gift-note Tadeo Ibarra", "promise Tadeo Ibarra"]
    assert "(card for seeds)" in laptop.letter("gift-note").text
    laptop.done(GIFT)
    assert weeks.open(laptop) == ["promise Tadeo Ibarra"]
    assert weeks.rendered(laptop)[GIFT] == "retired"
    weeks.agree(laptop)


def a_promise_and_an_introduction(weeks: Fortnight) -> None:
    """Thursday: the map is sent, the introduction made; Zofia is asked, and says yes before the evening."""
    desk = weeks.desk
    weeks.at(12, "11:00")
    desk.done("Tadeo", "--item", "tram map")
    assert "- [x] send him the tram map 📅 2026-11-12 ✅ 2026-11-12\n" in desk.read(TADEO)
    assert weeks.open(desk) == []
    desk.done("Tadeo", "--item", "Zofia")
    assert weeks.open(desk) == ["introduced Zofia Brandt"]
    clear = desk.agenda()[0]["clear"]
    assert clear == 'vaultkit new interview "Zofia Brandt" --set asked=today'
    made = desk.ok("new", "interview", "Zofia Brandt", "--set", "asked=today", "--start", "2026-11-13T11:00", "--timezone", "Europe/Berlin",
                   "--mode", "phone", "--now", desk.now)  # fmt: skip
    assert made.out.strip() == ZOFIA
    assert "link-missing" not in desk.codes()
    desk.ok("set", "Zofia Brandt", "introduced_by=Tadeo Ibarra", "timezone=Europe/Berlin")
    desk.done("Zofia", "granted")
    desk.done("Zofia", "replied")
    desk.done("Zofia", "invited")
    desk.ok("ask", "Zofia", "What does water do to roots?")
    assert weeks.open(desk) == ["confirm Zofia Brandt", "prepare Zofia Brandt"]
    assert "Sheets/2026-11-13 Zofia Brandt - prep.md" in weeks.rendered(desk)
    assert "[[Tadeo Ibarra]]" in desk.read("Sheets/2026-11-13 Zofia Brandt - prep.md")
    assert re.search(r"Tadeo Ibarra.*-->.*Zofia Brandt", desk.read("Introductions.md"))
    weeks.agree(desk)


def a_talk_through_it(weeks: Fortnight) -> None:
    """Friday the 13th: held, written up and thanked for; in two weeks Tadeo should hear how it went."""
    laptop = weeks.laptop
    weeks.at(13, "11:45")
    laptop.done("Zofia", "held")
    assert "\nheld: 2026-11-13\n" in laptop.read(ZOFIA)
    assert "write-up Zofia Brandt" in weeks.open(laptop)
    laptop.edit(ZOFIA, "\n## Personal\n", "- roots find the pipe before the plumber does\n\n## Personal\n")
    laptop.edit(ZOFIA, "- [ ] What does water do to roots?", "- [x] What does water do to roots?")
    weeks.at(13, "12:15")
    assert weeks.open(laptop) == ["thank-you Zofia Brandt"]
    assert "create" in weeks.rendered(laptop).values()
    (draft,) = [one for one in laptop.letters("thank-you") if "Zofia" in one.path]
    (other,) = [one for one in laptop.letters("thank-you") if "Tadeo" in one.path]
    assert "roots find the pipe before the plumber does" in draft.text
    assert draft.subject != other.subject
    laptop.done(draft.path)
    assert weeks.open(laptop) == []
    report = laptop.item("report-back", "2026-11-27T09:00:00+01:00")
    assert report is not None
    assert report["people"] == ["Tadeo Ibarra"]
    laptop.ok("log", "Tadeo", "Told him how it went with Zofia.", "--now", laptop.now)
    assert laptop.item("report-back", "2026-11-27T09:00:00+01:00") is None
    weeks.rendered(laptop)
    weeks.agree(laptop)


def the_good_news(weeks: Fortnight) -> None:
    """Sunday the 15th: she has found a role; both who helped hear of it, each in a letter of their own."""
    desk, laptop = weeks.desk, weeks.laptop
    weeks.at(15, "10:00")
    desk.ok("set", "Me", "role_found=2026-11-15", "role=tree inventory, three days a week")
    assert weeks.open(desk) == ["announce Tadeo Ibarra", "announce Zofia Brandt"]
    made = weeks.rendered(desk)
    news = {path: action for path, action in made.items() if path.endswith("good news.md")}
    assert news == {
        "Drafts/Tadeo Ibarra - good news.md": "create",
        "Drafts/Zofia Brandt - good news.md": "create",
    }
    one, two = desk.letters("announcement")
    assert all("tree inventory, three days a week" in letter.text for letter in (one, two))
    assert one.text.splitlines()[2:] != two.text.splitlines()[2:]
    weeks.agree(desk)
    laptop.done("Tadeo Ibarra - good news")
    laptop.done("Zofia", "announced")
    assert weeks.open(laptop) == []
    assert {weeks.rendered(laptop)[path] for path in news} == {"retired"}
    weeks.agree(laptop)


def the_end(weeks: Fortnight) -> None:
    """What stands in the vault after two weeks."""
    laptop, desk = weeks.laptop, weeks.desk
    found = laptop.ok("stats", "--json", "--now", laptop.now).json
    assert (found["asked"], found["yes"], found["held"]) == (4, 3, 2)
    assert {name: n for name, n in {**found["stages"], **found["outcomes"]}.items() if n} == {
        "thanked": 2,
        "declined": 1,
        "no-reply": 1,
    }
    story = desk.ok("show", "Tadeo Ibarra", "--json").json
    assert (story["helpful"], story["introduced"], story["last_contact"]) == (
        True,
        ["Zofia Brandt"],
        "2026-11-15",
    )
    assert [p for p in desk.problems() if p["severity"] != "info"] == []
    assert re.search(r"\b(nothing|open)\b", laptop.read("Agenda.md"), re.IGNORECASE)
    assert "Dear Tadeo,\n" in laptop.read(REPLY)
    assert "Dear Tadeo,\n" in laptop.read(THANKS)
    assert "take the tram map along" in laptop.read(SHEET)
    everything = b"".join(laptop.files().values()).decode()
    assert everything.count("tired of his office") == 1
    assert laptop.files() == desk.files()
    touched = {path.name for path in (laptop.root / ".vaultkit").iterdir()}
    assert "backups" not in touched


def test_two_weeks_from_the_first_mail_to_the_good_news(tmp_path: Path) -> None:
    weeks = Fortnight(tmp_path)
    for step in (
        asking, a_yes, replying, a_second_machine, booking, the_day_before, the_meeting, thanking, a_gift,
        a_promise_and_an_introduction, a_talk_through_it, the_good_news, the_end,
    ):  # fmt: skip
        step(weeks)
