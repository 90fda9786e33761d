"""`show` and `stats`: one person's or one talk's story, and the pipeline in numbers.

In: a Contact, an Interview, or the vault. Out: one mapping for JSON, and text made from that mapping alone.
Never: Notes or Debrief of a talk; they stay in their note.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from vaultkit.english import counted
from vaultkit.people.contact import Contact
from vaultkit.people.interview import Interview
from vaultkit.people.schema import MILESTONES, OUTCOMES, STAGES
from vaultkit.report.tables import plain
from vaultkit.report.text import padded, shown, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultkit.index.vault import Reading, Vault
    from vaultkit.model import Item

GRANTED = STAGES[2:]
BAR = 40


def of_note(note: Reading, vault: Vault) -> dict[str, Any]:
    """The story of a contact's note, or of an interview's."""
    if note.kind == "interview":
        return _of_interview(Interview(note, vault))
    return _of_contact(Contact(note, vault))


def _of_contact(contact: Contact) -> dict[str, Any]:
    """Who it is, every talk, the log, personal things, introductions both ways."""
    talks = contact.interviews
    giver = contact.introduced_by
    return {
        "path": contact.path,
        "name": contact.name,
        "type": "contact",
        "title": contact.title or None,
        "org": contact.org or None,
        "location": contact.location or None,
        "properties": plain(dict(contact.note.raw())),
        "helpful": contact.helpful,
        "last_contact": _day(contact.last_contact),
        "introduced_by": giver.name if giver else None,
        "introduced": [other.name for other in contact.introduced],
        "interviews": [brief(talk) for talk in talks],
        "introductions": [_line(item) for talk in talks for item in talk.items("introductions")],
        "personal": [
            _line(i) for i in (*contact.items("personal"), *(p for t in talks for p in t.items("personal")))
        ],
        "promises": [_line(item) for talk in talks for item in talk.items("follow_ups")],
        "log": [{"day": item.day, "text": item.text} for item in contact.log],
    }


def brief(talk: Interview) -> dict[str, Any]:
    """An interview as one line of a longer story."""
    start = talk.start
    return {
        "path": talk.path,
        "name": talk.name,
        "stage": talk.stage,
        "direction": talk.direction,
        "day": _day(talk.milestone("held") or (start.day if start else None) or talk.first_day),
        "takeaways": [item.text for item in talk.items("takeaways")],
    }


def _of_interview(talk: Interview) -> dict[str, Any]:
    """A talk: who, when, how far, what was asked, learned and offered."""
    return {
        "path": talk.path,
        "name": talk.name,
        "type": "interview",
        "stage": talk.stage,
        "direction": talk.direction,
        "people": [person.name for person in talk.people],
        "goal": talk.goal or None,
        "mine": talk.mine.isoformat() if talk.mine else None,
        "theirs": talk.theirs.isoformat() if talk.theirs else None,
        "milestones": {name: _day(talk.milestone(name)) for name in MILESTONES},
        "properties": plain(dict(talk.note.raw())),
        "questions": [{**_line(item), "group": item.group} for item in talk.questions()],
        "takeaways": [item.text for item in talk.items("takeaways")],
        "introductions": [_line(item) for item in talk.items("introductions")],
        "personal": [_line(item) for item in talk.items("personal")],
        "promises": [_line(item) for item in talk.items("follow_ups")],
    }


def _line(item: Item) -> dict[str, Any]:
    return {"text": item.text, "done": item.done, "dropped": item.dropped, "due": item.due}


def _day(day: object) -> str | None:
    return str(day) if day else None


def as_text(story: dict[str, Any]) -> str:
    """The story on 80 columns; what there is nothing to say about is left out."""
    return "\n".join(_contact(story) if story["type"] == "contact" else _interview(story))


def _contact(story: dict[str, Any]) -> list[str]:
    doing = ", ".join(story[key] for key in ("title", "org", "location") if story[key])
    lines = [shown(story["name"]) + (f": {shown(doing)}" if doing else ""), f"  {shown(story['path'])}"]
    facts = [f"last contact {story['last_contact']}" if story["last_contact"] else "no contact yet"]
    facts += ["helpful"] * story["helpful"]
    facts += [f"introduced by {story['introduced_by']}"] * bool(story["introduced_by"])
    facts += [f"introduced you to {', '.join(story['introduced'])}"] * bool(story["introduced"])
    lines.append(wrapped("; ".join(facts), indent=2))
    lines += _part(
        "Talks", [f"{t['day'] or 'no day'}  {t['stage']}  {t['name']}" for t in story["interviews"]]
    )
    lines += _part("Learned", [text for talk in story["interviews"] for text in talk["takeaways"]])
    lines += _part("Introductions", _marked(story["introductions"]))
    lines += _part("Promised", _marked(story["promises"]))
    lines += _part("Personal", _marked(story["personal"]))
    return lines + _part("Log", [f"{entry['day'] or '':10}  {entry['text']}" for entry in story["log"]])


def _interview(story: dict[str, Any]) -> list[str]:
    lines = [f"{shown(story['name'])}: {story['stage']}", f"  {shown(story['path'])}"]
    lines.append(
        wrapped(
            f"{'Giving to' if story['direction'] == 'giving' else 'With'} {', '.join(story['people']) or 'nobody yet'}",
            indent=2,
        )
    )
    if story["goal"]:
        lines.append(wrapped(f"Goal: {story['goal']}", indent=2))
    if story["mine"]:
        theirs = f", theirs {story['theirs']}" if story["theirs"] and story["theirs"] != story["mine"] else ""
        lines.append(wrapped(f"At {story['mine']}{theirs}", indent=2))
    lines += _part("Milestones", [f"{day}  {name}" for name, day in story["milestones"].items() if day])
    lines += _part("Questions", _marked(story["questions"]))
    lines += _part("Learned", story["takeaways"])
    lines += _part("Introductions", _marked(story["introductions"]))
    lines += _part("Promised", _marked(story["promises"]))
    return lines + _part("Personal", _marked(story["personal"]))


def _marked(items: Iterable[dict[str, Any]]) -> list[str]:
    marks = {(True, False): "[x]", (False, True): "[-]"}
    return [f"{marks.get((item['done'], item['dropped']), '[ ]')} {item['text']}" for item in items]


def _part(title: str, lines: list[str]) -> list[str]:
    return [title, *(wrapped(line, first=2, indent=6) for line in lines)] if lines else []


def numbers(vault: Vault) -> dict[str, Any]:
    """Talks by stage and outcome, yeses, and people; nothing here measures anybody by an offer."""
    talks = [Interview(note, vault) for note in vault.of_kind("interview")]
    asking = [talk for talk in talks if talk.direction == "asking"]
    stages = Counter(talk.stage for talk in asking)
    yes = sum(talk.milestone("granted") is not None or talk.stage in GRANTED for talk in asking)
    return {
        "interviews": len(talks),
        "asking": len(asking),
        "giving": len(talks) - len(asking),
        "stages": {name: stages.get(name, 0) for name in STAGES},
        "outcomes": {name: stages.get(name, 0) for name in OUTCOMES},
        "asked": sum(talk.milestone("asked") is not None or talk.stage != "idea" for talk in asking),
        "yes": yes,
        "held": sum(talk.was_held for talk in asking),
        "contacts": len(vault.of_kind("contact")),
    }


def numbers_as_text(found: dict[str, Any]) -> str:
    """The pipeline, a plain bar a stage."""
    most = max([1, *found["stages"].values(), *found["outcomes"].values()])
    lines = [
        f"{counted(found['yes'], 'yes', 'yeses')} of {found['asked']} asked; {counted(found['held'], 'talk')} held",
        "",
    ]
    for name, number in {**found["stages"], **found["outcomes"]}.items():
        if number or name in found["stages"]:
            lines.append(f"{padded(name, 10)} {number:4} {'#' * round(BAR * number / most)}".rstrip())
    lines += [
        "",
        f"{counted(found['contacts'], 'contact')}; {counted(found['giving'], 'talk')} that others asked of you",
    ]
    return "\n".join(lines)
