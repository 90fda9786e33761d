"""`--json` is a contract: the whole answer of each command that others rely on, as it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.hand import contact, me, talk

if TYPE_CHECKING:
    from tests.hand import Hand

VAULT = (
    me()
    | contact("Jo Kim", "timezone: America/New_York\nhelpful: true\nphone: 0123")
    | talk("2026-02-27 Jo Kim", "Jo Kim", "start: 2026-02-27T15:00\ntimezone: Europe/Berlin\nheld: 2026-02-27\nmood: glad", "## Takeaways\n- never take the second job first\n")
)  # fmt: skip
PHONE = {
    "path": "People/Jo Kim.md", "line": 5, "column": 0, "code": "phone-number", "severity": "warning",
    "message": "phone is read as a number, so that a zero or a plus in front is lost",
    "hint": 'put it into quotes: "0123"',
}  # fmt: skip


def test_render(hand: Hand) -> None:
    hand.write(VAULT)
    thanks = {
        "path": "Drafts/2026-02-27 Jo Kim - thank you Jo Kim.md", "action": "create", "template": "thank-you",
        "about": "Interviews/2026-02-27 Jo Kim.md", "to": "People/Jo Kim.md",
    }  # fmt: skip
    helpful = {
        "path": "Helpful people.md",
        "action": "create",
        "template": "helpful-people",
        "about": None,
        "to": None,
    }
    first = hand.run("render", "--json").json
    outputs = first["outputs"]
    ours = [one for one in outputs if one["template"] in ("thank-you", "helpful-people")]
    assert ours == [thanks, helpful]
    assert first == {"version": 1, "outputs": outputs, "unchanged": 0, "problems": [PHONE]}
    second = {"version": 1, "outputs": [], "unchanged": len(outputs), "problems": [PHONE]}
    assert hand.run("render", "--json").json == second


def test_render_with_a_place_kept_back(hand: Hand) -> None:
    hand.write(
        me()
        | contact("Jo Kim")
        | talk("t", "Jo Kim", "held: 2026-02-27", "## Takeaways\n- never take the second job first\n")
    )
    hand.render()
    path = "Drafts/t - thank you Jo Kim.md"
    hand.edit(path, "the second job", "the third job")
    hand.edit("Interviews/t.md", "the second job", "the fourth job")
    ran = hand.run("render", "--json")
    (output,) = [one for one in ran.json["outputs"] if one["template"] == "thank-you"]
    (problem,) = ran.json["problems"]
    assert (ran.code, list(output)) == (1, ["path", "action", "template", "about", "to", "kept_back"])
    assert (output["path"], output["action"]) == (path, "kept")
    (place,) = output["kept_back"]
    assert list(place) == ["line", "yours", "render"]
    assert ("third" in place["yours"], "fourth" in place["render"]) == (True, True)
    assert place["line"] == 1 + next(
        n for n, line in enumerate(hand.read(path).splitlines()) if "third" in line
    )
    assert (problem["code"], problem["path"], problem["line"]) == ("kept-back", path, place["line"])
    assert output in hand.run("render", "--json").json["outputs"]


def test_agenda(hand: Hand) -> None:
    hand.write(VAULT)
    assert hand.run("agenda", "--json", "--now", "2026-03-02T12:00+01:00").json == {
        "version": 1,
        "items": [
            {
                "rule": "thank-you", "due": "2026-02-28T15:30:00+01:00", "overdue": False,
                "about": "Interviews/2026-02-27 Jo Kim.md", "people": ["Jo Kim"],
                "text": "Thank Jo Kim: you met on 27 February 2026.", "clear": 'vaultkit done "2026-02-27 Jo Kim" thanked',
            },
        ],
    }  # fmt: skip


def test_a_day_is_due_at_its_last_second_in_my_zone(hand: Hand) -> None:
    hand.write(me("timezone: Europe/Brussels") | talk("t", "Jo", "held: 2026-11-30", "## Takeaways\n- x\n"))
    (item,) = hand.agenda("2026-11-30T10:00+01:00")
    assert (item["rule"], item["due"]) == ("thank-you", "2026-12-01T23:59:59+01:00")


def test_list(hand: Hand) -> None:
    hand.write(VAULT)
    interview = {
        "path": "Interviews/2026-02-27 Jo Kim.md", "name": "2026-02-27 Jo Kim", "type": "interview", "stage": "held",
        "properties": {
            "type": "interview", "people": ["[[Jo Kim]]"], "start": "2026-02-27T15:00", "timezone": "Europe/Berlin",
            "held": "2026-02-27", "mood": "glad",
        },
    }  # fmt: skip
    person = {
        "path": "People/Jo Kim.md", "name": "Jo Kim", "type": "contact",
        "properties": {"type": "contact", "timezone": "America/New_York", "helpful": True, "phone": 123},
    }  # fmt: skip
    mine = {
        "path": "Me.md",
        "name": "Me",
        "type": "me",
        "properties": {"type": "me", "name": "Noor Verhaegen", "timezone": "Europe/Berlin"},
    }
    assert hand.run("list", "interviews", "--json").json == {"version": 1, "notes": [interview]}
    assert hand.run("list", "contacts", "--format", "json").json == {"version": 1, "notes": [person]}
    assert hand.run("list", "notes", "--json").json["notes"][0] == interview
    names = {note["path"]: note for note in hand.run("list", "notes", "--json").json["notes"]}
    assert {**names["Me.md"], "name": "Me"} == mine
    lines = hand.ok("list", "interviews", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == [interview]


def test_check(hand: Hand) -> None:
    hand.write(VAULT)
    assert hand.run("check", "--json").json == {"version": 1, "problems": [PHONE]}


def test_no_problems_and_no_notes_are_empty_lists(hand: Hand) -> None:
    assert hand.ok("check", "--json").json == {"version": 1, "problems": []}
    assert hand.ok("list", "contacts", "--json").json == {"version": 1, "notes": []}
    assert hand.ok("agenda", "--json").json == {"version": 1, "items": []}
    assert set(hand.ok("render", "--json").json) == {"version", "outputs", "unchanged", "problems"}


def test_every_json_answer_is_one_object_of_version_1(hand: Hand) -> None:
    hand.write(VAULT | {"a.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEND:VCARD\n"})
    hand.render()
    now = ("--now", hand.now)
    for words in (
        ["show", "Jo Kim"], ["show", "2026-02-27 Jo Kim"], ["stats"], ["diff", "2026-02-27 Jo Kim"], ["done", "2026-02-27 Jo Kim", "thanked", *now],
        ["set", "Jo Kim", "org=Acme"], ["skip", "Jo Kim", "announce"], ["ask", "2026-02-27 Jo Kim", "Why?"],
        ["log", "Jo Kim", "rang", *now], ["new", "contact", "Bo Li", *now], ["new", "interview", "Bo Li", *now],
        ["invite", "2026-02-27 Jo Kim"], ["import", str(hand.root / "a.vcf")],
        ["init", str(hand.root / "inner")],
    ):  # fmt: skip
        found = hand.ok(*words, "--json").json
        assert (next(iter(found)), found["version"]) == ("version", 1), words


KEYS: dict[tuple[str, ...], dict[str, str]] = {
    ("show", "Jo Kim"): {
        "": "version path name type title org location properties helpful last_contact introduced_by introduced interviews "
        "introductions personal promises log",
        "interviews": "path name stage direction day takeaways",
    },
    ("show", "2026-02-27 Jo Kim"): {
        "": "version path name type stage direction people goal mine theirs milestones properties questions takeaways "
        "introductions personal promises",
        "milestones": "asked granted replied invited confirmed held thanked gift_sent gift_noticed",
    },
    ("stats",): {
        "": "version interviews asking giving stages outcomes asked yes held contacts",
        "stages": "idea asked granted replied scheduled held thanked",
        "outcomes": "declined cancelled no-show no-reply",
    },
    ("diff", "2026-02-27 Jo Kim"): {"": "version notes", "notes": "path yours render"},
    ("skip", "Jo Kim", "announce"): {"": "version notes", "notes": "path said changed"},
    ("invite", "2026-02-27 Jo Kim"): {
        "": "version links uid sequence cancelled",
        "links": "google outlook office",
    },
    ("import", "a.vcf"): {
        "": "version applied created matched ambiguous skipped failed",
        "created": "path name file line",
    },
    ("init", "inner"): {"": "version vault created"},
    ("watch", "--status"): {"": "version running"},
}


def test_the_keys_of_each_answer_stay_what_they_are(hand: Hand) -> None:
    hand.write(VAULT | {"a.vcf": "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEND:VCARD\n"})
    hand.render()
    for words, wanted in KEYS.items():
        found = hand.ok(*words, "--json").json
        for key, names in wanted.items():
            inner = found[key] if key else found
            assert list(inner[0] if isinstance(inner, list) else inner) == names.split(), (words, key)


def test_controls_from_notes_are_escaped_and_read_back_the_same(hand: Hand) -> None:
    org = "a\\u001b[2J\\u007f\\u009b\\u202e\\u2028z"
    hand.write(contact("Jo Kim", f'org: "{org}"'))
    for words in (
        ["list", "contacts", "--json"],
        ["list", "contacts", "--format", "jsonl"],
        ["show", "Jo Kim", "--json"],
    ):
        out = hand.ok(*words).out
        assert not {"\x1b", "\x7f", "\x9b", "\u202e", "\u2028"} & set(out)
        assert json.dumps(json.loads(out)).count(json.dumps(json.loads(f'"{org}"'))) == 1


def test_a_second_note_of_one_identity_is_foreign(hand: Hand) -> None:
    hand.write(VAULT)
    made = hand.render()["outputs"]
    path = "Drafts/2026-02-27 Jo Kim - thank you Jo Kim.md"
    hand.write({"Copy.md": hand.read(path)})
    ran = hand.run("render", "--json")
    copy = {
        "path": "Copy.md", "action": "foreign", "template": "thank-you",
        "about": "Interviews/2026-02-27 Jo Kim.md", "to": "People/Jo Kim.md",
    }  # fmt: skip
    assert (ran.code, ran.json["outputs"], ran.json["unchanged"]) == (1, [copy], len(made))
